package gui

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"vigie/gui/view"
)

// padded is a window that notes whether anything was put into it while it kept a
// margin around.
type padded struct {
	fyne.Window
	late bool
}

func (w *padded) SetContent(o fyne.CanvasObject) {
	w.late = w.late || w.Padded()
	w.Window.SetContent(o)
}

// TestFills: the first screen fills the window. Fyne on a display gives content its
// size when it is put there, and not again when the margin goes; its test driver does.
func TestFills(t *testing.T) {
	test.NewTempApp(t)
	w := &padded{Window: test.NewTempWindow(t, nil)}
	New(Config{Window: w, Send: func(view.Event) {}}).Show(sampleHome())
	if w.late || w.Padded() {
		t.Error("there is a margin around what is shown")
	}
}

// tab moves the focus on as the Tab key does, and tells what has it then.
func (b *bench) tab() string {
	b.fyne.Canvas().(interface{ FocusNext() }).FocusNext()
	return b.focusID()
}

// key presses a key on what has the focus.
func (b *bench) press(name fyne.KeyName) {
	e := &fyne.KeyEvent{Name: name}
	if f := b.fyne.Canvas().Focused(); f != nil {
		f.TypedKey(e)
		return
	}
	b.fyne.Canvas().OnTypedKey()(e)
}

// find is the control whose id begins so.
func (b *bench) find(t *testing.T, id string) *press {
	t.Helper()
	var found *press
	tree := fyne.CanvasObject(b.root)
	if b.dialog != nil {
		tree = b.dialog.Container
	}
	walk(tree, func(o fyne.CanvasObject) {
		if p, ok := o.(*press); ok && found == nil && strings.HasPrefix(p.id, id) {
			found = p
		}
	})
	if found == nil {
		t.Fatalf("there is no %q", id)
	}
	return found
}

