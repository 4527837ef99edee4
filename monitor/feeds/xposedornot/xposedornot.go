// Package xposedornot reads the catalogue of XposedOrNot (xposedornot.com):
// breaches of the whole world, some of them French ones that no other feed has.
//
// Start at [Parse], which turns the answer of /v1/breaches into records. Its
// terms ask not to collect in bulk and to name the source, so one conditional
// request a day is all the schedule should make; the feed is off unless the
// person wants it.
package xposedornot

import (
	"context"
	"encoding/json"
	"strings"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// DefaultURL is where the service is; its paths are added to it.
const DefaultURL = "https://api.xposedornot.com"

// maxBytes is the largest catalogue that is read. That of 2026 has 776 entries
// of about 1 kB.
const maxBytes = 20 << 20

// Feed fetches the catalogue.
type Feed struct {
	client *egress.Client
	base   string
}

// New makes the feed. A base other than DefaultURL is one that the person chose,
// and may lead to their own network.
func New(client *egress.Client, base string) *Feed {
	return &Feed{client, strings.TrimRight(base, "/")}
}

// Name is "xposedornot".
func (f *Feed) Name() string { return monitor.FeedXposedOrNot }

// Fetch reads the whole catalogue, if it changed since the cursor.
func (f *Feed) Fetch(ctx context.Context, last []byte) (*monitor.Fetched, error) {
	var have egress.Validators
	if json.Unmarshal(last, &have) != nil {
		have = egress.Validators{} // costs a full answer, nothing more
	}
	resp, err := f.client.Get(ctx, egress.Request{
		Feed:         monitor.FeedXposedOrNot,
		Purpose:      monitor.PurposeCatalogue,
		URL:          f.base + "/v1/breaches",
		Sent:         monitor.SentNothing,
		Accept:       []string{"application/json"},
		Validators:   have,
		MaxBytes:     maxBytes,
		AllowPrivate: f.base != DefaultURL,
	})
	if err != nil {
		return nil, err
	}
	if resp.NotModified {
		return &monitor.Fetched{Unchanged: true, Cursor: last}, nil
	}
	records, refused, err := Parse(resp.Body, monitor.DateOf(f.client.Now()))
	if err != nil {
		return nil, err
	}
	now, err := json.Marshal(resp.Validators)
	if err != nil {
		return nil, fail(monitor.StateFailed, monitor.ReasonInternal, err)
	}
	// An entry that could not be read is not one that was withdrawn.
	return &monitor.Fetched{Records: records, Complete: refused == 0, Refused: refused, Cursor: now}, nil
}

func fail(state monitor.FeedState, reason monitor.Reason, err error) error {
	return &monitor.FetchError{State: state, Reason: reason, Err: err}
}
