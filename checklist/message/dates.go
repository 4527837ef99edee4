package message

// months are the names of the months in French and English, as they are written.
var months = map[string]int{
	"janvier": 1, "janv": 1, "january": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2, "mars": 3, "march": 3, "mar": 3, "avril": 4, "avr": 4, "april": 4, "apr": 4,
	"mai": 5, "may": 5, "juin": 6, "june": 6, "jun": 6, "juillet": 7, "juil": 7, "july": 7, "jul": 7, "aout": 8, "august": 8, "aug": 8,
	"septembre": 9, "sept": 9, "september": 9, "sep": 9, "octobre": 10, "oct": 10, "october": 10, "novembre": 11, "nov": 11, "november": 11, "decembre": 12, "dec": 12, "december": 12,
}

// ordinals are what stands between the parts of a date: "23rd of July", "1er".
var ordinals = set([]string{"er", "st", "nd", "rd", "th", "of", "de", "du"})

// dated is a date in a text.
type dated struct {
	day, month int
	year       int // -1 when none stands there, below 100 when it has two digits
	american   bool
	from, to   int32
	token      int // where the date begins
}

// is reports whether it may be that day.
func (d *dated) is(year, month, day int) bool {
	same := d.day == day && d.month == month || d.american && d.day == month && d.month == day
	return same && (d.year == year || d.year < 100 && d.year == year%100)
}

// atom is a token or a part of one: digits, or letters.
type atom struct {
	from, to int32
	token    int
	digits   int // how many, 0 for letters
	value    int
	month    int
}

// atoms cuts tokens where letters meet digits: "23juillet1985".
func (v *view) atoms() []atom {
	out := make([]atom, 0, len(v.tokens))
	for i, t := range v.tokens {
		for from := t.start; from < t.end; {
			a := atom{from: from, to: from + 1, token: i}
			digit := isDigit(v.f.s[from])
			for a.to < t.end && isDigit(v.f.s[a.to]) == digit {
				a.to++
			}
			if digit && a.to-from <= 8 {
				a.digits = int(a.to - from)
				for _, c := range v.f.s[from:a.to] {
					a.value = 10*a.value + int(c-'0')
				}
			} else if !digit && a.to-from >= 3 && a.to-from <= 9 {
				a.month = months[string(v.f.s[from:a.to])]
			}
			out = append(out, a)
			from = a.to
		}
	}
	return out
}

// dates are the dates of a text, in any spelling.
func (v *view) dates() []dated {
	if v.read {
		return v.days
	}
	v.read = true
	atoms := v.atoms()
	for i := range atoms {
		switch a := &atoms[i]; {
		case a.month > 0:
			v.named(atoms, i)
		case a.digits == 1 || a.digits == 2 || a.digits == 4:
			v.figures(atoms, i)
		case a.digits == 8:
			v.day(dated{day: a.value / 1000000, month: a.value / 10000 % 100, year: a.value % 10000}, a, a)
			v.day(dated{day: a.value % 100, month: a.value / 100 % 100, year: a.value / 10000}, a, a)
		case a.digits == 6:
			v.day(dated{day: a.value / 10000, month: a.value / 100 % 100, year: a.value % 100}, a, a)
		}
	}
	return v.days
}

// day notes a date from one atom to another.
func (v *view) day(d dated, first, last *atom) {
	if d.day >= 1 && d.day <= 31 && d.month >= 1 && (d.month <= 12 || d.american && d.month <= 31) {
		d.from, d.to, d.token = first.from, last.to, first.token
		v.days = append(v.days, d)
	}
}

// figures reads a date in digits at atom i: 23/07/1985, 23.7.85, 1985-07-23, 23/07.
func (v *view) figures(atoms []atom, i int) {
	if i+1 >= len(atoms) || !v.joined(atoms, i) || atoms[i+1].digits == 0 || atoms[i+1].digits > 2 {
		return
	}
	a, b := &atoms[i], &atoms[i+1]
	if i+2 < len(atoms) && atoms[i+2].digits > 0 && v.joined(atoms, i+1) {
		switch c := &atoms[i+2]; {
		case a.digits == 4 && c.digits <= 2:
			v.day(dated{day: c.value, month: b.value, year: a.value}, a, c)
		case a.digits <= 2 && (c.digits == 4 || c.digits == 2):
			v.day(dated{day: a.value, month: b.value, year: c.value, american: true}, a, c)
		}
		return
	}
	if a.digits <= 2 && b.digits == 2 && v.f.s[a.to] == '/' {
		v.day(dated{day: a.value, month: b.value, year: -1}, a, b)
	}
}

