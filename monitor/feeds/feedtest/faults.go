package feedtest

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// fault is one way in which a page is not answered, and what a feed makes of it.
type fault struct {
	name    string
	answer  answer
	state   monitor.FeedState // "" is failed or held: a document that is wrong
	reasons []monitor.Reason
	wait    time.Duration // until RetryAt; 0 where there is none
	silent  bool          // only a time-out ends it
}

// faults breaks one page in every way, for a first reading and for a later one.
func (s Suite) faults(t *testing.T, page int) {
	cursor := s.good(t).Cursor
	for _, f := range s.networkFaults(t, s.Good[page]) {
		t.Run(f.name, func(t *testing.T) {
			s.broken(t, page, f, nil)
			if !f.silent && f.name != "304 unasked" {
				s.broken(t, page, f, cursor)
			}
		})
	}
}

// broken reads from a server with one bad page, then from the same server healed.
func (s Suite) broken(t *testing.T, page int, f fault, cursor []byte) {
	t.Helper()
	path := s.Good[page].Path
	v := s.serve(t)
	v.answer(path, f.answer)
	timeouts := map[bool]egress.Timeouts{true: hasty, false: patient}[f.silent]
	got, e := s.fetch(t, v, timeouts, cursor)
	switch {
	case e != nil:
		s.checkFault(t, f, e)
	case v.hits(path) > 0:
		t.Errorf("with cursor %q, the feed says nothing is wrong: %d records, unchanged %t", cursor, len(got.Records), got.Unchanged)
	case cursor == nil:
		t.Errorf("%s was never asked for", path)
	}
	v.answer(path, nil)
	healed, e := s.fetch(t, v, patient, cursor)
	if e != nil {
		t.Errorf("once healed: %v", e)
	} else if cursor == nil && (healed.Unchanged || len(healed.Records) == 0) {
		t.Error("once healed, the first reading is missing")
	}
}

func (s Suite) checkFault(t *testing.T, f fault, e *monitor.FetchError) {
	t.Helper()
	right := e.State == f.state || f.state == "" && (e.State == monitor.StateFailed || e.State == monitor.StateHeld)
	if !right || !slices.Contains(f.reasons, e.Reason) {
		t.Errorf("got %s/%s, want %s/%v (%v)", e.State, e.Reason, f.state, f.reasons, e)
	}
	if f.wait == 0 && !e.RetryAt.IsZero() || f.wait != 0 && !e.RetryAt.Equal(s.Now.Add(f.wait)) {
		t.Errorf("come back at %v, want in %v", e.RetryAt, f.wait)
	}
}

// wrongDocument is why a document is not taken.
var wrongDocument = []monitor.Reason{monitor.ReasonNotUnderstood, monitor.ReasonEmpty, monitor.ReasonSignature}

const challenge = `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>Checking</body></html>`

func (s Suite) networkFaults(t *testing.T, p Page) []fault {
	return slices.Concat(statusFaults(s.Now), redirectFaults(t), connectionFaults(), bodyFaults(), cuts(p), silences(p))
}

// statusFaults are answers that are wrong by their status.
func statusFaults(now time.Time) []fault {
	fail := func(status int, state monitor.FeedState, reason monitor.Reason) fault {
		return fault{name: strconv.Itoa(status), state: state, reasons: []monitor.Reason{reason},
			answer: func(w http.ResponseWriter, _ *http.Request, _ Page) { w.WriteHeader(status) }}
	}
	page := func(name string, status int, reason monitor.Reason) fault {
		return fault{name: name, state: monitor.StateBlocked, reasons: []monitor.Reason{reason},
			answer: func(w http.ResponseWriter, _ *http.Request, _ Page) {
				w.Header().Set("Content-Type", "text/html; charset=UTF-8")
				w.WriteHeader(status)
				_, _ = io.WriteString(w, challenge)
			}}
	}
	unasked := fail(http.StatusNotModified, monitor.StateFailed, monitor.ReasonStatus)
	unasked.name = "304 unasked"
	faults := []fault{
		unasked,
		fail(204, monitor.StateFailed, monitor.ReasonStatus),
		fail(400, monitor.StateFailed, monitor.ReasonStatus),
		fail(401, monitor.StateBlocked, monitor.ReasonRefused),
		fail(404, monitor.StateFailed, monitor.ReasonStatus),
		fail(410, monitor.StateFailed, monitor.ReasonStatus),
		fail(500, monitor.StateFailed, monitor.ReasonServer),
		fail(502, monitor.StateFailed, monitor.ReasonServer),
		page("403 challenge", 403, monitor.ReasonRefused),
		page("captive portal", 200, monitor.ReasonSignIn),
		page("captive portal that says so", 511, monitor.ReasonSignIn),
	}
	for header, wait := range map[string]time.Duration{
		"":                                    0,
		"0":                                   time.Second,
		"30":                                  30 * time.Second,
		now.Add(time.Hour).Format(httpDate):   time.Hour,
		now.Add(-time.Hour).Format(httpDate):  time.Second,
		now.AddDate(1, 0, 0).Format(httpDate): 24 * time.Hour,
		"99999999999999999999":                24 * time.Hour,
		"-5":                                  0,
		"abc":                                 0,
		"10\x0020":                            20 * time.Second, // two headers
	} {
		faults = append(faults,
			later(429, monitor.StateBlocked, monitor.ReasonRateLimited, header, now, wait),
			later(503, monitor.StateFailed, monitor.ReasonServer, header, now, wait))
	}
	slices.SortFunc(faults, func(a, b fault) int { return strings.Compare(a.name, b.name) })
	return faults
}

