package view

import (
	"cmp"
	"slices"

	"vigie/checklist"
	"vigie/monitor"
)

// plan is everything there is to do, by how long acting still helps.
func (p *page) plan() Screen {
	c := checklist.Count(p.Plan)
	s := Screen{Title: p.t("plan.title"), Lead: p.planLead(c)}
	chosen := p.ui.Only
	actions := p.Plan
	if chosen != "" {
		actions = checklist.Of(p.Plan, chosen)
	}
	if len(p.Plan) == 0 {
		s.Blocks = []Block{p.empty()}
		return s
	}
	s.Blocks = p.persons(chosen, true, func(id string) Intent { return ShowPerson{Person: id} })
	for _, u := range []checklist.Urgency{checklist.Today, checklist.Week, checklist.Watch, checklist.Info} {
		s.Blocks = append(s.Blocks, p.bucket(actions, u)...)
	}
	s.Blocks = append(s.Blocks, p.waiting(actions)...)
	s.Blocks = append(s.Blocks, Buttons{Items: []Button{
		{Text: p.t("plan.calendar"), Intent: goTo(ScreenCalendar, "", "")},
		{Text: p.t("plan.letters"), Intent: goTo(ScreenLetters, "", "")},
	}})
	return s
}

func (p *page) planLead(c checklist.Counts) string {
	if n := c.Today + c.Week; n > 0 {
		return p.n("plan.lead", n, "minutes", p.inAll(c.TodayMinutes+c.WeekMinutes))
	}
	if !c.NextDue.IsZero() {
		return p.t("plan.lead.next", "day", p.day(c.NextDue))
	}
	return p.t("plan.lead.none")
}

