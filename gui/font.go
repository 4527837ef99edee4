package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// fontOf is the one font that has every character of a text; nil when it takes
// several. Fyne looks for them itself then, but reads its emoji, its symbols and
// the list of the system's fonts for it, once for each style: that is 20 to 40 ms
// and 7 MB, which a household in Latin letters never needs.
func fontOf(text string, bold bool) fyne.Resource {
	for _, r := range text {
		if !latin(r) {
			return nil
		}
	}
	if bold {
		return theme.DefaultTextBoldFont()
	}
	return theme.DefaultTextFont()
}

// ReadFonts has both fonts read, which takes 5 ms, before they are wanted: it needs
// the app, and neither a window nor Fyne's goroutine. No text may be measured
// meanwhile.
func ReadFonts() {
	for _, bold := range []bool{false, true} {
		measure("a", sizeBody, bold)
	}
}

// measure is the room that a text takes on one line.
func measure(text string, points float32, bold bool) fyne.Size {
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, points, fyne.TextStyle{Bold: bold}, fontOf(text, bold))
	return size
}

// latin reports whether both fonts have a character: Latin letters, and the signs
// of French typography.
func latin(r rune) bool {
	return r >= ' ' && r <= '~' || r >= 0xA0 && r <= 'ſ' || r >= '‐' && r <= '…' || r == '\u202F' || r == '‹' || r == '›' || r == '€'
}
