package letters

import (
	"slices"
	"strconv"
	"strings"

	"vigie/monitor"
)

// Identifiers lists the kinds of identifiers that a kind of letter has a place
// for: what somebody is asked about before it is read.
func Identifiers(kind Kind) ([]monitor.Kind, error) {
	t, err := loadTemplate(kind, "fr") // both languages have the same places
	if err != nil {
		return nil, err
	}
	text := t.text.Root.String()
	return slices.DeleteFunc(monitor.Kinds(), func(k monitor.Kind) bool {
		return !slices.Contains(onEveryLetter, k) && !strings.Contains(text, strconv.Quote(string(k)))
	}), nil
}

// onEveryLetter are the kinds that stand above the text, see frame.
var onEveryLetter = []monitor.Kind{monitor.Name, monitor.Address, monitor.Phone, monitor.Email}

// identity is what the person lets the letter say about them, as people write
// it: dates in words, numbers in groups.
func (l *letter) identity(show reveal) fields {
	f := make(fields)
	for _, v := range l.in.Identity {
		text := account(show(v))
		switch v.Kind() {
		case monitor.BirthDate:
			if d, err := monitor.ParseDate(text); err == nil {
				text = l.explain.Date(d)
			}
		case monitor.Phone:
			text = spokenPhone(text)
		case monitor.IBAN:
			text = groups(text, 4)
		}
		f.put(string(v.Kind()), text)
	}
	for _, k := range []monitor.Kind{monitor.CustomerNumber, monitor.FranceTravailID, monitor.LicenceNumber, monitor.BirthDate} {
		f.flag("file", f[string(k)] != "")
	}
	return f
}

// spokenPhone writes a French number the way it is dialled at home, by pairs.
// Anything else, a mask for one, stays as it is.
func spokenPhone(text string) string {
	national, ok := strings.CutPrefix(text, "+33")
	if !ok || len(national) != 9 || strings.Trim(national, "0123456789") != "" {
		return text
	}
	return groups("0"+national, 2)
}

// groups parts a text of letters and digits into groups of n with no-break
// spaces. A text with anything else in it stays as it is.
func groups(text string, n int) string {
	for _, c := range text {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return text
		}
	}
	var b strings.Builder
	for i := 0; i < len(text); i += n {
		if i > 0 {
			b.WriteString("\u00a0")
		}
		b.WriteString(text[i:min(i+n, len(text))])
	}
	return b.String()
}
