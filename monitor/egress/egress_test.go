package egress

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"vigie/monitor"
)

// ledger records rows, or fails.
type ledger struct {
	mu     sync.Mutex
	rows   []monitor.LedgerEntry
	begin  error
	finish error
}

func (l *ledger) BeginRequest(_ context.Context, e monitor.LedgerEntry) (int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.begin != nil {
		return 0, l.begin
	}
	l.rows = append(l.rows, e)
	return int64(len(l.rows)), nil
}

func (l *ledger) FinishRequest(ctx context.Context, id int64, outcome string, out, in int64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.finish != nil || ctx.Err() != nil {
		return errors.Join(l.finish, ctx.Err())
	}
	row := &l.rows[id-1]
	row.Outcome, row.BytesOut, row.BytesIn = outcome, out, in
	return nil
}

func (l *ledger) Requests(context.Context, time.Time) ([]monitor.LedgerEntry, error) {
	return nil, errors.New("not used")
}

// patient has time-outs no healthy answer meets, however busy the machine.
var patient = Timeouts{Connect: time.Minute, Header: time.Minute, Idle: time.Minute, Whole: time.Minute}

// now is the clock of tests, in whole seconds.
var now = time.Date(2026, 11, 22, 9, 12, 0, 0, time.UTC)

func newClient(l *ledger) *Client {
	return New(Config{Ledger: l, UserAgent: "Vigie/0 (+https://vigie.example)", Timeouts: patient,
		Now: func() time.Time { return now }, Proxy: func(*http.Request) (*url.URL, error) { return nil, nil }})
}

func catalogue(address string) Request {
	return Request{Feed: monitor.FeedHIBP, Purpose: monitor.PurposeCatalogue, Sent: monitor.SentNothing,
		URL: address, Accept: []string{"application/json"}}
}

func lookup(address string) Request {
	return Request{Feed: monitor.FeedXposedOrNot, Purpose: monitor.PurposeLookup, Sent: monitor.SentEmail,
		Identifier: "id-1", URL: address, Accept: []string{"application/json"}}
}

// failure asserts that there is no answer, and returns why.
func failure(t *testing.T, r *Response, err error) *monitor.FetchError {
	t.Helper()
	var e *monitor.FetchError
	if r != nil || !errors.As(err, &e) {
		t.Fatalf("answer %v, error %v; want a FetchError alone", r, err)
	}
	return e
}

// serve answers every request the same way.
func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func data(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write([]byte(body))
}

// wire is a server below HTTP: it reads one request and answers with bytes.
func wire(t *testing.T, answer func(c net.Conn)) (address string, requests func() []string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var seen []string
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				defer c.Close()
				b := make([]byte, 4096)
				n := 0
				for !strings.Contains(string(b[:n]), "\r\n\r\n") {
					m, err := c.Read(b[n:])
					if n += m; err != nil {
						return
					}
				}
				mu.Lock()
				seen = append(seen, string(b[:n]))
				mu.Unlock()
				answer(c)
			})
		}
	})
	t.Cleanup(func() { l.Close(); all.Wait() })
	return "http://" + l.Addr().String(), func() []string {
		mu.Lock()
		defer mu.Unlock()
		return seen
	}
}

// The bytes that leave are exactly these, for every household, and the ledger
// counts them; nothing of one request stays for the next.
func TestRequestBytes(t *testing.T) {
	const answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nEtag: \"v1\"\r\nSet-Cookie: who=you\r\nContent-Length: 2\r\n\r\n{}"
	address, requests := wire(t, func(c net.Conn) { fmt.Fprint(c, answer) })
	host := strings.TrimPrefix(address, "http://")
	plain := "GET /breaches HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: Vigie/0 (+https://vigie.example)\r\nAccept-Encoding: gzip\r\n"
	keyed := lookup(address + "/breaches")
	keyed.Key, keyed.Padding, keyed.Sent = "00000000000000000000000000000000", true, monitor.SentEmail
	again := catalogue(address + "/breaches#top")
	again.Validators = Validators{`"v1"`, "Tuesday, 25-Feb-25 19:25:18 GMT"}
	for _, c := range []struct {
		request Request
		want    string
	}{
		{catalogue(address + "/breaches"), plain + "\r\n"},
		{catalogue(address + "/breaches"), plain + "\r\n"},
		{again, plain + "If-Modified-Since: Tue, 25 Feb 2025 19:25:18 GMT\r\nIf-None-Match: \"v1\"\r\n\r\n"},
		{keyed, plain + "Add-Padding: true\r\nHibp-Api-Key: 00000000000000000000000000000000\r\n\r\n"},
	} {
		l := &ledger{}
		client := newClient(l)
		client.config.Allowed = func(feed, identifier string) bool {
			return feed == monitor.FeedXposedOrNot && identifier == "id-1"
		}
		r, err := client.Get(t.Context(), c.request)
		if err != nil {
			t.Fatal(err)
		}
		if string(r.Body) != "{}" || r.Status != 200 || r.Validators != (Validators{ETag: `"v1"`}) {
			t.Errorf("answer %+v", r)
		}
		all := requests()
		if got := all[len(all)-1]; got != c.want {
			t.Errorf("request:\n%s\nwant:\n%s", got, c.want)
		}
		want := monitor.LedgerEntry{At: now, Feed: c.request.Feed, Host: host, Purpose: c.request.Purpose, Sent: c.request.Sent,
			Identifier: c.request.Identifier, Outcome: "200", BytesOut: int64(len(c.want)), BytesIn: int64(len(answer))}
		if len(l.rows) != 1 || l.rows[0] != want {
			t.Errorf("ledger %+v\nwant one row %+v", l.rows, want)
		}
	}
}

