package message

import (
	"bytes"
	"fmt"
	"strings"
)

// A phrase is how the rules write vocabulary: words without accents, in order.
//
//	word    the word itself
//	word*   any word that begins so
//	a/b     either
//	#       a number
//	...     up to four words in between
//
// Words are those of a folded text, so "l'accès" is two: "l acces".
type phrase struct {
	parts []part
	owner int // index into what the phrases belong to
}

type part struct {
	words  []pattern
	number bool
	gap    bool // up to four words may stand before
}

type pattern struct {
	text   []byte
	prefix bool
}

// The most words that "..." stands for.
const maxGap = 4

func parsePhrase(text string, owner int) (phrase, error) {
	p := phrase{owner: owner}
	gap := false
	for _, field := range strings.Fields(text) {
		switch field {
		case "...":
			gap = true
			continue
		default:
			one := part{gap: gap}
			for _, w := range strings.Split(field, "/") {
				if w == "#" {
					one.number = true
					continue
				}
				word, prefix := strings.CutSuffix(w, "*")
				if word == "" || prefix && len(word) < 2 || strings.ContainsFunc(word, func(r rune) bool { return r > 127 || !isWord(byte(r)) }) {
					return p, fmt.Errorf("phrase %q: %q is no word", text, w)
				}
				one.words = append(one.words, pattern{[]byte(word), prefix})
			}
			p.parts = append(p.parts, one)
		}
		gap = false
	}
	if len(p.parts) == 0 || p.parts[0].gap || gap {
		return p, fmt.Errorf("phrase %q begins or ends with what may be anything", text)
	}
	return p, nil
}

func (p *part) matches(word []byte) bool {
	if p.number && isDigit(word[0]) {
		return true
	}
	for _, w := range p.words {
		if w.prefix && bytes.HasPrefix(word, w.text) || !w.prefix && bytes.Equal(word, w.text) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// vocabulary finds phrases in one pass over a text: they are filed by the first
// four letters of their first word, or by all of it when it is shorter.
type vocabulary map[fileKey]phrases

// fileKey is what a phrase is filed under; a prefix of two or three letters has a
// star behind it.
type fileKey [4]byte

type phrases []phrase

// find adds those of the phrases that begin at token i.
func (p phrases) find(out []found, f *folded, tokens []token, i int) []found {
	f.steps += len(p)
	for n := range p {
		if last, ok := p[n].at(f, tokens, i); ok {
			out = append(out, found{p[n].owner, i, last})
		}
	}
	return out
}

func (v vocabulary) add(p phrase) {
	if p.parts[0].number {
		v[numeric] = append(v[numeric], p)
	}
	seen := make(map[fileKey]bool)
	for _, w := range p.parts[0].words {
		k := key(w.text)
		if w.prefix && len(w.text) < len(k) {
			k = short(w.text)
		}
		if !seen[k] {
			seen[k] = true
			v[k] = append(v[k], p)
		}
	}
}

// numeric files phrases that begin with a number.
var numeric = fileKey{'#'}

func key(word []byte) (k fileKey) {
	copy(k[:], word)
	return k
}

func short(prefix []byte) fileKey {
	k := key(prefix)
	k[len(k)-1] = '*'
	return k
}

// found is a phrase in a text, by the indices of its tokens.
type found struct{ owner, first, last int }

// find lists the phrases of a text in order of their first words.
func (v vocabulary) find(f *folded, tokens []token) []found {
	var out []found
	for i, t := range tokens {
		word := f.s[t.start:t.end]
		out = v[key(word)].find(out, f, tokens, i)
		for n := 2; n < len(fileKey{}) && n <= len(word); n++ {
			out = v[short(word[:n])].find(out, f, tokens, i)
		}
		if isDigit(word[0]) {
			out = v[numeric].find(out, f, tokens, i)
		}
	}
	return out
}

// at reports whether the phrase begins at token i, and the index of its last one.
// Each part takes the first word that fits: no going back, so that the time taken
// depends on the phrase alone.
func (p *phrase) at(f *folded, tokens []token, i int) (last int, ok bool) {
	sentence := tokens[i].sentence
	n := i
	for k := range p.parts {
		limit := n
		if p.parts[k].gap {
			limit += maxGap
		}
		for {
			if n >= len(tokens) || n > limit || tokens[n].sentence != sentence {
				return 0, false
			}
			if p.parts[k].matches(f.s[tokens[n].start:tokens[n].end]) {
				break
			}
			n++
		}
		last = n
		n++
	}
	return last, true
}
