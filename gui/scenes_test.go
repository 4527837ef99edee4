package gui

import (
	"slices"
	"testing"
	"time"

	"vigie/checklist"
	"vigie/checklist/letters"
	"vigie/checklist/notice"
	"vigie/gui/view"
	"vigie/monitor"
)

// scenes are every screen there is, and every dialog, with what people see in
// them: the window in one language, by name.
func scenes(t testing.TB, lang string) map[string]view.Window {
	t.Helper()
	all := make(map[string]view.Window)
	add := func(name string, place view.Place, change ...func(*view.State, *view.UI)) {
		s, u := household(t, lang), view.UI{Place: place}
		for _, f := range change {
			f(s, &u)
		}
		all[name] = view.Show(s, u)
	}
	mains(add)
	papers(add)
	empties(add)
	dialogs(add, firstToDo(household(t, lang)))
	for _, step := range view.Steps() {
		add("first-"+string(step), view.Place{Screen: view.ScreenFirstStart, ID: string(step)})
	}
	return all
}

type adder func(name string, place view.Place, change ...func(*view.State, *view.UI))

func mains(add adder) {
	for _, n := range []view.Name{view.ScreenHome, view.ScreenLeaks, view.ScreenPlan, view.ScreenMessage, view.ScreenPasswords, view.ScreenHousehold,
		view.ScreenLedger, view.ScreenCheck, view.ScreenCalendar, view.ScreenSettings} {
		add(string(n), view.Place{Screen: n})
	}
	for _, n := range []view.Name{view.ScreenPerson, view.ScreenConcerned, view.ScreenIdentifiers, view.ScreenExposure} {
		add(string(n), view.Place{Screen: n, Person: "p1"})
	}
	add("leak", leakPlace)
	add("leak-told", leakPlace, func(s *view.State, _ *view.UI) {
		s.Notices = []view.NoticeFacts{{ID: "n1", Person: "p1", Breach: leakPlace.ID, Added: monitor.MustDate("2026-11-20"), Name: "2024-03-14.eml"}}
	})
	add("home-checking", view.Place{}, func(s *view.State, _ *view.UI) {
		s.Check = &view.CheckState{Feeds: monitor.FeedNames(), Running: true, Results: []monitor.FeedResult{{FeedStatus: s.Feeds[0]}}}
	})
	add("home-partial", view.Place{}, partly)
	add("home-told", view.Place{}, func(_ *view.State, u *view.UI) {
		u.Told = &view.Told{Key: "told.action.done", Undo: view.UndoAction{Action: "p1/x"}}
	})
	add("message-danger", view.Place{Screen: view.ScreenMessage}, func(_ *view.State, u *view.UI) { u.Message = &phishing })
	add("concerned-period", view.Place{Screen: view.ScreenConcerned, Person: "p1"}, func(_ *view.State, u *view.UI) {
		u.Period = &view.PeriodPick{Organisation: "Pôle emploi", From: &view.Pick{Year: 2020}}
	})
	add("exposure-open", view.Place{Screen: view.ScreenExposure, Person: "p1", ID: string(monitor.ClassNIR)}, func(s *view.State, u *view.UI) {
		u.Open = map[string]bool{"piece." + s.Puzzle[0].Pieces[0].ID: true}
	})
	add("passwords-judged", view.Place{Screen: view.ScreenPasswords}, func(_ *view.State, u *view.UI) {
		u.Judged = &view.PasswordVerdict{Level: "limited", Bits: 61, Checked: true, Count: 12, Reasons: []string{"word", "keyboard"}}
		u.Made = &view.MadePassword{Value: view.Secret("abaisser-citron-fanal"), Bits: 88}
		u.Audit = &view.PasswordAudit{Entries: 3, Unchecked: 1, Sound: 1, Partial: true, Worst: []view.PasswordEntry{
			{Site: "example.org", Leaked: true, Reused: 1, Weak: true, OlderThan: "free-2024"}, {Site: "example.com", Reused: 2},
		}}
	})
	add("household-error", view.Place{Screen: view.ScreenHousehold}, func(_ *view.State, u *view.UI) {
		u.Typed = map[string]string{"person.name": "Claire"}
		u.Errors = map[string]*monitor.Problem{"person.name": monitor.NewProblem("person.exists", "name", "Claire")}
	})
}

