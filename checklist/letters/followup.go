package letters

import (
	"vigie/checklist/letters/workday"
	"vigie/monitor"
)

// Sent is what is known about a letter that left. Its methods say when an answer
// is due and what comes next; until when a debit can be contested is
// [DebitLimits]. They are pure: today comes in as a date.
type Sent struct {
	Kind     Kind
	Sent     monitor.Date
	Received monitor.Date // of the acknowledgement of receipt; of an e-mail, the day it was sent
	Extended monitor.Date // when they wrote that they need two more months
	Answered monitor.Date
	Region   workday.Region
}

// Deadline is a day that counts. The words are letter.deadline.<what>.
type Deadline struct {
	What What
	// Legal is the day on which the text lets the time end. Day is the one to
	// reckon with: for whoever has to answer, the next working day when Legal is
	// none; for the person's own limits, the last working day before, since it is
	// better not to count on an extension.
	Legal monitor.Date
	Day   monitor.Date
	Yours bool // the person's own limit, rather than an answer they wait for
	// Law is the id of a text in [Laws], or "" when the day is our proposal or an
	// official page's advice.
	Law string
	// Estimated: the day of receipt is not known, so that the day the letter left
	// was counted from instead. The true day is later.
	Estimated bool
}

// What is a kind of deadline.
type What string

// The deadlines.
const (
	AnswerDue      What = "answer"      // to a request: one month from receipt (GDPR art. 12(3))
	LateAnswerDue  What = "late-answer" // two more months, when they said so within the first
	ReminderAnswer What = "reminder"    // fifteen days: what our reminder asks for
	CNILNews       What = "cnil-news"   // three months to hear of a complaint (GDPR art. 78(2))
	Prosecution    What = "prosecution" // three months, then an investigating judge (CPP art. 85)
	RefundDue      What = "refund"      // first working day after the bank was told (CMF art. L133-18)
	DisputeLimit   What = "dispute"     // thirteen months after the debit (CMF art. L133-24)
	DisputeAbroad  What = "dispute-far" // seventy days when the creditor's bank is outside the EEA
	ClaimBack      What = "claim-back"  // eight weeks, even for a debit one had authorised (CMF art. L133-25)
)

// reminderDays is how long our reminder gives: a proposal, no law sets it.
const reminderDays = 15

// Deadlines lists the days that count for the letter, soonest first. There are
// none as long as neither its departure nor its receipt is known.
func (s Sent) Deadlines() []Deadline {
	from, estimated := s.Received, false
	if from.IsZero() {
		from, estimated = s.Sent, true
	}
	var ds []Deadline
	theirs := func(what What, legal monitor.Date, law string) {
		if !legal.IsZero() {
			ds = append(ds, Deadline{What: what, Legal: legal, Day: workday.Next(legal, s.Region), Law: law, Estimated: estimated})
		}
	}
	switch s.Kind {
	case Access, Erasure:
		due, extended := answerDue(from, s.Extended, s.Region)
		what := AnswerDue
		if extended {
			what = LateAnswerDue
		}
		theirs(what, due, "gdpr-12-3")
	case Reminder:
		theirs(ReminderAnswer, workday.AddDays(from, reminderDays), "")
	case CNIL:
		theirs(CNILNews, workday.AddMonths(from, 3), "gdpr-78-2")
	case Prosecutor:
		theirs(Prosecution, workday.AddMonths(from, 3), "cpp-85")
	case BankDispute:
		theirs(RefundDue, workday.AddWorking(from, 1, s.Region), "cmf-l133-18")
	}
	return ds
}

// DebitLimits lists until when a debit can be contested, soonest first: eight
// weeks for one that was authorised, thirteen months for one that was not, or
// seventy days when the creditor's bank is outside the European Economic Area.
func DebitLimits(debited monitor.Date, outsideEEA bool, r workday.Region) []Deadline {
	const weeks, months, daysOutside = 8, 13, 70
	yours := func(what What, legal monitor.Date, law string) Deadline {
		return Deadline{What: what, Legal: legal, Day: workday.Last(legal, r), Yours: true, Law: law}
	}
	if _, _, day := debited.Parts(); day == 0 {
		return nil
	}
	limit := yours(DisputeLimit, workday.AddMonths(debited, months), "cmf-l133-24")
	if outsideEEA {
		limit = yours(DisputeAbroad, workday.AddDays(debited, daysOutside), "")
	}
	return []Deadline{yours(ClaimBack, workday.AddDays(debited, 7*weeks), "cmf-l133-25"), limit}
}

// answerDue is the day on which the time to answer a request ends: one month
// from receipt, three when they announced within the first month that they need
// two more (GDPR art. 12(3)). An announcement that came later extends nothing.
func answerDue(received, extended monitor.Date, r workday.Region) (due monitor.Date, late bool) {
	first := workday.AddMonths(received, 1)
	if extended.IsZero() || first.IsZero() || extended.First() > workday.Next(first, r).First() {
		return first, false
	}
	return workday.AddMonths(received, 3), true
}

// Step is what comes after a letter. The words are letter.step.<step>.
type Step string

// The steps.
const (
	StepNone     Step = ""         // nothing is awaited
	StepWait     Step = "wait"     // until Next.From
	StepWrite    Step = "write"    // Next.Letter, possible from Next.From on
	StepRead     Step = "read"     // an answer came: is it complete? If not, Next.Letter
	StepMediate  Step = "mediate"  // the bank's complaint service, then its mediator
	StepJudge    Step = "judge"    // an investigating judge, with a lawyer
	StepAskAgain Step = "ask-cnil" // ask the CNIL how the complaint stands
)

// Next is what to do next about a letter.
type Next struct {
	Step   Step
	From   monitor.Date // when it becomes possible; zero when it is now
	Letter Kind         // of StepWrite and StepRead
	Waits  Deadline     // what it waits for, or that went by
}

// Next says what comes next on a day.
func (s Sent) Next(today monitor.Date) Next {
	after := s.escalation()
	if !s.Answered.IsZero() {
		if after.Letter != "" {
			return Next{Step: StepRead, Letter: after.Letter}
		}
		return Next{}
	}
	ds := s.Deadlines()
	if len(ds) == 0 {
		return Next{}
	}
	after.Waits = ds[0]
	if today.First() <= ds[0].Day.First() {
		return Next{Step: StepWait, From: workday.AddDays(ds[0].Day, 1), Letter: after.Letter, Waits: ds[0]}
	}
	return after
}

// escalation is what follows when a letter gets no answer.
func (s Sent) escalation() Next {
	switch s.Kind {
	case Access, Erasure:
		return Next{Step: StepWrite, Letter: Reminder}
	case Reminder:
		return Next{Step: StepWrite, Letter: CNIL}
	case CNIL:
		return Next{Step: StepAskAgain}
	case Prosecutor:
		return Next{Step: StepJudge}
	case BankDispute:
		return Next{Step: StepMediate}
	}
	return Next{}
}
