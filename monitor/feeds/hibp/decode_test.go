package hibp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vigie/monitor"
	"vigie/monitor/feeds/feedtest"
)

// What each kind of entry becomes.
func TestRecords(t *testing.T) {
	records, refused, err := decode(breaches, now)
	if err != nil || refused != 0 {
		t.Fatalf("%d refused, error %v", refused, err)
	}
	ref := func(title, name string) []monitor.Reference {
		return []monitor.Reference{{Title: title, Publisher: "Have I Been Pwned", URL: "https://haveibeenpwned.com/Breach/" + name}}
	}
	day := monitor.MustDate
	want := []monitor.Record{
		{Key: "ExampleShop", ID: "hibp-exampleshop", Facts: monitor.Facts{Organisation: "Example Shop", Domains: []string{"shop.example.com"},
			OccurredFrom: day("2024-02-06"), ListedOn: day("2024-03-13"), Exposed: []monitor.Class{"Email addresses", "Names", "Passwords"},
			Status: monitor.StatusConfirmed, Affected: 43_000_000, References: ref("Example Shop", "ExampleShop")}},
		{Key: "Example-Forum", ID: "hibp-example-forum", Facts: monitor.Facts{Organisation: "Example & Forum « été »", Domains: []string{"forum.example.org"},
			OccurredFrom: day("2019-07-01"), ListedOn: day("2024-05-02"), Exposed: []monitor.Class{"Usernames", "Passwords", "IP addresses"},
			Status: monitor.Claimed, Affected: 1200, References: ref("Example & Forum « été »", "Example-Forum")}},
		{Key: "ExampleDating", ID: "hibp-exampledating", Facts: monitor.Facts{Organisation: "Example Dating", Domains: []string{"dating.example.net"},
			OccurredFrom: day("2021-01-01"), ListedOn: day("2022-02-02"), Exposed: []monitor.Class{"Sexual orientations"}, Sensitive: true,
			Status: monitor.StatusConfirmed, Affected: 77, References: ref("Example Dating", "ExampleDating")}},
		{Key: "ExampleFake", ID: "hibp-examplefake", Facts: monitor.Facts{Organisation: "Example Fake", Domains: []string{"fake.example.com"},
			OccurredFrom: day("2016-01-01"), ListedOn: day("2017-02-02"), Exposed: []monitor.Class{"Email addresses"},
			Status: monitor.Withdrawn, Affected: 5, References: ref("Example Fake", "ExampleFake")}},
		{Key: "ExampleToys", ID: "hibp-exampletoys", Facts: monitor.Facts{Organisation: "Example Toys", Domains: []string{"toys.example.com"},
			OccurredFrom: day("2015-11-13"), ListedOn: day("2015-11-30"), Exposed: []monitor.Class{"Genders"},
			Status: monitor.Withdrawn, Affected: 9, References: ref("Example Toys", "ExampleToys")}},
		{Key: "ExampleSpam", ID: "hibp-examplespam", Facts: monitor.Facts{Organisation: "Example Spam List",
			OccurredFrom: day("2023-05-01"), ListedOn: day("2023-06-01"), Exposed: []monitor.Class{"Email addresses"},
			Status: monitor.StatusConfirmed, Affected: 1_957_476_021, References: ref("Example Spam List", "ExampleSpam")}},
		{Key: "ExampleLogs", ID: "hibp-examplelogs", Facts: monitor.Facts{Organisation: "Example Stealer Logs, 2026",
			OccurredFrom: day("2026-08-01"), ListedOn: day("2026-08-09"), Exposed: []monitor.Class{"Email addresses", "Passwords", "Kinds nobody has named yet"},
			Status: monitor.StatusConfirmed, Affected: 284_132_969, References: ref("Example Stealer Logs, 2026", "ExampleLogs")}},
	}
	for i := range want {
		want[i].Feed = monitor.FeedHIBP
	}
	if diff := cmp.Diff(want, records, cmp.Comparer(func(a, b monitor.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

// One member of an entry is changed; the entry is refused, or some facts of it
// become unknown.
func TestMembers(t *testing.T) {
	for change, want := range map[string]string{
		`"AddedDate":"2026-01-01T00:00:00Z" -> "AddedDate":"2026-01-01T23:00:00-05:00"`: "One 2020-01-01 2026-01-02 1",
		`"AddedDate":"2026-01-01T00:00:00Z" -> "AddedDate":"yesterday"`:                 "One 2020-01-01  1",
		`"AddedDate":"2026-01-01T00:00:00Z" -> "AddedDate":"9999-12-31T23:59:59Z"`:      "One 2020-01-01  1",
		`"AddedDate":"2026-01-01T00:00:00Z" -> "AddedDate":"2026-11-23T09:00:00Z"`:      "One 2020-01-01 2026-11-23 1",
		`"AddedDate":"2026-01-01T00:00:00Z" -> "AddedDate":"2026-11-24T09:00:00Z"`:      "One 2020-01-01  1",
		`"AddedDate":"2026-01-01T00:00:00Z" -> "AddedDate":"0001-01-01T00:00:00Z"`:      "One 2020-01-01  1",
		`"BreachDate":"2020-01-01" -> "BreachDate":"0000-00-00"`:                        "One  2026-01-01 1",
		`"BreachDate":"2020-01-01" -> "BreachDate":"2999-01-01"`:                        "One  2026-01-01 1",
		`"BreachDate":"2020-01-01" -> "BreachDate":""`:                                  "One  2026-01-01 1",
		`"BreachDate":"2020-01-01" -> "BreachDate":"2020-13-01"`:                        "One  2026-01-01 1",
		`"PwnCount":1 -> "PwnCount":-1`:                                                 "One 2020-01-01 2026-01-01 0",
		`"PwnCount":1 -> "PwnCount":9223372036854775808`:                                "One 2020-01-01 2026-01-01 0",
		`"PwnCount":1 -> "PwnCount":1e3`:                                                "One 2020-01-01 2026-01-01 0",
		`"PwnCount":1 -> "PwnCount":0.5`:                                                "One 2020-01-01 2026-01-01 0",
		`"PwnCount":1 -> "PwnCount":1957476021`:                                         "One 2020-01-01 2026-01-01 1957476021",
		`"Domain":"" -> "Domain":"example.com/path"`:                                    "One 2020-01-01 2026-01-01 1",
		`"Domain":"" -> "Domain":"WWW.Example.com"`:                                     "One www.example.com 2020-01-01 2026-01-01 1",
		`"Title":"One" -> "Title":"<b>On</b>e \u202e& T<\u200bi>wo <3"`:                 "On e & T wo <3 2020-01-01 2026-01-01 1",
		`"Title":"One" -> "Title":"<script>"`:                                           "refused",
		`"Title":"One" -> "Title":""`:                                                   "refused",
		`"Title":"One" -> "Titel":"One"`:                                                "refused",
		`"Name":"One" -> "Name":"O\u0000ne"`:                                            "refused",
		`"Name":"One" -> "Name":null`:                                                   "refused",
		`"Name":"One" -> "Name":"One","Name":"Two"`:                                     "refused",
		`"Name":"One" -> "Name":"One","NAME":"Two"`:                                     "refused",
		`"Name":"One" -> "Name":"One","Extra":{"a":1,"a":2}`:                            "refused",
		`"Name":"One" -> "Name":"One","Extra":{"a":[1]}`:                                "One 2020-01-01 2026-01-01 1",
		`"PwnCount":1 -> "PwnCount":"1"`:                                                "refused",
		`"PwnCount":1 -> "PwnCount":null`:                                               "refused",
		`"PwnCount":1, -> `:                                                             "refused",
		`"IsVerified":true -> "IsVerified":"true"`:                                      "refused",
		`"IsSensitive":false, -> `:                                                      "refused",
		`"DataClasses":["Names"] -> "DataClasses":null`:                                 "refused",
		`"DataClasses":["Names"] -> "DataClasses":"Names"`:                              "refused",
		`"DataClasses":["Names"] -> "DataClasses":["Names",null]`:                       "refused",
		`"DataClasses":["Names"] -> "DataClasses":["email-addresses","names"]`:          "refused",
		`"DataClasses":["Names"] -> "DataClasses":["Names","eSIM","names"]`:             "One 2020-01-01 2026-01-01 1",
		`"DataClasses":["Names"] -> "DataClasses":[]`:                                   "One 2020-01-01 2026-01-01 1",
		"\"Title\":\"One\" -> \"Title\":\"caf\xe9\"":                                    "refused",
		`"Title":"One" -> "Title":"` + strings.Repeat("x", 300) + `"`:                   strings.Repeat("x", 200) + " 2020-01-01 2026-01-01 1",
	} {
		from, to, _ := strings.Cut(change, " -> ")
		good := string(entryOf("One", "2026-01-01"))
		changed := strings.Replace(good, from, to, 1)
		if changed == good {
			t.Fatalf("%s changes nothing", change)
		}
		got := "refused"
		if r, ok := decodeEntry([]byte(changed), now); ok {
			fields := append(append([]string{r.Organisation}, r.Domains...), r.OccurredFrom.String(), r.ListedOn.String(), fmt.Sprint(r.Affected))
			got = strings.Join(fields, " ")
		}
		if got != want {
			t.Errorf("%s gives %q, want %q", change, got, want)
		}
	}
}

// What is passed over as tidy is what cleaning would leave.
func TestTidyNeedsNoCleaning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-c<>/! \x{00e9}\x{200b}\x{0001}]{0,12}`).Draw(t, "name")
		if cleaned := monitor.CleanText(withoutTags(monitor.CleanText(s, monitor.MaxText)), monitor.MaxName); isTidy(s) && cleaned != s {
			t.Errorf("%q would be cleaned to %q", s, cleaned)
		} else if markup := withoutTags(cleaned); markup != cleaned {
			t.Errorf("%q is cleaned to %q, where markup is left", s, cleaned)
		}
	})
}

// A few malformed entries are set aside; more of them mean another format.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		good, bad int
		err       error
	}{
		{0, 0, errEmpty}, {0, 1, errRefused}, {1, 1, nil}, {98, 2, errRefused}, {198, 2, nil}, {197, 3, errRefused}, {297, 3, nil},
	} {
		var entries [][]byte
		for i := range c.good {
			entries = append(entries, entryOf(fmt.Sprintf("B%d", i), "2026-01-01"))
		}
		for range c.bad {
			entries = append(entries, []byte(`{"Name":["B"]}`))
		}
		records, refused, err := decode(listOf(entries...), now)
		if !errors.Is(err, c.err) || err == nil && (len(records) != c.good || refused != c.bad) {
			t.Errorf("%d good, %d bad: %d records, %d refused, error %v", c.good, c.bad, len(records), refused, err)
		}
	}
	// Names that the API takes for one are one breach.
	records, refused, err := decode(listOf(entryOf("One", "2026-01-01"), entryOf("ONE", "2026-01-01")), now)
	if len(records) != 1 || refused != 1 || err != nil {
		t.Errorf("a name in two cases: %d records, %d refused, error %v", len(records), refused, err)
	}
}

func TestCutAnywhere(t *testing.T) {
	whole := bytes.TrimSpace(breaches)
	for i := range whole {
		if records, _, err := decode(bytes.Clone(whole[:i]), now); err == nil {
			t.Fatalf("cut at %d, %d records are read", i, len(records))
		}
	}
}

func TestBreachID(t *testing.T) {
	for name, want := range map[string]string{
		"Adobe": "hibp-adobe", "Mac-Torrents": "hibp-mac-torrents", "db8151dd": "hibp-db8151dd", "000webhost": "hibp-000webhost",
		"Foo.Bar": "hibp-foo-bar-", "Foo_Bar": "hibp-foo-bar-", "Été": "hibp-t-", "日本": "hibp--", strings.Repeat("a", 101): "hibp-" + strings.Repeat("a", 60) + "-",
	} {
		got := breachID(name)
		if strings.HasSuffix(want, "-") && strings.HasPrefix(got, want) && len(got) == len(want)+16 {
			continue
		}
		if got != want {
			t.Errorf("breachID(%q) = %q, want %q", name, got, want)
		}
	}
	if breachID("Foo.Bar") == breachID("Foo_Bar") {
		t.Error("two names share an id")
	}
}

// Every entry of every real list is read. Mozilla's copy uses other names for
// classes, which nothing here knows: it is refused as a whole.
func TestCaptures(t *testing.T) {
	for name, want := range map[string]int{
		"hibp/breaches-2025-02-25.json":                     871,
		"hibp/breaches-2018-07-14.apiv2.json":               293,
		"hibp/breaches-10-with-attribution-2025-10.json":    10,
		"hibp/breaches-2018-12-18.mozilla.json":             0,
		"hibp/latest30-2026-08-10.reduced.json":             0, // has no names
		"hibp/error-401.example.json":                       0,
		"mozilla/data-classes.fr.ftl":                       0,
		"pwnedpasswords/range-A94A8.sha1.txt":               0,
		"xposedornot/breaches.example.json":                 0,
		"hibp/breachedaccount-truncated.json":               0,
		"hibp/dataclasses-2025-02.json":                     0,
		"hibp/recent-union-2025-11_2026-08-10.derived.json": 0,
	} {
		data, ok := feedtest.Captures(t, name)
		if !ok {
			data, want = breaches, 7
		}
		records, refused, err := decode(bytes.Clone(data), now)
		if len(records) != want || refused != 0 || (err == nil) != (want > 0) {
			t.Errorf("%s: %d records, %d refused, error %v", name, len(records), refused, err)
		}
		feedtest.CheckRecords(t, monitor.FeedHIBP, records, now)
	}
	if data, ok := feedtest.Captures(t, "hibp/latestbreach-2025-02-26.json"); ok {
		if n, err := decodeNewest(data); err != nil || n != (newest{"AlienStealerLogs", "2025-02-25T19:25:18Z"}) {
			t.Errorf("newest %+v, error %v", n, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(breaches)
	f.Add(listOf(entryOf("One", "2026-01-01")))
	f.Add([]byte("[]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		kept := bytes.Clone(data)
		records, refused, err := decode(data, now)
		if err == nil && len(records) == 0 || err != nil && (records != nil || refused != 0) {
			t.Errorf("%d records, %d refused, error %v", len(records), refused, err)
		}
		if !bytes.Equal(data, kept) {
			t.Error("the answer was written over")
		}
		// What is read without reserve, a lax reader reads the same.
		var lax []plainEntry
		if err == nil && refused == 0 {
			if err := json.Unmarshal(data, &lax); err != nil || len(lax) != len(records) {
				t.Errorf("%d records, encoding/json has %d: %v", len(records), len(lax), err)
			}
		}
		feedtest.CheckRecords(t, monitor.FeedHIBP, records, now)
	})
}

// BenchmarkDecode compares reading a real list entry by entry, strictly, with
// encoding/json reading it at once into the same members.
func BenchmarkDecode(b *testing.B) {
	data, ok := feedtest.Captures(b, "hibp/breaches-2025-02-25.json")
	if !ok {
		var entries [][]byte
		var some []json.RawMessage
		if err := json.Unmarshal(breaches, &some); err != nil {
			b.Fatal(err)
		}
		for i := range 871 {
			name := fmt.Sprintf(`"Name": "B%d`, i)
			entries = append(entries, bytes.Replace(some[i%len(some)], []byte(`"Name": "`), []byte(name), 1))
		}
		data = listOf(entries...)
	}
	b.SetBytes(int64(len(data)))
	var ours, plain time.Duration
	for b.Loop() {
		start := time.Now()
		if _, _, err := decode(data, now); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		var entries []plainEntry
		if err := json.Unmarshal(data, &entries); err != nil {
			b.Fatal(err)
		}
		ours, plain = ours+middle.Sub(start), plain+time.Since(middle)
	}
	b.ReportMetric(float64(ours)/float64(plain), "×encoding/json")
}

// plainEntry is entry without the type of another package.
type plainEntry struct {
	Name, Title, Domain, BreachDate, AddedDate                   *string
	PwnCount                                                     json.RawMessage
	DataClasses                                                  *[]string
	IsVerified, IsFabricated, IsSensitive, IsRetired, IsSpamList *bool
}
