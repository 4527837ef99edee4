// Package hibp reads Have I Been Pwned, version 3 of its API
// (haveibeenpwned.com/API/v3). Its data is licensed CC BY 4.0: whoever shows it
// names the source with a link, which each record brings as its reference.
//
// Start at [Catalogue.Fetch], which reads the public list of breaches. What may
// be asked for here is all or nothing: the API can also be asked for one breach
// or one domain, but such a question would tell with whom the household deals.
package hibp

import (
	"context"
	"errors"
	"time"

	"github.com/go-json-experiment/json"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// DefaultURL is where the API is.
const DefaultURL = "https://haveibeenpwned.com/api/v3"

// The largest answers that are read. The whole list took 1 MB in 2025.
const (
	maxCatalogue = 20 << 20
	maxLatest    = 256 << 10
)

// rereadAfter is when the whole list is read although no breach was added:
// breaches are corrected, confirmed and retired too.
const rereadAfter = 7 * 24 * time.Hour

// Catalogue is the public list of breaches. It implements [monitor.Feed].
type Catalogue struct {
	client *egress.Client
	base   string
}

// New makes the feed. A base other than DefaultURL is one that the person chose,
// and may lead to their own network.
func New(client *egress.Client, base string) *Catalogue { return &Catalogue{client, base} }

// Name is "hibp".
func (c *Catalogue) Name() string { return monitor.FeedHIBP }

// cursor is what is remembered of an accepted answer.
type cursor struct {
	// Newest is the newest breach known to be in the list that was read. It
	// goes with Latest: a pair that the list did not hold yet is asked for again.
	Newest   newest            `json:"newest"`
	Latest   egress.Validators `json:"latest"`   // of /latestbreach
	Breaches egress.Validators `json:"breaches"` // of /breaches
	ReadAt   time.Time         `json:"read_at"`  // when /breaches was last answered
}

// newest is the breach added last, by what identifies that event: a breach can
// be added anew under its old name.
type newest struct {
	Name  string `json:"name"`
	Added string `json:"added"`
}

// Fetch reads what the API's authors advise: the newest breach, which costs
// them nothing, and the whole list only when that one is not known yet, or once
// a week. The list replaces what was known.
func (c *Catalogue) Fetch(ctx context.Context, previous []byte) (*monitor.Fetched, error) {
	var have cursor
	if json.Unmarshal(previous, &have) != nil {
		have = cursor{} // of another version: read everything
	}
	latest, err := c.get(ctx, "/latestbreach", have.Latest, maxLatest)
	if err != nil {
		return nil, err
	}
	newest := have.Newest
	if !latest.NotModified {
		if newest, err = decodeNewest(latest.Body); err != nil {
			return nil, notUnderstood(err)
		}
	}
	age := c.client.Now().Sub(have.ReadAt)
	if newest == have.Newest && age >= 0 && age < rereadAfter {
		have.Latest = latest.Validators
		return &monitor.Fetched{Unchanged: true, Cursor: have.encode()}, nil
	}
	return c.list(ctx, have, newest, latest.Validators)
}

// list reads the whole list.
func (c *Catalogue) list(ctx context.Context, have cursor, newest newest, latest egress.Validators) (*monitor.Fetched, error) {
	answer, err := c.get(ctx, "/breaches", have.Breaches, maxCatalogue)
	if err != nil {
		return nil, err
	}
	have.Breaches, have.ReadAt = answer.Validators, c.client.Now().UTC()
	if answer.NotModified {
		if newest == have.Newest {
			have.Latest = latest
		}
		return &monitor.Fetched{Unchanged: true, Cursor: have.encode()}, nil
	}
	records, refused, err := decode(answer.Body, c.client.Now())
	if errors.Is(err, errEmpty) {
		return nil, &monitor.FetchError{State: monitor.StateHeld, Reason: monitor.ReasonEmpty}
	} else if err != nil {
		return nil, notUnderstood(err)
	}
	// The two answers come from caches of different age. The newest breach is
	// known only once the list holds it.
	if newest.in(records, c.client.Now()) {
		have.Newest, have.Latest = newest, latest
	}
	return &monitor.Fetched{Records: records, Complete: true, Refused: refused, Cursor: have.encode()}, nil
}

// encode writes the cursor; nil, after which everything is read again, under a
// clock so wrong that its time has no JSON form.
func (c cursor) encode() []byte {
	b, err := json.Marshal(c)
	if err != nil {
		return nil
	}
	return b
}

func (c *Catalogue) get(ctx context.Context, path string, v egress.Validators, limit int64) (*egress.Response, error) {
	return c.client.Get(ctx, egress.Request{
		Feed:         monitor.FeedHIBP,
		Purpose:      monitor.PurposeCatalogue,
		URL:          c.base + path,
		Sent:         monitor.SentNothing,
		Accept:       []string{"application/json"},
		MaxBytes:     limit,
		Validators:   v,
		AllowPrivate: c.base != DefaultURL,
	})
}

func notUnderstood(err error) error {
	return &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonNotUnderstood, Err: err}
}
