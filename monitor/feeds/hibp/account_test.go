package hibp

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/feedtest"
)

// testKey is the key that the API's documentation gives for its own tests.
const testKey = "00000000000000000000000000000000"

func keyOf(context.Context) (string, error) { return testKey, nil }

// Plans as the service tells them: of 2025, and with ranges.
const (
	plainPlan = `{"SubscribedUntil":"2025-03-07T12:30:38","SubscriptionName":"Example 1","Description":"Example","DomainSearchMaxBreachedAccounts":25,"Rpm":10}`
	rangePlan = `{"SubscriptionName":"Example Pro","Description":"Example","SubscribedUntil":"2027-03-07T12:30:38","Rpm":500,` +
		`"DomainSearchMaxBreachedAccounts":null,"MaxBreachedDomains":null,"IncludesStealerLogs":true,"IncludesKAnon":true}`
)

const account = `[{"Name":"ExampleShop"},{"Name":"Example-Forum"},{"Name":"db8151dd"}]`

// addresses is a range: a stranger's address, and the one whose SHA-1 is 055DA3
// and the second suffix.
const addresses = `[{"hashSuffix":"00000000000000000000000000000000AB","websites":["ExampleDating"]},
	{"hashSuffix":"88B13102274AC130A517FFCFD3651BBC1F","websites":["ExampleShop","Example-Forum"]}]`

var address = monitor.NewValue(monitor.Email, "Claire.Martin+shop@example.org", "c•••@e•••.org")

var hibpKeyHeader = []string{"Hibp-Api-Key"}

func accountSuite(plan string, last feedtest.Question) feedtest.LookupSuite {
	last.Header, last.Type = hibpKeyHeader, "application/json; charset=utf-8"
	return feedtest.LookupSuite{
		New: func(base string, client *egress.Client) monitor.Lookup {
			return NewAccounts(client, base+"/api/v3", keyOf)
		},
		Value: address,
		Asks: []feedtest.Question{
			{URI: "/api/v3/subscription/status", Sent: monitor.SentKey, Header: hibpKeyHeader, Optional: true,
				Type: "application/json", Body: []byte(plan)},
			last,
		},
		Format: feedtest.JSON,
		Kinds:  []monitor.Kind{monitor.Email},
		Now:    now,
	}
}

// unclearAccounts are answers that a hasty reader would take for "not found".
var unclearAccounts = []feedtest.Reply{
	{Type: "application/json"},
	{Type: "application/json", Body: `null`},
	{Type: "application/json", Body: `{}`},
	{Type: "application/json", Body: `[null]`},
	{Type: "application/json", Body: `[{}]`},
	{Status: 204},
	{Status: 400, Type: "application/json", Body: `{"statusCode":400,"message":"Invalid email address."}`},
	{Status: 403},
	// What a gateway says of a page that it does not know.
	{Status: 404, Type: "application/json", Body: `{"statusCode":404,"message":"Resource not found"}`},
	{Status: 404, Type: "application/json", Body: `[]`},
	{Status: 404, Type: "text/plain", Body: "404 page not found\n"},
	{Status: 404, Type: "text/html", Body: "<html>Not found</html>"},
	{Status: 429, Type: "application/json", Body: `{"statusCode":429,"message":"Rate limit is exceeded. Try again in 2 seconds."}`},
}

func TestAccountConformance(t *testing.T) {
	s := accountSuite(plainPlan, feedtest.Question{
		URI:  "/api/v3/breachedaccount/claire.martin%2Bshop%40example.org",
		Sent: monitor.SentEmail, Body: []byte(account),
	})
	s.Clean = []feedtest.Reply{{Status: 404}, {Status: 404, Type: "application/json", Body: " "}}
	s.Unclear = append(unclearAccounts, feedtest.Reply{Type: "application/json", Body: `[]`},
		feedtest.Reply{Type: "application/json", Body: `[{"Name":"ExampleShop"},{"Name":""}]`},
		feedtest.Reply{Type: "application/json", Body: `[{"Name":"ExampleShop"},{"Title":"Example"}]`},
		feedtest.Reply{Type: "application/json", Body: addresses})
	feedtest.RunLookup(t, s)
}

