package main

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"vigie/checklist"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

// width is how wide a text is written: what a terminal has at first.
const width = 80

// names says how leaks and people are called in a plan: a leak by who lost the
// data and in which month it became known, to the day where two would be called
// the same.
func (a *app) names(plan *installation.Plan) checklist.Names {
	leaks, alike := make(map[string]string), make(map[string]int)
	byMonth := func(f monitor.Finding) string { return a.leakName(f.Organisation, known(f), false) }
	seen := make(map[string]bool) // several people may be in one leak
	for _, f := range plan.Input.Findings {
		if !seen[f.Breach] {
			seen[f.Breach] = true
			alike[byMonth(f)]++
		}
	}
	for _, f := range plan.Input.Findings {
		if leaks[f.Breach] = byMonth(f); alike[leaks[f.Breach]] > 1 {
			leaks[f.Breach] = a.leakName(f.Organisation, known(f), true)
		}
	}
	return checklist.Names{
		Leak: func(id string) string { return leaks[id] },
		Person: func(id string) string {
			p, _ := plan.Input.Household.Person(id)
			return p.Name
		},
	}
}

// known is when a leak became known, or happened where nobody said.
func known(f monitor.Finding) monitor.Date {
	return cmp.Or(f.DisclosedOn, f.OccurredTo, f.OccurredFrom)
}

// leakName calls a leak by who lost the data and the month, or the day.
func (a *app) leakName(organisation string, when monitor.Date, toTheDay bool) string {
	y, m, d := when.Parts()
	if y == 0 {
		return organisation
	}
	if !toTheDay {
		d = 0
	}
	return a.words.T("plan.leak", "organisation", organisation, "when", a.words.Date(y, m, d))
}

// group is a heading of the plan and what stands under it.
type group struct {
	heading string
	in      func(checklist.Action) bool
	always  bool // otherwise only when everything is asked for
}

func groups() []group {
	todo := func(u checklist.Urgency) func(checklist.Action) bool {
		return func(x checklist.Action) bool { return x.State == checklist.ToDo && x.Urgency == u }
	}
	in := func(states ...checklist.State) func(checklist.Action) bool {
		return func(x checklist.Action) bool {
			for _, s := range states {
				if x.State == s {
					return true
				}
			}
			return false
		}
	}
	return []group{
		{"plan.urgency.today", todo(checklist.Today), true},
		{"plan.urgency.week", todo(checklist.Week), true},
		{"plan.urgency.watch", todo(checklist.Watch), true},
		{"plan.group.later", in(checklist.Reminded, checklist.Delegated), true},
		{"plan.urgency.info", todo(checklist.Info), true},
		{"plan.group.settled", in(checklist.Done, checklist.NotApplicable, checklist.Impossible), false},
	}
}

// showPlan writes the list of each person: what to do first, on top.
func (a *app) showPlan(p *planned, all bool) {
	if len(p.Input.Household.Persons) == 0 {
		a.say("person.nobody")
		return
	}
	if len(p.shown) == 0 {
		a.lines("", a.words.T("plan.nothing"))
		return
	}
	for _, person := range p.Input.Household.Persons {
		if own := checklist.Of(p.shown, person.ID); len(own) > 0 {
			a.showPerson(p, person, own, all)
		}
	}
	a.lines("", a.words.T("plan.hint"))
}

func (a *app) showPerson(p *planned, person monitor.Person, own []checklist.Action, all bool) {
	a.lines("", a.words.T("plan.person", "name", person.Name, "summary", a.summary(p, checklist.Count(own))))
	hidden := 0
	for _, g := range groups() {
		var rows []checklist.Action
		for _, x := range own {
			if g.in(x) {
				rows = append(rows, x)
			}
		}
		if !g.always && !all {
			hidden += len(rows)
			continue
		}
		if len(rows) > 0 {
			fmt.Fprintf(a.out, "\n%s\n", a.words.T(g.heading))
		}
		for _, x := range rows {
			a.row(p, x)
			if len(x.Reopened.Breaches) > 0 { // it was settled: say at once why it is back
				a.lines(rowIndent, p.speaker.Action(x, p.names).Reopened)
			}
		}
	}
	if hidden > 0 {
		fmt.Fprintln(a.out)
		a.lines("", a.words.N("plan.settled", hidden))
	}
	fmt.Fprintln(a.out)
}

// summary is what there is to do, in one sentence.
func (a *app) summary(p *planned, c checklist.Counts) string {
	switch {
	case c.Today > 0:
		return a.words.N("plan.summary.today", c.Today, "minutes", p.speaker.Minutes(c.TodayMinutes))
	case c.Week > 0:
		return a.words.N("plan.summary.week", c.Week, "minutes", p.speaker.Minutes(c.WeekMinutes))
	case c.Watch > 0:
		return a.words.T("plan.summary.watch")
	case !c.NextDue.IsZero():
		return a.words.T("plan.summary.next", "date", a.explain.Date(c.NextDue))
	}
	return a.words.T("plan.summary.none")
}

