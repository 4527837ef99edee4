package monitor

// Outcome of a condition, ordered from worst to best known.
type Outcome int8

// A condition failed, is unknown, or is satisfied. An error is always Unknown.
const (
	Failed Outcome = iota
	Unknown
	Satisfied
)

// String is the word used in JSON.
func (o Outcome) String() string { return [...]string{"failed", "unknown", "satisfied"}[o] }

// MarshalText writes the word.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// Verdict of one person for one breach, ordered: a later one is more certain
// to concern them.
type Verdict int8

// The verdicts. NoFinding is never shown: nothing links the person to the breach.
const (
	NoFinding Verdict = iota
	NotConcerned
	Possible
	Likely
	Confirmed
)

var verdictWords = [...]string{"none", "not-concerned", "possible", "likely", "confirmed"}

// String is the word used in JSON.
func (v Verdict) String() string { return verdictWords[v] }

// MarshalText writes the word.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads the word.
func (v *Verdict) UnmarshalText(b []byte) error {
	for i, w := range verdictWords {
		if w == string(b) {
			*v = Verdict(i)
			return nil
		}
	}
	return errUnknownVerdict
}

// Condition is a word of the matching rule.
type Condition string

// The conditions a criterion may hold, and the two that need no word in it.
const (
	CondRelation         Condition = "relation"
	CondWindow           Condition = "window" // from / to
	CondAsOf             Condition = "as_of"
	CondHiredBefore      Condition = "hired_before"
	CondHiredWithinYears Condition = "hired_within_years"
	CondIncident         Condition = "incident" // no time condition: the period against the incident
	CondVia              Condition = "via"
)
