package frenchbreaches

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

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
	items, err := rss.Parse(example(t))
	if err != nil {
		t.Fatal(err)
	}
	records, refused := source(DefaultURL).Records(items, monitor.DateOf(now))
	if len(records) != 2 || refused != 0 {
		t.Fatalf("%d records, %d refused", len(records), refused)
	}
	tests := []struct {
		id, link string
		exposed  []monitor.Class
	}{
		{"librairie-d-exemple-2026-08-20", "https://feed.example/alertes/librairie-d-exemple-mo0ah8spmz9",
			[]monitor.Class{"Email addresses", "Names", "Bank account numbers"}},
		{"clinique-d-exemple-2026-08-19", "https://feed.example/alertes/clinique-d-exemple-mnwz7351s4i",
			[]monitor.Class{"Phone numbers"}}, // the sector is no kind of data
	}
	for i, tt := range tests {
		r := records[i]
		if r.ID != tt.id || r.Key != tt.id || r.References[0].URL != tt.link || !slices.Equal(r.Exposed, tt.exposed) {
			t.Errorf("got %+v, want %+v", r, tt)
		}
		if r.Status != monitor.Claimed {
			t.Errorf("%s is %s, though nobody confirmed it", r.ID, r.Status)
		}
		for _, text := range []string{r.Organisation, r.Population.FR, r.Vector.FR, r.References[0].Title} {
			if strings.Contains(text, "text") {
				t.Errorf("%s keeps a description: %q", r.ID, text)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Librairie d'Exemple", "RIB/IBAN")
	f.Add("", "Santé")
	f.Fuzz(func(t *testing.T, title, category string) {
		item := rss.Item{Title: rss.Plain(title, monitor.MaxName), Categories: []string{rss.Plain(category, monitor.MaxName)}}
		records, _ := source(DefaultURL).Records([]rss.Item{item}, monitor.DateOf(now))
		feedtest.CheckRecords(t, monitor.FeedFrenchBreaches, records, now)
	})
}
