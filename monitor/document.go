package monitor

import "encoding/json"

// Document is something another package keeps about a person, as JSON of its
// own: what was done of the plan, a letter, a notice. It is sealed, and goes with
// its person.
type Document struct {
	Kind   string          `json:"kind"` // whose it is: "progress", "letter"…
	ID     string          `json:"id"`   // unique within its kind
	Person string          `json:"person,omitempty"`
	Body   json.RawMessage `json:"body"`
}
