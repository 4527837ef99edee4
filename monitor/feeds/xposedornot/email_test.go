package xposedornot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/feedtest"
)

// The shapes of the service's documentation and of its source: examples, not
// captures.
const (
	foundEmail    = `{"breaches":[["ExempleTW","Exemple-Forum","2fast4example"]],"email":"claire.martin+shop@example.org","status":"success"}`
	cleanEmail    = `{"Error":"Not found","email":null}`
	shieldedEmail = `{"Error":"No breaches found","email":"claire.martin+shop@example.org","status":"failed"}`
	failedEmail   = `{"Error":"Not found","email":"claire.martin+shop@example.org","status":"failed"}` // with 404: an exception
)

// unclearEmails are answers of status 200 that a hasty reader would take for
// "not found".
var unclearEmails = []string{
	shieldedEmail,
	`{"Error":"not found"}`,
	`{"Error":"Not found","email":"claire@example.org"}`, // another address
	`{"Error":"Not found","email":7}`,
	`{"Error":"Not found","breaches":[["ExempleTW"]]}`,
	`{"Error":"Not found","breaches":[]}`,
	`{"Error":"Not found","error":"Rate limit exceeded"}`,
	`{"Error":"Not found","Error":"Not found"}`,
	`{"Error":null}`,
	`{"Error":["Not found"]}`,
	`{"detail":"Not Found"}`,
	`{"detail":{"error":"Rate limit exceeded","retry_after":3600}}`,
	`{"status":"success"}`,
	`{"status":"success","breaches":null}`,
	`{"status":"success","breaches":[]}`,
	`{"status":"success","breaches":[[]]}`,
	`{"status":"success","breaches":[["ExempleTW",""]]}`,
	`{"status":"success","breaches":["ExempleTW"]}`,
	`{"status":"failed","breaches":[["ExempleTW"]]}`,
	`{"breaches":[["ExempleTW"]],"email":"claire@example.org","status":"success"}`,
	`{"breaches":[["ExempleTW"]],"email":"","status":"success"}`,
	`{"status":"Not Found","exposedBreaches":[]}`, // of another endpoint
	`{}`, `[]`, `[[]]`, `null`, ``,
}

var email = monitor.NewValue(monitor.Email, "Claire.Martin+shop@Example.org", "c•••@e•••.org")

func TestEmailConformance(t *testing.T) {
	suite := feedtest.LookupSuite{
		New:   func(base string, client *egress.Client) monitor.Lookup { return NewEmails(client, base+"/") },
		Value: email,
		Asks: []feedtest.Question{{URI: "/v1/check-email/claire.martin%2Bshop%40example.org", Sent: monitor.SentEmail,
			Type: "application/json", Body: []byte(foundEmail)}},
		Clean: []feedtest.Reply{
			{Type: "application/json", Body: cleanEmail},
			{Type: "application/json", Body: `{"Error":"Not found"}`},
			{Status: 404, Type: "application/json", Body: shieldedEmail},
			{Status: 404, Type: "application/json", Body: `{"Error":"No breaches found"}`},
		},
		Unclear: []feedtest.Reply{
			{Status: 404},
			{Status: 404, Type: "application/json", Body: failedEmail},
			{Status: 404, Type: "application/json", Body: cleanEmail},
			{Status: 404, Type: "application/json", Body: foundEmail},
			{Status: 404, Type: "application/json", Body: `{"detail":"Not Found"}`},
			{Status: 404, Type: "application/json", Body: `{"Error":"No breaches found","email":"claire@example.org"}`},
			{Status: 404, Type: "application/json", Body: `{"Error":"No breaches found","breaches":[["ExempleTW"]]}`},
			{Status: 403, Type: "application/json", Body: cleanEmail},
			{Status: 422, Type: "application/json", Body: cleanEmail},
		},
		Format: feedtest.JSON,
		Kinds:  []monitor.Kind{monitor.Email},
		Now:    now,
	}
	for _, body := range unclearEmails {
		suite.Unclear = append(suite.Unclear, feedtest.Reply{Type: "application/json", Body: body})
	}
	feedtest.RunLookup(t, suite)
}

// Of an address that it does not take for one, the service says "Not found"
// without having looked: it is not asked, and nothing is known.
func TestNotSearched(t *testing.T) {
	for _, text := range []string{"o'brien@example.org", "a!b@example.org", "a/b@example.org", "claire@exemple.xn--p1ai", "claire@example", "claire@example.o", ""} {
		l := &feedtest.Ledger{}
		client := feedtest.NewClient(l, now)
		got, err := NewEmails(client, "http://127.0.0.1:9").Ask(t.Context(), "id", monitor.NewValue(monitor.Email, text, "•••"))
		if got != nil || err == nil || text != "" && strings.Contains(err.Error(), text) || len(l.Rows()) != 0 {
			t.Errorf("%q: %+v, %v, %d ledger rows", text, got, err, len(l.Rows()))
		}
	}
}

