// Package letters writes the letters that follow a leak: to the organisation,
// the CNIL, the prosecutor, a bank, the Banque de France. Every letter is made
// of text in assets/letters (fr/ and en/), of what the program knows about the
// leak, and of what the person lets it say about them.
//
// Start at [Write]. A letter that lacks something is not written: the error, a
// [*Missing], names all that is lacking. What comes back, a [*Letter], shows
// identifiers as their masks until [Letter.Text], [Letter.PDF] or [Letter.Email]
// is called, and never shows them to fmt, slog or JSON. How long everyone has to
// answer, and what to do next, is in [Sent].
package letters

import (
	"slices"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/explain"
)

// Kind is a kind of letter.
type Kind string

// The kinds of letter.
const (
	Access          Kind = "access"           // which of my data, to whom, since when (GDPR art. 15)
	Erasure         Kind = "erasure"          // by a former customer (GDPR art. 17)
	Reminder        Kind = "reminder"         // of an access or erasure request that got no full answer
	CNIL            Kind = "cnil"             // a complaint to the data protection authority
	Prosecutor      Kind = "prosecutor"       // a criminal complaint against persons unknown
	BankDispute     Kind = "bank-dispute"     // of debits nobody authorised
	BanqueDeFrance  Kind = "banque-de-france" // identity theft in the files of incidents
	DebitOpposition Kind = "debit-opposition" // no more debits by one creditor
)

// Kinds lists every kind, in the order in which they are shown.
func Kinds() []Kind {
	return []Kind{Access, Erasure, Reminder, CNIL, Prosecutor, BankDispute, BanqueDeFrance, DebitOpposition}
}

// Write makes a letter. Nothing is revealed yet: identifiers stay masked until
// the letter's own methods are asked for them.
//
// The errors are a [*Missing], or a *monitor.Problem with one of the keys
// letter.kind and letter.language (wrong usage) and letter.early (it claims that
// a time limit is over which still runs on the day of the letter).
func Write(kind Kind, in Input) (*Letter, error) {
	if !slices.Contains(Kinds(), kind) {
		return nil, monitor.UsageProblem("letter.kind")
	}
	if !slices.Contains(words.Languages(), in.Lang) {
		return nil, monitor.UsageProblem("letter.language")
	}
	w, err := words.Load(in.Lang)
	if err != nil {
		return nil, err
	}
	classes, err := explain.LoadClasses(assets.Classes())
	if err != nil {
		return nil, err
	}
	t, err := loadTemplate(kind, in.Lang)
	if err != nil {
		return nil, err
	}
	if due := in.due(); kind.claimsSilence() && in.Earlier.Answered.IsZero() && !due.IsZero() && in.Day.First() <= due.First() {
		return nil, monitor.NewProblem("letter.early", "due", w.Date(due.Parts()))
	}
	l := &Letter{&letter{template: t, words: w, explain: explain.New(w, classes, nil), in: &in}}
	if _, err := l.compose(masked); err != nil {
		return nil, err
	}
	return l, nil
}

// claimsSilence reports whether a letter says that nobody answered in time.
func (k Kind) claimsSilence() bool { return k == Reminder || k == CNIL }

// aboutRecipient reports whether a letter is about whom [Input.To] names. The
// others are about the leak of [Input.Finding], or about no organisation.
func (k Kind) aboutRecipient() bool {
	return k == Access || k == Erasure || k == Reminder || k == CNIL
}
