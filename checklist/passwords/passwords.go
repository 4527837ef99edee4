// Package passwords answers "is this password safe?" on this computer: how hard
// one is to guess ([Judge.Strength]), whether it stands in leaked lists without
// saying which one is asked about ([Checker]), what a password manager's export
// holds ([Audit]), and what a good one looks like ([Phrase], [Characters]).
//
// Nothing here keeps a password: they live in a [Secret] while they are looked
// at, print as nothing, and are wiped. Three answers, never two: known, not
// known to the lists that answered, or not checked, and why.
package passwords

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a password while it is looked at. However it is printed, encoded or
// logged, it shows nothing, not even its length.
type Secret struct{ text []byte }

// NewSecret takes a password over; the bytes given are its own from now on.
func NewSecret(text []byte) Secret { return Secret{text} }

// Empty reports whether there is no password.
func (s Secret) Empty() bool { return len(s.text) == 0 }

// Wipe clears the password. What the runtime copied meanwhile is out of reach.
func (s Secret) Wipe() { clear(s.text) }

const redacted = "‹password›"

// Format prints no password, whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue logs no password.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText encodes no password.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