// A record has the id under which the catalogue tells more of the breach.
func TestEmailRecords(t *testing.T) {
	catalogue, _, err := Parse(example(t), today)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range catalogue {
		if got := emailRecords([]string{c.Key}); got[0].ID != c.ID || got[0].Key != c.Key {
			t.Errorf("%s has id %s, in the catalogue %s", c.Key, got[0].ID, c.ID)
		}
	}
	got := emailRecords([]string{"ExempleTW", "EXEMPLETW"})
	want := []monitor.Record{{Feed: monitor.FeedXposedOrNot, Key: "ExempleTW", ID: "xposedornot-exempletw", Facts: monitor.Facts{
		Organisation: "ExempleTW", Status: monitor.Claimed,
		References: []monitor.Reference{{Title: "ExempleTW", Publisher: "XposedOrNot", URL: "https://xposedornot.com/breach/ExempleTW"}}}}}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b monitor.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeEmail(t *testing.T) {
	for body, want := range map[string]string{
		foundEmail:             "ExempleTW Exemple-Forum 2fast4example",
		`{"breaches":[["A"]]}`: "A",
		`{"breaches":[["A"],["B","C"]],"status":"success"}`:             "A B C",
		`{"breaches":[[],["B"]],"email":null}`:                          "B",
		`{"breaches":[["A"]],"breach_details":[{"name":"A"}]}`:          "A",
		`{"breaches":[["A"]],"email":"X@Example.org"}`:                  "error",
		`{"breaches":[["A"]],"email":"CLAIRE.Martin+shop@example.org"}`: "A",
		`{"breaches":[["A","<script>"]]}`:                               "error",
		`{"breaches":[["A","日本"]]}`:                                     "error",
		`{"breaches":[["A",null]]}`:                                     "error",
		`{"breaches":[["A"]],"Breaches":[["B"]]}`:                       "error",
		`{"breaches":[["A"]],"Error":"Not found"}`:                      "error",
		`{"breaches":[["` + strings.Repeat("a", 101) + `"]]}`:           "error",
		cleanEmail: "",
	} {
		names, err := decodeEmail([]byte(body), 200, "claire.martin+shop@example.org")
		got := strings.Join(names, " ")
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%s gives %q, want %q", body, got, want)
		}
	}
}

// Examples of the service's documentation, kept outside this repository.
func TestEmailCaptures(t *testing.T) {
	for name, c := range map[string]struct {
		status  int
		address string
		want    int // breaches; -1 is an error
	}{
		"xposedornot/check-email.found.example.json":          {200, "test@example.com", 9},
		"xposedornot/check-email.notfound.example.json":       {200, "user@example.com", 0},
		"xposedornot/check-email.shield-or-none.example.json": {404, "user@example.com", 0},
		"xposedornot/429.example.json":                        {200, "user@example.com", -1},
		"xposedornot/breach-analytics.found.example.json":     {200, "user@example.com", -1},
		"xposedornot/breach-analytics.notfound.example.json":  {200, "user@example.com", -1},
		"xposedornot/pass-anon.notfound.example.json":         {404, "user@example.com", -1},
		"xposedornot/breaches.example.json":                   {200, "user@example.com", -1},
	} {
		body, ok := feedtest.Captures(t, name)
		if !ok {
			body, c.status, c.want = []byte(cleanEmail), 200, 0
		}
		names, err := decodeEmail(body, c.status, c.address)
		if (err != nil) != (c.want < 0) || err == nil && len(names) != c.want {
			t.Errorf("%s: %s, %v", name, names, err)
		}
		if err == nil {
			feedtest.CheckRecords(t, monitor.FeedXposedOrNot, emailRecords(names), now)
		}
	}
}

func FuzzEmail(f *testing.F) {
	for _, body := range append(unclearEmails, foundEmail, cleanEmail, shieldedEmail, failedEmail) {
		f.Add([]byte(body), true)
		f.Add([]byte(body), false)
	}
	f.Fuzz(func(t *testing.T, body []byte, ok bool) {
		status := map[bool]int{true: 200, false: notFound}[ok]
		names, err := decodeEmail(body, status, "claire.martin+shop@example.org")
		switch said := string(body); {
		case err != nil:
		case len(names) > 0 && !ok:
			t.Error("found, with status 404")
		case len(names) == 0 && !strings.Contains(said, "ound") && !strings.Contains(said, `\`):
			t.Errorf("nothing found in %q, which does not say so", body)
		default:
			feedtest.CheckRecords(t, monitor.FeedXposedOrNot, emailRecords(names), now)
		}
	})
}
