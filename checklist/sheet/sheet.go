// Package sheet prints one page in large type, to hang where the telephone is:
// three reflexes, and whom to call. Nothing on it is personal; two lines are left
// to be filled in by hand. Start at [Write].
package sheet

import (
	"fmt"
	"io"
	"strings"

	"vigie/assets/words"
	"vigie/checklist/letters/paper"
	"vigie/monitor"
	"vigie/monitor/directory"
)

// row is a line of the list of whom to call. Its words are sheet.call.<id>, where
// id is the directory's.
type row struct {
	id   string
	site bool // show the site rather than a number
	hand bool // left blank, for a pen: not of the directory
}

// rows are whom to call, what cannot wait first.
var rows = []row{
	{id: "opposition-carte"},
	{id: "own-bank", hand: true},
	{id: "17cyber", site: true},
	{id: "33700"},
	{id: "info-escroqueries"},
	{id: "france-travail"},
	{id: "ameli"},
	{id: "trusted", hand: true},
}

const reflexes = 3

// entry is a row with what is printed at its end.
type entry struct {
	label    string
	number   string // empty for a line to be filled in
	recalled bool   // recalled rather than read by whoever made the directory
}

// Write prints the sheet as a PDF file of one page, in the language of w. The
// day is the one on which it is printed.
func Write(out io.Writer, w *words.Words, d *directory.Directory, day monitor.Date) error {
	entries, err := list(w, d)
	if err != nil {
		return err
	}
	doc := paper.New(w.T("sheet.title"), w.Lang(), day)
	lay(doc, w, entries, day)
	return doc.Output(out)
}

// list looks every row up.
func list(w *words.Words, d *directory.Directory) ([]entry, error) {
	var es []entry
	for _, r := range rows {
		e := entry{label: w.T("sheet.call." + r.id)}
		if r.hand {
			es = append(es, e)
			continue
		}
		org, ok := d.ByID(r.id)
		if !ok {
			return nil, fmt.Errorf("the directory has no %s", r.id)
		}
		if r.site {
			if len(org.Domains) == 0 {
				return nil, fmt.Errorf("the directory has no site of %s", r.id)
			}
			e.number, e.recalled = org.Domains[0], org.Unverified
		} else {
			if org.Phone == "" {
				return nil, fmt.Errorf("the directory has no number of %s", r.id)
			}
			e.number, e.recalled = spoken(org.Phone), recalled(org, "phone")
		}
		es = append(es, e)
	}
	return es, nil
}

func recalled(e directory.Entry, field string) bool {
	for _, f := range e.Recalled {
		if f == field {
			return true
		}
	}
	return false
}

// spoken parts a French number the way it is said: 39 49, 0 892 705 705,
// 01 53 73 22 22. A number of five digits or fewer that is not four is one word.
func spoken(digits string) string {
	var groups []string
	rest := digits
	switch {
	case len(digits) == 10 && strings.HasPrefix(digits, "08"):
		groups, rest = []string{rest[:1]}, rest[1:]
		for ; len(rest) > 0; rest = rest[3:] {
			groups = append(groups, rest[:3])
		}
	case len(digits) == 10 || len(digits) == 4:
		for ; len(rest) > 0; rest = rest[2:] {
			groups = append(groups, rest[:2])
		}
	default:
		return digits
	}
	return strings.Join(groups, "\u00a0")
}
