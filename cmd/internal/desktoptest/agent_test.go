//go:build e2e && linux

package desktoptest

import (
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"vigie/cmd/internal/sessiontest"
	"vigie/monitor/desktop"
)

// someone is a household of one, with the agent running or not.
type someone struct {
	*session
	feed  *feed
	agent *sessiontest.Part // nil: not running
}

// who lives in the household.
const who = "Rocambolette"

// newHousehold makes a session with a key store, and a household in it that
// deals with one organisation, of which nothing is known yet.
func newHousehold(t testing.TB) *someone {
	t.Helper()
	h := &someone{session: newSession(t)}
	h.StartKeyring()
	f, organisation := serveFeed(t)
	h.feed = f
	h.Write(h.Path("data", "vigie", "feeds.toml"), feedsFile(f.url))
	h.do("person", "add", who)
	h.do("affiliation", "add", "--person", who, "--organisation", organisation, "--current")
	// One record of the catalogue is about everyone; it is out of the way.
	if _, err := h.run("", h.program(), "check"); err == nil {
		t.Fatal("the record about everyone is gone: this household starts without it")
	}
	h.do("answer", "french-citizens-compilation-2024", "--person", who, "not-me")
	return h
}

// feedsFile leads to the one feed of the test and asks nobody else.
func feedsFile(url string) string {
	var b strings.Builder
	b.WriteString("[feed.hibp]\nurl = \"" + url + "/api/v3\"\n")
	for _, name := range []string{"vigie", "bonjourlafuite", "frenchbreaches", "fuitesinfos", "cnil", "xposedornot"} {
		b.WriteString("[feed." + name + "]\nenabled = false\n")
	}
	return b.String()
}

func (h *someone) program() string {
	h.t.Helper()
	path, err := agent()
	if err != nil {
		h.t.Fatal(err)
	}
	return path
}

// do carries out one command of the agent that has nothing to complain of.
func (h *someone) do(args ...string) string {
	h.t.Helper()
	return h.must("", h.program(), append(args, "--lang", "en")...)
}

// startAgent starts the agent.
func (h *someone) startAgent() {
	h.t.Helper()
	h.agent = h.Start(exec.Command(h.program(), "--lang", "en"))
}

// stopAgent ends the agent as the end of a session does.
func (h *someone) stopAgent() {
	h.t.Helper()
	h.agent.Signal(syscall.SIGTERM)
	<-h.agent.Ended
	if h.agent.Err != nil {
		h.t.Errorf("the agent ended with %v\n%s", h.agent.Err, h.agent.Said.Bytes())
	}
}

// changed tells the agent what our other programs tell it after a change: to look
// at what is due now.
func (h *someone) changed() {
	h.t.Helper()
	if err := desktop.Send(h.Path("data", "vigie", "agent"), desktop.WordChanged); err != nil {
		h.t.Fatal(err)
	}
}

// alive fails unless the agent still runs.
func (h *someone) alive() {
	h.t.Helper()
	select {
	case <-h.agent.Ended:
		h.t.Fatalf("the agent is gone: %v\n%s", h.agent.Err, h.agent.Said.Bytes())
	default:
	}
}

// checkNow chooses "Check now" and waits until that check has ended.
func (h *someone) checkNow() {
	h.t.Helper()
	before := h.feed.asked()
	h.Await("the end of the check before", h.idle)
	h.icon().click(checkNow)
	h.Await("an answer of the feed", func() bool { return h.feed.asked() > before })
	h.Await("the end of the check", h.idle)
}

const checkNow = "Check now"

// idle reports that a check could be asked for: none is going on.
func (h *someone) idle() bool {
	for _, e := range h.icon().menu() {
		if e.label == checkNow {
			return e.enabled
		}
	}
	return false
}
