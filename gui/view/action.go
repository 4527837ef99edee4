package view

import (
	"slices"
	"strconv"
	"strings"

	"vigie/checklist"
	"vigie/checklist/letters"
	"vigie/monitor"
)

// action is one thing to do, on a page of its own: why, how, where, and what
// became of it.
func (p *page) action() Screen {
	a, ok := checklist.Find(p.Plan, p.place.ID)
	if !ok {
		return p.gone(ScreenPlan)
	}
	t := p.speak.Action(a, p.names())
	tag := p.urgency(a.Urgency)
	if a.State != checklist.ToDo {
		tag = p.progress(a)
	}
	s := Screen{
		Crumbs: []Button{crumb(p.t("nav.plan"), goTo(ScreenPlan, "", "")), crumb(t.Title, nil)},
		Title:  t.Title, Lead: join(p.name(a.Person), t.Who, p.minutes(a.Minutes), t.Repeats), Tag: &tag,
	}
	if t.Reopened != "" {
		s.Blocks = append(s.Blocks, Notice{Tag: Tag{Loop, p.t("action.reopened"), Attention}, Text: t.Reopened})
	}
	s.Blocks = append(s.Blocks, Paragraph{Text: t.Why})
	s.Blocks = append(s.Blocks, p.leftQuestions(a)...)
	if a.Question != "" {
		s.Blocks = append(s.Blocks, p.actionQuestion(a))
	}
	s.Blocks = append(s.Blocks, p.how(a, t)...)
	s.Blocks = append(s.Blocks, p.mark(a))
	if !a.Repeats.IsZero() && len(a.Parts) < 2 {
		s.Blocks = append(s.Blocks, p.strip(a, t))
	}
	s.Blocks = append(s.Blocks, p.because(a, t))
	return s
}

// how is what to do, in order, with the official addresses and the letter that
// carries it out; for a line, its steps.
func (p *page) how(a checklist.Action, t checklist.Text) []Block {
	var blocks []Block
	if len(a.Parts) > 1 {
		rows := make([]Row, len(a.Parts))
		for i, x := range a.Parts {
			rows[i] = p.actionRow(x)
		}
		blocks = append(blocks, Card{Title: p.n("action.parts", len(rows)), Blocks: []Block{list("parts", "", rows...)}})
	}
	if len(t.How) > 0 {
		blocks = append(blocks, Card{Title: p.t("action.how"), Blocks: []Block{Points{Numbered: true, Items: t.How}}})
	}
	if links := p.officialRows(a.Official); len(links) > 0 {
		blocks = append(blocks, Card{Title: p.t("action.official"), Sub: p.t("action.official.sub"), Blocks: []Block{list("official", "", links...)}})
	}
	if kinds := p.actionLetters(a); len(kinds) > 0 {
		blocks = append(blocks, Card{Title: p.t("action.letters"), Blocks: []Block{Buttons{Items: kinds}}})
	}
	return blocks
}

// officialRows are addresses and numbers of the directory. A number is shown to
// be dialled by hand: a call is never started from here.
func (p *page) officialRows(links []checklist.Link) []Row {
	var rows []Row
	for _, l := range links {
		r := Row{Key: l.ID + l.URL + l.Phone, Title: p.speak.Link(l)}
		if l.Phone != "" {
			r.Note = p.t("action.phone", "number", dialled(l.Phone))
		}
		if o, ok := official(l.URL); ok {
			r.Buttons = []Button{{Text: p.t("action.open", "host", o.Host), Intent: o}}
		}
		rows = append(rows, r)
	}
	return rows
}

// dialled groups the digits of a French number as people say them.
func dialled(phone string) string {
	const pair = 2
	if len(phone) < 6 || len(phone)%pair != 0 {
		return phone
	}
	var b strings.Builder
	for i := 0; i < len(phone); i += pair {
		if i > 0 {
			b.WriteString("\u00a0")
		}
		b.WriteString(phone[i : i+pair])
	}
	return b.String()
}

// stepLetters are the letters that carry a step out.
var stepLetters = map[string][]letters.Kind{
	"complaint":        {letters.Prosecutor},
	"ask-organisation": {letters.Access, letters.Erasure, letters.CNIL},
	"bank-dispute":     {letters.BankDispute, letters.DebitOpposition},
	"document-erase":   {letters.Erasure},
	"ficp-fcc":         {letters.BanqueDeFrance},
}

func (p *page) actionLetters(a checklist.Action) []Button {
	breach := ""
	if len(a.Breaches) > 0 {
		breach = a.Breaches[0]
	}
	var buttons []Button
	for _, k := range stepLetters[a.Step] {
		buttons = append(buttons, Button{Text: p.Words.T("letter.title." + string(k)), Intent: StartLetter{Person: a.Person, Breach: breach, Kind: k}})
	}
	return buttons
}

// sayMore is the step that is about the questions of leaks themselves.
const sayMore = "say-more"

