package bonjourlafuite

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/feedtest"
	"vigie/monitor/feeds/rss"
)

var now = time.Date(2026, 8, 21, 9, 0, 0, 0, time.UTC)

// example is made for these tests; no raw capture of the feed is known.
func example(t testing.TB) []byte {
	t.Helper()
	body, err := os.ReadFile("testdata/feed.xml")
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func records(t *testing.T, body []byte) []monitor.Record {
	t.Helper()
	items, err := rss.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	records, refused := source(DefaultURL).Records(items, monitor.DateOf(now))
	if refused > 0 {
		t.Errorf("%d items refused", refused)
	}
	feedtest.CheckRecords(t, monitor.FeedBonjourLaFuite, records, now)
	return records
}

func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Suite{
		New: func(_ *testing.T, base string, client *egress.Client) monitor.Feed {
			return New(client, base+"/feed.xml")
		},
		Good:   []feedtest.Page{{Path: "/feed.xml", Type: "application/rss+xml", Body: example(t)}},
		Format: feedtest.XML,
		Now:    now,
	})
}

func TestRecords(t *testing.T) {
	day := monitor.MustDate
	want := []monitor.Record{
		{ID: "mutuelle-d-exemple-2026-08-20", Facts: monitor.Facts{
			Organisation: "Mutuelle d'Exemple", Status: monitor.StatusConfirmed, DisclosedOn: day("2026-08-20"), Sensitive: true, Affected: 7500,
			Exposed:      []monitor.Class{"Names", "Dates of birth", "Places of birth", "Social security numbers", "Passwords", "Couleur préférée"},
			NotConcerned: []monitor.Class{"Bank account numbers"}, Passwords: "hashed or encrypted",
			References: []monitor.Reference{{Title: "🟢 Mutuelle d'Exemple", Publisher: "Bonjour la fuite", URL: "https://feed.example/#mutuelle"}},
		}},
		{ID: "transports-d-exemple-2026-08-19", Facts: monitor.Facts{
			Organisation: "Transports d'Exemple", Status: monitor.Claimed, DisclosedOn: day("2026-08-19"),
			References: []monitor.Reference{{Title: "🟠 Transports d'Exemple", Publisher: "Bonjour la fuite", URL: "https://feed.example/#transports"}},
		}},
		{ID: "exemple-example-2026-08-18", Facts: monitor.Facts{
			Organisation: "Exemple.example", Status: monitor.Claimed, DisclosedOn: day("2026-08-18"), Affected: 2877,
			Domains:    []string{"exemple.example"},
			References: []monitor.Reference{{Title: "🔴 Exemple.example", Publisher: "Bonjour la fuite", URL: "https://feed.example/#exemple"}},
		}},
		{ID: "mairie-d-exemple-2026-08-17", Facts: monitor.Facts{ // without a disc nobody said that it is confirmed
			Organisation: "Mairie d'Exemple", Status: monitor.Claimed, DisclosedOn: day("2026-08-17"),
			References: []monitor.Reference{{Title: "Mairie d'Exemple", Publisher: "Bonjour la fuite"}},
		}},
	}
	for i := range want {
		want[i].Feed, want[i].Key = monitor.FeedBonjourLaFuite, want[i].ID
	}
	sameDay := cmp.Comparer(func(a, b monitor.Date) bool { return a == b })
	if diff := cmp.Diff(want, records(t, example(t)), sameDay, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A claim that is confirmed, with other data, is the same record.
func TestKeyOutlivesCorrections(t *testing.T) {
	before := records(t, example(t))
	after := records(t, []byte(`<rss version="2.0"><channel><item><title>🟢 TRANSPORTS d’Exemple</title>
		<link>https://feed.example/new</link><guid>new</guid><pubDate>Wed, 19 Aug 2026 08:00:00 GMT</pubDate>
		<description>&lt;ul&gt;&lt;li&gt;IBAN&lt;/li&gt;&lt;/ul&gt;</description></item></channel></rss>`))
	old, new := before[1], after[0]
	if old.Key != new.Key || old.ID != new.ID {
		t.Errorf("key %q became %q", old.Key, new.Key)
	}
	if old.Status != monitor.Claimed || new.Status != monitor.StatusConfirmed || !slices.Equal(new.Exposed, []monitor.Class{"Bank account numbers"}) {
		t.Errorf("before %+v, after %+v", old.Facts, new.Facts)
	}
}

func TestSensitive(t *testing.T) {
	for category, want := range map[string]bool{"sensitive": true, "leak,sensitive": true, "leak": false, "insensitive": false} {
		if facts, _ := Read(rss.Item{Title: "🟢 Suez", Categories: []string{category}}); facts.Sensitive != want {
			t.Errorf("category %q: sensitive %t", category, facts.Sensitive)
		}
	}
}

func TestPeople(t *testing.T) {
	tests := []struct {
		text string
		want int64
	}{
		{"33 millions de personnes", 33_000_000},
		{"5,1 millions de personnes", 5_100_000},
		{"14,1 millions de personnes", 14_100_000},
		{"3.6 millions de clients", 3_600_000},
		{"1 million d’abonnés", 1_000_000},
		{"45 000 personnes", 45_000},
		{"45.000 personnes", 45_000},
		{"625 434 comptes", 625_434},
		{"Environ 7 500 agents", 7_500},
		{"12k clients", 12_000},
		{"3 membres", 3},
		{"1.22Go, 13 446 enregistrements, 2 877 personnes", 2_877},
		{"2 milliards de comptes", 2_000_000_000},

		{"", 0},
		{"82Go", 0},
		{"Credential stuffing", 0},
		{"1,5 millions", 0}, // of what?
		{"13 446 enregistrements", 0},
		{"Quelques centaines de milliers de personnes", 0},
		{"Plusieurs dizaines de milliers de clients", 0},
		{"4.35 millions d’enseignants, 1.22 millions d’étudiants", 0}, // or are some both?
		{"entre 150 000 et 200 000 personnes", 0},
		{"150-200 000 clients", 0},
		{"1,5 clients", 0},
		{"12 34 567 clients", 0},
		{"99999999999999999999 personnes", 0},
		{"5000 milliards de personnes", 0},
	}
	for _, tt := range tests {
		if got := people(tt.text); got != tt.want {
			t.Errorf("people(%q) = %d, want %d", tt.text, got, tt.want)
		}
	}
}

func FuzzPeople(f *testing.F) {
	f.Add("1,5 millions de personnes")
	f.Add("1.22Go, 13 446 enregistrements, 2 877 personnes")
	f.Fuzz(func(t *testing.T, text string) {
		if n := people(text); n < 0 || n > most {
			t.Errorf("people(%q) = %d", text, n)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("🟢 Suez", "sensitive", "1,5 million de personnes", "Nom, prénom")
	f.Add("🟠", "", "", "")
	f.Fuzz(func(t *testing.T, title, category, text, label string) {
		item := rss.Item{Title: rss.Plain(title, monitor.MaxName), Categories: []string{category},
			Text: rss.Plain(text, monitor.MaxText), List: []string{rss.Plain(label, monitor.MaxText)}}
		records, _ := source(DefaultURL).Records([]rss.Item{item}, monitor.DateOf(now))
		feedtest.CheckRecords(t, monitor.FeedBonjourLaFuite, records, now)
	})
}

// A documented example, and what another reader made of the real feed on one day.
func TestCaptures(t *testing.T) {
	if body, ok := feedtest.Captures(t, "bonjourlafuite/feed.example.xml"); ok {
		got := records(t, body)
		if len(got) != 3 || got[0].ID != "suez-2026-08-20" || !got[0].Sensitive || got[1].Status != monitor.Claimed || got[2].Affected != 2877 {
			t.Errorf("got %+v", got)
		}
	}
	body, ok := feedtest.Captures(t, "bonjourlafuite/rss-derived-2026-08-21.json")
	if !ok {
		return
	}
	var leaks []struct {
		Organization, Volume string
		Data                 []string
	}
	if err := json.Unmarshal(body, &leaks); err != nil {
		t.Fatal(err)
	}
	affected := map[string]int64{"Alaxione": 6_800_000, "Institut de recherche pour le développement": 7_500, "Santé publique France": 80_000}
	for _, l := range leaks {
		facts, _ := Read(rss.Item{Title: "🟢 " + l.Organization, List: l.Data, Text: rss.Plain(l.Volume, monitor.MaxText)})
		if facts.Organisation != l.Organization || facts.Affected != affected[l.Organization] {
			t.Errorf("%s reads as %+v", l.Organization, facts)
		}
		if l.Organization == "Suez" && !slices.Contains(facts.Exposed, monitor.ClassBank) {
			t.Errorf("Suez reads as %+v", facts)
		}
	}
}
