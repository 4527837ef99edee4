// Package monitor is the core of Vigie: who lives here, with whom they deal,
// which breaches are known, and who is concerned by which.
//
// Start with [Household] (what people say), [Breach] (what feeds say) and
// [Catalogue.Match] (how one meets the other): a pure function, as everything
// here that decides. Then read [Monitor], which does the rest: it reads feeds,
// keeps what they say in a [Store] and the values of identifiers in a
// [Keychain], and tells what changed.
//
// The package knows storage, feeds and the key store as interfaces only; the
// packages below it implement them and the programs in cmd put them together.
package monitor

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strconv"
	"time"
)

// Monitor watches over one household. Its fields are set once, before its
// methods are called; the methods may be called from several goroutines and,
// for the same data directory, from several processes.
type Monitor struct {
	Store    Store
	Keychain Keychain
	Sources  []Source // in the order of FeedNames
	Baseline Baseline
	Now      func() time.Time // wall clock
	NewID    func() string    // random; NewID of this package outside tests
	// Decode reads a value as the key store keeps it (identifier.Decode).
	Decode func([]byte) (Value, error)
	// Lock keeps other processes out of one kind of change, "household" or
	// "check", until unlock is called; nil where nobody else can be there.
	Lock func(ctx context.Context, what string) (unlock func(), err error)
	// Report is told about what goes wrong but stops nothing, for the log; may be nil.
	Report func(error)
}

// Baseline is the catalogue embedded in the program. Its records are read when
// they are wanted: once for each version, by [Monitor.Install].
type Baseline struct {
	Version   int
	Published Date // a day
	Records   func() ([]Record, error)
}

// NewID is a random 128-bit id in hexadecimal. It means nothing, so it may
// stand anywhere.
func NewID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand.Read ends the program instead
	return hex.EncodeToString(b[:])
}

// The settings the monitor keeps in the store.
const (
	settingMark     = "keychain.mark"
	settingBaseline = "catalogue.version"
	settingComplete = "check.complete" // when a check was last complete, Unix seconds
)

// Install makes the embedded catalogue part of what is stored, when it is newer
// than what is there. It needs no key and no network.
func (m *Monitor) Install(ctx context.Context) error {
	have, err := m.version(ctx)
	if err != nil || have >= m.Baseline.Version {
		return err
	}
	stored, err := m.recordsOf(ctx, FeedVigie)
	if err != nil {
		return err
	}
	records, err := m.Baseline.Records()
	if err != nil {
		return err
	}
	d := differences(stored, &Fetched{Records: records, Complete: true})
	return m.Store.Update(ctx, func(tx Tx) error {
		if err := tx.PutRecords(m.seen(d.put)); err != nil {
			return err
		}
		return putVersion(tx, m.Baseline.Version)
	})
}

func (m *Monitor) note(err error) {
	if err != nil && m.Report != nil {
		m.Report(err)
	}
}

// Catalogue is every breach known here, merged from all feeds, and from
// look-ups as far as what they named can be read.
func (m *Monitor) Catalogue(ctx context.Context) (*Catalogue, error) {
	records, err := m.Store.Records(ctx)
	if err != nil {
		return nil, err
	}
	h, err := m.Store.Household(ctx)
	if err != nil && !errors.Is(err, ErrSealed) {
		return nil, err
	}
	if err == nil {
		records = append(records, named(h, records)...)
	}
	return NewCatalogue(Merge(records)), nil
}

// named lists the breaches that only a look-up told of, each once.
func named(h *Household, records []Record) []Record {
	known := make(map[string]bool, len(records))
	for _, r := range records {
		known[r.ID] = true
	}
	var more []Record
	for _, e := range h.Evidence {
		if e.Record != nil && !known[e.Record.ID] {
			known[e.Record.ID] = true
			more = append(more, *e.Record)
		}
	}
	return more
}

// Findings works out who is concerned today, from what is stored.
func (m *Monitor) Findings(ctx context.Context) ([]Finding, error) {
	h, err := m.Store.Household(ctx)
	if err != nil {
		return nil, err
	}
	c, err := m.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	return c.Match(h, Today(m.Now())), nil
}

func (m *Monitor) version(ctx context.Context) (int, error) {
	s, err := m.Store.Setting(ctx, settingBaseline)
	if err != nil || s == "" {
		return 0, err
	}
	return strconv.Atoi(s)
}

func putVersion(tx Tx, v int) error { return tx.PutSetting(settingBaseline, strconv.Itoa(v)) }

// LastComplete is when a check of every feed was last complete, or zero.
func (m *Monitor) LastComplete(ctx context.Context) (time.Time, error) {
	s, err := m.Store.Setting(ctx, settingComplete)
	if err != nil || s == "" {
		return time.Time{}, err
	}
	unix, err := strconv.ParseInt(s, 10, 64)
	return time.Unix(unix, 0).UTC(), err
}
