package desktop

import (
	"fmt"
	"time"

	"vigie/monitor"
)

// QuietHours is the part of each day in which no pop-up is shown, by the clock
// on the wall: from From until just before To, over midnight when To is the
// earlier one, never when both are the same. The zero value is never quiet.
type QuietHours struct{ From, To TimeOfDay }

// TimeOfDay is a number of minutes since 00:00 on the clock.
type TimeOfDay int

const minutesPerDay = 24 * 60

// ParseQuietHours reads "22:00-07:30", and "" for never. The error is a
// *monitor.Problem.
func ParseQuietHours(s string) (QuietHours, error) {
	if s == "" {
		return QuietHours{}, nil
	}
	const layout, example = "15:04", "22:00-07:30"
	if len(s) == len(example) && s[5] == '-' {
		from, err1 := time.Parse(layout, s[:5])
		to, err2 := time.Parse(layout, s[6:])
		if err1 == nil && err2 == nil {
			return QuietHours{timeOfDay(from), timeOfDay(to)}, nil
		}
	}
	return QuietHours{}, monitor.UsageProblem("quiet-hours", "example", example)
}

// String is what ParseQuietHours reads.
func (q QuietHours) String() string {
	if q == (QuietHours{}) {
		return ""
	}
	return q.From.String() + "-" + q.To.String()
}

// String is the time as on a clock of 24 hours, "07:30".
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t/60, t%60) }

// Quiet reports whether t, in its own zone, is in the quiet hours. Only what
// the clock shows counts: when clocks go back, both hours of that name are
// quiet or neither is; when they go forward, what is skipped was not quiet and
// what comes after is as on any day.
func (q QuietHours) Quiet(t time.Time) bool {
	sinceFrom := (timeOfDay(t) - q.From + minutesPerDay) % minutesPerDay
	length := (q.To - q.From + minutesPerDay) % minutesPerDay
	return sinceFrom < length
}

func timeOfDay(t time.Time) TimeOfDay { return TimeOfDay(t.Hour()*60 + t.Minute()) }
