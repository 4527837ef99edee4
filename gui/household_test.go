package gui

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/checklist"
	"vigie/checklist/letters"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/explain"
)

var (
	paris = time.FixedZone("CET", 3600)
	now   = time.Date(2026, 11, 22, 9, 24, 0, 0, paris)
)

// known is what the program carries with it.
type known struct {
	catalogue *monitor.Catalogue
	classes   *explain.Classes
	directory *directory.Directory
	advice    *checklist.Advice
}

var facts = sync.OnceValues(func() (known, error) {
	var file struct {
		Breaches []monitor.Record `json:"breaches"`
	}
	if err := json.Unmarshal(assets.Catalogue(), &file); err != nil {
		return known{}, err
	}
	for i := range file.Breaches {
		file.Breaches[i].Feed, file.Breaches[i].Key = monitor.FeedVigie, file.Breaches[i].ID
		file.Breaches[i].FirstSeen = now.AddDate(0, 0, -2)
	}
	classes, err := explain.LoadClasses(assets.Classes())
	if err != nil {
		return known{}, err
	}
	catalogue := monitor.NewCatalogue(monitor.Merge(file.Breaches))
	dir, err := directory.Load(assets.Directory())
	if err != nil {
		return known{}, err
	}
	dir = dir.With(catalogue.Breaches())
	advice, err := checklist.Load(assets.Advice(), dir, classes)
	return known{catalogue, classes, dir, advice}, err
})

// household is a home with things to do, as the program would hand it over.
func household(t testing.TB, lang string) *view.State {
	t.Helper()
	f, err := facts()
	if err != nil {
		t.Fatal(err)
	}
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	day, on := monitor.MustDate, true
	s := &view.State{
		Now: now, Words: w, Explain: explain.New(w, f.classes, paris), Keychain: monitor.KeychainOK,
		Catalogue: f.catalogue, Directory: f.directory, Advice: f.advice, LastComplete: now.Add(-12 * time.Minute), JudgesPasswords: true, FirstStart: view.StepDone,
		Household: &monitor.Household{
			Persons: []monitor.Person{{ID: "p1", Name: "Claire", Role: monitor.Adult}, {ID: "p2", Name: "Mehdi", Role: monitor.Adult}, {ID: "p3", Name: "Jeanne", Role: monitor.Helped}, {ID: "p4", Name: "Léo", Role: monitor.Child}},
			Affiliations: []monitor.Affiliation{
				{ID: "a1", Person: "p1", Organisation: "Pôle emploi", Relation: "jobseeker", Period: monitor.Period{From: day("2011"), To: day("2013")}},
				{ID: "a2", Person: "p1", Organisation: "Free", Relation: "subscriber", Period: monitor.Period{From: day("2015"), Current: true}},
				{ID: "a4", Person: "p2", Organisation: "Boulanger", Relation: "customer"},
				{ID: "a5", Person: "p3", Organisation: "Viamedis", Relation: "insured", Period: monitor.Period{From: day("2005"), Current: true}},
			},
			Identifiers: []monitor.Identifier{{ID: "i1", Person: "p1", Kind: monitor.Email, Masked: "c•••@e•••.org"}},
			Consents:    []monitor.Consent{{Feed: monitor.FeedXposedOrNot, Identifier: "i1", At: now}},
		},
		Letters: []view.LetterFacts{{ID: "l1", Person: "p1", Breach: "france-travail-2024", To: "France Travail", Written: day("2026-11-02"), Sent: letters.Sent{Kind: letters.Access, Sent: day("2026-11-03")}}},
		Settings: view.Settings{
			Look: view.Look{Theme: view.ThemeLight, TextSize: 100}, Schedule: "day", Quiet: "22:00-07:00", Privacy: "counts", Autostart: &on,
			NextCheck: now.Add(9 * time.Hour), Version: "0.1.0", DataDir: "/home/claire/.local/share/vigie", Vault: "Secret Service",
			Lookups: []view.LookupService{
				{Feed: monitor.FeedXposedOrNot, Host: "api.xposedornot.com", Sends: map[monitor.Kind]monitor.Sent{monitor.Email: monitor.SentEmail}},
				{Feed: monitor.FeedHIBP, Host: "haveibeenpwned.com", Sends: map[monitor.Kind]monitor.Sent{monitor.Email: monitor.SentEmail}, NeedsKey: true},
			},
		},
	}
	for _, name := range monitor.FeedNames() {
		s.Feeds = append(s.Feeds, monitor.FeedStatus{Name: name, State: monitor.StateOK, Records: 200, TriedAt: now.Add(-12 * time.Minute), CheckedAt: now.Add(-12 * time.Minute)})
	}
	s.Alerts = []monitor.Alert{{ID: "x1", Person: "p1", Breach: "france-travail-2024", Kind: monitor.AlertNew, At: now.Add(-12 * time.Minute)}}
	s.Ledger = requests(60)
	s.Findings = s.Catalogue.Match(s.Household, checklist.LocalDay(now))
	s.Input = checklist.Input{Household: s.Household, Catalogue: s.Catalogue, Findings: s.Findings, Today: checklist.LocalDay(now)}
	s.Plan, s.Puzzle = s.Advice.Plan(s.Input), s.Advice.Exposure(s.Findings)
	return s
}

// requests is a ledger of n rows.
func requests(n int) []monitor.LedgerEntry {
	all := make([]monitor.LedgerEntry, n)
	for i := range all {
		all[i] = monitor.LedgerEntry{ID: int64(i + 1), At: now.Add(time.Duration(i-n) * 17 * time.Minute), Feed: monitor.FeedHIBP, Host: "haveibeenpwned.com", Purpose: monitor.PurposeCatalogue, Sent: monitor.SentNothing, BytesOut: 312, BytesIn: 20480, Outcome: "200"}
	}
	return all
}
