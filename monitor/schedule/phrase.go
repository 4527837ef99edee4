package schedule

import (
	"strconv"
	"strings"
	"time"

	"vigie/monitor"
	"vigie/monitor/pattern"
)

// maxPhrase is the longest text that is looked at, in bytes.
const maxPhrase = 200

// Parse reads a schedule as people write it, in French or in English:
//
//	6h · 1h30m · every 6 hours · toutes les 6 heures · every day
//	daily · daily at 18:30 · tous les jours à 18 h 30
//	weekly on Monday · le lundi · every Monday at 9:00 · le lundi à 9 h
//	30 18 * * 1-5 (minute, hour, day of the month, month, day of the week)
//
// Without a time of day, each installation gets one of its own during the day.
// The error is a *monitor.Problem: schedule.unclear, schedule.too-often,
// schedule.too-rare or schedule.never.
func Parse(text string) (Schedule, error) {
	if len(text) > maxPhrase {
		return Schedule{}, monitor.UsageProblem("schedule.unclear")
	}
	phrase := fold(text)
	if m := daily().FindStringSubmatch(phrase); m != nil {
		return byDay("*", "daily", m[1:])
	}
	if m := weekly().FindStringSubmatch(phrase); m != nil {
		n := weekdays[m[1]]
		return byDay(strconv.Itoa(int(n)), "weekly on "+n.String(), m[2:])
	}
	if d, ok := interval(phrase); ok {
		return every(d)
	}
	if cronFields().MatchString(phrase) {
		return parseCron(phrase)
	}
	return Schedule{}, monitor.UsageProblem("schedule.unclear")
}

// fold makes one spelling of a phrase: lower case, single plain spaces (French
// has narrow no-break ones before « h »), "à" without its accent.
func fold(s string) string {
	s = strings.Join(strings.Fields(strings.ToLower(s)), " ")
	return strings.NewReplacer("à", "a", "a\u0300", "a").Replace(s)
}

const timeOfDay = `(?:(?: at| a)? (\d{1,2}) ?(?:: ?(\d\d)|h(?: ?(\d\d))?))?`

var (
	daily  = pattern.New(`^(?:daily|every day|each day|tous les jours|chaque jour)` + timeOfDay + `$`)
	weekly = pattern.New(`^(?:weekly on |on |every |each |le |tous les |chaque )?` +
		`(monday|tuesday|wednesday|thursday|friday|saturday|sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?` + timeOfDay + `$`)
	// An interval is one or more numbers with a unit, or a unit alone after "every".
	intervalPhrase = pattern.New(`^(?:(?:every|each|toutes les|tous les|chaque) )?((?:\d+ ?[a-z]+ ?){1,4})$`)
	everyUnit      = pattern.New(`^(?:every|each|toutes les|chaque) ([a-z]+)$`)
	numberAndUnit  = pattern.New(`(\d+) ?([a-z]+)`)
	cronFields     = pattern.New(`^[0-9a-z*/,?-]+(?: [0-9a-z*/,?-]+){4}$`)
)

var weekdays = map[string]time.Weekday{
	"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday,
	"dimanche": time.Sunday, "lundi": time.Monday, "mardi": time.Tuesday, "mercredi": time.Wednesday,
	"jeudi": time.Thursday, "vendredi": time.Friday, "samedi": time.Saturday,
}

var units = map[string]time.Duration{
	"s": time.Second,
	"m": time.Minute, "min": time.Minute, "mins": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"h": time.Hour, "hour": time.Hour, "hours": time.Hour, "heure": time.Hour, "heures": time.Hour,
	"d": day, "day": day, "days": day, "j": day, "jour": day, "jours": day,
	"w": week, "week": week, "weeks": week, "semaine": week, "semaines": week,
}

const (
	day  = 24 * time.Hour
	week = 7 * day
)

// interval reads the length of an interval; one that is longer than any allowed
// may come back shorter, but still too long.
func interval(phrase string) (time.Duration, bool) {
	if m := everyUnit().FindStringSubmatch(phrase); m != nil {
		d, ok := units[m[1]]
		return d, ok
	}
	m := intervalPhrase().FindStringSubmatch(phrase)
	if m == nil {
		return 0, false
	}
	var sum time.Duration
	for _, part := range numberAndUnit().FindAllStringSubmatch(m[1], -1) {
		unit, ok := units[part[2]]
		if !ok {
			return 0, false
		}
		n, err := strconv.ParseInt(part[1], 10, 32)
		if err != nil || n > int64(2*Longest/unit) {
			n = int64(2 * Longest / unit)
		}
		sum += time.Duration(n) * unit
	}
	return sum, true
}

func every(d time.Duration) (Schedule, error) {
	switch {
	case d < Shortest:
		return Schedule{}, monitor.UsageProblem("schedule.too-often")
	case d > Longest:
		return Schedule{}, monitor.UsageProblem("schedule.too-rare")
	}
	return Every(d), nil
}

// Where the day of a schedule that names no time of day begins and how long it
// is: while people are up, and computers with them.
const (
	dayBegins = 8
	dayLasts  = 12 * time.Hour
)

// byDay is a schedule on days of the week, as cron writes them, at the time of
// day that clock holds: the hour, then the minute as each language has it.
func byDay(days, text string, clock []string) (Schedule, error) {
	hour, minute, window := dayBegins, 0, dayLasts
	if clock[0] != "" {
		window = spread
		hour, _ = strconv.Atoi(clock[0])
		minute, _ = strconv.Atoi(clock[1] + clock[2])
		if hour > 23 || minute > 59 {
			return Schedule{}, monitor.UsageProblem("schedule.unclear")
		}
		text += " at " + time.Date(0, 1, 1, hour, minute, 0, 0, time.UTC).Format("15:04")
	}
	s, err := parseCron(strconv.Itoa(minute) + " " + strconv.Itoa(hour) + " * * " + days)
	s.calendar.window, s.text = window, text
	return s, err
}
