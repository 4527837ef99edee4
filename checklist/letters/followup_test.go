package letters

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"vigie/checklist/letters/workday"
	"vigie/monitor"
)

func TestDeadlines(t *testing.T) {
	for _, c := range []struct {
		name string
		sent Sent
		want []Deadline
	}{
		{"a month, to the same date", Sent{Kind: Access, Received: day("2026-03-16")},
			[]Deadline{{What: AnswerDue, Legal: day("2026-04-16"), Day: day("2026-04-16"), Law: "gdpr-12-3"}}},
		{"31 January ends in February, on a Sunday", Sent{Kind: Erasure, Received: day("2027-01-31")},
			[]Deadline{{What: AnswerDue, Legal: day("2027-02-28"), Day: day("2027-03-01"), Law: "gdpr-12-3"}}},
		{"over Easter", Sent{Kind: Access, Received: day("2026-03-04")},
			[]Deadline{{What: AnswerDue, Legal: day("2026-04-04"), Day: day("2026-04-07"), Law: "gdpr-12-3"}}},
		{"Good Friday in Alsace-Moselle", Sent{Kind: Access, Received: day("2026-03-03"), Region: workday.AlsaceMoselle},
			[]Deadline{{What: AnswerDue, Legal: day("2026-04-03"), Day: day("2026-04-07"), Law: "gdpr-12-3"}}},
		{"two more months, told in time", Sent{Kind: Access, Received: day("2026-06-10"), Extended: day("2026-07-10")},
			[]Deadline{{What: LateAnswerDue, Legal: day("2026-09-10"), Day: day("2026-09-10"), Law: "gdpr-12-3"}}},
		{"two more months, told too late", Sent{Kind: Access, Received: day("2026-06-10"), Extended: day("2026-07-13")},
			[]Deadline{{What: AnswerDue, Legal: day("2026-07-10"), Day: day("2026-07-10"), Law: "gdpr-12-3"}}},
		{"told on the working day to which the month was moved", Sent{Kind: Access, Received: day("2026-06-12"), Extended: day("2026-07-13")},
			[]Deadline{{What: LateAnswerDue, Legal: day("2026-09-12"), Day: day("2026-09-14"), Law: "gdpr-12-3"}}},
		{"receipt unknown", Sent{Kind: Access, Sent: day("2026-03-16")},
			[]Deadline{{What: AnswerDue, Legal: day("2026-04-16"), Day: day("2026-04-16"), Law: "gdpr-12-3", Estimated: true}}},
		{"our own fifteen days", Sent{Kind: Reminder, Received: day("2026-11-03")},
			[]Deadline{{What: ReminderAnswer, Legal: day("2026-11-18"), Day: day("2026-11-18")}}},
		{"the CNIL", Sent{Kind: CNIL, Received: day("2026-11-30")},
			[]Deadline{{What: CNILNews, Legal: day("2027-02-28"), Day: day("2027-03-01"), Law: "gdpr-78-2"}}},
		{"the prosecutor", Sent{Kind: Prosecutor, Received: day("2026-08-15")},
			[]Deadline{{What: Prosecution, Legal: day("2026-11-15"), Day: day("2026-11-16"), Law: "cpp-85"}}},
		{"the bank, before a long week-end", Sent{Kind: BankDispute, Received: day("2026-05-13")},
			[]Deadline{{What: RefundDue, Legal: day("2026-05-15"), Day: day("2026-05-15"), Law: "cmf-l133-18"}}},
		{"no term is set", Sent{Kind: BanqueDeFrance, Received: day("2026-05-13")}, nil},
		{"nothing is known", Sent{Kind: Access}, nil},
		{"only a month is known", Sent{Kind: Access, Received: day("2026-05")}, nil},
	} {
		if got := c.sent.Deadlines(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// The person's own limits are moved back to a working day, never forward.
func TestDebitLimits(t *testing.T) {
	for _, c := range []struct {
		debited    string
		outsideEEA bool
		want       []Deadline
	}{
		{"2026-01-31", false, []Deadline{
			{What: ClaimBack, Legal: day("2026-03-28"), Day: day("2026-03-27"), Yours: true, Law: "cmf-l133-25"},
			{What: DisputeLimit, Legal: day("2027-02-28"), Day: day("2027-02-26"), Yours: true, Law: "cmf-l133-24"}}},
		{"2026-11-05", true, []Deadline{
			{What: ClaimBack, Legal: day("2026-12-31"), Day: day("2026-12-31"), Yours: true, Law: "cmf-l133-25"},
			{What: DisputeAbroad, Legal: day("2027-01-14"), Day: day("2027-01-14"), Yours: true}}},
		{"2026-11", false, nil},
	} {
		if got := DebitLimits(day(c.debited), c.outsideEEA, workday.France); !slices.Equal(got, c.want) {
			t.Errorf("debited %s: %+v, want %+v", c.debited, got, c.want)
		}
	}
}

func TestNext(t *testing.T) {
	access := Sent{Kind: Access, Sent: day("2026-03-13"), Received: day("2026-03-16")}
	with := func(s Sent, change func(*Sent)) Sent { change(&s); return s }
	for _, c := range []struct {
		name   string
		sent   Sent
		today  string
		step   Step
		letter Kind
		from   string
	}{
		{"the last day still counts", access, "2026-04-16", StepWait, Reminder, "2026-04-17"},
		{"the day after", access, "2026-04-17", StepWrite, Reminder, ""},
		{"an answer", with(access, func(s *Sent) { s.Answered = day("2026-04-02") }), "2026-04-17", StepRead, Reminder, ""},
		{"more time", with(access, func(s *Sent) { s.Extended = day("2026-04-02") }), "2026-04-17", StepWait, Reminder, "2026-06-17"},
		{"a reminder", Sent{Kind: Reminder, Received: day("2026-04-20")}, "2026-05-06", StepWrite, CNIL, ""},
		{"the CNIL is silent", Sent{Kind: CNIL, Received: day("2026-01-05")}, "2026-04-08", StepAskAgain, "", ""},
		{"the prosecutor is silent", Sent{Kind: Prosecutor, Received: day("2026-01-05")}, "2026-04-08", StepJudge, "", ""},
		{"the bank does not refund", Sent{Kind: BankDispute, Received: day("2026-01-05")}, "2026-01-07", StepMediate, "", ""},
		{"the bank refunded", Sent{Kind: BankDispute, Received: day("2026-01-05"), Answered: day("2026-01-06")}, "2026-01-07", StepNone, "", ""},
		{"nothing is awaited", Sent{Kind: DebitOpposition, Received: day("2026-01-05")}, "2026-01-07", StepNone, "", ""},
	} {
		got := c.sent.Next(day(c.today))
		if got.Step != c.step || got.Letter != c.letter || got.From.String() != c.from {
			t.Errorf("%s: %s %s from %q, want %s %s from %q", c.name, got.Step, got.Letter, got.From, c.step, c.letter, c.from)
		}
	}
}

// For every day of receipt: an answer is due on a working day, not before the
// month is over and at most six days after; waiting ends, and later facts never
// make a deadline that was met into one that was missed.
func TestDeadlineLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		received := workday.AddDays(day("2020-01-01"), rapid.IntRange(0, 10_000).Draw(t, "received"))
		s := Sent{Kind: rapid.SampledFrom([]Kind{Access, Erasure, Reminder, CNIL, Prosecutor, BankDispute}).Draw(t, "kind"),
			Received: received, Region: workday.Region(rapid.IntRange(0, 1).Draw(t, "region"))}
		d := s.Deadlines()[0]
		if !workday.Working(d.Day, s.Region) || d.Day.First() < d.Legal.First() || d.Day.First()-d.Legal.First() > 6 {
			t.Fatalf("%+v", d)
		}
		if next := s.Next(workday.AddDays(d.Day, 1)); next.Step == StepWait || next.Step == StepNone {
			t.Fatalf("after the deadline: %+v", next)
		}
		if next := s.Next(d.Day); next.Step != StepWait || next.From != workday.AddDays(d.Day, 1) {
			t.Fatalf("on the last day: %+v", next)
		}
		longer := s
		longer.Extended = workday.AddDays(received, rapid.IntRange(1, 90).Draw(t, "extended"))
		if longer.Deadlines()[0].Day.First() < d.Day.First() {
			t.Fatal("an extension shortened the time")
		}
		for _, limit := range DebitLimits(received, rapid.Bool().Draw(t, "outside"), s.Region) {
			if !workday.Working(limit.Day, s.Region) || limit.Day.First() > limit.Legal.First() || limit.Day.First() <= received.First() {
				t.Fatalf("%+v", limit)
			}
		}
	})
}

// The letters and the follow-up count the same day.
func TestReminderAndFollowUpAgree(t *testing.T) {
	in := complete("fr")
	s := Sent{Kind: Access, Received: in.Earlier.Received, Region: in.Region}
	if due := in.due(); due != s.Deadlines()[0].Day || due != monitor.MustDate("2026-10-30") {
		t.Errorf("due on %s and on %s", due, s.Deadlines()[0].Day)
	}
}
