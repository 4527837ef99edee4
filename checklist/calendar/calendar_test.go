package calendar

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"vigie/assets/words"
	"vigie/monitor"
)

var update = flag.Bool("update", false, "write the calendars as they are now to testdata")

func speak(t testing.TB, lang string) *words.Words {
	t.Helper()
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var changed = time.Date(2026, 11, 25, 18, 40, 0, 0, time.UTC)

func events() []Event {
	return []Event{
		{ID: "letter 7f3a answer", Title: "letter.deadline.answer", Day: monitor.MustDate("2026-12-28"), Revision: 2, Changed: changed, Remind: 0},
		{ID: "debit 91bc dispute", Title: "letter.deadline.dispute", Day: monitor.MustDate("2027-12-03"), Revision: 0, Changed: changed, Remind: 14},
		{ID: "letter 02ce reminder", Title: "letter.deadline.reminder", Day: monitor.MustDate("2026-12-10"), Revision: 3, Changed: changed, Cancelled: true},
	}
}

func TestGolden(t *testing.T) {
	for _, lang := range words.Languages() {
		var b bytes.Buffer
		if err := Write(&b, speak(t, lang), events()); err != nil {
			t.Fatal(err)
		}
		path := "testdata/" + lang + ".ics"
		if *update {
			if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), b.String()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", lang, diff)
		}
	}
}

// property is one unfolded line of a file.
type property struct{ name, value string }

// read undoes what a calendar program undoes: folding and escaping. It is
// written against RFC 5545 and not against the writer.
func read(t testing.TB, data string) []property {
	t.Helper()
	if !strings.HasSuffix(data, "\r\n") {
		t.Fatal("the last line does not end")
	}
	var ps []property
	for i, line := range strings.Split(strings.TrimSuffix(data, "\r\n"), "\r\n") {
		switch {
		case strings.ContainsAny(line, "\r\n"):
			t.Fatalf("line %d has a bare line break", i+1)
		case len(line) > 75:
			t.Fatalf("line %d has %d octets", i+1, len(line))
		case !utf8.ValidString(line):
			t.Fatalf("line %d cuts a character", i+1)
		case strings.HasPrefix(line, " "):
			ps[len(ps)-1].value += line[1:]
			continue
		}
		name, value, found := strings.Cut(line, ":")
		if !found {
			t.Fatalf("line %d is no property: %q", i+1, line)
		}
		ps = append(ps, property{name, value})
	}
	for i := range ps {
		switch ps[i].name {
		case "SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME":
			ps[i].value = unescape(ps[i].value)
		}
	}
	return ps
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			if s[i] == 'n' || s[i] == 'N' {
				b.WriteByte('\n')
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// imported is what a calendar program holds after it reads files one after the
// other: by UID, the highest sequence wins (RFC 5546, section 2.1.5).
func imported(t testing.TB, files ...string) map[string]map[string]string {
	t.Helper()
	held := make(map[string]map[string]string)
	for _, data := range files {
		var ev map[string]string
		for _, p := range read(t, data) {
			switch {
			case p.name == "BEGIN" && p.value == "VEVENT":
				ev = make(map[string]string)
			case p.name == "END" && p.value == "VEVENT":
				if old, ok := held[ev["UID"]]; !ok || number(t, old["SEQUENCE"]) <= number(t, ev["SEQUENCE"]) {
					held[ev["UID"]] = ev
				}
				ev = nil
			case ev != nil:
				if _, twice := ev[p.name]; !twice {
					ev[p.name] = p.value
				}
			}
		}
	}
	return held
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func written(t testing.TB, es []Event) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, speak(t, "fr"), es); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Reading the file in again doubles nothing, and takes changes over.
func TestImportIsIdempotent(t *testing.T) {
	first := written(t, events())
	if held := imported(t, first, first); len(held) != len(events()) {
		t.Errorf("%d events after reading twice, want %d", len(held), len(events()))
	}
	moved := events()
	moved[0].Day, moved[0].Revision = monitor.MustDate("2027-03-01"), 3
	held := imported(t, first, written(t, moved), first) // an old file read late changes nothing
	if len(held) != len(events()) || held[uid(moved[0].ID)]["DTSTART;VALUE=DATE"] != "20270301" {
		t.Errorf("the move was not taken over: %v", held[uid(moved[0].ID)])
	}
	reversed := []Event{events()[2], events()[1], events()[0]}
	if written(t, reversed) != first {
		t.Error("the order of events matters")
	}
}

// The file holds fixed sentences, days and hashes, and nothing of the ids.
func TestNothingPersonal(t *testing.T) {
	es := events()
	es[0].ID = "claire@example.org France Travail"
	data := written(t, es)
	for _, p := range []string{"claire", "example", "Travail", "7f3a", "91bc", "02ce"} {
		if strings.Contains(data, p) {
			t.Errorf("%q is in the file", p)
		}
	}
}

func TestRefused(t *testing.T) {
	good := events()[0]
	change := func(f func(*Event)) []Event { e := good; f(&e); return []Event{e} }
	for name, es := range map[string][]Event{
		"no id":                    change(func(e *Event) { e.ID = "" }),
		"one id twice":             {good, good},
		"a month":                  change(func(e *Event) { e.Day = monitor.MustDate("2026-12") }),
		"no sentence":              change(func(e *Event) { e.Title = "Claire chez France Travail" }),
		"a sentence with fields":   change(func(e *Event) { e.Title = "letter.court" }),
		"a revision before naught": change(func(e *Event) { e.Revision = -1 }),
		"no moment of change":      change(func(e *Event) { e.Changed = time.Time{} }),
		"too many":                 make([]Event, maxEvents+1),
	} {
		var b bytes.Buffer
		err := Write(&b, speak(t, "fr"), es)
		if p, ok := errors.AsType[*monitor.Problem](err); !ok || p.Key != "calendar.event" || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes written", name, err, b.Len())
		}
	}
}
