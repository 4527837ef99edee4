package monitor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The longest texts taken from a feed, in characters.
const (
	MaxName = 200
	MaxText = 2000
)

// maxMarks bounds combining marks on one character, against text that climbs
// out of its line. Real languages need fewer.
const maxMarks = 4

// CleanText makes text from outside safe to keep and show: valid UTF-8 in NFC,
// one line, no control, format or direction character, no pile of combining
// marks, at most limit characters. Markup must be removed before.
func CleanText(s string, limit int) string {
	// Bound the work before doing any: a character takes at most 4 bytes and
	// composition never lengthens the text past this.
	if most := limit * 8 * utf8.UTFMax; len(s) > most {
		s = s[:most]
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	n, marks, space := 0, 0, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = n > 0
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r), hidden(r):
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks {
				continue
			}
		default:
			marks = 0
		}
		if space {
			n++
		}
		if n++; n > limit { // a space is written only before something
			break
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	// What was dropped may have stood between a letter and its accent.
	return norm.NFC.String(b.String())
}

// hidden reports characters that take no space or look like one although
// Unicode does not class them as format characters.
func hidden(r rune) bool {
	switch r {
	case '\u034F', '\u115F', '\u1160', '\u17B4', '\u17B5', '\u2800', '\u3164', '\uFFA0':
		return true
	}
	return r >= '\uFE00' && r <= '\uFE0F' || r >= 0xE0100 && r <= 0xE01EF
}
