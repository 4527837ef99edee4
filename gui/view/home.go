package view

import (
	"fmt"
	"slices"

	"vigie/checklist"
	"vigie/monitor"
)

// home is the first screen: one sentence that is true now, one next action, four
// counts, the puzzle of one person, the household.
func (p *page) home() Screen {
	s := Screen{}
	found := p.concerned("")
	counts := checklist.Count(p.Plan)
	s.Title, s.Lead = p.homeTitle(found, counts), p.homeLead(found)
	if next, ok := checklist.Next(p.Plan); ok {
		s.Blocks = append(s.Blocks, p.nextAction(next))
	}
	if len(found) == 0 {
		s.Blocks = append(s.Blocks, p.unfinishedStart()...)
		if len(p.Household.Persons) == 0 {
			s.Blocks = append(s.Blocks, p.invitation())
		} else {
			e := p.empty()
			e.Title = "" // it is the screen's
			s.Blocks = append(s.Blocks, e, p.householdCard())
		}
		return s
	}
	s.Blocks = append(s.Blocks, p.counts(counts))
	s.Blocks = append(s.Blocks, p.unfinishedStart()...)
	s.Blocks = append(s.Blocks, p.standingNotice()...)
	s.Blocks = append(s.Blocks, Columns{Wide: []Block{p.puzzleCard(p.shown())}, Narrow: []Block{p.householdCard()}})
	return s
}

// homeTitle is the sentence that is true now.
func (p *page) homeTitle(found []monitor.Finding, c checklist.Counts) string {
	switch {
	case len(p.Household.Persons) == 0:
		return p.t("home.title.empty")
	case c.Today > 0:
		return p.n("home.title.today", c.Today)
	case c.Week > 0:
		return p.n("home.title.week", c.Week)
	case c.Watch > 0:
		return p.n("home.title.watch", c.Watch)
	case len(found) > 0:
		return p.t("home.title.done")
	}
	return p.t("empty." + string(p.empty().Kind))
}

// homeLead counts the leaks and gives the reassuring fact, when it is true of
// all of them.
func (p *page) homeLead(found []monitor.Finding) string {
	if len(found) == 0 {
		return ""
	}
	sure := slices.DeleteFunc(slices.Clone(found), func(f monitor.Finding) bool { return f.Verdict < monitor.Likely })
	perhaps := leaks(found) - leaks(sure)
	fresh := slices.DeleteFunc(slices.Clone(found), func(f monitor.Finding) bool { return !p.isNew(f) })
	var said string
	switch n := leaks(sure); {
	case n == 0:
		said = p.n("home.lead.perhaps", perhaps)
	case perhaps == 0:
		said = p.n("home.lead.sure", n)
	default:
		said = p.n("home.lead.both", n, "perhaps", p.n("home.lead.and-perhaps", perhaps))
	}
	if n := leaks(fresh); n > 0 {
		said += p.n("home.lead.new", n)
	}
	return sentences(p.t("home.lead.end", "said", said), p.noPassword(found))
}

// noPassword is the reassuring fact, true only when every source says so.
func (p *page) noPassword(found []monitor.Finding) string {
	for _, f := range found {
		if !slices.Contains(f.NotConcerned, monitor.ClassPasswords) {
			return ""
		}
	}
	return p.n("no-password", leaks(found))
}

// nextAction is the one thing to begin with.
func (p *page) nextAction(a checklist.Action) NextAction {
	t := p.speak.Action(a, p.names())
	return NextAction{
		Eyebrow: join(p.t("home.next"), p.name(a.Person), p.minutes(a.Minutes)),
		Title:   t.Title, Text: sentences(p.fewLeaks(a, t), t.Why),
		Main: Button{Text: p.t("action.begin"), Kind: Primary, Intent: goTo(ScreenAction, a.Person, a.ID)},
		Others: []Button{
			{Text: p.t("action.later"), Kind: Link, Intent: Postpone{Action: a.ID}},
			{Text: p.t("action.not-applicable"), Kind: Link, Intent: Settle{Action: a.ID, State: checklist.NotApplicable}},
		},
	}
}

// fewLeaks says which leaks ask for an action, where they are few enough to read.
func (p *page) fewLeaks(a checklist.Action, t checklist.Text) string {
	const few = 2
	if len(a.Breaches) > few {
		return ""
	}
	return t.Because
}

func (p *page) minutes(n int) string {
	if n == 0 {
		return ""
	}
	return p.n("minutes", n)
}

// inAll is how long several things take together, in hours when it is more than one.
func (p *page) inAll(minutes int) string {
	const hour = 60
	if minutes < hour {
		return p.n("counts.minutes", minutes)
	}
	if minutes%hour == 0 {
		return p.n("counts.whole-hours", minutes/hour)
	}
	return p.t("counts.hours", "hours", minutes/hour, "minutes", fmt.Sprintf("%02d", minutes%hour))
}

// counts are the four numbers, each with what it means.
func (p *page) counts(c checklist.Counts) Counts {
	plan := func(bucket string) Intent { return goTo(ScreenPlan, "", bucket) }
	figure := func(n int) string { return p.Words.Number(int64(n)) }
	today, week, watch := p.t("counts.today.none"), p.t("counts.week.none"), p.t("counts.watch.none")
	if c.Today > 0 {
		today = p.inAll(c.TodayMinutes)
	}
	if c.Week > 0 {
		week = p.inAll(c.WeekMinutes)
	}
	if !c.NextDue.IsZero() {
		watch = p.t("counts.reminder", "day", p.day(c.NextDue))
	}
	return Counts{Items: []Count{
		{Tag: p.urgency(checklist.Today), Number: figure(c.Today), Note: today, Intent: plan("today")},
		{Tag: p.urgency(checklist.Week), Number: figure(c.Week), Note: week, Intent: plan("week")},
		{Tag: p.urgency(checklist.Watch), Number: figure(c.Watch), Note: watch, Intent: goTo(ScreenCalendar, "", "")},
		{Tag: Tag{Check, p.t("counts.done"), Calm}, Number: figure(c.Done), Note: p.t("counts.done.note"), Intent: plan("done")},
	}}
}

