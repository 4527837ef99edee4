package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigie/assets/words"
	"vigie/checklist"
	"vigie/monitor"
	"vigie/monitor/explain"
)

// program is what stands behind the window in tests: it carries effects out in
// memory, as cmd/vigie does in the store.
type program struct {
	t    testing.TB
	s    *State
	u    UI
	ids  int
	acts int      // how often something was pressed or filled in
	done []Effect // everything that was carried out, in order
}

func (p *program) window() Window { return Show(p.s, p.u) }

// send is one event, and all that follows from it.
func (p *program) send(e Event) {
	p.t.Helper()
	u, effects := Update(p.s, p.u, e)
	p.u = u
	for _, x := range effects {
		p.done = append(p.done, x)
		p.send(p.carryOut(x))
	}
}

func (p *program) id() string { p.ids++; return fmt.Sprintf("n%d", p.ids) }

// carryOut makes a new state of the old one, which stays as it is.
func (p *program) carryOut(e Effect) Event {
	s := *p.s
	h := *s.Household
	s.Household = &h
	said := s.Input.Progress
	switch e := e.(type) {
	case AddPerson:
		if _, exists := h.PersonNamed(e.Name); exists {
			return Failed{Intent: e, Problem: monitor.NewProblem("person.exists", "name", e.Name)}
		}
		h.Persons = append(slices.Clone(h.Persons), monitor.Person{ID: p.id(), Name: e.Name, Role: e.Role})
	case EditPerson:
		h.Persons = slices.Clone(h.Persons)
		for i := range h.Persons {
			if h.Persons[i].ID == e.ID {
				h.Persons[i].Name, h.Persons[i].Role = e.Name, e.Role
			}
		}
	case RemovePerson:
		h.Persons = slices.DeleteFunc(slices.Clone(h.Persons), func(x monitor.Person) bool { return x.ID == e.ID })
		h.Affiliations = slices.DeleteFunc(slices.Clone(h.Affiliations), func(a monitor.Affiliation) bool { return a.Person == e.ID })
		h.Identifiers = slices.DeleteFunc(slices.Clone(h.Identifiers), func(x monitor.Identifier) bool { return x.Person == e.ID })
	case AddAffiliations:
		h.Affiliations = slices.Clone(h.Affiliations)
		for _, a := range e.Said {
			a.ID, a.Person = p.id(), e.Person
			h.Affiliations = append(h.Affiliations, a)
		}
	case EditAffiliation:
		if err := e.Affiliation.Period.Validate(checklist.LocalDay(s.Now)); err != nil {
			p.t.Errorf("%+v: %v", e.Affiliation, err)
		}
		h.Affiliations = slices.Clone(h.Affiliations)
		for i := range h.Affiliations {
			if h.Affiliations[i].ID == e.Affiliation.ID {
				h.Affiliations[i] = e.Affiliation
			}
		}
	case RemoveAffiliation:
		h.Affiliations = slices.DeleteFunc(slices.Clone(h.Affiliations), func(a monitor.Affiliation) bool { return a.ID == e.ID })
	case AddIdentifier:
		h.Identifiers = append(slices.Clone(h.Identifiers), monitor.Identifier{ID: p.id(), Person: e.Person, Kind: e.Value.Kind(), Masked: e.Value.Masked()})
	case RemoveIdentifier:
		h.Identifiers = slices.DeleteFunc(slices.Clone(h.Identifiers), func(x monitor.Identifier) bool { return x.ID == e.ID })
	case RevealIdentifier:
		return Revealed{ID: e.ID, Value: monitor.NewValue(monitor.Email, "somebody@example.org", "s•••@e•••.org")}
	case AnswerLeak:
		x := e.Evidence
		x.ID, x.At = p.id(), s.Now
		h.Evidence = append(slices.Clone(h.Evidence), x)
	case GrantConsent:
		h.Consents = append(slices.Clone(h.Consents), monitor.Consent{Feed: e.Feed, Identifier: e.Identifier, At: s.Now})
	case RevokeConsent:
		h.Consents = slices.DeleteFunc(slices.Clone(h.Consents), func(c monitor.Consent) bool { return c.Feed == e.Feed && c.Identifier == e.Identifier })
	case MarkAction:
		a, ok := checklist.Find(s.Plan, e.Action)
		if !ok {
			return Failed{Intent: e, Problem: monitor.NewProblem("unexpected")}
		}
		if problem := e.Progress.Check(&h, checklist.LocalDay(s.Now)); problem != nil {
			return Failed{Intent: e, Problem: problem}
		}
		e.Progress.At = checklist.DateOf(checklist.LocalDay(s.Now))
		said = append(slices.Clone(said), a.Keep(e.Progress)...)
	case UndoAction:
		said = slices.DeleteFunc(slices.Clone(said), func(x checklist.Progress) bool {
			return x.Action == e.Action || strings.HasPrefix(x.Action, e.Action+".")
		})
	case KeepStep:
		s.FirstStart = e.Step
	case SetLanguage:
		s.Words, s.Explain = p.speaking(e.Lang)
	case SetTheme:
		s.Settings.Look.Theme = e.Theme
	case SetTextSize:
		s.Settings.Look.TextSize = e.Percent
	case SetSchedule:
		s.Settings.Schedule = e.Every
	case Pause:
		s.Settings.PausedUntil = e.Until
	case SetPrivacy:
		s.Settings.Privacy = e.Level
	case SetOffline:
		s.Settings.Offline = e.On
	case Backup:
		if len(e.Passphrase.Reveal()) < 20 {
			return Failed{Intent: e, Problem: monitor.NewProblem("passphrase.short")}
		}
	case LossSeen:
		s.Lost = nil
	case Unlock:
		s.Keychain = monitor.KeychainOK
	case CheckNow:
		s.Check = &CheckState{Feeds: monitor.FeedNames(), Running: true, Results: []monitor.FeedResult{{FeedStatus: s.Feeds[0]}}}
	case CancelCheck:
		c := *s.Check
		c.Running, c.Cancelled = false, true
		s.Check = &c
	case WriteLetter:
		return LetterReady{Letter: LetterDraft{Person: e.Person, Breach: e.Breach, Kind: e.Kind, Lang: e.Lang, Quoted: e.Quote, Missing: []string{"name", "address"}}}
	case ReadMessage:
		return MessageRead{Verdict: MessageVerdict{Level: MessageNothing, Spans: []Span{{Text: e.Text.Reveal()}}}}
	case JudgePassword:
		return PasswordJudged{Verdict: PasswordVerdict{Level: "none", Bits: 12, Reasons: []string{"word", "date"}}}
	case AuditPasswords:
		return PasswordsAudited{Audit: PasswordAudit{Entries: 3, Unchecked: 1, Sound: 1, Partial: true, Worst: []PasswordEntry{
			{Site: "example.org", Leaked: true, Reused: 1, Weak: true, OlderThan: "free-2024"}, {Site: "example.com", Reused: 2},
		}}}
	case MakePassword:
		return PasswordMade{Made: MadePassword{Value: Secret("abaisser-citron-fanal"), Bits: 88}}
	case EraseAll:
		s = *bare(p.t, s.Words.Lang())
	}
	p.s = settle(p.t, &s, said...)
	return Finished{Intent: e}
}

