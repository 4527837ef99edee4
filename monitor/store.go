package monitor

import (
	"context"
	"errors"
	"time"
)

// ErrSealed is returned for facts about people while the key that opens them
// has not been given (the key store is locked, lost or changed).
var ErrSealed = errors.New("facts about people are sealed")

// ErrWrongKey is returned for a key that does not open what is stored.
var ErrWrongKey = errors.New("the key does not open what is stored")

// ErrNotFound is returned when what was asked for is not stored.
var ErrNotFound = errors.New("not found")

// Store keeps everything but identifiers' values. Times come back in UTC with
// whole seconds; lists come back in the order they were first written.
// Package store implements it; storetest is the suite every implementation passes.
type Store interface {
	// Unlock gives the 32-byte key that seals facts about people. The first key
	// a store is given is the one it keeps; another is refused with ErrWrongKey.
	Unlock(key []byte) error

	// Household, Known, Alerts and Documents are sealed.
	Household(context.Context) (*Household, error)
	Known(context.Context) ([]KnownFinding, error)
	Alerts(context.Context) ([]Alert, error)
	// Documents lists the documents of one kind.
	Documents(ctx context.Context, kind string) ([]Document, error)

	Records(context.Context) ([]Record, error)
	FeedStatuses(context.Context) (map[string]FeedStatus, error)
	// Setting returns "" for a key that was never set.
	Setting(ctx context.Context, key string) (string, error)

	// Update runs f in one transaction: all of it is kept, on disk, when Update
	// returns nil, and none of it otherwise. After an error of the commit itself
	// the caller reads again before deciding anything.
	Update(ctx context.Context, f func(Tx) error) error

	Ledger
	Close() error
}

// Tx is what can be written. Put replaces what has the same key.
type Tx interface {
	PutPerson(Person) error
	DeletePerson(id string) error // and all that is theirs
	PutIdentifier(Identifier) error
	DeleteIdentifier(id string) error // and its consents and hits
	PutAffiliation(Affiliation) error
	DeleteAffiliation(id string) error
	PutEvidence(Evidence) error
	PutDocument(Document) error // by Kind and ID
	DeleteDocument(kind, id string) error
	PutConsent(Consent) error
	DeleteConsent(feed, identifier string) error

	// PutRecords adds or replaces records by Feed and Key. FirstSeen is kept
	// from the first time a record was written.
	PutRecords([]Record) error
	PutFeedStatus(FeedStatus) error
	PutKnown([]KnownFinding) error // by Person and Breach
	PutAlert(Alert) error          // by ID
	PutSetting(key, value string) error
}

// Ledger records every request that leaves, or would have. A row is written
// before its request leaves and finished after, each in its own transaction.
type Ledger interface {
	BeginRequest(context.Context, LedgerEntry) (id int64, err error)
	FinishRequest(ctx context.Context, id int64, outcome string, bytesOut, bytesIn int64) error
	// Requests lists the rows since a time, oldest first. Identifier and what
	// was sent for it are sealed and come back empty while the store is.
	Requests(ctx context.Context, since time.Time) ([]LedgerEntry, error)
}

// LedgerEntry is one row of the ledger.
type LedgerEntry struct {
	ID         int64     `json:"-"`
	At         time.Time `json:"at"`
	Feed       string    `json:"feed"`
	Host       string    `json:"host"`
	Purpose    Purpose   `json:"purpose"`
	Sent       Sent      `json:"sent"`
	Identifier string    `json:"identifier"` // Identifier.ID, or empty
	BytesOut   int64     `json:"bytes_out"`
	BytesIn    int64     `json:"bytes_in"`
	// Outcome is the HTTP status in digits, or a Reason; OutcomePending while
	// the request is on its way, or when the program died before the answer.
	Outcome string `json:"outcome"`
}

// OutcomePending is the outcome of a request that has no answer yet.
const OutcomePending = "pending"

// Purpose is why a request was made.
type Purpose string

// The purposes of requests.
const (
	PurposeCatalogue     Purpose = "catalogue"
	PurposeLookup        Purpose = "lookup"
	PurposePasswordRange Purpose = "password-range"
	PurposeUpdate        Purpose = "update"
)

// Sent says what a request carries about a person. The phrases are part of the
// command line's public interface and are the same in every language.
type Sent string

// What a request may carry.
const (
	SentNothing Sent = "nothing personal"
	SentEmail   Sent = "e-mail address"
	SentHash    Sent = "truncated hash of an e-mail address"
	SentPrefix5 Sent = "5 hex digits of a hash"
	SentPrefix6 Sent = "6 hex digits of a hash"
	SentPhone   Sent = "phone number"
	SentName    Sent = "username"
	SentKey     Sent = "API key" // a check of the key itself
)
