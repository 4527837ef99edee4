package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vigie/checklist"
	"vigie/monitor"
)

func (a *app) exposureCommand() *cobra.Command {
	c := &cobra.Command{Use: "exposure [--person NAME]", Args: a.noArgs, RunE: a.exposure}
	c.Flags().String("person", "", a.words.T("cli.flag.person"))
	return c
}

// exposureJSON is what all leaks together tell about a person, and what that
// allows: a public interface. There is no score in it.
type exposureJSON struct {
	Person   string             `json:"person"`
	Classes  []exposedClassJSON `json:"classes"`
	Together []pieceJSON        `json:"together"`
	Spared   []monitor.Class    `json:"spared"` // in none of these leaks, as far as is known
}

type exposedClassJSON struct {
	Class    monitor.Class `json:"class"`
	State    string        `json:"state"` // exposed | possible
	Breaches []string      `json:"breaches"`
}

// pieceJSON is one thing that several kinds of data allow together.
type pieceJSON struct {
	ID       string          `json:"id"`
	Certain  bool            `json:"certain"`
	Allows   string          `json:"allows"`
	Classes  []monitor.Class `json:"classes"`
	Breaches []string        `json:"breaches"`
	Prevent  []preventJSON   `json:"prevent"` // most urgent first
	Source   sourceJSON      `json:"source"`
}

type preventJSON struct {
	Step  string `json:"step"`
	Title string `json:"title"`
}

func (p *planned) puzzle(x checklist.Puzzle) exposureJSON {
	doc := exposureJSON{Person: p.names.Person(x.Person), Classes: []exposedClassJSON{}, Together: []pieceJSON{}, Spared: list(x.Spared)}
	for _, c := range x.Classes {
		doc.Classes = append(doc.Classes, exposedClassJSON{c.Class, exposureState(c), c.Breaches})
	}
	for _, piece := range x.Pieces {
		t := p.speaker.Piece(piece, p.names)
		one := pieceJSON{
			ID: piece.ID, Certain: piece.Certain, Allows: t.Allows, Classes: []monitor.Class{}, Breaches: piece.Breaches,
			Prevent: []preventJSON{}, Source: sourceJSON{piece.Source.Title, piece.Source.URL, dated(piece.Source.Reviewed), piece.Mark},
		}
		for _, c := range piece.Data {
			one.Classes = append(one.Classes, c.Class)
		}
		for i, key := range piece.Prevent {
			one.Prevent = append(one.Prevent, preventJSON{key, t.Prevent[i]})
		}
		doc.Together = append(doc.Together, one)
	}
	return doc
}

func exposureState(c monitor.ExposedClass) string {
	if c.Exposed {
		return "exposed"
	}
	return "possible"
}

func (a *app) exposure(c *cobra.Command, _ []string) error {
	return a.planned(c, func(p *planned) error {
		doc := []exposureJSON{}
		var shown []checklist.Puzzle
		for _, x := range p.Exposure {
			if p.only == "" || x.Person == p.only {
				doc, shown = append(doc, p.puzzle(x)), append(shown, x)
			}
		}
		defer a.answered()
		return a.print(doc, func() { a.showExposure(p, shown) })
	})
}

func (a *app) showExposure(p *planned, all []checklist.Puzzle) {
	some := false
	for _, x := range all {
		if len(x.Classes) == 0 {
			continue
		}
		some = true
		a.lines("", a.words.T("exposure.person", "name", p.names.Person(x.Person)))
		for _, state := range []string{"exposed", "possible"} {
			a.showClasses(p, x, state)
		}
		if len(x.Spared) > 0 {
			a.lines("\n", a.words.T("exposure.spared", "classes", a.explain.Classes(x.Spared)))
		}
		for _, certain := range []bool{true, false} {
			a.showPieces(p, x, certain)
		}
		fmt.Fprintln(a.out)
	}
	if !some {
		a.say("exposure.none")
	}
}

// showClasses lists the kinds of data in one state, each with its leaks.
func (a *app) showClasses(p *planned, x checklist.Puzzle, state string) {
	heading := false
	for _, c := range x.Classes {
		if exposureState(c) != state {
			continue
		}
		if !heading {
			heading = true
			fmt.Fprintf(a.out, "\n%s\n", a.words.T("exposure."+state+".heading"))
		}
		a.lines("  ", a.words.T("exposure.class", "class", a.explain.Class(c.Class), "leaks", p.speaker.Leaks(c.Breaches, p.names)))
	}
}

// showPieces lists what several kinds of data allow together, from which leaks,
// and how each is prevented.
func (a *app) showPieces(p *planned, x checklist.Puzzle, certain bool) {
	heading := false
	for _, piece := range x.Pieces {
		if piece.Certain != certain {
			continue
		}
		if !heading {
			heading = true
			fmt.Fprintln(a.out)
			a.lines("", a.words.T(fmt.Sprintf("exposure.together.%t", certain)))
		}
		t := p.speaker.Piece(piece, p.names)
		a.lines("\n* ", t.Allows)
		a.lines("  ", t.Data)
		a.lines("  ", t.Because)
		a.lines("  ", a.words.T("exposure.prevent", "steps", a.prevention(p, x.Person, piece, t)))
		a.lines("  ", t.Source)
	}
}

// prevention names steps, with the codes of those that are in the plan.
func (a *app) prevention(p *planned, person string, piece checklist.Piece, t checklist.PieceText) string {
	steps := make([]string, len(piece.Prevent))
	for i, key := range piece.Prevent {
		steps[i] = a.words.T("exposure.step", "title", t.Prevent[i])
		if x, there := checklist.Find(p.Actions, person+"/"+key); there {
			steps[i] = a.words.T("exposure.step.code", "title", t.Prevent[i], "code", x.Code())
		}
	}
	return strings.Join(steps, ", ")
}
