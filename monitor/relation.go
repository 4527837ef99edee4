package monitor

import "slices"

// Relation is how someone deals with an organisation, in one word of a closed
// vocabulary. The empty Relation means "not said".
type Relation string

// Anyone is the relation of a record that concerns every person, whatever they
// said; its verdict is never more than possible.
const Anyone Relation = "anyone"

// Relations is the whole vocabulary. The catalogue and the command line use
// exactly these words.
func Relations() []Relation { return slices.Clone(relations) }

// Known reports whether the word belongs to the vocabulary.
func (r Relation) Known() bool { return slices.Contains(relations, r) }

var relations = []Relation{
	"alumni", Anyone, "applicant", "bank_account_holder", "beneficiary", "candidate", "candidate_space",
	"citizen", "contact", "correspondent", "customer", "donor", "employee", "family", "insured",
	"jobseeker", "licensee", "member", "parcel_recipient", "parent", "patient", "payer", "pensioner",
	"police_file_subject", "prospect", "registrant", "student", "subscriber", "taxpayer", "tenant",
	"trainee", "user", "volunteer", "young_jobseeker",
}

// near lists relations that people take for one another because they do not
// know our vocabulary. A near relation leaves a criterion unknown, never failed.
var near = [][]Relation{
	{"customer", "subscriber", "user"},
	{"licensee", "member"},
	{"jobseeker", "young_jobseeker"},
	{"insured", "family"},
	{"candidate", "applicant"},
}

// satisfies tells whether someone who said have meets a criterion that asks for want.
func (want Relation) satisfies(have Relation) Outcome {
	switch {
	case want == have || want == Anyone:
		return Satisfied
	case have == "":
		return Unknown
	}
	for _, set := range near {
		if slices.Contains(set, want) && slices.Contains(set, have) {
			return Unknown
		}
	}
	return Failed
}
