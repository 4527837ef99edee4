//go:build e2e && linux

package desktoptest

import (
	"strings"
	"testing"

	"vigie/cmd/internal/sessiontest"
)

// oneToRead is what the tray says of one alert that was not read.
const oneToRead = "1 thing to read"

// says waits until the tray says something, or no longer does.
func (h *someone) says(what string, want bool) {
	h.t.Helper()
	i := h.icon()
	h.Await("the tray: "+what, func() bool { return strings.Contains(i.tooltip(), what) == want })
}

// popped waits for pop-ups, and fails unless so many were ever shown by the
// service that runs.
func (h *someone) popped(want int) {
	h.t.Helper()
	var all []shown
	h.Await("pop-ups", func() bool {
		all = h.history()
		return len(all) >= want
	})
	if len(all) != want {
		h.t.Errorf("%d pop-ups were shown, want %d: %+v", len(all), want, all)
	}
	for _, p := range all {
		// Nobody said that names may be shown.
		for _, name := range []string{who, "Adpost", "Boutique"} {
			if strings.Contains(p.Summary+p.Body, name) {
				h.t.Errorf("a pop-up names %s: %+v", name, p)
			}
		}
	}
}

// silent fails if a check shows one more pop-up than the one there was. Pop-ups
// come after a check and before the next one begins.
func (h *someone) silent() {
	h.t.Helper()
	h.checkNow()
	h.checkNow()
	h.popped(1)
}

// TestLoop: an organisation of the household appears in a feed. One pop-up tells
// it and the tray goes on telling; neither the next check nor a restart repeats it.
func TestLoop(t *testing.T) {
	h := newHousehold(t)
	h.startPopups()
	h.startPanel()
	h.startAgent()
	h.checkNow()
	h.popped(0)
	h.says(oneToRead, false)

	h.feed.leak(t)
	h.checkNow()
	h.says(oneToRead, true)
	h.popped(1)

	h.silent()
	h.stopAgent()
	h.startAgent()
	h.says(oneToRead, true)
	h.silent()
	h.alive()
}

// TestPopupsComeLate: no pop-up is lost, and none is shown twice, when the
// notification service is not there, hangs, or is another one than before.
func TestPopupsComeLate(t *testing.T) {
	for name, away := range map[string]func(h *someone) (back func()){
		"absent": func(h *someone) func() { return h.startPopups },
		"hung": func(h *someone) func() {
			h.startPopups()
			return h.popups.Freeze()
		},
		"restarted": func(h *someone) func() {
			h.startPopups()
			h.popups.Kill()
			return h.startPopups
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHousehold(t)
			h.startPanel()
			h.startAgent()
			h.icon()
			back := away(h)
			h.feed.leak(t)
			h.checkNow()
			h.says(oneToRead, true)
			back()
			h.checkNow()
			h.popped(1)
			h.silent()
			h.alive()
		})
	}
}

// keyStoreFaults are what may be wrong with a key store, each with what mends it.
var keyStoreFaults = map[string]func(h *someone) (mend func()){
	"locked": func(h *someone) func() {
		h.Lock()
		return h.Unlock
	},
	"hung": func(h *someone) func() { return h.Keyring.Freeze() },
	"gone": func(h *someone) func() {
		h.Keyring.Kill()
		return h.StartKeyring
	},
}

const checksWait = "Checks are waiting"

// TestKeyStoreComesLate: an agent that starts while the key store does not open
// says so and waits; when it opens, the agent catches up.
func TestKeyStoreComesLate(t *testing.T) {
	for name, fault := range keyStoreFaults {
		t.Run(name, func(t *testing.T) {
			h := newHousehold(t)
			h.startPopups()
			h.startPanel()
			mend := fault(h)
			h.feed.leak(t)
			h.startAgent()
			h.says(checksWait, true)
			h.catchesUp(mend)
		})
	}
}

// TestKeyStoreGoes: the same while the agent runs. What it says of the sources is
// then no longer what a person who asks to check has to know.
func TestKeyStoreGoes(t *testing.T) {
	for name, fault := range keyStoreFaults {
		t.Run(name, func(t *testing.T) {
			h := newHousehold(t)
			h.startPopups()
			h.startPanel()
			h.startAgent()
			h.checkNow()
			mend := fault(h)
			h.feed.leak(t)
			h.icon().click(checkNow)
			h.says(checksWait, true)
			h.catchesUp(mend)
		})
	}
}

// catchesUp mends what was wrong, and expects the one pop-up that was not shown
// meanwhile. The agent is told to look, which otherwise it does by the minute.
func (h *someone) catchesUp(mend func()) {
	h.t.Helper()
	h.popped(0)
	h.alive()
	mend()
	i := h.icon()
	h.Await("the end of the wait", func() bool {
		h.changed()
		return !strings.Contains(i.tooltip(), checksWait)
	})
	h.checkNow()
	h.says(oneToRead, true)
	h.popped(1)
	h.alive()
}

// TestBusComesBack: the agent outlives the session bus, and everything on it,
// and tells on the next one what it found.
func TestBusComesBack(t *testing.T) {
	h := newHousehold(t)
	h.startPopups()
	h.startPanel()
	h.startAgent()
	h.checkNow()
	for _, p := range []*sessiontest.Part{h.Bus, h.panel, h.popups, h.Keyring} {
		p.Kill()
	}
	h.feed.leak(t)
	h.alive()
	h.StartBus()
	h.StartKeyring()
	h.startPopups()
	h.startPanel()
	h.checkNow()
	h.says(oneToRead, true)
	h.popped(1)
	h.alive()
}
