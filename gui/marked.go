package gui

import (
	"fyne.io/fyne/v2"

	"vigie/gui/view"
)

// marked is a message with what is in it that matters.
func (d *drawer) marked(m view.Marked) fyne.CanvasObject {
	text := newProse(d.size(sizeBody))
	var notes []fyne.CanvasObject
	for _, s := range m.Spans {
		r := run{text: s.Text, colour: d.ink}
		if s.Tone != view.Neutral {
			c := d.tone(s.Tone)
			r = run{text: s.Text, colour: c.text, surface: c.surface, bold: true}
		}
		text.runs = append(text.runs, r)
		if s.Note != "" {
			notes = append(notes, newProse(d.size(sizeSmall), run{text: s.Text + " ", colour: d.tone(s.Tone).text, bold: true}, run{text: s.Note, colour: d.muted}))
		}
	}
	var parts []fyne.CanvasObject
	if m.Label != "" {
		parts = append(parts, d.write(m.Label, sizeSmall, d.muted, false))
	}
	parts = append(parts, text)
	if len(notes) > 0 {
		parts = append(parts, below(1.5*step, notes...))
	}
	return below(3*step, parts...)
}

// paperOf is a text on paper, black on white in every theme.
func (d *drawer) paperOf(p view.Paper) fyne.CanvasObject {
	back := d.outlined(white, d.line, 2)
	return inside(padding(8*step, 8*step), back, newProse(d.size(sizeBody), run{text: p.Text, colour: black}))
}
