package calendar

import (
	"strings"
	"unicode/utf8"
)

// maxOctets is how long a line may be before it is folded, without its break
// (RFC 5545, section 3.1).
const maxOctets = 75

// file is an iCalendar file that is being written.
type file struct{ strings.Builder }

// line writes a property whose value needs no escaping.
func (f *file) line(name, value string) {
	rest := name + ":" + value
	for room := maxOctets; len(rest) > room; room = maxOctets - 1 {
		n := room
		for n > room-utf8.UTFMax && !utf8.RuneStart(rest[n]) { // a character stays whole
			n--
		}
		f.WriteString(rest[:n] + "\r\n ")
		rest = rest[n:]
	}
	f.WriteString(rest + "\r\n")
}

// escapes of text values (section 3.3.11).
var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// text writes a property whose value is text for people.
func (f *file) text(name, value string) { f.line(name, escapes.Replace(value)) }
