package monitor

import (
	"context"
	"time"
)

// Lookup is a service that can be asked whether one identifier is in a breach.
// Asking sends the identifier, or something derived from it, so it happens only
// with a recorded consent for that identifier and that service.
type Lookup interface {
	// Name is one of FeedNames.
	Name() string
	// Ask sends one identifier in the form the service documents. id is the
	// Identifier.ID that the ledger names. An Asked without records is a verified
	// "not found". Any error is a *FetchError and means unknown: an answer that is
	// not understood is never "not found".
	Ask(ctx context.Context, id string, v Value) (*Asked, error)
	// Budget is how many times the service may be asked.
	Budget() Budget
}

// Asked is a valid answer of a look-up.
type Asked struct {
	// Records are the breaches that the service named for the identifier, with
	// the service as their feed; empty when it knows of none.
	Records []Record
}

// Budget is what a service allows one address of the internet to ask. Zero
// means without such a limit.
type Budget struct {
	PerCheck int           // in one check
	PerHour  int           // in any hour
	PerDay   int           // in any day
	Pause    time.Duration // between two requests
}

// LookupState is what is remembered of asking one service about one identifier.
// It lives and ends with the consent.
type LookupState struct {
	TriedAt    time.Time `json:"tried_at,omitzero"`
	AnsweredAt time.Time `json:"answered_at,omitzero"` // last valid answer: when it was last really checked
	Found      int       `json:"found,omitempty"`      // breaches named in that answer
	Reason     Reason    `json:"reason,omitempty"`     // why the last try gave no answer
}
