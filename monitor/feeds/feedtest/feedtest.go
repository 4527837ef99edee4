// Package feedtest is the conformance suite that every feed passes: what a
// catalogue does with a healthy server, and with each way in which a server, a
// network or a document can be wrong.
//
// A feed's own test calls [Run] with a [Suite]. The suite plays the server on
// this computer, and asks of every fault that the feed does not panic, does not
// take it for an empty catalogue, says the right state and reason, forgets
// nothing it knew, and leaves one ledger row per request.
//
// Start at [Run]; faults.go lists the faults of the network, json.go and xml.go
// those of documents, records.go what every record must be.
package feedtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// Suite describes a feed to [Run].
type Suite struct {
	// New makes the feed, to read from base plus the paths of Good.
	New func(t *testing.T, base string, client *egress.Client) monitor.Feed
	// Good is what a healthy server has, in the order in which the feed asks.
	Good []Page
	// Format says what Good is made of, and so which broken documents are tried.
	Format Format
	// Now is the time at which Good was true; the client's clock stands there.
	Now time.Time
}

// Page is one document of a server.
type Page struct {
	Path string // "/feed.xml"
	Type string // "application/rss+xml"
	Body []byte
}

// Format of the documents of a feed.
type Format int

// The formats. Opaque leaves out broken documents: for what is signed, say.
const (
	Opaque Format = iota
	JSON
	XML
)

// enough bounds one Fetch: no healthy machine takes that long.
const enough = time.Minute

// Run tests a feed.
func Run(t *testing.T, s Suite) {
	t.Helper()
	t.Run("healthy", s.healthy)
	t.Run("compressed", s.compressed)
	t.Run("again", s.again)
	t.Run("foreign cursor", s.foreignCursor)
	t.Run("nothing sent", s.nothingSent)
	t.Run("given up", s.givenUp)
	t.Run("no server", s.noServer)
	for i := range s.Good {
		t.Run(fmt.Sprintf("faults of page %d", i+1), func(t *testing.T) { s.faults(t, i) })
		t.Run(fmt.Sprintf("documents as page %d", i+1), func(t *testing.T) { s.documents(t, i) })
	}
}

// patient never runs out; hasty soon does, for faults that consist of silence.
var (
	patient = egress.Timeouts{Connect: enough, Header: enough, Idle: enough, Whole: enough}
	hasty   = egress.Timeouts{Connect: enough, Header: silence, Idle: silence, Whole: 2 * silence}
)

const silence = 100 * time.Millisecond

// NewClient makes a client for tests, with a clock that stands at now.
func NewClient(l *Ledger, now time.Time) *egress.Client { return newClient(l, now, patient, false) }

func newClient(l *Ledger, now time.Time, t egress.Timeouts, offline bool) *egress.Client {
	return egress.New(egress.Config{
		Ledger:    l,
		UserAgent: "feedtest/1",
		Offline:   offline,
		Timeouts:  t,
		Now:       func() time.Time { return now },
		Proxy:     func(*http.Request) (*url.URL, error) { return nil, nil },
	})
}

// fetch asks a feed once and checks what holds of every answer: one row for
// each request, errors that are the right type and say nothing, clean records.
func (s Suite) fetch(t *testing.T, v *server, timeouts egress.Timeouts, cursor []byte) (*monitor.Fetched, *monitor.FetchError) {
	t.Helper()
	before := len(v.requests())
	l := &Ledger{}
	feed := s.New(t, v.URL, newClient(l, s.Now, timeouts, false))
	kept := bytes.Clone(cursor)
	ctx, cancel := context.WithTimeout(t.Context(), enough)
	defer cancel()
	got, err := feed.Fetch(ctx, cursor)
	if ctx.Err() != nil {
		t.Fatal("the feed does not end")
	}
	if !bytes.Equal(cursor, kept) {
		t.Error("the feed wrote over its cursor")
	}
	// A client in a hurry may be gone before the server looks at its request.
	checkLedger(t, l, feed.Name(), v, len(v.requests())-before, timeouts == patient)
	if err == nil {
		s.checkFetched(t, feed.Name(), got)
		return got, nil
	}
	return nil, checkError(t, got, err, v.URL)
}

// checkError returns err as what it must be.
func checkError(t *testing.T, got *monitor.Fetched, err error, address string) *monitor.FetchError {
	t.Helper()
	var e *monitor.FetchError
	if !errors.As(err, &e) {
		t.Fatalf("error is not a FetchError: %v", err)
	}
	if got != nil {
		t.Errorf("an answer comes with the error %v", e)
	}
	if u, _ := url.Parse(address); u != nil && bytes.Contains([]byte(err.Error()), []byte(u.Host)) {
		t.Errorf("the error names the address: %v", err)
	}
	switch e.State {
	case monitor.StateFailed, monitor.StateBlocked, monitor.StateHeld:
	default:
		t.Errorf("state %q", e.State)
	}
	if e.Reason == monitor.ReasonNone || e.Reason == monitor.ReasonInternal {
		t.Errorf("reason %q", e.Reason)
	}
	return e
}

