package letters

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"vigie/monitor"
)

// Email writes the letter as a draft that e-mail programs open to be read again
// and sent by the person: RFC 5322 without a date, which the sending gives, and
// with X-Unsent, which Outlook knows a draft by. Identifiers are revealed.
//
// There is no mailto address: it would put them on a command line.
func (l Letter) Email(w io.Writer) error {
	p, err := l.compose(open)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	header := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	header("MIME-Version", "1.0")
	header("X-Unsent", "1")
	header("From", l.from())
	header("To", l.To())
	header("Subject", fold(mime.QEncoding.Encode("utf-8", p.subject)))
	header("Content-Language", l.template.lang)
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	q := quotedprintable.NewWriter(&b)
	if _, err := io.WriteString(q, strings.ReplaceAll(l.message(p), "\n", "\r\n")); err != nil {
		return err
	}
	if err := q.Close(); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// fold breaks a header before it gets longer than RFC 2047 allows a line with
// encoded words to be.
func fold(value string) string {
	const longest, name = 76, len("Subject: ")
	var b strings.Builder
	room := longest - name
	for i, word := range strings.Split(value, " ") {
		switch {
		case len(word)+1 > room:
			b.WriteString("\r\n ")
			room = longest - 1
		case i > 0:
			b.WriteString(" ")
		}
		b.WriteString(word)
		room -= len(word) + 1
	}
	return b.String()
}

// message is the letter without the frame that paper needs.
func (l *letter) message(p *page) string {
	parts := []string{l.body(p), strings.Join(p.sender, "\n")}
	if p.notice != "" {
		parts = append([]string{p.notice}, parts...)
	}
	if len(p.enclosures) > 0 {
		parts = append(parts, l.words.T("letter.enclosures")+"\n"+strings.Join(bulleted(p.enclosures), "\n"))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// from is the sender's own address, when the letter may say it.
func (l *letter) from() string {
	for _, v := range l.in.Identity {
		if v.Kind() == monitor.Email {
			return emailAddress(v.Reveal())
		}
	}
	return ""
}

// emailAddress is an address as a header holds it, or "" when it is none: what
// is no address could be a second header.
func emailAddress(text string) string {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || strings.ContainsAny(text, "\r\n") {
		return ""
	}
	for _, c := range text {
		if c > 0x7E || c < 0x21 {
			return ""
		}
	}
	return text
}
