package monitor

import "time"

// Household is everything people told the program about themselves, without
// any identifier's value. It is the first input of [Catalogue.Match].
type Household struct {
	Persons      []Person
	Identifiers  []Identifier
	Affiliations []Affiliation
	Evidence     []Evidence // oldest first
	Consents     []Consent
}

// Person is someone who lives here, or who is helped from here.
type Person struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"` // a first name or nickname, unique in the household
	Role  Role      `json:"role"`
	Added time.Time `json:"added"`
	// Removing is true while someone is being removed: their values go first. What
	// a crash interrupts, Unlock finishes.
	Removing bool `json:"removing,omitempty"`
}

// Role is what someone is in the household.
type Role string

// The roles a person may have. Helped is an adult looked after from here.
const (
	Adult  Role = "adult"
	Teen   Role = "teen"
	Child  Role = "child"
	Helped Role = "helped"
)

// Roles lists every role, the default first.
func Roles() []Role { return []Role{Adult, Teen, Child, Helped} }

// Affiliation is what a person says about an organisation: that they dealt
// with it, how, and when.
type Affiliation struct {
	ID     string `json:"id"`
	Person string `json:"person"` // Person.ID
	// Organisation is a name or a domain, as the person typed it. A name no
	// record knows is kept: a record may come to know it.
	Organisation string    `json:"organisation"`
	Relation     Relation  `json:"relation,omitempty"`
	Period       Period    `json:"period"`
	Added        time.Time `json:"added"`
}

// Person returns the person with this id.
func (h *Household) Person(id string) (Person, bool) {
	for _, p := range h.Persons {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// PersonNamed returns the person with this name, whatever its case.
func (h *Household) PersonNamed(name string) (Person, bool) {
	for _, p := range h.Persons {
		if sameName(p.Name, name) {
			return p, true
		}
	}
	return Person{}, false
}

// Identifier returns the identifier with this id.
func (h *Household) Identifier(id string) (Identifier, bool) {
	for _, i := range h.Identifiers {
		if i.ID == id {
			return i, true
		}
	}
	return Identifier{}, false
}
