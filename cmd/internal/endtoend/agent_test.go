//go:build e2e && linux

package endtoend

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// The exit statuses of the command line, a public interface.
const (
	killed     = -1 // by a signal: no status
	done       = 0
	problem    = 1
	usage      = 2
	news       = 10
	incomplete = 20
)

// patience is how long a command may take. No key store may hold one up for
// longer than 20 seconds, no feed for longer than a minute.
const patience = 90 * time.Second

// command is one call of the agent.
type command struct {
	args  []string
	typed string   // on its standard input
	env   []string // besides the session's
}

// result is what became of a command.
type result struct {
	command
	status   int
	out, err string
	took     time.Duration
	usage    *syscall.Rusage
}

func (r result) String() string {
	return fmt.Sprintf("vigie-agent %s: exit status %d after %v\n%s%s",
		strings.Join(r.args, " "), r.status, r.took, r.out, r.err)
}

// prepare is a command ready to start. A value that is typed may stand in no
// argument and in no variable: those are there for every program to read.
func (s *session) prepare(ctx context.Context, c command) *exec.Cmd {
	s.t.Helper()
	line := slices.Concat(s.under, []string{s.program}, c.args)
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Env = s.env(c.env...)
	cmd.Dir = s.path("home")
	cmd.Stdin = strings.NewReader(c.typed)
	if c.typed != "" && strings.Contains(strings.Join(append(cmd.Env, line...), "\x00"), c.typed) {
		s.t.Fatalf("%v: what is typed stands in the arguments or the environment", c.args)
	}
	return cmd
}

// run carries out one command.
func (s *session) run(c command) result {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := s.prepare(ctx, c)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	start := time.Now()
	err := cmd.Run()
	r := result{command: c, status: cmd.ProcessState.ExitCode(), out: out.String(), err: errOut.String(), took: time.Since(start)}
	r.usage, _ = cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if ctx.Err() != nil {
		s.t.Fatalf("still running: %v", r)
	}
	if _, ended := err.(*exec.ExitError); err != nil && !ended {
		s.t.Fatal(err)
	}
	s.printed = append(append(s.printed, out.Bytes()...), errOut.Bytes()...)
	return r
}

// must carries out a command that has to end with one of these statuses.
func (s *session) must(c command, statuses ...int) result {
	s.t.Helper()
	r := s.run(c)
	if !slices.Contains(statuses, r.status) {
		s.t.Fatalf("want exit status %v: %v", statuses, r)
	}
	return r
}

// do carries out a command that has nothing to complain of.
func (s *session) do(args ...string) result {
	s.t.Helper()
	return s.must(command{args: args}, done)
}

// enter types a text into a command.
func (s *session) enter(typed string, args ...string) result {
	s.t.Helper()
	return s.must(command{args: args, typed: typed}, done)
}

// read reads the one JSON document that a command printed.
func read[T any](s *session, r result) (document T) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(r.out), &document); err != nil {
		s.t.Fatalf("not one JSON document: %v\n%v", err, r)
	}
	return document
}

// ask carries out a reading command and reads its document.
func ask[T any](s *session, args ...string) T {
	s.t.Helper()
	return read[T](s, s.do(append(args, "--json")...))
}

// What the tests read of documents; cmd/vigie-agent has their whole form.
type (
	person     struct{ ID, Name string }
	identifier struct {
		ID, Person, Value string
		Valid             bool
	}
	affiliation struct{ ID, Person, Organisation string }
	finding     struct{ Person, Breach, Organisation, Verdict string }
	alert       struct{ ID, Person, Breach, Kind string }
	feedState   struct {
		Name, State, Reason string
		Records, New        int
	}
	checked struct {
		Complete bool
		Feeds    []feedState
		Alerts   []alert
	}
	standing struct {
		State, Keychain string
		Feeds           []feedState
		Proxies         []string
	}
	request struct{ Feed, Purpose, Sent, Outcome string }
)

// configure writes the feeds.toml of a data folder.
func (s *session) configure(data, feedsFile string) {
	s.t.Helper()
	if err := os.MkdirAll(data, 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "feeds.toml"), []byte(feedsFile), 0o600); err != nil {
		s.t.Fatal(err)
	}
}
