package gui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
)

// A screen is drawn anew after everything a person does, so what has the focus
// is found again by name: what it says, where it stands, and which of its kind.

// id names something that can have the focus. In a list, where rows come and
// go, and in a dialog the prefix tells it apart; elsewhere its number does.
func (d *drawer) id(what string) string {
	if d.prefix != "" {
		return d.prefix + what
	}
	d.pressed[what]++
	return what + "#" + strconv.Itoa(d.pressed[what])
}

// focusID is the id of what has the focus; "" when nothing has.
func (w *Window) focusID() string { return idOf(w.Window.Canvas().Focused()) }

func idOf(f fyne.Focusable) string {
	switch f := f.(type) {
	case *press:
		return f.id
	case *entry:
		return "field " + f.key
	case *choice:
		return "field " + f.key
	}
	return ""
}

// restoreFocus gives the focus back to what had it, or in a dialog to the
// button that changes nothing.
func (w *Window) restoreFocus(id string) {
	c := w.Window.Canvas()
	tree := w.Window.Content()
	if w.dialog != nil {
		tree = w.dialog.Container
	}
	var found, first fyne.Focusable
	walk(tree, func(o fyne.CanvasObject) {
		f, ok := o.(fyne.Focusable)
		if !ok {
			return
		}
		if first == nil && w.dialog != nil && idOf(f) == w.dialog.first {
			first = f
		}
		if id != "" && idOf(f) == id {
			found = f
		}
	})
	switch {
	case found != nil:
		c.Focus(found)
	case first != nil:
		c.Focus(first)
	default:
		c.Unfocus()
	}
}

// arrive begins a screen where it was left, or at its top. The focus stays in the
// navigation, or goes where it was; for whoever uses keys it begins at the first
// control of a new screen.
func (w *Window) arrive(at reading, focus string) {
	switch {
	case strings.HasPrefix(focus, "nav "):
	case at.focus == "" && w.byKey:
		focus = w.firstControl()
	default:
		focus = at.focus
	}
	w.restoreFocus(focus)
	w.scroll.Offset.Y = at.scrolled // whatever the focus scrolled to
	w.scroll.Refresh()
}

// firstControl is the id of the first control on the page.
func (w *Window) firstControl() (id string) {
	walk(w.scroll.Content, func(o fyne.CanvasObject) {
		if f, ok := o.(fyne.Focusable); ok && id == "" {
			id = idOf(f)
		}
	})
	return id
}

// walk visits a tree of ours in reading order.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	for _, child := range children(o) {
		walk(child, visit)
	}
}
