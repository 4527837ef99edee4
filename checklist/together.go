package checklist

import (
	"slices"

	"vigie/monitor"
)

// Puzzle is what all leaks of a person together tell, and what that allows.
// More leaks only ever add to the classes and the pieces. There is no score.
type Puzzle struct {
	Person  string                 // Person.ID
	Classes []monitor.ExposedClass // exposed ones first, then by name
	Pieces  []Piece                // certain ones first
	// Spared are the kinds of data people fear most for of which every leak is
	// known not to hold any. What a leak does not mention is not known to be absent.
	Spared []monitor.Class
}

// Exposure puts the puzzle of each person together, from findings in the order
// of [monitor.Catalogue.Match]. Who is in no leak has none.
func (a *Advice) Exposure(findings []monitor.Finding) []Puzzle {
	findings = slices.DeleteFunc(slices.Clone(findings), func(f monitor.Finding) bool { return f.Verdict <= monitor.NotConcerned })
	var puzzles []Puzzle
	for _, e := range monitor.Exposures(findings) {
		puzzles = append(puzzles, Puzzle{Person: e.Person, Classes: e.Classes, Pieces: a.together(e), Spared: spared(e, findings)})
	}
	return puzzles
}

func spared(e monitor.Exposure, findings []monitor.Finding) []monitor.Class {
	return slices.DeleteFunc([]monitor.Class{monitor.ClassPasswords, monitor.ClassBank, "Credit cards", monitor.ClassNIR}, func(c monitor.Class) bool {
		return slices.ContainsFunc(findings, func(f monitor.Finding) bool {
			return f.Person == e.Person && !slices.Contains(f.NotConcerned, c)
		}) || slices.ContainsFunc(e.Classes, func(x monitor.ExposedClass) bool { return x.Class == c })
	})
}

// Piece is something that all leaks of a person together allow, although none
// does alone, and how it is prevented.
type Piece struct {
	ID     string // of combinations.toml; the words are advice.together.<ID>.allows
	Person string // Person.ID
	// Certain says that everything it takes is in leaks that are confirmed or
	// likely; otherwise some of it is only possible.
	Certain  bool
	Data     []monitor.ExposedClass // what it takes, each with the leaks that have it
	Breaches []string               // all of these leaks
	Prevent  []string               // keys of steps, most urgent first
	Source   Source
	Mark     Mark
	Laws     []Law
}

// together says what the data of several leaks allow together, the certain
// first. More leaks never take anything away.
func (a *Advice) together(e monitor.Exposure) []Piece {
	byTopic := make(map[int][]monitor.ExposedClass)
	for _, c := range e.Classes {
		for _, t := range a.exposedTopics(c) {
			byTopic[t] = append(byTopic[t], c)
		}
	}
	var pieces []Piece
	for i := range a.combos {
		if p, ok := a.piece(&a.combos[i], byTopic); ok {
			p.Person = e.Person
			pieces = append(pieces, p)
		}
	}
	slices.SortStableFunc(pieces, func(x, y Piece) int {
		switch {
		case x.Certain == y.Certain:
			return 0
		case x.Certain:
			return -1
		}
		return 1
	})
	return pieces
}

// exposedTopics are the topics of a class. Whose data it was is not known here:
// an identifier of a public service may be France Travail's.
func (a *Advice) exposedTopics(c monitor.ExposedClass) []int {
	topics := []int{a.topicOf(c.Class)}
	for _, t := range a.byEntry {
		if slices.Contains(a.topics[t].Classes, c.Class) {
			topics = append(topics, t)
		}
	}
	return topics
}

// piece holds one combination against what is exposed.
func (a *Advice) piece(c *combination, byTopic map[int][]monitor.ExposedClass) (Piece, bool) {
	p := Piece{ID: c.ID, Certain: true, Mark: c.Mark}
	for _, alternatives := range c.all {
		found, certain := false, false
		for _, t := range alternatives {
			for _, x := range byTopic[t] {
				found, certain = true, certain || x.Exposed
				if !slices.ContainsFunc(p.Data, func(y monitor.ExposedClass) bool { return y.Class == x.Class }) {
					p.Data = append(p.Data, x)
				}
			}
		}
		if !found {
			return Piece{}, false
		}
		p.Certain = p.Certain && certain
	}
	for _, x := range p.Data {
		p.Breaches = union(p.Breaches, x.Breaches)
	}
	for _, urgency := range []Urgency{Today, Week, Watch, Info} {
		for _, x := range c.list {
			if x.urgency == urgency {
				p.Prevent = append(p.Prevent, a.steps[x.step].key())
			}
		}
	}
	p.Source, p.Laws = c.source, c.laws
	return p, true
}

// Topic is what one kind of leaked data allows, and for how long it counts.
type Topic struct {
	ID       string // the words are advice.topic.<ID>.allows and, for some, .calm
	Lasts    string // the words are advice.lasts.<Lasts>
	Steps    []string
	Source   Source
	Mark     Mark
	Recalled []string // of a verified topic, the parts that were not read again
	Laws     []Law
}

// Topic is the advice about a class of data. Every class has one, also one that
// nobody has named yet.
func (a *Advice) Topic(c monitor.Class) Topic {
	t := &a.topics[a.topicOf(c)]
	keys := make([]string, len(t.list))
	for i, x := range t.list {
		keys[i] = a.steps[x.step].key()
	}
	return Topic{ID: t.ID, Lasts: t.Lasts, Steps: keys, Source: t.source, Mark: t.Mark, Recalled: t.Recalled, Laws: t.laws}
}
