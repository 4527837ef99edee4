package keychain

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The test binary plays other programs too, when roleVariable says which.
const roleVariable = "VIGIE_KEYCHAIN_TEST_ROLE"

var roles = map[string]func() error{"adder": addFromOutside}

func TestMain(m *testing.M) {
	role, ok := roles[os.Getenv(roleVariable)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := role(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// perAdder is how many items each program adds, one after the other.
const perAdder = 5

// addFromOutside adds items to the file and lock in the current directory.
func addFromOutside() error {
	k := New(newTestFile("secrets.age"), Config{Instance: "home1", LockPath: "keychain.lock"})
	for n := range perAdder {
		id := fmt.Sprintf("%s%d", os.Args[1], n)
		if err := k.Put(context.Background(), map[string][]byte{id: []byte("value of " + id)}); err != nil {
			return err
		}
	}
	return nil
}

// TestTwoProgramsAdd: two command lines that add at once lose nothing.
func TestTwoProgramsAdd(t *testing.T) {
	dir := t.TempDir()
	var programs []*exec.Cmd
	for _, name := range []string{"a", "b"} {
		program := exec.Command(os.Args[0], name)
		program.Dir = dir
		program.Env = append(os.Environ(), roleVariable+"=adder")
		program.Stderr = os.Stderr
		must(t, program.Start())
		programs = append(programs, program)
	}
	for _, program := range programs {
		if err := program.Wait(); err != nil {
			t.Error(err)
		}
	}
	k := open(t, newTestFile(filepath.Join(dir, "secrets.age")))
	got := all(t, k)
	for _, name := range []string{"a", "b"} {
		for n := range perAdder {
			if id := fmt.Sprint(name, n); got[id] != "value of "+id {
				t.Errorf("%s is lost", id)
			}
		}
	}
}
