//go:build e2e && linux

package windowtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// edit is something a person does in the window.
type edit struct {
	kind     string
	place    map[string]string // a view.Place: where it is done
	intent   string            // of testdata/blind
	document map[string]any
	// sign is a text of which the screen shows more, or fewer, once it is done.
	sign  string
	fewer bool
	// The facts that are true once it is done, and those that no longer are.
	adds, removes []string
}

func (e edit) String() string { return fmt.Sprint(e.kind, " +", e.adds, " -", e.removes) }

// shown reports whether the signs on a screen show that it is done.
func (e edit) shown(before, now int) bool {
	if e.fewer {
		return now < before
	}
	return now > before
}

// owned is something that can be taken back.
type owned struct{ person, id, shown string }

// Of these two, one answers to leaks and the other goes through its plan: an answer
// would change it.
const answering, doing = "Claire", "Mehdi"

// kinds are the kinds of edit; one that finds nothing to do adds an affiliation.
var kinds = []func(*life) (edit, bool){
	(*life).addPerson, (*life).addAffiliation, (*life).addIdentifier, (*life).answer, (*life).step, (*life).removePerson, (*life).takeBack,
}

// next makes an edit.
func (l *life) next() edit {
	l.edits++
	if e, ok := kinds[l.random.IntN(len(kinds))](l); ok {
		return e
	}
	e, _ := l.addAffiliation()
	return e
}

// apply notes what an edit did that was shown.
func (l *life) apply(e edit) {
	for _, fact := range e.adds {
		l.facts[fact] = true
	}
	for _, fact := range e.removes {
		delete(l.facts, fact)
		delete(l.owned, fact)
		delete(l.people, fact)
	}
	l.steps = slices.DeleteFunc(l.steps, func(name string) bool { return l.facts[doing+" did "+name] })
}

// someone is one of the people.
func (l *life) someone() string {
	all := slices.Sorted(maps.Keys(l.people))
	return all[l.random.IntN(len(all))]
}

func (l *life) addPerson() (edit, bool) {
	name := fmt.Sprint("Personne ", l.edits)
	return edit{kind: "person", place: map[string]string{"Screen": "household"}, intent: "AddPerson",
		document: map[string]any{"Name": name, "Role": "adult"}, sign: name, adds: []string{name}}, true
}

func (l *life) addAffiliation() (edit, bool) {
	name, with := l.someone(), fmt.Sprint("Boutique d’Exemple ", l.edits)
	return edit{kind: "affiliation", place: l.at("person", name), intent: "AddAffiliations",
		document: map[string]any{"Person": l.people[name], "Said": []any{map[string]string{"Organisation": with}}},
		sign:     with, adds: []string{name + " deals with " + with}}, true
}

// masked is what is shown of every e-mail address here.
const masked = "e•••@e•••.org"

func (l *life) addIdentifier() (edit, bool) {
	name, value := l.someone(), fmt.Sprintf("exemple%d@example.org", l.edits)
	return edit{kind: "identifier", place: l.at("identifiers", name), intent: "AddIdentifier",
		document: map[string]any{"Person": l.people[name], "Kind": "email", "Text": value},
		sign:     masked, adds: []string{name + " has " + value}}, true
}

// answer says, once for each leak, that its notice was received.
func (l *life) answer() (edit, bool) {
	for _, leak := range []string{"france-travail-2024", "france-travail-kairos-2025"} {
		fact := answering + " was told of " + leak
		if !l.facts[fact] {
			place := l.at("leak", answering)
			place["ID"] = leak
			return edit{kind: "answer", place: place, intent: "AnswerLeak",
				document: map[string]any{"Person": l.people[answering], "Evidence": map[string]string{"Person": l.people[answering], "Breach": leak, "Kind": "notice-received"}},
				sign:     l.words.T("window.certainty.confirmed"), adds: []string{fact}}, true
		}
	}
	return edit{}, false
}

