package schedule

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vigie/assets/words"
	"vigie/monitor"
)

func must(t interface{ Fatal(...any) }, text string) Schedule {
	s, err := Parse(text)
	if err != nil {
		t.Fatal(text, err)
	}
	return s
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ want, texts string }{
		{"6h", "6h|6H| 6 h |6h0m0s|360m|every 6 hours|Every 6 h|toutes les 6 heures|Toutes les 6 h|6 heures"},
		{"15m", "15m|15 min|every 15 minutes|toutes les 15 minutes|900s"},
		{"1h30m", "1h30m|90m|every 1 hour 30 minutes|toutes les 1 h 30 min|1h 30m"},
		{"1h", "every hour|toutes les heures|chaque heure|60m"},
		{"24h", "24h|1d|1 jour|every 1 day"},
		{"48h", "every 2 days|tous les 2 jours|2j"},
		{"168h", "every week|toutes les semaines|chaque semaine|1 semaine|7d"},
		{"744h", "31 days|31 jours"},
		{"daily", "daily|every day|each day|Tous les jours|chaque jour"},
		{"daily at 18:30", "daily at 18:30|daily 18:30|every day at 18h30|tous les jours à 18 h 30|tous les jours a\u0300 18h30|" +
			"tous les jours à 18\u202fh\u202f30|TOUS LES JOURS À 18 H 30|chaque jour à 18:30"},
		{"daily at 09:00", "daily at 9:00|daily at 09:00|tous les jours à 9 h|tous les jours à 9h"},
		{"weekly on Monday", "weekly on Monday|on Mondays|every Monday|monday|le lundi|tous les lundis|chaque lundi|lundi"},
		{"weekly on Sunday at 09:05", "weekly on Sunday at 9:05|le dimanche à 9 h 05|dimanche 9h05|every Sunday at 09:05"},
		{"30 18 * * 1-5", "30 18 * * 1-5|  30   18 * *  1-5 "},
		{"0 8,20 * * *", "0 8,20 * * *"},
		{"0 9 * * mon-fri", "0 9 * * MON-FRI"},
		{"*/15 * * * *", "*/15 * * * *"},
		{"0 0 1 * *", "0 0 1 * *"},
	} {
		for _, text := range strings.Split(c.texts, "|") {
			if s, err := Parse(text); err != nil || s.String() != c.want {
				t.Errorf("%q: %q, %v; want %q", text, s, err, c.want)
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ key, texts string }{
		{"schedule.unclear", "|hourly|soon|bientôt|6|h|6 apples|-6h|every|daily at 24:00|daily at 9:60|daily at 9|le lundi à|le 3|" +
			"@daily|@every 6h|* * * *|0 0 0 * * *|TZ=0|CRON_TZ=UTC|TZ=Europe/Paris 0 6 * * *|CRON_TZ=UTC 0 6 * * *|61 * * * *|" +
			"0 9 * * lundi|0 9 32 * *|1-2-3 * * * *|0/0 * * * *|\x00|" + strings.Repeat("6", 1000)},
		{"schedule.too-often", "5m|every minute|toutes les 14 minutes|0h|14m59s|* * * * *|*/5 * * * *|0,10 8 * * *|0,50 0,23 * * *"},
		{"schedule.too-rare", "32 days|tous les 45 jours|10000h|99999999999999999999 h|999999999 weeks|0 0 31 * *|0 0 1 1 *|0 0 29 2 *|0 0 * 1-11 *|0 0 1,15 */2 *"},
		{"schedule.never", "0 0 30 2 *|0 0 31 2,4,6,9,11 *|, * * * *|0 , * * *"},
	} {
		for _, text := range strings.Split(c.texts, "|") {
			_, err := Parse(text)
			var p *monitor.Problem
			if !errors.As(err, &p) || p.Key != c.key {
				t.Errorf("%q: %v, want %s", text, err, c.key)
			}
		}
		for _, lang := range words.Languages() {
			w, err := words.Load(lang)
			if err != nil {
				t.Fatal(err)
			}
			if key := "problem." + c.key; !w.Has(key) || !w.Has(key+".do") {
				t.Errorf("%s: no words for %s", lang, key)
			}
		}
	}
}

// The library's parser panics on some texts; nobody can reach it with one.
func TestThePanicsOfCron(t *testing.T) {
	for _, text := range []string{"TZ=0", "CRON_TZ=UTC"} {
		if _, err := parseFields(text); err == nil || !strings.Contains(err.Error(), "slice bounds") {
			t.Errorf("%q: %v, want the panic as an error", text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"6h", "1h30m", "every 6 hours", "toutes les 6 heures", "daily at 18:30", "tous les jours à 18 h 30", "le lundi",
		"weekly on Monday at 9:00", "0 8,20 * * *", "*/20 6-22 1-31/3 * ?", "0 0 30 2 *", "TZ=0", "@every 1s", "15m 0 0 0 0",
	} {
		f.Add(text, int64(1_800_000_000))
	}
	paris := load(f, "Europe/Paris")
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		s, err := Parse(text)
		if err != nil {
			if !errors.As(err, new(*monitor.Problem)) {
				t.Fatalf("%q: %v is no problem", text, err)
			}
			return
		}
		if again, err := Parse(s.String()); err != nil || again.String() != s.String() {
			t.Fatalf("%q became %q, which became %q, %v", text, s, again, err)
		}
		// Years that JSON and SQLite can hold.
		now := time.Unix(unix%(1<<37), 0)
		first := s.Next(now, paris)
		if gap := first.Sub(now); gap <= 0 || gap > Longest+2*time.Hour {
			t.Fatalf("%q fires %v after %v", text, gap, now)
		}
		if gap := s.Next(first, time.UTC).Sub(s.Next(first.Add(-time.Second), time.UTC)); gap < 0 {
			t.Fatalf("%q goes back by %v", text, gap)
		}
	})
}

// Where clocks never change, the calendar agrees with the library, which is
// right there.
func TestAgreesWithCron(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := func(of string, forms ...string) string { return rapid.SampledFrom(forms).Draw(t, of) }
		number := func(of string, low, high int) int { return rapid.IntRange(low, high).Draw(t, of) }
		// What Parse accepts: of fields drawn freely nine in ten are too close
		// together or too far apart, and rapid gives up.
		m, h, d, w := number("minute", 0, 44), number("hour", 0, 23), number("day", 1, 28), number("weekday", 0, 6)
		minutes := one("minutes", fmt.Sprint(m), fmt.Sprintf("%d,%d", m%30, m%30+number("minutes later", 15, 30)), "*/15", "*/20")
		hours := one("hours", "*", "?", fmt.Sprint(h), fmt.Sprintf("%d,%d", h, number("to hour", h, 23)), fmt.Sprintf("%d-%d/2", h, number("until hour", h, 23)), "*/7")
		days := one("days", "*", "?", fmt.Sprint(d), fmt.Sprintf("%d,%d", d, number("to day", d, 31)), fmt.Sprintf("%d-%d", d, number("until day", d, 31)))
		weekdays := one("weekdays", "*", "?", fmt.Sprint(w), fmt.Sprintf("%d,%d", w, number("to weekday", w, 6)), fmt.Sprintf("%d-%d/2", w, number("until weekday", w, 6)), "*/2")
		months := one("months", "*", "?", "*/1", "2-12,1", "1,3-12")
		if months == "1,3-12" { // without February only where no day before or after it is missing
			days, weekdays = "*", "*"
		}
		text := strings.Join([]string{minutes, hours, days, months, weekdays}, " ")
		s, err := Parse(text)
		if err != nil {
			t.Fatal(text, err)
		}
		want, err := parseFields(text)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "now"), 0).UTC()
		for range 50 {
			next := want.Next(now)
			if got := s.Next(now, time.UTC); !got.Equal(next) {
				t.Fatalf("%q after %v: %v, cron says %v", text, now, got, next)
			}
			now = next
		}
	})
}
