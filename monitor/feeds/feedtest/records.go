package feedtest

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"vigie/monitor"
)

// checkFetched asks what holds of every answer that a feed takes.
func (s Suite) checkFetched(t *testing.T, feed string, got *monitor.Fetched) {
	t.Helper()
	switch {
	case got == nil:
		t.Fatal("neither answer nor error")
	case !slices.Contains(monitor.FeedNames(), feed):
		t.Errorf("feed name %q", feed)
	case got.Unchanged && len(got.Records) != 0:
		t.Errorf("unchanged, with %d records", len(got.Records))
	case !got.Unchanged && len(got.Records) == 0:
		t.Error("an empty catalogue")
	case len(got.Cursor) == 0:
		t.Error("no cursor")
	case got.Refused < 0:
		t.Errorf("%d entries refused", got.Refused)
	}
	CheckRecords(t, feed, got.Records, s.Now)
}

var (
	recordID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,199}$`)
	domain   = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)
	markup   = regexp.MustCompile(`<[A-Za-z/!?]`)
)

// mostPeople is more than any breach concerns.
const mostPeople = 100_000_000_000

// CheckRecords asks of a feed's records what every consumer relies on: texts
// that are safe to show, links that are safe to open, dates that may have been,
// and names of which there is one each.
func CheckRecords(t testing.TB, feed string, records []monitor.Record, now time.Time) {
	t.Helper()
	keys, ids := make(map[string]bool), make(map[string]bool)
	for _, r := range records {
		if keys[r.Key] || ids[r.ID] {
			t.Errorf("%s: two records with key %q, id %q", feed, r.Key, r.ID)
		}
		keys[r.Key], ids[r.ID] = true, true
		for _, problem := range recordProblems(feed, r, now) {
			t.Errorf("%s: record %.80q: %s", feed, r.ID, problem)
		}
	}
}

func recordProblems(feed string, r monitor.Record, now time.Time) []string {
	var problems []string
	complain := func(wrong bool, format string, args ...any) {
		if wrong {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	complain(r.Feed != feed, "feed %q", r.Feed)
	complain(!recordID.MatchString(r.ID), "id")
	complain(r.Key == "" || !safe(r.Key, monitor.MaxText), "key %.80q", r.Key)
	complain(r.Organisation == "", "no organisation")
	complain(!r.FirstSeen.IsZero(), "first seen is set by the store")
	complain(r.Affected < 0 || r.Affected > mostPeople, "%d people", r.Affected)
	for _, name := range slices.Concat([]string{r.Organisation}, r.Aliases, r.Clients, r.Related) {
		complain(!safe(name, monitor.MaxName), "name %.80q", name)
	}
	for _, d := range r.Domains {
		complain(!domain.MatchString(d) || len(d) > 253, "domain %.80q", d)
	}
	for _, c := range slices.Concat(r.Exposed, r.Possible, r.NotConcerned) {
		complain(c == "" || !safe(string(c), monitor.MaxName), "class %.80q", c)
	}
	for _, text := range []string{r.Population.FR, r.Population.EN, r.Vector.FR, r.Vector.EN, r.Passwords} {
		complain(!safe(text, monitor.MaxText), "text %.80q", text)
	}
	for _, d := range []monitor.Date{r.OccurredFrom, r.OccurredTo, r.DisclosedOn, r.ListedOn} {
		complain(!d.IsZero() && d.First() > monitor.Today(now)+1, "date %s", d)
	}
	for _, ref := range r.References {
		complain(!safe(ref.Title, monitor.MaxText) || !safe(ref.Publisher, monitor.MaxName), "reference %.80q", ref.Title)
		complain(!safeLink(ref.URL), "link %.80q", ref.URL)
	}
	switch r.Status {
	case monitor.Claimed, monitor.StatusConfirmed, monitor.Corrected, monitor.Withdrawn:
	default:
		complain(true, "status %q", r.Status)
	}
	return problems
}

// safe reports whether a text may be shown: valid, one line, bounded, without
// markup and without characters that hide or turn others.
func safe(s string, limit int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= limit && !markup.MatchString(s) &&
		!strings.ContainsFunc(s, func(r rune) bool {
			return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp)
		})
}

// safeLink reports whether a link may be opened on a click.
func safeLink(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil && safe(address, monitor.MaxText) &&
		!strings.ContainsAny(address, " \"'<>`")
}
