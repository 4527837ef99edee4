//go:build e2e && linux

package endtoend

import (
	"crypto/sha1"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigie/cmd/internal/sessiontest"
)

// leakedPassword is one that every list of the tests has.
const leakedPassword = "Turlupinade-de-Pacotille"

// rangePage is what Pwned Passwords answers of a prefix: rows with every first
// digit, and padding at the end for whoever asks for it.
func rangePage(prefix string, padded bool) page {
	p := page{kind: "text/plain", stamps: tagged | dated}
	var rows []string
	for i := range 64 {
		rows = append(rows, fmt.Sprintf("%02X%s:%d", 4*i+1, strings.Repeat("0", 33), i+1))
	}
	if suffix, ok := strings.CutPrefix(fmt.Sprintf("%X", sha1.Sum([]byte(leakedPassword))), prefix); ok {
		rows = append(rows, suffix+":1234")
	}
	slices.Sort(rows)
	if padded {
		p.stamps = 0
		for range 10 + rand.IntN(200) {
			rows = append(rows, fmt.Sprintf("%035X:0", rand.Uint64()))
		}
	}
	p.body = strings.Join(rows, "\r\n")
	return p
}

// askingPasswords is a session that agreed to ask Pwned Passwords.
func askingPasswords(t testing.TB) (*session, *internet) {
	t.Helper()
	s, n := newSession(t), newInternet(t)
	s.configure(s.data(), n.feedsFile())
	s.do("consent", "grant", "--feed", "pwnedpasswords")
	return s, n
}

