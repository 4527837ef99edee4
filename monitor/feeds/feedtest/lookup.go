package feedtest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// LookupSuite describes a look-up to [RunLookup].
type LookupSuite struct {
	// New makes the look-up, to ask at base.
	New func(base string, client *egress.Client) monitor.Lookup
	// Value is what is asked about.
	Value monitor.Value
	// Asks is what a server is asked about Value, in order. The last one is the
	// look-up itself, and its answer names at least one breach.
	Asks []Question
	// Clean are the ways in which the service says that nothing is known of
	// Value, instead of that answer.
	Clean []Reply
	// Unclear are answers that may look like it, and are none.
	Unclear []Reply
	// Format says what the answers are made of, and so which broken documents
	// are tried.
	Format Format
	// Kinds are the kinds of identifier that the look-up can be asked about.
	Kinds []monitor.Kind
	// Now is the client's clock.
	Now time.Time
	// Anonymous is for a question about nobody in particular: it has no
	// identifier, and needs no consent.
	Anonymous bool
}

// Question is one request of a look-up, and a healthy server's answer.
type Question struct {
	URI    string // what follows base in the documented form: "/check/claire%40example.org"
	Sent   monitor.Sent
	Header []string // what it carries besides what every request does: "Hibp-Api-Key"
	Type   string
	Body   []byte
	// Optional questions may meet a server that does not know them (404).
	Optional bool
}

// Reply is an answer to the last question.
type Reply struct {
	Status int // 0 is 200
	Type   string
	Body   string
}

// identifier is the id of what is asked about.
const identifier = "0123456789abcdef"

// RunLookup tests a look-up: that it asks in the documented form and in no
// other, only with a consent; that its ledger rows say so; and that nothing but
// the documented ways of saying so is ever taken for "not found".
func RunLookup(t *testing.T, s LookupSuite) {
	t.Helper()
	t.Run("found", s.found)
	t.Run("compressed", s.compressed)
	t.Run("not found", s.notFound)
	t.Run("unclear", s.unclear)
	t.Run("wire", s.wire)
	t.Run("budget", s.budget)
	t.Run("nothing sent", s.nothingSent)
	t.Run("given up", s.givenUp)
	t.Run("no server", s.noServer)
	if !s.Anonymous {
		t.Run("no consent", s.noConsent)
		t.Run("other kinds", s.otherKinds)
	}
	for i := range s.Asks {
		t.Run(fmt.Sprintf("faults of question %d", i+1), func(t *testing.T) { s.faults(t, i) })
		t.Run(fmt.Sprintf("documents as answer %d", i+1), func(t *testing.T) { s.documents(t, i) })
	}
}

// lookup makes the look-up with a client of its own.
func (s LookupSuite) lookup(base string, l *Ledger, c egress.Config) monitor.Lookup {
	c.Ledger, c.UserAgent = l, "feedtest/1"
	c.Now = func() time.Time { return s.Now }
	c.Proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
	return s.New(base, egress.New(c))
}

// consented is a client's Allowed: the identifier of the suite may be sent, to
// that one feed.
func consented(feed, id string) bool {
	return slices.Contains(monitor.FeedNames(), feed) && id == identifier
}

// ask asks once and checks what holds of every answer.
func (s LookupSuite) ask(t *testing.T, v *lookupServer, timeouts egress.Timeouts) (*monitor.Asked, *monitor.FetchError) {
	t.Helper()
	before := len(v.requests())
	l := &Ledger{}
	lookup := s.lookup(v.URL, l, egress.Config{Allowed: consented, Timeouts: timeouts})
	ctx, cancel := context.WithTimeout(t.Context(), enough)
	defer cancel()
	got, err := lookup.Ask(ctx, identifier, s.Value)
	if ctx.Err() != nil {
		t.Fatal("the look-up does not end")
	}
	// A client in a hurry may be gone before the server looks at its request.
	s.checkRows(t, lookup.Name(), l.Rows(), v, len(v.requests())-before, timeouts == patient)
	if err == nil {
		s.checkAsked(t, lookup.Name(), got)
		return got, nil
	}
	return nil, s.checkError(t, got, err, v.URL)
}

func (s LookupSuite) checkAsked(t *testing.T, feed string, got *monitor.Asked) {
	t.Helper()
	if got == nil {
		t.Fatal("neither answer nor error")
	}
	if !slices.Contains(monitor.FeedNames(), feed) {
		t.Errorf("feed name %q", feed)
	}
	CheckRecords(t, feed, got.Records, s.Now)
}

