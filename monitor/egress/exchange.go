package egress

import (
	"bytes"
	"context"
	"crypto/tls"
	"mime"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"vigie/monitor"
)

// Response is an answer of the expected kind.
type Response struct {
	Status      int
	NotModified bool   // 304: what the validators stand for is still current; Body is empty
	Body        []byte // decompressed
	// Validators to send next time, once the answer is accepted.
	Validators Validators
}

// exchange is one request and what became of it.
type exchange struct {
	client   *Client
	request  Request
	url      *url.URL
	response *Response

	out, in int64
	// What the connection reports from its own goroutines.
	written   atomic.Int64 // requests written: more than one if HTTP/2 had to send again
	tlsFailed atomic.Bool
}

// do sends the request and reads the answer.
//
// Each request has a connection of its own. A kept connection that breaks makes
// net/http send a GET again without a word, so that one ledger row would stand
// for two requests; it would also let a server tie requests together, and wake
// the process when it closes.
func (x *exchange) do(ctx context.Context) *monitor.FetchError {
	c := x.client
	if limit := c.config.Limits[x.request.Feed]; limit != nil {
		if err := limit.Wait(ctx); ctx.Err() != nil {
			return ended(ctx)
		} else if err != nil { // the wait would outlast the context
			return failed(monitor.ReasonWaiting, nil)
		}
	}
	within, cancel := context.WithTimeout(ctx, c.config.Timeouts.Whole)
	defer cancel()
	header := c.header(x.request)
	req := (&http.Request{Method: http.MethodGet, URL: x.url, Host: x.url.Host, Header: header}).
		WithContext(httptrace.WithClientTrace(within, x.trace()))

	transport := c.transport(x.url, x.request.AllowPrivate)
	defer transport.CloseIdleConnections()
	resp, err := transport.RoundTrip(req)
	// Already now, so that HTTP/1.1 does not wait for more on this connection:
	// net/http would print what comes, and what comes is not ours to print.
	transport.CloseIdleConnections()
	x.out = x.written.Load() * size("GET "+x.url.RequestURI()+" HTTP/1.1\r\nHost: "+x.url.Host, header)
	if err != nil {
		return x.connectionFailure(ctx, within, err)
	}
	defer resp.Body.Close()
	x.in = size(resp.Proto+" "+resp.Status, resp.Header)
	return x.read(ctx, within, cancel, resp, conditional(header))
}

// read judges an answer and takes its body.
func (x *exchange) read(ctx, within context.Context, cancel func(), resp *http.Response, conditional bool) *monitor.FetchError {
	validators := Validators{resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")}.clean()
	switch {
	case resp.StatusCode == http.StatusNotModified && conditional:
		if validators == (Validators{}) {
			validators = x.request.Validators
		}
		x.response = &Response{Status: resp.StatusCode, NotModified: true, Validators: validators}
		return nil
	case resp.StatusCode != http.StatusOK && !slices.Contains(x.request.Statuses, resp.StatusCode):
		return statusFailure(resp, x.request.Key != "", x.client.Now())
	}
	limit := x.request.MaxBytes
	if limit <= 0 {
		limit = 1 << 20
	}
	body, n, err := readBody(resp, limit, watchdog{x.client.config.Timeouts.Idle, cancel})
	x.in += n
	if err != nil {
		return bodyFailure(ctx, within, err)
	}
	if reason := mediaFailure(resp.Header, body, x.request.Accept); reason == monitor.ReasonSignIn {
		return blocked(reason, nil)
	} else if reason != monitor.ReasonNone {
		return failed(reason, nil)
	}
	x.response = &Response{Status: resp.StatusCode, Body: body, Validators: validators}
	return nil
}

// trace notes what RoundTrip does not tell.
func (x *exchange) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		WroteHeaders: func() { x.written.Add(1) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err != nil {
				x.tlsFailed.Store(true)
			}
		},
	}
}

// finish ends the ledger row.
func (x *exchange) finish(ctx context.Context, id int64, failure *monitor.FetchError) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTimeout)
	defer cancel()
	return x.client.config.Ledger.FinishRequest(ctx, id, x.outcome(failure), x.out, x.in)
}

func (x *exchange) outcome(failure *monitor.FetchError) string {
	switch {
	case failure == nil:
		return strconv.Itoa(x.response.Status)
	case failure.Status != 0:
		return strconv.Itoa(failure.Status)
	case failure.Reason == monitor.ReasonNoConsent:
		return string(monitor.ReasonRefused)
	}
	return string(failure.Reason)
}

// mediaFailure tells whether a body is data of an accepted type. A network that
// asks people to sign in answers with a page, whatever was asked and whatever
// type it claims; so does the new owner of a lapsed domain.
func mediaFailure(h http.Header, body []byte, accept []string) monitor.Reason {
	if len(body) == 0 {
		return monitor.ReasonNone
	}
	media, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	switch {
	case isPage(body):
		return monitor.ReasonSignIn
	case media == "" && h.Get("Content-Type") == "", slices.Contains(accept, media):
		return monitor.ReasonNone
	case media == "text/html", media == "application/xhtml+xml":
		return monitor.ReasonSignIn
	}
	return monitor.ReasonNotUnderstood
}

// isPage reports whether a body starts as an HTML document does.
func isPage(body []byte) bool {
	body = bytes.TrimLeft(bytes.TrimPrefix(body, []byte("\uFEFF")), " \t\r\n")
	start := strings.ToLower(string(body[:min(len(body), len("<!doctype html"))]))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html")
}

// size is the length of a message's first line and headers in HTTP/1.1.
func size(line string, h http.Header) int64 {
	n := len(line) + len("\r\n\r\n")
	for name, values := range h {
		for _, v := range values {
			n += len(name) + len(": ") + len(v) + len("\r\n")
		}
	}
	return int64(n)
}

// watchdog cancels a request whose body stands still.
type watchdog struct {
	after  time.Duration
	cancel func()
}
