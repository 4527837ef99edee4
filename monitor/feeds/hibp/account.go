package hibp

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
	"sync"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// Accounts asks whether an e-mail address is in a breach, with a key that the
// person pays for. It implements [monitor.Lookup] and is safe for concurrent use.
//
// What leaves is the whole address; with a plan that includes it, only 6 digits
// of the address's SHA-1, which several hundred known addresses share.
type Accounts struct {
	client *egress.Client
	base   string
	key    func(context.Context) (string, error)

	mu    sync.Mutex
	known knownPlan
}

// NewAccounts makes the look-up. key returns the person's own key; its error is
// [monitor.ErrNotFound] when none was given. A base other than DefaultURL is one
// that the person chose, and may lead to their own network.
func NewAccounts(client *egress.Client, base string, key func(context.Context) (string, error)) *Accounts {
	return &Accounts{client: client, base: strings.TrimRight(base, "/"), key: key}
}

// Name is "hibp".
func (a *Accounts) Name() string { return monitor.FeedHIBP }

// perCheck keeps the requests of one check to this feed to 8: 2 are the
// catalogue's, and 1 asks for the plan.
const perCheck = 8 - 2 - 1

// Budget has the pause of the key's plan, once it is known, and that of the
// smallest plan before.
func (a *Accounts) Budget() monitor.Budget {
	a.mu.Lock()
	defer a.mu.Unlock()
	rpm := a.known.plan.RPM
	if rpm == 0 {
		rpm = smallestRPM
	}
	return monitor.Budget{PerCheck: perCheck, Pause: time.Minute / time.Duration(rpm)}
}

// What keeps a question from being asked.
var (
	errKind  = errors.New("the service is asked about e-mail addresses only")
	errNoKey = errors.New("no key was given for the service")
)

// Ask asks about one e-mail address.
func (a *Accounts) Ask(ctx context.Context, id string, v monitor.Value) (*monitor.Asked, error) {
	if v.Kind() != monitor.Email {
		return nil, &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonInternal, Err: errKind}
	}
	key, err := a.ownKey(ctx)
	if err != nil {
		return nil, err
	}
	plan, err := a.planOf(ctx, key, id)
	if err != nil {
		return nil, err
	}
	search := a.whole
	if plan.KAnonymity {
		search = a.byRange
	}
	names, err := search(ctx, key, id, strings.ToLower(v.Reveal()))
	if err != nil {
		return nil, err
	}
	return &monitor.Asked{Records: accountRecords(names)}, nil
}

// ownKey returns the person's key. Without one the service would refuse as it
// refuses a wrong one: nothing needs to leave to know it.
func (a *Accounts) ownKey(ctx context.Context) (string, error) {
	key, err := a.key(ctx)
	switch {
	case errors.Is(err, monitor.ErrNotFound), err == nil && key == "":
		return "", &monitor.FetchError{State: monitor.StateOff, Reason: monitor.ReasonNoKey, Err: errNoKey}
	case err != nil:
		return "", &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonInternal, Err: err}
	}
	return key, nil
}

// maxAccount is the largest answer that is read. A range holds about 400
// addresses, of which few are in more than fifty breaches.
const maxAccount = 4 << 20

// request is what all questions about an account share.
func (a *Accounts) request(key, id string) egress.Request {
	return egress.Request{
		Feed:         monitor.FeedHIBP,
		Purpose:      monitor.PurposeLookup,
		Identifier:   id,
		Accept:       []string{"application/json"},
		MaxBytes:     maxAccount,
		Key:          key,
		AllowPrivate: a.base != DefaultURL,
	}
}

// whole asks about an address by itself and returns the names of its breaches.
func (a *Accounts) whole(ctx context.Context, key, id, address string) ([]string, error) {
	r := a.request(key, id)
	r.URL, r.Sent = a.base+"/breachedaccount/"+escape(address), monitor.SentEmail
	body, known, err := a.search(ctx, r)
	if err != nil || !known {
		return nil, err
	}
	names, err := decodeAccount(body)
	if err != nil {
		return nil, notUnderstood(err)
	}
	return names, nil
}

// byRange asks for every address whose SHA-1 begins as the address's does, and
// finds it among them here.
func (a *Accounts) byRange(ctx context.Context, key, id, address string) ([]string, error) {
	const prefixDigits = 6
	sum := sha1.Sum([]byte(address))
	digits := strings.ToUpper(hex.EncodeToString(sum[:]))
	r := a.request(key, id)
	r.URL, r.Sent = a.base+"/breachedaccount/range/"+digits[:prefixDigits], monitor.SentPrefix6
	body, known, err := a.search(ctx, r)
	if err != nil || !known {
		return nil, err
	}
	names, err := decodeRange(body, digits[prefixDigits:])
	if err != nil {
		return nil, notUnderstood(err)
	}
	return names, nil
}

// notFound is how a search says that nothing is known: the one status that is
// good news, with nothing in its body. A 404 that explains itself comes from a
// gateway, which does not know the page, not the account.
const notFound = 404

// search returns the body of an answer; known is false for a verified "not found".
func (a *Accounts) search(ctx context.Context, r egress.Request) (body []byte, known bool, err error) {
	r.Statuses = []int{notFound}
	answer, err := a.client.Get(ctx, r)
	switch {
	case err != nil:
		return nil, false, err
	case answer.Status != notFound:
		return answer.Body, true, nil
	case len(bytes.TrimSpace(answer.Body)) > 0:
		return nil, false, &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonStatus, Status: notFound, Err: errNotAccount}
	}
	return nil, false, nil
}

// escape writes an address as one segment of a path. [url.PathEscape] would
// leave the + of name+shop@example.org, which servers read as a space.
func escape(address string) string {
	return strings.ReplaceAll(url.QueryEscape(address), "+", "%20")
}
