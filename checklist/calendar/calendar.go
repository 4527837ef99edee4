// Package calendar exports days to remember as an iCalendar file (RFC 5545),
// which any calendar program reads. Start at [Write].
//
// A calendar is often copied to a phone and to a provider, so that the file
// holds nothing personal by construction: an event's title is the key of a fixed
// sentence of assets/words, and its identity a hash of the caller's id. Reading
// the file in again changes what changed and doubles nothing: the identity of an
// event stays, and its revision grows.
//
// Events last whole days: they need no time zone, and mean the same day on every
// device.
package calendar

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"

	"vigie/assets/words"
	"vigie/monitor"
)

// Event is a day to remember.
type Event struct {
	// ID tells events of one household apart and stays the same for ever. It is
	// hashed, and so must hold something random, as the ids of package monitor are.
	ID string
	// Title is the key of a sentence without fields.
	Title string
	Day   monitor.Date // a whole day
	// Revision counts the changes of the event: a program keeps what it has
	// unless the number is higher.
	Revision int
	// Changed is when the event became what it is.
	Changed time.Time
	// Cancelled takes the event back from calendars that have it.
	Cancelled bool
	// Remind is how many days before, at nine in the morning, to remind of it; 0
	// is on the day itself, below 0 not at all.
	Remind int
}

// maxEvents bounds a file. A household has dozens of days to remember.
const maxEvents = 5000

// Write writes the events, by day. The same events give the same bytes, whatever
// their order. The error is a *monitor.Problem, calendar.event, for an event
// without a whole day or without an ID, two events with one ID, a title that is
// no plain sentence, or more events than a calendar takes.
func Write(w io.Writer, ws *words.Words, events []Event) error {
	if err := check(ws, events); err != nil {
		return monitor.NewProblem("calendar.event").Because(err)
	}
	events = slices.Clone(events)
	slices.SortFunc(events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.Day.First(), b.Day.First()), strings.Compare(a.ID, b.ID))
	})
	cal := ical.NewCalendarFor("Vigie")
	cal.SetProductId("-//Vigie//Vigie//" + strings.ToUpper(ws.Lang()))
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ical.MethodPublish)
	cal.SetName(ws.T("calendar.name")) // RFC 7986; X-WR-CALNAME, set with it, is what programs read before
	for _, e := range events {
		addEvent(cal, ws, e)
	}
	// Ends of lines as RFC 5545 has them; the library takes the system's.
	_, err := io.WriteString(w, cal.Serialize(ical.WithNewLine("\r\n")))
	return err
}

func check(ws *words.Words, events []Event) error {
	if len(events) > maxEvents {
		return fmt.Errorf("%d events", len(events))
	}
	seen := make(map[string]bool, len(events))
	for _, e := range events {
		_, _, day := e.Day.Parts()
		switch title := ws.T(e.Title); {
		case e.ID == "" || seen[e.ID]:
			return fmt.Errorf("event %q has no id of its own", e.Title)
		case day == 0:
			return fmt.Errorf("event %q has no whole day", e.Title)
		case !ws.Has(e.Title) || strings.Contains(title, "<no value>"):
			return fmt.Errorf("%q is no plain sentence", e.Title)
		case e.Revision < 0 || e.Changed.IsZero():
			return fmt.Errorf("event %q has no revision", e.Title)
		}
		seen[e.ID] = true
	}
	return nil
}

// addEvent adds one event (RFC 5545, section 3.6.1).
func addEvent(cal *ical.Calendar, ws *words.Words, e Event) {
	y, m, d := e.Day.Parts()
	day := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	v := cal.AddEvent(uid(e.ID))
	v.SetSequence(e.Revision)
	v.SetDtStampTime(e.Changed)
	v.SetAllDayStartAt(day)
	v.SetAllDayEndAt(day.AddDate(0, 0, 1)) // the day after: the end is not part of it
	v.SetSummary(ws.T(e.Title))
	v.SetDescription(ws.T("calendar.detail"))
	v.SetClass(ical.ClassificationPrivate)
	v.SetTimeTransparency(ical.TransparencyTransparent) // the person is not busy that day
	if e.Cancelled {
		v.SetStatus(ical.ObjectStatusCancelled)
		return
	}
	v.SetStatus(ical.ObjectStatusConfirmed)
	const nine = 9 // o'clock
	if e.Remind < 0 {
		return
	}
	trigger := fmt.Sprintf("PT%dH", nine)
	if e.Remind > 0 {
		trigger = fmt.Sprintf("-PT%dH", 24*e.Remind-nine) // before the day begins
	}
	alarm := v.AddAlarm()
	alarm.SetAction(ical.ActionDisplay)
	alarm.SetDescription(ws.T(e.Title))
	alarm.SetTrigger(trigger)
}

// uid is the identity of an event for calendar programs: a UUID of version 8
// (RFC 9562), as RFC 7986 asks, from a hash that does not tell the id.
func uid(id string) string {
	h := sha256.Sum256([]byte("vigie calendar event\x00" + id))
	h[6] = h[6]&0x0F | 0x80
	h[8] = h[8]&0x3F | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16])
}
