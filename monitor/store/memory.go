package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"vigie/monitor"
)

// Memory is a [monitor.Store] that forgets everything when it is closed: for
// the demonstration and for tests. It behaves as [Store] does. Having no disk
// to protect, it begins unlocked.
type Memory struct {
	now     func() time.Time
	writing sync.Mutex            // one writer at a time
	state   atomic.Pointer[state] // never changed once it is here; nil when closed
	locked  atomic.Bool
	key     atomic.Pointer[string] // the first that was given
}

var _ monitor.Store = (*Memory)(nil)

// state is everything a Memory holds.
type state struct {
	people   map[string][]row
	records  []storedRecord
	record   map[key]int // by feed and key, in records
	feeds    map[string][]byte
	settings map[string]string
	ledger   []monitor.LedgerEntry
	rows     int // ever inserted
}

func (s *state) clone() *state {
	c := *s
	c.people = maps.Clone(s.people)
	for table, rows := range c.people {
		c.people[table] = slices.Clone(rows)
	}
	c.records, c.record = slices.Clone(s.records), maps.Clone(s.record)
	c.feeds, c.settings = maps.Clone(s.feeds), maps.Clone(s.settings)
	c.ledger = slices.Clone(s.ledger)
	return &c
}

// NewMemory returns an empty store.
func NewMemory() *Memory {
	m := &Memory{now: time.Now}
	m.state.Store(&state{
		people:   make(map[string][]row),
		record:   make(map[key]int),
		feeds:    make(map[string][]byte),
		settings: make(map[string]string),
	})
	return m
}

var errClosed = errors.New("the store is closed")

// Unlock is [Store.Unlock].
func (m *Memory) Unlock(key []byte) error {
	if _, err := newSealer(key); err != nil {
		return err
	}
	text := string(key)
	if !m.key.CompareAndSwap(nil, &text) && *m.key.Load() != text {
		return problem(errWrongKey)
	}
	m.locked.Store(false)
	return nil
}

// Lock is [Store.Lock].
func (m *Memory) Lock() { m.locked.Store(true) }

// Close implements [monitor.Store].
func (m *Memory) Close() error {
	m.writing.Lock()
	defer m.writing.Unlock()
	m.state.Store(nil)
	return nil
}

// view returns what the store holds now.
func (m *Memory) view() (*memoryRows, error) {
	s := m.state.Load()
	if s == nil {
		return nil, errClosed
	}
	return &memoryRows{state: s, locked: m.locked.Load()}, nil
}

// Household implements [monitor.Store].
func (m *Memory) Household(context.Context) (*monitor.Household, error) {
	r, err := m.view()
	if err != nil {
		return nil, err
	}
	return household(r)
}

// Known implements [monitor.Store].
func (m *Memory) Known(context.Context) ([]monitor.KnownFinding, error) {
	r, err := m.view()
	if err != nil {
		return nil, err
	}
	return list(r, knownFindings)
}

// Alerts implements [monitor.Store].
func (m *Memory) Alerts(context.Context) ([]monitor.Alert, error) {
	r, err := m.view()
	if err != nil {
		return nil, err
	}
	return list(r, alerts)
}

// Documents implements [monitor.Store].
func (m *Memory) Documents(_ context.Context, kind string) ([]monitor.Document, error) {
	r, err := m.view()
	if err != nil {
		return nil, err
	}
	return documentsOf(r, kind)
}

// Records implements [monitor.Store].
func (m *Memory) Records(context.Context) ([]monitor.Record, error) {
	r, err := m.view()
	if err != nil {
		return nil, err
	}
	var records []monitor.Record
	for _, stored := range r.state.records {
		record, err := stored.decode()
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	return records, nil
}

// FeedStatuses implements [monitor.Store].
func (m *Memory) FeedStatuses(context.Context) (map[string]monitor.FeedStatus, error) {
	r, err := m.view()
	if err != nil {
		return nil, err
	}
	all := make(map[string]monitor.FeedStatus)
	for name, doc := range r.state.feeds {
		var status monitor.FeedStatus
		if err := json.Unmarshal(doc, &status); err != nil {
			return nil, err
		}
		all[name] = status
	}
	return all, nil
}

// Setting implements [monitor.Store].
func (m *Memory) Setting(_ context.Context, key string) (string, error) {
	r, err := m.view()
	if err != nil {
		return "", err
	}
	return r.state.settings[key], nil
}

// Update implements [monitor.Store].
func (m *Memory) Update(ctx context.Context, f func(monitor.Tx) error) error {
	return m.change(ctx, func(r *memoryRows) error { return f(newTx(r, m.now)) })
}

// change runs f on a copy of the state, which others see once f is done.
func (m *Memory) change(ctx context.Context, f func(*memoryRows) error) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	r, err := m.view()
	if err != nil {
		return err
	}
	r.state = r.state.clone()
	defer func() { r.state = nil }() // a transaction kept by mistake changes nothing
	if err := f(r); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	m.state.Store(r.state)
	return nil
}

