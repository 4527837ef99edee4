package view

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/assets/words"
	"vigie/checklist"
	"vigie/checklist/letters"
	"vigie/checklist/notice"
	"vigie/monitor"
)

var update = flag.Bool("update", false, "write the golden files")

// scene is one screen in one state.
type scene struct {
	name string
	make func(t *testing.T, lang string) (*State, UI)
}

// at is a scene of the everyday household.
func at(name string, place Place, change ...func(s *State, u *UI)) scene {
	return scene{name, func(t *testing.T, lang string) (*State, UI) {
		s, u := everyday(t, lang), UI{Place: place}
		for _, f := range change {
			f(s, &u)
		}
		return s, u
	}}
}

// from is a scene of an installation that nobody has told anything.
func from(name string, place Place, change ...func(s *State, u *UI)) scene {
	return scene{name, func(t *testing.T, lang string) (*State, UI) {
		s, u := bare(t, lang), UI{Place: place}
		for _, f := range change {
			f(s, &u)
		}
		return s, u
	}}
}

// alone is somebody in no known leak, with lists in some state.
func alone(s *State, _ *UI) {
	s.Household = &monitor.Household{
		Persons:      []monitor.Person{{ID: "p4", Name: "Léo", Role: monitor.Child}},
		Affiliations: []monitor.Affiliation{{ID: "a9", Person: "p4", Organisation: "Club des cinq"}},
	}
	s.Findings, s.Plan, s.Puzzle = nil, nil, nil
}

func feeds(s *State, change func(f *monitor.FeedStatus)) {
	for i := range s.Feeds {
		change(&s.Feeds[i])
	}
}

func never(s *State, _ *UI) {
	s.LastComplete = time.Time{}
	feeds(s, func(f *monitor.FeedStatus) { *f = monitor.FeedStatus{Name: f.Name, Reason: monitor.ReasonNotChecked} })
}

func partly(s *State, _ *UI) {
	s.Feeds[1].State, s.Feeds[1].Reason = monitor.StateFailed, monitor.ReasonTimeout
}

func stale(s *State, _ *UI) {
	s.LastComplete = now.AddDate(0, 0, -9)
	feeds(s, func(f *monitor.FeedStatus) { f.TriedAt, f.CheckedAt = s.LastComplete, s.LastComplete })
}

func nothingAnswered(s *State, _ *UI) {
	s.LastComplete = now.AddDate(0, 0, -1)
	feeds(s, func(f *monitor.FeedStatus) { f.State, f.Reason = monitor.StateFailed, monitor.ReasonNoNetwork })
}

func asking(i Intent) func(*State, *UI) { return func(_ *State, u *UI) { u.Asking = i } }

// reads lets a message be read that may tell of the leak.
func reads(n NoticeRead) func(*State, *UI) {
	return func(s *State, u *UI) {
		n.Person, n.Breach = u.Place.Person, u.Place.ID
		*u, _ = Update(s, *u, n)
	}
}

// told is a notice as it should be; strange is one that is not.
var (
	told = notice.Reading{
		Sent: monitor.MustDate("2024-03-14"), Leaked: []monitor.Class{monitor.ClassNames, monitor.ClassNIR}, Spared: []monitor.Class{monitor.ClassPasswords},
		Found: notice.Parts(),
	}
	strange = notice.Reading{
		Candidates: []notice.Candidate{{Organisation: notice.Organisation{Name: "Boulanger"}}},
		Found:      []notice.Part{notice.Nature, notice.Contact}, Missing: []notice.Part{notice.Consequences, notice.Measures},
		Flags: []notice.Flag{{Kind: notice.LinkElsewhere, Host: "boulanger.example"}},
	}
)

