package pwnedpasswords

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"vigie/monitor"
)

// Folder is a downloaded copy of the list as [Passwords.Download] and the
// official downloader with "-s false" write it: one file for each prefix, named
// "0A1B2.txt", that holds what the service answers. Nothing leaves the computer
// to ask it.
type Folder string

// errUnreadable does not name the file: its name is a part of a password's hash.
var errUnreadable = &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonNotUnderstood, Err: errors.New("a file of the folder cannot be read")}

// Range reads the known passwords of one prefix, as [Passwords.Range] asks for them.
func (f Folder) Range(_ context.Context, prefix string) (func(suffix string) (int, error), error) {
	body, err := readRange(f.path(prefix))
	if err != nil {
		return nil, errUnreadable
	}
	return counts(body), nil
}

func (f Folder) path(prefix string) string { return filepath.Join(string(f), prefix+".txt") }

// readRange reads one file. Of one that is larger than any range it reads a part.
func readRange(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, maxBytes))
}

// Rows reads the whole folder as one list, "<40 digits>:<count>" a row, in
// ascending order. A range that is missing or unsound ends it with an error.
func (f Folder) Rows() io.Reader { return &rowsOf{folder: f} }

type rowsOf struct {
	folder Folder
	next   int // range
	rows   bytes.Buffer
}

func (r *rowsOf) Read(p []byte) (int, error) {
	for r.rows.Len() == 0 {
		if r.next == Ranges {
			return 0, io.EOF
		}
		if err := r.load(prefixOf(r.next)); err != nil {
			return 0, err
		}
		r.next++
	}
	return r.rows.Read(p)
}

func (r *rowsOf) load(prefix string) error {
	body, err := readRange(r.folder.path(prefix))
	if err != nil {
		return err
	}
	if err := sound(body); err != nil {
		return err
	}
	return eachRow(body, func(suffix string, n int) error {
		_, err := fmt.Fprintf(&r.rows, "%s%s:%d\n", prefix, suffix, n)
		return err
	})
}

// prefixOf is the five digits of the nth range, from 0.
func prefixOf(n int) string { return fmt.Sprintf("%0*X", prefixDigits, n) }
