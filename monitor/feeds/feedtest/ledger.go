package feedtest

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"vigie/monitor"
)

// Ledger is a ledger in memory.
type Ledger struct {
	Err error // returned by BeginRequest, when set

	mu   sync.Mutex
	rows []monitor.LedgerEntry
}

// BeginRequest adds a row.
func (l *Ledger) BeginRequest(_ context.Context, e monitor.LedgerEntry) (int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Err != nil {
		return 0, l.Err
	}
	e.ID = int64(len(l.rows)) + 1
	l.rows = append(l.rows, e)
	return e.ID, nil
}

// FinishRequest ends a row.
func (l *Ledger) FinishRequest(_ context.Context, id int64, outcome string, bytesOut, bytesIn int64) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	row := &l.rows[id-1]
	row.Outcome, row.BytesOut, row.BytesIn = outcome, bytesOut, bytesIn
	return nil
}

// Requests lists the rows since a time.
func (l *Ledger) Requests(_ context.Context, since time.Time) ([]monitor.LedgerEntry, error) {
	rows := l.Rows()
	return slices.DeleteFunc(rows, func(e monitor.LedgerEntry) bool { return e.At.Before(since) }), nil
}

// Rows is a copy of every row, oldest first.
func (l *Ledger) Rows() []monitor.LedgerEntry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.rows)
}

// checkLedger asks for one finished row per request, and nothing personal in
// any; unless exact, there may be rows of requests that did not arrive.
func checkLedger(t *testing.T, l *Ledger, feed string, v *server, requests int, exact bool) {
	t.Helper()
	rows := l.Rows()
	if len(rows) < requests || exact && len(rows) > requests {
		t.Errorf("%d ledger rows for %d requests", len(rows), requests)
	}
	u, err := url.Parse(v.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row.Feed != feed || row.Host != u.Host || row.Purpose != monitor.PurposeCatalogue ||
			row.Sent != monitor.SentNothing || row.Identifier != "" || exact && row.BytesOut == 0 {
			t.Errorf("ledger row %+v", row)
		}
		_, err := strconv.Atoi(row.Outcome)
		switch monitor.Reason(row.Outcome) {
		case monitor.ReasonTimeout, monitor.ReasonInterrupted, monitor.ReasonTruncated, monitor.ReasonTooLarge,
			monitor.ReasonSignIn, monitor.ReasonNotUnderstood:
		default:
			if err != nil {
				t.Errorf("ledger outcome %q", row.Outcome)
			}
		}
	}
}
