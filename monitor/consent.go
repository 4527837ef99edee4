package monitor

import (
	"slices"
	"time"
)

// Consent records that a person agreed to one identifier being sent to one
// look-up feed. Without it nothing about a person leaves the computer.
type Consent struct {
	Feed       string    `json:"feed"`
	Identifier string    `json:"identifier"` // Identifier.ID; empty for FeedPwnedPasswords, see Monitor.Grant
	At         time.Time `json:"at"`
	// Last is what came of asking, so far.
	Last LookupState `json:"last,omitzero"`
}

// MaySend reports whether an identifier of this kind may ever be sent to a
// look-up, were the person to agree. What cannot be changed once known (the
// NIR, a birth date), opens an account (the IBAN) or finds the door (the
// address) never leaves.
func (k Kind) MaySend() bool { return k == Email || k == Phone || k == Username }

// lookups says which kinds of identifier each look-up feed can be asked about.
var lookups = map[string][]Kind{
	FeedHIBP:        {Email},
	FeedXposedOrNot: {Email},
	FeedLeakCheck:   {Email}, // as a truncated hash only
	FeedHudsonRock:  {Email, Phone, Username},
}

func looksUp(feed string, k Kind) bool { return slices.Contains(lookups[feed], k) }
