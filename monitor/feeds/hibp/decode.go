package hibp

import (
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vigie/monitor"
)

// Why an answer is not taken. The texts repeat nothing of it.
var (
	errEmpty     = errors.New("the list is empty")
	errNotList   = errors.New("not a list of breaches")
	errRefused   = errors.New("too many entries are not breaches")
	errNotBreach = errors.New("not a breach")
)

// entry is a breach as the API writes it: the members that are used. A pointer
// tells a missing member, which makes an entry malformed, from an empty one.
// Members added by a later API are ignored (feeds of 2018 and 2026 have other ones).
type entry struct {
	Name         *string        `json:"Name"`
	Title        *string        `json:"Title"`
	Domain       *string        `json:"Domain"`
	BreachDate   *string        `json:"BreachDate"`
	AddedDate    *string        `json:"AddedDate"`
	PwnCount     jsontext.Value `json:"PwnCount"`
	DataClasses  *[]string      `json:"DataClasses"`
	IsVerified   *bool          `json:"IsVerified"`
	IsFabricated *bool          `json:"IsFabricated"`
	IsSensitive  *bool          `json:"IsSensitive"`
	IsRetired    *bool          `json:"IsRetired"`
	IsSpamList   *bool          `json:"IsSpamList"`
}

// unmarshal reads one entry. Go's JSON would take the last of two members of one
// name, and "name" for "Name": here both are errors, since they can only be
// meant to be read differently by different readers.
func unmarshal(value []byte, into any) error {
	return json.Unmarshal(value, into, json.MatchCaseInsensitiveNames(true))
}

// decode reads the whole list. Entries that are malformed, or that have the id
// of an earlier one, are set aside and counted; if there is more than one and
// they are more than 1 in 100, it is the format that changed.
func decode(body []byte, now time.Time) (records []monitor.Record, refused int, err error) {
	// Read loosely here, so that one malformed entry does not end the list, and
	// strictly entry by entry.
	d := jsontext.NewDecoder(bytes.NewBuffer(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '[' {
		return nil, 0, errNotList
	}
	seen := make(map[string]bool)
	for d.PeekKind() != ']' {
		value, err := d.ReadValue()
		if err != nil {
			return nil, 0, errNotList
		}
		r, ok := decodeEntry(value, now)
		if !ok || seen[r.ID] {
			refused++
			continue
		}
		seen[r.ID] = true
		records = append(records, r)
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, 0, errNotList
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return nil, 0, errNotList
	}
	switch total := len(records) + refused; {
	case total == 0:
		return nil, 0, errEmpty
	case len(records) == 0, refused > 1 && refused*100 > total:
		return nil, 0, errRefused
	}
	return records, refused, nil
}

func decodeEntry(value []byte, now time.Time) (monitor.Record, bool) {
	var e entry
	if unmarshal(value, &e) != nil {
		return monitor.Record{}, false
	}
	return e.record(now)
}

// decodeNewest reads the answer of /latestbreach. Its pair is compared and
// never shown; whether the breach is well made is judged in the list.
func decodeNewest(body []byte) (newest, error) {
	var e struct {
		Name      string `json:"Name"`
		AddedDate string `json:"AddedDate"`
	}
	if unmarshal(body, &e) != nil || e.Name == "" || e.AddedDate == "" {
		return newest{}, errNotBreach
	}
	return newest{e.Name, e.AddedDate}, nil
}
