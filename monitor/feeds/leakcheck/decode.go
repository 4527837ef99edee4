package leakcheck

import (
	"errors"
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/go-json-experiment/json"

	"vigie/monitor"
	"vigie/monitor/pattern"
)

// Why an answer is not taken. The texts repeat nothing of it.
var (
	errShape  = errors.New("not an answer of this service")
	errRefuse = errors.New("the service says that it failed")
	errSource = errors.New("a source has no name")
)

// answer is what the service says. Its "fields", the kinds of data, are left
// out: they are gathered over all sources, and would blame each for the others.
type answer struct {
	Success *bool     `json:"success"`
	Error   *string   `json:"error"`
	Found   *int64    `json:"found"` // records, of which one source may have several
	Sources *[]source `json:"sources"`
}

type source struct {
	Name *string `json:"name"`
	Date *string `json:"date"` // YYYY-MM, or empty
}

// notFound is the error that is no failure.
const notFound = "Not found"

// decode reads an answer. No record and no error is a verified "not found",
// which this service says as a failure of its own kind; every other failure is
// an error, and so is a success that found nothing.
func decode(body []byte, today monitor.Date) ([]monitor.Record, error) {
	var a answer
	// A member twice, in whatever case, is an error: which one is meant is a guess.
	if json.Unmarshal(body, &a, json.MatchCaseInsensitiveNames(true)) != nil || a.Success == nil {
		return nil, errShape
	}
	switch {
	case a.saysNotFound():
		return nil, nil
	case !*a.Success:
		return nil, errRefuse
	case a.Error != nil, a.Found == nil, *a.Found <= 0, a.Sources == nil:
		return nil, errShape
	}
	return records(*a.Sources, today)
}

// saysNotFound reports whether the failure is the one that is good news, and
// nothing else in the answer speaks against that.
func (a answer) saysNotFound() bool {
	return !*a.Success && a.Error != nil && *a.Error == notFound &&
		(a.Found == nil || *a.Found == 0) && (a.Sources == nil || len(*a.Sources) == 0)
}

// records makes one record of each source. An address that was found without
// any source being named was found all the same.
func records(sources []source, today monitor.Date) ([]monitor.Record, error) {
	if len(sources) == 0 {
		return []monitor.Record{record(unnamed, service, monitor.Date{})}, nil
	}
	var all []monitor.Record
	seen := make(map[string]bool)
	for _, s := range sources {
		if s.Name == nil {
			return nil, errSource
		}
		name := plain(*s.Name)
		if name == "" {
			return nil, errSource
		}
		date := occurred(s.Date, today)
		r := record(name+"/"+date.String(), name, date)
		r.Domains = domains(name)
		if !seen[r.ID] {
			seen[r.ID] = true
			all = append(all, r)
		}
	}
	return all, nil
}

// unnamed is the key of what was found without a source. The only name there is
// for it is that of the service that says so.
const (
	unnamed = "unnamed"
	service = "LeakCheck"
)

// record is what one source stands for: a list that goes under a name. Whether
// it really came from there nobody answerable says.
func record(key, name string, date monitor.Date) monitor.Record {
	return monitor.Record{Feed: monitor.FeedLeakCheck, Key: key, ID: breachID(key), Facts: monitor.Facts{
		Organisation: name,
		OccurredFrom: date,
		Status:       monitor.Claimed,
		References:   []monitor.Reference{{Title: name, Publisher: service, URL: "https://leakcheck.io/"}},
	}}
}

var (
	asciiKey  = pattern.New(`^[A-Za-z0-9 ._/()#-]{1,100}$`)
	otherRune = pattern.New(`[^a-z0-9]+`)
	isDomain  = pattern.New(`^[a-z0-9.-]+$`)
)

// breachID is "leakcheck-canva-com-2019-05" for Canva.com/2019-05. A sum of the
// key keeps apart those of which this form tells too little.
func breachID(key string) string {
	slug := strings.Trim(otherRune().ReplaceAllString(strings.ToLower(key), "-"), "-")
	if asciiKey().MatchString(key) && slug != "" {
		return "leakcheck-" + slug
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(key))
	return fmt.Sprintf("leakcheck-%s-%016x", slug[:min(len(slug), 60)], h.Sum64())
}

// domains is a name that is a domain, as most are.
func domains(name string) []string {
	if d := monitor.AsDomain(name); isDomain().MatchString(d) {
		return []string{d}
	}
	return nil
}

// occurred is the month of a source; what is none, or is still to come, is not known.
func occurred(date *string, today monitor.Date) monitor.Date {
	if date == nil {
		return monitor.Date{}
	}
	d, err := monitor.ParseDate(*date)
	if err != nil || d.First() > today.Last() {
		return monitor.Date{}
	}
	return d
}

// plain is a text without anything that could be taken for markup.
func plain(s string) string {
	return monitor.CleanText(strings.NewReplacer("<", " ", ">", " ").Replace(s), monitor.MaxName)
}
