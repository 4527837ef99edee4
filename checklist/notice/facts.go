package notice

import "vigie/monitor"

// Facts is what is kept of a message by which an organisation told someone that
// their data leaked (GDPR art. 34). It is sealed with all that is theirs.
type Facts struct {
	ID      string       `json:"id"`
	Person  string       `json:"person"` // Person.ID
	Breach  string       `json:"breach,omitempty"`
	Added   monitor.Date `json:"added"`
	Hash    []byte       `json:"hash"`           // SHA-256 of the message as it came
	Name    string       `json:"name,omitempty"` // of the file it came in
	Reading Reading
}
