package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/store/storetest"
)

// crashDir names the environment variable by which the test starts itself as
// the writer that will be killed.
const crashDir = "VIGIE_CRASH_DIR"

// crashingWriter commits for ever, and tells on its standard output what was
// acknowledged: "e 7" an evidence, "l 7" a ledger row.
func crashingWriter(dir string) {
	fatal := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	ctx := context.Background()
	s, err := Open(ctx, dir)
	fatal(err)
	fatal(s.Unlock(storetest.Key()))
	fatal(s.Update(ctx, func(tx monitor.Tx) error { return tx.PutPerson(monitor.Person{ID: "p", Name: canaryName}) }))
	h, err := s.Household(ctx)
	fatal(err)
	for n := len(h.Evidence); ; n++ {
		fatal(s.Update(ctx, func(tx monitor.Tx) error {
			// Two rows of two kinds: one without the other would be half an update.
			if err := tx.PutEvidence(monitor.Evidence{ID: strconv.Itoa(n), Person: "p", Breach: canaryBreach, Kind: monitor.DontKnow}); err != nil {
				return err
			}
			if n%5 == 4 { // and deletions, with the checkpoints that follow them
				if err := tx.PutAffiliation(monitor.Affiliation{ID: "brief", Person: "p"}); err != nil {
					return err
				}
				if err := tx.DeleteAffiliation("brief"); err != nil {
					return err
				}
			}
			return tx.PutSetting("n", strconv.Itoa(n))
		}))
		fmt.Println("e", n)
		id, err := s.BeginRequest(ctx, monitor.LedgerEntry{Sent: monitor.SentEmail, Identifier: canaryIdentifier})
		fatal(err)
		fmt.Println("l", id)
		if n%20 == 19 {
			fatal(s.Backup(ctx, day.AddDate(0, 0, n)))
		}
	}
}

// TestCrash kills a writer again and again, with kill -9: nothing that it
// acknowledged may be missing. VIGIE_CRASHES is how often, for long runs.
func TestCrash(t *testing.T) {
	crashes := 20
	if text := os.Getenv("VIGIE_CRASHES"); text != "" {
		var err error
		if crashes, err = strconv.Atoi(text); err != nil {
			t.Fatal("VIGIE_CRASHES:", err)
		}
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	var last acknowledged
	for n := range crashes {
		if n%10 == 0 { // the first start is as fragile as any
			dir, last = t.TempDir(), acknowledged{-1, 0}
		}
		last = crashOnce(t, dir, random.IntN(60), last)
		last.check(t, dir)
		if t.Failed() {
			t.Fatalf("after crash %d, seed %d", n, seed)
		}
	}
}

type acknowledged struct {
	evidence int
	ledger   int64
}

// crashOnce runs a writer until it has acknowledged so many facts, kills it,
// and returns the last it acknowledged.
func crashOnce(t *testing.T, dir string, facts int, last acknowledged) acknowledged {
	t.Helper()
	writer := exec.Command(os.Args[0])
	writer.Env = append(os.Environ(), crashDir+"="+dir)
	writer.Stderr = os.Stderr
	out, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func() {
		if err := writer.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
	if facts == 0 {
		kill()
	}
	for lines := bufio.NewScanner(out); lines.Scan(); facts-- { // what was in the pipe is read after the kill
		var kind string
		var n int64
		if _, err := fmt.Sscan(lines.Text(), &kind, &n); err != nil {
			t.Fatalf("the writer said %q", lines.Text())
		}
		if kind == "e" {
			last.evidence = int(n)
		} else {
			last.ledger = n
		}
		if facts == 1 {
			kill()
		}
	}
	if err := writer.Wait(); err == nil || writer.ProcessState.ExitCode() != -1 {
		t.Fatalf("the writer ended by itself: %v", err)
	}
	return last
}

// check opens what the crash left. There may be one more than was acknowledged:
// it was kept, and the writer died before it could tell.
func (a *acknowledged) check(t *testing.T, dir string) {
	t.Helper()
	s := openUnlocked(t, dir)
	defer closeStore(t, s)
	ctx := context.Background()
	if i, err := s.Incident(ctx); i != nil || err != nil {
		t.Errorf("incident %+v, %v", i, err)
	}
	c := contentOf(t, s)
	n, err := s.Setting(ctx, "n")
	if err != nil {
		t.Fatal(err)
	}
	kept := len(c.Household.Evidence) - 1
	if kept != a.evidence && kept != a.evidence+1 {
		t.Errorf("evidence up to %d is kept, up to %d was acknowledged", kept, a.evidence)
	}
	if kept >= 0 && n != strconv.Itoa(kept) {
		t.Errorf("half an update: setting %s, evidence %d", n, kept)
	}
	for i, e := range c.Household.Evidence {
		if e.ID != strconv.Itoa(i) {
			t.Errorf("evidence %d is %s", i, e.ID)
		}
	}
	if rows := int64(len(c.Ledger)); rows != a.ledger && rows != a.ledger+1 {
		t.Errorf("%d rows of the ledger are kept, %d were acknowledged", rows, a.ledger)
	}
	if len(c.Household.Affiliations) != 0 {
		t.Error("what was deleted is back")
	}
	a.evidence, a.ledger = kept, int64(len(c.Ledger))
}
