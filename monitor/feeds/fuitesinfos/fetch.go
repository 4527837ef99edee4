package fuitesinfos

import (
	"context"
	"encoding/json"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// maxRegister is the largest register that is read: some ten years of it.
const maxRegister = 16 << 20

// registerFeed fetches the register.
type registerFeed struct {
	client *egress.Client
	url    string
}

// cursor is what is remembered of the last accepted register.
type cursor struct {
	Events int    `json:"events"`
	Head   string `json:"head"`
	egress.Validators
}

// Name is "fuitesinfos".
func (f *registerFeed) Name() string { return monitor.FeedFuitesInfos }

// Fetch reads the register, if it changed since the cursor. The register only
// grows: one that is shorter than it was is held, and so is one that tells the
// past differently, even if its chain holds.
func (f *registerFeed) Fetch(ctx context.Context, last []byte) (*monitor.Fetched, error) {
	have := decode(last)
	resp, err := f.client.Get(ctx, egress.Request{
		Feed:         monitor.FeedFuitesInfos,
		Purpose:      monitor.PurposeCatalogue,
		URL:          f.url,
		Sent:         monitor.SentNothing,
		Accept:       []string{"text/plain", "application/jsonl", "application/x-ndjson", "application/json", "application/octet-stream"},
		Validators:   have.Validators,
		MaxBytes:     maxRegister,
		AllowPrivate: true, // it is never the default: the person chose the address
	})
	if err != nil {
		return nil, err
	}
	if resp.NotModified {
		return &monitor.Fetched{Unchanged: true, Cursor: last}, nil
	}
	r, err := ReadRegister(resp.Body, monitor.DateOf(f.client.Now()))
	switch {
	case err != nil:
		return nil, &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonNotUnderstood, Err: err}
	case r.Events == 0:
		return nil, held(monitor.ReasonEmpty)
	case r.Events < have.Events:
		return nil, held(monitor.ReasonShrunk)
	case !r.contains(have.Events, have.Head):
		return nil, &monitor.FetchError{State: monitor.StateHeld, Reason: monitor.ReasonNotUnderstood, Err: errChain}
	}
	now, err := json.Marshal(cursor{r.Events, r.Head, resp.Validators})
	if err != nil {
		return nil, &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonInternal, Err: err}
	}
	return &monitor.Fetched{Records: r.Records, Cursor: now}, nil
}

// decode reads a cursor; one that is not of the register counts for nothing.
func decode(last []byte) cursor {
	var c cursor
	if json.Unmarshal(last, &c) != nil || c.Events <= 0 {
		return cursor{}
	}
	return c
}

func held(why monitor.Reason) error {
	return &monitor.FetchError{State: monitor.StateHeld, Reason: why}
}
