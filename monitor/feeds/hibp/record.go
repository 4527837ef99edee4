package hibp

import (
	"fmt"
	"hash/fnv"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie/monitor"
)

// mostAccounts is more than any breach holds; the largest had 2 billion in 2026.
const mostAccounts = 100_000_000_000

// record is what an entry says; false if it is no breach.
func (e *entry) record(now time.Time) (monitor.Record, bool) {
	if !e.complete() {
		return monitor.Record{}, false
	}
	name, title := *e.Name, plain(*e.Title)
	exposed, ok := classes(*e.DataClasses)
	if !ok || title == "" || name == "" || name != plain(name) {
		return monitor.Record{}, false
	}
	r := monitor.Record{Feed: monitor.FeedHIBP, Key: name, ID: breachID(name)}
	r.Organisation = title
	if d := strings.ToLower(*e.Domain); isDomain(d) && !*e.IsSpamList {
		// The domain of a spam list is that of whoever's customers were collected
		// (a list of 2023 says linkedin.com): having an account there proves nothing.
		r.Domains = []string{d}
	}
	r.OccurredFrom = occurred(*e.BreachDate, now)
	r.ListedOn = added(*e.AddedDate, now)
	r.Exposed = exposed
	r.Status = e.status()
	r.Sensitive = *e.IsSensitive
	r.Affected = accounts(string(e.PwnCount))
	r.References = []monitor.Reference{{
		Title:     title,
		Publisher: "Have I Been Pwned",
		URL:       "https://haveibeenpwned.com/Breach/" + url.PathEscape(name),
	}}
	return r, true
}

// complete reports whether every member is there. Each has been in every answer
// since 2018; without one of the flags an unproven or an intimate breach would
// pass for an ordinary one.
func (e *entry) complete() bool {
	return e.Name != nil && e.Title != nil && e.Domain != nil && e.BreachDate != nil && e.AddedDate != nil &&
		e.PwnCount.Kind() == '0' && e.DataClasses != nil && e.IsVerified != nil && e.IsFabricated != nil &&
		e.IsSensitive != nil && e.IsRetired != nil && e.IsSpamList != nil
}

func (e *entry) status() monitor.Status {
	switch {
	case *e.IsFabricated || *e.IsRetired:
		return monitor.Withdrawn
	case !*e.IsVerified:
		return monitor.Claimed
	}
	return monitor.StatusConfirmed
}

// maxClasses is several times the number of classes there are (164 in 2026).
const maxClasses = 1000

// slug is how Mozilla's copy of the list writes classes: "email-addresses". They
// are other names, which no advice knows; that copy is not this API.
var slug = regexp.MustCompile(`^[a-z0-9-]+$`)

// classes cleans the names of data classes and keeps those nobody has met yet.
// It returns false when they are not names of this API.
func classes(names []string) ([]monitor.Class, bool) {
	if len(names) > maxClasses || len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return !slug.MatchString(n) }) {
		return nil, false
	}
	var all []monitor.Class
	for _, n := range names {
		c := monitor.Class(plain(n))
		if c == "" {
			return nil, false
		}
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all, true
}

// accounts reads a count; 0, which is unknown, for what cannot be one.
func accounts(number string) int64 {
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > mostAccounts {
		return 0
	}
	return n
}

// occurred reads a day; the zero Date, which is unknown, for what is none.
func occurred(s string, now time.Time) monitor.Date {
	d, err := monitor.ParseDate(s)
	if err != nil {
		return monitor.Date{}
	}
	return past(d, now)
}

// firstYear is when Have I Been Pwned began to list breaches.
const firstYear = 2013

// added reads a time such as 2013-12-04T00:00:00Z and returns its UTC day.
func added(s string, now time.Time) monitor.Date {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < firstYear {
		return monitor.Date{}
	}
	return past(monitor.DateOf(t), now)
}

// past drops days to come. A day of margin allows for clocks and time zones.
func past(d monitor.Date, now time.Time) monitor.Date {
	if d.First() > monitor.Today(now)+1 {
		return monitor.Date{}
	}
	return d
}

// in reports whether the list holds the newest breach, added that day.
func (n newest) in(records []monitor.Record, now time.Time) bool {
	return slices.ContainsFunc(records, func(r monitor.Record) bool {
		return r.Key == n.Name && r.ListedOn == added(n.Added, now)
	})
}

var (
	label     = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
	topLevel  = regexp.MustCompile(`^[a-z][a-z0-9-]*[a-z0-9]$`)
	plainName = regexp.MustCompile(`^[A-Za-z0-9-]+$`)
	otherRune = regexp.MustCompile(`[^a-z0-9]+`)
)

// isDomain reports whether a name, in small letters, is that of a domain.
func isDomain(name string) bool {
	const most, longest = 9, 63 // labels; the bytes of one (RFC 1035, section 2.3.4)
	labels := strings.Split(name, ".")
	last := len(labels) - 1
	return last > 0 && last < most && topLevel.MatchString(labels[last]) &&
		!slices.ContainsFunc(labels, func(l string) bool { return len(l) > longest || !label.MatchString(l) })
}

// breachID is "hibp-adobe" for Adobe. The API compares names without case. All
// names so far are made of letters, digits and hyphens; for one that is not, a
// sum of the name keeps its id apart from the others.
func breachID(name string) string {
	const longest = 100 // of an id
	if len(name) <= longest && plainName.MatchString(name) {
		return "hibp-" + strings.ToLower(name)
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	readable := strings.Trim(otherRune.ReplaceAllString(strings.ToLower(name), "-"), "-")
	return fmt.Sprintf("hibp-%s-%016x", readable[:min(len(readable), 60)], h.Sum64())
}

// plain makes a name safe to show. It is cleaned before tags are looked for,
// since what cleaning removes may stand inside one, and after.
func plain(s string) string {
	if isTidy(s) {
		return s
	}
	return monitor.CleanText(withoutTags(monitor.CleanText(s, monitor.MaxText)), monitor.MaxName)
}

// isTidy reports whether there is nothing to clean, which is so of nearly all
// of the several thousand names in a list.
func isTidy(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == '<' || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return len(s) <= monitor.MaxName
}

// withoutTags removes what a browser would read as markup. Titles and names are
// plain text; a "<" that starts no tag stays.
func withoutTags(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || i+1 == len(s) {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		if c := s[i+1] | 0x20; c >= 'a' && c <= 'z' || strings.IndexByte("/!?", s[i+1]) >= 0 {
			end := strings.IndexByte(s[i:], '>')
			if end < 0 {
				return b.String()
			}
			b.WriteByte(' ')
			s = s[i+end+1:]
		} else {
			b.WriteByte('<')
			s = s[i+1:]
		}
	}
}
