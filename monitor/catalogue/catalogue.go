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

// Head is what a list says of itself.
type Head struct {
	Schema    int          `json:"schema"`
	Version   int          `json:"version"`   // grows by one with every publication
	Published monitor.Date `json:"published"` // a day
	Expires   monitor.Date `json:"expires"`   // a day; a list older than that says too little to be relied on
}

// Catalogue is a list of breaches as published on one day.
type Catalogue struct {
	Head
	Breaches []monitor.Record
}

// Why a list is refused. Errors name a line or a record's id, never its text.
var (
	errTooLarge = errors.New("catalogue: larger than 8 MiB")
	errSyntax   = errors.New("not valid JSON, or a name given twice")
	errUnknown  = errors.New("a field that schema 1 does not have")
	errValue    = errors.New("a value of the wrong kind")
)

type file struct {
	Head
	Breaches []entry `json:"breaches"`
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
	c := &Catalogue{f.Head, make([]monitor.Record, len(f.Breaches))}
	for i, e := range f.Breaches {
		c.Breaches[i] = monitor.Record{Feed: monitor.FeedVigie, Key: e.ID, ID: e.ID, Facts: e.Facts}
	}
	return c, nil
}

// DecodeHead reads no more of a list than its head, in a fraction of the time.
// It is for a list that is known to be good: the one inside the program.
func DecodeHead(data []byte) (Head, error) {
	var h Head
	if err := json.Unmarshal(data, &h); err != nil {
		return Head{}, syntaxError(data, err)
	}
	return h, h.check()
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
func (h *Head) check() error {
	switch {
	case h.Schema != Schema:
		return fmt.Errorf("schema %d, want %d", h.Schema, Schema)
	case h.Version < 1:
		return errors.New("no version")
	case !isDay(h.Published), !isDay(h.Expires), h.Expires.First() <= h.Published.First():
		return errors.New("it needs a day of publication and a later day of expiry")
	}
	return nil
}

func (f *file) check() error {
	if err := f.Head.check(); err != nil {
		return err
	}
	if len(f.Breaches) > maxBreaches {
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