// TestKeyboardReachesEverything walks the gallery with Tab: everything that can
// be pressed or filled in gets the focus once, from top to bottom, and shows it.
func TestKeyboardReachesEverything(t *testing.T) {
	for name, w := range map[string]view.Window{"home": sampleHome(), "gallery": sampleGallery()} {
		b := newBench(t, 900, 600)
		b.draw(w)
		var want []string
		walk(b.root, func(o fyne.CanvasObject) {
			if f, ok := o.(fyne.Focusable); ok {
				want = append(want, idOf(f))
			}
		})
		var got []string
		for range want {
			got = append(got, b.tab())
			if ring := ringOf(b.fyne.Canvas().Focused()); !ring[0].Visible() || !ring[1].Visible() {
				t.Errorf("%s: the focus of %s does not show", name, b.focusID())
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: Tab goes\n%q\nthe screen reads\n%q", name, got, want)
		}
		if len(want) < 15 || want[0] != "nav home#1" {
			t.Errorf("%s: only %d controls, the first one is %s", name, len(want), want[0])
		}
		b.fyne.Canvas().Unfocus()
		walk(b.root, func(o fyne.CanvasObject) {
			if f, ok := o.(fyne.Focusable); ok && ringOf(f)[0].Visible() {
				t.Errorf("%s: %s shows a focus it lost", name, idOf(f))
			}
		})
	}
}

// ringOf is what shows that a control has the focus.
func ringOf(f fyne.Focusable) rings {
	switch f := f.(type) {
	case *press:
		return f.ring
	case *entry:
		return f.ring
	case *choice:
		return f.ring
	}
	return rings{}
}

// TestFocusComesIntoSight: what gets the focus is scrolled to.
func TestFocusComesIntoSight(t *testing.T) {
	b := newBench(t, 900, 600)
	b.draw(sampleGallery())
	for range 60 {
		b.tab()
		p, ok := b.fyne.Canvas().Focused().(*press)
		if !ok {
			continue
		}
		y, inPage := yWithin(b.scroll.Content, p)
		if !inPage {
			continue
		}
		if top := b.scroll.Offset.Y; y < top || y > top+b.scroll.Size().Height {
			t.Errorf("%s is at %.0f, in sight are %.0f to %.0f", p.id, y, top, top+b.scroll.Size().Height)
		}
	}
}

// TestArriving: another screen begins at its top, by keyboard on its first
// control, whatever had the focus before; going back leads to where one was.
func TestArriving(t *testing.T) {
	b := newBench(t, 900, 600)
	far, other := sampleGallery(), sampleLeak()
	far.Screen.Place.ID, other.Screen.Place.ID = "far", "other"
	leave := view.Buttons{Items: []view.Button{{Text: "Continuer", Intent: home}}}
	far.Screen.Blocks = append(far.Screen.Blocks, leave)
	other.Screen.Blocks = append(other.Screen.Blocks, leave)
	for _, byKey := range []bool{true, false} {
		b.left = map[view.Place]reading{}
		b.draw(far)
		p := b.find(t, "button Continuer")
		b.fyne.Canvas().Focus(p)
		was := b.scroll.Offset.Y
		want := ""
		if byKey {
			b.press(fyne.KeyReturn)
			want = "crumb Fuites#1"
		} else {
			test.Tap(p)
		}
		b.draw(other)
		if b.scroll.Offset.Y != 0 || b.focusID() != want {
			t.Errorf("by key %t: the screen begins at %.0f with the focus on %q, want %q", byKey, b.scroll.Offset.Y, b.focusID(), want)
		}
		b.draw(far)
		if b.scroll.Offset.Y != was || was == 0 || b.focusID() != p.id {
			t.Errorf("by key %t: back at %.0f with the focus on %q, want %.0f and %q", byKey, b.scroll.Offset.Y, b.focusID(), was, p.id)
		}
		b.draw(sampleHome())
	}
}

// TestWheelOverField: the wheel turns the page also where the mouse is over a
// field, and the field still takes what is typed.
func TestWheelOverField(t *testing.T) {
	b := newBench(t, 900, 600)
	b.draw(sampleGallery())
	e := b.fields["name"].entry
	b.fyne.Canvas().Focus(e) // comes into sight
	before := b.scroll.Offset.Y
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).Add(fyne.NewPos(20, 20))
	test.Scroll(b.fyne.Canvas(), at, 0, 40)
	if b.scroll.Offset.Y >= before {
		t.Errorf("the page stays at %.0f", before)
	}
	test.TapCanvas(b.fyne.Canvas(), at)
	if b.focusID() != "field name" {
		t.Errorf("%q has the focus", b.focusID())
	}
	long := b.fields["long"].entry
	if d := (&drawer{Window: b.Window, style: b.style}); !d.fits(long) {
		t.Error("an empty field is said to be full")
	} else if long.SetText(strings.Repeat("une ligne\n", 40)); d.fits(long) {
		t.Error("a full field is said to have room")
	}
}

// TestPresses: mouse, Enter and Space do the same.
func TestPresses(t *testing.T) {
	b := newBench(t, 1120, 760)
	b.draw(sampleHome())
	p := b.find(t, "button Commencer")
	test.Tap(p)
	b.fyne.Canvas().Focus(p)
	b.press(fyne.KeyReturn)
	b.press(fyne.KeySpace)
	if want := []view.Event{home, home, home}; !reflect.DeepEqual(b.sent, want) {
		t.Errorf("sent %v, want %v", b.sent, want)
	}
}

// TestEscape goes back, from wherever the focus is; in a dialog it closes that.
func TestEscape(t *testing.T) {
	b := newBench(t, 900, 600)
	w := sampleGallery()
	b.draw(w)
	b.press(fyne.KeyEscape)
	b.fyne.Canvas().Focus(b.fields["name"].entry)
	b.press(fyne.KeyEscape)
	w.Dialog = &view.Dialog{Title: "Effacer ?", Text: "Tout sera effacé.", Buttons: []view.Button{{Text: "Garder", Intent: view.Dismiss{}}, {Text: "Effacer", Kind: view.Grave, Intent: view.Yes{}}}}
	b.draw(w)
	if got, want := b.focusID(), "dialog button Garder"; got != want {
		t.Errorf("a dialog opens on %q, want %q: the button that changes nothing", got, want)
	}
	b.press(fyne.KeyEscape)
	if want := []view.Event{view.Back{}, view.Back{}, view.Dismiss{}}; !reflect.DeepEqual(b.sent, want) {
		t.Errorf("sent %v, want %v", b.sent, want)
	}
	w.Dialog = nil
	b.draw(w)
	if n := len(b.fyne.Canvas().Overlays().List()); n != 0 {
		t.Errorf("%d dialogs are left", n)
	}
}

