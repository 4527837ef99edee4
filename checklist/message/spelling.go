package message

import "strings"

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
	number, street := words[0], words[1:]
	numbered := strings.Trim(number, "0123456789") == ""
	return func(v *view) (from, to int32, ok bool) {
		for _, i := range v.starting(number) {
			if last, ok := v.street(i, words); ok {
				return v.tokens[i].start, v.tokens[last].end, true
			}
		}
		if !numbered {
			return 0, 0, false
		}
		for _, i := range v.starting(number) { // "rue de l'Église, au 12"
			for n := max(0, i-2*len(words)-8); n < i; n++ {
				if last, ok := v.street(n, street); ok && last < i && v.leads(last+1, i) {
					return v.tokens[n].start, v.tokens[i].end, true
				}
			}
		}
		return 0, 0, false
	}
}

// leads reports whether a street is followed by its number: at once, or after "n°"
// or "au numéro" in the same sentence.
func (v *view) leads(from, to int) bool {
	if to == from {
		return v.tokens[to].start-v.tokens[from-1].end <= maxApart
	}
	w := v.f.word(v.tokens[to-1])
	return to-from <= 6 && v.tokens[to].sentence == v.tokens[from-1].sentence && (w == "n" || w == "no" || w == "numero" || w == "au" || w == "number")
}

func (v *view) street(i int, words []string) (last int, ok bool) {
	*v.steps++
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
	if end := v.tokens[last].end; n < len(v.tokens) && n == last+1 && v.f.s[end] == '-' && v.tokens[n].start == end+1 {
		return 0, false // the name of the street goes on: "rue de l'Église-Neuve"
	}
	return last, true
}

// cards are words before the last digits of a card, and fillers what may stand
// between: "carte Visa n° 4412", "finissant par les chiffres 4412". With other words
// between, four digits may be a sum, a year or anything.
var (
	cards   = set(strings.Fields("carte cartes card cards cb visa mastercard amex terminant terminee termine finissant finit ending ends derniers last chiffres digits"))
	fillers = set(strings.Fields("carte card cb visa mastercard amex bancaire bleue credit debit de n no numero number par in with by les the quatre four chiffres digits derniers last se finale finales d electron premier gold classic bank votre your"))
)

// card looks for the last four digits of a card, where a card is spoken of or
// after signs that stand for the others.
func card(digits string) finding {
	return func(v *view) (from, to int32, ok bool) {
		for i, t := range v.tokens {
			if v.ends(i, digits) {
				return t.end - int32(len(digits)), t.end, true
			}
			last := i
			if !v.is(i, digits) {
				if last = i + 1; !v.halves(i, digits) {
					continue
				}
			}
			if v.masked(i) || v.afterCard(i) && !v.amount(last) {
				return t.start, v.tokens[last].end, true
			}
		}
		return 0, 0, false
	}
}

// halves reports whether tokens i and the next are the digits, "44 12".
func (v *view) halves(i int, digits string) bool {
	t := v.tokens[i]
	return t.end-t.start == 2 && i+1 < len(v.tokens) && v.tokens[i+1].start == t.end+1 && string(v.f.s[t.start:t.end]) == digits[:2] && v.is(i+1, digits[2:])
}

// masked reports whether signs for hidden digits stand before token i: "**** 4412",
// "xxxx 4412".
func (v *view) masked(i int) bool {
	start := v.tokens[i].start
	if start > 1 && (v.f.s[start-1] == '*' || v.f.s[start-2] == '*') || start > 2 && v.f.s[start-1] == '.' && v.f.s[start-2] == '.' {
		return true
	}
	return i > 0 && start-v.tokens[i-1].end <= 1 && strings.Trim(v.f.word(v.tokens[i-1]), "x") == "" && v.tokens[i-1].end-v.tokens[i-1].start >= 2
}

// afterCard reports whether a card is named before token i, fillers aside.
func (v *view) afterCard(i int) bool {
	for n := i - 1; n >= max(0, i-8) && v.tokens[n+1].start-v.tokens[n].end <= 6; n-- {
		w := v.f.word(v.tokens[n])
		if cards[w] {
			return true
		}
		if !fillers[w] {
			return false
		}
	}
	return false
}

// ends reports whether token i is the digits after signs for the others: "xxxx1234".
func (v *view) ends(i int, digits string) bool {
	word := v.f.s[v.tokens[i].start:v.tokens[i].end]
	return word[0] == 'x' && strings.TrimLeft(string(word), "x") == digits
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
