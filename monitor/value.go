package monitor

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
)

// Value is an identifier's value, read from a person or the key store and kept
// in memory only. However it is printed, encoded or logged it shows its mask:
// ‹email c•••@e•••.fr›. Only [Value.Reveal] gives it away.
type Value struct{ v *value }

// value is behind a pointer so that copies do not multiply the text, and the
// text behind another, because fmt follows one pointer when it prints an
// unexported field with a verb that does not fit: it then meets an address.
type value struct {
	kind   Kind
	text   *string
	masked string
}

// NewValue wraps a normalised value and the mask that may be shown for it.
// Package identifier makes values from what people type.
func NewValue(kind Kind, text, masked string) Value { return Value{&value{kind, &text, masked}} }

// Reveal returns the value itself: for the key store, for a consented look-up,
// and for a person who asked to see it. Nothing else calls it.
func (v Value) Reveal() string {
	if v.v == nil {
		return ""
	}
	return *v.v.text
}

// Kind says what the value is.
func (v Value) Kind() Kind {
	if v.v == nil {
		return ""
	}
	return v.v.kind
}

// Masked is what may be shown: "c•••@e•••.fr".
func (v Value) Masked() string {
	if v.v == nil {
		return ""
	}
	return v.v.masked
}

// IsZero reports whether there is no value.
func (v Value) IsZero() bool { return v.v == nil }

// String is the mask with its kind.
func (v Value) String() string { return "‹" + string(v.Kind()) + " " + v.Masked() + "›" }

// Format prints the mask whatever the verb, %#v and %x included.
func (v Value) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(v.String())) }

// LogValue keeps the value out of logs.
func (v Value) LogValue() slog.Value { return slog.StringValue(v.String()) }

// MarshalJSON keeps the value out of JSON.
func (v Value) MarshalJSON() ([]byte, error) { return json.Marshal(v.String()) }

// MarshalText keeps the value out of text encodings and map keys.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

var errValueStays = errors.New("an identifier's value is kept in the key store only")

// Value refuses to bind an identifier to SQL.
func (v Value) Value() (driver.Value, error) { return nil, errValueStays }

// GobEncode refuses to encode an identifier.
func (v Value) GobEncode() ([]byte, error) { return nil, errValueStays }
