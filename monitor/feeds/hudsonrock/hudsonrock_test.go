package hudsonrock

import (
	"fmt"
	"slices"
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

// The shapes of third-party fixtures said to be trimmed from live answers of
// August 2026: examples, not captures. What is said of the computers is made up.
const (
	infectedTwice = `{"message": "This email address is associated with a computer that was infected by an info-stealer.", "stealers": [
		{"total_corporate_services": 1, "total_user_services": 52, "date_compromised": "2026-08-20T23:30:00.000Z", "stealer_family": "Example",
		 "computer_name": "SECRET-COMPUTER", "operating_system": "Not Found", "malware_path": "C:\\SECRET\\a.exe", "antiviruses": ["SECRET"],
		 "ip": "192.0.2.***", "top_passwords": ["SECRET"], "top_logins": ["s*****@example.com"]},
		{"date_compromised": "2026-01-02T00:00:00.000Z", "antiviruses": [], "top_passwords": ["SECRET"]}],
		"total_corporate_services": 1, "total_user_services": 52}`
	cleanEmail = `{"message":"This email address is not associated with a computer infected by an info-stealer.","stealers":[],` +
		`"total_corporate_services":0,"total_user_services":0}`
	cleanUsername = `{"message":"This username is not associated with a computer infected by an info-stealer. Visit https://www.hudsonrock.com/free-tools",` +
		`"stealers":[]}`
)

// unclear are answers that a hasty reader would take for "not found".
var unclear = []string{
	`{"message":"This email address is not associated with a computer infected by an info-stealer."}`,
	`{"message":"This email address is not associated with a computer infected by an info-stealer.","stealers":null}`,
	`{"message":"This email address is not associated with a computer infected by an info-stealer.","stealers":{}}`,
	`{"message":"This email address is not associated with a computer infected by an info-stealer.","stealers":"Not Found"}`,
	`{"message":"This email address is not associated with a computer infected by an info-stealer.","stealers":[],"total_user_services":3}`,
	`{"message":"This email address is not associated with a computer infected by an info-stealer.","stealers":[],"total_corporate_services":1}`,
	`{"message":"This email address is not associated with a computer infected by an info-stealer.","stealers":[],"Stealers":[{}]}`,
	`{"message":"This email address is not associated with a computer infected by an info-stealer.","stealers":[{"date_compromised":"2026-08-20T00:00:00.000Z"}]}`,
	`{"message":"This email address is associated with a computer that was infected by an info-stealer.","stealers":[]}`,
	`{"message":"Internal server error","stealers":[]}`,
	`{"message":"Too many requests"}`,
	`{"error":"Too many requests"}`,
	`{"stealers":[{}]}`, `{"stealers":[null]}`, `{"stealers":[{"date_compromised":null}]}`,
	`{"stealers":[{"computer_name":"SECRET-COMPUTER"}]}`,
	`{"data":[]}`, `{}`, `[]`, `null`, ``,
}

// suite asks about a value, in its documented form.
func suite(v monitor.Value, uri string, sent monitor.Sent, clean string) feedtest.LookupSuite {
	s := feedtest.LookupSuite{
		New: func(base string, client *egress.Client) monitor.Lookup { return New(client, base+"/osint-tools") },
		Asks: []feedtest.Question{{URI: "/osint-tools" + uri, Sent: sent, Type: "application/json; charset=utf-8",
			Body: []byte(infectedTwice)}},
		Value: v,
		Clean: []feedtest.Reply{
			{Type: "application/json", Body: clean},
			{Type: "application/json", Body: `{"stealers":[]}`},
			{Status: 404, Type: "application/json", Body: clean},
			{Status: 404, Type: "application/json", Body: `{"message":"This username is not associated with a computer infected by an info-stealer."}`},
		},
		Unclear: []feedtest.Reply{
			{Status: 404},
			{Status: 404, Type: "application/json", Body: `{"message":"Cannot GET /osint-tools/search-by-email","statusCode":404}`},
			{Status: 404, Type: "application/json", Body: `{"stealers":[]}`},
			{Status: 404, Type: "application/json", Body: infectedTwice},
			{Status: 404, Type: "text/html", Body: "<html>not associated</html>"},
			{Status: 400, Type: "application/json", Body: clean},
		},
		Format: feedtest.JSON,
		Kinds:  []monitor.Kind{monitor.Email, monitor.Username, monitor.Phone},
		Now:    now,
	}
	for _, body := range unclear {
		s.Unclear = append(s.Unclear, feedtest.Reply{Type: "application/json", Body: body})
	}
	return s
}

func TestConformanceEmail(t *testing.T) {
	feedtest.RunLookup(t, suite(monitor.NewValue(monitor.Email, "Claire.Martin+shop@example.org", "c•••@e•••.org"),
		"/search-by-email?email=claire.martin%2Bshop%40example.org", monitor.SentEmail, cleanEmail))
}

// The other kinds are asked about in the same way but for the form: a phone
// number goes as a username.
func TestConformanceOthers(t *testing.T) {
	for _, s := range []feedtest.LookupSuite{
		suite(monitor.NewValue(monitor.Phone, "+33639980123", "+33 6 ••• 23"),
			"/search-by-username?username=%2B33639980123", monitor.SentPhone, cleanUsername),
		suite(monitor.NewValue(monitor.Username, "Claire d'Été&+", "C•••"),
			"/search-by-username?username=Claire%20d%27%C3%89t%C3%A9%26%2B", monitor.SentName, cleanUsername),
	} {
		s.Format = feedtest.Opaque // the documents are those of e-mail addresses
		t.Run(string(s.Value.Kind()), func(t *testing.T) { feedtest.RunLookup(t, s) })
	}
}

func TestRecords(t *testing.T) {
	got, err := decode([]byte(infectedTwice), today)
	if err != nil {
		t.Fatal(err)
	}
	infection := func(day string) monitor.Record {
		return monitor.Record{Feed: monitor.FeedHudsonRock, Key: day, ID: "hudsonrock-" + day, Facts: monitor.Facts{
			Organisation: "Infostealer", OccurredFrom: monitor.MustDate(day), Status: monitor.StatusConfirmed,
			Exposed:    []monitor.Class{"Passwords", "Usernames"},
			References: []monitor.Reference{{Title: "Infostealer", Publisher: "Hudson Rock", URL: "https://www.hudsonrock.com/free-tools"}}}}
	}
	want := []monitor.Record{infection("2026-08-20"), infection("2026-01-02")}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b monitor.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

// What is read of the day of an infection. That there was one is never lost.
func TestDays(t *testing.T) {
	for date, want := range map[string]string{
		`"2026-08-27T19:02:40.000Z"`:      "2026-08-27",
		`"2026-08-27T23:30:00.000-02:00"`: "2026-08-28",
		`"2026-08-27T19:02:40Z"`:          "2026-08-27",
		`"2026-11-22T09:12:00.000Z"`:      "2026-11-22",
		`"2026-11-23T00:00:00.000Z"`:      "undated",
		`"2999-01-01T00:00:00.000Z"`:      "undated",
		`"1970-01-01T00:00:00.000Z"`:      "undated",
		`"1970-12-31T23:59:59.000Z"`:      "undated",
		`"1971-01-01T00:00:00.000+01:00"`: "undated",
		`"0001-01-01T00:00:00.000Z"`:      "undated",
		`"Not Found"`:                     "undated",
		`""`:                              "undated",
		`"2026-08-27"`:                    "undated",
		`"yesterday"`:                     "undated",
		`null`:                            "error",
		`1700000000`:                      "error",
		`[]`:                              "error",
	} {
		records, err := decode([]byte(`{"stealers":[{"date_compromised":`+date+`}]}`), today)
		got := "error"
		if err == nil {
			got = records[0].Key
			feedtest.CheckRecords(t, monitor.FeedHudsonRock, records, now)
		}
		if got != want || len(records) > 1 {
			t.Errorf("%s gives %s, want %s", date, got, want)
		}
	}
}

// Computers infected on one day are one record: nothing that would tell them
// apart is kept.
func TestOneRecordADay(t *testing.T) {
	const day = `{"date_compromised":"2026-08-20T%02d:00:00.000Z","computer_name":"SECRET-%[1]d"}`
	body := fmt.Sprintf(`{"stealers":[`+day+`,`+day+`]}`, 1, 2)
	if records, err := decode([]byte(body), today); err != nil || len(records) != 1 {
		t.Errorf("%d records, %v", len(records), err)
	}
}

// Nothing of what was on a computer gets into a record.
func TestNothingKept(t *testing.T) {
	records, err := decode([]byte(infectedTwice), today)
	if text := fmt.Sprintf("%+v", records); err != nil || strings.Contains(text, "SECRET") || strings.Contains(text, "192.0.2") || strings.Contains(text, "s*") {
		t.Errorf("%s, %v", text, err)
	}
	a, err := unmarshal([]byte(infectedTwice))
	if text := fmt.Sprintf("%+v %+v", a, *a.Computers); err != nil || strings.Contains(text, "SECRET") {
		t.Errorf("read into memory: %s, %v", text, err)
	}
}

func TestUnclear(t *testing.T) {
	for _, body := range unclear {
		if records, err := decode([]byte(body), today); err == nil {
			t.Errorf("%s: %d records", body, len(records))
		}
	}
}

func TestCaptures(t *testing.T) {
	for name, want := range map[string][]string{
		"hudsonrock/search-by-email.clean.example.json":         nil,
		"hudsonrock/search-by-email.infected.example.json":      {"2026-08-20"},
		"hudsonrock/search-by-email.two-computers.example.json": {"2026-08-27", "2026-01-02"},
	} {
		body, ok := feedtest.Captures(t, name)
		if !ok {
			body, want = []byte(cleanEmail), nil
		}
		records, err := decode(body, today)
		var keys []string
		for _, r := range records {
			keys = append(keys, r.Key)
		}
		if err != nil || !slices.Equal(keys, want) {
			t.Errorf("%s: %s, %v", name, keys, err)
		}
		feedtest.CheckRecords(t, monitor.FeedHudsonRock, records, now)
	}
}

func FuzzDecode(f *testing.F) {
	for _, body := range append(unclear, infectedTwice, cleanEmail, cleanUsername) {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		records, err := decode(body, today)
		if err != nil && records != nil {
			t.Error("records come with an error")
		}
		if err == nil && len(records) == 0 && !strings.Contains(string(body), "[") {
			t.Errorf("nothing found in %q, which has no list", body)
		}
		if saysClean(body) && err == nil && len(records) > 0 {
			t.Error("clean and infected at once")
		}
		feedtest.CheckRecords(t, monitor.FeedHudsonRock, records, now)
	})
}
