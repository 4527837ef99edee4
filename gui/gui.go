// Package gui draws what gui/view says with Fyne, and sends back what a person
// does. It knows blocks, not what they mean: a screen is a view.Screen, a
// control is the view.Intent behind it.
//
// Start at New and Window.Show, then read drawer.block in draw.go and one of the
// blocks it leads to: controls.go, row.go, summary.go, years.go. Everything runs on the one goroutine that Fyne calls back on, so nothing here starts
// another; the texts that wrap are measured by layout.go, since Fyne's own
// layouts do not know a height for a width. The colours and sizes are roles of
// theme.go.
package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vigie/gui/view"
)

// Config is what a window needs.
type Config struct {
	Window fyne.Window
	Look   view.Look // before the first Show
	// Send is told what a person does. It is called on Fyne's goroutine and must
	// return at once; what it leads to is shown by Show.
	Send func(view.Event)
}

// The sizes of the window, in Fyne's pixels: what it is never smaller than, and
// what content is never wider than.
const (
	minWidth, minHeight = 720, 480
	maxContent          = 880
	maxAlone            = 760
	sidebarWidth        = 208
)

// Window is the program's one window.
type Window struct {
	Config
	root  *fyne.Container
	look  view.Look
	style *style
	shown view.Window

	fields  map[string]*field // by Field.Key, kept while they are on the screen
	lists   []*rows           // long ones, on the screen
	panels  []panel           // that may hold them
	left    map[view.Place]reading
	scroll  *container.Scroll
	page    *page
	side    fyne.CanvasObject
	dialog  *overlay
	pressed map[string]int // ids given on this screen
	byKey   bool           // the last thing that was pressed was by a key
}

// reading is where somebody was on a screen when they left it.
type reading struct {
	scrolled float32
	focus    string
}

// New makes the window's content. Nothing is shown before Show.
func New(c Config) *Window {
	w := &Window{Config: c, fields: map[string]*field{}, left: map[view.Place]reading{}}
	w.dress(c.Look)
	w.Window.SetPadded(false)                         // what is there already keeps the size that it has
	w.Window.SetContent(container.NewWithoutLayout()) // the background, until there is more
	fyne.CurrentApp().Settings().AddListener(func(fyne.Settings) {
		if w.shown.Look.Theme == view.ThemeSystem && w.style != nil && *styleOf(w.look, variant()) != *w.style {
			w.style = nil
			w.Show(w.shown)
		}
	})
	return w
}

func variant() fyne.ThemeVariant { return fyne.CurrentApp().Settings().ThemeVariant() }

// Show draws the window anew. What is being typed, the place in a long list, how
// far the screen was scrolled and what has the focus stay as they are. Another
// screen begins where it was left, a new one at its top.
func (w *Window) Show(v view.Window) {
	w.dress(v.Look)
	focus := w.focusID()
	if w.scroll != nil {
		w.left[w.shown.Screen.Place] = reading{w.scroll.Offset.Y, focus}
	}
	moved := w.shown.Screen.Place != v.Screen.Place
	w.shown, w.lists, w.panels, w.pressed = v, nil, nil, map[string]int{}
	d := &drawer{Window: w, style: w.style}
	stale := w.fields
	w.fields = map[string]*field{}
	for key, f := range stale { // found again by drawer.field
		f.drawn = false
		w.fields[key] = f
	}
	w.build(d, v)
	w.Window.SetTitle(v.Title)
	w.showDialog(d, v.Dialog)
	for key, f := range w.fields {
		if !f.drawn {
			delete(w.fields, key)
		}
	}
	if moved {
		w.arrive(w.left[v.Screen.Place], focus)
	} else {
		w.restoreFocus(focus)
	}
	w.inSight()
}

// dress changes the theme when the look asks for it.
func (w *Window) dress(l view.Look) {
	if s := styleOf(l, variant()); w.style == nil || *s != *w.style {
		w.style = s
		fyne.CurrentApp().Settings().SetTheme(s)
	}
	w.look = l
}

// build puts a screen in the place of the one before. The window's content stays
// the same object: a new one would take the focus away from what is being typed.
func (w *Window) build(d *drawer, v view.Window) {
	w.page = &page{alone: len(v.Nav) == 0}
	body := arrange(w.page, d.screen(v))
	scroll := container.NewVScroll(body)
	if w.scroll != nil {
		scroll.Offset = w.scroll.Offset
	}
	scroll.OnScrolled = func(fyne.Position) { w.inSight() }
	w.scroll, w.side = scroll, nil
	objects := []fyne.CanvasObject{scroll} // on the theme's background, which is paper
	if len(v.Nav) > 0 {
		w.side = d.navigation(v)
		objects = []fyne.CanvasObject{w.side, scroll}
	}
	if w.root == nil {
		w.root = arrange(shell{w}, objects...)
		w.Window.SetContent(w.root)
		w.Window.Canvas().SetOnTypedKey(w.key)
		return
	}
	w.root.Objects = objects
	w.root.Layout.Layout(objects, w.root.Size())
	w.root.Refresh()
}