func TestRangeConformance(t *testing.T) {
	const unused = `[{"hashSuffix":"00000000000000000000000000000000AB","websites":["ExampleDating"]}]`
	s := accountSuite(rangePlan, feedtest.Question{
		URI:  "/api/v3/breachedaccount/range/055DA3",
		Sent: monitor.SentPrefix6, Body: []byte(addresses),
	})
	s.Clean = []feedtest.Reply{{Status: 404}, {Type: "application/json", Body: `[]`}, {Type: "application/json", Body: unused}}
	s.Unclear = append(unclearAccounts,
		feedtest.Reply{Type: "application/json", Body: account},
		feedtest.Reply{Type: "application/json", Body: `[{"hashSuffix":"0000","websites":["ExampleDating"]}]`},
		feedtest.Reply{Type: "application/json", Body: unused + unused},
		feedtest.Reply{Type: "application/json", Body: strings.Replace(addresses, `["ExampleShop","Example-Forum"]`, `[]`, 1)},
		feedtest.Reply{Type: "application/json", Body: strings.Replace(addresses, `["ExampleShop","Example-Forum"]`, `null`, 1)},
		feedtest.Reply{Type: "application/json", Body: strings.Replace(addresses, `["ExampleShop","Example-Forum"]`, `["ExampleShop",""]`, 1)})
	feedtest.RunLookup(t, s)
}

// service is a Have I Been Pwned that knows one address.
type service struct {
	mu    sync.Mutex
	plan  string // "" is a service without plans
	asked []string
}

// questions returns what was asked since the last call.
func (s *service) questions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

// offers changes the plan of every key.
func (s *service) offers(plan string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plan = plan
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, r.RequestURI)
	body := map[string]string{
		"/subscription/status":                                s.plan,
		"/breachedaccount/range/055DA3":                       addresses,
		"/breachedaccount/claire.martin%2Bshop%40example.org": account,
	}[r.RequestURI]
	if body == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(body))
}

// client is one whose clock a test moves, for a person who agreed to everything.
func client(l *feedtest.Ledger, clock *time.Time) *egress.Client {
	return egress.New(egress.Config{
		Ledger: l, UserAgent: "hibp-test/1",
		Allowed: func(string, string) bool { return true },
		Now:     func() time.Time { return *clock },
		Proxy:   func(*http.Request) (*url.URL, error) { return nil, nil },
	})
}

// The plan is asked for once an hour and once for each key; what is asked about
// an address is what the plan allows.
func TestPlanIsRemembered(t *testing.T) {
	s := &service{plan: plainPlan}
	server := httptest.NewServer(s)
	defer server.Close()
	clock, key := now, testKey
	a := NewAccounts(client(&feedtest.Ledger{}, &clock), server.URL, func(context.Context) (string, error) { return key, nil })
	const (
		plan  = "/subscription/status "
		whole = "/breachedaccount/claire.martin%2Bshop%40example.org"
		part  = "/breachedaccount/range/055DA3"
	)
	for i, step := range []struct {
		do    func()
		asked string
		pause time.Duration
	}{
		{func() {}, plan + whole, 6 * time.Second},
		{func() {}, whole, 6 * time.Second},
		{func() { clock = clock.Add(planAge - time.Second) }, whole, 6 * time.Second},
		{func() { clock = clock.Add(time.Second) }, plan + whole, 6 * time.Second},
		{func() { s.offers(rangePlan); key = strings.Repeat("f", 32) }, plan + part, 120 * time.Millisecond},
		{func() {}, part, 120 * time.Millisecond},
		{func() { s.offers(plainPlan); clock = clock.Add(-time.Hour) }, plan + whole, 6 * time.Second}, // the clock was set back
		{func() { s.offers(""); clock = clock.Add(24 * time.Hour) }, plan + whole, 6 * time.Second},
	} {
		step.do()
		got, err := a.Ask(t.Context(), "id", address)
		if err != nil || len(got.Records) < 2 {
			t.Errorf("step %d: %+v, %v", i+1, got, err)
		}
		if asked := strings.Join(s.questions(), " "); asked != step.asked {
			t.Errorf("step %d asks %s, want %s", i+1, asked, step.asked)
		}
		if b := a.Budget(); b.Pause != step.pause {
			t.Errorf("step %d: pause %v, want %v", i+1, b.Pause, step.pause)
		}
	}
}

