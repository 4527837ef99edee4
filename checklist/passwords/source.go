package passwords

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"strings"

	"vigie/monitor"
)

// Hash is the SHA-1 of a password in UTF-8: what lists of leaked passwords are
// made of. It is as secret as the password.
type Hash [sha1.Size]byte

// Hash is the password's hash.
func (s Secret) Hash() Hash { return sha1.Sum(s.text) }

// Digits writes the hash as the lists do: forty digits, in capitals.
func (h Hash) Digits() string { return strings.ToUpper(hex.EncodeToString(h[:])) }

// prefixDigits is how many digits of a hash a range is asked for by.
const prefixDigits = 5

// Answer is what a list says of one password: how often it stands in leaks, 0
// being a verified "not in this list"; or, with Err, that nothing is known of it.
type Answer struct {
	Count int
	Err   error
}

// Source is a list of leaked passwords: [Online] or [File].
type Source interface {
	// Counts looks hashes up and returns one answer for each, in their order.
	// What was not looked up when the context ended has its error. progress, if
	// not nil, is told now and then how many hashes have their answer.
	Counts(ctx context.Context, hashes []Hash, progress func(done int)) []Answer
}

// errUnasked is why a hash has no answer when its turn never came.
var errUnasked = errors.New("not asked")

// unasked is a list of answers that nobody has given yet.
func unasked(n int) []Answer {
	answers := make([]Answer, n)
	for i := range answers {
		answers[i].Err = errUnasked
	}
	return answers
}

// knownBad are passwords that every list holds: one that lacks any of them is
// none, or was cut short, and would call everything safe.
var knownBad = []string{"password", "123456", "azerty", "qwerty", "000000", "soleil", "princess", "iloveyou"}

// TryOut asks a list on this computer for passwords that every list holds. Its
// error is a *[monitor.Problem].
func TryOut(ctx context.Context, list Source) error {
	hashes := make([]Hash, len(knownBad))
	for i, p := range knownBad {
		hashes[i] = NewSecret([]byte(p)).Hash()
	}
	for _, a := range list.Counts(ctx, hashes, nil) {
		if a.Count == 0 && !errors.Is(a.Err, ErrPerhaps) {
			return monitor.NewProblem("passwords.list-cut").Because(a.Err)
		}
	}
	return nil
}
