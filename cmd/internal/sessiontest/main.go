//go:build e2e && linux

package sessiontest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// Main runs the tests of a package when the programs that play the real parts are
// there; needed names them, by the Debian package that has each. It never skips.
func Main(m *testing.M, needed map[string]string) {
	code := 1
	if missing := missingPackages(needed); len(missing) > 0 {
		fmt.Fprintln(os.Stderr, "These tests never skip: please install, as root: apt-get install", missing)
	} else {
		code = m.Run()
	}
	_ = os.RemoveAll(builds())
	os.Exit(code)
}

func missingPackages(needed map[string]string) (packages []string) {
	for program, of := range needed {
		if _, err := exec.LookPath(program); err != nil && !slices.Contains(packages, of) {
			packages = append(packages, of)
		}
	}
	slices.Sort(packages)
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

// Build builds a program of ours under a name, with one variable of the
// environment and flags of go build, and gives its path.
func Build(name, program, env string, flags ...string) (path string, err error) {
	path = filepath.Join(builds(), name)
	cmd := exec.Command("go", append([]string{"build", "-o", path}, append(flags, program)...)...)
	cmd.Env = append(os.Environ(), env)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%v: %w\n%s", cmd.Args, err, said.Bytes())
	}
	return path, nil
}
