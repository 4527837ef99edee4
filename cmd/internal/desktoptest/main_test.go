//go:build e2e && linux

package desktoptest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// needed are the programs that play the real parts, by the Debian package that
// has them.
var needed = []struct{ program, of string }{
	{"dbus-daemon", "dbus-daemon"},
	{"Xvfb", "xvfb"},
	{"gnome-keyring-daemon", "gnome-keyring"},
	{"dunst", "dunst"}, {"dunstctl", "dunst"},
	{"xfce4-panel", "xfce4-panel"},
}

func TestMain(m *testing.M) {
	code := 1
	if missing := missingPrograms(); len(missing) > 0 {
		fmt.Fprintln(os.Stderr, "These tests never skip: please install, as root: apt-get install", missing)
	} else {
		code = m.Run()
	}
	_ = os.RemoveAll(builds())
	os.Exit(code)
}

func missingPrograms() (packages []string) {
	for _, n := range needed {
		if _, err := exec.LookPath(n.program); err != nil {
			packages = append(packages, n.of)
		}
	}
	return packages
}

// builds is the folder of the program under test.
var builds = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "vigie-desktop-")
	if err != nil {
		panic(err)
	}
	return dir
})

// agent is the program as it is shipped.
var agent = sync.OnceValues(func() (string, error) {
	path := filepath.Join(builds(), "vigie-agent")
	cmd := exec.Command("go", "build", "-trimpath", "-o", path, "vigie/cmd/vigie-agent")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%v: %w\n%s", cmd.Args, err, said.Bytes())
	}
	return path, nil
})
