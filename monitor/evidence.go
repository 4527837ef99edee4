package monitor

import "time"

// Evidence is what is known about one person and one breach beyond what
// follows from their affiliations: an answer they gave, or a look-up that named
// the breach. Evidence is only ever added; the latest answer counts.
type Evidence struct {
	ID     string       `json:"id"`
	Person string       `json:"person"` // Person.ID
	Breach string       `json:"breach"` // Breach.ID, as it was known then
	Kind   EvidenceKind `json:"kind"`
	Reason string       `json:"reason,omitempty"` // of NotMe: one of Reasons
	// Question and Answer are of a QuestionAnswer: the key of [Question] and the reply.
	Question string `json:"question,omitempty"`
	Answer   Answer `json:"answer,omitempty"`
	// Feed and Identifier are of a Hit: who named the breach, and for which identifier.
	Feed       string `json:"feed,omitempty"`
	Identifier string `json:"identifier,omitempty"`
	// Record is the breach as a Hit's feed tells it, when no catalogue has it. It
	// is kept here, sealed: that it is known at all says whom it concerns.
	Record *Record   `json:"record,omitempty"`
	At     time.Time `json:"at"`
}

// EvidenceKind is a kind of evidence. The words of answers are those of the command line.
type EvidenceKind string

// The kinds of evidence.
const (
	NoticeReceived EvidenceKind = "notice-received" // the organisation wrote to the person (GDPR art. 34)
	NotMe          EvidenceKind = "not-me"
	DontKnow       EvidenceKind = "dont-know" // takes an earlier answer back
	QuestionAnswer EvidenceKind = "question"
	Hit            EvidenceKind = "hit"
)

// Answer is a reply to a record's own question.
type Answer string

// The replies to a question.
const (
	AnswerYes      Answer = "yes"
	AnswerNo       Answer = "no"
	AnswerDontKnow Answer = "dont-know"
)

// NotMeReasons are the words for "this is not me, because…".
func NotMeReasons() []string {
	return []string{"never-dealt-with-them", "namesake", "not-my-address", "not-in-that-group", "other"}
}
