// Package hudsonrock asks Hudson Rock (hudsonrock.com) whether a login was found
// on a computer infected by an infostealer: a program that copies every password
// a browser keeps. It uses the free endpoints of its Cavalier service.
//
// Start at [Lookup.Ask]. The whole e-mail address, username or phone number
// leaves. The answer describes whoever's computer held that login, down to its
// name and its passwords: [decode] reads the day and nothing else of it.
package hudsonrock

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// DefaultURL is where the endpoints are; /search-by-… is added to it.
const DefaultURL = "https://cavalier.hudsonrock.com/api/json/v2/osint-tools"

// notFound is a status with which some clients saw the service say "clean".
const notFound = 404

var errKind = errors.New("the service is asked about e-mail addresses, usernames and phone numbers only")

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

// Name is "hudsonrock".
func (l *Lookup) Name() string { return monitor.FeedHudsonRock }

// Budget stays far below the 50 questions in 10 seconds that clients report.
func (l *Lookup) Budget() monitor.Budget {
	return monitor.Budget{PerCheck: 8, Pause: 500 * time.Millisecond}
}

// question is how a kind of identifier is asked about.
type question struct {
	path string // up to the value
	sent monitor.Sent
}

// questions has the kinds that can be asked about. The service takes a phone
// number, in E.164 form, for a username.
var questions = map[monitor.Kind]question{
	monitor.Email:    {"/search-by-email?email=", monitor.SentEmail},
	monitor.Username: {"/search-by-username?username=", monitor.SentName},
	monitor.Phone:    {"/search-by-username?username=", monitor.SentPhone},
}

// Ask asks about one e-mail address, username or phone number.
func (l *Lookup) Ask(ctx context.Context, id string, v monitor.Value) (*monitor.Asked, error) {
	q, ok := questions[v.Kind()]
	if !ok {
		return nil, fail(monitor.ReasonInternal, 0, errKind)
	}
	answer, err := l.client.Get(ctx, egress.Request{
		Feed:         monitor.FeedHudsonRock,
		Purpose:      monitor.PurposeLookup,
		URL:          l.base + q.path + escape(v),
		Sent:         q.sent,
		Identifier:   id,
		Accept:       []string{"application/json"},
		Statuses:     []int{notFound},
		AllowPrivate: l.base != DefaultURL,
	})
	if err != nil {
		return nil, err
	}
	if answer.Status == notFound {
		if !saysClean(answer.Body) {
			return nil, fail(monitor.ReasonStatus, notFound, errShape)
		}
		return &monitor.Asked{}, nil
	}
	records, err := decode(answer.Body, monitor.DateOf(l.client.Now()))
	if err != nil {
		return nil, fail(monitor.ReasonNotUnderstood, 0, err)
	}
	return &monitor.Asked{Records: records}, nil
}

// escape writes a value as part of a query. Of an e-mail address, whose domain
// has no case and whose mailbox in practice has none either, the lower case is
// asked for.
func escape(v monitor.Value) string {
	text := v.Reveal()
	if v.Kind() == monitor.Email {
		text = strings.ToLower(text)
	}
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

func fail(reason monitor.Reason, status int, err error) error {
	return &monitor.FetchError{State: monitor.StateFailed, Reason: reason, Status: status, Err: err}
}