// step is a step of the plan that is done.
func (l *life) step() (edit, bool) {
	if len(l.steps) == 0 {
		return edit{}, false
	}
	name := l.steps[0]
	return edit{kind: "step", place: map[string]string{"Screen": "plan"}, intent: "MarkAction",
		document: map[string]any{"Action": l.people[doing] + "/" + name, "Progress": map[string]string{"State": "done"}},
		sign:     l.words.T("window.told.action.done"), adds: []string{doing + " did " + name}}, true
}

// removePerson removes somebody, and all that is theirs.
func (l *life) removePerson() (edit, bool) {
	name := l.someone()
	if name == answering || name == doing {
		return edit{}, false
	}
	e := edit{kind: "removal of a person", place: map[string]string{"Screen": "household"}, intent: "RemovePerson",
		document: map[string]any{"ID": l.people[name]}, sign: name, fewer: true, removes: []string{name}}
	for fact := range l.facts {
		if strings.HasPrefix(fact, name+" ") {
			e.removes = append(e.removes, fact)
		}
	}
	return e, true
}

// takeBack removes an affiliation or an identifier.
func (l *life) takeBack() (edit, bool) {
	facts := slices.Sorted(maps.Keys(l.owned))
	if len(facts) == 0 {
		return edit{}, false
	}
	fact := facts[l.random.IntN(len(facts))]
	o := l.owned[fact]
	e := edit{kind: "removal of an affiliation", place: l.at("person", o.person), intent: "RemoveAffiliation",
		document: map[string]any{"ID": o.id}, sign: o.shown, fewer: true, removes: []string{fact}}
	if o.shown == masked {
		e.kind, e.place, e.intent = "removal of an identifier", l.at("identifiers", o.person), "RemoveIdentifier"
	}
	return e, true
}

// at is a screen about a person.
func (l *life) at(screen, name string) map[string]string {
	return map[string]string{"Screen": screen, "Person": l.people[name]}
}

// look is everything that the household said, as the command line has it. It is
// also what undoes and finishes whatever was interrupted.
func (l *life) look() map[string]bool {
	l.t.Helper()
	facts := make(map[string]bool)
	l.people, l.owned, l.steps = map[string]string{}, map[string]owned{}, nil
	var all struct {
		persons      []struct{ ID, Name string }
		affiliations []struct{ ID, Person, Organisation string }
		identifiers  []struct {
			ID, Person, Value string
			Valid             bool
		}
		findings []struct{ Person, Breach, Verdict string }
		plan     []step
	}
	l.ask(&all.persons, "person", "list")
	for _, p := range all.persons {
		l.people[p.Name] = p.ID
		facts[p.Name] = true
	}
	l.ask(&all.affiliations, "affiliation", "list")
	for _, a := range all.affiliations {
		fact := a.Person + " deals with " + a.Organisation
		facts[fact] = true
		if strings.HasPrefix(a.Organisation, "Boutique") {
			l.owned[fact] = owned{a.Person, a.ID, a.Organisation}
		}
	}
	l.ask(&all.identifiers, "identifier", "list", "--reveal")
	for _, i := range all.identifiers {
		if !i.Valid {
			l.t.Fatalf("the key store has lost an identifier: %+v", i)
		}
		fact := i.Person + " has " + i.Value
		facts[fact] = true
		l.owned[fact] = owned{i.Person, i.ID, masked}
	}
	l.ask(&all.findings, "findings")
	for _, f := range all.findings {
		if f.Verdict == "confirmed" { // nothing but a notice confirms here
			facts[f.Person+" was told of "+f.Breach] = true
		}
	}
	l.ask(&all.plan, "plan", "--person", doing)
	for _, s := range leaves(all.plan) {
		switch {
		case s.State == "done":
			facts[doing+" did "+s.Step] = true
		case s.State == "to-do" && s.Repeats == nil:
			l.steps = append(l.steps, s.Step)
		}
	}
	return facts
}

// step is a step of the plan as the command line prints it.
type step struct {
	Step, State string
	Repeats     any // nil: it is done once and for all
	Parts       []step
}

// leaves are the steps that are done by themselves.
func leaves(all []step) (done []step) {
	for _, s := range all {
		if len(s.Parts) == 0 {
			done = append(done, s)
		}
		done = append(done, leaves(s.Parts)...)
	}
	return done
}
