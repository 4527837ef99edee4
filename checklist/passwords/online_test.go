package passwords

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

var errDown = errors.New("down")

// service is a list of leaked passwords that remembers what it was asked.
type service struct {
	mu    sync.Mutex
	known map[string]int // by digits
	asked []string
	down  func(prefix string, nth int) error
}

func (s *service) ranges(_ context.Context, prefix string) (func(string) (int, error), error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, prefix)
	if s.down != nil {
		if err := s.down(prefix, len(s.asked)); err != nil {
			return nil, err
		}
	}
	return func(suffix string) (int, error) { return s.known[prefix+suffix], nil }, nil
}

func hashesOf(n int) []Hash {
	all := make([]Hash, n)
	for i := range all {
		all[i] = NewSecret(fmt.Append(nil, "password ", i)).Hash()
	}
	return all
}

// TestShapeTellsNothing: one password and eight make the same requests, forty
// make five such batches, and no prefix is asked twice.
func TestShapeTellsNothing(t *testing.T) {
	for n, want := range map[int]int{1: 8, 2: 8, 8: 8, 9: 16, 40: 40} {
		s := &service{}
		answers := Online{s.ranges}.Counts(t.Context(), hashesOf(n), nil)
		if len(answers) != n || len(s.asked) != want {
			t.Errorf("%d passwords: %d requests, want %d", n, len(s.asked), want)
		}
		seen := make(map[string]bool)
		for _, prefix := range s.asked {
			if seen[prefix] || len(prefix) != prefixDigits || strings.Trim(prefix, "0123456789ABCDEF") != "" {
				t.Errorf("%d passwords: asked for %q", n, prefix)
			}
			seen[prefix] = true
		}
	}
}

// TestPlaceTellsNothing: the one prefix that matters comes first as often as any.
func TestPlaceTellsNothing(t *testing.T) {
	h := hashesOf(1)
	var first int
	const runs = 800
	for range runs {
		all, err := disguised(map[string][]int{h[0].Digits()[:prefixDigits]: {0}})
		if err != nil {
			t.Fatal(err)
		}
		if all[0] == h[0].Digits()[:prefixDigits] {
			first++
		}
	}
	if first < 40 || first > 180 { // 100 expected; six standard deviations and more
		t.Errorf("first in %d of %d", first, runs)
	}
}

// TestOneBatchAtATime: while nothing is answered, as many requests as a batch has
// are under way, for one password and for forty.
func TestOneBatchAtATime(t *testing.T) {
	for _, n := range []int{1, 40} {
		synctest.Test(t, func(t *testing.T) {
			var underWay atomic.Int32
			answer := make(chan struct{})
			go Online{func(context.Context, string) (func(string) (int, error), error) {
				underWay.Add(1)
				<-answer
				return nil, errDown
			}}.Counts(t.Context(), hashesOf(n), nil)
			synctest.Wait()
			if got := underWay.Load(); got != BatchSize {
				t.Errorf("%d passwords: %d requests at once", n, got)
			}
			close(answer)
		})
	}
}

func TestOnlineCounts(t *testing.T) {
	hashes := hashesOf(20)
	s := &service{known: map[string]int{hashes[3].Digits(): 7, hashes[19].Digits(): 1}}
	last := 0
	answers := Online{s.ranges}.Counts(t.Context(), append(hashes, hashes[3]), func(done int) {
		if done < last {
			t.Errorf("progress went from %d to %d", last, done)
		}
		last = done
	})
	for i, a := range answers {
		want := map[int]int{3: 7, 19: 1, 20: 7}[i]
		if a.Count != want || a.Err != nil {
			t.Errorf("%d: %+v, want %d", i, a, want)
		}
	}
	if last != 21 {
		t.Errorf("progress ended at %d", last)
	}
}

// TestNoAnswerIsUnknown: a range that fails leaves its passwords unknown and no
// others; a service that is down is not asked on; nothing turns into "not known".
func TestNoAnswerIsUnknown(t *testing.T) {
	hashes := hashesOf(40)
	bad := hashes[5].Digits()[:prefixDigits]
	s := &service{down: func(prefix string, _ int) error {
		if prefix == bad {
			return errDown
		}
		return nil
	}}
	for i, a := range (Online{s.ranges}).Counts(t.Context(), hashes, nil) {
		if (a.Err != nil) != (i == 5) {
			t.Errorf("%d: %v", i, a.Err)
		}
	}

	s = &service{down: func(_ string, nth int) error {
		if nth > BatchSize {
			return errDown
		}
		return nil
	}}
	known := 0
	for _, a := range (Online{s.ranges}).Counts(t.Context(), hashes, nil) {
		if a.Err == nil {
			known++
		} else if !errors.Is(a.Err, errDown) {
			t.Errorf("error %v", a.Err)
		}
	}
	if known != BatchSize || len(s.asked) < 2*BatchSize || len(s.asked) > 3*BatchSize {
		t.Errorf("%d answers after %d requests", known, len(s.asked))
	}
}

// TestCancelled: what was under way is finished, what is left is not known.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := &service{}
	answers := Online{s.ranges}.Counts(ctx, hashesOf(80), func(int) { cancel() })
	known := 0
	for _, a := range answers {
		if a.Err == nil {
			known++
		} else if !errors.Is(a.Err, context.Canceled) {
			t.Errorf("error %v", a.Err)
		}
	}
	if known == 0 || known != len(s.asked) || known > 2*BatchSize {
		t.Errorf("%d requests, %d answers", len(s.asked), known)
	}
}
