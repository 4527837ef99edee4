package xposedornot

import (
	"context"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// Emails asks in which breaches an e-mail address is. It implements
// [monitor.Lookup]. The whole address leaves, and the service shows on a public
// map where the question came from.
type Emails struct {
	client *egress.Client
	base   string
}

// NewEmails makes the look-up of the service at a base address. One other than
// DefaultURL is one that the person chose, and may lead to their own network.
func NewEmails(client *egress.Client, base string) *Emails {
	return &Emails{client, strings.TrimRight(base, "/")}
}

// Name is "xposedornot".
func (e *Emails) Name() string { return monitor.FeedXposedOrNot }

// Budget is what the service allows one address of the internet (its README).
// PerCheck leaves one of 8 requests to the catalogue.
func (e *Emails) Budget() monitor.Budget {
	return monitor.Budget{PerCheck: 7, PerHour: 25, PerDay: 100, Pause: time.Second / 2}
}

// searched is what the service takes for an address, in lower case
// (XposedOrNot-API, utils/validation.py). Of any other it says "Not found"
// without having looked.
var searched = regexp.MustCompile(`^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$`)

// What keeps a question from being asked.
var (
	errKind     = errors.New("the service is asked about e-mail addresses only")
	errSearched = errors.New("the service does not search for addresses of this form")
)

// notFound is a status with which the service says that an address has no breach
// to show, and also that something went wrong.
const notFound = 404

// Ask asks about one e-mail address. An owner can have the service hide what it
// knows; it then says what it says when it knows nothing, and so does Ask.
func (e *Emails) Ask(ctx context.Context, id string, v monitor.Value) (*monitor.Asked, error) {
	if v.Kind() != monitor.Email {
		return nil, fail(monitor.StateFailed, monitor.ReasonInternal, errKind)
	}
	address := strings.ToLower(v.Reveal())
	if !searched.MatchString(address) {
		return nil, fail(monitor.StateFailed, monitor.ReasonNotUnderstood, errSearched)
	}
	resp, err := e.client.Get(ctx, egress.Request{
		Feed:         monitor.FeedXposedOrNot,
		Purpose:      monitor.PurposeLookup,
		URL:          e.base + "/v1/check-email/" + url.QueryEscape(address), // PathEscape leaves + and @
		Sent:         monitor.SentEmail,
		Identifier:   id,
		Accept:       []string{"application/json"},
		Statuses:     []int{notFound},
		AllowPrivate: e.base != DefaultURL,
	})
	if err != nil {
		return nil, err
	}
	names, err := decodeEmail(resp.Body, resp.Status, address)
	switch {
	case err != nil && resp.Status == notFound:
		return nil, &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonStatus, Status: notFound, Err: err}
	case err != nil:
		return nil, fail(monitor.StateFailed, monitor.ReasonNotUnderstood, err)
	}
	return &monitor.Asked{Records: emailRecords(names)}, nil
}

// Why an answer about an address is not taken.
var (
	errEmailShape = errors.New("not an answer about an e-mail address")
	errOther      = errors.New("the answer is about another e-mail address")
)

// emailAnswer is an answer about an address (api/v1/breaches.py, search_email).
type emailAnswer struct {
	Breaches [][]string `json:"breaches"` // one list, in a list
	Error    string     `json:"Error"`
	Email    *string    `json:"email"` // in lower case; null with some errors
	Status   string     `json:"status"`
}

// decodeEmail reads an answer. No name and no error is a verified "not found",
// in one of the two shapes that the server gives it on purpose: 200 with "Not
// found", or 404 with "No breaches found". A 404 with "Not found" is how it says
// that it failed.
func decodeEmail(body []byte, status int, address string) ([]string, error) {
	var a emailAnswer
	// A member twice, in whatever case, is an error: which one is meant is a guess.
	if json.Unmarshal(body, &a, json.MatchCaseInsensitiveNames(true)) != nil {
		return nil, errEmailShape
	}
	if a.Email != nil && !strings.EqualFold(*a.Email, address) {
		return nil, errOther
	}
	switch {
	case status == notFound && a.Error == "No breaches found" && a.Breaches == nil,
		status != notFound && a.Error == "Not found" && a.Breaches == nil:
		return nil, nil
	case status == notFound || a.Error != "" || a.Status != "" && a.Status != "success":
		return nil, errEmailShape
	}
	var names []string
	for _, list := range a.Breaches {
		names = append(names, list...)
	}
	return names, checkNames(names)
}

// checkNames asks for one name at least, and for names that the catalogue could
// hold. One that cannot be read spoils the answer, since leaving it out would
// clear the address of that breach.
func checkNames(names []string) error {
	for _, name := range names {
		if s := slug(name); s == "" || len(s) > maxID || name != plain(name) {
			return errEmailShape
		}
	}
	if len(names) == 0 {
		return errEmailShape
	}
	return nil
}

// emailRecords are breaches of which no more than the name is known. Whether
// anybody verified them stands in the catalogue, which has the rest under the
// same id.
func emailRecords(names []string) []monitor.Record {
	var records []monitor.Record
	seen := make(map[string]bool)
	for _, name := range names {
		r := monitor.Record{Feed: monitor.FeedXposedOrNot, Key: name, ID: monitor.FeedXposedOrNot + "-" + slug(name)}
		if seen[r.ID] {
			continue
		}
		seen[r.ID] = true
		r.Organisation, r.Status = name, monitor.Claimed
		r.References = []monitor.Reference{{Title: name, Publisher: "XposedOrNot", URL: "https://xposedornot.com/breach/" + url.PathEscape(name)}}
		records = append(records, r)
	}
	return records
}
