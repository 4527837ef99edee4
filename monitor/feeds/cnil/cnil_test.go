package cnil

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
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

// Broken documents are tried in the tests of package rss, which reads them: here
// most of them are news about nobody, which is an answer and not an error.
func TestConformance(t *testing.T) {
	feedtest.Run(t, feedtest.Suite{
		New: func(_ *testing.T, base string, client *egress.Client) monitor.Feed {
			return New(client, base+"/rss.xml")
		},
		Good:   []feedtest.Page{{Path: "/rss.xml", Type: "application/rss+xml", Body: example(t)}},
		Format: feedtest.Opaque,
		Now:    now,
	})
}

// News about nobody are a valid answer; a channel without news is not, nor are
// news without titles.
func TestFetchTellsNothingFromNoAnswer(t *testing.T) {
	nobody := bytes.ReplaceAll(example(t), []byte("Mutuelle Exemple : l’autorité enquête sur la fuite"), []byte("L’autorité publie son étude de la fuite"))
	body := nobody
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write(body)
	}))
	defer server.Close()
	feed := New(feedtest.NewClient(&feedtest.Ledger{}, now), server.URL)
	if got, err := feed.Fetch(t.Context(), nil); err != nil || got.Unchanged || len(got.Records) != 0 || got.Refused != 0 {
		t.Errorf("news about nobody: %+v, %v", got, err)
	}
	for _, bad := range []string{
		`<rss version="2.0"><channel></channel></rss>`,
		`<rss version="2.0"><channel><item></item><item></item></channel></rss>`,
	} {
		body = []byte(bad)
		if got, err := feed.Fetch(t.Context(), nil); err == nil {
			t.Errorf("%s: %+v", bad, got)
		}
	}
}

func TestRead(t *testing.T) {
	tests := []struct{ title, organisation string }{
		{"France Travail : la CNIL enquête sur la fuite de données et donne des conseils pour se protéger", "France Travail"},
		{"Violation de données de France Travail : comment la CNIL agit", ""}, // "comment": advice
		{"Violation de données de France Travail : les démarches de la CNIL", "France Travail"},
		{"Fuite de données chez Free : la CNIL rappelle les précautions à prendre", "Free"},
		{"Cyberattaque contre l’Agence Exemple", "Agence Exemple"},
		{"Vol de données du Crédit Exemple de Paris en ligne", "Crédit Exemple de Paris"},
		{"La CNIL ouvre une enquête après la cyberattaque contre « L’Exemple de Demain »", "L’Exemple de Demain"},

		// Nobody, or nobody in particular.
		{"Violation de données de deux opérateurs de tiers payant : la CNIL ouvre une enquête et rappelle aux assurés", ""},
		{"Violation de données de santé : la CNIL rappelle les règles", ""},
		{"Fuite de données sur internet et vol de votre IBAN : vous protéger si vous êtes concerné", ""},
		{"Violation de données chez Viamedis et Almerys", ""}, // two
		{"Violation de données : la CNIL publie ses conseils", ""},
		{"Cybersécurité : les fuites de données se multiplient", ""},
		{"CNIL : une fuite de données", ""},
		{"La fuite de données : ce qu’il faut savoir", ""},
		{"Les sites « Exemple » et « Modèle » et la fuite de données", ""},

		// Not about a breach, or years after it.
		{"France Travail : la CNIL donne son avis", ""},
		{"Violation de données : sanction de 5 millions d’euros à l’encontre de France Travail", ""},
		{"Fuite de données de Free : la CNIL a sanctionné l’opérateur d’une amende de 42 millions d’euros", ""},
		{"Violations de données personnelles : bilan de cinq années de notifications", ""},
	}
	for _, tt := range tests {
		facts, ok := Read(rss.Item{Title: tt.title})
		if facts.Organisation != tt.organisation || ok != (tt.organisation != "") {
			t.Errorf("Read(%q) = %q, %t, want %q", tt.title, facts.Organisation, ok, tt.organisation)
		}
		if ok && facts.Status != monitor.StatusConfirmed {
			t.Errorf("Read(%q): status %s", tt.title, facts.Status)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("France Travail : la CNIL enquête sur la fuite de données")
	f.Add("cyberattaque contre « » : et")
	f.Fuzz(func(t *testing.T, title string) {
		records, _ := source(DefaultURL).Records([]rss.Item{{Title: rss.Plain(title, monitor.MaxName)}}, monitor.DateOf(now))
		feedtest.CheckRecords(t, monitor.FeedCNIL, records, now)
	})
}
