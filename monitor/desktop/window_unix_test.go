//go:build unix

package desktop

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"vigie/monitor"
)

// installWindow puts a window into a folder: a program that says where it is
// and its arguments, one a line. said waits for it.
func installWindow(t *testing.T, folder string) (said func() string) {
	t.Helper()
	pipe := filepath.Join(t.TempDir(), "pipe")
	must(t, syscall.Mkfifo(pipe, 0o600))
	script := "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\" >'" + pipe + "'\n"
	must(t, os.WriteFile(filepath.Join(folder, windowProgram), []byte(script), 0o700))
	return func() string {
		lines := make(chan string, 1)
		go func() {
			text, _ := os.ReadFile(pipe)
			lines <- string(text)
		}()
		return next(t, lines, "the window")
	}
}

// TestOpenWindow: the window beside the agent is the one that belongs to it;
// arguments are words, whatever stands in them.
func TestOpenWindow(t *testing.T) {
	beside, elsewhere := t.TempDir(), t.TempDir()
	t.Setenv("PATH", elsewhere)
	arguments := []string{"--alert", "$(id) 'a1'"}
	const spoken = "\n--alert\n$(id) 'a1'\n"

	said := installWindow(t, elsewhere)
	must(t, openWindow(beside, arguments))
	if got, want := said(), filepath.Join(elsewhere, windowProgram)+spoken; got != want {
		t.Errorf("started %q, want %q", got, want)
	}
	said = installWindow(t, beside)
	must(t, openWindow(beside, arguments))
	if got, want := said(), filepath.Join(beside, windowProgram)+spoken; got != want {
		t.Errorf("started %q, want %q", got, want)
	}
}

// TestOpenWindowNotInstalled: the problem names what to type once it is. A file
// that is no program is not the window.
func TestOpenWindowNotInstalled(t *testing.T) {
	beside := t.TempDir()
	t.Setenv("PATH", t.TempDir())
	must(t, os.WriteFile(filepath.Join(beside, windowProgram), nil, 0o600))
	err := openWindow(beside, []string{"--alert", "a1"})
	if key := problem(t, err); key != "window.missing" {
		t.Error(err)
	}
	var p *monitor.Problem
	if errors.As(err, &p); p.Args["command"] != "vigie --alert a1" {
		t.Errorf("to type: %q", p.Args["command"])
	}
}

// TestOpenWindowBroken: a window that the system cannot start is a problem of
// its own.
func TestOpenWindowBroken(t *testing.T) {
	beside := t.TempDir()
	must(t, os.WriteFile(filepath.Join(beside, windowProgram), []byte("\x00"), 0o700))
	if key := problem(t, openWindow(beside, nil)); key != "window.failed" {
		t.Error(key)
	}
}
