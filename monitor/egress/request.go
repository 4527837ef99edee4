package egress

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"vigie/monitor"
)

// Request is one question to a feed.
type Request struct {
	Feed    string // one of monitor.FeedNames
	Purpose monitor.Purpose
	URL     string // see CheckURL

	// Sent says what URL and headers carry about a person. Whatever singles one
	// out needs the Identifier (its id, never its value) and a consent for it.
	Sent       monitor.Sent
	Identifier string

	// Accept lists the media types of an answer, as "application/json"; any
	// other type is a page where data was expected. An empty body has no type,
	// and a server that names none is believed: the feed reads what it gets.
	Accept   []string
	Statuses []int // accepted besides 200: at some look-ups 404 is an answer
	MaxBytes int64 // of the body, decompressed; 0 is 1 MiB

	Validators   Validators // of the last accepted answer from this URL
	Key          string     // sent as hibp-api-key; never with PurposeCatalogue
	Padding      bool       // sends Add-Padding: true (Pwned Passwords)
	AllowPrivate bool       // the person chose this address: it may lead to their own network
}

// Format keeps the address and the key out of every log and message.
func (r Request) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "request of "+r.Feed+" for "+string(r.Purpose))
}

// Validators let a server answer "not modified" (RFC 9110, section 13.1). They
// are kept with an answer, and only once that answer was accepted.
type Validators struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// maxETag bounds an entity tag: a longer one is not a version but a name tag
// that would tell households apart.
const maxETag = 128

// clean drops what may not be sent: an entity tag that RFC 9110 (8.8.3) does not
// allow, a date that is none. Dates are rewritten in the one form it asks for.
func (v Validators) clean() Validators {
	opaque := strings.TrimPrefix(v.ETag, "W/")
	quoted := len(opaque) >= 2 && opaque[0] == '"' && opaque[len(opaque)-1] == '"'
	strange := strings.ContainsFunc(v.ETag, func(r rune) bool { return r <= ' ' || r > '~' })
	if !quoted || strange || len(v.ETag) > maxETag {
		v.ETag = ""
	}
	if t, err := http.ParseTime(v.LastModified); err != nil {
		v.LastModified = ""
	} else {
		v.LastModified = t.UTC().Format(http.TimeFormat)
	}
	return v
}

// header is every header of a request, besides Host. Their order and
// spelling are net/http's, the same for everybody.
func (c *Client) header(r Request) http.Header {
	h := http.Header{}
	h.Set("User-Agent", c.config.UserAgent)
	// Named by hand so that net/http leaves the decoding to us: its own has no cap.
	h.Set("Accept-Encoding", "gzip")
	v := r.Validators.clean()
	if v.ETag != "" {
		h.Set("If-None-Match", v.ETag)
	}
	if v.LastModified != "" {
		h.Set("If-Modified-Since", v.LastModified)
	}
	if r.Key != "" {
		h.Set("hibp-api-key", r.Key)
	}
	if r.Padding {
		h.Set("Add-Padding", "true")
	}
	return h
}

// conditional reports whether a 304 would be an answer to these headers.
func conditional(h http.Header) bool {
	return h.Get("If-None-Match") != "" || h.Get("If-Modified-Since") != ""
}

// Why a request is not sent.
var (
	errURL       = errors.New("the address is not one that may be asked")
	errOffline   = errors.New("the network is switched off")
	errNoConsent = errors.New("nobody agreed to this identifier being sent to this feed")
	errPersonal  = errors.New("a catalogue request may carry nothing about a person")
)

// CheckURL reports whether an address may be asked: https, or http to this
// computer only, with a host and without a user name or password. The error
// does not repeat the address.
func CheckURL(address string) error {
	_, err := parseURL(address)
	return err
}

func parseURL(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Opaque != "" {
		return nil, errURL
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())) {
		return nil, errURL
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// isLoopback reports whether a host is this computer by its name alone, the
// way http.ProxyFromEnvironment decides it: no name server is asked.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// permit decides whether the request may leave.
func (x *exchange) permit() *monitor.FetchError {
	r := x.request
	switch {
	case x.client.off.Load():
		return failed(monitor.ReasonOffline, errOffline)
	case r.Purpose == monitor.PurposeCatalogue && (r.Sent != monitor.SentNothing || r.Identifier != "" || r.Key != ""):
		return failed(monitor.ReasonInternal, errPersonal)
	case r.needsConsent() && (r.Identifier == "" || !x.client.config.Allowed(r.Feed, r.Identifier)):
		return &monitor.FetchError{State: monitor.StateOff, Reason: monitor.ReasonNoConsent, Err: errNoConsent}
	}
	return nil
}

// needsConsent reports whether the request says something about a person. Five
// digits of a password's hash do not: about two thousand passwords share them,
// and the person who typed it asked. An unknown Sent needs a consent too.
func (r Request) needsConsent() bool {
	switch r.Sent {
	case monitor.SentNothing, monitor.SentKey, monitor.SentPrefix5:
		return r.Identifier != ""
	}
	return true
}