// BeginRequest implements [monitor.Ledger].
func (m *Memory) BeginRequest(ctx context.Context, e monitor.LedgerEntry) (id int64, err error) {
	e = newEntry(e)
	err = m.change(ctx, func(r *memoryRows) error {
		if r.locked && (personal{e.Sent, e.Identifier}).isPersonal() {
			return monitor.ErrSealed
		}
		e.ID = int64(len(r.state.ledger)) + 1
		r.state.ledger = append(r.state.ledger, e)
		return nil
	})
	return e.ID, err
}

// FinishRequest implements [monitor.Ledger].
func (m *Memory) FinishRequest(ctx context.Context, id int64, outcome string, bytesOut, bytesIn int64) error {
	return m.change(ctx, func(r *memoryRows) error {
		if id < 1 || id > int64(len(r.state.ledger)) || r.state.ledger[id-1].Outcome != monitor.OutcomePending {
			return fmt.Errorf("pending request: %w", monitor.ErrNotFound)
		}
		e := &r.state.ledger[id-1]
		e.Outcome, e.BytesOut, e.BytesIn = outcome, bytesOut, bytesIn
		return nil
	})
}

// Requests implements [monitor.Ledger].
func (m *Memory) Requests(_ context.Context, since time.Time) ([]monitor.LedgerEntry, error) {
	r, err := m.view()
	if err != nil {
		return nil, err
	}
	var entries []monitor.LedgerEntry
	for _, e := range r.state.ledger {
		if e.At.Before(seconds(since)) {
			continue
		}
		if r.locked && (personal{e.Sent, e.Identifier}).isPersonal() {
			e.Sent, e.Identifier = "", ""
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// memoryRows is [rows] in a state that nobody else sees yet.
type memoryRows struct {
	state  *state // nil when the transaction is over
	locked bool
}

var errOver = errors.New("the transaction is over")

// usable reports why people's tables cannot be used.
func (r *memoryRows) usable() error {
	switch {
	case r.state == nil:
		return errOver
	case r.locked:
		return monitor.ErrSealed
	}
	return nil
}

func (r *memoryRows) list(table string) ([]row, error) {
	if err := r.usable(); err != nil {
		return nil, err
	}
	return r.state.people[table], nil
}

func (r *memoryRows) insert(table string, doc []byte) (string, error) {
	if err := r.usable(); err != nil {
		return "", err
	}
	r.state.rows++
	id := strconv.Itoa(r.state.rows)
	r.state.people[table] = append(r.state.people[table], row{id, doc})
	return id, nil
}

func (r *memoryRows) replace(table, id string, doc []byte) error {
	if err := r.usable(); err != nil {
		return err
	}
	for i := range r.state.people[table] {
		if r.state.people[table][i].id == id {
			r.state.people[table][i].doc = doc
		}
	}
	return nil
}

func (r *memoryRows) remove(table, id string) error {
	if err := r.usable(); err != nil {
		return err
	}
	r.state.people[table] = slices.DeleteFunc(r.state.people[table], func(row row) bool { return row.id == id })
	return nil
}

func (r *memoryRows) putRecord(s storedRecord) error {
	if r.state == nil {
		return errOver
	}
	k := key{s.feed, s.key}
	if i, ok := r.state.record[k]; ok {
		r.state.records[i].doc = s.doc
		return nil
	}
	r.state.record[k] = len(r.state.records)
	r.state.records = append(r.state.records, s)
	return nil
}

func (r *memoryRows) putFeed(name string, doc []byte) error {
	if r.state == nil {
		return errOver
	}
	r.state.feeds[name] = doc
	return nil
}

func (r *memoryRows) putSetting(key, value string) error {
	if r.state == nil {
		return errOver
	}
	r.state.settings[key] = value
	return nil
}
