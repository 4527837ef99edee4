package pwnedpasswords

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"vigie/monitor"
)

// Folder is a downloaded copy of the list as the official downloader writes it
// with "-s false": one file for each prefix, named "0A1B2.txt", that holds what
// the service answers. Nothing leaves the computer to ask it.
type Folder string

// errUnreadable does not name the file: its name is a part of a password's hash.
var errUnreadable = &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonNotUnderstood, Err: errors.New("a file of the folder cannot be read")}

// Range reads the known passwords of one prefix, as [Passwords.Range] asks for them.
func (f Folder) Range(_ context.Context, prefix string) (func(suffix string) (int, error), error) {
	file, err := os.Open(filepath.Join(string(f), prefix+".txt"))
	if err != nil {
		return nil, errUnreadable
	}
	defer func() { _ = file.Close() }()
	body, err := io.ReadAll(io.LimitReader(file, maxBytes))
	if err != nil {
		return nil, errUnreadable
	}
	return counts(body), nil
}
