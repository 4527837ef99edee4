package installation

import (
	"context"
	"strconv"
	"sync"

	"vigie/monitor"
)

// requestsInRow is how many requests of a long download share a row of the
// ledger. A row for each of a million requests, all of them the same for
// everybody, would hide the few that are about somebody, and take longer than the
// download itself. So a row is written before the first of so many leaves, and
// ends with the bytes of all; of a program that is killed one stays pending.
const requestsInRow = 4096

// summed is a ledger for requests that say nothing about anybody: it sums them
// up, in rows of the ledger behind it.
type summed struct {
	monitor.Ledger

	mu   sync.Mutex
	last int64 // the row that requests are added to; 0 before the first
	open map[int64]*sum
}

// sum is a row that has not ended.
type sum struct {
	begun, finished int
	out, in         int64
	outcome         string // of a request without an answer, if there was one
	failed          bool   // there was
}

func newSummed(l monitor.Ledger) *summed { return &summed{Ledger: l, open: make(map[int64]*sum)} }

// BeginRequest is that of [monitor.Ledger], for the first of many.
func (s *summed) BeginRequest(ctx context.Context, e monitor.LedgerEntry) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	row := s.open[s.last]
	if row == nil || row.begun == requestsInRow {
		id, err := s.Ledger.BeginRequest(ctx, e)
		if err != nil {
			return 0, err
		}
		row = &sum{}
		s.last, s.open[id] = id, row
	}
	row.begun++
	return s.last, nil
}

// FinishRequest is that of [monitor.Ledger], for the last of many.
func (s *summed) FinishRequest(ctx context.Context, id int64, outcome string, bytesOut, bytesIn int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	row := s.open[id]
	row.finished++
	row.out += bytesOut
	row.in += bytesIn
	status, err := strconv.Atoi(outcome)
	if failed := err != nil || status >= 400; failed || !row.failed {
		row.outcome, row.failed = outcome, failed
	}
	if row.finished == requestsInRow {
		return s.end(ctx, id)
	}
	return nil
}

// Close ends the rows that are left, when no request is under way any more.
func (s *summed) Close(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id := range s.open {
		if err := s.end(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *summed) end(ctx context.Context, id int64) error {
	row := s.open[id]
	delete(s.open, id)
	return s.Ledger.FinishRequest(ctx, id, row.outcome, row.out, row.in)
}
