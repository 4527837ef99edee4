package leakcheck

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/feedtest"
)

var (
	now   = time.Date(2026, 11, 22, 9, 12, 0, 0, time.UTC)
	today = monitor.DateOf(now)
)

// The shapes that the official client and third-party fixtures have: examples,
// not captures.
const (
	example = `{"success": true, "found": 4, "fields": ["email", "password"], "sources": [
		{"name": "Shop.example", "date": "2019-05"}, {"name": "Example Collection", "date": ""}]}`
	clean = `{"success": false, "error": "Not found"}`
)

// unclear are answers that a hasty reader would take for "not found".
var unclear = []string{
	`{"success":false}`,
	`{"success":false,"error":null}`,
	`{"success":false,"error":""}`,
	`{"success":false,"error":"not found"}`,
	`{"success":false,"error":"Not found."}`,
	`{"success":false,"error":"Too many requests"}`,
	`{"success":false,"error":"Could not determine search type"}`,
	`{"success":false,"message":"Not found"}`,
	`{"success":false,"error":"Not found","found":3}`,
	`{"success":false,"error":"Not found","sources":[{"name":"Shop.example","date":""}]}`,
	`{"success":false,"error":"Not found","Error":"Limit reached"}`,
	`{"success":false,"success":true,"error":"Not found"}`,
	`{"success":"false","error":"Not found"}`,
	`{"success":null,"error":"Not found"}`,
	`{"error":"Not found"}`,
	`{"success":true}`,
	`{"success":true,"found":0}`,
	`{"success":true,"found":0,"fields":[],"sources":[]}`,
	`{"success":true,"found":-1,"sources":[]}`,
	`{"success":true,"found":1}`,
	`{"success":true,"found":1,"sources":null}`,
	`{"success":true,"found":1,"sources":[{"name":""}]}`,
	`{"success":true,"found":1,"sources":[{"name":" \u200b"}]}`,
	`{"success":true,"found":1,"sources":[{"date":"2019-05"}]}`,
	`{"success":true,"found":1,"sources":[null]}`,
	`{"success":true,"found":0,"quota":400,"result":[]}`, // of the paid API
	`[]`, `{}`, `null`, ``,
}

func TestConformance(t *testing.T) {
	suite := feedtest.LookupSuite{
		New:   func(base string, client *egress.Client) monitor.Lookup { return New(client, base+"/api/public") },
		Value: monitor.NewValue(monitor.Email, "Claire.Martin+shop@example.org", "c•••@e•••.org"),
		Asks: []feedtest.Question{{
			URI:  "/api/public?check=ebd700ea4d3e621274de0a30", // SHA-256 of claire.martin+shop@example.org
			Sent: monitor.SentHash,
			Type: "application/json",
			Body: []byte(example),
		}},
		Clean: []feedtest.Reply{
			{Type: "application/json", Body: clean},
			{Type: "application/json; charset=utf-8", Body: `{"success":false,"error":"Not found","found":0,"fields":[],"sources":[]}`},
		},
		// A service whose page moved says the same words with another status.
		Unclear: []feedtest.Reply{{Status: 404, Type: "application/json", Body: clean}},
		Format:  feedtest.JSON,
		Kinds:   []monitor.Kind{monitor.Email},
		Now:     now,
	}
	for _, body := range unclear {
		suite.Unclear = append(suite.Unclear, feedtest.Reply{Type: "application/json", Body: body})
	}
	feedtest.RunLookup(t, suite)
}

// The hash that the service's own documentation gives for an address.
func TestDocumentedHash(t *testing.T) {
	feedtest.RunLookup(t, feedtest.LookupSuite{
		New:   func(base string, client *egress.Client) monitor.Lookup { return New(client, base+"/api/public/") },
		Value: monitor.NewValue(monitor.Email, "Test@Example.com", "t•••@e•••.com"),
		Asks: []feedtest.Question{{URI: "/api/public?check=973dfe463ec85785f5f95af5", Sent: monitor.SentHash,
			Type: "application/json", Body: []byte(example)}},
		Kinds: []monitor.Kind{monitor.Email},
		Now:   now,
	})
}

