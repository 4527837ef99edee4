package view

import (
	"slices"

	"vigie/monitor"
)

// Step is a step of first start.
type Step string

// The steps. Each can be skipped, and first start goes on where it was left.
const (
	StepPromise       Step = "promise"       // what stays here, the language
	StepPeople        Step = "people"        // who lives here
	StepOrganisations Step = "organisations" // with whom they deal
	StepResult        Step = "result"        // from the embedded list, nothing was sent
	StepChecks        Step = "checks"        // optional look-ups, each with what would leave
	StepRhythm        Step = "rhythm"        // how often, and with the session
	StepDone          Step = "done"
)

// Steps lists the steps in order.
func Steps() []Step {
	return []Step{StepPromise, StepPeople, StepOrganisations, StepResult, StepChecks, StepRhythm}
}

// following is the step after one; the last is followed by the end.
func (s Step) following() Step {
	steps := Steps()
	if i := slices.Index(steps, s); i >= 0 && i+1 < len(steps) {
		return steps[i+1]
	}
	return StepDone
}

func (s Step) previous() Step {
	steps := Steps()
	return steps[max(slices.Index(steps, s)-1, 0)]
}

// known reports whether it is a step, not the end nor something else.
func (s Step) known() bool { return slices.Contains(Steps(), s) }

// step is where first start is: where the window is, else where it was left.
func (p *page) step() Step {
	if s := Step(p.place.ID); s.known() {
		return s
	}
	if p.FirstStart.known() {
		return p.FirstStart
	}
	return StepPromise
}

// firstStart is one of six short steps. Everything is kept as it is given, so
// that leaving at any point loses nothing; nothing is sent before a yes.
func (p *page) firstStart() Screen {
	step := p.step()
	n := slices.Index(Steps(), step) + 1
	s := Screen{
		Title: p.t("start." + string(step)), Lead: p.t("start." + string(step) + ".lead"),
		Blocks: []Block{Progress{Text: p.t("start.progress", "n", n, "all", len(Steps())), Done: n, Total: len(Steps())}},
	}
	switch step {
	case StepPromise:
		s.Blocks = append(s.Blocks, Points{Items: []string{p.t("start.promise.1"), p.t("start.promise.2"), p.t("start.promise.3"), p.t("start.promise.4")}}, p.languages())
	case StepPeople:
		s.Blocks = append(s.Blocks, p.startPeople()...)
	case StepOrganisations:
		s.Blocks = append(s.Blocks, p.startOrganisations()...)
	case StepResult:
		s.Blocks = append(s.Blocks, p.startResult()...)
	case StepChecks:
		s.Blocks = append(s.Blocks, p.startChecks()...)
	case StepRhythm:
		s.Blocks = append(s.Blocks, Card{Blocks: p.watch()}, Card{Title: p.t("start.first-check"), Blocks: []Block{Paragraph{Text: p.firstCheck()}}})
	}
	s.Blocks = append(s.Blocks, p.startButtons(step))
	return s
}

// firstCheck says when lists will be read for the first time.
func (p *page) firstCheck() string {
	switch {
	case p.Settings.Offline:
		return sentences(p.t("start.first-check.home"), p.t("check.offline"))
	case p.Settings.Schedule == "hand":
		return sentences(p.t("start.first-check.home"), p.t("start.first-check.hand"))
	}
	return sentences(p.t("start.first-check.home"), p.t("start.first-check.text"))
}

// startButtons go on, go back, or leave it for later.
func (p *page) startButtons(step Step) Buttons {
	next := Button{Text: p.t("start.next." + string(step)), Kind: Primary, Intent: KeepStep{Step: step.following()}}
	if (step == StepPeople || step == StepOrganisations) && p.nothingSaid(step) {
		next.Kind, next.Text = Plain, p.t("start.skip")
	}
	b := Buttons{Items: []Button{next}}
	if step != StepPromise {
		b.Items = append(b.Items, Button{Text: p.t("start.back"), Intent: KeepStep{Step: step.previous()}})
	}
	if step == StepRhythm {
		return b
	}
	return Buttons{Items: append(b.Items, Button{Text: p.t("start.later"), Kind: Link, Intent: Later{Step: step}})}
}

// unfinishedStart leads back to first start, where it was left.
func (p *page) unfinishedStart() []Block {
	if !p.FirstStart.known() {
		return nil
	}
	n := slices.Index(Steps(), p.FirstStart) + 1
	return []Block{Notice{Tag: Tag{Circle, p.t("start.unfinished"), Accent}, Text: p.t("start.progress", "n", n, "all", len(Steps())), Buttons: []Button{
		{Text: p.t("start.resume"), Intent: goTo(ScreenFirstStart, "", string(p.FirstStart))},
		{Text: p.t("start.end"), Kind: Link, Intent: KeepStep{Step: StepDone}},
	}}}
}

func (p *page) nothingSaid(step Step) bool {
	if step == StepPeople {
		return len(p.Household.Persons) == 0
	}
	return len(p.Household.Affiliations) == 0
}

func (p *page) startPeople() []Block {
	rows := make([]Row, len(p.Household.Persons))
	for i, x := range p.Household.Persons {
		rows[i] = Row{
			Key: x.ID, Badge: p.badge(x.ID), Title: clean(x.Name), Note: p.t("role." + string(x.Role)),
			Buttons: []Button{{Text: p.t("start.remove"), Kind: Link, Intent: Confirm{Then: RemovePerson{ID: x.ID}}}},
		}
	}
	blocks := []Block{}
	if len(rows) > 0 {
		blocks = append(blocks, Card{Blocks: []Block{list("start-people", "", rows...)}})
	}
	form := p.personForm(monitor.Person{Role: monitor.Adult})
	if len(rows) > 0 {
		form.Buttons[0].Kind = Plain // going on is the primary button now
	}
	return append(blocks, Card{Blocks: []Block{form}})
}

func (p *page) startOrganisations() []Block {
	person := p.shown()
	if person == "" {
		return []Block{Paragraph{Text: p.t("start.nobody")}}
	}
	return append(p.persons(person, false, func(id string) Intent { return ShowPerson{Person: id} }), p.organisationBlocks(person)...)
}

// startResult is the first result, from the embedded list: nothing was sent.
func (p *page) startResult() []Block {
	found := p.pressing(p.concerned(""))
	blocks := []Block{Notice{Tag: Tag{Check, p.t("start.nothing-sent"), Calm}, Text: p.records()}}
	if len(found) == 0 {
		e := p.empty()
		e.Buttons = nil // first start asks for a check at its end
		return append(blocks, e)
	}
	return append(blocks, Paragraph{Text: p.homeLead(found), Size: Large}, Card{Blocks: []Block{p.leakRows("start-result", found, "")}})
}

// startChecks are the optional look-ups: an identifier can be given, and each
// service shows exactly what it would be sent.
func (p *page) startChecks() []Block {
	person := p.shown()
	if person == "" {
		return []Block{Paragraph{Text: p.t("start.nobody")}}
	}
	blocks := p.persons(person, false, func(id string) Intent { return ShowPerson{Person: id} })
	form := p.identifierForm()
	form.Buttons[0].Kind = Plain
	return append(blocks, Card{Title: p.t("identifiers.add"), Sub: p.t("identifiers.optional"), Blocks: []Block{form}}, p.consents(p.identifiers(person)))
}
