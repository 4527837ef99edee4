package storetest

import (
	"bytes"
	"context"
	"testing"
	"time"

	"vigie/monitor"
)

// requests is a ledger: a catalogue, a look-up, a refused look-up, a password range.
func requests() []monitor.LedgerEntry {
	return []monitor.LedgerEntry{
		{At: kept(1), Feed: monitor.FeedHIBP, Host: "catalogue.example", Purpose: monitor.PurposeCatalogue, Sent: monitor.SentNothing, BytesOut: 312},
		{At: kept(2), Feed: monitor.FeedXposedOrNot, Host: "lookup.example", Purpose: monitor.PurposeLookup, Sent: monitor.SentEmail, Identifier: "identifier-Ana"},
		{At: kept(3), Feed: monitor.FeedXposedOrNot, Host: "lookup.example", Purpose: monitor.PurposeLookup, Sent: monitor.SentNothing,
			Identifier: "identifier-Ana", Outcome: string(monitor.ReasonNoConsent)},
		{At: kept(4), Feed: monitor.FeedPwnedPasswords, Host: "range.example", Purpose: monitor.PurposePasswordRange, Sent: monitor.SentPrefix5},
	}
}

// begin writes the requests and returns the rows that are expected.
func begin(t *testing.T, s monitor.Store) []monitor.LedgerEntry {
	t.Helper()
	rows := requests()
	for i := range rows {
		put := rows[i]
		put.At = moment(i + 1)
		rows[i].ID = must[int64](t)(s.BeginRequest(context.Background(), put))
		if rows[i].Outcome == "" {
			rows[i].Outcome = monitor.OutcomePending
		}
	}
	return rows
}

func readLedger(t *testing.T, s monitor.Store) []monitor.LedgerEntry {
	t.Helper()
	return must[[]monitor.LedgerEntry](t)(s.Requests(context.Background(), time.Time{}))
}

func testLedger(t *testing.T, s monitor.Store) {
	ctx := context.Background()
	rows := begin(t, s)
	equal(t, "pending", readLedger(t, s), rows)

	for _, i := range []int{1, 0} { // the first request may be answered last
		rows[i].Outcome, rows[i].BytesOut, rows[i].BytesIn = "200", 400, 20480
		if err := s.FinishRequest(ctx, rows[i].ID, "200", 400, 20480); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "finished", readLedger(t, s), rows)

	// The moment asked for is included, whatever its zone and fraction.
	equal(t, "since", must[[]monitor.LedgerEntry](t)(s.Requests(ctx, moment(3))), rows[2:])
	equal(t, "since after the last", len(must[[]monitor.LedgerEntry](t)(s.Requests(ctx, moment(5)))), 0)
}

func testFinishOnce(t *testing.T, s monitor.Store) {
	ctx := context.Background()
	rows := begin(t, s)
	if err := s.FinishRequest(ctx, rows[0].ID, "304", 1, 2); err != nil {
		t.Fatal(err)
	}
	rows[0].Outcome, rows[0].BytesOut, rows[0].BytesIn = "304", 1, 2
	wantError(t, "again", s.FinishRequest(ctx, rows[0].ID, "200", 3, 4), monitor.ErrNotFound)
	wantError(t, "refused", s.FinishRequest(ctx, rows[2].ID, "200", 3, 4), monitor.ErrNotFound)
	wantError(t, "never begun", s.FinishRequest(ctx, rows[3].ID+1, "200", 3, 4), monitor.ErrNotFound)
	wantError(t, "zero", s.FinishRequest(ctx, 0, "200", 3, 4), monitor.ErrNotFound)
	equal(t, "ledger", readLedger(t, s), rows)
}

func seal(t *testing.T, s monitor.Store) sealable {
	t.Helper()
	sealed, ok := s.(sealable)
	if !ok {
		t.Fatalf("%T cannot be locked", s)
	}
	sealed.Lock()
	return sealed
}

func unlock(t *testing.T, s sealable) {
	t.Helper()
	if err := s.Unlock(Key()); err != nil {
		t.Fatal("Unlock:", err)
	}
}

