// Package labels reads the free text in which French lists of breaches name
// leaked data ("Nom, prénom", "150 000 IBAN", "date et lieu de naissance") as
// the classes the rest of the program knows.
//
// Start at [Read]. What a label may say stands in labels.toml, which also
// explains how a label is matched; teaching a new label is adding a line there.
// A label that nothing matches is kept as it came: it is never dropped and
// never guessed at.
package labels

import (
	"slices"
	"strings"
	"unicode/utf8"

	"vigie/monitor"
)

// maxLabel is the longest text taken for the name of a kind of data, in
// characters. What is longer is a comment that somebody put among the labels.
const maxLabel = 80

// Reading is what one or more labels say.
type Reading struct {
	Classes []monitor.Class // named as leaked, in the order of the labels, each once
	Kept    []monitor.Class // those of Classes that nothing in the table matched: text as it came
	Absent  []monitor.Class // said not to have leaked: "aucun mot de passe"

	// Passwords is how leaked passwords were stored, in the words of our own
	// catalogue: "hashed or encrypted", "plain text or readable", or "" when
	// no label says so.
	Passwords string

	// Unspecified reports a label such as "inconnu" or "données personnelles":
	// something leaked, and the source does not say what. It is not "no data".
	Unspecified bool
}

// Read reads the labels of one breach. The text may come straight from a feed.
func Read(labels ...string) Reading {
	var r Reading
	for _, l := range labels {
		r.read(vocabulary(), monitor.CleanText(l, monitor.MaxText))
	}
	r.Absent = slices.DeleteFunc(r.Absent, func(c monitor.Class) bool { return slices.Contains(r.Classes, c) })
	return r
}

func (r *Reading) read(t *table, label string) {
	text := scan(label)
	if len(text) == 0 { // "?", "…", an emoji
		r.Unspecified = true
		return
	}
	if slices.ContainsFunc(split(text), func(p part) bool { return p.letters(label) > maxLabel }) {
		return
	}
	t.markDenied(text)
	for _, p := range t.across {
		if first, ok := p.take(text); ok {
			r.add(t, p.classes, first.denied, text)
		}
	}
	parts := split(text)
	for i, p := range parts {
		r.readPart(t, label, p, parts[i+1:])
	}
}

// readPart reads what stands between two separators; the parts after it may
// hold brackets that belong to it.
func (r *Reading) readPart(t *table, label string, p part, after []part) {
	denied := p.words[0].denied
	found, ok := t.find(p.words)
	switch {
	case ok:
		r.add(t, found.classes, denied, p.withBrackets(after))
	case denied, p.bracketed, p.torn:
		// Not there, an aside, or the rest of a part of which the meaning was found.
	case t.saysNothing(p.words):
		r.Unspecified = true
	default:
		kept := []monitor.Class{monitor.Class(monitor.CleanText(p.raw(label), monitor.MaxName))}
		r.Classes, r.Kept = union(r.Classes, kept), union(r.Kept, kept)
	}
}

// add names classes as leaked, or as denied; text is what else is said of them.
func (r *Reading) add(t *table, classes []monitor.Class, denied bool, text []word) {
	if denied {
		r.Absent = union(r.Absent, classes)
		return
	}
	r.Classes = union(r.Classes, classes)
	if slices.Contains(classes, monitor.ClassPasswords) {
		r.Passwords = worse(r.Passwords, t.storage(text))
	}
}

// worse keeps the more alarming of two ways of storing passwords.
func worse(a, b string) string {
	if b == readable || a == "" {
		return b
	}
	return a
}

// union appends what is new.
func union(have, more []monitor.Class) []monitor.Class {
	for _, c := range more {
		if !slices.Contains(have, c) {
			have = append(have, c)
		}
	}
	return have
}

// part is what stands between two separators of a label.
type part struct {
	words     []word
	bracketed bool // between round brackets
	torn      bool // a pattern took words out of it
}

// raw is the part as it stands in the label.
func (p part) raw(label string) string {
	return strings.TrimSpace(label[p.words[0].start:p.words[len(p.words)-1].end])
}

func (p part) letters(label string) int { return utf8.RuneCountInString(p.raw(label)) }

// withBrackets is the part's words and those of the brackets right after it.
func (p part) withBrackets(after []part) []word {
	words := slices.Clone(p.words)
	for _, a := range after {
		if !a.bracketed {
			break
		}
		words = append(words, a.words...)
	}
	return words
}

// split cuts scanned text at its separators.
func split(text []word) []part {
	var parts []part
	var p part
	flush := func() {
		if len(p.words) > 0 {
			parts = append(parts, p)
		}
		p = part{}
	}
	for _, w := range text {
		switch {
		case w.text == separator:
			flush()
		case w.taken:
			p.torn = true
		default:
			p.words = append(p.words, w)
			p.bracketed = w.bracketed
		}
	}
	flush()
	return parts
}
