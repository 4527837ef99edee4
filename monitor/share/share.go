// Package share carries a household from one computer to another, or past the
// loss of a key store, in one file sealed with a passphrase.
//
// Start with [Copy], what such a file holds. [Seal] writes it and [Open] reads it
// back. The file is an ordinary armored age file (age-encryption.org/v1): with
// the passphrase, any age program opens it without us.
package share

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"

	"vigie/monitor"
)

// Copy is a household with the values of its identifiers. It holds what people
// said and did. It leaves out what belongs to one computer: the agreements to
// send something, the ledger, and what was read from feeds, which is public.
type Copy struct {
	Version      int                   `json:"version"`
	Made         time.Time             `json:"made"`
	Persons      []monitor.Person      `json:"persons"`
	Identifiers  []Identifier          `json:"identifiers"`
	Affiliations []monitor.Affiliation `json:"affiliations"`
	Evidence     []monitor.Evidence    `json:"evidence"`
	Documents    []monitor.Document    `json:"documents"`
}

// Identifier is an identifier and its value, encoded as in the key store.
type Identifier struct {
	monitor.Identifier
	Value Secret `json:"value"`
}

// Secret is a value on its way between a key store and a sealed file. It prints
// as nothing; only JSON, which is sealed at once, carries it.
type Secret []byte

const redacted = "‹secret›"

// Format prints no secret, whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue logs no secret.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON writes the secret: what is sealed must hold it.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal([]byte(s)) }

const (
	version = 1
	// maxText bounds what is sealed, in bytes, and maxSize the file that becomes of
	// it: a household with some seventy messages of the largest kind that is kept.
	maxText = 192 << 20
	maxSize = maxText / 2 * 3
	// workFactor is the base-2 logarithm of scrypt's N: age's own choice, about a
	// second and 256 MiB, once. A stranger's file may not ask for more.
	workFactor = 18
)

// Seal writes the copy, encrypted with the passphrase. Nobody can open it without.
// One that is too large to be opened again is not written: the error is then a
// *[monitor.Problem], share.too-large.
func Seal(w io.Writer, passphrase string, c *Copy) error {
	return seal(w, passphrase, c, workFactor, maxText)
}

func seal(w io.Writer, passphrase string, c *Copy, factor, most int) error {
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return err
	}
	to.SetWorkFactor(factor)
	c.Version = version
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if len(text) > most { // Open would not read it
		return monitor.NewProblem("share.too-large")
	}
	armored := armor.NewWriter(w)
	sealed, err := age.Encrypt(armored, to)
	if err != nil {
		return err
	}
	_, err = sealed.Write(text)
	return errors.Join(err, sealed.Close(), armored.Close())
}

// Open reads what Seal wrote. Its errors are *[monitor.Problem]: the passphrase
// does not fit, the file is damaged or none of ours, or it was written by a later
// version.
func Open(r io.Reader, passphrase string) (*Copy, error) {
	with, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, monitor.NewProblem("share.passphrase").Because(err)
	}
	with.SetMaxWorkFactor(workFactor)
	data, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	switch {
	case err != nil:
		return nil, monitor.NewProblem("share.damaged").Because(err)
	case len(data) > maxSize || !bytes.HasPrefix(data, []byte(armor.Header)):
		return nil, monitor.NewProblem("share.foreign")
	}
	sealed, err := age.Decrypt(armor.NewReader(bytes.NewReader(data)), with)
	if noMatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &noMatch) {
		return nil, monitor.NewProblem("share.passphrase").Because(err)
	} else if err != nil {
		return nil, monitor.NewProblem("share.damaged").Because(err)
	}
	text, err := io.ReadAll(io.LimitReader(sealed, maxText))
	if err != nil {
		return nil, monitor.NewProblem("share.damaged").Because(err)
	}
	// The version first: a later form may not decode as this one.
	var form struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(text, &form); err != nil || form.Version < 1 {
		return nil, monitor.NewProblem("share.foreign")
	}
	if form.Version > version {
		return nil, monitor.NewProblem("share.newer")
	}
	var c Copy
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, monitor.NewProblem("share.foreign")
	}
	return &c, nil
}