// TestFocusStays: after a screen is drawn again, the same control has the focus,
// and an entry is the very same one, with its cursor.
func TestFocusStays(t *testing.T) {
	b := newBench(t, 900, 600)
	w := sampleGallery()
	b.draw(w)
	b.fyne.Canvas().Focus(b.find(t, "plan b toggle Porter plainte"))
	before := b.focusID()
	b.draw(w)
	if got := b.focusID(); got != before || before == "" {
		t.Errorf("the focus was on %q and is on %q", before, got)
	}
	e := b.fields["name"].entry
	b.fyne.Canvas().Focus(e)
	for _, r := range "Cl" {
		e.TypedRune(r)
	}
	form := w.Screen.Blocks[len(w.Screen.Blocks)-1].(view.Form)
	form.Fields[0].Value = "Cl"
	b.draw(w)
	if b.fyne.Canvas().Focused() != fyne.Focusable(e) || e.CursorColumn != 2 || e.Text != "Cl" {
		t.Errorf("typing was disturbed: focus %v, %q, cursor at %d", b.focusID(), e.Text, e.CursorColumn)
	}
	want := []view.Event{view.Type{Field: "name", Text: "C"}, view.Type{Field: "name", Text: "Cl"}}
	if !reflect.DeepEqual(b.sent, want) {
		t.Errorf("sent %v, want %v", b.sent, want)
	}
}

// TestSecrets: what is typed into a secret field is sent as a value that prints
// as dots, and goes from the entry when the program forgot it.
func TestSecrets(t *testing.T) {
	b := newBench(t, 900, 600)
	w := sampleGallery()
	b.draw(w)
	e := b.fields["backup.passphrase"].entry
	if !e.Password {
		t.Error("the entry shows what is typed")
	}
	b.fyne.Canvas().Focus(e)
	e.TypedRune('x')
	if len(b.sent) != 1 || strings.Contains(fmt.Sprintf("%v %+v %#v", b.sent[0], b.sent[0], b.sent[0]), "x}") {
		t.Errorf("sent %v", b.sent)
	}
	if v := b.sent[0].(view.TypeSecret).Value.Reveal(); v != "x" {
		t.Errorf("the value is %q", v)
	}
	b.draw(w) // Filled is false
	if e.Text != "" {
		t.Error("the secret is still there")
	}
}

// TestLongList: of ten thousand rows only those around what is in sight exist,
// the last one is reached, and keys scroll.
func TestLongList(t *testing.T) {
	b := newBench(t, 900, 600)
	asked := 0
	w := sampleWindow(view.ScreenLedger, view.Screen{Title: "Ce qui est sorti", Blocks: []view.Block{view.Rows{Key: "ledger", Len: 10_000, Row: func(i int) view.Row {
		asked++
		return view.Row{Key: fmt.Sprint(i), Title: fmt.Sprintf("Demande %d", i), Note: "liste publique", Aside: "200"}
	}}}})
	b.draw(w)
	if asked > 60 {
		t.Errorf("%d rows were made for the first sight", asked)
	}
	l := b.lists[0]
	b.press(fyne.KeyEnd)
	if l.last != 10_000 || len(l.made) > 60 {
		t.Errorf("at the end rows %d to %d exist, %d in all", l.first, l.last, len(l.made))
	}
	check(t, b)
	walk(b.scroll, func(o fyne.CanvasObject) {
		if r, ok := o.(*canvas.Rectangle); ok && r.Visible() && r.Size().Height > 1000 {
			t.Errorf("a surface is %.0f high, in a window of 600", r.Size().Height)
		}
	})
	b.press(fyne.KeyHome)
	if l.first != 0 {
		t.Errorf("at the top the first row is %d", l.first)
	}
	b.press(fyne.KeyPageDown)
	if b.scroll.Offset.Y == 0 {
		t.Error("Page Down does not scroll")
	}
}