func TestRecords(t *testing.T) {
	got, err := decode([]byte(example), today)
	if err != nil {
		t.Fatal(err)
	}
	named := func(key, id, name string) monitor.Record {
		return monitor.Record{Feed: monitor.FeedLeakCheck, Key: key, ID: id, Facts: monitor.Facts{
			Organisation: name, Status: monitor.Claimed,
			References: []monitor.Reference{{Title: name, Publisher: "LeakCheck", URL: "https://leakcheck.io/"}}}}
	}
	want := []monitor.Record{
		named("Shop.example/2019-05", "leakcheck-shop-example-2019-05", "Shop.example"),
		named("Example Collection/", "leakcheck-example-collection", "Example Collection"),
	}
	want[0].Domains, want[0].OccurredFrom = []string{"shop.example"}, monitor.MustDate("2019-05")
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b monitor.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

// One source, as it comes and as it is kept: id, name, domains, month.
func TestSources(t *testing.T) {
	long := strings.Repeat("x", 300)
	for source, want := range map[string]string{
		`{"name":"WWW.Shop.Example","date":"2019-05"}`:     "leakcheck-www-shop-example-2019-05 WWW.Shop.Example [shop.example] 2019-05",
		`{"name":"Shop.example","date":null}`:              "leakcheck-shop-example Shop.example [shop.example] ",
		`{"name":"Shop.example"}`:                          "leakcheck-shop-example Shop.example [shop.example] ",
		`{"name":"Shop.example","date":"2019"}`:            "leakcheck-shop-example-2019 Shop.example [shop.example] 2019",
		`{"name":"Shop.example","date":"2019-05-23"}`:      "leakcheck-shop-example-2019-05-23 Shop.example [shop.example] 2019-05-23",
		`{"name":"Shop.example","date":"May 2019"}`:        "leakcheck-shop-example Shop.example [shop.example] ",
		`{"name":"Shop.example","date":"0000-00"}`:         "leakcheck-shop-example Shop.example [shop.example] ",
		`{"name":"Shop.example","date":"2026-11"}`:         "leakcheck-shop-example-2026-11 Shop.example [shop.example] 2026-11",
		`{"name":"Shop.example","date":"2026-12"}`:         "leakcheck-shop-example Shop.example [shop.example] ",
		`{"name":"Shop.example (scraped)","date":""}`:      "leakcheck-shop-example-scraped Shop.example (scraped) [] ",
		`{"name":"Collection #1","date":""}`:               "leakcheck-collection-1 Collection #1 [] ",
		`{"name":"boutique.été.example","date":"2020-01"}`: "leakcheck-boutique-t-example-2020-01-bca9d3f02d519346 boutique.été.example [] 2020-01",
		`{"name":"日本","date":""}`:                          "leakcheck--9bec332a79e84cda 日本 [] ",
		`{"name":"<b>Shop</b>\u202e","date":""}`:           "leakcheck-b-shop-b b Shop /b [] ",
		`{"name":"` + long + `","date":""}`:                "leakcheck-" + long[:60] + "-36317d0d06f4081e " + long[:200] + " [] ",
	} {
		records, err := decode([]byte(`{"success":true,"found":1,"sources":[`+source+`]}`), today)
		if err != nil || len(records) != 1 {
			t.Errorf("%.80s: %d records, %v", source, len(records), err)
			continue
		}
		r := records[0]
		if got := fmt.Sprint(r.ID, " ", r.Organisation, " ", r.Domains, " ", r.OccurredFrom); got != want {
			t.Errorf("%.80s gives\n%s, want\n%s", source, got, want)
		}
	}
}

// A source that stands there twice, in whatever spelling, is one.
func TestOneRecordEach(t *testing.T) {
	records, err := decode([]byte(`{"success":true,"found":3,"sources":[{"name":"Shop.example","date":"2019-05"},
		{"name":"shop.EXAMPLE","date":"2019-05"}, {"name":"Shop.example","date":"2020-01"}]}`), today)
	if err != nil || len(records) != 2 {
		t.Errorf("%d records, %v", len(records), err)
	}
}

// Found, and nobody says where: a hit all the same.
func TestUnnamed(t *testing.T) {
	records, err := decode([]byte(`{"success":true,"found":2,"sources":[]}`), today)
	if err != nil || len(records) != 1 || records[0].Key != unnamed || records[0].ID != "leakcheck-unnamed" {
		t.Errorf("%+v, %v", records, err)
	}
	feedtest.CheckRecords(t, monitor.FeedLeakCheck, records, now)
}

func TestUnclear(t *testing.T) {
	for _, body := range unclear {
		if records, err := decode([]byte(body), today); err == nil {
			t.Errorf("%s: %d records", body, len(records))
		}
	}
}

// examples are third-party examples of the service's answers, kept outside this
// repository, and how many records each makes; -1 is an error.
var examples = map[string]int{
	"leakcheck/public.found.example.json":    3,
	"leakcheck/public.notfound.example.json": 0,
	"leakcheck/pro-v2.found.example.json":    -1, // of the paid API
	"leakcheck/pro-v2.notfound.example.json": -1,
}

func TestCaptures(t *testing.T) {
	for name, want := range examples {
		body, ok := feedtest.Captures(t, name)
		if !ok {
			body, want = []byte(clean), 0
		}
		records, err := decode(body, today)
		if err != nil {
			records = nil
		}
		if (err != nil) != (want < 0) || err == nil && len(records) != want {
			t.Errorf("%s: %d records, %v", name, len(records), err)
		}
		feedtest.CheckRecords(t, monitor.FeedLeakCheck, records, now)
	}
}

func FuzzDecode(f *testing.F) {
	for _, body := range append(unclear, example, clean) {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		records, err := decode(body, today)
		if err == nil && len(records) == 0 && !strings.Contains(string(body), notFound) && !strings.Contains(string(body), `\`) {
			t.Errorf("nothing found in %q, which does not say so", body)
		}
		if err != nil && records != nil {
			t.Error("records come with an error")
		}
		feedtest.CheckRecords(t, monitor.FeedLeakCheck, records, now)
	})
}
