package explain

import (
	"strconv"
	"strings"

	"vigie/monitor"
)

// Date writes a day, a month or a year, as precise as it is known.
func (x *Explainer) Date(d monitor.Date) string { return x.w.Date(d.Parts()) }

// Period writes the time someone dealt with an organisation: « de 2011 à 2013 ».
func (x *Explainer) Period(p monitor.Period) string {
	switch {
	case p.Current && p.From.IsZero():
		return x.w.T("period.current")
	case p.Current:
		return x.when("when.since.", p.From)
	case p == monitor.Period{}:
		return x.w.T("period.unknown")
	case p.To.IsZero():
		return x.w.T("period.no-end", "starting", x.span(p.From, p.To))
	case p.From.IsZero():
		return x.w.T("period.no-start", "until", x.span(p.From, p.To))
	}
	return x.span(p.From, p.To)
}

// span writes the time between two dates, either of which may be unknown.
func (x *Explainer) span(from, to monitor.Date) string {
	switch {
	case from == to:
		return x.at(from)
	case to.IsZero():
		return x.w.T("when.starting", "from", x.from(from, x.Date(from)))
	case from.IsZero():
		return x.when("when.until.", to)
	}
	start := x.Date(from)
	if year, ok := commonYear(from, to); ok {
		start = strings.TrimSuffix(start, " "+strconv.Itoa(year)) // « du 6 février au 5 mars 2024 »
	}
	return x.w.T("when.range", "from", x.from(from, start), "to", x.when("when.to.", to))
}

// commonYear is the year that both dates name a month of, if they do.
func commonYear(a, b monitor.Date) (year int, ok bool) {
	yearA, monthA, _ := a.Parts()
	yearB, monthB, _ := b.Parts()
	return yearA, yearA == yearB && monthA != 0 && monthB != 0
}

// at writes when something was: « le 13 mars 2024 », « en 2024 »; nothing for
// an unknown date.
func (x *Explainer) at(d monitor.Date) string {
	if d.IsZero() {
		return ""
	}
	return x.when("when.", d)
}

// before writes « avant le 13 mars 2024 »; nothing for an unknown date.
func (x *Explainer) before(d monitor.Date) string {
	if d.IsZero() {
		return ""
	}
	return x.when("when.before.", d)
}

// from writes the beginning of a span, « de mars 2004 », elided in French
// before a month that begins with a vowel, « d’avril 2004 ».
func (x *Explainer) from(d monitor.Date, shown string) string {
	const april, august, october = 4, 8, 10
	unit := precision(d)
	if _, month, _ := d.Parts(); unit == "month" && (month == april || month == august || month == october) {
		unit = "month-elided"
	}
	return x.w.T("when.from."+unit, "date", shown)
}

// when writes a date with the words that go before a day, a month or a year.
func (x *Explainer) when(key string, d monitor.Date) string {
	return x.w.T(key+precision(d), "date", x.Date(d))
}

// precision is how precise a date is, as a part of keys.
func precision(d monitor.Date) string {
	switch _, month, day := d.Parts(); {
	case month == 0:
		return "year"
	case day == 0:
		return "month"
	}
	return "day"
}
