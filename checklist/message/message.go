// Package message answers "is this message genuine?" on this computer alone: it
// reads a text message, an e-mail, a letter or what a caller says, and works out
// what in it alerts, which of the household's data it uses and from which leaks
// those may come, and whom it claims to be from.
//
// Start at Check, a pure function: no network, no clock, nothing written. It takes
// a text apart (open), makes it plain (fold), finds words (Rules), addresses
// (links, siteOf) and data (uses), and weighs them (judge) with how much the whole
// is worded like known forgeries (model). What alerts is data: rules.toml and
// learned.txt in assets/message.
//
// A verdict never says that a message is genuine: nobody can tell from its text.
package message

import (
	"slices"
	"strings"
	"unicode/utf8"

	"vigie/monitor"
	"vigie/monitor/directory"
)

// MaxSize is the most of a message that is read, in bytes.
const MaxSize = 1 << 20

// Word is what is said of a message.
type Word string

// The words. None of them is "safe".
const (
	Phishing   Word = "phishing"
	Suspicious Word = "suspicious"
	NoSign     Word = "no-sign" // no sign was found, which proves nothing
	Unknown    Word = "unknown" // too little text to judge
)

// Channel is how a message came, as far as its form tells: it decides where to
// report it.
type Channel string

// The channels.
const (
	Mail   Channel = "mail"
	Text   Channel = "text" // a text message
	Call   Channel = "call"
	Letter Channel = "letter"
)

// Context is what a message is held against.
type Context struct {
	Rules         *Rules
	Organisations *Organisations
	Data          []Datum
}

// Datum is an identifier of the household with its value, and the leaks that
// expose data of its kind: the likely and confirmed findings of its person.
type Datum struct {
	ID       string // Identifier.ID
	Person   string // Person.ID
	Value    monitor.Value
	Breaches []string // Breach.ID
}

// Span is a part of the text given, in code points; the end is after it.
type Span struct{ Start, End int }

// Flag is one thing that alerts.
type Flag struct {
	Rule string // F1 … F14 of the rules
	Sign string // which sign of the rule: the words are message.sign.<sign>
	Text string // the part of the text; the household's data in it are "•••"
	Span Span
	// About is the domain that is not the organisation's, for signs about links and
	// senders; else empty.
	About string
}

// Use is an identifier of the household that the message quotes. Knowing it proves
// nothing: genuine messages quote data too, and so does whoever has a leak.
type Use struct {
	Kind       monitor.Kind
	Identifier string // Identifier.ID
	Person     string // Person.ID
	Breaches   []string
	Span       Span // the first place
}

// Verdict is what is said of a message.
type Verdict struct {
	Word    Word
	Channel Channel
	Flags   []Flag // in the order of the text; of NoSign they are weak ones, which honest messages bear as well
	Uses    []Use  // in the order of Context.Data
	// Claimed is whom the message says it is from; empty when it names nobody.
	Claimed string
	// Official is the directory's entry of that organisation, or nil.
	Official *directory.Entry
	// Wants are the kinds of harm the message tries to do, which decide what to do if
	// it worked: "secret", "pay", "click", "remote", "threat".
	Wants []string
}

// reading is a message while it is read.
type reading struct {
	rules         *Rules
	organisations *Organisations

	text          string
	points        points
	l             letter
	f             folded
	tokens        []token
	bodyToken     int // the first token after the header
	links         []link
	sites         []site
	shown         [][2]int             // where addresses stand in the body
	imitations    map[string]imitation // by host: a message may repeat one without end
	hits          []hit
	quotes        [][2]int // where the body quotes somebody, when it speaks of frauds
	claim         claim
	claims        bool
	senderStrange bool

	flags  []Flag
	groups map[string]bool
	score  float64 // what words weigh
	plain  float64 // the part of score that nothing takes away: secrets asked for
	firm   float64 // what cannot be explained away: links, senders, demands no one honest makes
}

