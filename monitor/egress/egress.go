// Package egress is the one way out: every byte this program sends over the
// network is sent by [Client.Get], and nothing else imports net/http's client.
//
// Start at [Client.Get]. A request is first written to the ledger, then
// allowed or refused (offline, consent, address), then sent on a connection of
// its own, then judged. What comes back is either a [Response] that is an
// answer of the expected kind, or a [monitor.FetchError] that says why there
// is none; an error never means "nothing found".
//
// # What a request shows
//
// Requests carry no cookie, no Referer, no language and no header beyond those
// of [Client.header], so that the catalogue requests of two households are the
// same bytes. Redirects are never followed. The texts of errors hold no
// address, no query, no identifier and nothing of the answer.
//
// # What the ledger counts
//
// Bytes are counted at the HTTP level, in the textual form of HTTP/1.1 whatever
// the protocol spoken: the request line or status line, the headers, and the
// body as it came (before gzip is undone, without chunk framing). TLS, TCP and
// the compression of HTTP/2 headers are left out. A request of which nothing
// was written counts as 0.
package egress

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"vigie/monitor"
)

// Config is what a Client needs. Ledger and UserAgent are required.
type Config struct {
	Ledger    monitor.Ledger
	UserAgent string // names the program and its version, the same for everybody
	Offline   bool   // nothing is sent; the ledger says so. See [Client.SwitchOff]
	Timeouts  Timeouts

	// Allowed reports whether a person agreed to an identifier being sent to a
	// feed. It is asked once per request; nil means that nobody agreed.
	Allowed func(feed, identifier string) bool
	// Limits slow down the feeds that ask for it, by feed name. They belong to a
	// feed and not to a host: two feeds behind one mirror do not share a budget.
	Limits map[string]*rate.Limiter

	Now     func() time.Time                      // nil: time.Now
	Proxy   func(*http.Request) (*url.URL, error) // nil: from the environment
	RootCAs *x509.CertPool                        // nil: the system's, SSL_CERT_FILE and SSL_CERT_DIR honoured
}

// Timeouts bound a request. Those left at 0 are 15, 15, 15 and 30 seconds.
type Timeouts struct {
	Connect time.Duration // name, TCP and TLS, each
	Header  time.Duration // from the end of the request to the end of the answer's headers
	Idle    time.Duration // between two pieces of the body
	Whole   time.Duration // the whole request
}

// Client asks feeds. It is safe for concurrent use and holds no connection
// between requests: there is nothing to close.
type Client struct {
	config   Config
	off      atomic.Bool
	resolver *net.Resolver // nil: the system's; tests have their own
}

// New makes the client of the program.
func New(c Config) *Client {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Proxy == nil {
		c.Proxy = http.ProxyFromEnvironment
	}
	if c.Allowed == nil {
		c.Allowed = func(string, string) bool { return false }
	}
	t := &c.Timeouts
	for _, d := range []*time.Duration{&t.Connect, &t.Header, &t.Idle} {
		if *d <= 0 {
			*d = 15 * time.Second
		}
	}
	if t.Whole <= 0 {
		t.Whole = 30 * time.Second
	}
	client := &Client{config: c}
	client.off.Store(c.Offline)
	return client
}

// SwitchOff cuts the one way out, or opens it again. While it is cut no socket
// is opened and no name is looked up; requests under way end as they may.
func (c *Client) SwitchOff(off bool) { c.off.Store(off) }

// finishTimeout bounds the write of a ledger row's end, which happens even
// when the request's own context is over.
const finishTimeout = 5 * time.Second

// Get sends one request and returns its answer: status 200, 304 to validators
// that were sent, or one of r.Statuses, with a body of an accepted media type.
// Any error is a *[monitor.FetchError].
//
// A ledger row is written before anything leaves. If it cannot be written,
// nothing is sent. The row ends with the status in digits where the status
// decided, and with the reason otherwise ("refused" where consent is missing).
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	u, err := parseURL(r.URL)
	if err != nil {
		return nil, failed(monitor.ReasonInternal, err)
	}
	id, err := c.config.Ledger.BeginRequest(ctx, monitor.LedgerEntry{
		At:         c.Now().UTC(),
		Feed:       r.Feed,
		Host:       u.Host,
		Purpose:    r.Purpose,
		Sent:       r.Sent,
		Identifier: r.Identifier,
		Outcome:    monitor.OutcomePending,
	})
	if err != nil {
		return nil, failed(monitor.ReasonLedger, err)
	}
	x := &exchange{client: c, request: r, url: u}
	failure := x.permit()
	if failure == nil {
		failure = x.do(ctx)
	}
	if err := x.finish(ctx, id, failure); err != nil && failure == nil {
		// The row stays pending, which is true enough; but an answer whose
		// request is not fully recorded is not taken.
		failure = failed(monitor.ReasonInternal, err)
	}
	if failure != nil {
		return nil, failure
	}
	return x.response, nil
}

// Now is the client's clock: feeds that look at the time look at this one.
func (c *Client) Now() time.Time { return c.config.Now() }

// Proxy names the proxy that requests for an address go through, as
// host:port without its password; "" when they go straight.
func (c *Client) Proxy(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	proxy, err := c.config.Proxy(&http.Request{URL: u})
	if err != nil || proxy == nil {
		return ""
	}
	return proxy.Host
}

// failed is the error of a request that got no answer, or a wrong one.
func failed(reason monitor.Reason, err error) *monitor.FetchError {
	return &monitor.FetchError{State: monitor.StateFailed, Reason: reason, Err: err}
}

// blocked is the error of a request that was refused.
func blocked(reason monitor.Reason, err error) *monitor.FetchError {
	return &monitor.FetchError{State: monitor.StateBlocked, Reason: reason, Err: err}
}