const httpDate = http.TimeFormat

// later is a server that asks to come back later.
func later(status int, state monitor.FeedState, reason monitor.Reason, header string, now time.Time, wait time.Duration) fault {
	return fault{name: fmt.Sprintf("%d Retry-After %q", status, header), state: state, reasons: []monitor.Reason{reason}, wait: wait,
		answer: func(w http.ResponseWriter, _ *http.Request, _ Page) {
			w.Header().Set("Date", now.UTC().Format(httpDate))
			if header != "" {
				w.Header()["Retry-After"] = strings.Split(header, "\x00")
			}
			w.WriteHeader(status)
		}}
}

// redirectFaults lead elsewhere; nobody follows.
func redirectFaults(t *testing.T) []fault {
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	t.Cleanup(other.Close)
	var faults []fault
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, target := range []string{"", other.URL, strings.Replace(other.URL, "http", "https", 1), "http://feed.example/", "//feed.example/"} {
			faults = append(faults, fault{name: fmt.Sprintf("%d to %q", status, target), state: monitor.StateFailed,
				reasons: []monitor.Reason{monitor.ReasonRedirect},
				answer: func(w http.ResponseWriter, r *http.Request, _ Page) {
					w.Header().Set("Location", cmp.Or(target, r.RequestURI)) // itself
					w.WriteHeader(status)
				}})
		}
	}
	return faults
}

// head is the start of a good answer, with the length it promises.
func head(p Page, length int) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", p.Type, length)
}

// connectionFaults break the connection.
func connectionFaults() []fault {
	reset := func(name string, said func(p Page) string) fault {
		return fault{name: name, state: monitor.StateFailed,
			// What a reset leaves of the bytes before it is up to the network.
			reasons: []monitor.Reason{monitor.ReasonInterrupted, monitor.ReasonTruncated},
			answer: wire(func(c *net.TCPConn, p Page) {
				_, _ = io.WriteString(c, said(p))
				_ = c.SetLinger(0)
			})}
	}
	return []fault{
		reset("reset", func(Page) string { return "" }),
		reset("reset inside headers", func(p Page) string { return head(p, len(p.Body))[:20] }),
		reset("reset before the body", func(p Page) string { return head(p, len(p.Body)) }),
		reset("reset inside the body", func(p Page) string { return head(p, len(p.Body)) + string(p.Body[:len(p.Body)/2]) }),
		{name: "not HTTP", state: monitor.StateFailed, reasons: []monitor.Reason{monitor.ReasonInterrupted, monitor.ReasonNotUnderstood},
			answer: wire(func(c *net.TCPConn, p Page) { _, _ = c.Write(p.Body) })},
	}
}