// What must not leave does not, and the ledger says that it was asked.
func TestNothingLeaves(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { t.Errorf("%s %s reached the server", r.Method, r.URL) })
	with := func(r Request, change func(*Request)) Request { change(&r); return r }
	everybody := func(string, string) bool { return true }
	full := errors.New("disk full")
	for name, c := range map[string]struct {
		config  func(*Config)
		request Request
		begin   error
		state   monitor.FeedState
		reason  monitor.Reason
		outcome string // "" for no row
	}{
		"offline":              {func(c *Config) { c.Offline = true }, catalogue(s.URL), nil, "failed", "offline", "offline"},
		"offline with consent": {func(c *Config) { c.Offline, c.Allowed = true, everybody }, lookup(s.URL), nil, "failed", "offline", "offline"},
		"no ledger":            {nil, catalogue(s.URL), full, "failed", "ledger", ""},
		"nobody asked":         {nil, lookup(s.URL), nil, "off", "no-consent", "refused"},
		"another identifier": {func(c *Config) { c.Allowed = func(_, id string) bool { return id == "id-2" } },
			lookup(s.URL), nil, "off", "no-consent", "refused"},
		"another feed": {func(c *Config) { c.Allowed = func(feed, _ string) bool { return feed == monitor.FeedLeakCheck } },
			lookup(s.URL), nil, "off", "no-consent", "refused"},
		"no identifier": {func(c *Config) { c.Allowed = everybody },
			with(lookup(s.URL), func(r *Request) { r.Identifier = "" }), nil, "off", "no-consent", "refused"},
		"unknown content": {nil, with(lookup(s.URL), func(r *Request) { r.Sent = "" }), nil, "off", "no-consent", "refused"},
		"identifier in a catalogue request": {func(c *Config) { c.Allowed = everybody },
			with(catalogue(s.URL), func(r *Request) { r.Identifier = "id-1" }), nil, "failed", "internal", "internal"},
		"address in a catalogue request": {func(c *Config) { c.Allowed = everybody },
			with(catalogue(s.URL), func(r *Request) { r.Sent = monitor.SentEmail }), nil, "failed", "internal", "internal"},
		"key in a catalogue request": {nil, with(catalogue(s.URL), func(r *Request) { r.Key = "k" }), nil, "failed", "internal", "internal"},
		"plain http":                 {nil, catalogue("http://feed.example/"), nil, "failed", "internal", ""},
		"private address":            {nil, catalogue("https://10.0.0.1/"), nil, "failed", "private-address", "private-address"},
		"budget spent": {func(c *Config) {
			c.Limits = map[string]*rate.Limiter{monitor.FeedHIBP: rate.NewLimiter(0, 0)}
		}, catalogue(s.URL), nil, "failed", "waiting", "waiting"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &ledger{begin: c.begin}
			client := newClient(l)
			if c.config != nil {
				c.config(&client.config)
				client.SwitchOff(client.config.Offline)
			}
			r, err := client.Get(t.Context(), c.request)
			e := failure(t, r, err)
			if e.State != c.state || e.Reason != c.reason || e.Status != 0 {
				t.Errorf("got %s/%s/%d, want %s/%s", e.State, e.Reason, e.Status, c.state, c.reason)
			}
			switch {
			case c.outcome == "" && len(l.rows) != 0, c.outcome != "" && len(l.rows) != 1:
				t.Errorf("%d rows", len(l.rows))
			case c.outcome != "":
				if row := l.rows[0]; row.Outcome != c.outcome || row.BytesOut != 0 || row.BytesIn != 0 {
					t.Errorf("row %+v, want outcome %q and no bytes", row, c.outcome)
				}
			}
		})
	}
}

