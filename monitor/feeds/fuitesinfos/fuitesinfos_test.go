package fuitesinfos

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/feedtest"
	"vigie/monitor/feeds/rss"
)

var now = time.Date(2026, 8, 21, 9, 0, 0, 0, time.UTC)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// The RSS example is made for these tests; no raw capture of the feed is known.
// The register's is made by another program than ours, and checked against real
// captures where they are at hand.
func TestConformance(t *testing.T) {
	for name, page := range map[string]struct {
		mediaType string
		format    feedtest.Format
	}{
		"feed.xml":       {"application/rss+xml", feedtest.XML},
		"registre.jsonl": {"text/plain", feedtest.Opaque},
	} {
		t.Run(name, func(t *testing.T) {
			feedtest.Run(t, feedtest.Suite{
				New: func(_ *testing.T, base string, client *egress.Client) monitor.Feed {
					return New(client, base+"/"+name)
				},
				Good:   []feedtest.Page{{Path: "/" + name, Type: page.mediaType, Body: fixture(t, name)}},
				Format: page.format,
				Now:    now,
			})
		})
	}
}

func TestRecords(t *testing.T) {
	items, err := rss.Parse(fixture(t, "feed.xml"))
	if err != nil {
		t.Fatal(err)
	}
	records, refused := source(DefaultURL).Records(items, monitor.DateOf(now))
	if len(records) != 2 || refused != 0 {
		t.Fatalf("%d records, %d refused", len(records), refused)
	}
	dge, mairie := records[0], records[1]
	if dge.ID != "dge-direction-generale-d-exemple-2026-08-20" || dge.Status != monitor.StatusConfirmed || len(dge.Aliases) != 2 {
		t.Errorf("got %+v", dge)
	}
	if mairie.ID != "mairie-d-exemple-2026-08-19" || mairie.Organisation != "Mairie d'Exemple" || mairie.Status != monitor.Claimed {
		t.Errorf("got %+v", mairie)
	}
	for _, r := range records {
		if len(r.Exposed) > 0 || r.Population != (monitor.Text{}) || r.Vector != (monitor.Text{}) {
			t.Errorf("more than title, link and date is kept: %+v", r)
		}
	}
}

func TestReadTitle(t *testing.T) {
	tests := []struct {
		title, organisation string
		status              monitor.Status
	}{
		{"Accor", "Accor", monitor.Claimed},
		{"Accor (Confirmée)", "Accor", monitor.StatusConfirmed},
		{"[Revendiquée] Accor", "Accor", monitor.Claimed},
		{"Confirmée : Accor", "Accor", monitor.StatusConfirmed},
		{"Accor – Confirmée", "Accor", monitor.StatusConfirmed},
		{"Accor : fuite non confirmée", "Accor", monitor.Claimed},
		{"Accor : fuite confirmée", "Accor", monitor.StatusConfirmed},
		{"Accor : 1,2 million de clients", "Accor", monitor.Claimed},
		{"Accor: les données en vente", "Accor", monitor.Claimed},
		{"Fuite de données : Accor", "Accor", monitor.Claimed},
		{"Fuite de données chez Accor", "Accor", monitor.Claimed},
		{"Violation de données personnelles de la CNAF : que faire", "CNAF", monitor.Claimed},
		{"Cyberattaque – Ville d'Exemple", "Ville d'Exemple", monitor.Claimed},
		{"Cyberattaque contre l’Opéra", "l’Opéra", monitor.Claimed},
		{"Steam (via CEVA Logistics)", "Steam (via CEVA Logistics)", monitor.Claimed},
		{"MUC 72 / Le Mans FC", "MUC 72 / Le Mans FC", monitor.Claimed},
		{"Terr'Alta Immobilier", "Terr'Alta Immobilier", monitor.Claimed},
		{"e-Benefits Prévoyance", "e-Benefits Prévoyance", monitor.Claimed},
		{"Vol Air", "Vol Air", monitor.Claimed}, // a name that begins like an incident
		{"Alerte Info", "Alerte Info", monitor.Claimed},
		{"Re:lab", "Re:lab", monitor.Claimed},
		{"Revendiquée", "Revendiquée", monitor.Claimed}, // nothing else is there to name
		{"Fuite de données", "", monitor.Claimed},
		{"", "", monitor.Claimed},
	}
	for _, tt := range tests {
		facts, _ := Read(rss.Item{Title: tt.title})
		if facts.Organisation != tt.organisation || facts.Status != tt.status {
			t.Errorf("Read(%q) = %q, %s, want %q, %s", tt.title, facts.Organisation, facts.Status, tt.organisation, tt.status)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("[Revendiquée] Fuite de données chez Accor : x", "Confirmée")
	f.Add(" : – |", "")
	f.Fuzz(func(t *testing.T, title, category string) {
		item := rss.Item{Title: rss.Plain(title, monitor.MaxName), Categories: []string{rss.Plain(category, monitor.MaxName)}}
		records, _ := source(DefaultURL).Records([]rss.Item{item}, monitor.DateOf(now))
		feedtest.CheckRecords(t, monitor.FeedFuitesInfos, records, now)
	})
}
