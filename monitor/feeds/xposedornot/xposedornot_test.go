package xposedornot

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/feedtest"
)

var (
	now   = time.Date(2026, 8, 21, 9, 0, 0, 0, time.UTC)
	today = monitor.DateOf(now)
)

// example has the shape of the service's documentation.
func example(t testing.TB) []byte {
	t.Helper()
	body, err := os.ReadFile("testdata/breaches.json")
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Suite{
		New: func(_ *testing.T, base string, client *egress.Client) monitor.Feed {
			return New(client, base+"/") // people write the slash or not
		},
		Good:   []feedtest.Page{{Path: "/v1/breaches", Type: "application/json", Body: example(t)}},
		Format: feedtest.JSON,
		Now:    now,
	})
}

func TestParse(t *testing.T) {
	records, refused, err := Parse(example(t), today)
	if err != nil || refused != 0 {
		t.Fatalf("%d refused, %v", refused, err)
	}
	day := monitor.MustDate
	reference := func(name string) []monitor.Reference {
		return []monitor.Reference{{Title: name, Publisher: "XposedOrNot", URL: "https://xposedornot.com/breach/" + name}}
	}
	want := []monitor.Record{
		{Key: "Exemple.TW", ID: "xposedornot-exemple-tw", Facts: monitor.Facts{
			Organisation: "Exemple.TW", Domains: []string{"exemple.example"}, OccurredFrom: day("2022-09"), ListedOn: day("2023-11-08"),
			Exposed: []monitor.Class{"Email addresses", "Usernames", "Passwords", "Genders", "Dates of birth", "Bank account numbers", "Shoe sizes"},
			Status:  monitor.StatusConfirmed, Affected: 2457094, Passwords: "hashed or encrypted", References: reference("Exemple.TW"),
		}},
		{Key: "Combo-List", ID: "xposedornot-combo-list", Facts: monitor.Facts{
			Organisation: "Combo-List", OccurredFrom: day("2019"), Status: monitor.Claimed, Sensitive: true, References: reference("Combo-List"),
		}},
		{Key: "Librairie", ID: "xposedornot-librairie", Facts: monitor.Facts{
			Organisation: "Librairie", Domains: []string{"librairie.example"}, OccurredFrom: day("2024-02-17"), ListedOn: day("2024-03-10"),
			Exposed: []monitor.Class{"Names", "Email addresses"}, Status: monitor.StatusConfirmed, Affected: 20021813, References: reference("Librairie"),
		}},
	}
	for i := range want {
		want[i].Feed = monitor.FeedXposedOrNot
	}
	sameDay := cmp.Comparer(func(a, b monitor.Date) bool { return a == b })
	if diff := cmp.Diff(want, records, sameDay, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestParseRefusesWhatIsNoCatalogue(t *testing.T) {
	for body, want := range map[string]monitor.FeedState{
		`{"status":"Not Found","message":"x"}`:      monitor.StateHeld,
		`{"status":"success","exposedBreaches":[]}`: monitor.StateHeld,
		`{"exposedBreaches":null}`:                  monitor.StateHeld,
		`{"exposedBreaches":{}}`:                    monitor.StateFailed,
		`[]`:                                        monitor.StateFailed,
		`{"exposedBreaches":[],"exposedbreaches":[{"breachID":"x"}]}`:   monitor.StateFailed,
		`{"exposedBreaches":[{"breachID":"x"},{"name":"y"},{"a":"z"}]}`: monitor.StateFailed, // another format
	} {
		records, _, err := Parse([]byte(body), today)
		var fe *monitor.FetchError
		if records != nil || !errors.As(err, &fe) || fe.State != want {
			t.Errorf("%s: %d records, %v, want %s", body, len(records), err, want)
		}
	}
}

// One bad entry costs that entry.
func TestParseSetsAsideBadEntries(t *testing.T) {
	entry := func(extra string) string { return `{"breachID":"Bad","exposedData":["Names"]` + extra + `}` }
	list := func(entries ...string) []byte {
		good := `{"breachID":"Good","exposedData":["Names"]},{"breachID":"Better","exposedData":["Names"]}`
		return []byte(`{"exposedBreaches":[` + strings.Join(append([]string{good}, entries...), ",") + `]}`)
	}
	for name, bad := range map[string]string{
		"no name":             `{"exposedData":["Names"]}`,
		"name is a number":    `{"breachID":7,"exposedData":["Names"]}`,
		"name is only signs":  `{"breachID":"...","exposedData":["Names"]}`,
		"name is markup":      `{"breachID":"<b>x</b>","exposedData":["Names"]}`,
		"name is too long":    `{"breachID":"` + strings.Repeat("x", maxID+1) + `","exposedData":["Names"]}`,
		"name hides a letter": `{"breachID":"a\u200bb","exposedData":["Names"]}`,
		"no data":             `{"breachID":"Bad"}`,
		"data is null":        `{"breachID":"Bad","exposedData":null}`,
		"data is a text":      `{"breachID":"Bad","exposedData":"Names"}`,
		"data holds a number": `{"breachID":"Bad","exposedData":[7]}`,
		"key twice":           entry(`,"domain":"a.example","domain":"b.example"`),
		"key in two cases":    entry(`,"breachId":"Other"`),
		"verified is a text":  entry(`,"verified":"yes"`),
		"not an object":       `"Bad"`,
		"null":                `null`,
		"the same twice":      `{"breachID":"GOOD","exposedData":["Names"]}`,
	} {
		records, refused, err := Parse(list(bad), today)
		if err != nil || refused != 1 || len(records) != 2 {
			t.Errorf("%s: %d records, %d refused, %v", name, len(records), refused, err)
		}
	}
	for name, odd := range map[string]string{
		"counts":       entry(`,"exposedRecords":-1`),
		"a fraction":   entry(`,"exposedRecords":1.5`),
		"an exponent":  entry(`,"exposedRecords":1e3`),
		"too many":     entry(`,"exposedRecords":9223372036854775808`),
		"a text":       entry(`,"exposedRecords":"many"`),
		"no number":    entry(`,"exposedRecords":null`),
		"a bad date":   entry(`,"breachedDate":"0000-00-00","addedDate":"2999-01-01T00:00:00Z"`),
		"a suffix":     entry(`,"domain":"co.uk"`),
		"two domains":  entry(`,"domain":"a.example, b.example"`),
		"new members":  entry(`,"breachType":"x","more":{"breachID":1,"breachid":2}`),
		"hidden again": entry(`,"domain":"a\u202e.example"`),
	} {
		records, refused, err := Parse(list(odd), today)
		if err != nil || refused != 0 || len(records) != 3 {
			t.Errorf("%s: %d records, %d refused, %v", name, len(records), refused, err)
			continue
		}
		r := records[2]
		if r.Affected != 0 || !r.OccurredFrom.IsZero() || !r.ListedOn.IsZero() || len(r.Domains) != 0 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// What is missing from a complete answer was withdrawn; what could not be read
// was not, so an answer with such entries is not complete.
func TestUnreadableIsNotWithdrawn(t *testing.T) {
	body := example(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}))
	defer server.Close()
	feed := New(feedtest.NewClient(&feedtest.Ledger{}, now), server.URL)
	if got, err := feed.Fetch(t.Context(), nil); err != nil || !got.Complete || got.Refused != 0 {
		t.Fatalf("got %+v, %v", got, err)
	}
	body = bytes.Replace(body, []byte(`"breachID": "Librairie"`), []byte(`"breachID": 7`), 1)
	if got, err := feed.Fetch(t.Context(), nil); err != nil || got.Complete || got.Refused != 1 || len(got.Records) != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestParseRefusesEveryCut(t *testing.T) {
	body := bytes.TrimSpace(example(t))
	for n := range body {
		if records, _, err := Parse(body[:n], today); err == nil {
			t.Fatalf("cut at %d gives %d records", n, len(records))
		}
	}
}

func TestSentence(t *testing.T) {
	for title, want := range map[string]string{
		"Bank Account Numbers": "Bank account numbers",
		"IP addresses":         "IP addresses",
		"MAC Addresses":        "MAC addresses",
		"PINs":                 "PINs",
		"homepage URLs":        "Homepage URLs",
		"été":                  "Été",
	} {
		if got := sentence(title); got != want {
			t.Errorf("sentence(%q) = %q, want %q", title, got, want)
		}
	}
}

// The four whole records of the documentation, and the names of all breaches.
func TestCaptures(t *testing.T) {
	body, ok := feedtest.Captures(t, "xposedornot/breaches.example.json")
	if !ok {
		return
	}
	records, refused, err := Parse(body, today)
	if err != nil || refused != 0 || len(records) != 4 || records[0].ID != "xposedornot-apk-tw" || records[0].Domains[0] != "apk.tw" {
		t.Errorf("got %+v, %d refused, %v", records, refused, err)
	}
	feedtest.CheckRecords(t, monitor.FeedXposedOrNot, records, now)
	index, _ := feedtest.Captures(t, "xposedornot/breach-index-2026-08-14.txt")
	_, list, _ := strings.Cut(string(index), "## Complete Breach Index")
	ids := make(map[string]bool)
	for _, m := range regexp.MustCompile(`(?m)^- \[([^\]]+)\]`).FindAllStringSubmatch(list, -1) {
		if s := slug(m[1]); s == "" || len(s) > maxID || ids[s] {
			t.Errorf("%s would be refused", m[1])
		} else {
			ids[s] = true
		}
	}
	if len(ids) != 776 {
		t.Errorf("%d names", len(ids))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(example(f))
	f.Add([]byte(`{"exposedBreaches":[{"breachID":"x","exposedData":["Email","\ud800"],"exposedRecords":1e400}]}`))
	f.Add([]byte(`{"exposedBreaches":[{"breachID":"x","exposedData":["<b>","<\u200bi>"],"domain":"xn--"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		records, refused, err := Parse(body, today)
		if err != nil {
			var fe *monitor.FetchError
			if records != nil || !errors.As(err, &fe) {
				t.Fatalf("%d records with error %v", len(records), err)
			}
			return
		}
		if len(records) == 0 || refused < 0 {
			t.Fatalf("%d records, %d refused", len(records), refused)
		}
		feedtest.CheckRecords(t, monitor.FeedXposedOrNot, records, now)
	})
}

func BenchmarkParse(b *testing.B) {
	entry := []byte(`{"breachID":"Exemple","breachedDate":"2022-09-01T00:00:00+00:00","domain":"exemple.example","exposedData":["Names"],"exposedRecords":7}`)
	body := []byte(`{"exposedBreaches":[`)
	for i := range 776 {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, bytes.Replace(entry, []byte("Exemple"), []byte("Exemple"+strings.Repeat("x", i%80)+string(rune('a'+i/80))), 1)...)
	}
	body = append(body, "]}"...)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, refused, err := Parse(body, today); err != nil || refused > 0 {
			b.Fatal(refused, err)
		}
	}
}
