package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"vigie/gui/view"
)

// overlay is the dialog that is open. It keeps the focus inside.
type overlay struct {
	*fyne.Container
	first string // id of the button that changes nothing
}

// showDialog opens, changes or closes the dialog.
func (w *Window) showDialog(d *drawer, v *view.Dialog) {
	c := w.Window.Canvas()
	if v == nil {
		if w.dialog != nil {
			c.Overlays().Remove(w.dialog.Container)
			w.dialog = nil
		}
		return
	}
	inner := *d
	inner.prefix = "dialog "
	content := inner.dialogContent(*v)
	scrim := canvas.NewRectangle(d.scrim)
	card := container.NewVScroll(arrange(&sheet{scale: d.scale}, content))
	back := d.outlined(d.card, d.line, radius)
	objects := []fyne.CanvasObject{scrim, back, card}
	if w.dialog == nil {
		w.dialog = &overlay{Container: arrange(modal{d.scale}, objects...)}
		c.Overlays().Add(w.dialog.Container)
	} else {
		w.dialog.Objects = objects
	}
	if len(v.Buttons) > 0 {
		w.dialog.first = "dialog button " + v.Buttons[0].Text
	}
	w.dialog.Resize(c.Size())
	w.dialog.Layout.Layout(w.dialog.Objects, c.Size())
	w.dialog.Refresh()
}

func (d *drawer) dialogContent(v view.Dialog) fyne.CanvasObject {
	parts := []fyne.CanvasObject{d.write(v.Title, sizeHeading, d.ink, true)}
	if v.Text != "" {
		parts = append(parts, d.write(v.Text, sizeBody, d.ink, false))
	}
	if len(v.Points) > 0 {
		parts = append(parts, d.points(view.Points{Items: v.Points}))
	}
	if v.Form != nil {
		parts = append(parts, d.form(*v.Form))
	}
	if len(v.Buttons) > 0 {
		parts = append(parts, d.buttons(v.Buttons))
	}
	return below(4*step, parts...)
}

// modal puts a card in the middle of a shaded window.
type modal struct{ scale float32 }

func (l modal) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l modal) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, size.Height)
	w := min(520*l.scale, size.Width-16*step)
	scroll := objects[2].(*container.Scroll)
	body := scroll.Content.(*fyne.Container)
	body.Layout.(*sheet).width = w
	h := min(body.MinSize().Height, size.Height-12*step)
	x, y := (size.Width-w)/2, (size.Height-h)/2
	put(objects[1], x, y, w, h)
	put(objects[2], x, y, w, h)
}

// sheet is the room inside a dialog.
type sheet struct{ width, scale float32 }

func (l *sheet) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, heightOf(objects[0], l.width-12*step)+12*step)
}

func (l *sheet) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := size.Width - 12*step
	put(objects[0], 6*step, 6*step, w, heightOf(objects[0], w))
}

// act is what pressing something does. Files and the clipboard are the window's;
// the rest is sent as it is.
func (w *Window) act(i view.Intent) {
	switch i := i.(type) {
	case nil:
	case view.ChooseFile:
		w.chooseFile(i)
	case view.CopyText:
		fyne.CurrentApp().Clipboard().SetContent(i.Text)
	default:
		w.Send(i)
	}
}

func (w *Window) chooseFile(c view.ChooseFile) {
	done := func(u fyne.URI) { w.Send(c.Then.At(u.Path())) }
	var d *dialog.FileDialog
	if c.Save {
		d = dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
			if f == nil || err != nil {
				return
			}
			f.Close() // the program writes the file itself, whole or not at all
			done(f.URI())
		}, w.Window)
		d.SetFileName(c.Name)
	} else {
		d = dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
			if f == nil || err != nil {
				return
			}
			f.Close()
			done(f.URI())
		}, w.Window)
	}
	if len(c.Endings) > 0 {
		d.SetFilter(storage.NewExtensionFileFilter(c.Endings))
	}
	d.SetView(dialog.ListView) // whole names
	d.Show()                   // in Fyne's own size: Resize before Show panics, after it leaves the middle
}
