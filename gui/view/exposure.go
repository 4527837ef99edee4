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
	s.Blocks = append(s.Blocks, p.pieceCards(puzzle)...)
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
		t := p.speak.Piece(piece, p.names())
		j := Join{Tag: p.pieceTag(piece, t), Text: t.Allows}
		for _, c := range piece.Data {
			j.Pieces = append(j.Pieces, at[c.Class])
		}
		if len(piece.Prevent) > 0 {
			j.Intent = p.prevent(x.Person, piece.Prevent[0])
		}
		pic.Joins = append(pic.Joins, j)
	}
	pic.Text = p.n("puzzle.text", len(x.Classes), "joins", p.n("puzzle.joins", len(x.Pieces)))
	return pic
}

func (p *page) pieceTag(x checklist.Piece, t checklist.PieceText) Tag {
	if x.Certain {
		return Tag{Diamond, t.Certainty, Attention}
	}
	return Tag{Question, t.Certainty, Muted}
}

// prevent leads to the step that prevents something, where the plan has it.
func (p *page) prevent(person, step string) Intent {
	if a, ok := checklist.Find(p.Plan, person+"/"+step); ok {
		return goTo(ScreenAction, person, a.ID)
	}
	return nil
}

// pieceCards are what the data allows together: for certain, and if what is only
// possible leaked too.
func (p *page) pieceCards(x checklist.Puzzle) []Block {
	var cards []Block
	for _, certain := range []bool{true, false} {
		var rows []Row
		var tag Tag
		for _, piece := range x.Pieces {
			if piece.Certain == certain {
				t := p.speak.Piece(piece, p.names())
				tag = p.pieceTag(piece, t)
				rows = append(rows, p.pieceRow(piece, t))
			}
		}
		if len(rows) > 0 {
			cards = append(cards, Card{Title: tag.Text, Shape: tag.Shape, Tone: tag.Tone, Blocks: []Block{list("pieces."+string(tag.Shape), "", rows...)}})
		}
	}
	return cards
}

// pieceRow is one thing that the data allows together; it opens to how to
// prevent it.
func (p *page) pieceRow(x checklist.Piece, t checklist.PieceText) Row {
	key := "piece." + x.ID
	r := Row{Key: key, Title: t.Allows, Note: t.Data, Intent: Open{Key: key}}
	if !p.ui.Open[key] {
		return r
	}
	var rows []Row
	for i, step := range x.Prevent {
		row := Row{Key: step, Title: t.Prevent[i]}
		if a, ok := checklist.Find(p.Plan, x.Person+"/"+step); ok {
			mark := p.progress(a)
			row.Mark, row.Aside, row.Intent = &mark, p.actionAside(a), goTo(ScreenAction, x.Person, a.ID)
		}
		rows = append(rows, row)
	}
	if len(rows) > 0 {
		r.Blocks = append(r.Blocks, Heading{Level: 3, Text: p.t("puzzle.prevent.title")}, list("prevent."+x.ID, "", rows...))
	}
	r.Blocks = append(r.Blocks, Paragraph{Text: t.Because, Size: Small, Tone: Muted}, Paragraph{Text: t.Source, Size: Small, Tone: Muted})
	return r
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
	r.Blocks = []Block{Paragraph{Text: sentences(topic.Allows, topic.Calm)}, Paragraph{Text: topic.Lasts, Size: Small, Tone: Muted}}
	leaks := Chips{Label: p.t("exposure.from")}
	for _, b := range c.Breaches {
		leaks.Items = append(leaks.Items, Chip{Tag: Tag{Text: p.leakName(b), Tone: Accent}, Intent: goTo(ScreenLeak, person, b)})
	}
	r.Blocks = append(r.Blocks, leaks)
	return r
}