func testSealedPeople(t *testing.T, store monitor.Store) {
	ctx := context.Background()
	f := makeFamily(kept)
	f.put(t, store)
	s := seal(t, store)

	_, err := s.Household(ctx)
	wantError(t, "Household", err, monitor.ErrSealed)
	_, err = s.Known(ctx)
	wantError(t, "Known", err, monitor.ErrSealed)
	_, err = s.Alerts(ctx)
	wantError(t, "Alerts", err, monitor.ErrSealed)
	for what, change := range map[string]func(monitor.Tx) error{
		"PutPerson":         func(tx monitor.Tx) error { return tx.PutPerson(f.Persons[0]) },
		"PutIdentifier":     func(tx monitor.Tx) error { return tx.PutIdentifier(f.Identifiers[0]) },
		"PutAffiliation":    func(tx monitor.Tx) error { return tx.PutAffiliation(f.Affiliations[0]) },
		"PutEvidence":       func(tx monitor.Tx) error { return tx.PutEvidence(f.Evidence[0]) },
		"PutConsent":        func(tx monitor.Tx) error { return tx.PutConsent(f.Consents[0]) },
		"PutKnown":          func(tx monitor.Tx) error { return tx.PutKnown(f.known) },
		"PutAlert":          func(tx monitor.Tx) error { return tx.PutAlert(f.alerts[0]) },
		"DeletePerson":      func(tx monitor.Tx) error { return tx.DeletePerson(f.Persons[0].ID) },
		"DeleteIdentifier":  func(tx monitor.Tx) error { return tx.DeleteIdentifier(f.Identifiers[0].ID) },
		"DeleteAffiliation": func(tx monitor.Tx) error { return tx.DeleteAffiliation(f.Affiliations[0].ID) },
		"DeleteConsent":     func(tx monitor.Tx) error { return tx.DeleteConsent(monitor.FeedHIBP, f.Identifiers[0].ID) },
	} {
		err := s.Update(ctx, func(tx monitor.Tx) error {
			return first(func() error { return tx.PutSetting("half", "done") }, func() error { return change(tx) })
		})
		wantError(t, what, err, monitor.ErrSealed)
	}
	equal(t, "setting of an update that failed", must[string](t)(s.Setting(ctx, "half")), "")

	// Public facts go on: a machine may check feeds before anyone unlocks it.
	r := makeRecord()
	putRecords(t, s, r)
	equal(t, "records", readRecords(t, s), []monitor.Record{r})

	unlock(t, s)
	f.check(t, s)
}

func testSealedLedger(t *testing.T, store monitor.Store) {
	ctx := context.Background()
	rows := begin(t, store)
	s := seal(t, store)

	for _, e := range requests()[1:] {
		_, err := s.BeginRequest(ctx, e)
		wantError(t, string(e.Purpose), err, monitor.ErrSealed)
	}
	catalogue := rows[0]
	catalogue.ID = must[int64](t)(s.BeginRequest(ctx, catalogue))
	// An answer may come after the key was forgotten.
	if err := s.FinishRequest(ctx, rows[1].ID, "404", 5, 6); err != nil {
		t.Fatal(err)
	}
	rows[1].Outcome, rows[1].BytesOut, rows[1].BytesIn = "404", 5, 6
	rows = append(rows, catalogue)

	sealed := append([]monitor.LedgerEntry{}, rows...)
	for i := range sealed {
		if sealed[i].Purpose != monitor.PurposeCatalogue {
			sealed[i].Sent, sealed[i].Identifier = "", ""
		}
	}
	equal(t, "sealed ledger", readLedger(t, s), sealed)
	unlock(t, s)
	equal(t, "ledger", readLedger(t, s), rows)
}

func testWrongKey(t *testing.T, store monitor.Store) {
	f := makeFamily(kept)
	f.put(t, store)
	s := seal(t, store)
	err := s.Unlock(bytes.Repeat([]byte{1}, 32))
	wantError(t, "a wrong key", err, monitor.ErrWrongKey)
	wantError(t, "a wrong key", err, monitor.ErrSealed)
	for _, size := range []int{0, 16, 31, 33, 64} {
		if err := s.Unlock(make([]byte, size)); err == nil {
			t.Errorf("a key of %d bytes was taken", size)
		}
	}
	_, err = s.Household(context.Background())
	wantError(t, "Household after a wrong key", err, monitor.ErrSealed)
	unlock(t, s)
	f.check(t, s)

	// A wrong key does not close what the right one opened.
	wantError(t, "a wrong key", s.Unlock(bytes.Repeat([]byte{1}, 32)), monitor.ErrWrongKey)
	f.check(t, s)
}