// joined reports whether a separator of dates stands between two atoms, alone or
// with spaces.
func (v *view) joined(atoms []atom, i int) bool {
	gap := v.f.s[atoms[i].to:atoms[i+1].from]
	if len(gap) == 0 || len(gap) > maxApart {
		return false
	}
	for _, c := range gap {
		if c != '/' && c != '.' && c != '-' && c != ' ' && c != '_' {
			return false
		}
	}
	return true
}

// named reads a date around the name of a month: "23 juillet 1985", "July 23, 1985".
func (v *view) named(atoms []atom, i int) {
	first, last := &atoms[i], &atoms[i]
	d := dated{month: atoms[i].month, year: -1}
	next := i + 1
	if k := v.skip(atoms, i-1, -1); k >= 0 && atoms[k].digits > 0 && atoms[k].digits <= 2 && atoms[i].from-atoms[k].to < 12 {
		d.day, first = atoms[k].value, &atoms[k]
	} else if next < len(atoms) && atoms[next].digits > 0 && atoms[next].digits <= 2 && atoms[next].from-atoms[i].to <= maxApart {
		d.day, last = atoms[next].value, &atoms[next]
		next++
	}
	if k := v.skip(atoms, next, 1); k < len(atoms) && atoms[k].from-last.to < 8 {
		switch {
		case atoms[k].digits == 4:
			d.year, last = atoms[k].value, &atoms[k]
		case atoms[k].digits == 2 && k+1 < len(atoms) && atoms[k+1].digits == 2 && (atoms[k].value == 19 || atoms[k].value == 20) && atoms[k+1].from-atoms[k].to == 1:
			d.year, last = 100*atoms[k].value+atoms[k+1].value, &atoms[k+1] // "nineteen eighty-five"
		case atoms[k].digits == 2:
			d.year, last = atoms[k].value, &atoms[k]
		}
	}
	v.day(d, first, last)
}

// skip passes over one or two ordinals.
func (v *view) skip(atoms []atom, i, step int) int {
	for n := 0; n < 2 && i >= 0 && i < len(atoms) && atoms[i].digits == 0 && ordinals[string(v.f.s[atoms[i].from:atoms[i].to])]; n++ {
		i += step
	}
	return i
}

// births are words that say when or where somebody was born.
var births = set([]string{"ne", "nee", "nes", "naissance", "naquis", "anniversaire", "born", "birth", "birthplace", "birthdate", "birthday", "dob", "natif", "native"})

// birthDate looks for a date of birth. One without its year counts only where a
// birth is spoken of.
func birthDate(year, month, day int) finding {
	return func(v *view) (from, to int32, ok bool) {
		*v.steps += len(v.dates())
		for _, d := range v.dates() {
			if d.is(year, month, day) || d.is(-1, month, day) && v.near(d.token, births, 7) {
				return d.from, d.to, true
			}
		}
		return v.grouped([]string{digits(day, 2) + digits(month, 2) + digits(year, 4)})
	}
}

// near reports whether one of some words stands around a token, in its sentence or
// the ones beside it.
func (v *view) near(i int, words map[string]bool, reach int) bool {
	for n := max(0, i-reach); n < min(len(v.tokens), i+reach+2); n++ {
		if d := v.tokens[n].sentence - v.tokens[i].sentence; d >= -1 && d <= 1 && words[v.f.word(v.tokens[n])] {
			return true
		}
	}
	return false
}

// birthPlace looks for a place near words about birth: alone it says nothing.
func birthPlace(words []string) finding {
	return func(v *view) (from, to int32, ok bool) {
		for _, i := range v.starting(words[0]) {
			if last, ok := v.sequence(i, words, nil); ok && (v.bornAt(i) || v.calledBirthPlace(last)) {
				return v.tokens[i].start, v.tokens[last].end, true
			}
		}
		return 0, 0, false
	}
}

// bornAt reports whether somebody is born at token i, not at another place before it.
func (v *view) bornAt(i int) bool {
	for n := i - 1; n >= max(0, i-9) && v.tokens[i].sentence-v.tokens[n].sentence <= 1; n-- {
		w := v.f.word(v.tokens[n])
		if births[w] {
			return true
		}
		if n < i-1 && (w == "a" || w == "in") {
			return false
		}
	}
	return false
}

// calledBirthPlace reports whether "comme lieu de naissance" stands after token last.
func (v *view) calledBirthPlace(last int) bool {
	for n := last + 1; n < min(len(v.tokens), last+6); n++ {
		if w := v.f.word(v.tokens[n]); w == "naissance" || w == "birth" {
			return true
		}
	}
	return false
}

func digits(n, width int) string {
	b := make([]byte, width)
	for i := range b {
		b[width-1-i] = byte('0' + n%10)
		n /= 10
	}
	return string(b)
}