var phishing = MessageVerdict{
	Level: MessageDanger,
	Spans: []Span{{Text: "Bonjour "}, {Text: "Claire", Tone: Attention, Note: "France Travail"}, {Text: ", confirmez "}, {Text: "sous 24 heures", Tone: Danger, Note: "urgence"}},
	Known: []KnownData{{Label: "Prénom", Person: "p1", Breaches: []string{"france-travail-2024"}}},
	Signs: []string{"Il presse."}, Official: &Official{Name: "France Travail", URL: "https://www.francetravail.fr/"},
}

var scenes = []scene{
	at("home", Place{}),
	at("home-done", Place{}, func(s *State, _ *UI) { s.Plan = nil }),
	at("home-checking", Place{}, func(s *State, _ *UI) {
		s.Check = &CheckState{Feeds: monitor.FeedNames(), Running: true, Results: []monitor.FeedResult{{FeedStatus: s.Feeds[0]}}}
	}),
	at("home-partial", Place{}, partly),
	at("home-problem", Place{}, func(_ *State, u *UI) { u.Problem = monitor.NewProblem("letter.kind") }),
	at("home-undo", Place{}, func(_ *State, u *UI) {
		u.Told = &Told{Key: "told.action.done", Undo: UndoAction{Action: "p1/x"}}
	}),
	from("home-nobody", Place{}),
	at("home-unfinished-start", Place{Screen: ScreenHome}, func(s *State, _ *UI) { s.FirstStart = StepOrganisations }),
	from("empty-never", Place{}, alone, never),
	from("empty-nothing", Place{}, alone),
	at("empty-spared", Place{}, func(s *State, _ *UI) {
		s.Plan, s.Puzzle, s.Findings = nil, nil, []monitor.Finding{{Person: "p1", PersonName: "Claire", Breach: "free-2024", Organisation: "Free", Verdict: monitor.NotConcerned, Status: monitor.StatusConfirmed}}
	}),
	from("empty-partial", Place{}, alone, partly),
	from("empty-stale", Place{}, alone, stale),
	from("empty-failed", Place{}, alone, nothingAnswered),
	from("sealed-locked", Place{}, func(s *State, _ *UI) { s.Keychain = monitor.KeychainLocked }),
	from("sealed-opening", Place{}, func(s *State, _ *UI) { s.Keychain = "" }),
	from("sealed-file", Place{}, func(s *State, u *UI) {
		s.Keychain, s.Settings.VaultFile = monitor.KeychainLocked, true
		u.Errors = map[string]*monitor.Problem{"unlock.passphrase": monitor.NewProblem("keychain-passphrase")}
	}),
	from("sealed-none", Place{}, func(s *State, _ *UI) { s.Keychain, s.Settings.VaultUnused = monitor.KeychainUnavailable, true }),
	from("sealed-restore", Place{}, func(s *State, _ *UI) { s.Keychain = monitor.KeychainLost }, asking(StartRestore{Path: "vigie.age"})),
	from("lost-everything", Place{}, func(s *State, _ *UI) {
		s.Lost = &Loss{Problem: monitor.NewProblem("database-recreated"), SetAside: []string{"~/.local/share/vigie/vigie.db.damaged-1"}}
	}),
	at("lost-some", Place{Screen: ScreenLeaks}, func(s *State, _ *UI) {
		s.Lost = &Loss{Problem: monitor.NewProblem("database-restored", "day", s.Words.Date(2026, 11, 20))}
	}),
	from("sealed-lost", Place{}, func(s *State, _ *UI) { s.Keychain = monitor.KeychainLost }),
	at("leaks", Place{Screen: ScreenLeaks}),
	at("leaks-spared", Place{Screen: ScreenLeaks}, func(_ *State, u *UI) { u.Filter = "spared" }),
	at("leaks-claimed", Place{Screen: ScreenLeaks}, func(s *State, _ *UI) {
		s.Findings = append(slices.Clone(s.Findings), monitor.Finding{
			Person: "p2", PersonName: "Mehdi", Breach: "cnrs-2026", Organisation: "CNRS", Verdict: monitor.Possible, Status: monitor.Claimed,
			DisclosedOn: monitor.MustDate("2026-11-21"), KnownSince: now, Exposed: []monitor.Class{monitor.ClassNames},
		})
	}),
	at("leak", Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}),
	at("leak-answered", Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}, func(s *State, _ *UI) {
		s.Household.Evidence = []monitor.Evidence{{ID: "e1", Person: "p1", Breach: "france-travail-2024", Kind: monitor.NoticeReceived, At: now}}
		s.Findings = s.Catalogue.Match(s.Household, checklist.LocalDay(s.Now))
	}),
	at("leak-told", Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}, func(s *State, _ *UI) {
		s.Notices = []NoticeFacts{
			{ID: "n1", Person: "p1", Breach: "france-travail-2024", Added: monitor.MustDate("2026-11-20"), Name: "avis.eml", Reading: told},
			{ID: "n2", Person: "p1", Breach: "france-travail-2024", Added: monitor.MustDate("2026-11-20"), Name: "courrier.pdf"},
			{ID: "n3", Person: "p2", Breach: "france-travail-2024"},
			{ID: "n4", Person: "p1", Breach: "free-2024"},
		}
	}),
	at("leak-keep", Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}, reads(NoticeRead{Reading: told})),
	at("leak-keep-strange", Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}, reads(NoticeRead{Elsewhere: true, Reading: strange})),
	at("leak-keep-none", Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}, reads(NoticeRead{})),
	at("leak-trap", Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}, reads(NoticeRead{Reading: notice.Reading{
		Found: []notice.Part{notice.Nature}, Flags: []notice.Flag{{Kind: notice.AsksPassword}, {Kind: notice.Urgency}},
	}})),
	at("leak-of-nobody", Place{Screen: ScreenLeak, ID: "cnrs-2026"}),
	at("leak-gone", Place{Screen: ScreenLeak, ID: "no-such-leak"}),
	at("leak-not-me", Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}, asking(NotMe{Person: "p1", Breach: "france-travail-2024"})),
	at("plan", Place{Screen: ScreenPlan}),
	{"plan-later", func(t *testing.T, lang string) (*State, UI) {
		s := everyday(t, lang)
		mark(t, s, "bank-creditors", checklist.Progress{State: checklist.Done})
		mark(t, s, "go-direct", checklist.Progress{State: checklist.Done})
		mark(t, s, "watch-messages", checklist.Progress{State: checklist.Delegated, Delegate: "p2"})
		return s, UI{Place: Place{Screen: ScreenPlan}, Only: "p1", Open: map[string]bool{"plan.done": true}}
	}},
	at("action", Place{Screen: ScreenAction, Person: "p1", ID: "p1/bank-creditors"}),
	at("action-line", Place{Screen: ScreenAction, Person: "p1", ID: "p1/check-accounts"}),
	{"action-repeats", func(t *testing.T, lang string) (*State, UI) {
		s := everyday(t, lang)
		mark(t, s, "check-accounts.ameli", checklist.Progress{State: checklist.Done})
		s.Done = map[string][]monitor.Date{"p1/check-accounts.ameli": {monitor.MustDate("2026-10-18"), monitor.MustDate("2026-11-20")}}
		return s, UI{Place: Place{Screen: ScreenAction, Person: "p1", ID: "p1/check-accounts.ameli"}}
	}},
	{"action-done", func(t *testing.T, lang string) (*State, UI) {
		s := everyday(t, lang)
		mark(t, s, "bank-creditors", checklist.Progress{State: checklist.Done})
		s.Done = map[string][]monitor.Date{"p1/bank-creditors": {monitor.MustDate("2026-11-20")}}
		return s, UI{Place: Place{Screen: ScreenAction, Person: "p1", ID: "p1/bank-creditors"}}
	}},
	at("action-postpone", Place{Screen: ScreenAction, Person: "p1", ID: "p1/complaint"}, asking(Postpone{Action: "p1/complaint"})),
	at("action-settle", Place{Screen: ScreenAction, Person: "p1", ID: "p1/complaint"}, asking(Settle{Action: "p1/complaint", State: checklist.Impossible})),
	at("action-hand", Place{Screen: ScreenAction, Person: "p1", ID: "p1/complaint"}, asking(Hand{Action: "p1/complaint"})),
	at("action-questions", Place{Screen: ScreenAction, Person: "p1", ID: "p1/say-more"}),
	at("calendar", Place{Screen: ScreenCalendar}),
	at("exposure", Place{Screen: ScreenExposure, Person: "p1", ID: string(monitor.ClassNIR)}, func(s *State, u *UI) {
		u.Open = map[string]bool{"piece." + s.Puzzle[0].Pieces[0].ID: true}
	}),
	at("exposure-nobody", Place{Screen: ScreenExposure, Person: "p4"}),
	at("household", Place{Screen: ScreenHousehold}),
	at("household-error", Place{Screen: ScreenHousehold}, func(_ *State, u *UI) {
		u.Typed = map[string]string{"person.name": "Claire", "person.role": "teen"}
		u.Errors = map[string]*monitor.Problem{"person.name": monitor.NewProblem("person.exists", "name", "Claire")}
	}),
	at("person", Place{Screen: ScreenPerson, Person: "p1"}),
	at("person-remove", Place{Screen: ScreenPerson, Person: "p1"}, asking(RemovePerson{ID: "p1"})),
	at("concerned", Place{Screen: ScreenConcerned, Person: "p1"}),
	at("concerned-period", Place{Screen: ScreenConcerned, Person: "p1"}, func(_ *State, u *UI) {
		u.Period = &PeriodPick{Organisation: "Mission locale", From: &Pick{Year: 2020}}
	}),
	at("concerned-search", Place{Screen: ScreenConcerned, Person: "p2"}, func(_ *State, u *UI) {
		u.Typed = map[string]string{"organisation.search": "boulangerie du port"}
	}),
	at("identifiers", Place{Screen: ScreenIdentifiers, Person: "p1"}),
	at("identifiers-reveal", Place{Screen: ScreenIdentifiers, Person: "p1"}, asking(RevealIdentifier{ID: "i1"})),
	at("identifiers-revealed", Place{Screen: ScreenIdentifiers, Person: "p1"}, func(_ *State, u *UI) {
		u.Revealed = map[string]monitor.Value{"i1": monitor.NewValue(monitor.Email, "claire@example.org", "c•••@e•••.org")}
	}),
	at("import", Place{Screen: ScreenImport, Person: "p1"}, func(_ *State, u *UI) {
		u.Import = &Import{SitesRead: SitesRead{Person: "p1", Format: "Bitwarden", Skipped: 2, Sites: []ImportedSite{{Domain: "boulanger.com"}, {Domain: "example.org", Name: "Un site"}}}, Left: map[string]bool{"example.org": true}}
	}),
	at("ledger", Place{Screen: ScreenLedger}),
	from("ledger-offline", Place{Screen: ScreenLedger}, func(s *State, _ *UI) { s.Settings.Offline, s.Settings.OfflineAsked = true, true }),
	from("ledger-empty", Place{Screen: ScreenLedger}),
	at("letters", Place{Screen: ScreenLetters}),
	at("letter", Place{Screen: ScreenLetter, Person: "p1", ID: "l1"}),
	at("letter-new", Place{Screen: ScreenLetter, Person: "p1"}, func(_ *State, u *UI) {
		u.Letter = &LetterDraft{Person: "p1", Breach: "france-travail-2024", Kind: letters.Access, Missing: []string{"name", "address"}}
	}),
	at("letter-quotes", Place{Screen: ScreenLetter, Person: "p1"}, func(_ *State, u *UI) {
		u.Letter = &LetterDraft{ID: "l1", Person: "p1", Breach: "free-2024", Kind: letters.BankDispute, Missing: []string{"iban", "debits"}, Quoted: []string{"i1"}}
	}),
	at("letter-saved", Place{Screen: ScreenLetter, Person: "p1"}, func(_ *State, u *UI) {
		u.Letter = &LetterDraft{ID: "l1", Person: "p1", Breach: "free-2024", Kind: letters.Access, Preview: "Objet"}
		u.Told = &Told{Key: "told.letter"}
	}),
	at("letter-ready", Place{Screen: ScreenLetter, Person: "p1"}, func(_ *State, u *UI) {
		u.Letter = &LetterDraft{Person: "p1", Breach: "france-travail-2024", Kind: letters.Access, Preview: "Objet\nC••• M•••", To: "dpo@example.org",
			Laws: []letters.Law{{ID: "rgpd-15", FR: "l’article 15 du RGPD", EN: "article 15 of the GDPR", Source: "https://eur-lex.europa.eu/eli/reg/2016/679/oj", Read: "2026-11-20"}}}
	}),
	at("message", Place{Screen: ScreenMessage}),
	at("message-danger", Place{Screen: ScreenMessage}, func(_ *State, u *UI) { u.Message = &phishing }),
	at("message-nothing", Place{Screen: ScreenMessage}, func(_ *State, u *UI) {
		u.Message = &MessageVerdict{Level: MessageNothing, Spans: []Span{{Text: "Bonjour."}}}
	}),
	from("message-sealed", Place{Screen: ScreenMessage}, func(s *State, u *UI) {
		s.Keychain, u.Message = monitor.KeychainLocked, &MessageVerdict{Level: MessageCaution, Spans: []Span{{Text: "Bonjour."}}, Signs: []string{"Il presse."}}
	}),
	at("passwords", Place{Screen: ScreenPasswords}),
	at("passwords-not-judged", Place{Screen: ScreenPasswords}, func(s *State, _ *UI) { s.JudgesPasswords = false }),
	at("passwords-judged", Place{Screen: ScreenPasswords}, func(_ *State, u *UI) {
		u.Judged = &PasswordVerdict{Level: "none", Bits: 12, Reasons: []string{"word", "personal", "keyboard", "sequence", "repeat", "date"}}
		u.Made = &MadePassword{Value: Secret("abaisser-citron-fanal"), Bits: 88}
		u.Audit = &PasswordAudit{Entries: 3, Unchecked: 1, Sound: 1, Partial: true, Worst: []PasswordEntry{
			{Site: "example.org", Leaked: true, Reused: 1, Weak: true, OlderThan: "free-2024"}, {Site: "example.com", Reused: 2},
		}}
	}),
	at("passwords-leaked", Place{Screen: ScreenPasswords}, func(_ *State, u *UI) {
		u.Judged = &PasswordVerdict{Level: "limited", Bits: 61, Checked: true, Count: 12}
	}),
	at("passwords-auditing", Place{Screen: ScreenPasswords}, func(_ *State, u *UI) { u.Auditing = &AuditProgress{Done: 12, Of: 340} }),
	at("passwords-fine", Place{Screen: ScreenPasswords}, func(s *State, u *UI) {
		s.Household.Consents = []monitor.Consent{{Feed: monitor.FeedPwnedPasswords}}
		u.Judged = &PasswordVerdict{Level: "alone", Bits: 96, Checked: true}
	}),
	at("settings", Place{Screen: ScreenSettings}, func(s *State, _ *UI) {
		feeds(s, func(f *monitor.FeedStatus) {
			if f.Name == monitor.FeedLeakCheck {
				*f = monitor.FeedStatus{Name: f.Name, State: monitor.StateOff, Reason: monitor.ReasonNoConsent}
			}
		})
	}),
	at("settings-own", Place{Screen: ScreenSettings}, func(s *State, _ *UI) {
		s.Settings.Schedule, s.Settings.PausedUntil, s.Settings.Autostart, s.Settings.Quiet = "le lundi à 9 h", now.AddDate(0, 0, 1), nil, ""
	}),
	at("settings-erase", Place{Screen: ScreenSettings}, asking(EraseAll{})),
	at("settings-backup", Place{Screen: ScreenSettings}, asking(StartBackup{Path: "vigie.age"})),
	at("settings-restore", Place{Screen: ScreenSettings}, asking(StartRestore{Path: "vigie.age"})),
	at("check", Place{Screen: ScreenCheck}),
	at("check-running", Place{Screen: ScreenCheck}, func(s *State, _ *UI) {
		bad := s.Feeds[1]
		bad.State, bad.Reason = monitor.StateFailed, monitor.ReasonTimeout
		s.Check = &CheckState{Feeds: monitor.FeedNames(), Running: true, Results: []monitor.FeedResult{{FeedStatus: s.Feeds[0], New: 2}, {FeedStatus: bad}}}
	}),
	at("check-partial", Place{Screen: ScreenCheck}, func(s *State, _ *UI) {
		bad := s.Feeds[1]
		bad.State, bad.Reason = monitor.StateFailed, monitor.ReasonTimeout
		s.Check = &CheckState{Feeds: monitor.FeedNames()[:2], Results: []monitor.FeedResult{{FeedStatus: s.Feeds[0]}, {FeedStatus: bad}}, Ended: &monitor.Checked{}}
	}),
	at("check-cancelled", Place{Screen: ScreenCheck}, func(s *State, _ *UI) {
		bad := s.Feeds[1]
		bad.State, bad.Reason = monitor.StateFailed, monitor.ReasonInterrupted
		s.Check = &CheckState{Feeds: monitor.FeedNames()[:2], Results: []monitor.FeedResult{{FeedStatus: s.Feeds[0]}, {FeedStatus: bad}}, Cancelled: true, Ended: &monitor.Checked{}}
	}),
	at("check-complete", Place{Screen: ScreenCheck}, func(s *State, _ *UI) {
		s.Check = &CheckState{Feeds: monitor.FeedNames()[:1], Results: []monitor.FeedResult{{FeedStatus: s.Feeds[0]}},
			Ended: &monitor.Checked{Complete: true, Alerts: []monitor.Alert{{Kind: monitor.AlertNew}}}}
	}),
	from("start-promise", Place{}, func(s *State, _ *UI) { s.FirstStart = StepPromise }),
	from("start-people", Place{Screen: ScreenFirstStart, ID: string(StepPeople)}),
	at("start-people-some", Place{Screen: ScreenFirstStart, ID: string(StepPeople)}),
	at("start-organisations", Place{Screen: ScreenFirstStart, ID: string(StepOrganisations)}),
	at("start-result", Place{Screen: ScreenFirstStart, ID: string(StepResult)}, never),
	from("start-result-nothing", Place{Screen: ScreenFirstStart, ID: string(StepResult)}, alone, never),
	at("start-checks", Place{Screen: ScreenFirstStart, ID: string(StepChecks)}),
	at("start-rhythm", Place{Screen: ScreenFirstStart, ID: string(StepRhythm)}),
}

// Every screen, in every state, in both languages, word for word. Run with
// -update to write the files, then read them.
func TestGolden(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, sc := range scenes {
			t.Run(sc.name+"."+lang, func(t *testing.T) {
				s, u := sc.make(t, lang)
				got := text(Show(s, u))
				path := filepath.Join("testdata", "golden", sc.name+"."+lang+".txt")
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("%s changed:\n%s", path, difference(string(want), got))
				}
				if strings.Contains(got, "⟨") {
					t.Errorf("%s: a sentence is missing", path)
				}
			})
		}
	}
}

// difference is the first lines that differ, which is where one looks.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := "", ""
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return "- " + a + "\n+ " + b
		}
	}
	return ""
}