// rowIndent is as wide as a code and the spaces around it.
const rowIndent = "          "

// row writes an action in one line: its code, its title and, on the right, what
// is to be known at a glance.
func (a *app) row(p *planned, x checklist.Action) {
	right := ""
	switch {
	case x.State == checklist.ToDo:
		right = a.words.T("plan.min", "n", x.Minutes)
	case x.State == checklist.Delegated:
		right = p.names.Person(x.Delegate)
	case x.State == checklist.Reminded:
		right = a.explain.Date(x.Due)
	case !x.At.IsZero():
		right = a.explain.Date(x.At)
	}
	title := wrap(p.speaker.Title(x), width-len(rowIndent)-2-utf8.RuneCountInString(right))
	gap := max(2, width-len(rowIndent)-utf8.RuneCountInString(title[0])-utf8.RuneCountInString(right))
	fmt.Fprintf(a.out, "  %s  %s%s%s\n", x.Code(), title[0], strings.Repeat(" ", gap), right)
	for _, more := range title[1:] {
		fmt.Fprintln(a.out, rowIndent+more)
	}
}

// showAction says how an action is done: of a line, part by part.
func (a *app) showAction(p *planned, x checklist.Action) {
	t := p.speaker.Action(x, p.names)
	a.lines("", t.Title)
	if x.State != checklist.ToDo {
		t.Urgency, t.Minutes = "", ""
	}
	a.lines("", joined([]string{p.names.Person(x.Person), t.Urgency, t.State, t.Minutes, t.Repeats, a.due(p, x)}))
	for _, text := range []string{t.Reopened, x.Note, t.Why, t.Because, t.Data} {
		a.lines("", text)
	}
	fmt.Fprintln(a.out)
	if len(x.Parts) > 1 {
		a.showParts(p, x.Parts)
		return
	}
	a.showHow(p, x, t, "")
	fmt.Fprintln(a.out)
	for _, text := range append([]string{t.Rhythm, t.Source}, t.Laws...) {
		a.lines("", text)
	}
}

func (a *app) showParts(p *planned, parts []checklist.Action) {
	for _, x := range parts {
		a.row(p, x)
		t := p.speaker.Action(x, p.names)
		a.showHow(p, x, t, rowIndent)
		if x.Mark != checklist.Verified {
			a.lines(rowIndent, t.Source) // it says that this was not read there
		}
		fmt.Fprintln(a.out)
	}
	a.lines("", a.words.T("plan.hint.parts"))
}

// showHow writes what to do, one thing after another, and where.
func (a *app) showHow(p *planned, x checklist.Action, t checklist.Text, indent string) {
	for _, how := range t.How {
		a.lines(indent+"- ", how)
	}
	for _, l := range x.Official {
		a.lines(indent+"> ", joined([]string{p.speaker.Link(l), l.URL, p.speaker.Phone(l.Phone)}))
	}
	if x.Question != "" {
		a.lines(indent+"? ", a.words.T("plan.question."+string(x.Question), "code", x.Code()))
	}
}

// due says by when, or when again; nothing of what is due today.
func (a *app) due(p *planned, x checklist.Action) string {
	key := "plan.due.again"
	switch due := x.Due.First(); {
	case x.Due.IsZero(), due == p.Input.Today:
		return ""
	case x.State == checklist.ToDo && due < p.Input.Today:
		key = "plan.due.was"
	case x.State == checklist.ToDo:
		key = "plan.due.by"
	}
	return a.words.T(key, "date", a.explain.Date(x.Due))
}

// showChange says what an action has become.
func (a *app) showChange(p *planned, x checklist.Action) {
	t := p.speaker.Action(x, p.names)
	a.lines("", t.Title)
	a.lines("", joined([]string{t.State, a.due(p, x)}))
}

// joined puts what there is of several remarks on one line.
func joined(remarks []string) string {
	var some []string
	for _, r := range remarks {
		if r != "" {
			some = append(some, r)
		}
	}
	return strings.Join(some, " · ")
}

// lines writes a text in lines that fit, after a mark that stands before the
// first; nothing for an empty text. A mark may begin with a line's end.
func (a *app) lines(mark, text string) {
	if text == "" {
		return
	}
	if below, found := strings.CutPrefix(mark, "\n"); found {
		fmt.Fprintln(a.out)
		mark = below
	}
	for i, line := range wrap(text, width-utf8.RuneCountInString(mark)) {
		if i > 0 {
			mark = strings.Repeat(" ", utf8.RuneCountInString(mark))
		}
		fmt.Fprintln(a.out, mark+line)
	}
}

// wrap breaks a text between words into lines of at most n characters. A word
// that is longer stands alone. No-break spaces do not end a word.
func wrap(text string, n int) []string {
	lines := []string{""}
	for _, word := range strings.Split(text, " ") {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) <= n:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}
