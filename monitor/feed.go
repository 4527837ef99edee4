package monitor

import (
	"context"
	"time"
)

// The feeds the program knows, by the names the command line uses.
const (
	FeedVigie          = "vigie" // our own catalogue: embedded, and a signed update
	FeedHIBP           = "hibp"
	FeedBonjourLaFuite = "bonjourlafuite"
	FeedFrenchBreaches = "frenchbreaches"
	FeedFuitesInfos    = "fuitesinfos"
	FeedCNIL           = "cnil"
	FeedXposedOrNot    = "xposedornot"
	FeedLeakCheck      = "leakcheck"
	FeedHudsonRock     = "hudsonrock"
	FeedPwnedPasswords = "pwnedpasswords"
)

// FeedNames lists every feed in the order in which they are shown. Earlier
// feeds are more trusted where two tell the same breach differently.
func FeedNames() []string {
	return []string{FeedVigie, FeedHIBP, FeedBonjourLaFuite, FeedFrenchBreaches, FeedFuitesInfos,
		FeedCNIL, FeedXposedOrNot, FeedLeakCheck, FeedHudsonRock, FeedPwnedPasswords}
}

// Feed is one public catalogue of breaches. Nothing personal leaves to read it.
type Feed interface {
	// Name is one of FeedNames.
	Name() string
	// Fetch asks the source what it has. The cursor is what the last accepted
	// Fetch returned, or nil: validators, the newest entry seen. Any error is a
	// *FetchError; an answer that is not understood is an error, never an empty
	// catalogue.
	Fetch(ctx context.Context, cursor []byte) (*Fetched, error)
}

// Fetched is a valid answer of a feed.
type Fetched struct {
	Unchanged bool // nothing new since the cursor; Records is empty
	Records   []Record
	Complete  bool   // Records is the whole catalogue: what is missing from it was withdrawn
	Refused   int    // entries that were set aside because they were malformed
	Cursor    []byte // kept only once the answer is accepted
	Version   int    // of a catalogue that has versions: an older one is never accepted again
	Notice    Reason // something to say although all went well: no-publisher
}

// FeedState is how a feed stands after the last attempt.
type FeedState string

// The states of a feed.
const (
	StateOK        FeedState = "ok"        // fetched and valid
	StateUnchanged FeedState = "unchanged" // answered, nothing new
	StateFailed    FeedState = "failed"    // no answer, or a wrong one
	StateBlocked   FeedState = "blocked"   // refused by the provider, or the network asks to sign in
	StateHeld      FeedState = "held"      // an answer too strange to accept
	StateOff       FeedState = "off"       // disabled, or nobody consented
)

// Reason says why a feed is in its state. It is a key of the words
// (feed.reason.<key>), not a sentence.
type Reason string

