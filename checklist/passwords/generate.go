package passwords

import (
	"crypto/rand"
	"io/fs"
	"math"
	"math/big"
	"strings"
)

// Made is a password drawn at random, and exactly how hard it is to guess: the
// logarithm of the number of equally likely ones.
type Made struct {
	Secret Secret
	Bits   float64
}

// Reveal gives the password away: it was made to be written down somewhere.
func (m Made) Reveal() string { return string(m.Secret.text) }

// DefaultWords reaches the CNIL's 80 bits with words of eleven bits each.
const DefaultWords = 8

// Phrase draws words of a language ("fr" or "en") and joins them with hyphens.
func Phrase(files fs.FS, language string, words int) (Made, error) {
	list, err := readWords(files, language+".txt")
	if err != nil {
		return Made{}, err
	}
	drawn := make([]string, words)
	for i := range drawn {
		n, err := draw(len(list))
		if err != nil {
			return Made{}, err
		}
		drawn[i] = list[n]
	}
	return Made{NewSecret([]byte(strings.Join(drawn, "-"))), float64(words) * math.Log2(float64(len(list)))}, nil
}

// The four kinds of the CNIL's example. The signs are those of its 37 that every
// site takes and that no shell or keyboard changes.
var kinds = []string{"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "!#%&()*+,-./:;=?@[]_{}"}

// DefaultCharacters reaches 80 bits with characters of the four kinds.
const DefaultCharacters = 14

// Characters draws characters of all four kinds, each at least once. n is at
// least 4; the bits are those of the passwords that hold every kind.
func Characters(n int) (Made, error) {
	all := strings.Join(kinds, "")
	text := make([]byte, n)
	for {
		for i := range text {
			k, err := draw(len(all))
			if err != nil {
				return Made{}, err
			}
			text[i] = all[k]
		}
		if holdsEveryKind(text) {
			return Made{NewSecret(text), math.Log2(withEveryKind(n))}, nil
		}
	}
}

func holdsEveryKind(text []byte) bool {
	for _, kind := range kinds {
		if !strings.ContainsAny(kind, string(text)) {
			return false
		}
	}
	return true
}

// withEveryKind counts the texts of n characters that hold every kind: all of
// them, less those without one kind, more those without two, and so on.
func withEveryKind(n int) float64 {
	total := 0.0
	for without := range 1 << len(kinds) {
		size, sign := 0, 1.0
		for i, kind := range kinds {
			if without>>i&1 == 0 {
				size += len(kind)
			} else {
				sign = -sign
			}
		}
		total += sign * math.Pow(float64(size), float64(n))
	}
	return total
}

// draw is a fair number below n, from the system's random source.
func draw(n int) (int, error) {
	k, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		return 0, err
	}
	return int(k.Int64()), nil
}
