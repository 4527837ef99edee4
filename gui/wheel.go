package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// wheel lies over a field that has nothing to scroll and gives the turns of the
// mouse wheel to the page: the field would take them for nothing. Whatever else
// happens there goes to the field, since Fyne looks for each kind of event for
// the uppermost object that takes it.
type wheel struct {
	widget.BaseWidget
	turned func(*fyne.ScrollEvent)
}

func newWheel(turned func(*fyne.ScrollEvent)) *wheel {
	w := &wheel{turned: turned}
	w.ExtendBaseWidget(w)
	return w
}

// CreateRenderer is called by Fyne: there is nothing to see.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// Scrolled is a turn of the wheel.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) { w.turned(e) }

// turned scrolls the dialog when there is one, and else the page.
func (w *Window) turned(e *fyne.ScrollEvent) {
	if w.dialog != nil {
		w.dialog.Objects[2].(*container.Scroll).Scrolled(e)
		return
	}
	w.scroll.Scrolled(e)
}
