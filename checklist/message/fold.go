package message

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text as a reader sees it, in ASCII: lower case, without accents,
// zero-width characters and styles of letters; letters of other scripts that
// look Latin are Latin. Whatever else is not ASCII is a space.
type folded struct {
	s     []byte
	at    []int32 // offset of the character in the text that was folded
	alien []int32 // offsets, in the folded text, of letters that only look Latin, and of hidden characters
	// steps counts what is tried on the text: phrases, brands and data. It bounds the
	// time that a text can take without a clock.
	steps int
}

// lookalike are letters of other scripts that pass for Latin ones: the Cyrillic
// and Greek letters of Unicode's confusables.txt (UTS #39) that common fonts
// draw alike.
var lookalike = map[rune]byte{
	'а': 'a', 'в': 'b', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'ё': 'e', 'һ': 'h', 'і': 'i', 'ї': 'i', 'ј': 'j', 'к': 'k', 'ӏ': 'l', 'м': 'm', 'н': 'h', 'о': 'o',
	'р': 'p', 'ԛ': 'q', 'г': 'r', 'ѕ': 's', 'т': 't', 'ս': 'u', 'у': 'y', 'ү': 'y', 'ѵ': 'v', 'ԝ': 'w', 'х': 'x', 'п': 'n',
	'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'n', 'ι': 'i', 'κ': 'k', 'ν': 'v', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'u', 'χ': 'x', 'γ': 'y', 'ζ': 'z', 'μ': 'u',
	'ı': 'i', 'ɑ': 'a', 'ɡ': 'g', 'ɩ': 'i', 'ʟ': 'l', 'ո': 'n', 'օ': 'o', 'ɪ': 'i', 'ᴄ': 'c', 'ᴏ': 'o', 'ꞵ': 'b',
}

// greekCapitals differ from what their small letters look like.
var greekCapitals = map[rune]byte{'Α': 'a', 'Β': 'b', 'Ε': 'e', 'Ζ': 'z', 'Η': 'h', 'Ι': 'i', 'Κ': 'k', 'Μ': 'm', 'Ν': 'n', 'Ο': 'o', 'Ρ': 'p', 'Τ': 't', 'Υ': 'y', 'Χ': 'x', 'В': 'b', 'Н': 'h', 'Р': 'p', 'С': 'c', 'У': 'y', 'Х': 'x'}

// special are characters that a decomposition does not turn into what they mean.
var special = map[rune]string{
	'’': "'", '‘': "'", 'ʼ': "'", '′': "'", '‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '−': "-", '€': " eur ", '•': "*", '●': "*", '∙': "*", '·': "*",
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'º': " ", 'ª': " ", '…': "...", '⁄': "/",
}

func fold(text []byte) folded {
	f := folded{s: make([]byte, 0, len(text)+8), at: make([]int32, 0, len(text)+8)}
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			f.put(c, i)
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		f.rune(r, i)
		i += size
	}
	return f
}

func (f *folded) put(c byte, at int) {
	f.s = append(f.s, c)
	f.at = append(f.at, int32(at))
}

func (f *folded) rune(r rune, at int) {
	if c, ok := greekCapitals[r]; ok {
		f.alien = append(f.alien, int32(len(f.s)))
		f.put(c, at)
		return
	}
	r = unicode.ToLower(r)
	if s, ok := special[r]; ok {
		for i := range len(s) {
			f.put(s[i], at)
		}
		return
	}
	if c, ok := lookalike[r]; ok {
		f.alien = append(f.alien, int32(len(f.s)))
		f.put(c, at)
		return
	}
	switch {
	case unicode.Is(unicode.Cf, r):
		f.alien = append(f.alien, int32(len(f.s)))
		return
	case unicode.Is(unicode.Mn, r):
		return
	case unicode.Is(unicode.Nd, r):
		f.put(digit(r), at)
		return
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	for _, d := range string(norm.NFKD.Bytes(buf[:n])) {
		switch {
		case d < utf8.RuneSelf:
			f.put(byte(unicode.ToLower(d)), at)
		case unicode.Is(unicode.Mn, d):
		case lookalike[unicode.ToLower(d)] != 0:
			f.put(lookalike[unicode.ToLower(d)], at)
		default:
			f.put(' ', at)
		}
	}
}

// digit is the value of a decimal digit of any script: their ten digits follow
// one another (Unicode, section 4.6).
func digit(r rune) byte {
	n := 0
	for n < 9 && unicode.Is(unicode.Nd, r-1) && (r-1)&^0xf == r&^0xf {
		r--
		n++
	}
	return byte('0' + n)
}

// token is a word or a number of a folded text.
type token struct {
	start, end int32
	sentence   int32
}

func isWord(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

// tokens cuts a folded text into words and numbers, and tells sentences apart.
func (f *folded) tokens() []token {
	out := make([]token, 0, len(f.s)/5)
	sentence := int32(0)
	for i := 0; i < len(f.s); {
		c := f.s[i]
		if isWord(c) {
			j := i + 1
			for j < len(f.s) && isWord(f.s[j]) {
				j++
			}
			out = append(out, token{int32(i), int32(j), sentence})
			i = j
			continue
		}
		if ends(f.s, i) {
			sentence++
		}
		i++
	}
	return out
}

// ends reports whether a sentence ends at i: at a stop before a space, or at an
// empty line.
func ends(s []byte, i int) bool {
	next := byte('\n')
	if i+1 < len(s) {
		next = s[i+1]
	}
	switch s[i] {
	case '.', '!', '?':
		return next == ' ' || next == '\n' || next == '\r'
	case '\n':
		return next == '\n' || next == '\r'
	}
	return false
}

func (f *folded) word(t token) string { return string(f.s[t.start:t.end]) }
