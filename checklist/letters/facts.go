package letters

import "vigie/monitor"

// Facts are what is remembered of a letter: whose it is, what it is about and how
// it stands. Its text is never kept.
type Facts struct {
	ID     string
	Person string // Person.ID
	Breach string // Breach.ID, may be empty
	About  string // Facts.ID of the letter that this one comes back to, may be empty
	To     string // whom it is written to
	Sent
	Written monitor.Date
}
