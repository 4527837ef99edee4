package gui

import (
	"image"
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
)

// TestFontOf: every character that is left to one font looks as it does when Fyne
// looks for it in all of them, and those that need another are not left to one.
func TestFontOf(t *testing.T) {
	test.NewTempApp(t)
	var all []rune
	for r := range rune(0x3000) {
		if latin(r) {
			all = append(all, r)
		}
	}
	for _, bold := range []bool{false, true} {
		picture := func(font fyne.Resource) image.Image {
			text := canvas.NewText(string(all), black)
			text.TextStyle, text.FontSource = fyne.TextStyle{Bold: bold}, font
			c := software.NewCanvas()
			c.SetContent(text)
			return c.Capture()
		}
		if font := fontOf(string(all), bold); font == nil || !reflect.DeepEqual(picture(font), picture(nil)) {
			t.Errorf("bold %t: in one font, %d characters do not look the same", bold, len(all))
		}
	}
	for _, text := range []string{"Zoé 🟢", "مريم", "明", "a\tb", "✓"} {
		if fontOf(text, false) != nil {
			t.Errorf("%q is left to one font", text)
		}
	}
}
