package desktop

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"vigie/monitor"
)

// appID names the program to the desktop: its window, its desktop entry and its
// icon bear it (FyneApp.toml).
const appID = "fr.vigie.Vigie"

// agentID names what we put among the things that start with a session.
const agentID = "fr.vigie.agent"

// Autostart starts the agent with the person's session. Whatever it writes is
// one small entry of its own, which Disable removes.
type Autostart interface {
	// Enabled reports whether the next session starts exactly this command: an
	// entry that the person switched off in the desktop's settings, or that
	// starts another copy of the program, does not count.
	Enabled() (bool, error)
	Enable() error
	// Disable removes the entry; that there is none is no error.
	Disable() error
	// Path is where the entry stands, whether there is one or not: a file or, on
	// Windows, a value of the registry.
	Path() string
}

// NewAutostart starts command, an absolute path and its arguments, with the
// session. Its errors, and those of its methods, are *monitor.Problem.
func NewAutostart(command ...string) (Autostart, error) {
	for n, word := range command {
		if strings.ContainsFunc(word, unicode.IsControl) || n == 0 && !filepath.IsAbs(word) {
			return nil, monitor.NewProblem("autostart.command")
		}
	}
	if len(command) == 0 {
		return nil, monitor.NewProblem("autostart.command")
	}
	return systemAutostart(command)
}

// entryFile is an entry that is a file.
type entryFile struct {
	path    string
	content string
	starts  func(content []byte) bool // whether the desktop starts our command because of it
}

// maxEntry is far more than any entry holds, in bytes.
const maxEntry = 64 << 10

// Enabled is [Autostart.Enabled].
func (f entryFile) Enabled() (bool, error) {
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err == nil && (!info.Mode().IsRegular() || info.Size() > maxEntry):
		return false, nil
	case err != nil:
		return false, monitor.NewProblem("autostart.unreadable", "path", f.path).Because(err)
	}
	content, err := os.ReadFile(f.path)
	if err != nil {
		return false, monitor.NewProblem("autostart.unreadable", "path", f.path).Because(err)
	}
	return f.starts(content), nil
}

// Enable is [Autostart.Enable]. The file is written beside and moved into
// place: a session that starts meanwhile reads a whole one.
func (f entryFile) Enable() error {
	if err := f.write(); err != nil {
		return monitor.NewProblem("autostart.unwritable", "path", f.path).Because(err)
	}
	return nil
}

func (f entryFile) write() error {
	dir := filepath.Dir(f.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(dir, ".vigie-*")
	if err != nil {
		return err
	}
	_, err = temporary.WriteString(f.content)
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), f.path)
	}
	if err != nil {
		_ = os.Remove(temporary.Name())
	}
	return err
}

// Disable is [Autostart.Disable].
func (f entryFile) Disable() error {
	if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return monitor.NewProblem("autostart.unwritable", "path", f.path).Because(err)
	}
	return nil
}

// Path is [Autostart.Path].
func (f entryFile) Path() string { return f.path }

// same is for entries in which nothing can be switched off.
func (f entryFile) same(content []byte) bool { return bytes.Equal(content, []byte(f.content)) }
