package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vigie/monitor"
	"vigie/monitor/store/storetest"
)

// TestMemoryIsLikeDisk does the same to both stores, at random, and asks for
// the same answers and the same content.
func TestMemoryIsLikeDisk(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		disk, err := open(context.Background(), fmt.Sprintf("%s/%d", dir, n), schemas(), today)
		if err != nil {
			t.Fatal(err)
		}
		defer disk.Close()
		memory := NewMemory()
		memory.now = today
		for _, s := range []monitor.Store{disk, memory} {
			if err := s.Unlock(storetest.Key()); err != nil {
				t.Fatal(err)
			}
		}
		for range rapid.IntRange(1, 8).Draw(t, "updates") {
			drawStep(t)(t, disk, memory)
		}
		got, err := readContent(disk)
		if err != nil {
			t.Fatal("disk:", err)
		}
		want, err := readContent(memory)
		if err != nil {
			t.Fatal("memory:", err)
		}
		compare(t, got, want)
	})
}

func compare(t *rapid.T, disk, memory content) {
	for _, h := range []*monitor.Household{disk.Household, memory.Household} {
		h.Persons, h.Identifiers, h.Affiliations = nilIfEmpty(h.Persons), nilIfEmpty(h.Identifiers), nilIfEmpty(h.Affiliations)
		h.Evidence, h.Consents = nilIfEmpty(h.Evidence), nilIfEmpty(h.Consents)
	}
	disk.Known, memory.Known = nilIfEmpty(disk.Known), nilIfEmpty(memory.Known)
	disk.Alerts, memory.Alerts = nilIfEmpty(disk.Alerts), nilIfEmpty(memory.Alerts)
	if !reflect.DeepEqual(disk, memory) {
		t.Errorf("content:\n  disk %+v\nmemory %+v", disk, memory)
	}
}

// step does one thing to both stores.
type step func(t *rapid.T, disk, memory monitor.Store)

func drawStep(t *rapid.T) step {
	return rapid.OneOf(
		rapid.Map(rapid.SliceOfN(rapid.Custom(drawWrite), 1, 12), updateStep),
		rapid.Map(rapid.Custom(drawEntry), beginStep),
		rapid.Map(rapid.Int64Range(0, 6), finishStep),
	).Draw(t, "step")
}

// write is one call of a transaction.
type write func(monitor.Tx) error

var errStop = errors.New("stop here")

// drawWrite draws a call about few ids, so that they meet.
func drawWrite(t *rapid.T) write {
	id := rapid.SampledFrom([]string{"1", "2", "3"})
	a, b, text := id.Draw(t, "a"), id.Draw(t, "b"), rapid.StringN(0, 40, -1).Draw(t, "text")
	at := time.Unix(rapid.Int64Range(0, 1<<32).Draw(t, "at"), 999)
	return rapid.SampledFrom([]write{
		func(tx monitor.Tx) error { return tx.PutPerson(monitor.Person{ID: a, Name: text, Added: at}) },
		func(tx monitor.Tx) error {
			return tx.PutIdentifier(monitor.Identifier{ID: a, Person: b, Masked: text, Added: at})
		},
		func(tx monitor.Tx) error {
			return tx.PutAffiliation(monitor.Affiliation{ID: a, Person: b, Organisation: text, Added: at})
		},
		func(tx monitor.Tx) error {
			return tx.PutEvidence(monitor.Evidence{ID: a, Person: b, Reason: text, At: at})
		},
		func(tx monitor.Tx) error {
			return tx.PutEvidence(monitor.Evidence{ID: a, Person: b, Identifier: a, Breach: text, At: at})
		},
		func(tx monitor.Tx) error { return tx.PutConsent(monitor.Consent{Feed: a, Identifier: b, At: at}) },
		func(tx monitor.Tx) error { return tx.PutAlert(monitor.Alert{ID: a, Person: b, Breach: text, At: at}) },
		func(tx monitor.Tx) error {
			return tx.PutKnown([]monitor.KnownFinding{{Person: a, Breach: b, Verdict: monitor.Likely}, {Person: b, Breach: text}})
		},
		func(tx monitor.Tx) error {
			return tx.PutRecords([]monitor.Record{{Feed: a, Key: b, FirstSeen: at, Facts: monitor.Facts{Organisation: text}}})
		},
		func(tx monitor.Tx) error { return tx.PutFeedStatus(monitor.FeedStatus{Name: a, Cursor: []byte(text)}) },
		func(tx monitor.Tx) error { return tx.PutSetting("lang", text) },
		func(tx monitor.Tx) error { return tx.DeletePerson(a) },
		func(tx monitor.Tx) error { return tx.DeleteIdentifier(a) },
		func(tx monitor.Tx) error { return tx.DeleteAffiliation(a) },
		func(tx monitor.Tx) error { return tx.DeleteConsent(a, b) },
		func(monitor.Tx) error { return errStop },
	}).Draw(t, "write")
}

// updateStep runs the calls in one update. A call that is refused does not end
// it, unless it asks for that.
func updateStep(calls []write) step {
	return func(t *rapid.T, disk, memory monitor.Store) {
		var answers [2][]bool
		var errs [2]error
		for i, s := range []monitor.Store{disk, memory} {
			errs[i] = s.Update(context.Background(), func(tx monitor.Tx) error {
				for _, call := range calls {
					err := call(tx)
					if errors.Is(err, errStop) {
						return err
					}
					answers[i] = append(answers[i], err == nil)
				}
				return nil
			})
		}
		if !reflect.DeepEqual(answers[0], answers[1]) || !errors.Is(errs[0], errs[1]) {
			t.Fatalf("disk answered %v, %v, memory %v, %v", answers[0], errs[0], answers[1], errs[1])
		}
	}
}

func drawEntry(t *rapid.T) monitor.LedgerEntry {
	return monitor.LedgerEntry{
		At: time.Unix(rapid.Int64Range(0, 1<<32).Draw(t, "at"), 1), Feed: monitor.FeedHIBP, Host: "api.example",
		Sent:       rapid.SampledFrom([]monitor.Sent{monitor.SentNothing, monitor.SentEmail}).Draw(t, "sent"),
		Identifier: rapid.SampledFrom([]string{"", "1"}).Draw(t, "identifier"),
		Outcome:    rapid.SampledFrom([]string{"", "offline"}).Draw(t, "outcome"),
	}
}

func beginStep(e monitor.LedgerEntry) step {
	return func(t *rapid.T, disk, memory monitor.Store) {
		a, errA := disk.BeginRequest(context.Background(), e)
		b, errB := memory.BeginRequest(context.Background(), e)
		if a != b || errA != nil || errB != nil {
			t.Fatalf("disk began %d, %v, memory %d, %v", a, errA, b, errB)
		}
	}
}

func finishStep(id int64) step {
	return func(t *rapid.T, disk, memory monitor.Store) {
		a := disk.FinishRequest(context.Background(), id, "200", 1, 2)
		b := memory.FinishRequest(context.Background(), id, "200", 1, 2)
		if errors.Is(a, monitor.ErrNotFound) != errors.Is(b, monitor.ErrNotFound) || (a == nil) != (b == nil) {
			t.Fatalf("disk finished with %v, memory with %v", a, b)
		}
	}
}
