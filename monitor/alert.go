package monitor

import "time"

// Alert tells a person once that a finding is new or matters more than before.
// It is stored before it is shown and marked after, so that a crash between the
// two shows it once more at worst and never zero times.
type Alert struct {
	ID       string    `json:"id"`
	Person   string    `json:"person"` // Person.ID
	Breach   string    `json:"breach"` // Breach.ID at that time
	Kind     AlertKind `json:"kind"`
	At       time.Time `json:"at"`
	Notified time.Time `json:"notified,omitzero"` // shown as a pop-up or printed
	Closed   time.Time `json:"closed,omitzero"`   // nothing is left to say: withdrawn, or answered "not me"
}

// AlertKind is why an alert was made.
type AlertKind string

// The kinds of alert.
const (
	AlertNew       AlertKind = "new"
	AlertRaised    AlertKind = "raised"    // the verdict rose, or another class is exposed
	AlertConfirmed AlertKind = "confirmed" // a claim was confirmed
	AlertWithdrawn AlertKind = "withdrawn" // the source took it back
)

// KnownFinding is what was last said about one person and one breach: alerts
// are the difference between it and the finding of today.
type KnownFinding struct {
	Person  string  `json:"person"`
	Breach  string  `json:"breach"`
	Verdict Verdict `json:"verdict"`
	Exposed []Class `json:"exposed,omitempty"`
	Status  Status  `json:"status"`
}
