package rss

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/feedtest"
)

var now = time.Date(2026, 8, 21, 9, 0, 0, 0, time.UTC)

// titles is a source whose items are titled with a name.
func titles(url string) Source {
	return Source{Name: monitor.FeedFuitesInfos, Publisher: "Exemple", URL: url, AllowPrivate: true, Read: func(it Item) (monitor.Facts, bool) {
		return monitor.Facts{Organisation: it.Title, Status: monitor.Claimed, Exposed: []monitor.Class{monitor.Class(digest(it.GUID))}}, it.Title != "news"
	}}
}

func TestConformance(t *testing.T) {
	for _, name := range []string{"rss2.xml", "atom.xml", "rss1.xml"} {
		t.Run(name, func(t *testing.T) {
			feedtest.Run(t, feedtest.Suite{
				New: func(_ *testing.T, base string, client *egress.Client) monitor.Feed {
					return New(client, titles(base+"/feed.xml"))
				},
				Good:   []feedtest.Page{{Path: "/feed.xml", Type: "application/xml", Body: fixture(t, name)}},
				Format: feedtest.XML,
				Now:    now,
			})
		})
	}
}

func TestRecords(t *testing.T) {
	today := monitor.MustDate("2026-08-21")
	day := monitor.MustDate
	items := []Item{
		{Title: "Suez", Day: day("2026-08-20"), GUID: "1", Link: "https://feed.example/1"},
		{Title: "news"},
		{Title: ""},
		{Title: "Caf\uFFFD"},
		{Title: "suez", Day: day("2026-08-20"), GUID: "2"},
		{Title: "Demain", Day: day("2026-08-22")},
		{Title: "Après", Day: day("2026-08-23")},
		{Title: "Jamais"},
	}
	records, refused := titles("").Records(items, today)
	if refused != 2 {
		t.Errorf("%d refused, want 2", refused)
	}
	type row struct{ id, disclosed string }
	var got []row
	for _, r := range records {
		got = append(got, row{r.ID, r.DisclosedOn.String()})
	}
	want := []row{{"suez-2026-08-20", "2026-08-20"}, {"demain-2026-08-22", "2026-08-22"}, {"apres-2026-08-23", ""}, {records[3].ID, ""}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if first := records[0]; !slices.Equal(first.Exposed, []monitor.Class{monitor.Class(digest("1")), monitor.Class(digest("2"))}) || first.References[0].URL != "https://feed.example/1" {
		t.Errorf("two items about one breach: %+v", first)
	}
}

// What is new in a feed does not change what it says of the rest.
func TestKeysDoNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Item {
			it := Item{Title: rapid.SampledFrom([]string{"Suez", "SUEZ", "Orange", "3F", "Sfr"}).Draw(t, "title")}
			if d := rapid.IntRange(0, 4).Draw(t, "day"); d > 0 {
				it.Day = monitor.DateOf(now.AddDate(0, 0, -d))
			} else {
				it.GUID = rapid.SampledFrom([]string{"a", "b"}).Draw(t, "guid")
			}
			return it
		}), 1, 10).Draw(t, "items")
		shuffled := rapid.Permutation(items).Draw(t, "shuffled")
		keys := func(items []Item) []string {
			var keys []string
			records, _ := titles("").Records(items, monitor.DateOf(now))
			for _, r := range records {
				keys = append(keys, r.Key)
			}
			slices.Sort(keys)
			return keys
		}
		if diff := cmp.Diff(keys(items), keys(shuffled)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestJoin(t *testing.T) {
	a := monitor.Facts{Status: monitor.Claimed, Exposed: []monitor.Class{"Names"}, NotConcerned: []monitor.Class{"Passwords", "Photos"}, Affected: 3}
	b := monitor.Facts{Status: monitor.StatusConfirmed, Exposed: []monitor.Class{"Passwords", "Names"}, Sensitive: true, Passwords: "hashed or encrypted"}
	got := join(a, b)
	want := monitor.Facts{Status: monitor.StatusConfirmed, Exposed: []monitor.Class{"Names", "Passwords"}, NotConcerned: []monitor.Class{"Photos"},
		Affected: 3, Sensitive: true, Passwords: "hashed or encrypted"}
	if diff := cmp.Diff(want, got, sameDay); diff != "" {
		t.Error(diff)
	}
}
