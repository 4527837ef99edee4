package view

import (
	"fmt"
	"testing"
	"time"

	"vigie/monitor"
)

// long is a ledger of n rows, a minute apart.
func long(t testing.TB, n int) *State {
	t.Helper()
	s := everyday(t, "fr")
	s.Ledger = make([]monitor.LedgerEntry, n)
	for i := range s.Ledger {
		s.Ledger[i] = monitor.LedgerEntry{
			ID: int64(i + 1), At: now.Add(time.Duration(i-n) * time.Minute), Feed: monitor.FeedHIBP, Host: "haveibeenpwned.com",
			Purpose: monitor.PurposeCatalogue, Sent: monitor.SentNothing, BytesOut: 300, BytesIn: 1000, Outcome: "304",
		}
	}
	return s
}

// ledgerRows are the rows of the ledger screen.
func ledgerRows(t testing.TB, s *State) Rows {
	t.Helper()
	for _, b := range Show(s, UI{Place: Place{Screen: ScreenLedger}}).Screen.Blocks {
		if r, ok := b.(Rows); ok {
			return r
		}
	}
	t.Fatal("the ledger has no rows")
	return Rows{}
}

// A long list makes its rows as they are asked for: ten thousand cost no more
// words than a hundred.
func TestLongListIsMadeRowByRow(t *testing.T) {
	rows := ledgerRows(t, long(t, 10_000))
	if rows.Len != 10_000 {
		t.Fatalf("%d rows", rows.Len)
	}
	if first, last := rows.Row(0), rows.Row(9_999); first.Key != "10000" || last.Key != "1" {
		t.Errorf("the first row is %s, the last one %s", first.Key, last.Key)
	}
	show := func(s *State) float64 {
		return testing.AllocsPerRun(3, func() { Show(s, UI{Place: Place{Screen: ScreenLedger}}) })
	}
	few, many := show(long(t, 100)), show(long(t, 10_000))
	if many > few+100 {
		t.Errorf("%.0f allocations for 10 000 rows, %.0f for 100", many, few)
	}
}

// Somebody with five hundred sites, as a password manager's export has them.
func BenchmarkConcerned(b *testing.B) {
	s := everyday(b, "fr")
	h := *s.Household
	for i := range 500 {
		h.Affiliations = append(h.Affiliations, monitor.Affiliation{ID: fmt.Sprint("s", i), Person: "p1", Organisation: fmt.Sprintf("site%d.example", i)})
	}
	s.Household = &h
	settle(b, s)
	for b.Loop() {
		Show(s, UI{Place: Place{Screen: ScreenConcerned, Person: "p1"}})
	}
}

func BenchmarkHome(b *testing.B) {
	s := everyday(b, "fr")
	for b.Loop() {
		Show(s, UI{})
	}
}

func BenchmarkLedgerRow(b *testing.B) {
	rows := ledgerRows(b, long(b, 10_000))
	i := 0
	for b.Loop() {
		rows.Row(i % rows.Len)
		i++
	}
}
