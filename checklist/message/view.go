package message

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// view is one text in which data is looked for: the body, the same with its numbers
// in digits, or what its links hold.
type view struct {
	f       folded
	tokens  []token
	compact []byte // letters and digits alone
	at      []int32
	place   func(from, to int32) Span // of a part of the folded text
	shown   func(token) bool          // whether a token is text and no part of an address
	capital func(token) bool          // whether a token begins with a capital
	first   [256][]int32              // tokens by their first sign
	read    bool                      // days are known
	days    []dated
	steps   *int
}

// newView arranges a text. What its characters looked like is told by the body of m.
func newView(f folded, tokens []token, m *reading) *view {
	v := &view{f: f, tokens: tokens, compact: make([]byte, 0, len(f.s)), at: make([]int32, 0, len(f.s)), steps: &m.f.steps}
	for n, t := range tokens {
		v.first[f.s[t.start]] = append(v.first[f.s[t.start]], int32(n))
		for i := t.start; i < t.end; i++ {
			v.compact = append(v.compact, f.s[i])
			v.at = append(v.at, i)
		}
	}
	v.shown = func(t token) bool { return !m.within(int(f.at[t.start])) }
	v.capital = func(t token) bool {
		r, _ := utf8.DecodeRune(m.l.body.data[f.at[t.start]:])
		return unicode.IsUpper(r)
	}
	return v
}

// starting are the tokens that begin as a word does.
func (v *view) starting(word string) []int {
	var out []int
	*v.steps += len(v.first[word[0]])
	for _, i := range v.first[word[0]] {
		if v.is(int(i), word) {
			out = append(out, int(i))
		}
	}
	return out
}

// inLinks is the text that links hold: targets that are not shown, escapes undone,
// and values in base64, as trackers write them.
func (m *reading) inLinks() *view {
	var text []byte
	type piece struct{ end, from, to int }
	var pieces []piece
	for i := range m.links {
		l := &m.links[i]
		if l.path == "" || !m.sites[i].anchor && !strings.ContainsAny(l.path, "%+=") {
			continue
		}
		plain := l.decoded()
		text = append(text, plain...)
		text = append(text, '\n')
		for _, value := range strings.FieldsFunc(l.path, func(r rune) bool { return strings.ContainsRune("/?&=#", r) }) {
			text = append(text, unwrapped(value)...)
			text = append(text, '\n')
		}
		pieces = append(pieces, piece{len(text), l.from, l.to})
	}
	if len(text) == 0 {
		return nil
	}
	f := fold(text)
	v := newView(f, f.tokens(), m)
	v.shown = func(token) bool { return false }
	v.capital = func(token) bool { return true }
	v.place = func(from, _ int32) Span {
		for _, p := range pieces {
			if int(f.at[from]) < p.end {
				s, _ := m.span(p.from, p.to)
				return s
			}
		}
		return Span{}
	}
	return v
}

// unwrapped is what a value in base64 holds, when that is text.
func unwrapped(value string) []byte {
	if s, err := url.QueryUnescape(value); err == nil {
		value = s
	}
	if len(value) < 12 {
		return nil
	}
	plain, err := base64.RawURLEncoding.DecodeString(strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(value))
	if err != nil || !utf8.Valid(plain) || bytes.ContainsFunc(plain, func(r rune) bool { return r < ' ' }) {
		return nil
	}
	return plain
}
