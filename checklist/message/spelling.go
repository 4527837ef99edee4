package message

import (
	"strconv"
	"strings"
)

// months are the names of the months in French and English, as they are written.
var months = [12][]string{
	{"janvier", "janv", "january", "jan"}, {"fevrier", "fevr", "fev", "february", "feb"}, {"mars", "march", "mar"}, {"avril", "avr", "april", "apr"},
	{"mai", "may"}, {"juin", "june", "jun"}, {"juillet", "juil", "july", "jul"}, {"aout", "august", "aug"},
	{"septembre", "sept", "september", "sep"}, {"octobre", "oct", "october"}, {"novembre", "nov", "november"}, {"decembre", "dec", "december"},
}

// dateForms are the ways to write a date, given as year, month and day.
func dateForms(words []string) [][]string {
	if len(words) != 3 || len(words[0]) != 4 {
		return nil
	}
	year, month, day := words[0], words[1], words[2]
	m, err := strconv.Atoi(month)
	if err != nil || m < 1 || m > 12 {
		return nil
	}
	short := func(s string) string { return strings.TrimPrefix(s, "0") }
	forms := [][]string{{day + month + year}, {year + month + day}, {short(day), short(month), year}, {short(day), month, year}, {day, short(month), year}, {day, month, year[2:]}, {short(day), short(month), year[2:]}, {month, day, year}}
	days := []string{day, short(day)}
	switch {
	case short(day) == "1":
		days = append(days, "1er", "1st")
	case strings.HasSuffix(day, "1") && day != "11":
		days = append(days, short(day)+"st")
	case strings.HasSuffix(day, "2") && day != "12":
		days = append(days, short(day)+"nd")
	case strings.HasSuffix(day, "3") && day != "13":
		days = append(days, short(day)+"rd")
	default:
		days = append(days, short(day)+"th")
	}
	for _, name := range months[m-1] {
		for _, d := range days {
			forms = append(forms, []string{d + name + year}, []string{d + "of" + name + year}, []string{name + d, year})
		}
	}
	return forms
}

// births are words that say that a place is where somebody was born.
var births = set(strings.Fields("ne nee nes naissance born birth birthplace natif native"))

// birthPlace looks for a place near words about birth: alone it says nothing.
func birthPlace(words []string) finding {
	return func(v *view) (from, to int32, ok bool) {
		for i := range v.tokens {
			last, ok := v.sequence(i, words, nil)
			if !ok {
				continue
			}
			for n := max(0, i-9); n < i; n++ {
				if births[v.f.word(v.tokens[n])] && v.tokens[i].sentence-v.tokens[n].sentence <= 1 {
					return v.tokens[i].start, v.tokens[last].end, true
				}
			}
		}
		return 0, 0, false
	}
}

// shortened are words of addresses and how they are abbreviated.
var shortened = map[string]string{
	"av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "bvd": "boulevard", "boul": "boulevard", "pl": "place", "rte": "route", "ch": "chemin", "che": "chemin",
	"chem": "chemin", "imp": "impasse", "all": "allee", "sq": "square", "st": "saint", "ste": "sainte", "fg": "faubourg", "fbg": "faubourg", "res": "residence", "r": "rue", "qu": "quai", "gal": "general", "dr": "docteur", "pdt": "president", "mal": "marechal",
}

// linking are words of addresses that people leave out or vary.
var linking = set(strings.Fields("de du des la le les l d a aux au et"))

// postal looks for the first line of an address, number and street, however it is
// abbreviated.
func postal(address folded) finding {
	tokens := address.tokens()
	var words []string
	for i, t := range tokens {
		w := address.word(t)
		if len(w) == 5 && i > 1 && strings.Trim(w, "0123456789") == "" {
			break // the postcode: the town alone is no address
		}
		if long, ok := shortened[w]; ok {
			w = long
		}
		if !linking[w] {
			words = append(words, w)
		}
	}
	if len(words) < 2 {
		return nowhere
	}
	return func(v *view) (from, to int32, ok bool) {
		for i := range v.tokens {
			if last, ok := v.street(i, words); ok {
				return v.tokens[i].start, v.tokens[last].end, true
			}
		}
		return 0, 0, false
	}
}

func (v *view) street(i int, words []string) (last int, ok bool) {
	n := i
	for k, w := range words {
		for k > 0 && n < len(v.tokens) && n <= i+2*len(words)+4 && linking[v.f.word(v.tokens[n])] {
			n++
		}
		if n >= len(v.tokens) {
			return 0, false
		}
		got := v.f.word(v.tokens[n])
		if long, ok := shortened[got]; ok {
			got = long
		}
		if got != w {
			return 0, false
		}
		last = n
		n++
	}
	return last, true
}

// cards are words that say that four digits are the end of a card's number.
var cards = set(strings.Fields("carte cartes card cards cb visa mastercard bancaire bleue terminant termine finissant finit ending ends credit debit"))

// card looks for the last four digits of a card, where a card is spoken of or
// after signs that stand for the others.
func card(digits string) finding {
	return func(v *view) (from, to int32, ok bool) {
		for i := range v.tokens {
			t := v.tokens[i]
			if v.ends(i, digits) {
				return t.end - int32(len(digits)), t.end, true
			}
			if !v.is(i, digits) {
				continue
			}
			if t.start > 1 && (v.f.s[t.start-1] == '*' || v.f.s[t.start-2] == '*') {
				return t.end - int32(len(digits)), t.end, true
			}
			for n := max(0, i-6); n < min(len(v.tokens), i+4); n++ {
				if cards[v.f.word(v.tokens[n])] && v.tokens[n].sentence == t.sentence && !v.amount(i) {
					return t.end - int32(len(digits)), t.end, true
				}
			}
		}
		return 0, 0, false
	}
}

// ends reports whether token i is the digits after signs for the others: "xxxx1234".
func (v *view) ends(i int, digits string) bool {
	word := v.f.s[v.tokens[i].start:v.tokens[i].end]
	if word[0] != 'x' {
		return false
	}
	return strings.TrimLeft(string(word), "x") == digits
}

// amount reports whether a number is a sum of money or a year in a date.
func (v *view) amount(i int) bool {
	if i+1 < len(v.tokens) {
		if w := v.f.word(v.tokens[i+1]); w == "eur" || w == "euros" || w == "euro" {
			return true
		}
	}
	start := v.tokens[i].start
	return start > 0 && v.f.s[start-1] == '/'
}
