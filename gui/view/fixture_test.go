package view

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/checklist"
	"vigie/checklist/letters"
	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/explain"
)

// paris is the time zone of the household, without asking the system for it.
var paris = time.FixedZone("CET", 3600)

// now is when the screens are looked at: a Sunday in November.
var now = time.Date(2026, 11, 22, 9, 24, 0, 0, paris)

// leaksOfTheScenes are few, so that the screens do not change with every record
// that the catalogue gains.
var leaksOfTheScenes = []string{
	"boulanger-2024", "cnrs-2026", "ficoba-2026", "france-travail-2024", "france-travail-2025-10", "france-travail-missions-locales-2025",
	"free-2024", "urssaf-dpae-2026", "viamedis-almerys-2024",
}

// facts are what the program carries with it, read once: they never change.
var facts = sync.OnceValues(func() (embedded, error) {
	var file struct {
		Breaches []monitor.Record `json:"breaches"`
	}
	if err := json.Unmarshal(assets.Catalogue(), &file); err != nil {
		return embedded{}, err
	}
	file.Breaches = slices.DeleteFunc(file.Breaches, func(r monitor.Record) bool { return !slices.Contains(leaksOfTheScenes, r.ID) })
	for i := range file.Breaches {
		file.Breaches[i].Feed, file.Breaches[i].Key = monitor.FeedVigie, file.Breaches[i].ID
		file.Breaches[i].FirstSeen = time.Date(2026, 11, 20, 8, 12, 0, 0, time.UTC)
	}
	classes, err := explain.LoadClasses(assets.Classes())
	if err != nil {
		return embedded{}, err
	}
	catalogue := monitor.NewCatalogue(monitor.Merge(file.Breaches))
	dir, err := directory.Load(assets.Directory())
	if err != nil {
		return embedded{}, err
	}
	dir = dir.With(catalogue.Breaches())
	advice, err := checklist.Load(assets.Advice(), dir, classes)
	return embedded{catalogue, classes, dir, advice}, err
})

type embedded struct {
	catalogue *monitor.Catalogue
	classes   *explain.Classes
	directory *directory.Directory
	advice    *checklist.Advice
}

// everyday is a household of four with the answers people give, in a language:
// lists read twelve minutes ago, one action done, one put off.
func everyday(t testing.TB, lang string) *State {
	t.Helper()
	s := bare(t, lang)
	since := monitor.MustDate
	s.Household = &monitor.Household{
		Persons: []monitor.Person{
			{ID: "p1", Name: "Claire", Role: monitor.Adult}, {ID: "p2", Name: "Mehdi", Role: monitor.Adult},
			{ID: "p3", Name: "Jeanne", Role: monitor.Helped}, {ID: "p4", Name: "Léo", Role: monitor.Child},
		},
		Affiliations: []monitor.Affiliation{
			{ID: "a1", Person: "p1", Organisation: "Pôle emploi", Relation: "jobseeker", Period: monitor.Period{From: since("2011"), To: since("2013")}},
			{ID: "a2", Person: "p1", Organisation: "Free", Relation: "subscriber", Period: monitor.Period{From: since("2015"), Current: true}},
			{ID: "a3", Person: "p1", Organisation: "Free Mobile", Relation: "subscriber", Period: monitor.Period{From: since("2018"), Current: true}},
			{ID: "a4", Person: "p2", Organisation: "Boulanger", Relation: "customer"},
			{ID: "a5", Person: "p3", Organisation: "Viamedis", Relation: "insured", Period: monitor.Period{From: since("2005"), Current: true}},
			{ID: "a6", Person: "p1", Organisation: "Mission locale"},
		},
		Identifiers: []monitor.Identifier{
			{ID: "i1", Person: "p1", Kind: monitor.Email, Masked: "c•••@e•••.org"},
			{ID: "i2", Person: "p1", Kind: monitor.NIR, Masked: "•••"},
		},
		Consents: []monitor.Consent{{Feed: monitor.FeedXposedOrNot, Identifier: "i1", At: now.AddDate(0, 0, -2), Last: monitor.LookupState{TriedAt: now.Add(-time.Hour), AnsweredAt: now.Add(-time.Hour)}}},
	}
	s.Alerts = []monitor.Alert{{ID: "x1", Person: "p1", Breach: "france-travail-2024", Kind: monitor.AlertNew, At: now.Add(-12 * time.Minute)}}
	s.Ledger = []monitor.LedgerEntry{
		{ID: 1, At: now.AddDate(0, 0, -1), Feed: monitor.FeedHIBP, Host: "haveibeenpwned.com", Purpose: monitor.PurposeCatalogue, Sent: monitor.SentNothing, BytesOut: 312, BytesIn: 20480, Outcome: "200"},
		{ID: 2, At: now.Add(-time.Hour), Feed: monitor.FeedXposedOrNot, Host: "api.xposedornot.com", Purpose: monitor.PurposeLookup, Sent: monitor.SentEmail, Identifier: "i1", BytesOut: 290, BytesIn: 90, Outcome: "404"},
		{ID: 3, At: now.Add(-12 * time.Minute), Feed: monitor.FeedCNIL, Host: "www.cnil.fr", Purpose: monitor.PurposeCatalogue, Sent: monitor.SentNothing, Outcome: string(monitor.ReasonTimeout)},
		{ID: 4, At: now.Add(-11 * time.Minute), Feed: monitor.FeedHIBP, Host: "haveibeenpwned.com", Purpose: monitor.PurposeCatalogue, Sent: monitor.SentNothing, BytesOut: 312, BytesIn: 0, Outcome: "304"},
	}
	s.Letters = []LetterFacts{{ID: "l1", Person: "p1", Breach: "france-travail-2024", To: "France Travail", Written: since("2026-11-02"),
		Sent: letters.Sent{Kind: letters.Access, Sent: since("2026-11-03"), Received: since("2026-11-05")}}}
	return settle(t, s)
}

