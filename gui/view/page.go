package view

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vigie/checklist"
	"vigie/monitor"
)

// page is what a screen is made from: what is known, what the window remembers,
// and a voice. It lives for one Show.
type page struct {
	*State
	ui    UI
	place Place
	speak *checklist.Speaker
	alike map[string]int // how many leaks have one name, when it goes to the month
}

func newPage(s *State, u UI) *page {
	p := &page{State: s, ui: u, place: u.Place, speak: checklist.NewSpeaker(s.Words, s.Explain), alike: make(map[string]int)}
	seen := make(map[string]bool) // several people may be in one leak
	for _, f := range s.Findings {
		if !seen[f.Breach] {
			seen[f.Breach] = true
			p.alike[p.leakOfMonth(f.Organisation, f.OccurredFrom, f.OccurredTo, f.DisclosedOn)]++
		}
	}
	return p
}

// t is a sentence of the window.
func (p *page) t(key string, pairs ...any) string { return p.Words.T("window."+key, pairs...) }

// n is a sentence of the window in the plural form of a number, which it may
// write in figures ({{.n}}) or, up to ten, in letters ({{.N}} begins a sentence).
// What is awkward to say of none has a sentence of its own, under <key>.zero.
func (p *page) n(key string, n int, pairs ...any) string {
	if n == 0 && p.Words.Has("window."+key+".zero") {
		return p.t(key+".zero", pairs...)
	}
	return p.Words.N("window."+key, n, append([]any{"N", p.spelled(n)}, pairs...)...)
}

// spelled is a number as it begins a sentence.
func (p *page) spelled(n int) string {
	if key := "window.number." + strconv.Itoa(n); p.Words.Has(key) {
		return p.Words.T(key)
	}
	return p.Words.Number(int64(n))
}

