package gui

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"vigie/assets"
	"vigie/gui/view"
)

// navigation leads to the main screens; how the watch stands is at its foot. It
// scrolls when the text is large and the window low.
func (d *drawer) navigation(v view.Window) fyne.CanvasObject {
	d = d.onSidebar()
	items := []fyne.CanvasObject{inside(pad{2 * step, 2 * step, 0, 3 * step}, d.brand(v.Title, d.sideInk))}
	for _, n := range v.Nav {
		items = append(items, d.navItem(n))
	}
	foot := make([]fyne.CanvasObject, len(v.Foot))
	for i, s := range v.Foot {
		foot[i] = d.write(s, sizeSmall, d.sideMuted, false)
	}
	column := arrange(&footed{}, below(0, items...), inside(pad{3 * step, 4 * step, 2 * step, 3 * step}, below(step/2, foot...)))
	scroll := container.NewVScroll(column)
	back := canvas.NewRectangle(d.sidebar)
	edge := canvas.NewRectangle(d.sidebar)
	if d.edged {
		edge.FillColor = d.line
	}
	return arrange(beam{}, back, edge, scroll)
}

// onSidebar draws with the sidebar's own ring around what has the focus.
func (d *drawer) onSidebar() *drawer {
	colours, style, side := *d.palette, *d.style, *d
	colours.focus = colours.sideFocus
	style.palette, side.style = &colours, &style
	return &side
}

// brand is the program's mark and name.
func (d *drawer) brand(name string, c colour) fyne.CanvasObject {
	side := d.size(32)
	mark := canvas.NewImageFromResource(d.mark(side))
	mark.FillMode = canvas.ImageFillContain
	text := d.write(name, sizeHeading+1, c, true)
	return arrange(lead{gap: 2.5 * step, lower: (text.lineHeight() - side) / 2}, sized(side, side, mark), text)
}

// mark is the program's icon in the first size that needs no enlarging.
func (d *drawer) mark(side float32) fyne.Resource {
	pixels := side * d.Window.Window.Canvas().Scale()
	size := 0
	for _, size = range assets.AppIconSizes() {
		if float32(size) >= pixels {
			break
		}
	}
	return fyne.NewStaticResource(fmt.Sprintf("vigie-%d.png", size), assets.AppIcon(size))
}

func (d *drawer) navItem(n view.NavItem) fyne.CanvasObject {
	text := d.write(n.Text, sizeBody, d.sideInk, n.Current)
	side := d.size(20)
	var row fyne.CanvasObject = arrange(lead{gap: 3 * step, lower: (text.lineHeight() - side) / 2}, d.sign(n.Screen, d.sideInk, side), text)
	spoken := n.Text
	if n.Count > 0 {
		count := inside(padding(2*step, 1), surface(d.palette.badge, d.size(9)), d.write(strconv.Itoa(n.Count), sizeSmall, d.badgeInk, true))
		row = arrange(aside{gap: step, least: 60}, row, count)
		spoken += ", " + n.Spoken
	}
	face := inside(padding(3*step, 2.5*step), row)
	if n.Current {
		face = inside(padding(3*step, 2.5*step), surface(d.sideCurrent, 8), row)
	}
	return d.pressable("nav "+string(n.Screen), spoken, 8, face, n.Intent)
}

// footed puts its second object at the bottom, when there is room between.
type footed struct{ width float32 }

func (l *footed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := max(l.width, sidebarWidth) - 6*step
	return fyne.NewSize(0, heightOf(objects[0], w)+heightOf(objects[1], w)+4*step)
}

func (l *footed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	w := size.Width - 6*step
	put(objects[0], 3*step, 3*step, w, heightOf(objects[0], w))
	h := heightOf(objects[1], w)
	put(objects[1], 3*step, size.Height-h, w, h)
}

// beam is the sidebar: a surface, its right edge, what is on it.
type beam struct{}

func (beam) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (beam) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, size.Height)
	put(objects[1], size.Width-1, 0, 1, size.Height)
	if c, ok := objects[2].(*container.Scroll).Content.(*fyne.Container); ok {
		c.Layout.(*footed).width = size.Width
	}
	put(objects[2], 0, 0, size.Width, size.Height)
}
