//go:build !darwin && !windows

package desktop

import (
	"os"
	"path/filepath"
	"testing"
)

// TestNewAutostart: the entry is where the desktop looks for it.
func TestNewAutostart(t *testing.T) {
	home, config := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	for set, folder := range map[string]string{"": filepath.Join(home, ".config"), "relative": filepath.Join(home, ".config"), config: config} {
		t.Setenv("XDG_CONFIG_HOME", set)
		a, err := NewAutostart("/usr/bin/vigie-agent")
		must(t, err)
		must(t, a.Enable())
		if _, err := os.Stat(filepath.Join(folder, "autostart", "fr.vigie.agent.desktop")); err != nil {
			t.Errorf("XDG_CONFIG_HOME=%q: %v", set, err)
		}
		must(t, a.Disable())
	}
	if _, err := NewAutostart("/opt/a=b/vigie-agent"); problem(t, err) != "autostart.command" {
		t.Error(err)
	}
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("HOME", "")
	if _, err := NewAutostart("/usr/bin/vigie-agent"); problem(t, err) != "data.nowhere" {
		t.Error(err)
	}
}
