//go:build e2e && linux

package windowtest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie/assets/words"
	"vigie/cmd/internal/sessiontest"
)

// TestKill kills the window with kill -9, again and again, at any moment of a
// start or of an edit, while the agent runs beside it. What a screen showed as
// kept is kept; an edit that was not shown is whole or not at all; the agent and
// the next window notice nothing. victim_test.go is how the window is used,
// edits_test.go what is done in it.
//
// A seed gives the same edits and the same moments, as far as the machine takes
// the same time for them.
func TestKill(t *testing.T) {
	kills := int(number(t, "VIGIE_CRASHES", 20))
	seed := number(t, "VIGIE_SEED", uint64(time.Now().UnixNano()))
	t.Logf("%d kills; replay with VIGIE_SEED=%d", kills, seed)
	r := newReaper(t, rand.New(rand.NewPCG(seed, 0)))
	for left := kills; left > 0; left -= lifetime {
		r.live(min(left, lifetime))
	}
	r.report()
}

func number(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(name, ": ", err)
	}
	return n
}

// lifetime is how many kills a household goes through before another one begins.
const lifetime = 50

// reaper kills windows.
type reaper struct {
	*sessiontest.Session
	t      *testing.T
	words  *words.Words
	blind  string // the programs
	agent  string
	random *rand.Rand
	lives  int
	takes  map[string]time.Duration // how long each kind of edit took last
	fates  map[string]int           // what became of the edits
}

func newReaper(t *testing.T, random *rand.Rand) *reaper {
	t.Helper()
	r := &reaper{Session: sessiontest.New(t), t: t, random: random, takes: map[string]time.Duration{}, fates: map[string]int{}}
	var err error
	if r.words, err = words.Load("fr"); err != nil {
		t.Fatal(err)
	}
	if r.agent, err = agent(); err != nil {
		t.Fatal(err)
	}
	if r.blind, err = sessiontest.Build("blind", "vigie/cmd/internal/windowtest/testdata/blind", "CGO_ENABLED=0"); err != nil {
		t.Fatal(err)
	}
	r.StartBus()
	r.StartKeyring()
	return r
}

// life is one household and what is known of it. It lives in the test, never on
// the disk that is tested.
type life struct {
	*reaper
	data   string
	facts  map[string]bool // acknowledged, or seen since
	people map[string]string
	owned  map[string]owned // what can be taken back, by its fact
	steps  []string         // of the plan, that can be done
	edits  int
}

// live takes a household through kills.
func (r *reaper) live(kills int) {
	r.t.Helper()
	r.lives++
	l := &life{reaper: r, data: r.Path(fmt.Sprint("life ", r.lives)), facts: map[string]bool{}}
	for _, name := range []string{answering, doing} {
		l.ask(nil, "person", "add", name)
		l.ask(nil, "affiliation", "add", "--person", name, "--organisation", "France Travail", "--current")
	}
	agent := r.Start(exec.Command(r.agent, "--data", l.data, "--offline"))
	l.facts = l.look()
	for range kills {
		l.kill()
	}
	select {
	case <-agent.Ended:
		r.t.Fatalf("the agent ended beside the windows: %v\n%s", agent.Err, agent.Said.Bytes())
	default:
	}
	agent.Kill()
	l.checkLog()
	l.ask(nil, "doctor")
}

// starting is what a window does first.
const starting = "start"

// kill opens the window, lets it do something, and kills it over the next thing.
func (l *life) kill() {
	l.t.Helper()
	v := l.open()
	defer v.kill()
	if l.random.IntN(6) == 0 {
		v.killAfter(l.moment(starting))
		l.reckon(edit{kind: starting}, false)
		return
	}
	v.greet()
	if l.random.IntN(2) == 0 {
		e := l.next()
		took, said := v.do(e, patience)
		if !said {
			l.t.Fatalf("%v is not shown to be done; the screen says %q", e, v.screen)
		}
		l.takes[e.kind] = took
		l.apply(e)
	}
	e := l.next()
	_, said := v.do(e, l.moment(e.kind))
	v.kill()
	l.reckon(e, said)
}

// moment is any moment of what usually takes some time, and a little after.
func (l *life) moment(kind string) time.Duration {
	takes, known := l.takes[kind]
	if !known {
		takes = 300 * time.Millisecond
	}
	return time.Duration(1.2 * l.random.Float64() * float64(takes))
}

// What becomes of an edit.
const (
	undone       = "left no trace"
	unsaid       = "was done, and not shown"
	acknowledged = "was done and shown"
)

// reckon compares what is there after an edit with what was acknowledged: all of
// it and nothing else, besides the edit itself, whole or not at all.
func (l *life) reckon(e edit, said bool) {
	l.t.Helper()
	before := maps.Clone(l.facts)
	l.apply(e)
	after := l.facts
	now := l.look()
	fate := undone
	switch {
	case maps.Equal(now, after) && said:
		fate = acknowledged
	case maps.Equal(now, after) && len(e.adds)+len(e.removes) > 0:
		fate = unsaid
	case said || !maps.Equal(now, before):
		l.t.Fatalf("edit %d, %v, shown to be done: %t\nlost or undone: %q\nfrom nowhere or not removed: %q", l.edits, e, said, missing(after, now), missing(now, after))
	}
	l.fates[e.kind+" "+fate]++
	l.facts = now
}

// missing are the facts that some lack.
func missing(facts, in map[string]bool) (all []string) {
	for _, fact := range slices.Sorted(maps.Keys(facts)) {
		if !in[fact] {
			all = append(all, fact)
		}
	}
	return all
}

// ask has the command line print something of the household.
func (l *life) ask(document any, args ...string) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, l.agent, append(args, "--json", "--offline", "--data", l.data)...)
	var said strings.Builder
	cmd.Env, cmd.Stderr = l.Env(), &said
	out, err := cmd.Output()
	if err != nil {
		l.t.Fatalf("%v: %v\n%s%s", args, err, out, said.String())
	}
	if document == nil {
		return
	}
	if err := json.Unmarshal(out, document); err != nil {
		l.t.Fatalf("%v: %v", args, err)
	}
}

// checkLog fails if the agent had anything to complain of.
func (l *life) checkLog() {
	l.t.Helper()
	data, err := os.ReadFile(l.data + "/agent.log")
	if err != nil {
		l.t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if !strings.Contains(line, "level=INFO") {
			l.t.Errorf("the agent says: %s", line)
		}
	}
}

// report tells how the edits ended: volume proves nothing if no kill ever hit.
func (r *reaper) report() {
	r.t.Helper()
	interrupted := 0
	for _, fate := range slices.Sorted(maps.Keys(r.fates)) {
		r.t.Logf("%3d × %s", r.fates[fate], fate)
		if !strings.HasSuffix(fate, acknowledged) {
			interrupted += r.fates[fate]
		}
	}
	if interrupted == 0 {
		r.t.Error("nothing was interrupted")
	}
}
