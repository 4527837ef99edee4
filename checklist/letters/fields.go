package letters

import (
	"maps"
	"strings"

	"vigie/monitor"
)

// maxLine and maxAccount bound what people type into a letter, in characters: a
// line of a form, and their account of the facts.
const (
	maxLine    = monitor.MaxName
	maxAccount = monitor.MaxText
)

// reveal says what of an identifier goes into a letter.
type reveal func(monitor.Value) string

// masked is for the screen, open for the letter that leaves.
func masked(v monitor.Value) string { return v.Masked() }
func open(v monitor.Value) string   { return v.Reveal() }

// fields are what a letter may ask for, by the names its text uses. One that is
// absent or empty is not known; a yes is "yes".
type fields map[string]string

func (f fields) put(name, text string) {
	if text != "" {
		f[name] = text
	}
}

func (f fields) flag(name string, yes bool) {
	if yes {
		f[name] = "yes"
	}
}

// fields puts the input into the words of the letter's language.
func (l *letter) fields(show reveal) fields {
	f := make(fields)
	in := l.in
	f.put("day", l.wholeDay(in.Day))
	f.put("place", line(in.Place))
	maps.Copy(f, l.identity(show))
	f.put("recipient", line(in.To.Name))
	if l.kind().aboutRecipient() {
		f.put("organisation", line(in.To.Name))
		f.put("organisation-address", line(strings.Join(in.To.Address, ", ")))
		f.put("siren", line(in.To.SIREN))
	}
	if !in.Until.IsZero() {
		f.put("until", l.explain.Period(monitor.Period{From: in.Until, Current: true}))
	}
	l.finding(f)
	l.earlier(f)
	l.debits(f)
	l.complaint(f)
	for _, ground := range []string{"incident", "sent", "facts", "notice-lacks"} {
		f.flag("grounds", f[ground] != "")
	}
	return f
}

// line and account clean what people typed. The program's own words are left as
// they are: cleaning would take their no-break spaces away.
func line(s string) string    { return monitor.CleanText(s, maxLine) }
func account(s string) string { return monitor.CleanText(s, maxAccount) }

// paragraphs cleans what somebody wrote at length, keeping its lines as
// paragraphs that the letter's own signs cannot be taken for.
func paragraphs(s string) string {
	if len(s) > 4*maxAccount {
		s = s[:4*maxAccount]
	}
	var kept []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimLeft(account(l), "#–- "); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n\n")
}

// wholeDay is a date in words that no line breaks, or nothing unless the day
// itself is known.
func (l *letter) wholeDay(d monitor.Date) string {
	if _, _, day := d.Parts(); day == 0 {
		return ""
	}
	return strings.ReplaceAll(l.explain.Date(d), " ", "\u00a0")
}

// finding tells the leak.
func (l *letter) finding(f fields) {
	x := l.in.Finding
	if x == nil {
		return
	}
	f.flag("incident", true)
	if f["organisation"] == "" {
		f.put("organisation", line(x.Organisation))
	}
	if f["recipient"] == "" && l.kind().aboutRecipient() {
		f.put("recipient", line(x.Organisation))
	}
	if x.OccurredFrom.IsZero() {
		f.put("occurred", l.at(x.OccurredTo))
	} else {
		f.put("occurred", l.explain.Period(monitor.Period{From: x.OccurredFrom, To: x.OccurredTo}))
	}
	f.put("disclosed", l.at(x.DisclosedOn))
	f.put("data", l.explain.Classes(x.Exposed))
	f.flag("claimed", x.Status == monitor.Claimed)
	for _, y := range x.Reasons {
		f.flag("notified", y.Evidence == monitor.NoticeReceived)
		f.flag("dealt", y.Source == monitor.WhyAffiliation && y.Outcome != monitor.Failed)
	}
}

// at is when something was, as part of a sentence: « le 13 mars 2024 ».
func (l *letter) at(d monitor.Date) string {
	if d.IsZero() {
		return ""
	}
	return l.explain.Period(monitor.Period{From: d, To: d})
}

func (l *letter) earlier(f fields) {
	e := &l.in.Earlier
	f.put("sent", l.wholeDay(e.Sent))
	f.put("received", l.wholeDay(e.Received))
	f.put("answered", l.wholeDay(e.Answered))
	f.put("reminded", l.wholeDay(e.Reminded))
	f.put("due", l.wholeDay(l.in.due()))
	if _, extended := answerDue(e.Received, e.Extended, l.in.Region); extended {
		f.put("extended", l.wholeDay(e.Extended))
	}
	f.flag("earlier-erasure", e.Kind == Erasure)
}

func (l *letter) debits(f fields) {
	d := &l.in.Debits
	var told []string
	for _, e := range d.Entries {
		if on := l.wholeDay(e.On); on != "" && line(e.Amount) != "" {
			told = append(told, l.words.T("letter.debit", "day", on, "amount", strings.ReplaceAll(line(e.Amount), " ", "\u00a0"), "label", line(e.Label)))
		}
	}
	if len(told) == len(d.Entries) {
		f.put("debits", l.words.List(told))
	}
	f.flag("several", len(told) > 1)
	f.put("creditor", line(d.Creditor))
	f.put("ics", line(d.ICS))
	f.put("rum", line(d.RUM))
}

func (l *letter) complaint(f fields) {
	c := &l.in.Complaint
	f.put("court", line(c.Court))
	f.put("nationality", line(c.Nationality))
	f.put("occupation", line(c.Occupation))
	f.put("facts", paragraphs(c.Facts))
	f.put("damage", paragraphs(c.Damage))
	f.put("witnesses", line(c.Witnesses))
	f.flag("misuse-identity", c.Identity)
	f.flag("misuse-fraud", c.Fraud)
	f.flag("civil-party", c.CivilParty)
	f.flag("not-notified", c.NotNotified)
	f.put("notice-lacks", account(c.NoticeLacks))
	f.put("complained", l.wholeDay(c.Lodged))
	f.put("complaint-number", line(c.Number))
	var items []string
	for _, i := range c.Incidents {
		if i = line(i); i != "" {
			items = append(items, bullet+i)
		}
	}
	f.put("incidents", strings.Join(items, "\n"))
}
