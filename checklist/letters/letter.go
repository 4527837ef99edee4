package letters

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"vigie/assets/words"
	"vigie/monitor/explain"
)

// Letter is a letter that lacks nothing. Printed, logged or encoded it shows its
// kind only; [Letter.Preview] shows it with masks, and only [Letter.Text],
// [Letter.PDF] and [Letter.Email] give identifiers away, each time anew.
type Letter struct{ *letter }

// letter is behind a pointer for fmt, which would otherwise look into it.
type letter struct {
	template *letterTemplate
	words    *words.Words
	explain  *explain.Explainer
	in       *Input
}

func (l *letter) kind() Kind { return l.template.ID }

// Kind says which letter it is.
func (l Letter) Kind() Kind { return l.kind() }

// To is the e-mail address to send it to, or "" when none is known: that of the
// data protection officer for requests, nobody's for what goes by post.
func (l Letter) To() string {
	switch l.kind() {
	case Access, Erasure, Reminder:
		return emailAddress(l.in.To.Email)
	}
	return ""
}

// Translation reports whether this is only for reading: the letter itself must
// leave in French.
func (l Letter) Translation() bool {
	return l.template.Language != "" && l.template.Language != l.template.lang
}

// Laws lists the legal texts it quotes, to be shown beside it with where they
// were read.
func (l Letter) Laws() ([]Law, error) {
	p, err := l.compose(masked)
	if err != nil {
		return nil, err
	}
	return p.laws, nil
}

// Preview is the letter for a screen, with identifiers as their masks.
func (l Letter) Preview() (string, error) {
	p, err := l.compose(masked)
	if err != nil {
		return "", err
	}
	return l.set(p), nil
}

// Text is the letter as plain text, with identifiers revealed.
func (l Letter) Text() (string, error) {
	p, err := l.compose(open)
	if err != nil {
		return "", err
	}
	return l.set(p), nil
}

// set writes a page as plain text: one line a paragraph, for a program that
// wraps lines by itself.
func (l *letter) set(p *page) string {
	var b strings.Builder
	para := func(lines ...string) {
		if len(lines) == 0 || lines[0] == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString(strings.Join(lines, "\n") + "\n")
	}
	para(p.notice)
	para(p.sender...)
	para(p.recipient...)
	para(p.dateline)
	para(l.words.T("letter.subject", "subject", p.subject))
	para(l.body(p))
	para(p.signature)
	if len(p.enclosures) > 0 {
		para(append([]string{l.words.T("letter.enclosures")}, bulleted(p.enclosures)...)...)
	}
	return b.String()
}

// body is the text between the subject and the signature.
func (l *letter) body(p *page) string {
	var parts []string
	for _, bl := range p.blocks {
		switch {
		case bl.items != nil:
			parts = append(parts, strings.Join(bulleted(bl.items), "\n"))
		default:
			parts = append(parts, bl.text)
		}
	}
	return strings.Join(parts, "\n\n")
}

func bulleted(items []string) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = bullet + item
	}
	return out
}

// String is the kind of the letter.
func (l Letter) String() string {
	if l.letter == nil {
		return "‹letter›"
	}
	return "‹letter " + string(l.kind()) + "›"
}

// Format prints the kind whatever the verb, %#v and %x included.
func (l Letter) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(l.String())) }

// LogValue keeps the letter out of logs.
func (l Letter) LogValue() slog.Value { return slog.StringValue(l.String()) }

// MarshalJSON keeps the letter out of JSON.
func (l Letter) MarshalJSON() ([]byte, error) { return json.Marshal(l.String()) }

var errLetterStays = errors.New("a letter is written out, not encoded")

// GobEncode refuses to encode a letter.
func (l Letter) GobEncode() ([]byte, error) { return nil, errLetterStays }