// good returns the healthy answer and its cursor.
func (s Suite) good(t *testing.T) *monitor.Fetched {
	t.Helper()
	got, err := s.fetch(t, s.serve(t), patient, nil)
	if err != nil {
		t.Fatalf("a healthy server gives %v", err)
	}
	return got
}

func (s Suite) healthy(t *testing.T) {
	v, w := s.serve(t), s.serve(t)
	first, err := s.fetch(t, v, patient, nil)
	if err != nil {
		t.Fatal(err)
	}
	if first.Unchanged || len(first.Records) == 0 || len(first.Cursor) == 0 {
		t.Fatalf("the first answer has %d records, cursor %q, unchanged %t", len(first.Records), first.Cursor, first.Unchanged)
	}
	second, err := s.fetch(t, w, patient, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(first, second) {
		t.Error("two readings of the same server differ")
	}
	if !slices.Equal(v.requests(), w.requests()) {
		t.Errorf("two households ask differently:\n%s\n%s", v.requests(), w.requests())
	}
	for _, p := range s.Good {
		if v.hits(p.Path) == 0 {
			t.Errorf("%s was never asked for", p.Path)
		}
	}
}

func (s Suite) compressed(t *testing.T) {
	v := s.serve(t)
	for _, p := range s.Good {
		v.answer(p.Path, compressed)
	}
	got, err := s.fetch(t, v, patient, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Records, s.good(t).Records) {
		t.Error("the records differ from those read without compression")
	}
}

// again reads with the cursor of the first answer: nothing changed.
func (s Suite) again(t *testing.T) {
	v := s.serve(t)
	first, err := s.fetch(t, v, patient, nil)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.fetch(t, v, patient, first.Cursor)
	if err != nil {
		t.Fatal(err)
	}
	if !second.Unchanged && (v.saved() || !reflect.DeepEqual(second.Records, first.Records)) {
		t.Error("nothing changed, and the feed does not say so")
	}
	if _, err := s.fetch(t, v, patient, second.Cursor); err != nil {
		t.Errorf("the cursor of an unchanged answer: %v", err)
	}
}

// foreignCursor reads with cursors that another version, or a broken disk, may
// have left: they count for nothing.
func (s Suite) foreignCursor(t *testing.T) {
	want := s.good(t)
	for _, cursor := range []string{"", "{", "null", "[]", "{}", "7", `"x"`, `{"version":99}`, "\x00\xff", `{"newest":[1],"validators":"x"}`} {
		got, err := s.fetch(t, s.serve(t), patient, []byte(cursor))
		if err != nil {
			t.Errorf("cursor %q: %v", cursor, err)
		} else if got.Unchanged || !reflect.DeepEqual(got.Records, want.Records) {
			t.Errorf("cursor %q: not the whole catalogue", cursor)
		}
	}
}

// nothingSent: the network switched off, and a ledger that cannot be written.
func (s Suite) nothingSent(t *testing.T) {
	for reason, l := range map[monitor.Reason]*Ledger{
		monitor.ReasonOffline: {},
		monitor.ReasonLedger:  {Err: errors.New("disk full")},
	} {
		v := s.serve(t)
		feed := s.New(t, v.URL, newClient(l, s.Now, patient, reason == monitor.ReasonOffline))
		got, err := feed.Fetch(t.Context(), nil)
		if err == nil {
			t.Fatalf("%s: the feed says nothing is wrong", reason)
		}
		if e := checkError(t, got, err, v.URL); e.State != monitor.StateFailed || e.Reason != reason {
			t.Errorf("got %v, want %s", e, reason)
		}
		if n := len(v.requests()); n != 0 {
			t.Errorf("%s: %d requests", reason, n)
		}
	}
}

func (s Suite) givenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	v := s.serve(t)
	got, err := s.New(t, v.URL, NewClient(&Ledger{}, s.Now)).Fetch(ctx, nil)
	if err == nil {
		t.Fatal("the feed says nothing is wrong")
	}
	checkError(t, got, err, v.URL)
}

func (s Suite) noServer(t *testing.T) {
	v := s.serve(t)
	v.Close()
	l := &Ledger{}
	got, err := s.New(t, v.URL, NewClient(l, s.Now)).Fetch(t.Context(), nil)
	if err == nil {
		t.Fatal("the feed says nothing is wrong")
	}
	if e := checkError(t, got, err, v.URL); e.State != monitor.StateFailed || e.Reason != monitor.ReasonNoNetwork {
		t.Errorf("got %v, want no-network", e)
	}
	if rows := l.Rows(); len(rows) != 1 || rows[0].Outcome != string(monitor.ReasonNoNetwork) {
		t.Errorf("ledger %+v, want one row", rows)
	}
}

// Captures returns a real capture of a feed, such as
// "hibp/breaches-2025-02-25.json", when the environment variable VIGIE_CAPTURES
// names a directory that holds them. Captures have licences of their own and are
// not part of this repository.
func Captures(t testing.TB, name string) (data []byte, ok bool) {
	t.Helper()
	dir := os.Getenv("VIGIE_CAPTURES")
	if dir == "" {
		return nil, false
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data, true
}
