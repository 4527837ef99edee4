package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"vigie/monitor"
)

func testUpdateSeesItself(t *testing.T, s monitor.Store) {
	f := makeFamily(kept)
	update(t, s, func(tx monitor.Tx) error {
		return first(
			func() error { return f.write(tx) },
			func() error { return tx.DeletePerson(f.Persons[0].ID) },
			func() error { return tx.PutPerson(f.Persons[0]) },
			func() error { f.Persons[1].Name = "Zoé"; return tx.PutPerson(f.Persons[1]) },
		)
	})
	// Who was deleted comes back last, and alone.
	want := family{Household: monitor.Household{Persons: []monitor.Person{f.Persons[1], f.Persons[0]},
		Identifiers: f.Identifiers[1:], Affiliations: f.Affiliations[1:], Evidence: f.Evidence[2:], Consents: f.Consents[1:]},
		known: f.known[1:], alerts: f.alerts[1:], documents: f.documents[1:]}
	want.check(t, s)
}

// writeAll writes something of every kind.
func writeAll(tx monitor.Tx) error {
	return first(
		func() error { return makeFamily(kept).write(tx) },
		func() error { return tx.PutRecords([]monitor.Record{makeRecord()}) },
		func() error { return tx.PutFeedStatus(monitor.FeedStatus{Name: monitor.FeedHIBP}) },
		func() error { return tx.PutSetting("lang", "fr") },
	)
}

func testRollback(t *testing.T, s monitor.Store) {
	ours := errors.New("ours")
	err := s.Update(context.Background(), func(tx monitor.Tx) error {
		return first(func() error { return writeAll(tx) }, func() error { return ours })
	})
	wantError(t, "Update", err, ours)
	testEmpty(t, s)

	// Deletions and replacements are undone as well.
	f := makeFamily(kept)
	f.put(t, s)
	err = s.Update(context.Background(), func(tx monitor.Tx) error {
		return first(
			func() error { return tx.DeletePerson(f.Persons[0].ID) },
			func() error { return tx.PutPerson(monitor.Person{ID: f.Persons[1].ID, Name: "Zoé"}) },
			func() error { return ours },
		)
	})
	wantError(t, "Update", err, ours)
	f.check(t, s)
}

func testPanic(t *testing.T, s monitor.Store) {
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = s.Update(context.Background(), func(tx monitor.Tx) error {
			if err := writeAll(tx); err != nil {
				return err
			}
			panic("a defect of the caller")
		})
	}()
	testEmpty(t, s)
	makeFamily(kept).put(t, s) // and the store still works
	makeFamily(kept).check(t, s)
}

func testCancelled(t *testing.T, s monitor.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	err := s.Update(ctx, func(tx monitor.Tx) error {
		defer cancel()
		return writeAll(tx)
	})
	wantError(t, "Update", err, context.Canceled)
	testEmpty(t, s)
	wantError(t, "Update", s.Update(ctx, writeAll), context.Canceled)
	testEmpty(t, s)
	makeFamily(kept).put(t, s)
	makeFamily(kept).check(t, s)
}

func testTxEnds(t *testing.T, s monitor.Store) {
	var late monitor.Tx
	update(t, s, func(tx monitor.Tx) error { late = tx; return nil })
	if err := writeAll(late); err == nil {
		t.Error("a transaction that is over took a write")
	}
	if err := late.PutSetting("lang", "fr"); err == nil {
		t.Error("a transaction that is over took a setting")
	}
	testEmpty(t, s)
}

// testConcurrent has writers that each add a person and an affiliation, in one
// update or in a failing one, and readers that must never see one without the
// other.
func testConcurrent(t *testing.T, s monitor.Store) {
	const writers, rounds = 4, 10
	ctx := context.Background()
	var writing, reading sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for r := range rounds {
				id := fmt.Sprintf("%d-%d", w, r)
				add := func(tx monitor.Tx) error {
					return first(
						func() error { return tx.PutPerson(monitor.Person{ID: id, Name: id}) },
						func() error { return tx.PutAffiliation(monitor.Affiliation{ID: id, Person: id}) },
					)
				}
				failing := errors.New("fails")
				if err := s.Update(ctx, func(tx monitor.Tx) error { _ = add(tx); return failing }); !errors.Is(err, failing) {
					t.Errorf("failing update: %v", err)
				}
				if err := s.Update(ctx, add); err != nil {
					t.Errorf("update: %v", err)
				}
				if _, err := s.BeginRequest(ctx, monitor.LedgerEntry{Sent: monitor.SentNothing}); err != nil {
					t.Errorf("ledger: %v", err)
				}
			}
		})
	}
	done := make(chan struct{})
	for range 2 {
		reading.Go(func() {
			for last := 0; ; {
				h, err := s.Household(ctx)
				if err != nil {
					t.Errorf("reading: %v", err)
					return
				}
				if n := len(h.Persons); n != len(h.Affiliations) || n < last {
					t.Errorf("a reader saw %d persons after %d, and %d affiliations", n, last, len(h.Affiliations))
				}
				last = len(h.Persons)
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	writing.Wait()
	close(done)
	reading.Wait()
	equal(t, "persons", len(readHousehold(t, s).Persons), writers*rounds)
	equal(t, "requests", len(readLedger(t, s)), writers*rounds)
}

func testClosed(t *testing.T, s monitor.Store) {
	ctx := context.Background()
	makeFamily(kept).put(t, s)
	if err := s.Close(); err != nil {
		t.Fatal("Close:", err)
	}
	if h, err := s.Household(ctx); err == nil {
		t.Errorf("a closed store gave %s", show(h))
	}
	if r, err := s.Records(ctx); err == nil {
		t.Errorf("a closed store gave %s", show(r))
	}
	if err := s.Update(ctx, func(monitor.Tx) error { return nil }); err == nil {
		t.Error("a closed store took an update")
	}
	if err := s.Close(); err != nil {
		t.Error("closing twice:", err)
	}
}
