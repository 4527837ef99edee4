package view

import (
	"regexp"
	"strings"
	"testing"

	"vigie/assets/words"
	"vigie/monitor"
)

// counted is a zero that counts something: « 0 organisme ».
var counted = regexp.MustCompile(`(?m)(^|[ (])0[ \x{00a0}\x{202f}]\pL.*$`)

// Of what there is none, nobody reads a figure: it is said in words.
func TestNothingIsSaidInWords(t *testing.T) {
	screens := []Place{
		{}, {Screen: ScreenLeaks}, {Screen: ScreenPlan}, {Screen: ScreenMessage}, {Screen: ScreenPasswords}, {Screen: ScreenHousehold},
		{Screen: ScreenPerson, Person: "p1"}, {Screen: ScreenConcerned, Person: "p1"}, {Screen: ScreenIdentifiers, Person: "p1"},
		{Screen: ScreenExposure, Person: "p1"}, {Screen: ScreenImport, Person: "p1"}, {Screen: ScreenLetters}, {Screen: ScreenLedger},
		{Screen: ScreenCheck}, {Screen: ScreenCalendar}, {Screen: ScreenSettings}, {Screen: ScreenLeak, Person: "p1", ID: "cnrs-2026"},
		{Screen: ScreenFirstStart, ID: string(StepPeople)}, {Screen: ScreenFirstStart, ID: string(StepResult)}, {Screen: ScreenFirstStart, ID: string(StepChecks)},
	}
	for _, lang := range words.Languages() {
		s := bare(t, lang)
		s.Household = &monitor.Household{Persons: []monitor.Person{{ID: "p1", Name: "Claire", Role: monitor.Adult}}}
		s.Check = &CheckState{Feeds: monitor.FeedNames(), Running: true}
		settle(t, s)
		for _, place := range screens {
			shown := text(Show(s, UI{Place: place, Import: &Import{SitesRead: SitesRead{Person: "p1"}}, Audit: &PasswordAudit{}}))
			if found := counted.FindString(shown); found != "" {
				t.Errorf("%s, %s: %q", lang, place.Screen, found)
			}
		}
	}
}

// What is typed into a secret field is kept as a monitor.Value, which nothing
// prints.
func TestSecretFieldsAreSecret(t *testing.T) {
	for _, sc := range scenes {
		s, u := sc.make(t, "fr")
		for _, c := range controls(Show(s, u)) {
			if _, ok := (Field{Key: c.Field}).Typed("x").(TypeSecret); c.Secret && !ok {
				t.Errorf("%s: %s is typed in the open", sc.name, c.Field)
			}
		}
	}
}

// A program that cannot open says why in its window, in either language.
func TestRefusal(t *testing.T) {
	for lang, said := range map[string]string{"fr": "Vigie n’a pas pu s’ouvrir", "en": "Vigie could not open"} {
		s := bare(t, lang)
		w := Refusal(s.Words, s.Explain, monitor.NewProblem("data.unwritable", "path", "/x"))
		if shown := text(w); !strings.Contains(shown, said) || !strings.Contains(shown, "/x") || strings.Contains(shown, "⟨") || len(faults(w)) > 0 {
			t.Errorf("%s: %q\n%s", lang, faults(w), shown)
		}
	}
}
