package sites

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"vigie/monitor"
)

// Login is one row of an export, passwords included.
type Login struct {
	Line    int      // where it begins in the file, from 1
	Domains []string // of its addresses; none for a note or an application
	Title   string   // what the person calls it, or empty
	// User and Password are wiped when the function that is given them returns.
	User, Password []byte
	Changed        time.Time // when the entry, or its password, was last changed; zero when the export does not say
}

// Logins reads an export with its passwords and hands over one row at a time,
// in the order of the file. Skipped lists the rows that cannot be trusted. An
// error of each ends the reading and comes back as it is; the others are those
// of [Read].
func Logins(r io.Reader, each func(Login) error) (format string, skipped []Skipped, err error) {
	s := newScanner(r, MaxBytes)
	defer s.wipe()
	header, err := s.header()
	if err != nil {
		return "", nil, unreadable(err)
	}
	l, ok := recognise(header)
	if !ok {
		return "", nil, monitor.NewProblem("sites.format")
	}
	for rows := 0; ; rows++ {
		switch err := s.row(l); {
		case err == io.EOF:
			return l.format, skipped, nil
		case err != nil:
			return l.format, skipped, unreadable(err)
		case rows == MaxRows:
			return l.format, skipped, monitor.NewProblem("sites.too-many", "rows", strconv.Itoa(MaxRows))
		}
		if s.columns != l.columns {
			skipped = append(skipped, Skipped{s.began, Columns})
			continue
		}
		domains, _ := domainsOf(string(s.fields[address]))
		err := each(Login{
			Line: s.began, Domains: domains, Title: monitor.CleanText(string(s.fields[title]), monitor.MaxName),
			User: s.fields[user], Password: s.fields[password], Changed: moment(string(s.fields[changed])),
		})
		clear(s.fields[user])
		clear(s.fields[password])
		if err != nil {
			return l.format, skipped, err
		}
	}
}

// moment reads the times that exports hold: RFC 3339 (KeePassXC), and seconds or
// milliseconds since 1970 (Proton Pass, Firefox).
func moment(s string) time.Time {
	s = strings.TrimSpace(s)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC()
	}
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil || n <= 0:
		return time.Time{}
	case n > 1e11: // as seconds, beyond the year 5000
		n /= 1000
	}
	if n > 1e11 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// unreadable puts an error of the file itself in words.
func unreadable(err error) error {
	if p := (*monitor.Problem)(nil); errors.As(err, &p) {
		return p
	}
	return monitor.NewProblem("sites.unreadable").Because(err)
}
