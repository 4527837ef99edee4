package monitor

import (
	"errors"
	"time"
)

var errUnknownVerdict = errors.New("not a verdict")

// Finding is what is known about one person and one breach. It never holds an
// identifier's value.
type Finding struct {
	Person       string // Person.ID
	PersonName   string
	Breach       string // Breach.ID
	Organisation string
	Verdict      Verdict
	Status       Status
	Exposed      []Class
	Possible     []Class
	NotConcerned []Class
	OccurredFrom Date
	OccurredTo   Date
	DisclosedOn  Date
	KnownSince   time.Time
	Sensitive    bool
	Reasons      []Why
	Sources      []string
}

// Why is one reason for a verdict, as data; package explain puts it in words.
type Why struct {
	Source WhySource
	// Of an affiliation:
	Affiliation  string // Affiliation.ID
	Organisation string // as the person named it
	Direct       bool   // the record names it; otherwise it is one of the record's client organisations
	Criterion    int    // from 1; 0 when the record has no criteria
	Conditions   []WhyCondition
	// Of evidence:
	Evidence EvidenceKind
	Feed     string
	Reason   string

	Outcome Outcome
}

// WhySource is what a reason rests on.
type WhySource string

// What a reason may rest on.
const (
	WhyAffiliation WhySource = "affiliation"
	WhyAnyone      WhySource = "anyone"    // the record concerns everybody, as far as anyone knows
	WhyEvidence    WhySource = "evidence"  // an answer or a look-up
	WhyClaimed     WhySource = "claimed"   // nobody answerable confirmed the breach
	WhyWithdrawn   WhySource = "withdrawn" // the source took the breach back
)

// WhyCondition is one condition of a criterion and how it came out.
type WhyCondition struct {
	Condition Condition
	Outcome   Outcome
	// Ended: the period ended before the incident; former customers are often kept.
	Ended bool
	// DayAssumed: the incident has no date, its last known day was used.
	DayAssumed bool
}