// join puts what there is to say side by side.
func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// sentences puts sentences one after the other.
func sentences(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// upper begins a text with a capital.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// clean makes a name from outside, or typed by a person, safe to show.
func clean(s string) string { return monitor.CleanText(s, monitor.MaxName) }

// person is someone of the household.
func (p *page) person(id string) (monitor.Person, bool) { return p.Household.Person(id) }

// name is how a person is called.
func (p *page) name(id string) string {
	x, ok := p.person(id)
	if !ok {
		return p.t("someone")
	}
	return clean(x.Name)
}

// badge stands for a person; its colour follows from the place in the household,
// so that two people next to each other never share one.
func (p *page) badge(id string) *Badge {
	name := p.name(id)
	r, _ := utf8.DecodeRuneInString(name)
	i := slices.IndexFunc(p.Household.Persons, func(x monitor.Person) bool { return x.ID == id })
	return &Badge{Letter: string(unicode.ToUpper(r)), Colour: max(i, 0) % badgeColours, Name: name}
}

const badgeColours = 6

// shown is whose puzzle or organisations are shown: who was chosen, else the
// first one concerned, else the first one.
func (p *page) shown() string {
	if _, ok := p.person(p.ui.Person); ok {
		return p.ui.Person
	}
	if len(p.Puzzle) > 0 {
		return p.Puzzle[0].Person
	}
	if len(p.Household.Persons) > 0 {
		return p.Household.Persons[0].ID
	}
	return ""
}

// persons is a choice of a person, where there are several.
func (p *page) persons(chosen string, everybody bool, choose func(id string) Intent) []Block {
	if len(p.Household.Persons) < 2 {
		return nil
	}
	c := Chips{Label: p.t("whose")}
	if everybody {
		c.Items = append(c.Items, Chip{Tag: Tag{Text: p.t("everybody")}, On: chosen == "", Intent: choose("")})
	}
	for _, x := range p.Household.Persons {
		c.Items = append(c.Items, Chip{Tag: Tag{Text: clean(x.Name)}, On: chosen == x.ID, Intent: choose(x.ID)})
	}
	return []Block{c}
}

// names tells the checklist's speaker how leaks and people are called here.
func (p *page) names() checklist.Names {
	return checklist.Names{Leak: p.leakName, Person: p.name}
}

// leakName is a leak in one phrase: « Free, octobre 2024 ».
func (p *page) leakName(id string) string {
	b, ok := p.Catalogue.Breach(id)
	if !ok {
		return p.t("leak.unknown")
	}
	return p.leakTitle(b.Organisation, b.OccurredFrom, b.OccurredTo, b.Disclosed())
}

// leakTitle names a leak as leakOfMonth does, or by the day it was made public
// where the household has two that would be called the same.
func (p *page) leakTitle(organisation string, from, to, disclosed monitor.Date) string {
	title := p.leakOfMonth(organisation, from, to, disclosed)
	year, month, day := disclosed.Parts()
	if p.alike[title] < 2 || day == 0 {
		return title
	}
	return p.t("leak.title", "organisation", clean(organisation), "when", p.Words.Date(year, month, day))
}

// leakOfMonth names a leak by its organisation and the months it happened in, or
// was made public in.
func (p *page) leakOfMonth(organisation string, from, to, disclosed monitor.Date) string {
	when := p.months(from, to)
	if from.IsZero() && to.IsZero() {
		when = p.months(disclosed, disclosed)
	}
	if when == "" {
		return clean(organisation)
	}
	return p.t("leak.title", "organisation", clean(organisation), "when", when)
}

func (p *page) findingTitle(f monitor.Finding) string {
	return p.leakTitle(f.Organisation, f.OccurredFrom, f.OccurredTo, f.DisclosedOn)
}

// months is a stretch of time to the month: « février – mars 2024 ».
func (p *page) months(from, to monitor.Date) string {
	if from.IsZero() {
		from = to
	}
	if from.IsZero() {
		return ""
	}
	if to.IsZero() {
		to = from
	}
	fy, fm, _ := from.Parts()
	ty, tm, _ := to.Parts()
	switch {
	case fy == ty && fm == tm:
		return p.Words.Date(fy, fm, 0)
	case fy == ty && fm != 0 && tm != 0:
		return p.t("months", "from", p.Words.T("date.month."+strconv.Itoa(fm)), "to", p.Words.Date(ty, tm, 0))
	}
	return p.t("months", "from", p.Words.Date(fy, fm, 0), "to", p.Words.Date(ty, tm, 0))
}

// today is the day it is for the person.
func (p *page) today() monitor.Day { return checklist.LocalDay(p.Now) }

// day writes a date shortly where its year is this one: « 1er déc. », « 5 mars 2024 ».
func (p *page) day(d monitor.Date) string {
	year, month, day := d.Parts()
	if year != p.Now.Year() || day == 0 {
		return p.Words.Date(year, month, day)
	}
	text := p.Words.Date(year, month, day) // « 1er décembre 2026 »
	text = strings.TrimSuffix(text, " "+strconv.Itoa(year))
	full, short := p.Words.T("date.month."+strconv.Itoa(month)), p.t("month."+strconv.Itoa(month))
	return strings.Replace(text, full, short, 1)
}

// typedDay is a day as it is typed into a field, "" when there is none.
func (p *page) typedDay(d monitor.Date) string {
	year, month, day := d.Parts()
	if p.Words.Lang() != "fr" || day == 0 {
		return d.String()
	}
	return fmt.Sprintf("%02d/%02d/%04d", day, month, year)
}

// clock writes a time of day: « 9 h 12 ».
func (p *page) clock(t time.Time) string {
	return p.t("clock", "hour", t.Hour(), "minute", t.Format("04"))
}

// moment writes when something was or will be, as near as matters: « il y a 12
// min », « aujourd’hui, 9 h 12 », « 18 h 40 », « 3 nov. ».
func (p *page) moment(t time.Time) string {
	t = t.In(p.Now.Location())
	ago := p.Now.Sub(t)
	switch {
	case t.IsZero():
		return p.t("never")
	case ago >= 0 && ago < time.Hour:
		return p.n("ago.minutes", int(ago.Minutes()))
	case checklist.LocalDay(t) == p.today():
		return p.t("today-at", "time", p.clock(t))
	case checklist.LocalDay(t) == p.today()-1:
		return p.t("yesterday-at", "time", p.clock(t))
	case checklist.LocalDay(t) == p.today()+1:
		return p.t("tomorrow-at", "time", p.clock(t))
	}
	return p.day(civil(t))
}

// on writes when something was as a part of a sentence: « il y a 12 min », « le 3
// nov. ».
func (p *page) on(t time.Time) string {
	if day := checklist.LocalDay(t.In(p.Now.Location())); t.IsZero() || day >= p.today()-1 {
		return p.moment(t)
	}
	return p.t("on-day", "day", p.moment(t))
}

// civil is the calendar day of t where t is.
func civil(t time.Time) monitor.Date {
	return monitor.MustDate(t.Format(time.DateOnly))
}

// concerns reports whether a finding may concern its person: nobody said that
// it does not, and it was not taken back.
func concerns(f monitor.Finding) bool {
	return f.Verdict > monitor.NotConcerned && f.Status != monitor.Withdrawn
}

// claim reports whether a finding rests on what nobody answerable confirmed.
// Claims are shown apart and counted nowhere.
func claim(f monitor.Finding) bool {
	return f.Status == monitor.Claimed && f.Verdict == monitor.Possible
}

// concerned are the findings that may concern someone, claims aside.
func (p *page) concerned(person string) []monitor.Finding {
	return slices.DeleteFunc(slices.Clone(p.Findings), func(f monitor.Finding) bool {
		return person != "" && f.Person != person || !concerns(f) || claim(f)
	})
}

// leaks counts events, not findings: two people in one leak are one leak.
func leaks(findings []monitor.Finding) int {
	seen := make(map[string]bool)
	for _, f := range findings {
		seen[f.Breach] = true
	}
	return len(seen)
}

// leakCount counts leaks, those that are only possible apart: « 1 fuite, 8 possibles ».
func (p *page) leakCount(found []monitor.Finding) string {
	sure := leaks(slices.DeleteFunc(slices.Clone(found), func(f monitor.Finding) bool { return f.Verdict < monitor.Likely }))
	perhaps := leaks(found) - sure
	switch {
	case perhaps == 0:
		return p.n("leaks", sure)
	case sure == 0:
		return p.n("leaks.possible", perhaps)
	}
	return p.n("leaks.and-possible", perhaps, "leaks", p.n("leaks", sure))
}

// isNew reports whether an alert about a finding waits to be read.
func (p *page) isNew(f monitor.Finding) bool {
	return slices.ContainsFunc(p.Alerts, func(a monitor.Alert) bool {
		return a.Person == f.Person && p.sameLeak(a.Breach, f.Breach) && !p.Seen[a.ID]
	})
}

// sameLeak reports whether two ids are, or were, those of one leak.
func (p *page) sameLeak(a, b string) bool {
	if a == b {
		return true
	}
	x, ok := p.Catalogue.Breach(a)
	y, ok2 := p.Catalogue.Breach(b)
	return ok && ok2 && x.ID == y.ID
}

// newest puts what was learned last first.
func newest(findings []monitor.Finding) []monitor.Finding {
	slices.SortStableFunc(findings, func(a, b monitor.Finding) int {
		return cmp.Or(b.KnownSince.Compare(a.KnownSince), cmp.Compare(lastDay(b), lastDay(a)), cmp.Compare(a.Breach, b.Breach))
	})
	return findings
}

// pressing puts first what matters most to whoever reads: what asks to act
// soonest, then what is surest, then the gravest data, then what was learned last.
func (p *page) pressing(findings []monitor.Finding) []monitor.Finding {
	urgency := make(map[string]checklist.Urgency, len(findings))
	key := func(f monitor.Finding) string { return f.Person + "/" + f.Breach }
	for _, f := range findings {
		for _, a := range checklist.About(p.Plan, f.Person, f.Breach) {
			if a.State == checklist.ToDo {
				urgency[key(f)] = max(urgency[key(f)], a.Urgency)
			}
		}
	}
	findings = newest(findings)
	slices.SortStableFunc(findings, func(a, b monitor.Finding) int {
		return cmp.Or(cmp.Compare(urgency[key(b)], urgency[key(a)]), cmp.Compare(b.Verdict, a.Verdict), cmp.Compare(gravity(b), gravity(a)))
	})
	return findings
}

// gravity counts the kinds of data in a leak that nobody can change, or that call
// for something soon.
func gravity(f monitor.Finding) int {
	return len(slices.DeleteFunc(slices.Clone(f.Exposed), func(c monitor.Class) bool { return !slices.Contains(grave, c) }))
}

// lastDay is the day by which a leak was public; the earliest of all when no
// source says.
func lastDay(f monitor.Finding) monitor.Day {
	if f.DisclosedOn.IsZero() {
		return math.MinInt32
	}
	return f.DisclosedOn.Last()
}

// goTo leads to a screen.
func goTo(screen Name, person, id string) Intent {
	return Go{Place: Place{Screen: screen, Person: person, ID: id}}
}

// crumb is one part of the way to a screen; one without a screen leads nowhere.
func crumb(text string, to Intent) Button { return Button{Text: text, Kind: Link, Intent: to} }

// list makes rows of what is at hand; a long list makes its own.
func list(key, empty string, rows ...Row) Rows {
	return Rows{Key: key, Len: len(rows), Row: func(i int) Row { return rows[i] }, Empty: empty}
}
