package xposedornot

import (
	"bytes"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"vigie/monitor"
)

// What is wrong with an answer or an entry. None of these says what stands in it.
var (
	errShape = errors.New("not the shape of a list of breaches")
	errTwice = errors.New("one key twice, perhaps in another case")
	errEntry = errors.New("an entry lacks what makes it one")
)

// maxID is the longest name of an entry, three times the longest there is.
const maxID = 100

// entry is one breach as the service tells it (API_DOC, "breaches"). Fields we
// do not use are left out; fields we do not know are ignored.
type entry struct {
	ID       string         `json:"breachID"`
	Occurred string         `json:"breachedDate"` // RFC 3339, the day often invented
	Added    *string        `json:"addedDate"`
	Domain   string         `json:"domain"`
	Data     []string       `json:"exposedData"`
	Records  jsontext.Value `json:"exposedRecords"`
	Storage  string         `json:"passwordRisk"` // plaintext, easytocrack, hardtocrack, unknown
	Intimate bool           `json:"sensitive"`
	Verified bool           `json:"verified"`
}

// Parse reads the answer of /v1/breaches and counts the entries that had to be
// set aside. Any error is a *[monitor.FetchError]. The service answers a
// question it has no entries for with 200 and "Not Found", and so would a broken
// one; its whole catalogue is never empty.
func Parse(body []byte, today monitor.Date) (records []monitor.Record, refused int, err error) {
	var answer struct {
		Entries []jsontext.Value `json:"exposedBreaches"`
	}
	// Each entry is checked for itself, so that one bad entry is one bad entry.
	loose := jsontext.AllowDuplicateNames(true)
	if err := json.Unmarshal(body, &answer, loose); err != nil {
		return nil, 0, fail(monitor.StateFailed, monitor.ReasonNotUnderstood, errShape)
	}
	if err := distinctKeys(body); err != nil {
		return nil, 0, fail(monitor.StateFailed, monitor.ReasonNotUnderstood, err)
	}
	if len(answer.Entries) == 0 {
		return nil, 0, fail(monitor.StateHeld, monitor.ReasonEmpty, nil)
	}
	seen := make(map[string]bool)
	for _, raw := range answer.Entries {
		r, err := decode(raw, today)
		if err != nil || seen[r.ID] {
			refused++
			continue
		}
		seen[r.ID] = true
		records = append(records, r)
	}
	if 2*refused > len(answer.Entries) {
		return nil, refused, fail(monitor.StateFailed, monitor.ReasonNotUnderstood, errEntry)
	}
	return records, refused, nil
}

// distinctKeys refuses an object that has a key twice, in whatever case: which
// of the two is meant is a guess. Objects inside it are not looked at.
func distinctKeys(object jsontext.Value) error {
	dec := jsontext.NewDecoder(bytes.NewReader(object), jsontext.AllowDuplicateNames(true))
	if start, err := dec.ReadToken(); err != nil || start.Kind() != '{' {
		return errShape
	}
	seen := make(map[string]bool)
	for dec.PeekKind() == '"' {
		key, err := dec.ReadToken()
		if err != nil {
			return errShape
		}
		folded := strings.ToLower(key.String())
		if seen[folded] {
			return errTwice
		}
		seen[folded] = true
		if err := dec.SkipValue(); err != nil {
			return errShape
		}
	}
	return nil
}

func decode(raw jsontext.Value, today monitor.Date) (monitor.Record, error) {
	if err := distinctKeys(raw); err != nil {
		return monitor.Record{}, err
	}
	var e entry
	if err := json.Unmarshal(raw, &e); err != nil {
		return monitor.Record{}, errEntry
	}
	name, slug := plain(e.ID), slug(e.ID)
	if slug == "" || len(slug) > maxID || name != e.ID || e.Data == nil {
		return monitor.Record{}, errEntry
	}
	facts := monitor.Facts{
		Organisation: name,
		Domains:      domains(e.Domain),
		OccurredFrom: occurred(e.Occurred, today),
		Exposed:      classes(e.Data),
		Status:       monitor.Claimed,
		Sensitive:    e.Intimate,
		Affected:     count(e.Records),
		References:   []monitor.Reference{{Title: name, Publisher: "XposedOrNot", URL: "https://xposedornot.com/breach/" + url.PathEscape(name)}},
	}
	if e.Verified {
		facts.Status = monitor.StatusConfirmed
	}
	if e.Added != nil {
		facts.ListedOn = day(*e.Added, today)
	}
	if slices.Contains(facts.Exposed, monitor.ClassPasswords) {
		facts.Passwords = storage[e.Storage]
	}
	return monitor.Record{Feed: monitor.FeedXposedOrNot, Key: name, ID: monitor.FeedXposedOrNot + "-" + slug, Facts: facts}, nil
}

// storage is how passwords were stored, in the words of our own catalogue.
var storage = map[string]string{
	"plaintext":   "plain text or readable",
	"easytocrack": "hashed or encrypted",
	"hardtocrack": "hashed or encrypted",
}

// slug is an id in lower-case ASCII letters and digits, joined by hyphens.
func slug(id string) string {
	words := strings.FieldsFunc(strings.ToLower(id), func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9')
	})
	return strings.Join(words, "-")
}

// domains is the breached site's domain. A list of passwords has none, and a
// bare suffix would be everybody's.
func domains(s string) []string {
	d, err := idna.Lookup.ToASCII(monitor.AsDomain(s))
	if err != nil {
		return nil
	}
	if _, err := publicsuffix.EffectiveTLDPlusOne(d); err != nil {
		return nil // "" too
	}
	return []string{d}
}

// count is a number of accounts; what is none, or no whole number, is unknown.
func count(v jsontext.Value) int64 {
	var n int64
	if v.Kind() != '0' || json.Unmarshal(v, &n) != nil || n < 0 {
		return 0
	}
	return n
}

// day reads the day of an RFC 3339 time in UTC. A day to come is a mistake.
func day(s string, today monitor.Date) monitor.Date {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return monitor.Date{}
	}
	d, err := monitor.ParseDate(t.UTC().Format(time.DateOnly))
	if err != nil || d.First() > today.Last() {
		return monitor.Date{}
	}
	return d
}

// occurred is when the breach happened, no more precisely than the source knew:
// it writes 1 September for "September" and 1 January for "some time that year".
func occurred(s string, today monitor.Date) monitor.Date {
	d := day(s, today)
	year, month, dayOfMonth := d.Parts()
	if dayOfMonth != 1 {
		return d
	}
	text := d.String()[:len("2006-01")]
	if month == 1 {
		text = text[:len("2006")]
	}
	coarse, err := monitor.ParseDate(text)
	if err != nil || year == 0 {
		return d
	}
	return coarse
}