// bodyFaults are bodies that are not what the headers say, or too much.
func bodyFaults() []fault {
	encoded := func(name, encoding string, reason monitor.Reason, body func(b []byte) []byte) fault {
		return fault{name: name, state: monitor.StateFailed, reasons: []monitor.Reason{reason},
			answer: func(w http.ResponseWriter, _ *http.Request, p Page) {
				w.Header().Set("Content-Encoding", encoding)
				send(w, p.Type, body(p.Body))
			}}
	}
	same := func(b []byte) []byte { return b }
	return []fault{
		encoded("encoding unasked", "br", monitor.ReasonNotUnderstood, same),
		encoded("encoding twice", "gzip, gzip", monitor.ReasonNotUnderstood, func(b []byte) []byte { return zip(zip(b)) }),
		encoded("not gzip", "gzip", monitor.ReasonNotUnderstood, same),
		encoded("gzip cut", "gzip", monitor.ReasonTruncated, func(b []byte) []byte { z := zip(b); return z[:len(z)/2] }),
		encoded("gzip bomb", "gzip", monitor.ReasonTooLarge, func([]byte) []byte { return zip(make([]byte, 8<<20)) }),
		{name: "endless", state: monitor.StateFailed, reasons: []monitor.Reason{monitor.ReasonTooLarge}, answer: endless},
		{name: "length of 2 GB", state: monitor.StateFailed, reasons: []monitor.Reason{monitor.ReasonTooLarge},
			answer: wire(func(c *net.TCPConn, p Page) { _, _ = io.WriteString(c, head(p, math.MaxInt32)) })},
		{name: "another type", state: monitor.StateFailed, reasons: []monitor.Reason{monitor.ReasonNotUnderstood},
			answer: func(w http.ResponseWriter, _ *http.Request, p Page) { send(w, "image/png", p.Body) }},
		{name: "page under a false type", state: monitor.StateBlocked, reasons: []monitor.Reason{monitor.ReasonSignIn},
			answer: func(w http.ResponseWriter, _ *http.Request, p Page) { send(w, p.Type, []byte(challenge)) }},
	}
}

// endless never stops, as far as anybody can tell.
func endless(w http.ResponseWriter, _ *http.Request, p Page) {
	const more = 1 << 16
	w.Header().Set("Content-Type", p.Type)
	_, err := w.Write(p.Body[:len(p.Body)/2])
	spaces := bytes.Repeat([]byte{' '}, more)
	for n := 0; err == nil && n < 1<<30; n += more {
		_, err = w.Write(spaces)
	}
}

// cuts stop in the middle, here and there and near the end, where a document is
// almost whole: first with the length of the whole, then as if it were the whole.
func cuts(p Page) []fault {
	const places = 12
	body := bytes.TrimSpace(p.Body)
	var faults []fault
	for i := range 2 * places {
		at := i * len(body) / places
		if i >= places {
			at = len(body) - 1 - (i - places)
		}
		faults = append(faults,
			fault{name: fmt.Sprintf("connection cut at %d", at), state: monitor.StateFailed,
				reasons: []monitor.Reason{monitor.ReasonTruncated},
				answer: wire(func(c *net.TCPConn, p Page) {
					_, _ = io.WriteString(c, head(p, len(body))+string(body[:at]))
				})},
			fault{name: fmt.Sprintf("document cut at %d", at), reasons: wrongDocument,
				answer: func(w http.ResponseWriter, _ *http.Request, p Page) { send(w, p.Type, body[:at]) }})
	}
	return faults
}

// silences end by a time-out.
func silences(p Page) []fault {
	silent := func(name string, a answer) fault {
		return fault{name: name, answer: a, state: monitor.StateFailed, reasons: []monitor.Reason{monitor.ReasonTimeout}, silent: true}
	}
	return []fault{
		silent("silence", quiet(0, 0)),
		silent("silence inside headers", quiet(20, 0)),
		silent("silence inside body", quiet(1<<20, len(p.Body)/2)),
		silent("drip", drip),
	}
}

// quiet says the start of a good answer, then nothing.
func quiet(headers, body int) answer {
	return wire(func(c *net.TCPConn, p Page) {
		h := head(p, len(p.Body))
		_, _ = io.WriteString(c, h[:min(headers, len(h))]+string(p.Body[:body]))
		_, _ = io.Copy(io.Discard, c) // until the client hangs up
	})
}

// drip keeps saying a little, never enough.
func drip(w http.ResponseWriter, r *http.Request, p Page) {
	w.Header().Set("Content-Type", p.Type)
	w.Header().Set("Content-Length", strconv.Itoa(len(p.Body)+1<<10))
	out := http.NewResponseController(w)
	tick := time.NewTicker(silence / 10)
	defer tick.Stop()
	for err := error(nil); err == nil; err = out.Flush() {
		_, _ = io.WriteString(w, " ")
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		}
	}
}