func (p *program) speaking(lang string) (*words.Words, *explain.Explainer) {
	w, err := words.Load(lang)
	if err != nil {
		p.t.Fatal(err)
	}
	f, err := facts()
	if err != nil {
		p.t.Fatal(err)
	}
	return w, explain.New(w, f.classes, paris)
}

// plain writes the narrow no-break spaces of French as one types them.
func plain(s string) string { return strings.ReplaceAll(s, "\u202f", " ") }

// press does what a control does, by its word; of several with the same word the
// first one.
func (p *program) press(word string) {
	p.t.Helper()
	p.acts++
	for _, c := range controls(p.window()) {
		if plain(c.Text) == word && c.Intent != nil && !c.Off {
			p.send(c.Intent)
			return
		}
	}
	p.t.Fatalf("nothing here is called %q:\n%s", word, text(p.window()))
}

// fill types into a field, by its label.
func (p *program) fill(label, typed string) {
	p.t.Helper()
	p.acts++
	for _, c := range controls(p.window()) {
		if plain(c.Text) == label && c.Field != "" {
			p.send(Field{Key: c.Field}.Typed(typed))
			return
		}
	}
	p.t.Fatalf("no field is called %q:\n%s", label, text(p.window()))
}

// sees fails unless the window says something.
func (p *program) sees(said ...string) {
	p.t.Helper()
	shown := plain(text(p.window()))
	for _, s := range said {
		if !strings.Contains(shown, s) {
			p.t.Fatalf("the window does not say %q:\n%s", s, shown)
		}
	}
}

func (p *program) seesNot(said string) {
	p.t.Helper()
	if shown := plain(text(p.window())); strings.Contains(shown, said) {
		p.t.Fatalf("the window says %q:\n%s", said, shown)
	}
}
