package view

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"vigie/monitor"
)

// Whatever somebody presses and types, in whatever order: nothing breaks, every
// window keeps the rules, Update changes nothing it was given, and no value is
// shown that nobody asked to see.
func TestMonkey(t *testing.T) {
	states := map[string]*State{"fr": everyday(t, "fr"), "en": everyday(t, "en")}
	nobody := bare(t, "fr")
	nobody.FirstStart = StepPromise
	states["nobody"] = nobody
	rapid.Check(t, func(rt *rapid.T) {
		s := states[rapid.SampledFrom([]string{"fr", "en", "nobody"}).Draw(rt, "state")]
		p := &program{t: t, s: s}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			w := p.window()
			if found := faults(w); len(found) > 0 {
				rt.Fatalf("%q:\n%s", found, text(w))
			}
			if strings.Contains(text(w), secretTyped) {
				rt.Fatalf("a secret is on the screen:\n%s", text(w))
			}
			c := rapid.SampledFrom(append(controls(w), control{Text: "Escape", Intent: Back{}}, control{Text: "Dismiss", Intent: Dismiss{}})).Draw(rt, "control")
			e := event(rt, c)
			before, household := copyUI(p.u), fmt.Sprintf("%+v", *p.s.Household)
			Update(p.s, p.u, e)
			if !reflect.DeepEqual(before, p.u) {
				rt.Fatalf("%T changed the UI it was given", e)
			}
			if household != fmt.Sprintf("%+v", *p.s.Household) {
				rt.Fatalf("%T changed the household", e)
			}
			p.send(e)
		}
	})
}

const secretTyped = "s3cr3t-v4lue"

// event is what happens with a control: files are chosen, fields typed into.
func event(rt *rapid.T, c control) Event {
	switch {
	case c.Secret:
		return Field{Key: c.Field}.Typed(secretTyped)
	case c.Field != "":
		return Field{Key: c.Field}.Typed(rapid.SampledFrom([]string{"", "Zoé", "Claire", "boulanger", "2027-01-31", "effacer", "erase", "\u202eevil\x07", "teen", "nir"}).Draw(rt, "typed"))
	}
	if f, ok := c.Intent.(ChooseFile); ok {
		return f.Then.At("/tmp/file")
	}
	return c.Intent
}

func copyUI(u UI) UI {
	u.History = slices.Clone(u.History)
	u.Open, u.Typed, u.Hidden = maps.Clone(u.Open), maps.Clone(u.Typed), maps.Clone(u.Hidden)
	u.Errors, u.Revealed = maps.Clone(u.Errors), maps.Clone(u.Revealed)
	return u
}

// Text from outside reaches the screen as one harmless line.
func FuzzHostileText(f *testing.F) {
	for _, seed := range []string{"", "Claire", "\u202eClaire", "a\x00b\x1b[31m", strings.Repeat("x", 5000), "<b>x</b>", "\xff\xfe", "é\u0301\u0301\u0301\u0301\u0301"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, hostile string) {
		s := everyday(t, "fr")
		h := *s.Household
		h.Persons = []monitor.Person{{ID: "p1", Name: hostile, Role: monitor.Adult}}
		h.Affiliations = []monitor.Affiliation{{ID: "a1", Person: "p1", Organisation: hostile}}
		s.Household = &h
		for i := range s.Ledger {
			s.Ledger[i].Host, s.Ledger[i].Outcome = hostile, hostile
		}
		settle(t, s)
		for _, place := range []Place{{}, {Screen: ScreenPerson, Person: "p1"}, {Screen: ScreenConcerned, Person: "p1"}, {Screen: ScreenLedger}, {Screen: Name(hostile), Person: hostile, ID: hostile}} {
			u := UI{Place: place, Import: &Import{SitesRead: SitesRead{Person: "p1", Format: hostile, Sites: []ImportedSite{{Domain: hostile, Name: hostile}}}}}
			for _, line := range strings.Split(text(Show(s, u)), "\n") {
				for _, r := range line {
					if strings.HasPrefix(strings.TrimSpace(line), "{") {
						continue // what is in a field is what was typed
					}
					if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
						t.Fatalf("%U on the screen: %q", r, line)
					}
				}
			}
		}
	})
}