// checkError returns err as what it must be.
func (s LookupSuite) checkError(t *testing.T, got *monitor.Asked, err error, address string) *monitor.FetchError {
	t.Helper()
	if got != nil {
		t.Errorf("an answer comes with the error %v", err)
	}
	s.checkSilent(t, "error", err.Error())
	return checkError(t, nil, err, address)
}

// checkSilent asks that a text tells nothing of the value.
func (s LookupSuite) checkSilent(t *testing.T, what, text string) {
	t.Helper()
	for how, trace := range traces(s.Value.Reveal()) {
		if strings.Contains(strings.ToLower(text), trace) {
			t.Errorf("the %s shows the value (%s)", what, how)
		}
	}
}

// checkRows asks for one finished row per request, which says what left and for
// whom; unless exact, there may be rows of requests that did not arrive.
func (s LookupSuite) checkRows(t *testing.T, feed string, rows []monitor.LedgerEntry, v *lookupServer, requests int, exact bool) {
	t.Helper()
	if len(rows) < requests || exact && len(rows) > requests || len(rows) > len(s.Asks) {
		t.Errorf("%d ledger rows for %d requests", len(rows), requests)
		return
	}
	purpose, id := monitor.PurposeLookup, identifier
	if s.Anonymous {
		purpose, id = monitor.PurposePasswordRange, ""
	}
	for i, row := range rows {
		s.checkSilent(t, "ledger row", fmt.Sprintf("%+v", row))
		if row.Feed != feed || "http://"+row.Host != v.URL || row.Purpose != purpose || row.Sent != s.Asks[i].Sent ||
			row.Identifier != id || exact && row.BytesOut == 0 {
			t.Errorf("ledger row %d is %+v", i+1, row)
		}
		if _, err := strconv.Atoi(row.Outcome); err != nil && !slices.Contains(unfinished, monitor.Reason(row.Outcome)) {
			t.Errorf("ledger outcome %q", row.Outcome)
		}
	}
}

// unfinished are the outcomes of requests whose status did not decide.
var unfinished = []monitor.Reason{monitor.ReasonTimeout, monitor.ReasonInterrupted, monitor.ReasonTruncated,
	monitor.ReasonTooLarge, monitor.ReasonSignIn, monitor.ReasonNotUnderstood}

// found asks a healthy server, twice.
func (s LookupSuite) found(t *testing.T) {
	v, w := s.serve(t), s.serve(t)
	first, err := s.ask(t, v, patient)
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Records) == 0 {
		t.Error("a healthy server names a breach; the look-up does not")
	}
	if second, err := s.ask(t, w, patient); err != nil || !reflect.DeepEqual(first, second) {
		t.Errorf("the same answer is read differently: %+v, %+v, %v", first, second, err)
	}
	if !slices.Equal(v.requests(), w.requests()) {
		t.Error("two households ask differently")
	}
	if n := len(v.requests()); n != len(s.Asks) {
		t.Errorf("%d requests, want %d", n, len(s.Asks))
	}
}

func (s LookupSuite) compressed(t *testing.T) {
	v := s.serve(t)
	plain, err := s.ask(t, v, patient)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range v.pages {
		v.answer(p.Path, compressed)
	}
	if got, err := s.ask(t, v, patient); err != nil || !reflect.DeepEqual(got, plain) {
		t.Errorf("the records differ from those read without compression: %v", err)
	}
}

// notFound has the service say in each of its ways that nothing is known.
func (s LookupSuite) notFound(t *testing.T) {
	for i, r := range s.Clean {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			v := s.serve(t)
			v.answer(v.last().Path, r.serve)
			if got, err := s.ask(t, v, patient); err != nil {
				t.Error(err)
			} else if len(got.Records) != 0 {
				t.Errorf("%d records", len(got.Records))
			}
		})
	}
}

func (s LookupSuite) unclear(t *testing.T) {
	for i, r := range s.Unclear {
		t.Run(fmt.Sprintf("%d %.60s", i+1, r.Body), func(t *testing.T) {
			v := s.serve(t)
			v.answer(v.last().Path, r.serve)
			if got, err := s.ask(t, v, patient); err == nil {
				t.Errorf("the look-up says nothing is wrong: %d records", len(got.Records))
			}
		})
	}
}

func (s LookupSuite) budget(t *testing.T) {
	b := s.lookup("http://127.0.0.1:9", &Ledger{}, egress.Config{}).Budget()
	if b.PerCheck < 1 || b.PerCheck > 8 || b.PerHour < 0 || b.PerDay < 0 || b.Pause < 0 || b.Pause > 10*time.Second {
		t.Errorf("budget %+v", b)
	}
}