// TestLongListByKeyboard: Tab goes from row to row, on beyond what was in sight.
func TestLongListByKeyboard(t *testing.T) {
	b := newBench(t, 900, 600)
	b.draw(sampleWindow(view.ScreenLeaks, view.Screen{Title: "Fuites", Blocks: []view.Block{view.Rows{Key: "l", Len: 10_000, Row: func(i int) view.Row {
		return view.Row{Key: fmt.Sprint(i), Title: fmt.Sprintf("Fuite %d", i), Intent: home}
	}}}}))
	for range sampleNav("") {
		b.tab()
	}
	for i := range 60 {
		if got, want := b.tab(), fmt.Sprintf("l %d row", i); got != want {
			t.Fatalf("the focus is on %q, want %q", got, want)
		}
		y, _ := yWithin(b.scroll.Content, b.fyne.Canvas().Focused().(*press))
		if top := b.scroll.Offset.Y; y < top || y+target > top+b.scroll.Size().Height {
			t.Fatalf("row %d is out of sight", i)
		}
	}
}

// TestFiles: Fyne's own dialogs open where a file is to be chosen.
func TestFiles(t *testing.T) {
	t.Setenv("HOME", t.TempDir()) // which they list
	for _, c := range []view.ChooseFile{{Then: view.ImportSites{Person: "p1"}, Endings: []string{".csv"}}, {Then: view.SaveLetter{Format: "pdf"}, Save: true, Name: "lettre.pdf"}} {
		b := newBench(t, 900, 600)
		b.draw(sampleHome())
		b.act(c)
		if n := len(b.fyne.Canvas().Overlays().List()); n != 1 {
			t.Errorf("%d dialogs are open", n)
		}
	}
}

// TestClipboard: what is to be copied is the window's own business.
func TestClipboard(t *testing.T) {
	b := newBench(t, 900, 600)
	b.draw(sampleHome())
	b.act(view.CopyText{Text: "francetravail.fr"})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "francetravail.fr" || len(b.sent) != 0 {
		t.Errorf("the clipboard holds %q, sent %v", got, b.sent)
	}
}

// TestChecksSeeFaults: the checks of the screens find a text that is cut and one
// that covers another.
func TestChecksSeeFaults(t *testing.T) {
	b := newBench(t, 900, 600)
	b.draw(sampleHome())
	all := texts(b.scroll, fyne.Position{}, nil)
	if len(all) < 20 {
		t.Fatalf("only %d texts were found", len(all))
	}
	if !overlap(all[0].box, all[0].box) {
		t.Error("a text on another is not seen")
	}
	p := newProse(14, run{text: "Très probablement", colour: black})
	p.wrap(400)
	p.Resize(fyne.NewSize(30, 5))
	if l := texts(p, fyne.Position{}, nil)[0]; l.overflow == "" {
		t.Error("a text in too small a box is not seen")
	}
}

func BenchmarkShowHome(b *testing.B) {
	app := test.NewApp()
	defer app.Quit()
	w := New(Config{Window: test.NewWindow(nil), Send: func(view.Event) {}})
	w.Window.Resize(fyne.NewSize(1120, 760))
	v := sampleHome()
	for b.Loop() {
		w.Show(v)
	}
}

// BenchmarkLedgerFrame is one frame of a ledger of ten thousand rows while it is
// scrolled, the picture included.
func BenchmarkLedgerFrame(b *testing.B) {
	app := test.NewApp()
	defer app.Quit()
	s := household(b, "fr")
	s.Ledger = requests(10_000)
	w := New(Config{Window: test.NewWindow(nil), Send: func(view.Event) {}})
	w.Window.Resize(fyne.NewSize(1120, 760))
	w.Show(view.Show(s, view.UI{Place: view.Place{Screen: view.ScreenLedger}}))
	w.Window.Resize(fyne.NewSize(1120, 760))
	for b.Loop() {
		w.scrollBy(120)
		if w.scroll.Offset.Y > 400_000 {
			w.scrollTo(0)
		}
		w.Window.Canvas().Capture()
	}
}
