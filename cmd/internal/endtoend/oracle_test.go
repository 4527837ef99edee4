//go:build e2e && linux

package endtoend

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// oracle knows what an installation acknowledged. It lives in the test, never
// on the disk that is tested.
type oracle struct {
	facts    map[string]bool // acknowledged, or seen since
	findings []finding       // as they were seen last
	told     map[string]string
}

func newOracle() oracle {
	return oracle{facts: make(map[string]bool), told: make(map[string]string)}
}

// concerned are the breaches that concern a person.
func (o *oracle) concerned(person string) (breaches []string) {
	for _, f := range o.findings {
		if f.Person == person && f.Verdict != "not-concerned" {
			breaches = append(breaches, f.Breach)
		}
	}
	return breaches
}

// What becomes of a deed that was not let finish, or was.
const (
	undone       = "left no trace"
	unsaid       = "was done, and did not say so"
	acknowledged = "was done and said so"
)

// reckon compares what is there after a deed with what was acknowledged: all of
// it and nothing else, besides the deed itself, whole or not at all.
func (l *life) reckon(d deed, r result) (fate string) {
	l.t.Helper()
	said := json.Valid([]byte(r.out))
	if finished := slices.Contains([]int{done, news, incomplete}, r.status); finished && !said {
		l.t.Fatalf("ended without a word: %v", r)
	}
	now := l.look()
	for fact := range l.oracle.facts {
		if !now[fact] {
			l.t.Fatalf("lost: %s; deed %d, %v", fact, l.deeds, r)
		}
	}
	did := 0
	for fact := range now {
		switch {
		case slices.Contains(d.adds, fact):
			did++
		case !l.oracle.facts[fact]:
			l.t.Fatalf("from nowhere: %s; deed %d, %v", fact, l.deeds, r)
		}
	}
	if did != 0 && did != len(d.adds) || said && did != len(d.adds) {
		l.t.Fatalf("%d facts of %d were kept; deed %d, %v", did, len(d.adds), l.deeds, r)
	}
	l.oracle.facts = now
	if d.name == "check" && said {
		l.hear(read[checked](l.session, r).Alerts)
	}
	l.tidy()
	switch {
	case said:
		return acknowledged
	case did > 0:
		return unsaid
	}
	return undone
}

// look is everything that the household said, as the program has it now. It is
// also what undoes and finishes whatever was interrupted.
func (l *life) look() map[string]bool {
	l.t.Helper()
	facts := make(map[string]bool)
	l.persons = nil
	for _, p := range ask[[]person](l.session, "person", "list", "--data", l.data) {
		l.persons = append(l.persons, p.Name)
		facts[p.Name] = true
	}
	var ids []string
	for _, i := range ask[[]identifier](l.session, "identifier", "list", "--reveal", "--data", l.data) {
		if !i.Valid {
			l.t.Fatalf("the key store has lost an identifier: %+v", i)
		}
		ids = append(ids, i.ID)
		facts[i.Person+" has "+i.Value] = true
	}
	slices.Sort(ids)
	if kept := l.kept(l.data); !slices.Equal(kept, ids) {
		l.t.Fatalf("the key store has %v, the database %v", kept, ids)
	}
	for _, a := range ask[[]affiliation](l.session, "affiliation", "list", "--data", l.data) {
		facts[a.Person+" deals with "+a.Organisation] = true
	}
	l.oracle.findings = ask[[]finding](l.session, "findings", "--data", l.data)
	for _, f := range l.oracle.findings {
		if f.Verdict == "confirmed" { // nothing but a notice confirms here
			facts[f.Person+" was told of "+f.Breach] = true
		}
	}
	return facts
}

// hear notes what was told: one alert for each person, breach and kind. The same
// alert may be told again when nobody knows whether it was heard.
func (l *life) hear(alerts []alert) {
	l.t.Helper()
	for _, a := range alerts {
		what := fmt.Sprintf("%s: %s, %s", a.Person, a.Breach, a.Kind)
		if before, ok := l.oracle.told[what]; ok && before != a.ID {
			l.t.Fatalf("two alerts for one thing: %s", what)
		}
		l.oracle.told[what] = a.ID
	}
}

// belongs matches what may lie in the data folder between two commands: what the
// program keeps there, and what tests put there.
var belongs = regexp.MustCompile(`^(filler|vigie\.db(\.lock|-wal|-shm)?|instance|feeds\.toml|(check|household|keychain)\.lock|backups)$`)

// tidy fails when interrupted work left something lying about.
func (l *life) tidy() {
	l.t.Helper()
	entries, err := os.ReadDir(filepath.Join(l.root, l.data))
	if err != nil {
		l.t.Fatal(err)
	}
	for _, e := range entries {
		if !belongs.MatchString(e.Name()) {
			l.t.Errorf("left behind: %s", e.Name())
		}
	}
}

// rest lets the installation finish, and sees that nothing is missing then:
// every finding was told, the ledger has every request, the database is sound.
func (l *life) rest() {
	l.t.Helper()
	for _, statuses := range [][]int{{done, news}, {done}} { // the second time there is nothing left to tell
		l.hear(read[checked](l.session, l.must(l.command("check"), statuses...)).Alerts)
	}
	l.look()
	for _, f := range l.oracle.findings {
		what := fmt.Sprintf("%s: %s, new", f.Person, f.Breach)
		if f.Verdict != "not-concerned" && l.oracle.told[what] == "" {
			l.t.Errorf("never told: %s", what)
		}
	}
	l.checkLedger()
	l.must(l.command("doctor"), done)
}

// checkLedger fails if the ledger lacks a request that a feed received, or has
// an answer that no feed gave. A program that was killed knows of no answer, and
// may not have come to sending.
func (l *life) checkLedger() {
	l.t.Helper()
	rows, answered := make(map[string]int), make(map[string]int)
	for _, row := range ask[[]request](l.session, "ledger", "--data", l.data) {
		rows[row.Feed]++
		if _, err := strconv.Atoi(row.Outcome); err == nil {
			answered[row.Feed]++
		}
	}
	wire := l.net.take()
	for feed := range bases {
		if received := len(wire[feed].answers); rows[feed] < received || answered[feed] > received {
			l.t.Errorf("%s received %d requests; the ledger has %d, of which %d were answered", feed, received, rows[feed], answered[feed])
		}
	}
}