// exportOf writes an export of a password manager with n accounts, outside of
// what is searched: it is the person's own file.
func exportOf(t testing.TB, n int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("name,url,username,password,note\n")
	for i := range n {
		fmt.Fprintf(&b, "Compte %d,https://compte%d.example.net/,%s,%s-%d,%s\n", i, i, exportedUser, exportedPassword, i, exportedNote)
	}
	path := filepath.Join(t.TempDir(), "export.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var rangeLine = regexp.MustCompile(`GET /range/([0-9A-F]{5}) HTTP/1\.1\r\n`)

// TestPasswordsLookAlike: whoever watches the wire sees the same of a check of
// one password, of an export with one and of one with forty: requests by eights,
// on connections of the same length to the byte, for ranges that differ.
func TestPasswordsLookAlike(t *testing.T) {
	t.Parallel()
	s, n := askingPasswords(t)
	sizes := make(map[int]bool)
	requests := make(map[string]bool)
	var ranges []string
	wire := make(map[string]exchange)
	for _, c := range []struct {
		command
		requests int
	}{
		{command{args: []string{"password", "check"}, typed: exportedPassword}, 8},
		{command{args: []string{"password", "check"}, typed: leakedPassword}, 8},
		{command{args: []string{"password", "audit", exportOf(t, 1)}}, 8},
		{command{args: []string{"password", "audit", exportOf(t, 40)}}, 40},
	} {
		c.env = n.trust()
		s.must(c.command, done)
		weights := n.weights("pwnedpasswords", c.requests)
		sent := n.take()["pwnedpasswords"]
		if len(sent.answers) != c.requests || len(weights) != c.requests {
			t.Errorf("%v: %d requests on %d connections, want %d", c.args, len(sent.answers), len(weights), c.requests)
		}
		for _, w := range weights {
			sizes[w] = true
			if w <= len(sent.received)/c.requests {
				t.Errorf("a connection brought %d bytes, less than its request: it is not weighed whole", w)
			}
		}
		for _, m := range rangeLine.FindAllStringSubmatch(sent.received, -1) {
			ranges = append(ranges, m[1])
		}
		for request := range strings.SplitSeq(rangeLine.ReplaceAllString(sent.received, "\x00GET "), "\x00") {
			requests[request] = true
		}
		checkBytes(t, "what was sent", []byte(sent.received), append(values(), canary{"leaked password", []string{leakedPassword}})...)
		wire["pwnedpasswords"] = exchange{wire["pwnedpasswords"].received + sent.received, append(wire["pwnedpasswords"].answers, sent.answers...)}
	}
	if len(sizes) != 1 {
		t.Errorf("connections can be told apart by their lengths: %v", sizes)
	}
	if delete(requests, ""); len(requests) != 1 {
		t.Errorf("requests can be told apart: %q", slices.Collect(maps.Keys(requests)))
	}
	if asked := fmt.Sprintf("%X", sha1.Sum([]byte(leakedPassword)))[:5]; !slices.Contains(ranges, asked) {
		t.Error("the range that matters was not asked for: the wire is not seen")
	}
	checkLedger(t, ask[[]request](s, "ledger"), wire)
}

// weights are how many bytes each connection to a feed brought since the last
// time, once so many are over.
func (n *internet) weights(feed string, connections int) (sizes []int) {
	n.t.Helper()
	s := n.servers[feed]
	sessiontest.Await(n.t, "the connections to end", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		sizes = slices.Clone(s.sizes)
		return len(sizes) >= connections
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sizes = nil
	return sizes
}

// TestDownloadGoesOn: killed in the middle, the download goes on where it was;
// every file that is there is whole; told to stop, it says what is missing.
func TestDownloadGoesOn(t *testing.T) {
	t.Parallel()
	s, n := newSession(t), newInternet(t)
	s.configure(s.data(), n.feedsFile())
	folder := s.Path("list")
	download := command{args: []string{"password", "download", folder, "--yes", "--json"}, env: n.trust()}
	const many = 300

	p := s.start(download)
	n.answered("pwnedpasswords", many)
	p.wait(0) // kill -9
	first := n.prefixes()
	there := s.ranges(folder)
	if len(there) < many-64 {
		t.Errorf("of %d ranges that were answered %d are there", many, len(there))
	}

	p = s.start(download)
	n.answered("pwnedpasswords", many)
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	r, late := p.wait(patience)
	if late || r.status != incomplete {
		t.Fatal(r)
	}
	told := read[struct {
		Complete                         bool
		Kept, Unchanged, Written, Ranges int
	}](s, r)
	if told.Complete || told.Ranges != 1<<20 || told.Kept < len(there)-32 || told.Kept > len(there) {
		t.Errorf("%d ranges were there, and it says %+v", len(there), told)
	}
	twice := 0
	for prefix := range n.prefixes() {
		if first[prefix] {
			twice++
		}
	}
	if twice > 64 { // what was under way when the first was killed, and what it had not noted
		t.Errorf("%d ranges were asked for twice", twice)
	}
	if now := s.ranges(folder); len(now) != told.Kept+told.Unchanged+told.Written {
		t.Errorf("%d ranges are there, and it says %+v", len(now), told)
	}
	rows := ask[[]request](s, "ledger")
	if len(rows) != 2 || rows[0].Outcome != "pending" {
		t.Errorf("the ledger says %+v", rows)
	}
	for _, row := range rows {
		if row.Purpose != "catalogue" || row.Sent != "nothing personal" {
			t.Errorf("the ledger says %+v", row)
		}
	}
}

// answered waits until a feed has given so many answers.
func (n *internet) answered(feed string, answers int) {
	n.t.Helper()
	s := n.servers[feed]
	sessiontest.Await(n.t, "a feed to be asked", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.answers) >= answers
	})
}

// prefixes are the ranges that were asked for since the last time.
func (n *internet) prefixes() map[string]bool {
	all := make(map[string]bool)
	for _, m := range rangeLine.FindAllStringSubmatch(n.take()["pwnedpasswords"].received, -1) {
		all[m[1]] = true
	}
	return all
}

// ranges are the files of a downloaded list, every one of which has to be whole.
func (s *session) ranges(folder string) (prefixes []string) {
	s.t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "?????.txt"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, path := range files {
		prefix := strings.TrimSuffix(filepath.Base(path), ".txt")
		if content, err := os.ReadFile(path); err != nil || string(content) != rangePage(prefix, false).body {
			s.t.Errorf("%s is not whole: %v", path, err)
		}
		prefixes = append(prefixes, prefix)
	}
	return prefixes
}
