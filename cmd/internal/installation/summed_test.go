package installation

import (
	"fmt"
	"sync"
	"testing"

	"vigie/monitor"
	"vigie/monitor/feeds/feedtest"
)

// TestSummed: many requests at once, some without an answer, make few rows with
// all their bytes; a row says so when one of its requests failed.
func TestSummed(t *testing.T) {
	behind := &feedtest.Ledger{}
	s := newSummed(behind)
	entry := monitor.LedgerEntry{Feed: monitor.FeedPwnedPasswords, Sent: monitor.SentNothing, Outcome: monitor.OutcomePending}
	request := func(n int) error {
		id, err := s.BeginRequest(t.Context(), entry)
		if err != nil || behind.Rows()[id-1].Outcome != monitor.OutcomePending {
			return fmt.Errorf("row %d: %v", id, err)
		}
		outcome := []string{"200", "304"}[n%2]
		if n == 10 { // it is of the first row
			outcome = "timeout"
		}
		return s.FinishRequest(t.Context(), id, outcome, 2, 3)
	}
	if err := request(10); err != nil {
		t.Fatal(err)
	}
	const requests = 2*requestsInRow + 5
	var workers sync.WaitGroup
	for n := range 4 {
		workers.Go(func() {
			for i := 11 + n; i < 10+requests; i += 4 {
				if err := request(i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	var out, in int64
	rows := behind.Rows()
	for i, r := range rows {
		out, in = out+r.BytesOut, in+r.BytesIn
		if failed := r.Outcome == "timeout"; failed != (i == 0) || !failed && r.Outcome != "200" && r.Outcome != "304" {
			t.Errorf("row %d: %+v", i, r)
		}
	}
	if len(rows) != 3 || out != 2*requests || in != 3*requests {
		t.Errorf("%d rows, %d and %d bytes", len(rows), out, in)
	}
}
