package view

import (
	"slices"

	"vigie/checklist"
	"vigie/monitor"
)

// exposure is the puzzle of one person: every kind of data that leaked, from
// where, and what they allow together. It is never a score.
func (p *page) exposure() Screen {
	person := p.place.Person
	if _, ok := p.person(person); !ok {
		return p.gone(ScreenHousehold)
	}
	s := Screen{
		Crumbs: p.personCrumbs(person, p.t("exposure.crumb")),
		Title:  p.t("puzzle.title"), Lead: join(p.name(person), p.leakCount(p.concerned(person))),
	}
	s.Blocks = p.persons(person, false, func(id string) Intent { return goTo(ScreenExposure, id, "") })
	puzzle, ok := p.puzzle(person)
	if !ok {
		s.Blocks = append(s.Blocks, p.empty())
		return s
	}
	s.Blocks = append(s.Blocks, p.puzzlePicture(puzzle))
	s.Blocks = append(s.Blocks, p.classRows(puzzle)...)
	return s
}

// puzzlePicture is the data as pieces, and what joins them.
func (p *page) puzzlePicture(x checklist.Puzzle) Puzzle {
	var pic Puzzle
	at := make(map[monitor.Class]int)
	for _, c := range slices.SortedStableFunc(slices.Values(x.Classes), func(a, b monitor.ExposedClass) int { return rank(a) - rank(b) }) {
		at[c.Class] = len(pic.Pieces)
		pic.Pieces = append(pic.Pieces, Piece{
			Key: string(c.Class), Tag: p.exposedTag(c.Class, c.Exposed), Times: len(c.Breaches),
			Intent: goTo(ScreenExposure, x.Person, string(c.Class)),
		})
	}
	for _, c := range x.Spared {
		pic.Pieces = append(pic.Pieces, Piece{Key: string(c), Tag: p.sparedTag(c), Spared: true})
	}
	for _, piece := range x.Pieces {
		pic.Joins = append(pic.Joins, p.join(x.Person, piece, at))
	}
	pic.Text = p.n("puzzle.text", len(x.Classes), "joins", p.n("puzzle.joins", len(x.Pieces)))
	return pic
}

// join is what some data allow together; it opens to how to prevent it. At is
// where each kind of data is among the pieces.
func (p *page) join(person string, x checklist.Piece, at map[monitor.Class]int) Join {
	t := p.speak.Piece(x, p.names())
	key := "piece." + x.ID
	j := Join{Key: key, Tag: Tag{Question, t.Certainty, Muted}, Text: t.Allows, Intent: Open{Key: key}}
	if x.Certain {
		j.Tag = Tag{Diamond, t.Certainty, Attention}
	}
	for _, c := range x.Data {
		j.Pieces = append(j.Pieces, at[c.Class])
	}
	switch {
	case p.ui.Open[key]:
		j.Blocks = p.prevention(person, x, t)
	case x.Mark == checklist.Memory: // never without its source
		j.Note = t.Source
	}
	return j
}

// prevention is how to prevent what some data allow together, and where that
// comes from.
func (p *page) prevention(person string, x checklist.Piece, t checklist.PieceText) []Block {
	var blocks []Block
	rows := make([]Row, len(x.Prevent))
	for i, step := range x.Prevent {
		rows[i] = Row{Key: step, Title: t.Prevent[i]}
		if a, ok := checklist.Find(p.Plan, person+"/"+step); ok {
			mark := p.progress(a)
			rows[i].Mark, rows[i].Aside, rows[i].Intent = &mark, p.actionAside(a), goTo(ScreenAction, person, a.ID)
		}
	}
	if len(rows) > 0 {
		blocks = append(blocks, Heading{Level: 3, Text: p.t("puzzle.prevent.title")}, list("prevent."+x.ID, "", rows...))
	}
	return append(blocks, Paragraph{Text: t.Because, Size: Small, Tone: Muted}, Paragraph{Text: t.Source, Size: Small, Tone: Muted})
}

// classRows are the kinds of data by theme; each opens to the leaks it is in.
func (p *page) classRows(x checklist.Puzzle) []Block {
	var groups []string
	rows := make(map[string][]Row)
	for _, c := range x.Classes {
		group := p.Explain.ClassGroup(c.Class)
		if !slices.Contains(groups, group) {
			groups = append(groups, group)
		}
		rows[group] = append(rows[group], p.classRow(x.Person, c))
	}
	blocks := []Block{Heading{Level: 2, Text: p.t("exposure.by-class")}}
	for _, g := range groups {
		blocks = append(blocks, Card{Title: g, Blocks: []Block{list("class."+g, "", rows[g]...)}})
	}
	return blocks
}

func (p *page) classRow(person string, c monitor.ExposedClass) Row {
	tag := p.exposedTag(c.Class, c.Exposed)
	key := "class." + string(c.Class)
	r := Row{Key: key, Mark: &tag, Title: upper(p.Explain.Class(c.Class)), Aside: p.n("leaks", len(c.Breaches)), Intent: Open{Key: key}}
	if !c.Exposed {
		r.Note = p.t("exposure.possible")
	}
	if !p.ui.Open[key] && p.place.ID != string(c.Class) {
		return r
	}
	topic := p.speak.Topic(p.Advice.Topic(c.Class))
	r.Blocks = []Block{Paragraph{Text: sentences(topic.Allows, topic.Calm)}, Paragraph{Text: topic.Lasts, Size: Small, Tone: Muted}, Paragraph{Text: topic.Source, Size: Small, Tone: Muted}}
	leaks := Chips{Label: p.t("exposure.from")}
	for _, b := range c.Breaches {
		leaks.Items = append(leaks.Items, Chip{Tag: Tag{Text: p.leakName(b), Tone: Accent}, Intent: goTo(ScreenLeak, person, b)})
	}
	r.Blocks = append(r.Blocks, leaks)
	return r
}
