//go:build e2e && linux

package endtoend

import (
	"slices"
	"strings"
	"testing"
)

// TestEverythingStaysInTheKeyStore has a household say everything it can, then
// looks for it: in the key store, where all of it must be, and everywhere else,
// where nothing may. Three nets: what lies on the disk afterwards, what was
// printed, and every buffer that was handed to the kernel meanwhile.
func TestEverythingStaysInTheKeyStore(t *testing.T) {
	t.Parallel()
	s, n := newSession(t), newInternet(t)
	s.configure(s.data(), n.feedsFile())
	tr := newTrace(t)
	s.under = tr.follow("write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg,openat,connect,execve,rename,renameat,renameat2,linkat,symlinkat,mkdirat")
	printed := s.live(n)

	ledger := ask[[]request](s, "ledger")
	s.checkKeyStore()
	s.Keyring.Kill() // its files are as complete as they will be
	checkTree(t, s.Dir, append(values(), names()...)...)
	checkBytes(t, "what was printed", printed, values()...)
	wire := n.take()
	checkLedger(t, ledger, wire)
	for feed, sent := range wire {
		checkBytes(t, "what "+feed+" was sent", []byte(sent.received), append(unconsented(feed), names()...)...)
	}
	s.checkCalls(tr.calls(t))
}

// checkKeyStore fails unless another program finds every value.
func (s *session) checkKeyStore() {
	s.t.Helper()
	found := s.secretTool("search", "--all", "--unlock", "service", "vigie")
	for _, i := range identifiers {
		if !strings.Contains(found, `"`+i.kept+`"`) {
			s.t.Errorf("the key store has no %s as it should be kept", i.kind)
		}
	}
	if !strings.Contains(found, apiKey) {
		s.t.Error("the key store has no API key")
	}
	if strings.Contains(found, household[0]+`"`) || strings.Contains(found, exportedPassword) {
		s.t.Error("the key store has what it should not")
	}
}

// unconsented are the values that a feed may not see: of what the household
// agreed to, LeakCheck sees a part of a hash and the others see nothing.
func unconsented(feed string) []canary {
	if feed == "hibp" { // its key may go along with what needs one
		return slices.DeleteFunc(values(), func(c canary) bool { return c.name == "API key" })
	}
	return values()
}

// checkCalls looks into every buffer that was handed to the kernel. Only the
// session bus, on which the key store listens, may see values; only the screen
// and the arguments a person types may show names.
func (s *session) checkCalls(calls []call) {
	s.t.Helper()
	connected := sockets(s.t, calls)
	var secret, personal, shown []byte
	for _, c := range calls {
		text := strings.Join(c.strings, "\x00") + "\x00"
		switch {
		case connected[c.onto] == s.BusSocket():
			secret = append(secret, text...)
		case c.name == "execve", strings.HasPrefix(c.onto, "pipe:"):
			shown = append(shown, text...)
		default:
			personal = append(personal, text...)
		}
		if c.creates() && !s.mayCreate(c) {
			s.t.Errorf("writes outside of its folder: %s %q", c.name, c.strings)
		}
	}
	checkBytes(s.t, "what was written", personal, append(values(), names()...)...)
	checkBytes(s.t, "what was shown", shown, values()...)
	// The nets are in the right water: the bus saw a value, the screen a name.
	if caught := newDragnet(values()...).catch(secret); len(caught) < len(identifiers) {
		s.t.Errorf("of the values sent to the key store only these are seen: %v", caught)
	}
	if caught := newDragnet(names()...).catch(shown); len(caught) == 0 {
		s.t.Error("the names that were printed are not seen")
	}
	if len(personal) < 1<<20 {
		s.t.Errorf("%d bytes were seen on their way to the disk: less than the catalogue", len(personal))
	}
}

// mayCreate reports whether a call opens or names a file of the agent's folder,
// or throws away.
func (s *session) mayCreate(c call) bool {
	for _, path := range c.strings {
		if path != "/dev/null" && path != s.data() && !strings.HasPrefix(path, s.data()+"/") {
			return false
		}
	}
	return true
}
