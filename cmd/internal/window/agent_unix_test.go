//go:build unix

package window

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/gui/view"
)

// besides puts a program that only says how it was started where the agent is
// looked for: beside the one that runs.
func besides(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(filepath.Dir(self), "vigie-agent")
	if err := os.WriteFile(path, []byte("#!/bin/sh\necho \"$@\" > \"$2/started.part\" && mv \"$2/started.part\" \"$2/started\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(path) })
}

// TestStartsTheAgent: once first start is over, the agent is started with the same
// folder, and without a network where the window has none. Not before: nothing is
// watched until somebody said how.
func TestStartsTheAgent(t *testing.T) {
	besides(t)
	home := newPlace(t)
	started := filepath.Join(home.dir, "started")
	s := home.open(t)
	s.claire()
	if _, err := os.Stat(started); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("during first start: %v", err)
	}
	s.send(view.KeepStep{Step: view.StepDone})
	said := ""
	for end := time.Now().Add(30 * time.Second); said == "" && time.Now().Before(end); {
		data, _ := os.ReadFile(started)
		said = strings.TrimSpace(string(data))
	}
	if want := "--data " + home.dir + " --offline"; said != want {
		t.Errorf("started with %q, wants %q", said, want)
	}
}

// TestAutostart: with the session or not, as it was chosen last.
func TestAutostart(t *testing.T) {
	home := newPlace(t)
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	s := home.open(t)
	s.send(view.SetAutostart{On: true})
	s.refused("window.no-agent")
	if s.state().Settings.Autostart != nil {
		t.Error("without an agent it cannot be told")
	}
	besides(t)
	for _, on := range []bool{true, false} {
		s.send(view.SetAutostart{On: on})
		s.fine()
		if got := s.state().Settings.Autostart; got == nil || *got != on {
			t.Errorf("chosen %t, it is %v", on, got)
		}
	}
}
