package passwords

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"
)

// BatchSize is how many ranges are asked for at once, always: the questions of
// one check are filled up to it with ranges drawn at random, in random order. So
// neither the number nor the timing of requests tells how many passwords there
// are, below the next multiple, or which prefix is somebody's.
const BatchSize = 8

// Ranges asks for all known passwords whose SHA-1 begins with five digits, in
// capitals; the function it returns gives the count of the 35 digits that follow.
// pwnedpasswords.Passwords.Range is one.
type Ranges func(ctx context.Context, prefix string) (counts func(suffix string) (int, error), err error)

// Online asks Pwned Passwords (haveibeenpwned.com/Passwords).
type Online struct{ Ranges Ranges }

// Counts is [Source.Counts]. When no request of a batch is answered, it stops:
// going on would be a storm, and the rest is not known.
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
	done := 0
	for batch := range slices.Chunk(prefixes, BatchSize) {
		if err := ctx.Err(); err != nil {
			return failed(answers, err)
		}
		if err := o.ask(ctx, batch, wanted, hashes, answers); err != nil {
			return failed(answers, err)
		}
		for _, prefix := range batch {
			done += len(wanted[prefix])
		}
		if progress != nil {
			progress(done)
		}
	}
	return answers
}

// ask sends one batch, all of it whatever the first answers say. Its error means
// that not one was answered.
func (o Online) ask(ctx context.Context, batch []string, wanted map[string][]int, hashes []Hash, answers []Answer) error {
	errs := make([]error, len(batch))
	var group sync.WaitGroup
	for n, prefix := range batch {
		group.Go(func() {
			counts, err := o.Ranges(ctx, prefix)
			errs[n] = err
			for _, i := range wanted[prefix] { // nobody else writes to these places
				if err != nil {
					answers[i] = Answer{Err: err}
					continue
				}
				count, err := counts(hashes[i].Digits()[prefixDigits:])
				answers[i] = Answer{count, err}
			}
		})
	}
	group.Wait()
	if slices.Contains(errs, nil) {
		return nil
	}
	return errs[0]
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
