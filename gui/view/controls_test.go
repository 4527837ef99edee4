package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// control is something that can be pressed, ticked or chosen.
type control struct {
	Text   string
	Intent Intent
	Kind   ButtonKind
	Off    bool
	Field  string // the key of a field; then Intent is nil
	Secret bool
}

// controls lists what a person can do in a window, in reading order. While a
// dialog stands in front, only what is in it.
func controls(w Window) []control {
	var c collector
	if w.Dialog != nil {
		if w.Dialog.Form != nil {
			c.block(*w.Dialog.Form)
		}
		c.buttons(w.Dialog.Buttons)
		return c.all
	}
	for _, n := range w.Nav {
		c.add(n.Text, n.Intent)
	}
	if w.Notice != nil {
		c.block(*w.Notice)
	}
	c.buttons(w.Screen.Crumbs)
	c.blocks(w.Screen.Blocks)
	return c.all
}

type collector struct{ all []control }

func (c *collector) add(text string, i Intent) {
	if i != nil {
		c.all = append(c.all, control{Text: text, Intent: i})
	}
}

func (c *collector) buttons(bs []Button) {
	for _, b := range bs {
		if b.Intent != nil {
			c.all = append(c.all, control{Text: b.Text, Intent: b.Intent, Kind: b.Kind, Off: b.Off})
		}
	}
}

func (c *collector) blocks(bs []Block) {
	for _, b := range bs {
		c.block(b)
	}
}

func (c *collector) block(b Block) {
	switch b := b.(type) {
	case Paragraph:
		c.buttons(b.Links)
	case Card:
		c.blocks(b.Blocks)
	case Columns:
		c.blocks(b.Wide)
		c.blocks(b.Narrow)
	case NextAction:
		c.buttons(append([]Button{b.Main}, b.Others...))
	case Counts:
		for _, x := range b.Items {
			c.add(x.Tag.Text, x.Intent)
		}
	case Chips:
		for _, x := range b.Items {
			c.add(x.Text, x.Intent)
		}
	case Rows:
		for i := range min(b.Len, 50) {
			c.row(b.Row(i))
		}
	case Notice:
		c.buttons(b.Buttons)
	case Empty:
		c.buttons(b.Buttons)
	case Years:
		for _, y := range b.Items {
			c.add(y.Label, y.Intent)
		}
	case Puzzle:
		for _, p := range b.Pieces {
			c.add(p.Tag.Text, p.Intent)
		}
		for _, j := range b.Joins {
			c.add(j.Text, j.Intent)
			c.blocks(j.Blocks)
		}
	case Calendar:
		c.buttons([]Button{b.Previous, b.Next})
	case Buttons:
		c.buttons(b.Items)
	case Form:
		for _, f := range b.Fields {
			c.all = append(c.all, control{Text: f.Label, Field: f.Key, Secret: f.Kind == SecretField})
		}
		c.buttons(b.Buttons)
	}
}

func (c *collector) row(r Row) {
	if r.Toggle != nil {
		c.add(r.Title, r.Toggle.Intent)
	}
	c.add(r.Title, r.Intent)
	if r.Chip != nil {
		c.add(r.Chip.Text, r.Chip.Intent)
	}
	c.buttons(r.Buttons)
	c.blocks(r.Blocks)
}

// faults lists what no window may have.
func faults(w Window) []string {
	var found []string
	shown := text(w)
	if strings.Contains(shown, "⟨") {
		found = append(found, "a sentence is missing")
	}
	if strings.Contains(shown, "UNKNOWN BLOCK") {
		found = append(found, "a block nobody draws")
	}
	if strings.Contains(shown, "{{") || strings.Contains(shown, "<no value>") {
		found = append(found, "a field of a sentence was not filled")
	}
	if strings.TrimSpace(w.Screen.Title) == "" {
		found = append(found, "a screen without a title")
	}
	primary := 0
	keys := make(map[string]bool)
	for _, c := range controls(w) {
		if strings.TrimSpace(c.Text) == "" {
			found = append(found, fmt.Sprintf("a control without a word: %T %+v", c.Intent, c))
		}
		if c.Kind == Primary {
			primary++
		}
		if c.Field != "" {
			if keys[c.Field] {
				found = append(found, "two fields are called "+c.Field)
			}
			keys[c.Field] = true
		}
	}
	if primary > 1 {
		found = append(found, fmt.Sprintf("%d primary buttons", primary))
	}
	return append(found, statuses(w.Screen.Blocks)...)
}

// statuses lists tags that say nothing but by their colour.
func statuses(bs []Block) []string {
	var found []string
	check := func(t *Tag) {
		if t != nil && t.Tone != Neutral && strings.TrimSpace(t.Text) == "" {
			found = append(found, "a status without a word")
		}
		if t != nil && (t.Tone == Danger || t.Tone == Attention || t.Tone == Calm) && t.Shape == NoShape {
			found = append(found, "a status without a shape: "+t.Text)
		}
	}
	for _, b := range bs {
		switch b := b.(type) {
		case Card:
			found = append(found, statuses(b.Blocks)...)
		case Columns:
			found = append(found, statuses(slices.Concat(b.Wide, b.Narrow))...)
		case Chips:
			for _, c := range b.Items {
				check(&c.Tag)
			}
		case Counts:
			for _, c := range b.Items {
				check(&c.Tag)
			}
		case Notice:
			check(&b.Tag)
		case Empty:
			check(&b.Tag)
		case Rows:
			for i := range min(b.Len, 50) {
				r := b.Row(i)
				check(r.Tag)
				found = append(found, statuses(r.Blocks)...)
			}
		}
	}
	return found
}

// Every scene keeps the rules that hold for all windows.
func TestEveryWindowKeepsTheRules(t *testing.T) {
	for _, sc := range scenes {
		s, u := sc.make(t, "fr")
		for _, fault := range faults(Show(s, u)) {
			t.Errorf("%s: %s", sc.name, fault)
		}
	}
}