// leftQuestions are what the leaks behind that step ask, leak by leak.
func (p *page) leftQuestions(a checklist.Action) []Block {
	if a.Step != sayMore {
		return nil
	}
	var blocks []Block
	for _, id := range a.Breaches {
		b, ok := p.Catalogue.Breach(id)
		if !ok || len(b.Questions()) == 0 {
			continue
		}
		card := Card{Title: p.leakName(id), Tone: Attention}
		for _, q := range b.Questions() {
			card.Blocks = append(card.Blocks, p.question(p.finding(a.Person, b), b, q)...)
		}
		blocks = append(blocks, card)
	}
	return blocks
}

// actionQuestion is what only the person can tell about a leaked password.
func (p *page) actionQuestion(a checklist.Action) Card {
	chips := Chips{}
	for _, reply := range []monitor.Answer{monitor.AnswerYes, monitor.AnswerNo, monitor.AnswerDontKnow} {
		chips.Items = append(chips.Items, Chip{
			Tag: Tag{Text: p.t("answer." + string(reply))}, On: p.replied(a) == reply,
			Intent: AnswerPassword{Action: a.ID, Reply: reply},
		})
	}
	return Card{Tone: Attention, Blocks: []Block{Paragraph{Text: p.t("question." + string(a.Question))}, chips}}
}

// replied is the answer given so far, "" when there is none or it was taken back.
func (p *page) replied(a checklist.Action) monitor.Answer {
	var last monitor.Answer
	for _, x := range p.Input.Answers {
		if x.Person != a.Person || x.Question != a.Question || !slices.Contains(a.Breaches, x.Breach) {
			continue
		}
		last = x.Reply
		if x.Question == checklist.PasswordChanged && !x.On.IsZero() {
			last = monitor.AnswerYes
		}
	}
	if last == monitor.AnswerDontKnow {
		return ""
	}
	return last
}

// mark is what a person can say about an action, with a remark or a proof.
func (p *page) mark(a checklist.Action) Block {
	if a.State != checklist.ToDo {
		said := Paragraph{Text: clean(a.Note), Tone: Muted}
		if !a.Deduced { // else it follows from an answer, which is above
			said.Links = []Button{{Text: p.t("action.undo"), Intent: UndoAction{Action: a.ID}}}
		}
		return said
	}
	b := Form{Fields: []Field{p.field("action.note", TextField, "")}, Buttons: []Button{
		{Text: p.t("action.done"), Kind: Primary, Intent: MarkAction{Action: a.ID, Progress: checklist.Progress{State: checklist.Done}}},
		{Text: p.t("action.later"), Intent: Postpone{Action: a.ID}},
		{Text: p.t("action.not-applicable"), Intent: Settle{Action: a.ID, State: checklist.NotApplicable}},
		{Text: p.t("action.impossible"), Intent: Settle{Action: a.ID, State: checklist.Impossible}},
	}}
	if len(p.Household.Persons) > 1 {
		b.Buttons = append(b.Buttons, Button{Text: p.t("action.delegate"), Intent: Hand{Action: a.ID}})
	}
	return b
}

// stripMonths is a year of a check that comes back, three months of it past.
const stripMonths, stripPast = 12, 92

// strip shows how a check that comes back goes on.
func (p *page) strip(a checklist.Action, t checklist.Text) Card {
	m := Months{}
	done, due := 0, 0
	for _, x := range p.Advice.Strip(p.Input, a.ID, p.Done[a.ID], p.today()-stripPast, stripMonths) {
		_, month, _ := x.First.Parts()
		tag := Tag{Shape: NoShape, Text: p.t("strip.none"), Tone: Muted}
		switch {
		case x.Done > 0:
			tag, done = Tag{Check, p.n("strip.done", x.Done), Calm}, done+x.Done
		case x.Due > 0:
			tag, due = Tag{Loop, p.n("strip.due", x.Due), Accent}, due+x.Due
		}
		m.Items = append(m.Items, MonthCell{Label: p.t("month." + strconv.Itoa(month)), Tag: tag, Now: x.Now})
	}
	m.Text = p.t("strip.text", "done", p.n("strip.done", done), "due", p.n("strip.due", due))
	return Card{Title: p.t("strip.title"), Sub: t.Repeats, Blocks: []Block{m, Paragraph{Text: t.Rhythm, Size: Small, Tone: Muted}}}
}

// because says which leaks and data ask for the action, and where it was read.
func (p *page) because(a checklist.Action, t checklist.Text) Card {
	c := Card{Title: p.t("action.because")}
	if t.Data != "" {
		c.Blocks = append(c.Blocks, Paragraph{Text: t.Data})
	}
	chips := Chips{Label: p.t("action.leaks")}
	for _, b := range a.Breaches {
		chips.Items = append(chips.Items, Chip{Tag: Tag{Text: p.leakName(b), Tone: Accent}, Intent: goTo(ScreenLeak, a.Person, b)})
	}
	if len(chips.Items) > 0 {
		c.Blocks = append(c.Blocks, chips)
	}
	source := Paragraph{Text: t.Source, Size: Small, Tone: Muted}
	if o, ok := official(a.Source.URL); ok {
		source.Links = []Button{{Text: p.t("action.open", "host", o.Host), Kind: Link, Intent: o}}
	}
	c.Blocks = append(c.Blocks, source)
	c.Blocks = append(c.Blocks, p.laws(t.Laws)...)
	return c
}
