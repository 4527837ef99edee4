package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"vigie/monitor"
)

// tx is the [monitor.Tx] of both stores. It is used by one goroutine.
//
// What belongs to a person or an identifier is refused with
// [monitor.ErrNotFound] when that one is not stored: a check that was under way
// while somebody was removed must not bring back a part of them.
type tx struct {
	rows rows
	now  func() time.Time
	// held is what the tables hold, each read at its first use: the keys are
	// sealed with the documents, so there is no other way to find one.
	held map[string]map[key]row
}

var _ monitor.Tx = (*tx)(nil)

func newTx(r rows, now func() time.Time) *tx {
	return &tx{rows: r, now: now, held: make(map[string]map[key]row)}
}

var errNoKey = errors.New("what is stored must have an id")

func holding[T any](x *tx, t table[T]) (map[key]row, error) {
	if held, ok := x.held[t.name]; ok {
		return held, nil
	}
	all, err := x.rows.list(t.name)
	if err != nil {
		return nil, err
	}
	held := make(map[key]row, len(all))
	for _, row := range all {
		var doc T
		if err := decode(t, row, &doc); err != nil {
			return nil, err
		}
		held[t.key(doc)] = row
	}
	x.held[t.name] = held
	return held, nil
}

// put adds a document, or replaces the one with the same key.
func put[T any](x *tx, t table[T], v T) error {
	k := t.key(v)
	if k[0] == "" {
		return errNoKey
	}
	held, err := holding(x, t)
	if err != nil {
		return err
	}
	doc, err := json.Marshal(v)
	if err != nil {
		return err
	}
	old, exists := held[k]
	switch {
	case exists && bytes.Equal(old.doc, doc):
		return nil
	case exists:
		err = x.rows.replace(t.name, old.id, doc)
	default:
		old.id, err = x.rows.insert(t.name, doc)
	}
	if err != nil {
		return err
	}
	held[k] = row{old.id, doc}
	return nil
}

// drop removes the documents that are gone. One that is not there is no error.
func drop[T any](x *tx, t table[T], gone func(T) bool) error {
	held, err := holding(x, t)
	if err != nil {
		return err
	}
	for k, row := range held {
		var doc T
		if err := decode(t, row, &doc); err != nil {
			return err
		}
		if !gone(doc) {
			continue
		}
		if err := x.rows.remove(t.name, row.id); err != nil {
			return err
		}
		delete(held, k)
	}
	return nil
}

// need asks that the document a new one belongs to is stored.
func need[T any](x *tx, t table[T], id string) error {
	held, err := holding(x, t)
	if err != nil {
		return err
	}
	if _, ok := held[key{id}]; !ok {
		return fmt.Errorf("its %s: %w", t.name, monitor.ErrNotFound)
	}
	return nil
}

func (x *tx) PutPerson(p monitor.Person) error {
	p.Added = seconds(p.Added)
	return put(x, persons, p)
}

func (x *tx) PutIdentifier(i monitor.Identifier) error {
	if err := need(x, persons, i.Person); err != nil {
		return err
	}
	i.Added = seconds(i.Added)
	return put(x, identifiers, i)
}

func (x *tx) PutAffiliation(a monitor.Affiliation) error {
	if err := need(x, persons, a.Person); err != nil {
		return err
	}
	a.Added = seconds(a.Added)
	return put(x, affiliations, a)
}

func (x *tx) PutEvidence(e monitor.Evidence) error {
	if err := need(x, persons, e.Person); err != nil {
		return err
	}
	if e.Identifier != "" {
		if err := need(x, identifiers, e.Identifier); err != nil {
			return err
		}
	}
	e.At = seconds(e.At)
	if e.Record != nil {
		r := *e.Record
		r.FirstSeen = seconds(r.FirstSeen)
		e.Record = &r
	}
	return put(x, evidence, e)
}

func (x *tx) PutConsent(c monitor.Consent) error {
	if c.Identifier != "" { // else it is the household's
		if err := need(x, identifiers, c.Identifier); err != nil {
			return err
		}
	}
	c.At = seconds(c.At)
	c.Last.TriedAt, c.Last.AnsweredAt = seconds(c.Last.TriedAt), seconds(c.Last.AnsweredAt)
	return put(x, consents, c)
}

func (x *tx) PutKnown(known []monitor.KnownFinding) error {
	for _, k := range known {
		if err := need(x, persons, k.Person); err != nil {
			return err
		}
		if err := put(x, knownFindings, k); err != nil {
			return err
		}
	}
	return nil
}

func (x *tx) PutAlert(a monitor.Alert) error {
	if err := need(x, persons, a.Person); err != nil {
		return err
	}
	a.At, a.Notified, a.Closed = seconds(a.At), seconds(a.Notified), seconds(a.Closed)
	return put(x, alerts, a)
}

func (x *tx) PutDocument(d monitor.Document) error {
	if d.Person != "" {
		if err := need(x, persons, d.Person); err != nil {
			return err
		}
	}
	return put(x, documents, d)
}

func (x *tx) DeleteDocument(kind, id string) error {
	return drop(x, documents, func(d monitor.Document) bool { return d.Kind == kind && d.ID == id })
}

func (x *tx) DeletePerson(id string) error {
	theirs, err := list(x.rows, identifiers)
	if err != nil {
		return err
	}
	for _, i := range theirs {
		if i.Person == id {
			if err := x.DeleteIdentifier(i.ID); err != nil {
				return err
			}
		}
	}
	return cmp.Or(
		drop(x, affiliations, func(a monitor.Affiliation) bool { return a.Person == id }),
		drop(x, evidence, func(e monitor.Evidence) bool { return e.Person == id }),
		drop(x, knownFindings, func(k monitor.KnownFinding) bool { return k.Person == id }),
		drop(x, alerts, func(a monitor.Alert) bool { return a.Person == id }),
		drop(x, documents, func(d monitor.Document) bool { return d.Person == id }),
		drop(x, persons, func(p monitor.Person) bool { return p.ID == id }),
	)
}

func (x *tx) DeleteIdentifier(id string) error {
	return cmp.Or(
		drop(x, consents, func(c monitor.Consent) bool { return c.Identifier == id }),
		drop(x, evidence, func(e monitor.Evidence) bool { return e.Identifier == id }),
		drop(x, identifiers, func(i monitor.Identifier) bool { return i.ID == id }),
	)
}

func (x *tx) DeleteAffiliation(id string) error {
	return drop(x, affiliations, func(a monitor.Affiliation) bool { return a.ID == id })
}

func (x *tx) DeleteConsent(feed, identifier string) error {
	return drop(x, consents, func(c monitor.Consent) bool { return c.Feed == feed && c.Identifier == identifier })
}

func (x *tx) PutRecords(records []monitor.Record) error {
	now := x.now()
	for _, r := range records {
		if r.Feed == "" || r.Key == "" {
			return errNoKey
		}
		stored, err := encodeRecord(r, now)
		if err != nil {
			return err
		}
		if err := x.rows.putRecord(stored); err != nil {
			return err
		}
	}
	return nil
}

func (x *tx) PutFeedStatus(s monitor.FeedStatus) error {
	if s.Name == "" {
		return errNoKey
	}
	s.TriedAt, s.CheckedAt = seconds(s.TriedAt), seconds(s.CheckedAt)
	s.NotBefore, s.Next = seconds(s.NotBefore), seconds(s.Next)
	doc, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return x.rows.putFeed(s.Name, doc)
}

func (x *tx) PutSetting(key, value string) error { return x.rows.putSetting(key, value) }
