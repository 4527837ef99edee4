//go:build e2e && linux

package endtoend

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What is checked here and must stay nowhere: a message somebody got, with a link
// in it that will be shown again, and a password.
const (
	badLink     = "https://impots-gouv.calembredaine.example.net/regler"
	checkedText = "Impots.gouv : dernier rappel avant majoration. Réglez 183,45 € aujourd’hui sur " + badLink +
		" La marotte du hanneton."
)

// checkedOnly are the canaries of what is only looked at.
func checkedOnly() []canary {
	return append(values(),
		canary{"link", []string{badLink, "calembredaine"}},
		canary{"message", []string{"La marotte du hanneton", "dernier rappel avant majoration"}},
		canary{"checked password", []string{leakedPassword}})
}

// writing are the calls by which bytes leave a program, or files come to be.
const writing = "%network,write,pwrite64,writev,pwritev,pwritev2,openat,execve,rename,renameat,renameat2,linkat,symlinkat,mkdirat"

// TestMessageChecksSendNothing: while messages are checked no socket is opened
// but that of the session bus, on which the key store is, and nothing of them is
// written.
func TestMessageChecksSendNothing(t *testing.T) {
	t.Parallel()
	s, n := newSession(t), newInternet(t)
	s.configure(s.data(), n.feedsFile())
	s.settle(0)
	n.take()
	file := filepath.Join(t.TempDir(), "message.txt")
	batch := filepath.Join(t.TempDir(), "messages.jsonl")
	for path, text := range map[string]string{file: checkedText, batch: strings.Repeat(marshal(map[string]any{"text": checkedText})+"\n", 20)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var shown []byte
	for _, c := range []command{
		{args: []string{"message", "check"}, typed: checkedText},
		{args: []string{"message", "check", "--json", "--person", household[0]}, typed: checkedText},
		{args: []string{"message", "check", file}},
		{args: []string{"message", "check", "--batch", batch}},
	} {
		tr := newTrace(t)
		s.under = tr.follow(writing)
		c.env = n.trust()
		s.must(c, done)
		calls := tr.calls(t)
		for _, call := range calls {
			if call.name == "socket" && !strings.HasPrefix(call.text, "socket(AF_UNIX, ") {
				t.Errorf("%v opened %s", c.args, call.text)
			}
		}
		if reached := s.reached(calls); len(reached) > 0 {
			t.Errorf("%v reached %v", c.args, reached)
		}
		shown = append(shown, s.checkKept(calls)...)
	}
	if len(newDragnet(checkedOnly()...).catch(shown)) == 0 {
		t.Error("the link that is shown again is not seen: the search looks in the wrong place")
	}
	if sent := n.take(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
	s.Keyring.Kill()
	checkTree(t, s.Dir, append(checkedOnly(), names()...)...)
}

// TestChecksKeepNothing: neither a password that is checked or made nor an export
// leaves a byte on the disk, nor on its way there.
func TestChecksKeepNothing(t *testing.T) {
	t.Parallel()
	s, n := askingPasswords(t)
	canaries := checkedOnly()
	for _, c := range []struct {
		command
		status int
	}{
		{command{args: []string{"password", "check"}, typed: leakedPassword}, done},
		{command{args: []string{"password", "check", "--json"}, typed: exportedPassword}, done},
		{command{args: []string{"--offline", "password", "check"}, typed: exportedPassword}, incomplete},
		{command{args: []string{"password", "check", "--list", exportOf(t, 1)}, typed: exportedPassword}, problem},
		{command{args: []string{"password", "audit", exportOf(t, 20)}}, done},
		{command{args: []string{"--offline", "password", "audit", exportOf(t, 20), "--json"}}, incomplete},
		{command{args: []string{"password", "generate"}}, done},
		{command{args: []string{"password", "generate", "--characters", "20"}}, done},
	} {
		tr := newTrace(t)
		s.under = tr.follow(writing)
		c.env = n.trust()
		r := s.must(c.command, c.status)
		if c.args[1] == "generate" {
			canaries = append(canaries, canary{"made password", []string{strings.TrimSpace(r.out)}})
		} else {
			checkBytes(t, "what was printed", []byte(r.out+r.err), checkedOnly()...)
		}
		s.checkKept(tr.calls(t), canaries...)
	}
	s.Keyring.Kill()
	checkTree(t, s.Dir, canaries...)
}

// checkKept fails if anything of what was checked is in a buffer on its way to
// the disk, or a file is made outside of the folder. It returns what was shown.
func (s *session) checkKept(calls []call, more ...canary) (shown []byte) {
	s.t.Helper()
	connected := sockets(s.t, calls)
	var kept []byte
	for _, c := range calls {
		text := strings.Join(c.strings, "\x00") + "\x00"
		switch {
		case strings.HasPrefix(c.onto, "pipe:"):
			shown = append(shown, text...)
		case c.name == "execve", connected[c.onto] == s.BusSocket(): // arguments hold names of files; TestEverythingStaysInTheKeyStore looks at the bus
		default:
			kept = append(kept, text...)
		}
		if c.creates() && !s.mayCreate(c) {
			s.t.Errorf("writes outside of its folder: %s %q", c.name, c.strings)
		}
	}
	checkBytes(s.t, "what was written", kept, append(checkedOnly(), more...)...)
	return shown
}

// TestKilledChecksKeepNothing ends checks in the middle, with kill -9 and with a
// signal for which the system takes a picture of a program's memory, where every
// limit and variable asks for one.
func TestKilledChecksKeepNothing(t *testing.T) {
	t.Parallel()
	s, n := askingPasswords(t)
	n.servers["pwnedpasswords"].held = make(chan struct{})
	s.under = []string{"sh", "-c", `ulimit -c "$(ulimit -H -c)"; exec "$@"`, "sh"}
	s.checkPicture()
	for _, signal := range []syscall.Signal{syscall.SIGKILL, syscall.SIGABRT} {
		for name, begin := range map[string]func() *running{
			"password": func() *running {
				return s.held(n, command{args: []string{"password", "check"}, typed: exportedPassword})
			},
			"export":  func() *running { return s.held(n, command{args: []string{"password", "audit", exportOf(t, 20)}}) },
			"message": func() *running { return s.reading(n) },
		} {
			p := begin()
			if limit := coreLimit(t, p.Process.Pid); limit != "0" {
				t.Errorf("%s: the system may write %s bytes of its memory to the disk", name, limit)
			}
			if err := p.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			r, late := p.wait(patience)
			if late || r.status != killed && signal == syscall.SIGKILL {
				t.Errorf("%s was not killed in the middle: %v", name, r)
			}
			checkBytes(t, "what it said as it died", []byte(r.out+r.err), checkedOnly()...)
			if r.out != "" {
				t.Errorf("%s was over already: %v", name, r)
			}
		}
	}
	s.Keyring.Kill()
	checkTree(t, s.Dir, checkedOnly()...)
}

// checkPicture has a program that sets no limit die, and finds what it had in its
// memory: so would a search find what the agent leaves. Systems that take such
// pictures elsewhere have nothing to search.
func (s *session) checkPicture() {
	s.t.Helper()
	dir := s.t.TempDir()
	cmd := exec.Command("sh", "-c", `ulimit -c "$(ulimit -H -c)"; read secret; kill -ABRT $$`)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(bait.spellings[0]+"\n")
	_ = cmd.Run()                                                // it dies
	pattern, err := os.ReadFile("/proc/sys/kernel/core_pattern") // core(5)
	if err != nil {
		s.t.Fatal(err)
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &limit); err != nil {
		s.t.Fatal(err)
	}
	if elsewhere := pattern[0] == '|' || pattern[0] == '/'; elsewhere || limit.Max == 0 {
		s.t.Logf("no pictures of memory in the folder of a program here: %s", pattern)
		return
	}
	if len(newDragnet(bait).catchTree(s.t, dir)) == 0 {
		s.t.Error("a picture of a program's memory does not show what was in it")
	}
}

// coreLimit is how much of a program's memory may be written to the disk.
func coreLimit(t testing.TB, pid int) string {
	t.Helper()
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid)) // proc(5)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(limits)) {
		if rest, ok := strings.CutPrefix(line, "Max core file size"); ok {
			return strings.Fields(rest)[0]
		}
	}
	t.Fatal("no limit of core files")
	return ""
}

// held starts a command that waits for the answer of a feed.
func (s *session) held(n *internet, c command) *running {
	s.t.Helper()
	n.take()
	c.env = append(n.trust(), "GOTRACEBACK=crash")
	p := s.start(c)
	n.answered("pwnedpasswords", 8)
	return p
}

// reading starts a check of a message that has not come to its end.
func (s *session) reading(n *internet) *running {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), "message.fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		s.t.Fatal(err)
	}
	p := s.start(command{args: []string{"message", "check", path}, env: append(n.trust(), "GOTRACEBACK=crash")})
	f, err := os.OpenFile(path, os.O_RDWR|syscall.O_NONBLOCK, 0) // to write only would wait for the reader
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = f.Close() })
	if err := f.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		s.t.Fatal(err)
	}
	// More than the 64 KiB a pipe holds (pipe(7)): most of it is read by now.
	if _, err := f.WriteString(strings.Repeat(checkedText+"\n", 256<<10/len(checkedText))); err != nil {
		s.t.Fatal("the message is not read: ", err)
	}
	return p
}
