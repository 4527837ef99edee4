// Package leakcheck asks LeakCheck (leakcheck.io) in which of the leaked lists it
// holds an e-mail address stands. It uses the public endpoint, without a key,
// which names lists and months and never what leaked.
//
// Start at [Lookup.Ask]. What leaves is 24 hexadecimal digits of the address's
// SHA-256: not the address, but not anonymous either, since whoever holds lists
// of addresses, as this service does, can find which one it is.
//
// The shape of answers is that of the official client (LeakCheck/leakcheck-api)
// and of third-party fixtures; no official page gives it. What is in any other
// shape is an error.
package leakcheck

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// DefaultURL is the public endpoint; the question is added to it as ?check=.
const DefaultURL = "https://leakcheck.io/api/public"

// hashDigits is how much of the hash the service asks for: 96 bits.
const hashDigits = 24

var errKind = errors.New("the service is asked about e-mail addresses only")

// Lookup asks the service. It implements [monitor.Lookup].
type Lookup struct {
	client *egress.Client
	base   string
}

// New makes the look-up. A base other than DefaultURL is one that the person
// chose, and may lead to their own network.
func New(client *egress.Client, base string) *Lookup {
	return &Lookup{client, strings.TrimRight(base, "/")}
}

// Name is "leakcheck".
func (l *Lookup) Name() string { return monitor.FeedLeakCheck }

// Budget is one question a second, which is what clients of the public endpoint
// keep to; the service publishes no figure.
func (l *Lookup) Budget() monitor.Budget { return monitor.Budget{PerCheck: 8, Pause: time.Second} }

// Ask asks about one e-mail address.
func (l *Lookup) Ask(ctx context.Context, id string, v monitor.Value) (*monitor.Asked, error) {
	if v.Kind() != monitor.Email {
		return nil, fail(monitor.ReasonInternal, errKind)
	}
	sum := sha256.Sum256([]byte(strings.ToLower(v.Reveal())))
	answer, err := l.client.Get(ctx, egress.Request{
		Feed:         monitor.FeedLeakCheck,
		Purpose:      monitor.PurposeLookup,
		URL:          l.base + "?check=" + hex.EncodeToString(sum[:])[:hashDigits],
		Sent:         monitor.SentHash,
		Identifier:   id,
		Accept:       []string{"application/json"},
		AllowPrivate: l.base != DefaultURL,
	})
	if err != nil {
		return nil, err
	}
	records, err := decode(answer.Body, monitor.DateOf(l.client.Now()))
	if err != nil {
		return nil, fail(monitor.ReasonNotUnderstood, err)
	}
	return &monitor.Asked{Records: records}, nil
}

func fail(reason monitor.Reason, err error) error {
	return &monitor.FetchError{State: monitor.StateFailed, Reason: reason, Err: err}
}