// refused asks where nothing may leave, and returns the error.
func (s LookupSuite) refused(t *testing.T, l *Ledger, c egress.Config, v monitor.Value) *monitor.FetchError {
	t.Helper()
	server := s.serve(t)
	got, err := s.lookup(server.URL, l, c).Ask(t.Context(), identifier, v)
	var e *monitor.FetchError
	switch {
	case err == nil:
		t.Fatal("the look-up says nothing is wrong")
	case got != nil:
		t.Errorf("an answer comes with the error %v", err)
	case !errors.As(err, &e):
		t.Fatalf("error is not a FetchError: %v", err)
	}
	s.checkSilent(t, "error", err.Error())
	if n := server.opened.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
	return e
}

// nothingSent: the network switched off, and a ledger that cannot be written.
func (s LookupSuite) nothingSent(t *testing.T) {
	e := s.refused(t, &Ledger{}, egress.Config{Allowed: consented, Offline: true}, s.Value)
	if e.State != monitor.StateFailed || e.Reason != monitor.ReasonOffline {
		t.Errorf("got %v, want offline", e)
	}
	e = s.refused(t, &Ledger{Err: errors.New("disk full")}, egress.Config{Allowed: consented}, s.Value)
	if e.State != monitor.StateFailed || e.Reason != monitor.ReasonLedger {
		t.Errorf("got %v, want ledger", e)
	}
}

// noConsent: nobody agreed, or only to another identifier, or to another feed.
func (s LookupSuite) noConsent(t *testing.T) {
	own := s.lookup("http://127.0.0.1:9", &Ledger{}, egress.Config{}).Name()
	for name, allowed := range map[string]func(feed, id string) bool{
		"nobody agreed":      nil,
		"another identifier": func(feed, id string) bool { return feed == own && id != identifier },
		"another feed":       func(feed, id string) bool { return feed != own && id == identifier },
	} {
		t.Run(name, func(t *testing.T) {
			l := &Ledger{}
			e := s.refused(t, l, egress.Config{Allowed: allowed}, s.Value)
			if e.State != monitor.StateOff || e.Reason != monitor.ReasonNoConsent {
				t.Errorf("got %v, want no-consent", e)
			}
			for _, row := range l.Rows() {
				if row.Outcome != string(monitor.ReasonRefused) || row.BytesOut != 0 || row.Identifier != identifier {
					t.Errorf("ledger row %+v", row)
				}
			}
		})
	}
}

// otherKinds asks about what the service cannot be asked about, a social
// security number for one. That is a defect of the caller; nothing leaves.
func (s LookupSuite) otherKinds(t *testing.T) {
	text := s.Value.Reveal()
	for _, k := range append(monitor.Kinds(), "") {
		if slices.Contains(s.Kinds, k) {
			continue
		}
		l := &Ledger{}
		e := s.refused(t, l, egress.Config{Allowed: consented}, monitor.NewValue(k, text, "•••"))
		if e.State != monitor.StateFailed || e.Reason != monitor.ReasonInternal || len(l.Rows()) != 0 {
			t.Errorf("%s: got %v, %d ledger rows", k, e, len(l.Rows()))
		}
	}
	s.refused(t, &Ledger{}, egress.Config{Allowed: consented}, monitor.Value{})
}

func (s LookupSuite) givenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	v := s.serve(t)
	got, err := s.lookup(v.URL, &Ledger{}, egress.Config{Allowed: consented}).Ask(ctx, identifier, s.Value)
	if err == nil {
		t.Fatal("the look-up says nothing is wrong")
	}
	s.checkError(t, got, err, v.URL)
}

func (s LookupSuite) noServer(t *testing.T) {
	v := s.serve(t)
	v.Close()
	l := &Ledger{}
	got, err := s.lookup(v.URL, l, egress.Config{Allowed: consented}).Ask(t.Context(), identifier, s.Value)
	if err == nil {
		t.Fatal("the look-up says nothing is wrong")
	}
	if e := s.checkError(t, got, err, v.URL); e.State != monitor.StateFailed || e.Reason != monitor.ReasonNoNetwork {
		t.Errorf("got %v, want no-network", e)
	}
	if rows := l.Rows(); len(rows) != 1 || rows[0].Outcome != string(monitor.ReasonNoNetwork) {
		t.Errorf("ledger %+v, want one row", rows)
	}
}
