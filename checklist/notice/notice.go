// Package notice reads the message by which an organisation tells people that
// their data leaked (GDPR art. 34): who writes, when, which data, what the law
// wants in it and is missing, and what a genuine notice never asks for.
//
// Start at [Read], then [Notice.Assess]. What comes out of Assess holds no text
// of the message. Everything in a
// message is hostile: its size, its parts and its nesting are bounded, its
// markup is dropped, nothing in it is fetched.
//
// E-mails (.eml), text, HTML and the text of PDF files are read. A PDF file
// without one, such as a scan, is refused, and people are told to copy it out.
package notice

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"

	"vigie/monitor"
)

// MaxSize is the largest message that is read, in bytes.
const MaxSize = 2 << 20

// What is kept of a message.
const (
	maxLines = 4000
	maxLinks = 500
)

// Notice is a message that was read. Printed or logged it shows nothing of
// itself.
type Notice struct{ m *message }

// message is what a person sees of a message.
type message struct {
	fromName   string
	fromDomain string // of the sender's address, lower case; "" when there is none
	subject    string
	sent       monitor.Date // the day of its Date header, where it was sent
	lines      []string     // cleaned; an empty one between paragraphs
	links      []link
	attached   int
}

// link is where a link leads and what it shows.
type link struct {
	host  string // lower case; only of http and https
	shown string
	line  int // index of the line it stands in
}

// Read reads a message. The name of its file tells what it is, together with how
// it begins. The error is a *monitor.Problem with one of the keys
// notice.too-large, notice.pdf, notice.format, notice.unreadable and
// notice.empty.
func Read(r io.Reader, name string) (*Notice, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	switch {
	case err != nil:
		return nil, monitor.NewProblem("notice.unreadable").Because(err)
	case len(data) > MaxSize:
		return nil, monitor.NewProblem("notice.too-large")
	}
	m := &message{}
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case bytes.HasPrefix(data, []byte("%PDF-")) || ext == ".pdf":
		text, err := pdfText(data)
		if err != nil {
			return nil, monitor.NewProblem("notice.pdf").Because(err)
		}
		m.addText(text)
	case ext == ".eml":
		err = m.readMail(bytes.NewReader(data), 0)
	case ext == ".txt" || ext == "":
		m.addText(decode(data, ""))
	case ext == ".html" || ext == ".htm":
		err = m.addHTML(decode(data, ""))
	default:
		return nil, monitor.NewProblem("notice.format")
	}
	if err != nil {
		return nil, monitor.NewProblem("notice.unreadable").Because(err)
	}
	if strings.Join(m.lines, "") == "" {
		return nil, monitor.NewProblem("notice.empty")
	}
	return &Notice{m}, nil
}

// addText takes plain text over, a line at a time.
func (m *message) addText(text string) {
	for line := range strings.Lines(text) {
		m.addLine(line)
	}
}

// addLine keeps one line, and at most one empty line in a row.
func (m *message) addLine(line string) {
	line = monitor.CleanText(line, monitor.MaxText)
	if n := len(m.lines); n >= maxLines || line == "" && (n == 0 || m.lines[n-1] == "") {
		return
	}
	m.lines = append(m.lines, line)
}

// String says what it is and nothing of it.
func (n Notice) String() string { return "‹notice›" }

// Format prints the same whatever the verb.
func (n Notice) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(n.String())) }

// LogValue keeps the message out of logs.
func (n Notice) LogValue() slog.Value { return slog.StringValue(n.String()) }

// MarshalText keeps the message out of JSON and other encodings.
func (n Notice) MarshalText() ([]byte, error) { return []byte(n.String()), nil }
