//go:build e2e && linux

package endtoend

import (
	"bytes"
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

// running is a command that was started.
type running struct {
	*exec.Cmd
	command
	started time.Time
	out     bytes.Buffer
	err     bytes.Buffer
}

// start starts a command. A value that is typed may stand in no argument and in
// no variable: those are there for every program to read.
func (s *session) start(c command) *running {
	s.t.Helper()
	line := slices.Concat(s.under, []string{s.program}, c.args)
	p := &running{Cmd: exec.Command(line[0], line[1:]...), command: c, started: time.Now()}
	p.Env = s.Env(c.env...)
	p.Dir = s.Path("home")
	p.WaitDelay = time.Second // strace may leave it running, with the outputs open
	p.Stdin, p.Stdout, p.Stderr = strings.NewReader(c.typed), &p.out, &p.err
	if c.typed != "" && strings.Contains(strings.Join(append(p.Env, line...), "\x00"), c.typed) {
		s.t.Fatalf("%v: what is typed stands in the arguments or the environment", c.args)
	}
	if err := p.Start(); err != nil {
		s.t.Fatal(err)
	}
	return p
}

// wait waits until a command ends, and kills it first after a while. It reports
// whether it did.
func (p *running) wait(patience time.Duration) (r result, late bool) {
	killer := time.AfterFunc(patience, func() { _ = p.Process.Kill() })
	_ = p.Wait() // how it ended is in its status
	late = !killer.Stop()
	r = result{command: p.command, status: p.ProcessState.ExitCode(), out: p.out.String(), err: p.err.String(), took: time.Since(p.started)}
	r.usage, _ = p.ProcessState.SysUsage().(*syscall.Rusage)
	return r, late
}

// run carries out one command.
func (s *session) run(c command) result {
	s.t.Helper()
	return s.runAll(c)[0]
}

// runAll carries out commands at the same time.
func (s *session) runAll(cs ...command) (results []result) {
	s.t.Helper()
	var all []*running
	for _, c := range cs {
		all = append(all, s.start(c))
	}
	for _, p := range all {
		r, late := p.wait(patience)
		if late {
			s.t.Errorf("did not end: %v", r)
		}
		results = append(results, r)
	}
	return results
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
	finding     struct {
		Person, Breach, Verdict string
		Exposed, Possible       []string
		NotConcerned            []string `json:"not_concerned"`
	}
	alert     struct{ ID, Person, Breach, Kind string }
	feedState struct {
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
	request struct {
		Feed, Purpose, Sent, Outcome string
		BytesOut                     int `json:"bytes_out"`
	}
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
