// Package catalogue reads Vigie's own list of breaches: the one inside the
// program (assets.Catalogue) and its signed updates, which have the same form.
//
// Start at [Decode]. It refuses a list it does not understand to the last word:
// a condition that was overlooked could tell someone that they are not
// concerned. [Lint] is for those who write the list.
package catalogue

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vigie/monitor"
)

// Schema is the form of list that this program reads.
const Schema = 1

// What a list may hold at most. The embedded one has 250 KB and 232 breaches.
const (
	MaxBytes    = 8 << 20
	maxBreaches = 20_000
	maxID       = 64  // bytes
	maxItems    = 200 // names, domains, classes, criteria, references of one breach
	maxURL      = 2000
)

// Catalogue is a list of breaches as published on one day.
type Catalogue struct {
	Schema    int
	Version   int          // grows by one with every publication
	Published monitor.Date // a day
	Expires   monitor.Date // a day; a list older than that says too little to be relied on
	Breaches  []monitor.Record
}

// Why a list is refused. Errors name a line or a record's id, never its text.
var (
	errTooLarge = errors.New("catalogue: larger than 8 MiB")
	errSyntax   = errors.New("not valid JSON, or a name given twice")
	errUnknown  = errors.New("a field that schema 1 does not have")
	errValue    = errors.New("a value of the wrong kind")
)

type file struct {
	Schema    int          `json:"schema"`
	Version   int          `json:"version"`
	Published monitor.Date `json:"published"`
	Expires   monitor.Date `json:"expires"`
	Breaches  []entry      `json:"breaches"`
}

type entry struct {
	ID string `json:"id"`
	monitor.Facts
}

// Decode reads a list. Its records belong to the feed "vigie" and have their id
// as key. It does not compare the expiry with a clock: that is the caller's.
func Decode(data []byte) (*Catalogue, error) {
	if len(data) > MaxBytes {
		return nil, errTooLarge
	}
	var f file
	if err := json.Unmarshal(data, &f, json.RejectUnknownMembers(true)); err != nil {
		return nil, syntaxError(data, err)
	}
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	c := &Catalogue{f.Schema, f.Version, f.Published, f.Expires, make([]monitor.Record, len(f.Breaches))}
	for i, e := range f.Breaches {
		c.Breaches[i] = monitor.Record{Feed: monitor.FeedVigie, Key: e.ID, ID: e.ID, Facts: e.Facts}
	}
	return c, nil
}

// syntaxError says where and of what kind the mistake is, without the text
// around it, which the decoder's own error may hold.
func syntaxError(data []byte, err error) error {
	var (
		offset int64
		reason = errSyntax
	)
	if syntactic, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		offset = syntactic.ByteOffset
	} else if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		offset, reason = semantic.ByteOffset, errValue
		if semantic.Err == json.ErrUnknownName {
			reason = errUnknown
		}
	}
	offset = min(max(offset, 0), int64(len(data)))
	return fmt.Errorf("catalogue: line %d: %w", 1+bytes.Count(data[:offset], []byte("\n")), reason)
}

// check refuses what JSON allows and the program could not rely on.
func (f *file) check() error {
	switch {
	case f.Schema != Schema:
		return fmt.Errorf("schema %d, want %d", f.Schema, Schema)
	case f.Version < 1:
		return errors.New("no version")
	case !isDay(f.Published), !isDay(f.Expires), f.Expires.First() <= f.Published.First():
		return errors.New("it needs a day of publication and a later day of expiry")
	case len(f.Breaches) > maxBreaches:
		return fmt.Errorf("more than %d breaches", maxBreaches)
	}
	seen := make(map[string]bool, len(f.Breaches))
	for i := range f.Breaches {
		e := &f.Breaches[i]
		if !isSlug(e.ID) {
			return fmt.Errorf("breach %d: its id is not made of lower-case letters, digits and hyphens", i+1)
		}
		if seen[e.ID] {
			return fmt.Errorf("breach %s: its id is given twice", e.ID)
		}
		seen[e.ID] = true
		if err := checkFacts(&e.Facts); err != nil {
			return fmt.Errorf("breach %s: %w", e.ID, err)
		}
	}
	return nil
}

// isDay reports whether the date is known to the day.
func isDay(d monitor.Date) bool {
	_, _, day := d.Parts()
	return day != 0
}

// isSlug reports whether an id is words of lower-case ASCII letters and digits
// joined by single hyphens.
func isSlug(id string) bool {
	if len(id) > maxID {
		return false
	}
	letter := false // the last byte was one
	for i := range len(id) {
		switch b := id[i]; {
		case b >= 'a' && b <= 'z', b >= '0' && b <= '9':
			letter = true
		case b == '-' && letter:
			letter = false
		default:
			return false
		}
	}
	return letter
}
