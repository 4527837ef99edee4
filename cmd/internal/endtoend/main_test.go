//go:build e2e && linux

package endtoend

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
	{"dbus-run-session", "dbus"},
	{"gnome-keyring-daemon", "gnome-keyring"},
	{"secret-tool", "libsecret-tools"},
	{"strace", "strace"},
	{"make", "make"},
	{"script", "bsdutils"}, // a terminal
	{"unshare", "util-linux"}, {"nsenter", "util-linux"},
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

// builds is the folder of the programs under test.
var builds = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "vigie-e2e-")
	if err != nil {
		panic(err)
	}
	return dir
})

// plain is the program as it is shipped; racing is the one that reports data
// races and then exits with status 66.
var (
	plain  = sync.OnceValues(func() (string, error) { return build("vigie-agent", "CGO_ENABLED=0", "-trimpath") })
	racing = sync.OnceValues(func() (string, error) { return build("vigie-agent-race", "CGO_ENABLED=1", "-race") })
)

func build(name, env string, flags ...string) (path string, err error) {
	path = filepath.Join(builds(), name)
	cmd := exec.Command("go", append([]string{"build", "-o", path}, append(flags, "vigie/cmd/vigie-agent")...)...)
	cmd.Env = append(os.Environ(), env)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%v: %w\n%s", cmd.Args, err, said.Bytes())
	}
	return path, nil
}