// bare is an installation that nobody has told anything, whose lists were read.
func bare(t testing.TB, lang string) *State {
	t.Helper()
	f, err := facts()
	if err != nil {
		t.Fatal(err)
	}
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	on := true
	s := &State{
		Now: now, Words: w, Explain: explain.New(w, f.classes, paris),
		Keychain: monitor.KeychainOK, Household: &monitor.Household{}, Catalogue: f.catalogue, Directory: f.directory, Advice: f.advice,
		LastComplete: now.Add(-12 * time.Minute), FirstStart: StepDone, JudgesPasswords: true,
		Settings: Settings{
			Look: Look{Theme: ThemeSystem, TextSize: 100}, Schedule: "day", Quiet: "22:00-07:00", Privacy: "counts", Autostart: &on,
			NextCheck: time.Date(2026, 11, 22, 18, 40, 0, 0, paris), Version: "0.1.0", DataDir: "~/.local/share/vigie", Vault: "Secret Service",
			Lookups: []LookupService{
				{Feed: monitor.FeedXposedOrNot, Host: "api.xposedornot.com", Sends: map[monitor.Kind]monitor.Sent{monitor.Email: monitor.SentEmail}},
				{Feed: monitor.FeedHIBP, Host: "haveibeenpwned.com", Sends: map[monitor.Kind]monitor.Sent{monitor.Email: monitor.SentEmail}, NeedsKey: true},
			},
		},
	}
	for _, name := range monitor.FeedNames() {
		s.Feeds = append(s.Feeds, monitor.FeedStatus{Name: name, State: monitor.StateOK, Records: 200, TriedAt: now.Add(-12 * time.Minute), CheckedAt: now.Add(-12 * time.Minute)})
	}
	return settle(t, s)
}

// settle works out what follows from what people said, as the program does.
func settle(t testing.TB, s *State, said ...checklist.Progress) *State {
	t.Helper()
	s.Findings = s.Catalogue.Match(s.Household, checklist.LocalDay(s.Now))
	s.Input = checklist.Input{Household: s.Household, Catalogue: s.Catalogue, Findings: s.Findings, Progress: said, Today: checklist.LocalDay(s.Now)}
	s.Plan = s.Advice.Plan(s.Input)
	s.Puzzle = s.Advice.Exposure(s.Findings)
	return s
}

// mark says something about a step and settles again.
func mark(t testing.TB, s *State, step string, said checklist.Progress) {
	t.Helper()
	for _, a := range checklist.Leaves(s.Plan) {
		if a.Person == "p1" && a.Key() == step {
			said.At = checklist.DateOf(checklist.LocalDay(s.Now) - 2)
			settle(t, s, append(s.Input.Progress, a.Keep(said)...)...)
			return
		}
	}
	t.Fatalf("%s is not in the plan", step)
}
