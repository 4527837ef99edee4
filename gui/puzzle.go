package gui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vigie/gui/view"
)

// puzzle is the data of a person as pieces of a puzzle, and below them what some
// of them allow when they are put together.
func (d *drawer) puzzle(p view.Puzzle) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if p.Text != "" {
		parts = append(parts, d.write(p.Text, sizeBody, d.ink, false))
	}
	pieces := make([]fyne.CanvasObject, len(p.Pieces))
	for i, piece := range p.Pieces {
		pieces[i] = d.loosePiece(piece)
	}
	parts = append(parts, d.airy(pieces))
	for _, j := range p.Joins {
		parts = append(parts, d.join(p, j))
	}
	return below(3*step, parts...)
}

// loosePiece is a piece that is not put to others yet. What did not leak is no
// piece: nothing can be put to it.
func (d *drawer) loosePiece(p view.Piece) fyne.CanvasObject {
	t := p.Tag
	if p.Times > 1 && !strings.Contains(t.Text, "×") {
		t.Text += fmt.Sprintf(" ×%d", p.Times)
	}
	if p.Spared {
		return d.chip(view.Chip{Tag: t, Intent: p.Intent})
	}
	face := d.piece(t, false, true, true)
	if p.Intent == nil {
		return face
	}
	return d.pressable("piece "+p.Key, t.Text, 6, face, p.Intent).apart()
}

// join is what some pieces allow together, with these pieces put together, and
// below how to prevent it when it is open.
func (d *drawer) join(p view.Puzzle, j view.Join) fyne.CanvasObject {
	var row []fyne.CanvasObject
	for i, at := range j.Pieces {
		if at >= 0 && at < len(p.Pieces) {
			row = append(row, d.piece(p.Pieces[at].Tag, i > 0, i < len(j.Pieces)-1, false))
		}
	}
	spoken := j.Text + ", " + j.Tag.Text
	says := []fyne.CanvasObject{
		d.write(j.Text, sizeBody, d.ink, true),
		arrange(flow{0, 1.5 * step}, row...),
		d.word(j.Tag, sizeSmall, false, d.on(j.Tag.Tone)),
	}
	if j.Note != "" {
		says = append(says, d.write(j.Note, sizeSmall, d.muted, false))
		spoken += ", " + j.Note
	}
	var face fyne.CanvasObject = below(2*step, says...)
	if j.Intent != nil {
		face = arrange(aside{gap: 3 * step}, face, d.chevron(j.Intent, len(j.Blocks) > 0))
		face = d.pressable("join "+j.Key, spoken, 8, face, j.Intent)
	}
	if len(j.Blocks) == 0 {
		return d.panel(j.Tag.Tone, true, face)
	}
	inner := *d
	inner.prefix = j.Key + " "
	return d.panel(j.Tag.Tone, true, below(3*step, append([]fyne.CanvasObject{face}, inner.blocks(j.Blocks)...)...))
}

// piece is a piece of a puzzle: open at its left side when another one goes in
// there, with a knob at its right side when it goes into another one. A loose one
// has room for its knob.
func (d *drawer) piece(t view.Tag, socket, knob, loose bool) fyne.CanvasObject {
	c := d.tone(t.Tone)
	room := pad{3 * step, 2 * step, 3 * step, 2 * step}
	var reach float32
	if socket {
		room.left += d.size(knobOut)
	}
	if loose {
		reach = d.size(knobOut)
	}
	img := canvas.NewImageFromResource(nil)
	img.FillMode = canvas.ImageFillStretch
	l := jigsaw{room, reach, d.size(knobOut) + 1, func(w, h float32) fyne.Resource {
		body := `<path d="` + pieceOutline(w, h, d.scale, socket, knob) + `" fill="C" stroke="D" stroke-width="1"/>`
		by := d.Window.Window.Canvas().Scale()
		return svg(fmt.Sprintf("piece-%g-%g-%t-%t-%.2f", w, h, socket, knob, by), thick(body, by), w+d.size(knobOut)+1, h, c.surface, c.bar)
	}}
	return arrange(l, img, d.word(t, sizeBody-1, false, c.text))
}

// The knob of a piece, at 100 %: how far it reaches into the next one, half its
// neck, and its radius.
const (
	knobOut  = 9
	knobNeck = 4
	knobBall = 5.4
)

// pieceOutline draws the edge of a piece of a size, knob not counted.
func pieceOutline(w, h, scale float32, socket, knob bool) string {
	const round = 5
	neck, ball := knobNeck*scale, knobBall*scale
	var b strings.Builder
	x0, x1, y0, y1, mid := float32(0.5), w-0.5, float32(0.5), h-0.5, h/2
	fmt.Fprintf(&b, "M%g %g H%g A%d %d 0 0 1 %g %g ", x0+round, y0, x1-round, round, round, x1, y0+round)
	if knob {
		fmt.Fprintf(&b, "V%g A%g %g 0 1 1 %g %g ", mid-neck, ball, ball, x1, mid+neck)
	}
	fmt.Fprintf(&b, "V%g A%d %d 0 0 1 %g %g H%g A%d %d 0 0 1 %g %g ", y1-round, round, round, x1-round, y1, x0+round, round, round, x0, y1-round)
	if socket {
		fmt.Fprintf(&b, "V%g A%g %g 0 1 0 %g %g ", mid+neck, ball, ball, x0, mid-neck)
	}
	fmt.Fprintf(&b, "V%g A%d %d 0 0 1 %g %g Z", y0+round, round, round, x0+round, y0)
	return b.String()
}

// jigsaw puts a text on a piece that is drawn for its size, with room for the
// knob beside it.
type jigsaw struct {
	room        pad
	reach, knob float32
	outline     func(w, h float32) fyne.Resource
}

func (l jigsaw) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.room.heightFor(objects, width-l.reach)
}

func (l jigsaw) natural(objects []fyne.CanvasObject) float32 {
	return l.room.natural(objects) + l.reach
}

func (l jigsaw) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l jigsaw) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	img := objects[0].(*canvas.Image)
	w := size.Width - l.reach
	img.Resource = l.outline(w, size.Height)
	l.room.Layout(objects[1:], fyne.NewSize(w, size.Height))
	put(img, 0, 0, w+l.knob, size.Height)
	img.Refresh()
}
