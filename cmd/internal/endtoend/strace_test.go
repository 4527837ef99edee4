//go:build e2e && linux

package endtoend

import (
	"bufio"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// trace is what the kernel was asked by programs, seen by strace: what was
// written and then removed, or never reached a file, is here as well.
type trace struct{ dir string }

func newTrace(t testing.TB) *trace {
	t.Helper()
	return &trace{t.TempDir()}
}

// follow is what starts a program so that some of its calls are seen, of all
// its threads and of what it starts. Strings come whole and in hexadecimal, file
// descriptors with what they lead to.
func (tr *trace) follow(calls string) []string {
	return []string{"strace", "-ff", "-o", filepath.Join(tr.dir, "calls"), "-qq", "--signal=none", "-y", "-v", "-xx", "-s", "1000000", "-e", "trace=" + calls}
}

// call is one system call.
type call struct {
	name    string
	onto    string   // what its first argument leads to, when that is a file descriptor
	strings []string // its arguments that are texts or buffers
	text    string   // all of it, for what is not a string
}

var (
	callName = regexp.MustCompile(`^([a-z0-9_]+)\(`)
	onto     = regexp.MustCompile(`^[a-z0-9_]+\(\d+<((?:\\x[0-9a-f]{2})*)>`)
	quoted   = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"`)
)

// calls are all of them, thread after thread.
func (tr *trace) calls(t testing.TB) (all []call) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(tr.dir, "calls.*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("strace wrote nothing: %v", err)
	}
	for _, path := range files {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 64<<20)
		for lines.Scan() {
			if m := callName.FindStringSubmatch(lines.Text()); m != nil {
				all = append(all, readCall(t, m[1], lines.Text()))
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
	}
	return all
}

func readCall(t testing.TB, name, line string) call {
	t.Helper()
	c := call{name: name, text: line}
	if m := onto.FindStringSubmatch(line); m != nil {
		c.onto = unhex(t, m[1])
	}
	for _, m := range quoted.FindAllStringSubmatch(line, -1) {
		c.strings = append(c.strings, unhex(t, m[1]))
	}
	return c
}

func unhex(t testing.TB, s string) string {
	t.Helper()
	data, err := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// creates reports whether a call opens a file to write to it, or gives it a name.
func (c call) creates() bool {
	switch c.name {
	case "openat":
		return strings.Contains(c.text, "O_WRONLY") || strings.Contains(c.text, "O_RDWR") || strings.Contains(c.text, "O_CREAT")
	case "rename", "renameat", "renameat2", "linkat", "symlinkat", "mkdirat", "mkdir":
		return true
	}
	return false
}

// sockets sorts the sockets of a trace by whom they were connected to: an
// address like 127.0.0.1:443, or the path of a socket on this computer.
func sockets(t testing.TB, calls []call) (to map[string]string) {
	t.Helper()
	to = make(map[string]string)
	for _, c := range calls {
		if c.name == "connect" {
			to[c.onto] = peer(t, c)
		}
	}
	return to
}

var (
	inet = regexp.MustCompile(`sin_port=htons\((\d+)\), sin_addr=inet_addr\("((?:\\x[0-9a-f]{2})*)"\)`)
	unix = regexp.MustCompile(`sa_family=AF_UNIX, sun_path=@?"((?:\\x[0-9a-f]{2})*)"`)
)

// peer is the address that a call to connect names.
func peer(t testing.TB, c call) string {
	t.Helper()
	if m := inet.FindStringSubmatch(c.text); m != nil {
		return unhex(t, m[2]) + ":" + m[1]
	}
	if m := unix.FindStringSubmatch(c.text); m != nil {
		return unhex(t, m[1])
	}
	return c.text // of a family nobody expects
}

// reached are the addresses that a trace shows connections to, the bus left out.
func (s *session) reached(calls []call) (addresses []string) {
	s.t.Helper()
	for _, address := range sockets(s.t, calls) {
		if address != s.BusSocket() {
			addresses = append(addresses, address)
		}
	}
	slices.Sort(addresses)
	return slices.Compact(addresses)
}