// shell lays the sidebar and the page out.
type shell struct{ *Window }

func (l shell) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(minWidth, minHeight) }

func (l shell) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	var left float32
	if l.side != nil {
		left = min(sidebarWidth*l.style.scale, size.Width*0.3)
		left = max(left, sidebarWidth)
		put(l.side, 0, 0, left, size.Height)
	}
	l.page.width = size.Width - left
	put(l.scroll, left, 0, size.Width-left, size.Height)
	l.scroll.Refresh()
	l.inSight()
}

// page is the layout of the scrolled part: as high as it is at its width.
type page struct {
	width, height float32
	alone         bool // without a sidebar: narrower
}

func (p *page) margin() float32 {
	if p.width < 640 {
		return 6 * step
	}
	return 8 * step
}

func (p *page) content() float32 { return min(p.width-2*p.margin(), p.most()) }

// most is how wide content is at most: alone in the window, narrower.
func (p *page) most() float32 {
	if p.alone {
		return maxAlone
	}
	return maxContent
}

// left is where content begins: it is in the middle of what is wider.
func (p *page) left() float32 { return (p.width - p.content()) / 2 }

func (p *page) MinSize(objects []fyne.CanvasObject) fyne.Size {
	p.height = heightOf(objects[0], p.content()) + 2*p.margin()
	return fyne.NewSize(0, p.height)
}

func (p *page) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	w := p.content()
	put(objects[0], p.left(), p.margin(), w, heightOf(objects[0], w))
}

func (w *Window) pressing(byKey bool) { w.byKey = byKey }

// key is a key that nothing on the screen had a use for.
func (w *Window) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		w.byKey = true
		if w.shown.Dialog != nil {
			w.Send(view.Dismiss{})
		} else {
			w.Send(view.Back{})
		}
	case fyne.KeyDown:
		w.scrollBy(12 * step)
	case fyne.KeyUp:
		w.scrollBy(-12 * step)
	case fyne.KeyPageDown:
		w.scrollBy(w.scroll.Size().Height * 0.9)
	case fyne.KeyPageUp:
		w.scrollBy(-w.scroll.Size().Height * 0.9)
	case fyne.KeyHome:
		w.scrollBy(-w.page.height)
	case fyne.KeyEnd:
		w.scrollBy(w.page.height)
	}
}

func (w *Window) scrollBy(dy float32) {
	w.scrollTo(w.scroll.Offset.Y + dy)
}

func (w *Window) scrollTo(y float32) {
	w.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(y, w.page.height-w.scroll.Size().Height))))
	w.inSight()
}

// inSight tells the long lists which part of them is seen.
func (w *Window) inSight() {
	if len(w.lists) == 0 {
		return
	}
	changed, height := false, w.scroll.Size().Height
	for _, l := range w.lists {
		top := w.scroll.Offset.Y - w.offset(l)
		changed = l.show(top, top+height) || changed
	}
	if changed {
		w.scroll.Content.Resize(fyne.NewSize(w.scroll.Size().Width, max(w.scroll.Content.MinSize().Height, height)))
		w.page.Layout([]fyne.CanvasObject{w.scroll.Content.(*fyne.Container).Objects[0]}, w.scroll.Content.Size())
		w.scroll.Refresh()
	}
	w.cutPanels(height)
}

// cutPanels draws of the surface around a long list what is in sight: a rectangle
// of a million pixels takes its time.
func (w *Window) cutPanels(height float32) {
	for _, p := range w.panels {
		if whole := p.container.Size().Height; whole > 4*height {
			top := w.scroll.Offset.Y - w.offset(p.container)
			p.cut(max(0, top-2*radius), min(whole, top+height+2*radius))
		}
	}
}

// offset is how far below the top of the page an object is.
func (w *Window) offset(o fyne.CanvasObject) float32 {
	y, _ := yWithin(w.scroll.Content, o)
	return y
}

// yWithin looks for an object in a tree.
func yWithin(tree, o fyne.CanvasObject) (float32, bool) {
	if tree == o {
		return 0, true
	}
	for _, child := range children(tree) {
		if y, ok := yWithin(child, o); ok {
			return y + child.Position().Y, true
		}
	}
	return 0, false
}

// children are the objects in one of ours.
func children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case *press:
		return []fyne.CanvasObject{o.content}
	case *rows:
		return o.visible()
	}
	return nil
}

// focused brings what got the focus into sight.
func (w *Window) focused(o fyne.CanvasObject) {
	y, ok := yWithin(w.scroll.Content, o)
	if !ok {
		return
	}
	const room = 4 * step
	top, height := w.scroll.Offset.Y, w.scroll.Size().Height
	switch {
	case y-room < top:
		w.scrollTo(y - room)
	case y+o.Size().Height+room > top+height:
		w.scrollTo(y + o.Size().Height + room - height)
	}
}