// Check judges a message. Text beyond MaxSize is not read.
func Check(text string, c Context) Verdict {
	m := read(text, c)
	v := Verdict{Uses: m.uses(c.Data)}
	v.Word = m.judge(v.Uses)
	v.Channel = m.channel()
	v.Flags = m.veiled(v.Uses)
	v.Wants = m.wants()
	if m.claims {
		e := m.organisations.entries[m.claim.entry]
		v.Claimed, v.Official = e.Name, &e
	}
	return v
}

// read takes a text apart.
func read(text string, c Context) *reading {
	if len(text) > MaxSize {
		text = strings.ToValidUTF8(text[:MaxSize], "")
	}
	m := &reading{rules: c.Rules, organisations: c.Organisations, text: text, points: newPoints(text), groups: make(map[string]bool), imitations: make(map[string]imitation)}
	m.l = open(text)
	m.f = fold(m.l.body.data)
	m.tokens = m.f.tokens()
	header := max(m.l.subject[1], m.l.sender[1])
	m.bodyToken = slices.IndexFunc(m.tokens, func(t token) bool { return int(m.f.at[t.start]) >= header })
	m.links = m.l.links()
	for i := range m.links {
		m.sites = append(m.sites, m.siteOf(&m.links[i]))
	}
	m.shown = m.shownAddresses()
	m.claim, m.claims = m.claimed()
	m.hits = m.rules.read(&m.f, m.tokens)
	m.setQuotesAside()
	return m
}

// channel guesses how a message came.
func (m *reading) channel() Channel {
	switch {
	case m.l.mail:
		return Mail
	case m.groups["call"] || startsWith(m.f.s, "(appel", "(call", "[appel", "[call", "appel :", "au telephone"):
		return Call
	case startsWith(m.f.s, "(courrier", "(letter", "[courrier", "(lettre", "courrier :"):
		return Letter
	case utf8.RuneCountInString(m.text) <= 700:
		return Text
	}
	return Mail
}

func startsWith(text []byte, beginnings ...string) bool {
	start := strings.TrimLeft(string(text[:min(len(text), 40)]), " \n\t*")
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(start, b) })
}

// veiled are the flags, the household's data in their texts hidden: a value is never
// written anywhere.
func (m *reading) veiled(uses []Use) []Flag {
	for i := range m.flags {
		f := &m.flags[i]
		f.Text = string([]rune(f.Text)) // what is no UTF-8 counts one code point a byte, as in spans
		for _, u := range uses {
			from, to := max(u.Span.Start, f.Span.Start), min(u.Span.End, f.Span.End)
			switch {
			case from >= to:
			case from == f.Span.Start && to == f.Span.End && f.About != "":
				f.Text = f.About
			case utf8.RuneCountInString(f.Text) == f.Span.End-f.Span.Start:
				runes := []rune(f.Text)
				for k := from; k < to; k++ {
					runes[k-f.Span.Start] = '•'
				}
				f.Text = string(runes)
			}
		}
	}
	return m.flags
}

func (m *reading) wants() []string {
	var out []string
	for _, g := range []string{"secret", "pay", "click", "remote", "threat"} {
		if m.groups[g] || g == "click" && m.groups["stranger"] {
			out = append(out, g)
		}
	}
	return out
}

// span is where a part of the body stands in the text given, and that text.
func (m *reading) span(from, to int) (Span, string) {
	a, b := m.l.body.origin(from, to)
	n := min(max(int(b), int(a)), len(m.text))
	for n < len(m.text) && !utf8.RuneStart(m.text[n]) {
		n++
	}
	s := Span{int(m.points[a]), int(m.points[n])}
	return s, m.text[a:n]
}

// foldedSpan is where a part of the folded text stands in the body.
func (m *reading) foldedSpan(from, to int32) (int, int) {
	a := int(m.f.at[from])
	b := int(m.f.at[to-1])
	_, size := utf8.DecodeRune(m.l.body.data[b:])
	return a, b + size
}