var leakPlace = view.Place{Screen: view.ScreenLeak, Person: "p1", ID: "france-travail-2024"}

const letterText = "Madame, Monsieur,\n\nJe vous prie de me communiquer les données que vous détenez sur moi.\n\nC••• M•••"

// papers are what is written: actions and letters.
func papers(add adder) {
	for _, step := range []string{"complaint", "check-accounts.ameli"} {
		id := "p1/" + step
		add("action-"+step, view.Place{Screen: view.ScreenAction, Person: "p1", ID: id}, func(s *view.State, _ *view.UI) {
			s.Done = map[string][]monitor.Date{id: {monitor.MustDate("2026-10-18"), monitor.MustDate("2026-11-20")}}
		})
	}
	add("letters", view.Place{Screen: view.ScreenLetters})
	add("letter", view.Place{Screen: view.ScreenLetter, ID: "l1", Person: "p1"})
	add("letter-new", view.Place{Screen: view.ScreenLetter, Person: "p1"}, func(_ *view.State, u *view.UI) {
		u.Letter = &view.LetterDraft{Person: "p1", Breach: "france-travail-2024", Kind: letters.Access, Missing: []string{"name", "address"}}
	})
	add("letter-ready", view.Place{Screen: view.ScreenLetter, Person: "p1"}, func(_ *view.State, u *view.UI) {
		u.Letter = &view.LetterDraft{Person: "p1", Breach: "france-travail-2024", Kind: letters.Access, Preview: letterText, To: "dpo@example.org",
			Laws: []letters.Law{{ID: "rgpd-15", FR: "l’article 15 du RGPD", EN: "article 15 of the GDPR", Source: "https://eur-lex.europa.eu/eli/reg/2016/679/oj", Read: "2026-11-20"}}}
	})
}

// empties are the five reasons to have nothing to list.
func empties(add adder) {
	for kind, lists := range map[string]func(*view.State, *view.UI){
		"never": never, "nothing": func(*view.State, *view.UI) {}, "partial": partly, "stale": stale, "failed": nothingAnswered,
	} {
		add("empty-"+kind, view.Place{Screen: view.ScreenLeaks}, alone, lists)
	}
	add("empty-home", view.Place{}, alone)
	add("sealed", view.Place{}, func(s *view.State, _ *view.UI) { s.Keychain = monitor.KeychainLocked })
}

func alone(s *view.State, _ *view.UI) {
	s.Household = &monitor.Household{
		Persons:      []monitor.Person{{ID: "p4", Name: "Léo", Role: monitor.Child}},
		Affiliations: []monitor.Affiliation{{ID: "a9", Person: "p4", Organisation: "Club des cinq"}},
	}
	s.Findings, s.Plan, s.Puzzle = nil, nil, nil
}

func never(s *view.State, _ *view.UI) {
	s.LastComplete = time.Time{}
	for i, f := range s.Feeds {
		s.Feeds[i] = monitor.FeedStatus{Name: f.Name, Reason: monitor.ReasonNotChecked}
	}
}

func partly(s *view.State, _ *view.UI) {
	s.Feeds[1].State, s.Feeds[1].Reason = monitor.StateFailed, monitor.ReasonTimeout
}

func stale(s *view.State, _ *view.UI) {
	s.LastComplete = now.AddDate(0, 0, -9)
	for i := range s.Feeds {
		s.Feeds[i].TriedAt, s.Feeds[i].CheckedAt = s.LastComplete, s.LastComplete
	}
}