// What singles nobody out needs no consent: five digits of a password's hash,
// a check of the key itself.
func TestNoConsentNeeded(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { data(w, "{}") })
	for _, sent := range []monitor.Sent{monitor.SentNothing, monitor.SentPrefix5, monitor.SentKey} {
		r := lookup(s.URL)
		r.Sent, r.Identifier = sent, ""
		if _, err := newClient(&ledger{}).Get(t.Context(), r); err != nil {
			t.Errorf("%s: %v", sent, err)
		}
	}
}

func TestLedgerRowLeftOpen(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { data(w, "{}") })
	l := &ledger{finish: errors.New("disk full")}
	r, err := newClient(l).Get(t.Context(), catalogue(s.URL))
	if e := failure(t, r, err); e.Reason != monitor.ReasonInternal {
		t.Errorf("reason %s, want internal", e.Reason)
	}
	if l.rows[0].Outcome != monitor.OutcomePending {
		t.Errorf("outcome %q, want pending", l.rows[0].Outcome)
	}
}

// A request that is given up ends its row all the same.
func TestGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	l := &ledger{}
	r, err := newClient(l).Get(ctx, catalogue(s.URL))
	if e := failure(t, r, err); e.Reason != monitor.ReasonInterrupted || !errors.Is(e, context.Canceled) {
		t.Errorf("got %v", e)
	}
	if l.rows[0].Outcome != "interrupted" || l.rows[0].BytesOut == 0 {
		t.Errorf("row %+v", l.rows[0])
	}
}

// No connection outlives its request.
func TestNoConnectionIsKept(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		closed := make(chan bool, 1)
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.ProtoAtLeast(2, 0) != http2 {
				t.Errorf("protocol %s", r.Proto)
			}
			data(w, "{}")
		}))
		s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateClosed {
				closed <- true
			}
		}
		s.EnableHTTP2 = http2
		s.StartTLS()
		client := newClient(&ledger{})
		client.config.RootCAs, client.config.Now = authority(s), time.Now
		if _, err := client.Get(t.Context(), catalogue(s.URL)); err != nil {
			t.Error(err)
		}
		select {
		case <-closed:
		case <-time.After(time.Minute):
			t.Error("the connection stays open")
		}
		s.Close()
	}
}

func TestCheckURL(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://haveibeenpwned.com/api/v3": true,
		"https://feed.example:8443/x?y=z":   true,
		"http://127.0.0.1:8080/api":         true,
		"http://[::1]/":                     true,
		"http://localhost:1":                true,
		"http://feed.example/":              false,
		"http://localhost.example/":         false,
		"http://127.0.0.1.example/":         false,
		"http://192.168.1.1/":               false,
		"https://name:word@feed.example/":   false,
		"https:///breaches":                 false,
		"https:feed.example":                false,
		"file:///etc/hostname":              false,
		"ftp://feed.example/":               false,
		"feed.example":                      false,
		"https://feed.example/%zz":          false,
		"":                                  false,
	} {
		err := CheckURL(address)
		if (err == nil) != ok {
			t.Errorf("CheckURL(%q) = %v", address, err)
		}
		if err != nil && address != "" && strings.Contains(err.Error(), address) {
			t.Errorf("the error repeats %q", address)
		}
	}
}

func TestValidatorsClean(t *testing.T) {
	for _, c := range []struct{ in, want Validators }{
		{Validators{`"abc"`, "Sun, 06 Nov 1994 08:49:37 GMT"}, Validators{`"abc"`, "Sun, 06 Nov 1994 08:49:37 GMT"}},
		{Validators{`W/"abc"`, "Sun Nov  6 08:49:37 1994"}, Validators{`W/"abc"`, "Sun, 06 Nov 1994 08:49:37 GMT"}},
		{Validators{`abc`, "yesterday"}, Validators{}},
		{Validators{`"`, ""}, Validators{}},
		{Validators{"\"a\r\nHost: b\"", "\r\n"}, Validators{}},
		{Validators{`"` + strings.Repeat("a", maxETag) + `"`, ""}, Validators{}},
	} {
		if got := c.in.clean(); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

// However a request is printed, its address and its key stay out.
func TestRequestIsNotPrinted(t *testing.T) {
	r := lookup("https://feed.example/check/camille@example.org")
	r.Key = "0123456789abcdef"
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if s := fmt.Sprintf(verb, r); strings.Contains(s, "example") || strings.Contains(s, r.Key) || strings.Contains(s, fmt.Sprintf("%x", r.Key)) {
			t.Errorf("%s prints %s", verb, s)
		}
	}
}
