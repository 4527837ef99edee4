package installation

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"vigie/monitor/keychain"
)

// TestNameSurvives: the file that names the installation may be lost or damaged:
// the values are found again, and what was damaged is kept beside.
func TestNameSurvives(t *testing.T) {
	for what, harm := range map[string]func(path string) error{
		"lost":    os.Remove,
		"damaged": func(path string) error { return os.WriteFile(path, []byte("\x00\x00"), 0o600) },
		"emptied": func(path string) error { return os.Truncate(path, 0) },
	} {
		t.Run(what, func(t *testing.T) {
			dir, keys := t.TempDir(), keychain.NewMemory()
			open := func() *Installation {
				i, err := Open(t.Context(), Options{Dir: dir, Offline: true, Backend: keys, Now: clock})
				if err != nil {
					t.Fatal(err)
				}
				return i
			}
			first := open()
			household(t, first)
			if err := first.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, instanceName)
			if err := harm(path); err != nil {
				t.Fatal(err)
			}
			again := open()
			defer func() { _ = again.Close() }()
			values, err := again.values(t.Context())
			if err != nil || len(values) != 1 || again.instanceID != first.instanceID || again.Gone() {
				t.Errorf("%d values, %v; %s, was %s", len(values), err, again.instanceID, first.instanceID)
			}
			if _, err := os.Stat(path + ".damaged"); (err == nil) == (what == "lost") {
				t.Errorf("set aside: %v", err)
			}
		})
	}
}

// TestUnfinishedName: what a program that died while it named the installation left
// behind is removed by the next one.
func TestUnfinishedName(t *testing.T) {
	dir := t.TempDir()
	left := filepath.Join(dir, unfinished+"123")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	openIn(t, dir)
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}