// bucket is what is to do of one urgency.
func (p *page) bucket(actions []checklist.Action, u checklist.Urgency) []Block {
	var rows []Row
	for _, a := range actions {
		if a.State == checklist.ToDo && a.Urgency == u {
			rows = append(rows, p.named(p.lineRow(a), a))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	tag := p.urgency(u)
	return []Block{Card{Title: tag.Text, Shape: tag.Shape, Sub: p.t("plan.bucket." + u.String()), Blocks: []Block{list("plan."+u.String(), "", rows...)}}}
}

// waiting is what is settled, or comes back later.
func (p *page) waiting(actions []checklist.Action) []Block {
	var later, done []Row
	for _, a := range checklist.Leaves(actions) {
		switch a.State {
		case checklist.ToDo:
		case checklist.Reminded, checklist.Delegated:
			later = append(later, p.named(p.actionRow(a), a))
		default:
			done = append(done, p.named(p.actionRow(a), a))
		}
	}
	var blocks []Block
	if len(later) > 0 {
		blocks = append(blocks, Card{Title: p.n("plan.later", len(later)), Blocks: []Block{list("plan.later", "", later...)}})
	}
	if len(done) > 0 {
		card := Card{Title: p.n("plan.done", len(done))}
		if p.ui.Open["plan.done"] || p.place.ID == "done" {
			card.Blocks = []Block{list("plan.done", "", done...)}
		} else {
			card.Blocks = []Block{Buttons{Items: []Button{{Text: p.t("plan.show-done"), Kind: Link, Intent: Open{Key: "plan.done"}}}}}
		}
		blocks = append(blocks, card)
	}
	return blocks
}

// lineRow is a line of the plan; one with several steps opens to show them.
func (p *page) lineRow(a checklist.Action) Row {
	r := p.actionRow(a)
	if len(a.Parts) < 2 {
		return r
	}
	key := "line." + a.ID
	r.Buttons = []Button{{Text: p.n("plan.parts", len(a.Parts)), Kind: Link, Intent: Open{Key: key}}}
	if p.ui.Open[key] {
		parts := make([]Row, len(a.Parts))
		for i, x := range a.Parts {
			parts[i] = p.actionRow(x)
		}
		r.Blocks = []Block{list(key, "", parts...)}
	}
	return r
}

// actionRow is one action in a list.
func (p *page) actionRow(a checklist.Action) Row {
	t := p.speak.Action(a, p.names())
	mark := p.progress(a)
	r := Row{
		Key: a.ID, Mark: &mark, Title: t.Title,
		Note:   join(t.Reopened, p.letterNote(a)),
		Aside:  p.actionAside(a),
		Intent: goTo(ScreenAction, a.Person, a.ID),
		Dim:    a.State != checklist.ToDo,
	}
	return r
}

// named adds whose an action is, in lists of several people's.
func (p *page) named(r Row, a checklist.Action) Row {
	if p.ui.Only == "" && len(p.Household.Persons) > 1 {
		r.Badge, r.Note = p.badge(a.Person), join(p.name(a.Person), r.Note)
	}
	return r
}

// actionAside is when an action was done, comes back, or how long it takes.
func (p *page) actionAside(a checklist.Action) string {
	switch a.State {
	case checklist.Done:
		done := ""
		if !a.At.IsZero() {
			done = p.t("action.done-on", "day", p.day(a.At))
		}
		if !a.Due.IsZero() {
			return join(done, p.t("action.again", "day", p.day(a.Due)))
		}
		return cmp.Or(done, p.Words.T("plan.state.done"))
	case checklist.Reminded, checklist.Delegated:
		if a.Due.IsZero() {
			return p.progress(a).Text
		}
		return join(p.progress(a).Text, p.day(a.Due))
	case checklist.NotApplicable, checklist.Impossible:
		return p.progress(a).Text
	}
	if !a.Repeats.IsZero() {
		return p.speak.Action(a, p.names()).Repeats
	}
	return p.minutes(a.Minutes)
}

// letterNote says that a step is a letter.
func (p *page) letterNote(a checklist.Action) string {
	if _, some := stepLetters[a.Step]; some && a.State == checklist.ToDo {
		return p.t("action.letter-ready")
	}
	return ""
}

// calendarScreen is the month of the watch: on which days something comes back.
func (p *page) calendarScreen() Screen {
	s := Screen{
		Crumbs: []Button{crumb(p.t("nav.plan"), goTo(ScreenPlan, "", "")), crumb(p.t("calendar.title"), nil)},
		Title:  p.t("calendar.title"), Lead: p.t("calendar.lead"),
	}
	month := p.ui.Month
	if month.IsZero() {
		month = civil(p.Now)
	}
	s.Blocks = []Block{p.month(month, p.due())}
	coming := slices.DeleteFunc(checklist.Leaves(p.Plan), func(a checklist.Action) bool { return a.Due.IsZero() || a.Due.First() <= p.today() })
	slices.SortStableFunc(coming, func(a, b checklist.Action) int { return cmp.Compare(a.Due.First(), b.Due.First()) })
	rows := make([]Row, len(coming))
	for i, a := range coming {
		rows[i] = p.named(p.actionRow(a), a)
		rows[i].Aside = p.day(a.Due)
	}
	s.Blocks = append(s.Blocks, Card{Title: p.t("calendar.coming"), Blocks: []Block{list("calendar", p.t("calendar.none"), rows...)}},
		Buttons{Items: []Button{{Text: p.t("calendar.save"), Intent: ChooseFile{Then: SaveCalendar{}, Save: true, Name: "vigie.ics", Endings: []string{".ics"}}}}})
	return s
}

// due is what is due on which day: what has been due for a while, today.
func (p *page) due() map[monitor.Day][]Tag {
	steps, deadlines := make(map[monitor.Day]int), make(map[monitor.Day]int)
	for _, a := range checklist.Leaves(p.Plan) {
		if !a.Due.IsZero() {
			steps[max(a.Due.First(), p.today())]++
		}
	}
	for _, l := range p.Letters {
		for _, d := range l.Deadlines() {
			deadlines[d.Day.First()]++
		}
	}
	due := make(map[monitor.Day][]Tag)
	for day, n := range steps {
		due[day] = append(due[day], Tag{Loop, p.n("calendar.steps", n), Accent})
	}
	for day, n := range deadlines {
		due[day] = append(due[day], Tag{Diamond, p.n("calendar.deadlines", n), Attention})
	}
	return due
}
