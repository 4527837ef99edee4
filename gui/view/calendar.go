package view

import (
	"strconv"
	"time"

	"vigie/monitor"
)

// month lays one month out in whole weeks from Monday.
func (p *page) month(in monitor.Date, due map[monitor.Day][]Tag) Calendar {
	year, month, _ := firstDay(in)
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	c := Calendar{
		Title:    upper(p.Words.Date(year, int(month), 0)),
		Previous: Button{Text: p.t("calendar.previous"), Intent: ShowMonth{First: monitor.DateOf(first.AddDate(0, -1, 0))}},
		Next:     Button{Text: p.t("calendar.next"), Intent: ShowMonth{First: monitor.DateOf(first.AddDate(0, 1, 0))}},
	}
	for day := 1; day <= daysInWeek; day++ {
		c.Weekdays = append(c.Weekdays, p.t("weekday."+strconv.Itoa(day)))
	}
	// Sunday is 0 in time.Weekday, and the end of the week in France.
	before := (int(first.Weekday()) + daysInWeek - 1) % daysInWeek
	for day := first.AddDate(0, 0, -before); day.Before(first.AddDate(0, 1, 0)) || len(c.Days)%daysInWeek != 0; day = day.AddDate(0, 0, 1) {
		d := MonthDay{Today: monitor.Today(day) == p.today()}
		if day.Month() == month {
			d.Label = strconv.Itoa(day.Day())
			d.Tags = due[monitor.Today(day)]
		}
		c.Days = append(c.Days, d)
	}
	return c
}

const daysInWeek = 7
