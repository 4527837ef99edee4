package monitor

import "errors"

// Period is the time a person dealt with an organisation, as far as they
// remember. The zero Period is unknown: nothing was said.
type Period struct {
	From    Date `json:"from,omitzero"`
	To      Date `json:"to,omitzero"`
	Current bool `json:"current,omitempty"` // still dealing with it; To is then zero
}

// Why a period is refused at entry.
var (
	ErrPeriodReversed = errors.New("the period ends before it begins")
	ErrPeriodCurrent  = errors.New("a current period has no end")
	ErrPeriodFuture   = errors.New("the period lies in the future")
)

// Validate refuses periods that cannot be true on the given day.
func (p Period) Validate(today Day) error {
	switch {
	case p.Current && !p.To.IsZero():
		return ErrPeriodCurrent
	case !p.From.IsZero() && p.From.First() > today, !p.To.IsZero() && p.To.First() > today:
		return ErrPeriodFuture
	case !p.From.IsZero() && !p.To.IsZero() && p.From.First() > p.To.Last():
		return ErrPeriodReversed
	}
	return nil
}

// span is what a period may mean: it begins on some day of beginLo…beginHi and
// ends on some day of endLo…endHi, and does not end before it begins.
type span struct{ beginLo, beginHi, endLo, endHi Day }

// span is the set of possible beginnings and ends, seen on the given day.
// Nobody begins in the future, so an unknown beginning is bounded by today.
func (p Period) span(today Day) span {
	s := span{p.From.First(), min(p.From.Last(), today), p.To.First(), p.To.Last()}
	if p.Current {
		s.endLo, s.endHi = today, dayMax
	}
	// Nobody leaves before they came, so a known end bounds an unknown beginning,
	// and the reverse. Two known ends do not sharpen each other: else someone who
	// says they came a year earlier would be less sure to be concerned.
	if p.From.IsZero() {
		s.beginHi = min(s.beginHi, s.endHi)
	}
	if p.To.IsZero() {
		s.endLo = max(s.endLo, s.beginLo)
	}
	return s
}

// overlaps tells whether the period has a day in common with [from, to], where
// from is some day of fromLo…fromHi and to some day of toLo…toHi: satisfied if
// it has on every reading, failed if on none.
func (s span) overlaps(fromLo, fromHi, toLo, toHi Day) Outcome {
	switch {
	case s.beginHi <= toLo && s.endLo >= fromHi:
		return Satisfied
	case s.beginLo <= toHi && s.endHi >= fromLo:
		return Unknown
	}
	return Failed
}
