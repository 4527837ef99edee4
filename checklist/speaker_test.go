package checklist

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigie/assets/words"
	"vigie/monitor"
)

var update = flag.Bool("update", false, "write the plan as it reads now to testdata")

// The plan of the jobseeker who is with Free, as it reads. A change of words
// shows here, to be read before it is accepted: go test -update.
func TestPlanReads(t *testing.T) {
	for _, lang := range words.Languages() {
		var got bytes.Buffer
		s := speaker(t, lang)
		names := Names{Leak: func(id string) string { return id }, Person: func(id string) string { return id }}
		for _, a := range jobseeker(t, free()...) {
			write(&got, s, a, names, "")
			for _, p := range a.Parts {
				write(&got, s, p, names, "    ")
			}
		}
		path := "testdata/plan." + lang + ".txt"
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s: the plan reads otherwise:\n%s", lang, diff)
		}
	}
}

func write(w io.Writer, s *Speaker, a Action, names Names, indent string) {
	x := s.Action(a, names)
	line := func(format string, args ...any) { fmt.Fprintf(w, indent+format+"\n", args...) }
	due := ""
	if !a.Due.IsZero() {
		due = " · " + a.Due.String()
	}
	line("%s", x.Title)
	line("  [%s · %s · %s · %s%s · %s]", x.Urgency, x.State, x.Who, x.Minutes, due, x.Repeats)
	line("  %s %s %s", x.Why, x.Because, x.Data)
	for _, h := range x.How {
		line("  - %s", h)
	}
	if len(a.Parts) > 0 {
		return
	}
	for _, l := range a.Official {
		line("  → %s %s %s", s.Link(l), l.URL, l.Phone)
	}
	line("  %s", strings.Join(append([]string{x.Source}, x.Laws...), " | "))
}

// Whatever an action can be has words, in both languages.
func TestEverythingHasWords(t *testing.T) {
	a := advice(t)
	names := Names{Leak: func(string) string { return "leak" }, Person: func(string) string { return "Camille" }}
	for _, lang := range words.Languages() {
		s := speaker(t, lang)
		check := func(what string, text any) {
			if shown := fmt.Sprintf("%+v", text); strings.ContainsAny(shown, "⟨⟩") || strings.Contains(shown, "<no value>") {
				t.Errorf("%s: %s: %s", lang, what, shown)
			}
		}
		for i := range a.steps {
			x := &a.steps[i]
			act := Action{Step: x.ID, Account: x.Account, State: ToDo, Source: x.source, Mark: x.Mark, Laws: x.laws, Breaches: []string{"a", "b"}, Classes: []monitor.Class{nir}}
			if act.Actor = x.actors[monitor.Adult]; x.schedule != nil {
				act.Repeats = x.schedule.Phases[0].Every
			}
			check(x.key(), s.Action(act, names))
			if x.Line != "" {
				act.Step, act.Account, act.Parts = x.Line, "", make([]Action, 2)
				check(x.Line, s.Action(act, names))
			}
		}
		for _, u := range []Urgency{Info, Watch, Week, Today} {
			for _, state := range []State{ToDo, Done, NotApplicable, Impossible, Delegated, Reminded} {
				for _, reason := range append(Reasons(state), "", NotReused, ChangedSince, Past) {
					for _, r := range []Reopening{
						{}, {Cause: Reminder}, {Cause: DelegateGone}, {NewLeak, []string{"a"}}, {Confirmation, []string{"a"}},
						{NewClass, []string{"a"}}, {NewLeak, []string{"a", "b"}}, {Confirmation, []string{"a", "b"}}, {NewClass, []string{"a", "b"}},
					} {
						for _, actor := range []Actor{ActorPerson, ActorParent, ActorHelper} {
							act := Action{Step: "combine", Urgency: u, State: state, Reason: reason, Actor: actor, Mark: Verified, Reopened: r}
							check(string(state), s.Action(act, names))
						}
					}
				}
			}
		}
		for i := range a.combos {
			x := &a.combos[i]
			for _, certain := range []bool{false, true} {
				check(x.ID, s.Piece(Piece{ID: x.ID, Certain: certain, Source: x.source, Mark: x.Mark, Laws: x.laws, Breaches: []string{"a"}, Prevent: []string{"combine"}}, names))
			}
		}
		for _, every := range []Interval{{Days: 1}, {Days: 3}, {Days: 7}, {Days: 14}, {Months: 1}, {Months: 5}, {Months: 12}, {Months: 24}} {
			check(every.String(), s.repeats(every))
		}
	}
}