// A check makes at most 8 requests to a feed, the catalogue's 2 included.
func TestBudget(t *testing.T) {
	s := &service{plan: plainPlan}
	server := httptest.NewServer(s)
	defer server.Close()
	clock := now
	a := NewAccounts(client(&feedtest.Ledger{}, &clock), server.URL, keyOf)
	for range a.Budget().PerCheck {
		if _, err := a.Ask(t.Context(), "id", address); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.questions()) + 2; n != 8 {
		t.Errorf("%d requests", n)
	}
}

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		plan string
		want Plan
	}{
		{plainPlan, Plan{RPM: 10, Until: monitor.MustDate("2025-03-07")}},
		{rangePlan, Plan{RPM: 500, KAnonymity: true, Until: monitor.MustDate("2027-03-07")}},
		{"", Plan{}},
	} {
		server := httptest.NewServer(&service{plan: c.plan})
		clock, l := now, &feedtest.Ledger{}
		got, err := NewAccounts(client(l, &clock), server.URL, keyOf).Validate(t.Context())
		if err != nil || got != c.want {
			t.Errorf("%+v, %v; want %+v", got, err, c.want)
		}
		if rows := l.Rows(); len(rows) != 1 || rows[0].Sent != monitor.SentKey || rows[0].Identifier != "" || rows[0].Purpose != monitor.PurposeLookup {
			t.Errorf("ledger %+v", rows)
		}
		server.Close()
	}
}

// A refused key, a key that nobody gave, and a key store that does not open.
func TestKey(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{ "statusCode": 401, "message": "Access denied due to improperly formed hibp-api-key." }`))
	}))
	defer server.Close()
	locked := errors.New("locked")
	for name, c := range map[string]struct {
		key    string
		err    error
		state  monitor.FeedState
		reason monitor.Reason
		rows   int
	}{
		"refused": {testKey, nil, monitor.StateBlocked, monitor.ReasonKeyRefused, 1},
		"empty":   {"", nil, monitor.StateOff, monitor.ReasonNoKey, 0},
		"missing": {"", monitor.ErrNotFound, monitor.StateOff, monitor.ReasonNoKey, 0},
		"locked":  {testKey, locked, monitor.StateFailed, monitor.ReasonInternal, 0},
	} {
		clock, l := now, &feedtest.Ledger{}
		a := NewAccounts(client(l, &clock), server.URL, func(context.Context) (string, error) { return c.key, c.err })
		_, asked := a.Ask(t.Context(), "id", address)
		_, validated := a.Validate(t.Context())
		for _, err := range []error{asked, validated} {
			var e *monitor.FetchError
			if !errors.As(err, &e) || e.State != c.state || e.Reason != c.reason || strings.Contains(err.Error(), testKey) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := len(l.Rows()); n != 2*c.rows {
			t.Errorf("%s: %d ledger rows", name, n)
		}
	}
}

func TestEscape(t *testing.T) {
	for address, want := range map[string]string{
		"claire+shop@example.org":   "claire%2Bshop%40example.org",
		"o'brien@example.org":       "o%27brien%40example.org",
		"a/b?c#d%e&f@example.org":   "a%2Fb%3Fc%23d%25e%26f%40example.org",
		"{|}~^`!$*=@example.org":    "%7B%7C%7D~%5E%60%21%24%2A%3D%40example.org",
		"x@xn--exmple-cua.example":  "x%40xn--exmple-cua.example",
		"never a space@example.org": "never%20a%20space%40example.org",
	} {
		if got := escape(address); got != want {
			t.Errorf("escape(%q) = %q, want %q", address, got, want)
		}
		if back, err := url.PathUnescape(escape(address)); err != nil || back != address {
			t.Errorf("%q is read as %q", address, back)
		}
	}
}
