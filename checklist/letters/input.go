package letters

import (
	"vigie/checklist/letters/workday"
	"vigie/monitor"
)

// Input is what a letter is filled from. What a kind of letter has no place for
// is left out of it; what it needs and lacks is in the error of [Write].
type Input struct {
	Lang  string       // of the letter: "fr" or "en"
	Day   monitor.Date // written on the letter: a whole day
	Place string       // where it is written, before the day; may be empty
	// Region is where the organisation is, for its public holidays.
	Region workday.Region

	// Identity is what the person lets the letter say about them, one value of a
	// kind. The address and the name are nearly always needed.
	Identity []monitor.Value

	// To is whoever the letter is about: the organisation that lost the data, or
	// the bank. The CNIL, the prosecutor and the Banque de France are known.
	To Recipient
	// Finding is the leak and how it concerns the person, when there is one.
	Finding *monitor.Finding

	Until     monitor.Date // of an erasure request: since when the person no longer deals with them
	Earlier   Earlier
	Debits    Debits
	Complaint Complaint
}

// Recipient is an organisation that is written to or about.
type Recipient struct {
	Name    string
	Address []string // lines; empty when it is written to by e-mail
	Email   string   // of its data protection officer, as the directory has it
	SIREN   string
}

// Earlier is the request that a reminder or a complaint comes back to.
type Earlier struct {
	Kind     Kind         // Access or Erasure
	Sent     monitor.Date // when it left
	Received monitor.Date // when it arrived: the time to answer runs from that day
	Extended monitor.Date // when they wrote, in time, that they need two more months
	Answered monitor.Date // when an answer came that does not answer all
	Reminded monitor.Date // when the reminder left
}

// due is the last day for an answer to the earlier request, or the zero Date
// while the day of receipt is not known.
func (in *Input) due() monitor.Date {
	due, _ := answerDue(in.Earlier.Received, in.Earlier.Extended, in.Region)
	return workday.Next(due, in.Region)
}

// Debits are direct debits that nobody authorised, or shall not come again.
type Debits struct {
	Entries  []Debit
	Creditor string // as the statement names it
	ICS      string // SEPA creditor identifier, when the statement shows it
	RUM      string // unique mandate reference, when the statement shows it
}

// Debit is one line of an account statement.
type Debit struct {
	On     monitor.Date
	Amount string // as it is written: "39,90 €"
	Label  string
}

// Complaint is what only the person can tell an authority.
type Complaint struct {
	Court       string // of the prosecutor: the town of the judicial court
	Nationality string
	Occupation  string
	Facts       string // their own account; may be empty
	Damage      string
	Witnesses   string
	Identity    bool // somebody used their identity
	Fraud       bool // somebody was deceived into paying
	CivilParty  bool
	NotNotified bool   // they say that the organisation wrote nothing to them
	NoticeLacks string // what its notice lacks, in the words of the letter's language

	// Of a complaint that was already lodged, for the Banque de France:
	Lodged    monitor.Date
	Number    string
	Incidents []string // entered in their name by somebody else
}
