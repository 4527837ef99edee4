// Package vigie is the feed of our own catalogue: the records the program
// carries, and a signed update of them when someone publishes one.
//
// Start at [Feed.Fetch], which reads an update; [Verify] says what a signed
// file is, accepted.go what is remembered between two readings. [Baseline] reads
// the catalogue inside the program. Whoever publishes uses [CreateKeyFile] and
// [Sign].
//
// The rules are those The Update Framework gives for one file and one role
// (theupdateframework.io, section 5 of the specification): a signature over the
// exact bytes, a version that only grows, an expiry inside the signed bytes, a
// bounded size. The catalogue inside the program is the root: it comes with the
// program, it is the oldest version that is ever accepted, and nothing that goes
// wrong here takes it away.
package vigie

import (
	"context"
	"crypto/ed25519"
	"errors"

	"vigie/monitor"
	"vigie/monitor/catalogue"
	"vigie/monitor/egress"
)

// maxBytes is the largest signed file that is read: the largest catalogue and
// the longest header.
const maxBytes = catalogue.MaxBytes + maxHeader

// maxStep is how many versions an update may be ahead of what is here. It allows
// for versions that are dates (20261122) and for years without a network, and
// bounds what a stolen key can do to the numbers: with it, whoever holds a
// trusted key can still publish a huge version step by step, and only taking the
// key away undoes that (see newest).
const maxStep = 1_000_000

var errStep = errors.New("its version is too far ahead to be a next one")

// Config is how this installation reads updates.
type Config struct {
	// URL is the address of the signed file, complete.
	URL string
	// Keys are the publishers trusted now. One of them must have signed. To
	// change keys, trust both and sign with both for a while, then drop the old one.
	Keys []ed25519.PublicKey
	// Embedded is the version of the catalogue inside the program.
	Embedded int
	// AllowPrivate lets URL lead to this computer or the local network.
	AllowPrivate bool
}

// Feed reads signed updates of the catalogue.
type Feed struct {
	client *egress.Client
	cfg    Config
}

// New makes the feed. Without a key or an address it never sends anything.
func New(client *egress.Client, cfg Config) *Feed { return &Feed{client, cfg} }

// Baseline is the catalogue inside the program, of which only the head is read
// at once.
func Baseline(data []byte) (monitor.Baseline, error) {
	head, err := catalogue.DecodeHead(data)
	if err != nil {
		return monitor.Baseline{}, err
	}
	return monitor.Baseline{Version: head.Version, Published: head.Published, Records: func() ([]monitor.Record, error) {
		c, err := catalogue.Decode(data)
		if err != nil {
			return nil, err
		}
		return c.Breaches, nil
	}}, nil
}

// Name is "vigie".
func (f *Feed) Name() string { return monitor.FeedVigie }

// Fetch asks for the signed catalogue. Without a publisher's key there is nobody
// to believe, so it asks nobody and says so with [monitor.ReasonNoPublisher]:
// what is stored stays.
//
// An answer is judged in this order: the signature, the list itself, the expiry,
// the version. What fails leaves no trace, its validators included: the next
// reading asks as this one did.
func (f *Feed) Fetch(ctx context.Context, cursor []byte) (*monitor.Fetched, error) {
	if len(f.cfg.Keys) == 0 || f.cfg.URL == "" {
		return &monitor.Fetched{Unchanged: true, Cursor: cursor, Notice: monitor.ReasonNoPublisher}, nil
	}
	have, revoked := newest(f.cfg.Embedded, decodeCursor(cursor), f.cfg.Keys)
	// The signature decides what an answer is. The media types only tell a sign-in
	// page from a file; which of them a server gives a file is its own habit.
	req := egress.Request{
		Feed:         monitor.FeedVigie,
		Purpose:      monitor.PurposeCatalogue,
		URL:          f.cfg.URL,
		Sent:         monitor.SentNothing,
		Accept:       []string{"text/plain", "application/octet-stream", "application/json"},
		MaxBytes:     int64(maxBytes),
		AllowPrivate: f.cfg.AllowPrivate,
	}
	if have.URL == f.cfg.URL {
		req.Validators = have.Validators
	}
	resp, err := f.client.Get(ctx, req)
	if err != nil {
		return nil, err
	}
	if resp.NotModified {
		return f.notModified(have)
	}
	update, now, err := f.judge(have, resp)
	if err != nil {
		return nil, err
	}
	if update.Version == have.Version && !revoked {
		return &monitor.Fetched{Unchanged: true, Cursor: now.encode()}, nil
	}
	return &monitor.Fetched{Records: update.Breaches, Complete: true, Version: update.Version, Cursor: now.encode()}, nil
}

// notModified is the answer 304. A server that says so for ever keeps us on the
// same catalogue for ever, so its expiry counts here too.
func (f *Feed) notModified(have accepted) (*monitor.Fetched, error) {
	if f.expired(have.Expires) {
		return nil, held(monitor.ReasonExpired, nil)
	}
	return &monitor.Fetched{Unchanged: true, Cursor: have.encode()}, nil
}

// judge decides whether an answer may take the place of what we have.
func (f *Feed) judge(have accepted, resp *egress.Response) (*catalogue.Catalogue, accepted, error) {
	payload, signers, err := verify(resp.Body, f.cfg.Keys)
	switch {
	case errors.Is(err, ErrFormat):
		return nil, accepted{}, failed(monitor.ReasonNotUnderstood, err)
	case err != nil:
		return nil, accepted{}, failed(monitor.ReasonSignature, err)
	}
	c, err := catalogue.Decode(payload)
	if err != nil {
		return nil, accepted{}, failed(monitor.ReasonNotUnderstood, err)
	}
	switch {
	case f.expired(c.Expires):
		return nil, accepted{}, held(monitor.ReasonExpired, nil)
	case c.Version < have.Version:
		return nil, accepted{}, held(monitor.ReasonOlder, nil)
	case c.Version-have.Version > maxStep:
		return nil, accepted{}, held(monitor.ReasonNotUnderstood, errStep)
	}
	return c, accepted{c.Version, c.Expires, signers, f.cfg.URL, resp.Validators}, nil
}

// expired reports whether a catalogue is past its last day, which ends in UTC.
func (f *Feed) expired(last monitor.Date) bool {
	return monitor.Today(f.client.Now()) > last.Last()
}

// held is an answer that is understood and not accepted.
func held(why monitor.Reason, err error) error {
	return &monitor.FetchError{State: monitor.StateHeld, Reason: why, Err: err}
}

func failed(why monitor.Reason, err error) error {
	return &monitor.FetchError{State: monitor.StateFailed, Reason: why, Err: err}
}
