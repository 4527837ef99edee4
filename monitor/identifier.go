package monitor

import "time"

// Kind is a kind of identifier. The words are those of the command line.
type Kind string

// The kinds of identifier a household can keep.
const (
	Email           Kind = "email"
	Phone           Kind = "phone"
	Username        Kind = "username"
	Name            Kind = "name"
	BirthDate       Kind = "birth-date"
	BirthPlace      Kind = "birth-place"
	Address         Kind = "address"
	NIR             Kind = "nir" // French social security number
	FranceTravailID Kind = "france-travail-id"
	IBAN            Kind = "iban"
	CardLast4       Kind = "card-last4" // only the last four digits of a card are ever kept
	LicenceNumber   Kind = "licence-number"
	CustomerNumber  Kind = "customer-number"
	Domain          Kind = "domain"
)

// Kinds lists every kind, in the order in which people are asked.
func Kinds() []Kind {
	return []Kind{Email, Phone, Username, Name, BirthDate, BirthPlace, Address, NIR, FranceTravailID,
		IBAN, CardLast4, LicenceNumber, CustomerNumber, Domain}
}

// Identifier is a thing that singles a person out, without its value: the
// value stays in the key store under ID (see [Keychain]) and in memory as a [Value].
type Identifier struct {
	ID     string    `json:"id"`
	Person string    `json:"person"` // Person.ID
	Kind   Kind      `json:"kind"`
	Masked string    `json:"masked"` // what may be shown: "c•••@e•••.fr"
	Added  time.Time `json:"added"`
	// State is Pending or Removing while the key store and the database do not
	// yet agree; an interrupted change is undone or finished at the next start.
	State IdentifierState `json:"state,omitempty"`
}

// IdentifierState is where an identifier stands between the database and the key store.
type IdentifierState string

// The states of an identifier.
const (
	Active   IdentifierState = ""
	Pending  IdentifierState = "pending"  // announced; the value may not be in the key store yet
	Removing IdentifierState = "removing" // the value may still be in the key store
)
