package passwords

import (
	"io/fs"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Level is what a password is good for, by the CNIL's recommendation
// (délibération 2022-100 of 21 July 2022): 80 bits where nothing else protects
// the account, 50 where attempts are limited or slowed down, 13 for the code of
// a device in one's hand.
type Level string

// The levels, best first.
const (
	Alone   Level = "alone"
	Limited Level = "limited"
	Code    Level = "code"
	None    Level = "none"
)

// The bits of entropy that each level asks for.
const (
	BitsAlone   = 80
	BitsLimited = 50
	BitsCode    = 13
)

// LevelOf is the best level that a number of bits reaches.
func LevelOf(bits float64) Level {
	switch {
	case bits >= BitsAlone:
		return Alone
	case bits >= BitsLimited:
		return Limited
	case bits >= BitsCode:
		return Code
	}
	return None
}

// Reason is why a password is easier to guess than its length says. The words
// are in assets/words under passwords.reason.
type Reason string

// The reasons.
const (
	Word     Reason = "word"     // a usual word or a usual password
	Personal Reason = "personal" // a name, a date, a town of the household
	Keyboard Reason = "keyboard" // keys beside one another
	Sequence Reason = "sequence" // abcd, 4321
	Repeat   Reason = "repeat"   // aaaa, kiwikiwi
	Date     Reason = "date"     // a day or a year
)

// Strength is how hard a password is to guess for someone who knows how people
// choose: the bits of the cheapest way to build it out of words, dates, rows of
// keys and, for what remains, characters drawn at random. It is an upper bound:
// a stranger may know more.
type Strength struct {
	Bits    float64
	Level   Level
	Reasons []Reason
}

// Judge knows the words that people choose. It is immutable.
type Judge struct {
	words    map[string]float64 // bits of naming the word, by its plain form
	personal map[string]bool
	longest  int // word, in runes
}

// NewJudge reads the words of assets.Passwords. personal are words about the
// household (see [About]), which are the first that someone who knows it tries.
func NewJudge(files fs.FS, personal []string) (*Judge, error) {
	j := &Judge{words: make(map[string]float64, 6000), personal: make(map[string]bool, len(personal))}
	for _, name := range []string{"common.txt", "fr.txt", "en.txt"} {
		list, err := readWords(files, name)
		if err != nil {
			return nil, err
		}
		random := math.Log2(float64(len(list))) // the words to draw from have no order
		for rank, w := range list {
			bits := random
			if name == "common.txt" {
				bits = math.Log2(float64(rank + 2))
			}
			j.add(w, bits)
		}
	}
	for _, w := range personal {
		if w = plain(w); len([]rune(w)) >= 3 {
			j.add(w, 1)
			j.personal[w] = true
		}
	}
	return j, nil
}

func (j *Judge) add(word string, bits float64) {
	word = plain(word)
	if have, ok := j.words[word]; !ok || bits < have {
		j.words[word] = bits
	}
	j.longest = max(j.longest, len([]rune(word)))
}

func readWords(files fs.FS, name string) ([]string, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	return strings.Fields(string(data)), nil
}

// plain is a word without case and accents: what changes them is counted apart.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
}

// maxJudged is how many characters are looked at; more cannot make it weaker,
// and the work grows with the square of them.
const maxJudged = 100

// segment is one way to explain a part of a password.
type segment struct {
	from, to int
	bits     float64
	reason   Reason // none for characters drawn at random
}

// Strength judges a password.
func (j *Judge) Strength(s Secret) Strength {
	text := []rune(norm.NFC.String(string(s.text)))
	defer clear(text)
	if len(text) > maxJudged {
		text = text[:maxJudged]
	}
	path := j.cheapest(text)
	var out Strength
	seen := make(map[rune]bool)
	for _, p := range path {
		bits := p.bits
		if p.reason == "" { // the same separator again tells nothing new
			if seen[text[p.from]] && !alphanumeric(text[p.from]) {
				bits = min(bits, 1)
			}
			seen[text[p.from]] = true
		}
		out.Bits += bits
		if p.reason != "" && !slices.Contains(out.Reasons, p.reason) {
			out.Reasons = append(out.Reasons, p.reason)
		}
	}
	out.Level = LevelOf(out.Bits)
	return out
}

// cheapest finds, from left to right, the segments that explain the whole text
// with the fewest bits.
func (j *Judge) cheapest(text []rune) []segment {
	random := math.Log2(alphabet(text))
	best := make([]float64, len(text)+1)
	last := make([]segment, len(text)+1)
	found := j.segments(text)
	for to := 1; to <= len(text); to++ {
		best[to], last[to] = best[to-1]+random, segment{from: to - 1, to: to, bits: random}
		for _, s := range found[to] {
			if b := best[s.from] + s.bits; b < best[to] {
				best[to], last[to] = b, s
			}
		}
	}
	var path []segment
	for to := len(text); to > 0; to = last[to].from {
		path = append(path, last[to])
	}
	slices.Reverse(path)
	return path
}

// segments lists what explains parts of the text, by where they end.
func (j *Judge) segments(text []rune) [][]segment {
	found := make([][]segment, len(text)+1)
	add := func(from, to int, bits float64, why Reason) {
		found[to] = append(found[to], segment{from, to, bits, why})
	}
	for from := range text {
		j.wordsAt(text, from, add)
		rowsAt(text, from, add)
		sequencesAt(text, from, add)
		datesAt(text, from, add)
		j.repeatsAt(text, from, add)
	}
	return found
}

// alphabet is how many characters someone draws from who uses these kinds. The
// 37 signs are those of the CNIL's example.
func alphabet(text []rune) float64 {
	var lower, upper, digit, sign, other bool
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z':
			lower = true
		case r >= 'A' && r <= 'Z':
			upper = true
		case r >= '0' && r <= '9':
			digit = true
		case r < 0x80:
			sign = true
		default:
			other = true
		}
	}
	n := 0.0
	for _, kind := range []struct {
		used bool
		size float64
	}{{lower, 26}, {upper, 26}, {digit, 10}, {sign, 37}, {other, 60}} {
		if kind.used {
			n += kind.size
		}
	}
	return max(n, 2)
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
