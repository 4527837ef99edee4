//go:build e2e && linux

package endtoend

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/cmd/internal/sessiontest"
)

// session is a session of its own with a bus and a key store, and the agent in it.
type session struct {
	*sessiontest.Session
	t testing.TB

	program string   // the agent
	under   []string // what starts the agent: strace, or nothing
	root    string   // where the files the agent sees are for the test, when it has a disk of its own
}

// newSession opens a session with an unlocked key store. It ends with the test.
func newSession(t testing.TB) *session {
	t.Helper()
	program, err := plain()
	if err != nil {
		t.Fatal(err)
	}
	s := &session{Session: sessiontest.New(t), t: t, program: program}
	s.StartBus()
	s.StartKeyring()
	return s
}

// data is the agent's own folder, where it is when nobody says otherwise.
func (s *session) data() string { return s.Path("data", "vigie") }

// secretTool asks the key store as a person would, with another program.
func (s *session) secretTool(args ...string) string {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "secret-tool", args...)
	cmd.Env = s.Env()
	out, err := cmd.CombinedOutput() // names go to one output, values to the other
	if err != nil {
		s.t.Fatalf("secret-tool %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// kept is what the key store has of one installation, sorted: the part of each
// name that the program chose, without the index and what comes of changes that
// were cut short there.
func (s *session) kept(data string) (ids []string) {
	s.t.Helper()
	instance, err := os.ReadFile(filepath.Join(s.root, data, "instance"))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(s.secretTool("search", "--all", "service", "vigie")) {
		name, ok := strings.CutPrefix(line, "attribute.username = "+strings.TrimSpace(string(instance))+"-")
		if !ok {
			continue
		}
		id, _, _ := strings.Cut(strings.TrimSpace(name), ".")
		if id != "index" && id != "data-key" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
