package passwords

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// report takes one way to explain text[from:to].
type report func(from, to int, bits float64, why Reason)

// unleet undoes the substitutions that everybody knows.
var unleet = map[rune]rune{'@': 'a', '4': 'a', '3': 'e', '€': 'e', '0': 'o', '1': 'i', '!': 'i', '$': 's', '5': 's', '7': 't', '8': 'b'}

// wordsAt reports the words that begin at a place, also backwards, with capitals,
// accents and digits for letters; each such change costs about a bit.
func (j *Judge) wordsAt(text []rune, from int, add report) {
	var changed []rune // the text with substitutions undone
	subs := 0.0
	for to := from + 1; to <= len(text) && to-from <= j.longest; to++ {
		r := text[to-1]
		if s, ok := unleet[r]; ok {
			r, subs = s, subs+1
		}
		changed = append(changed, r)
		if to-from < 3 {
			continue
		}
		written := text[from:to]
		j.word(written, written, 0, from, to, add)
		if subs > 0 {
			j.word(written, changed, subs, from, to, add)
		}
		back := slices.Clone(changed)
		slices.Reverse(back)
		j.word(written, back, subs+1, from, to, add)
	}
}

func (j *Judge) word(written, as []rune, changes float64, from, to int, add report) {
	w := plain(string(as))
	bits, ok := j.words[w]
	if !ok {
		return
	}
	why := Word
	if j.personal[w] {
		why = Personal
	}
	add(from, to, bits+changes+capitals(written), why)
}

// capitals is what choosing the capitals of a word costs: nothing for none, a
// bit for the first or for all, else the number of ways to place them.
func capitals(word []rune) float64 {
	n := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			n++
		}
	}
	switch {
	case n == 0:
		return 0
	case n == len(word), n == 1 && unicode.IsUpper(word[0]):
		return 1
	}
	ways := 1.0
	for i := range min(n, len(word)-n) {
		ways = ways * float64(len(word)-i) / float64(i+1)
	}
	return 1 + math.Log2(ways)
}

// rows are keys beside one another, on French and English keyboards, along rows
// and columns.
var rows = []string{
	"azertyuiop", "qsdfghjklm", "wxcvbn", "&é\"'(-è_çà)=",
	"qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()",
	"aqw", "zsx", "edc", "rfv", "tgb", "yhn", "ujm", "1aq", "2zs", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm",
	"147", "258", "369", "789", "741", "852", "963", "159", "753",
}

// rowBits is naming a row, a place on it and a direction.
var rowBits = math.Log2(float64(len(rows)) * 5 * 2)

func rowsAt(text []rune, from int, add report) {
	for _, row := range rows {
		keys := []rune(row)
		for _, step := range []int{1, -1} {
			n := along(text[from:], keys, step)
			if n >= 3 {
				add(from, from+n, rowBits+math.Log2(float64(n)), Keyboard)
			}
		}
	}
}

// along is how far the text follows the keys from its first character on.
func along(text, keys []rune, step int) int {
	at := slices.Index(keys, unicode.ToLower(text[0]))
	if at < 0 {
		return 0
	}
	n := 0
	for n < len(text) && at >= 0 && at < len(keys) && unicode.ToLower(text[n]) == keys[at] {
		n, at = n+1, at+step
	}
	return n
}

// sequencesAt reports abc, 4321, and 2468: characters at a constant distance.
func sequencesAt(text []rune, from int, add report) {
	if from+2 >= len(text) {
		return
	}
	step := text[from+1] - text[from]
	if step == 0 || step > 2 || step < -2 || !alphanumeric(text[from]) {
		return
	}
	to := from + 2
	for to < len(text) && text[to]-text[to-1] == step && alphanumeric(text[to]) {
		to++
	}
	if n := to - from; n >= 3 {
		start := math.Log2(26)
		if unicode.IsDigit(text[from]) {
			start = math.Log2(10)
		}
		add(from, to, start+2+math.Log2(float64(n)), Sequence)
	}
}

// What naming a day of the last hundred years costs, or a year.
var (
	dayBits  = math.Log2(365 * 100)
	yearBits = math.Log2(130)
)

// datesAt reports 23071985, 230785, 23/07/1985, 1985-07-23 and 1985.
func datesAt(text []rune, from int, add report) {
	for _, form := range []struct {
		shape string // d day, m month, y year of four digits, z of two; anything else stands for itself
		bits  float64
	}{
		{"ddmmyyyy", dayBits}, {"ddmmzz", dayBits}, {"yyyymmdd", dayBits}, {"mmddyyyy", dayBits}, {"ddmm", math.Log2(365)}, {"yyyy", yearBits},
		{"dd/mm/yyyy", dayBits + 1}, {"dd-mm-yyyy", dayBits + 1}, {"dd.mm.yyyy", dayBits + 1}, {"yyyy-mm-dd", dayBits + 1}, {"dd/mm/zz", dayBits + 1},
	} {
		if to := from + len(form.shape); to <= len(text) && isDate(text[from:to], form.shape) {
			add(from, to, form.bits, Date)
		}
	}
}

func isDate(text []rune, shape string) bool {
	value := make(map[rune]int)
	for i, want := range shape {
		r := text[i]
		if !strings.ContainsRune("dmyz", want) {
			if r != want {
				return false
			}
			continue
		}
		if r < '0' || r > '9' {
			return false
		}
		value[want] = value[want]*10 + int(r-'0')
	}
	within := func(part rune, low, high int) bool {
		v, asked := value[part]
		return !asked || v >= low && v <= high
	}
	return within('d', 1, 31) && within('m', 1, 12) && within('y', 1900, 2035)
}

// repeatsAt reports aaaa and kiwikiwi: what is repeated, and how often.
func (j *Judge) repeatsAt(text []rune, from int, add report) {
	period, reach := 1, 0 // of the shortest block that is repeated
	for size := 1; from+2*size <= len(text) && size <= 12; size++ {
		if size%period == 0 && from+2*size <= reach {
			continue // kiwikiwikiwikiwi is kiwi four times: kiwikiwi twice is no news, and a long search
		}
		block := text[from : from+size]
		n := 1
		for from+(n+1)*size <= len(text) && slices.Equal(block, text[from+n*size:from+(n+1)*size]) {
			n++
		}
		if n < 2 || size == 1 && n < 3 {
			continue
		}
		if reach == 0 {
			period, reach = size, from+n*size
		}
		bits := 0.0
		if size == 1 {
			bits = math.Log2(alphabet(block))
		} else {
			for _, s := range j.cheapest(block) {
				bits += s.bits
			}
		}
		for count := 2; count <= n; count++ {
			add(from, from+count*size, bits+math.Log2(float64(count)), Repeat)
		}
	}
}
