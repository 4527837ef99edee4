package monitor

import (
	"slices"
	"strconv"
	"time"
)

// Class is a kind of leaked data, by its Have I Been Pwned name where one
// exists ("Social security numbers"); assets/classes holds the vocabulary.
// A class nobody has named yet is kept as it came, never dropped.
type Class string

// The classes that rules in code speak of.
const (
	ClassNames     Class = "Names"
	ClassPasswords Class = "Passwords"
	ClassBank      Class = "Bank account numbers"
	ClassNIR       Class = "Social security numbers"
)

// Text is a sentence in both languages of the program.
type Text struct {
	FR string `json:"fr"`
	EN string `json:"en"`
}

// In returns the sentence in a language, "fr" or "en".
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.FR
}

// Status is where a breach stands in its life.
type Status string

// The life of a breach. Corrected is confirmed, with facts that changed since.
const (
	Claimed         Status = "claimed"   // someone says so; nobody answerable has confirmed it
	StatusConfirmed Status = "confirmed" // acknowledged by the organisation, an authority or established press
	Corrected       Status = "corrected"
	Withdrawn       Status = "withdrawn" // the source took it back
)

// Facts are what a source says about one breach. All text in them has passed
// [CleanText] or comes from the signed catalogue.
type Facts struct {
	Organisation string   `json:"organisation"`
	Aliases      []string `json:"aliases,omitempty"` // other names of the same organisation: safe for matching
	Domains      []string `json:"domains,omitempty"`
	Clients      []string `json:"client_organisations,omitempty"` // whose customers may be concerned: a possible match only
	Related      []string `json:"related_names,omitempty"`        // parents, contractors: never matched

	OccurredFrom Date `json:"occurred_from,omitzero"`
	OccurredTo   Date `json:"occurred_to,omitzero"`
	DisclosedOn  Date `json:"disclosed_on,omitzero"` // made public, or people told
	ListedOn     Date `json:"listed_on,omitzero"`    // entered into a catalogue: public by then, often long before

	Criteria []Criterion `json:"criteria,omitempty"` // concerned are those who meet any of them; none means everyone who dealt with it

	Exposed      []Class                  `json:"exposed,omitempty"`
	Possible     []Class                  `json:"possible,omitempty"` // sources disagree, or only for some people
	NotConcerned []Class                  `json:"not_concerned,omitempty"`
	Conditional  map[Class]ClassCondition `json:"conditional,omitempty"`
	Status       Status                   `json:"status"`
	Sensitive    bool                     `json:"sensitive,omitempty"` // being in it says something intimate
	Minors       bool                     `json:"minors,omitempty"`
	Affected     int64                    `json:"affected,omitempty"` // people or accounts; 0 is unknown
	Population   Text                     `json:"population,omitzero"`
	Vector       Text                     `json:"vector,omitzero"`            // how it happened
	Passwords    string                   `json:"password_storage,omitempty"` // how leaked passwords were stored, when known
	References   []Reference              `json:"references,omitempty"`
	Unverified   bool                     `json:"unverified,omitempty"` // recalled, to be checked again before it is relied on
}

// ClassCondition says when a class listed under conditional is exposed: only
// for people who were with all these organisations; otherwise it is possible.
type ClassCondition struct {
	AllOf []string `json:"all_of"`
}

// Reference is where a fact can be read. URL is https, or empty.
type Reference struct {
	Title     string `json:"title"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
}

// Criterion is one way of being concerned: all its conditions must hold.
// The words are those of the catalogue; [Catalogue.Match] gives their meaning.
type Criterion struct {
	Relation         Relation `json:"relation,omitempty"`
	From             Date     `json:"from,omitzero"` // window the period must overlap, edges included
	To               Date     `json:"to,omitzero"`
	AsOf             Date     `json:"as_of,omitzero"`
	HiredBefore      Date     `json:"hired_before,omitzero"`
	HiredWithinYears int      `json:"hired_within_years,omitempty"`
	Via              Text     `json:"via,omitzero"` // a question only the person can answer
}

// Question is something a record asks of a person. Its key, N.condition, is
// what an answer names.
type Question struct {
	Key       string    `json:"key"`
	Criterion int       `json:"criterion"` // from 1
	Condition Condition `json:"condition"`
	Text      Text      `json:"text"`
}

// Questions lists what the breach asks of a person.
func (f *Facts) Questions() []Question {
	var qs []Question
	for i, c := range f.Criteria {
		if c.Via != (Text{}) {
			qs = append(qs, Question{questionKey(i+1, CondVia), i + 1, CondVia, c.Via})
		}
	}
	return qs
}

func questionKey(criterion int, c Condition) string {
	return strconv.Itoa(criterion) + "." + string(c)
}

// Disclosed is the day by which the breach was public, if any source says.
func (f *Facts) Disclosed() Date {
	if f.DisclosedOn.IsZero() {
		return f.ListedOn
	}
	return f.DisclosedOn
}

// Record is one breach as one feed tells it. Feed and Key identify it for ever.
type Record struct {
	Feed string `json:"feed"`
	Key  string `json:"key"` // the feed's own name for it
	// ID is the breach id this record would give on its own. It depends on
	// Feed and Key, or on what they stand for, and never changes.
	ID string `json:"id"`
	Facts
	FirstSeen time.Time `json:"first_seen"` // here; set by the store, whole seconds UTC
}

// Breach is one event, merged from the records of every feed that tells it.
// [Merge] makes breaches.
type Breach struct {
	ID        string // of the record first seen here; the others stay in AlsoKnown
	AlsoKnown []string
	Facts
	KnownSince time.Time
	Sources    []string // feed names, in the order of FeedNames
}

// Is reports whether the breach is, or was, known under this id.
func (b *Breach) Is(id string) bool { return b.ID == id || slices.Contains(b.AlsoKnown, id) }