// puzzleCard is what the leaks of one person tell together, in short.
func (p *page) puzzleCard(person string) Card {
	c := Card{Title: p.t("puzzle.title"), Sub: join(p.name(person), p.leakCount(p.concerned(person)), p.t("puzzle.click"))}
	c.Blocks = p.persons(person, false, func(id string) Intent { return ShowPerson{Person: id} })
	puzzle, ok := p.puzzle(person)
	if !ok {
		c.Blocks = append(c.Blocks, Paragraph{Text: p.n("puzzle.none", len(p.Catalogue.Breaches()), "name", p.name(person))})
		return c
	}
	c.Blocks = append(c.Blocks, Chips{Items: p.puzzleChips(puzzle)})
	if text := p.allows(puzzle); text != "" {
		c.Blocks = append(c.Blocks, Card{Tone: Attention, Blocks: []Block{Paragraph{
			Strong: p.t("puzzle.together"), Text: text,
			Links: []Button{{Text: p.t("puzzle.prevent"), Kind: Link, Intent: goTo(ScreenExposure, person, "")}},
		}}})
	}
	return c
}

// puzzle is what all leaks of a person together tell.
func (p *page) puzzle(person string) (checklist.Puzzle, bool) {
	i := slices.IndexFunc(p.Puzzle, func(x checklist.Puzzle) bool { return x.Person == person })
	if i < 0 {
		return checklist.Puzzle{}, false
	}
	return p.Puzzle[i], true
}

// maxChips is how many kinds of data fit a card at a glance; the screen about
// them has all.
const maxChips = 12

func (p *page) puzzleChips(x checklist.Puzzle) []Chip {
	var chips []Chip
	classes := slices.Clone(x.Classes)
	slices.SortStableFunc(classes, func(a, b monitor.ExposedClass) int { return rank(a) - rank(b) })
	for _, c := range classes {
		tag := p.exposedTag(c.Class, c.Exposed)
		if n := len(c.Breaches); n > 1 {
			tag.Text = p.t("puzzle.times", "class", tag.Text, "n", n)
		}
		chips = append(chips, Chip{Tag: tag, Intent: goTo(ScreenExposure, x.Person, string(c.Class))})
	}
	if more := len(chips) - maxChips; more > 1 {
		chips = append(chips[:maxChips], Chip{Tag: Tag{Text: p.n("puzzle.more", more), Tone: Accent}, Intent: goTo(ScreenExposure, x.Person, "")})
	}
	for _, c := range x.Spared {
		chips = append(chips, Chip{Tag: p.sparedTag(c)})
	}
	return chips
}

// rank puts what counts most first.
func rank(c monitor.ExposedClass) int {
	switch {
	case c.Exposed && slices.Contains(grave, c.Class):
		return 0
	case c.Exposed:
		return 1
	}
	return 2
}

// allows is what the certain pieces of a puzzle allow together, at most two, of
// those whose advice was read again: here is no room for a source.
func (p *page) allows(x checklist.Puzzle) string {
	var said []string
	for _, piece := range x.Pieces {
		if piece.Certain && piece.Mark != checklist.Memory && len(said) < 2 {
			said = append(said, p.speak.Piece(piece, p.names()).Allows)
		}
	}
	return sentences(said...)
}

// householdCard lists the people who live here.
func (p *page) householdCard() Card {
	rows := make([]Row, len(p.Household.Persons))
	for i, x := range p.Household.Persons {
		rows[i] = Row{Key: x.ID, Badge: p.badge(x.ID), Title: clean(x.Name), Note: p.personNote(x), Intent: goTo(ScreenPerson, x.ID, "")}
	}
	return Card{Title: p.t("household.title"), Blocks: []Block{list("household", p.t("household.empty"), rows...)}}
}

// personNote is how things stand for someone, in a few words.
func (p *page) personNote(x monitor.Person) string {
	found := p.concerned(x.ID)
	if len(found) == 0 {
		return join(p.role(x), p.n("person.no-leak", len(p.Catalogue.Breaches())))
	}
	c := checklist.Count(checklist.Of(p.Plan, x.ID))
	todo := p.t("person.nothing-to-do")
	if k := c.Today + c.Week; k > 0 {
		todo = p.n("person.actions", k)
	} else if c.Watch > 0 {
		todo = p.n("person.reminders", c.Watch)
	}
	return join(p.role(x), p.leakCount(found), todo)
}

// role is what someone is in the household, where that is worth saying.
func (p *page) role(x monitor.Person) string {
	if x.Role == monitor.Adult {
		return ""
	}
	return p.t("role." + string(x.Role))
}

// invitation is the home of a household nobody has described yet.
func (p *page) invitation() Card {
	return Card{Title: p.t("invitation.title"), Blocks: []Block{
		Paragraph{Text: p.t("invitation.text")},
		Buttons{Items: []Button{{Text: p.t("invitation.begin"), Kind: Primary, Intent: goTo(ScreenFirstStart, "", string(StepPeople))}}},
	}}
}