// Why a feed was not checked.
const (
	ReasonNone            Reason = ""
	ReasonNoNetwork       Reason = "no-network"      // no address, no route, connection refused
	ReasonTimeout         Reason = "timeout"         // no complete answer in time
	ReasonInterrupted     Reason = "interrupted"     // the connection broke in the middle
	ReasonCertificate     Reason = "certificate"     // TLS: wrong name, unknown authority, expired
	ReasonClock           Reason = "clock"           // TLS: not yet valid or long expired; this computer's clock is likely wrong
	ReasonProxy           Reason = "proxy"           // the proxy refused
	ReasonPrivateAddress  Reason = "private-address" // a public name led to a private address
	ReasonRedirect        Reason = "redirect"        // redirects are never followed
	ReasonSignIn          Reason = "sign-in"         // a page instead of data: the network asks to sign in
	ReasonStatus          Reason = "status"          // another HTTP status
	ReasonServer          Reason = "server"          // 5xx
	ReasonRefused         Reason = "refused"         // 401, 403
	ReasonKeyRefused      Reason = "key-refused"     // 401 to a request with a key
	ReasonRateLimited     Reason = "rate-limited"    // 429
	ReasonWaiting         Reason = "waiting"         // told to wait: nothing was sent
	ReasonTooLarge        Reason = "too-large"       // more bytes than the cap, a gzip bomb
	ReasonTruncated       Reason = "truncated"       // fewer bytes than promised
	ReasonNotUnderstood   Reason = "not-understood"  // not the format that was expected
	ReasonEmpty           Reason = "empty"           // an empty list where there never was one
	ReasonShrunk          Reason = "shrunk"          // far fewer entries than known
	ReasonEveryoneMatches Reason = "everyone-matches"
	ReasonSignature       Reason = "signature"    // of the signed catalogue
	ReasonExpired         Reason = "expired"      // the signed catalogue is past its date
	ReasonOlder           Reason = "older"        // an older signed catalogue than the one we have
	ReasonNoPublisher     Reason = "no-publisher" // no key to check signed catalogues with
	ReasonOffline         Reason = "offline"      // the network is switched off by the person
	ReasonLedger          Reason = "ledger"       // the ledger row could not be written, so nothing was sent
	ReasonDisabled        Reason = "disabled"
	ReasonNoConsent       Reason = "no-consent"
	ReasonNoKey           Reason = "no-key"      // the service is asked with the person's own key, and none was given
	ReasonNotChecked      Reason = "not-checked" // on, but never asked yet
	ReasonBudget          Reason = "budget"      // identifiers are left that the service allows to be asked about only later
	ReasonNotStored       Reason = "not-stored"  // answered, but the answer could not be written to disk
	ReasonInternal        Reason = "internal"    // a defect of ours
)

// FetchError is how a Feed or Lookup fails. Its text holds no address and no value.
type FetchError struct {
	// State is StateFailed, StateBlocked or StateHeld; StateOff when nothing was to
	// be asked after all (no consent, no key).
	State   FeedState
	Reason  Reason
	Status  int       // HTTP status, when there was an answer
	RetryAt time.Time // a usable Retry-After, clamped to 1 s … 24 h from the answer; else zero
	Err     error     // for the log; may be nil; never shown to people
}

func (e *FetchError) Error() string {
	s := string(e.State) + ": " + string(e.Reason)
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *FetchError) Unwrap() error { return e.Err }

// FeedStatus is what is remembered of a feed between runs.
type FeedStatus struct {
	Name      string    `json:"name"`
	State     FeedState `json:"state"`
	Reason    Reason    `json:"reason,omitempty"`
	Status    int       `json:"status,omitempty"` // HTTP status that goes with Reason
	Records   int       `json:"records"`          // the feed's own: all it lists, or ever announced
	TriedAt   time.Time `json:"tried_at,omitzero"`
	CheckedAt time.Time `json:"checked_at,omitzero"` // last valid answer
	NotBefore time.Time `json:"not_before,omitzero"` // told to wait until then
	Next      time.Time `json:"next,omitzero"`       // when the schedule asks again
	Failures  int       `json:"failures,omitempty"`  // in a row
	Choice    *bool     `json:"choice,omitempty"`    // "feeds enable" or "feeds disable", when the person chose
	Cursor    []byte    `json:"cursor,omitempty"`
	Address   string    `json:"address,omitempty"` // that gave the cursor
	// KeyRefused: the service refused the person's key; it is not used again
	// until another one is set.
	KeyRefused bool `json:"key_refused,omitempty"`
}

// maxInterval is longer than any schedule: a feed that is due only later than
// that was scheduled under a wrong clock.
const maxInterval = 40 * 24 * time.Hour

// Due reports whether it is time to ask the feed again. Never asked is due; so
// is a feed whose last try or next turn makes no sense on this clock.
func (s FeedStatus) Due(now time.Time) bool {
	return s.Next.IsZero() || !s.Next.After(now) || s.Next.Sub(now) > maxInterval || s.TriedAt.After(now)
}
