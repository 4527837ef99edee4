package hudsonrock

import (
	"errors"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"vigie/monitor"
)

// Why an answer is not taken. The texts repeat nothing of it.
var (
	errShape    = errors.New("not an answer of this service")
	errComputer = errors.New("a computer has no date")
	errDisagree = errors.New("the answer contradicts itself")
)

// answer is what the service says: the members that are used.
type answer struct {
	Message   string      `json:"message"`
	Computers *[]computer `json:"stealers"`
	Corporate int64       `json:"total_corporate_services"`
	User      int64       `json:"total_user_services"`
}

// computer is an infected computer. Its name, address, programs, passwords and
// logins are those of a person, perhaps not of this household: they have no
// member here, so that they are dropped as they are read.
type computer struct {
	Date *string `json:"date_compromised"`
}

// clean is what the message says of a login that stands on no computer known to
// be infected ("This email address is not associated with a computer infected by
// an info-stealer."). Of others it says "is associated".
const clean = "not associated"

// unmarshal refuses a member that stands there twice, in whatever case: which
// of the two is meant is a guess.
func unmarshal(body []byte) (answer, error) {
	var a answer
	if json.Unmarshal(body, &a, json.MatchCaseInsensitiveNames(true)) != nil {
		return answer{}, errShape
	}
	return a, nil
}

// decode reads an answer of status 200. No record and no error is a verified
// "not found": the list of computers is there, it is empty, and nothing else in
// the answer speaks against that.
func decode(body []byte, today monitor.Date) ([]monitor.Record, error) {
	a, err := unmarshal(body)
	if err != nil || a.Computers == nil {
		return nil, errShape
	}
	saysClean := strings.Contains(a.Message, clean)
	if len(*a.Computers) == 0 {
		if a.Message != "" && !saysClean || a.Corporate != 0 || a.User != 0 {
			return nil, errDisagree
		}
		return nil, nil
	}
	if saysClean {
		return nil, errDisagree
	}
	var records []monitor.Record
	seen := make(map[string]bool)
	for _, c := range *a.Computers {
		if c.Date == nil {
			return nil, errComputer
		}
		// Computers infected on one day are one event: there is no more to tell
		// them apart by, since what would is not ours to keep.
		if r := record(infected(*c.Date, today)); !seen[r.ID] {
			seen[r.ID] = true
			records = append(records, r)
		}
	}
	return records, nil
}

// saysClean reports whether an answer of status 404 is the service's own, and
// says that the login is not found.
func saysClean(body []byte) bool {
	a, err := unmarshal(body)
	return err == nil && strings.Contains(a.Message, clean) && (a.Computers == nil || len(*a.Computers) == 0)
}

// infected is the UTC day of an infection. The service writes 1 January 1970, or
// "Not Found", when it does not know; a day to come is a mistake.
func infected(date string, today monitor.Date) monitor.Date {
	t, err := time.Parse(time.RFC3339, date)
	if t = t.UTC(); err != nil || t.Year() <= 1970 {
		return monitor.Date{}
	}
	d, err := monitor.ParseDate(t.Format(time.DateOnly))
	if err != nil || d.First() > today.Last() {
		return monitor.Date{}
	}
	return d
}

// record is one infection. No organisation lost anything here, so its name is
// that of the kind of program; the words of the program speak of it by this feed.
func record(day monitor.Date) monitor.Record {
	key := day.String()
	if day.IsZero() {
		key = "undated"
	}
	return monitor.Record{Feed: monitor.FeedHudsonRock, Key: key, ID: "hudsonrock-" + key, Facts: monitor.Facts{
		Organisation: "Infostealer",
		OccurredFrom: day,
		// What such a program takes first (facts of the malware, not of this answer).
		Exposed:    []monitor.Class{monitor.ClassPasswords, "Usernames"},
		Status:     monitor.StatusConfirmed,
		References: []monitor.Reference{{Title: "Infostealer", Publisher: "Hudson Rock", URL: "https://www.hudsonrock.com/free-tools"}},
	}}
}
