// Package pwnedpasswords asks Pwned Passwords (haveibeenpwned.com/Passwords) how
// often a password was found in leaked lists, without telling it the password:
// five of the forty hexadecimal digits of its SHA-1 leave this computer, about
// two thousand known passwords share them, and the service sends all of these.
//
// Start at [Passwords.Count]. It is for one finished password at a time, never
// for a password that is being typed: the prefixes of its beginnings, asked one
// after the other, would tell more than one of them does. For many at once,
// package checklist/passwords hides them among others with [Passwords.Range].
package pwnedpasswords

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// DefaultURL is where the service is; /range/ and five digits are added to it.
const DefaultURL = "https://api.pwnedpasswords.com"

// maxBytes is the largest answer that is read. One took 75 kB in April 2026.
const maxBytes = 1 << 20

// The digits of a hash: those that leave, and those compared here.
const (
	prefixDigits = 5
	suffixDigits = 2*sha1.Size - prefixDigits
)

// Passwords asks the service. It is safe for concurrent use.
type Passwords struct {
	client *egress.Client
	base   string
}

// New makes it. A base other than DefaultURL is one that the person chose, and
// may lead to their own network.
func New(client *egress.Client, base string) *Passwords {
	return &Passwords{client, strings.TrimRight(base, "/")}
}

// Count is how many times a password stands in the leaks the service knows; 0
// is a verified "not known". Any error is a *[monitor.FetchError] and means that
// nothing is known of this password, neither good nor bad.
func (p *Passwords) Count(ctx context.Context, password string) (int, error) {
	sum := sha1.Sum([]byte(password)) // what the service is made of; nothing rests on SHA-1's strength
	digits := strings.ToUpper(hex.EncodeToString(sum[:]))
	look, err := p.Range(ctx, digits[:prefixDigits])
	if err != nil {
		return 0, err
	}
	return look(digits[prefixDigits:])
}

// Range asks for all known passwords whose SHA-1 begins with five digits, in
// capitals. The function it returns looks up the 35 that follow; it and Range
// fail as Count does.
func (p *Passwords) Range(ctx context.Context, prefix string) (func(suffix string) (int, error), error) {
	answer, err := p.client.Get(ctx, egress.Request{
		Feed:         monitor.FeedPwnedPasswords,
		Purpose:      monitor.PurposePasswordRange,
		URL:          p.base + "/range/" + prefix,
		Sent:         monitor.SentPrefix5,
		Accept:       []string{"text/plain"},
		MaxBytes:     maxBytes,
		Padding:      true, // so that the length of the answer does not tell the prefix either
		AllowPrivate: p.base != DefaultURL,
	})
	if err != nil {
		return nil, err
	}
	return counts(answer.Body), nil
}

// counts looks suffixes up in an answer.
func counts(body []byte) func(suffix string) (int, error) {
	return func(suffix string) (int, error) {
		n, err := count(body, suffix)
		if err != nil {
			return 0, &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonNotUnderstood, Err: err}
		}
		return n, nil
	}
}

// What is wrong with an answer.
var (
	errRow   = errors.New("a row is not a hash and a count")
	errSwept = errors.New("the rows do not reach over the whole range of hashes")
)

// count looks a suffix up in an answer: rows of a suffix and a count, in any
// order. The service ends lines with CRLF; copies of it write LF, spaces around
// the colon, or a byte order mark (PwnedPasswordsDownloader writes one).
//
// Rows that count 0 are padding and stand for no password. That a suffix is
// missing is believed only of a list that was not cut short: its rows, about a
// thousand in 2025, are spread evenly, so that each first digit occurs.
func count(body []byte, suffix string) (int, error) {
	found := 0
	digits := make(map[byte]bool) // first digits that occur
	err := eachRow(body, func(have string, n int) error {
		if n == 0 {
			return nil
		}
		digits[have[0]] = true
		if subtle.ConstantTimeCompare([]byte(have), []byte(suffix)) == 1 {
			found = max(found, n)
		}
		return nil
	})
	if err == nil && found == 0 && len(digits) < 16 {
		err = errSwept
	}
	if err != nil {
		return 0, err
	}
	return found, nil
}

// eachRow reads rows of a suffix and a count until f has an error.
func eachRow(body []byte, f func(suffix string, n int) error) error {
	for row := range bytes.Lines(bytes.TrimPrefix(body, []byte("\uFEFF"))) {
		if row = bytes.TrimSpace(row); len(row) == 0 {
			continue
		}
		suffix, n, err := parseRow(row)
		if err == nil {
			err = f(suffix, n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// parseRow reads "0018A45C4D1DEF81644B54AB7F969B88D65:3" into the suffix, in
// capitals, and its count.
func parseRow(row []byte) (suffix string, n int, err error) {
	left, right, _ := strings.Cut(string(row), ":")
	suffix, number := strings.ToUpper(strings.TrimSpace(left)), strings.TrimSpace(right)
	if len(suffix) != suffixDigits || strings.Trim(suffix, "0123456789ABCDEF") != "" {
		return "", 0, errRow
	}
	if number == "" || strings.Trim(number, "0123456789") != "" {
		return "", 0, errRow
	}
	if n, err = strconv.Atoi(number); err != nil { // more than any list holds
		return "", 0, errRow
	}
	return suffix, n, nil
}
