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

// latin reports whether both fonts have a character: Latin letters, and the signs
// of French typography.
func latin(r rune) bool {
	return r >= ' ' && r <= '~' || r >= 0xA0 && r <= 'ſ' || r >= '‐' && r <= '…' || r == '\u202F' || r == '‹' || r == '›' || r == '€'
}
