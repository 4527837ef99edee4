package sites

import (
	"io"
	"strconv"
	"strings"

	"vigie/monitor"
)

// The longest header and the most bytes kept of a field: a host stands at the
// beginning of its address, and no site takes a password that is longer.
const (
	maxHeader = 4096
	maxKept   = 4096
)

// scanner reads CSV (RFC 4180) and keeps some columns of the current row. It
// takes the place of encoding/csv because that makes one string of each whole
// row, passwords included, which stays in memory for nobody knows how long.
type scanner struct {
	r          io.Reader
	limit      int // bytes that may still be taken from r
	buffer     [32 << 10]byte
	start, end int // buffer[start:end] is not yet read
	afterCR    bool
	line       int // of the next byte, from 1

	// The current row.
	began   int // its first line
	columns int
	fields  [roles][]byte
}

func newScanner(r io.Reader, limit int) *scanner { return &scanner{r: r, limit: limit, line: 1} }

// wipe clears all that was buffered.
func (s *scanner) wipe() {
	clear(s.buffer[:])
	for _, f := range s.fields {
		clear(f[:cap(f)])
	}
}

// header reads the first line, without its byte-order mark.
func (s *scanner) header() (string, error) {
	var line []byte
	for len(line) < maxHeader {
		b, err := s.next()
		if err == io.EOF || err == nil && b == '\n' {
			return strings.TrimPrefix(string(line), "\ufeff"), nil
		}
		if err != nil {
			return "", err
		}
		line = append(line, b)
	}
	return "", monitor.NewProblem("sites.format")
}

// Where the scanner is in a field.
const (
	fieldStart = iota
	unquoted
	quoted
	afterQuote // which ends the field or, doubled, stands for itself
)

// row reads the next row that is not empty, or gives io.EOF.
func (s *scanner) row(l layout) error {
	s.began, s.columns = s.line, 1
	for r := range s.fields {
		s.fields[r] = s.fields[r][:0]
	}
	state, opened := fieldStart, 0
	for {
		b, err := s.next()
		switch {
		case err == io.EOF && state == fieldStart && s.columns == 1:
			return io.EOF
		case err == io.EOF && state == quoted:
			return malformed(opened)
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case state == quoted && b == '"':
			state = afterQuote
		case state == quoted:
			s.keep(l, b)
		case state == afterQuote && b == '"':
			s.keep(l, b)
			state = quoted
		case b == l.separator:
			s.columns++
			state = fieldStart
		case b == '\n' && state == fieldStart && s.columns == 1:
			s.began = s.line
		case b == '\n':
			return nil
		case state == afterQuote:
			return malformed(s.line) // going on would mistake one column for another
		case state == fieldStart && b == '"':
			state, opened = quoted, s.line
		default:
			s.keep(l, b)
			state = unquoted
		}
	}
}

// keep adds a byte to the column it belongs to, when it is one that is read.
func (s *scanner) keep(l layout, b byte) {
	for r, column := range l.at {
		if f := &s.fields[r]; column == s.columns-1 && len(*f) < maxKept {
			*f = append(*f, b)
		}
	}
}

// next gives one byte, a line feed for each of the three ends of lines.
func (s *scanner) next() (byte, error) {
	b, err := s.raw()
	if err == nil && b == '\n' && s.afterCR {
		b, err = s.raw()
	}
	s.afterCR = b == '\r'
	if s.afterCR {
		b = '\n'
	}
	if err == nil && b == '\n' {
		s.line++
	}
	return b, err
}

func (s *scanner) raw() (byte, error) {
	if s.start == s.end {
		n, err := io.ReadAtLeast(s.r, s.buffer[:], 1)
		if n == 0 {
			return 0, err
		}
		s.start, s.end = 0, n
		if s.limit -= n; s.limit < 0 {
			return 0, monitor.NewProblem("sites.too-large", "megabytes", strconv.Itoa(MaxBytes>>20))
		}
	}
	b := s.buffer[s.start]
	s.start++
	return b, nil
}

func malformed(line int) error {
	return monitor.NewProblem("sites.malformed", "line", strconv.Itoa(line))
}