func nothingAnswered(s *view.State, _ *view.UI) {
	s.LastComplete = now.AddDate(0, 0, -1)
	for i := range s.Feeds {
		s.Feeds[i].State, s.Feeds[i].Reason = monitor.StateFailed, monitor.ReasonNoNetwork
	}
}

// dialogs are asked over the screen they belong to.
func dialogs(add adder, action string) {
	for name, d := range map[string]struct {
		place view.Place
		asks  view.Intent
	}{
		"not-me":   {leakPlace, view.NotMe{Person: "p1", Breach: "france-travail-2024"}},
		"postpone": {view.Place{Screen: view.ScreenAction, Person: "p1", ID: action}, view.Postpone{Action: action}},
		"settle":   {view.Place{Screen: view.ScreenAction, Person: "p1", ID: action}, view.Settle{Action: action, State: checklist.Impossible}},
		"hand":     {view.Place{Screen: view.ScreenAction, Person: "p1", ID: action}, view.Hand{Action: action}},
		"remove":   {view.Place{Screen: view.ScreenPerson, Person: "p1"}, view.RemovePerson{ID: "p1"}},
		"reveal":   {view.Place{Screen: view.ScreenIdentifiers, Person: "p1"}, view.RevealIdentifier{ID: "i1"}},
		"erase":    {view.Place{Screen: view.ScreenSettings}, view.EraseAll{}},
		"backup":   {view.Place{Screen: view.ScreenSettings}, view.StartBackup{Path: "vigie.age"}},
		"restore":  {view.Place{Screen: view.ScreenSettings}, view.StartRestore{Path: "vigie.age"}},
	} {
		add("dialog-"+name, d.place, func(_ *view.State, u *view.UI) { u.Asking = d.asks })
	}
	add("dialog-notice", leakPlace, func(s *view.State, u *view.UI) {
		*u, _ = view.Update(s, *u, view.NoticeRead{Person: leakPlace.Person, Breach: leakPlace.ID, Reading: notice.Reading{
			Leaked: []monitor.Class{monitor.ClassNames, monitor.ClassNIR}, Spared: []monitor.Class{monitor.ClassPasswords},
			Found: []notice.Part{notice.Nature}, Missing: []notice.Part{notice.Contact, notice.Consequences, notice.Measures},
			Flags: []notice.Flag{{Kind: notice.LinkElsewhere}, {Kind: notice.SenderElsewhere}},
		}})
	})
}

// firstToDo is a step of Claire's plan.
func firstToDo(s *view.State) string {
	leaves := checklist.Leaves(s.Plan)
	return leaves[slices.IndexFunc(leaves, func(a checklist.Action) bool { return a.Person == "p1" && a.State == checklist.ToDo })].ID
}

// phishing is a message that uses what leaked.
var phishing = view.MessageVerdict{
	Level: view.MessageDanger,
	Spans: []view.Span{
		{Text: "De : service@"}, {Text: "francetravail-dossier.example", Tone: view.Danger, Note: "n’est pas le site de France Travail"}, {Text: "\nObjet : votre allocation est "}, {Text: "suspendue", Tone: view.Danger, Note: "menace"},
		{Text: "\n\nBonjour "}, {Text: "Claire Martin", Tone: view.Attention, Note: "France Travail 2024"},
		{Text: ",\n\nSuite à un contrôle, votre dossier est incomplet. "}, {Text: "Sous 24 heures", Tone: view.Danger, Note: "presse"}, {Text: ", merci de "}, {Text: "confirmer votre RIB", Tone: view.Danger, Note: "demande de données"}, {Text: " ici.\n\nLe service indemnisation"},
	},
	Known:    []view.KnownData{{Label: "Prénom et nom", Person: "p1", Breaches: []string{"france-travail-2024"}}},
	Signs:    []string{"Le domaine n’est pas celui de France Travail (francetravail.fr)", "Il vous presse : « sous 24 heures »", "Il demande un RIB"},
	Official: &view.Official{Name: "France Travail", URL: "https://www.francetravail.fr/"},
}
