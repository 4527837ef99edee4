package passwords

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"sync"
)

// BatchSize is what the number of ranges asked for is a multiple of: the questions
// of one check are filled up to it with ranges drawn at random, all in random
// order, and as many are under way at once. So neither the number nor the timing
// of requests tells how many passwords there are, below the next multiple, or
// which prefix is somebody's.
const BatchSize = 8

// Ranges asks for all known passwords whose SHA-1 begins with five digits, in
// capitals; the function it returns gives the count of the 35 digits that follow.
// pwnedpasswords.Passwords.Range is one.
type Ranges func(ctx context.Context, prefix string) (counts func(suffix string) (int, error), err error)

// Online asks Pwned Passwords (haveibeenpwned.com/Passwords).
type Online struct{ Ranges Ranges }

// Counts is [Source.Counts]. After as many failures on end as fill a batch it
// stops: going on would be a storm, and the rest is not known.
func (o Online) Counts(ctx context.Context, hashes []Hash, progress func(done int)) []Answer {
	answers := unasked(len(hashes))
	wanted := make(map[string][]int, len(hashes)) // by prefix, places in hashes
	for i, h := range hashes {
		prefix := h.Digits()[:prefixDigits]
		wanted[prefix] = append(wanted[prefix], i)
	}
	prefixes, err := disguised(wanted)
	if err != nil {
		return failed(answers, err)
	}
	r := round{ranges: o.Ranges, wanted: wanted, hashes: hashes, answers: answers, progress: progress}
	next := make(chan string)
	var workers sync.WaitGroup
	for range BatchSize {
		workers.Go(func() {
			for prefix := range next {
				r.ask(ctx, prefix)
			}
		})
	}
	for _, prefix := range prefixes {
		if err = r.stopped(ctx); err != nil {
			break
		}
		next <- prefix
	}
	close(next)
	workers.Wait()
	return failed(answers, err)
}

// round is one call of Counts.
type round struct {
	ranges   Ranges
	wanted   map[string][]int
	hashes   []Hash
	answers  []Answer // each place is written by the one worker that has its prefix
	progress func(done int)

	mu       sync.Mutex
	done     int
	failures int // on end
	last     error
}

// stopped is why nothing more is to be asked, nil as long as there is no reason.
func (r *round) stopped(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failures >= BatchSize {
		return r.last
	}
	return ctx.Err()
}

func (r *round) ask(ctx context.Context, prefix string) {
	counts, err := r.ranges(ctx, prefix)
	for _, i := range r.wanted[prefix] {
		r.answers[i] = Answer{Err: err}
		if err == nil {
			r.answers[i].Count, r.answers[i].Err = counts(r.hashes[i].Digits()[prefixDigits:])
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done += len(r.wanted[prefix])
	if r.failures++; err == nil {
		r.failures = 0
	} else {
		r.last = err
	}
	if r.progress != nil {
		r.progress(r.done)
	}
}

// disguised is the wanted prefixes among others that fill the last batch, in
// random order.
func disguised(wanted map[string][]int) ([]string, error) {
	var all []string
	for prefix := range wanted {
		all = append(all, prefix)
	}
	others := make(map[string]bool)
	for (len(all)+len(others))%BatchSize != 0 {
		n, err := rand.Int(rand.Reader, big.NewInt(1<<(4*prefixDigits)))
		if err != nil {
			return nil, err
		}
		if prefix := fmt.Sprintf("%05X", n); wanted[prefix] == nil {
			others[prefix] = true
		}
	}
	for prefix := range others {
		all = append(all, prefix)
	}
	for i := len(all) - 1; i > 0; i-- {
		j, err := draw(i + 1)
		if err != nil {
			return nil, err
		}
		all[i], all[j] = all[j], all[i]
	}
	return all, nil
}

// failed gives what was not asked the reason why.
func failed(answers []Answer, err error) []Answer {
	for i := range answers {
		if errors.Is(answers[i].Err, errUnasked) {
			answers[i].Err = err
		}
	}
	return answers
}
