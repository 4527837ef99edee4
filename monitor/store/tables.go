package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"vigie/monitor"
)

// table is one kind of document about people.
type table[T any] struct {
	name string
	key  func(T) key // a Put replaces what has the same key
}

// key identifies a document inside its table.
type key [2]string

var (
	persons       = table[monitor.Person]{"person", func(p monitor.Person) key { return key{p.ID} }}
	identifiers   = table[monitor.Identifier]{"identifier", func(i monitor.Identifier) key { return key{i.ID} }}
	affiliations  = table[monitor.Affiliation]{"affiliation", func(a monitor.Affiliation) key { return key{a.ID} }}
	evidence      = table[monitor.Evidence]{"evidence", func(e monitor.Evidence) key { return key{e.ID} }}
	consents      = table[monitor.Consent]{"consent", func(c monitor.Consent) key { return key{c.Feed, c.Identifier} }}
	knownFindings = table[monitor.KnownFinding]{"known", func(k monitor.KnownFinding) key { return key{k.Person, k.Breach} }}
	alerts        = table[monitor.Alert]{"alert", func(a monitor.Alert) key { return key{a.ID} }}
	documents     = table[monitor.Document]{"document", func(d monitor.Document) key { return key{d.Kind, d.ID} }}
)

// list returns the documents of a table in the order they were first written.
func list[T any](r rows, t table[T]) ([]T, error) {
	all, err := r.list(t.name)
	if err != nil {
		return nil, err
	}
	docs := make([]T, len(all))
	for i, row := range all {
		if err := decode(t, row, &docs[i]); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

func decode[T any](t table[T], r row, doc *T) error {
	if err := json.Unmarshal(r.doc, doc); err != nil {
		return fmt.Errorf("a row of %s: %w", t.name, err)
	}
	return nil
}

// documentsOf returns the documents of one kind.
func documentsOf(r rows, kind string) ([]monitor.Document, error) {
	all, err := list(r, documents)
	return slices.DeleteFunc(all, func(d monitor.Document) bool { return d.Kind != kind }), err
}

// household gathers what [monitor.Household] holds.
func household(r rows) (*monitor.Household, error) {
	var h monitor.Household
	var errs [5]error
	h.Persons, errs[0] = list(r, persons)
	h.Identifiers, errs[1] = list(r, identifiers)
	h.Affiliations, errs[2] = list(r, affiliations)
	h.Evidence, errs[3] = list(r, evidence)
	h.Consents, errs[4] = list(r, consents)
	if err := cmp.Or(errs[:]...); err != nil {
		return nil, err
	}
	return &h, nil
}
