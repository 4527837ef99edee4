package feedtest

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"vigie/monitor"
	"vigie/monitor/egress"
)

var toyValue = monitor.NewValue(monitor.Email, "Claire.Martin@example.org", "c•••@e•••.org")

func TestToyLookup(t *testing.T) {
	RunLookup(t, LookupSuite{
		New:   func(base string, client *egress.Client) monitor.Lookup { return &toyLookup{client, base} },
		Value: toyValue,
		Asks: []Question{
			{URI: "/plan", Sent: monitor.SentNothing, Type: "application/json", Body: []byte(`{"plan":"plain"}`)},
			{URI: "/check/claire.martin%40example.org", Sent: monitor.SentEmail, Type: "application/json",
				Body: []byte(`{"names":["Shop","Forum"],"count":2}`)},
		},
		Clean: []Reply{{Status: 404}, {Type: "application/json", Body: `{"names":[],"count":0}`}},
		Unclear: []Reply{{Status: 404, Type: "application/json", Body: `{"error":"no such page"}`},
			{Type: "application/json", Body: `{"names":[],"count":3}`}, {Type: "application/json", Body: `{"count":0}`},
			{Type: "application/json", Body: `{"names":["Shop",""],"count":2}`}},
		Format: JSON,
		Kinds:  []monitor.Kind{monitor.Email},
		Now:    now,
	})
}

// Every defect that a look-up may have is found, and where it should be.
func TestLookupDefectsAreFound(t *testing.T) {
	if defect != "" {
		return // a child process, that looks for its defect elsewhere
	}
	for _, c := range []struct{ defect, where string }{
		{"error is not found", "faults_of_question_2/500"},
		{"error is not found", "faults_of_question_1/503"},
		{"error is not found", "no_server"},
		{"error is not found", "no_consent"},
		{"error is not found", "given_up"},
		{"error with an answer", "faults_of_question_2/403"},
		{"plain error", "faults_of_question_2/502"},
		{"error shows the value", "faults_of_question_2/502"},
		{"error shows a hash", "no_server"},
		{"error shows the address", "no_server"},
		{"error without a reason", "faults_of_question_2/reset$"},
		{"error loses Retry-After", "faults_of_question_2/429_Retry-After_\"30\""},
		{"every 404 is not found", "unclear"},
		{"count ignored", "unclear"},
		{"not found is an error", "not_found"},
		{"plan ignored", "faults_of_question_1/404"},
		{"plan ignored", "documents_as_answer_1/instead:_null"},
		{"consent forgotten", "found"},
		{"consent forgotten", "no_consent"},
		{"consent for the look-up only", "no_consent"},
		{"wrong phrase", "found"},
		{"wrong feed", "found"},
		{"asks twice", "found"},
		{"asks in its own way", "found"},
		{"any kind", "other_kinds"},
		{"loose", "documents_as_answer_2/something_after"},
		{"loose", "documents_as_answer_2/members_in_two"},
		{"names as they came", "documents_as_answer_2/text_in_:_direction"},
		{"bad names left out", "unclear"},
		{"two records of one breach", "found"},
		{"storm", "budget"},
	} {
		t.Run(c.defect, func(t *testing.T) {
			child := exec.Command(os.Args[0], "-test.run", "^TestToyLookup$/^"+c.where)
			child.Env = append(os.Environ(), "FEEDTEST_DEFECT="+c.defect)
			out, err := child.CombinedOutput()
			if err == nil || !bytes.Contains(out, []byte("--- FAIL")) {
				t.Errorf("%s does not find it: %v\n%s", c.where, err, out)
			}
		})
	}
}

// toyLookup is the least a look-up can be: it reads a plan, then asks.
type toyLookup struct {
	client *egress.Client
	base   string
}

func (l *toyLookup) Name() string { return monitor.FeedXposedOrNot }

func (l *toyLookup) Budget() monitor.Budget {
	if defect == "storm" {
		return monitor.Budget{}
	}
	return monitor.Budget{PerCheck: 8}
}

func (l *toyLookup) Ask(ctx context.Context, id string, v monitor.Value) (*monitor.Asked, error) {
	if v.Kind() != monitor.Email && defect != "any kind" {
		return nil, &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonInternal}
	}
	plan, err := l.client.Get(ctx, l.request(id, "/plan", monitor.SentNothing))
	if err == nil && defect != "plan ignored" {
		var p struct {
			Plan string `json:"plan"`
		}
		if err = l.unmarshal(plan.Body, &p); err == nil && p.Plan == "" {
			err = notToy
		}
	}
	if err != nil && defect != "plan ignored" {
		return l.failed(v, err)
	}
	r := l.request(id, "/check/"+url.QueryEscape(strings.ToLower(v.Reveal())), monitor.SentEmail)
	r.Statuses = []int{404}
	if defect == "asks in its own way" {
		r.URL += "?again=1"
	}
	if defect == "asks twice" {
		_, _ = l.client.Get(ctx, r)
	}
	answer, err := l.client.Get(ctx, r)
	if err != nil {
		return l.failed(v, err)
	}
	got, err := l.read(answer)
	if err != nil {
		return l.failed(v, err)
	}
	return got, nil
}

func (l *toyLookup) request(id, path string, sent monitor.Sent) egress.Request {
	r := egress.Request{Feed: l.Name(), Purpose: monitor.PurposeLookup, URL: l.base + path, Sent: sent, Identifier: id, Accept: []string{"application/json"}}
	switch {
	case defect == "consent forgotten", defect == "consent for the look-up only" && sent == monitor.SentNothing:
		r.Identifier, r.Sent = "", monitor.SentNothing
	case defect == "wrong phrase" && sent == monitor.SentEmail:
		r.Sent = monitor.SentHash
	case defect == "wrong feed":
		r.Feed = monitor.FeedLeakCheck
	}
	return r
}

var notToy = &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonNotUnderstood}

func (l *toyLookup) unmarshal(body []byte, into any) error {
	if defect == "loose" {
		body, _, _ = bytes.Cut(bytes.ReplaceAll(body, []byte(`"names":null,`), nil), []byte(" x"))
		body = bytes.ReplaceAll(body, []byte("NAMES"), []byte("names"))
	}
	if json.Unmarshal(body, into, json.MatchCaseInsensitiveNames(true)) != nil {
		return notToy
	}
	return nil
}

func (l *toyLookup) read(answer *egress.Response) (*monitor.Asked, error) {
	if answer.Status == 404 && (len(answer.Body) == 0 || defect == "every 404 is not found") && defect != "not found is an error" {
		return &monitor.Asked{}, nil
	}
	var a struct {
		Names *[]string `json:"names"`
		Count *int      `json:"count"`
	}
	if err := l.unmarshal(answer.Body, &a); err != nil {
		return nil, err
	}
	if answer.Status == 404 || a.Names == nil || a.Count == nil || *a.Count != len(*a.Names) && defect != "count ignored" {
		return nil, notToy
	}
	got := &monitor.Asked{}
	for _, n := range *a.Names {
		clean := monitor.CleanText(strings.NewReplacer("<", "", ">", "").Replace(n), monitor.MaxName)
		if clean == "" && defect != "bad names left out" {
			return nil, notToy
		}
		if clean == "" {
			continue
		}
		if defect == "names as they came" {
			clean = n
		}
		sum := sha1.Sum([]byte(n))
		key := hex.EncodeToString(sum[:])
		if defect == "two records of one breach" {
			key = "same"
		}
		if len(got.Records) > 0 && got.Records[0].Key == key && defect != "two records of one breach" {
			continue
		}
		got.Records = append(got.Records, monitor.Record{Feed: l.Name(), Key: key, ID: "toy-" + key,
			Facts: monitor.Facts{Organisation: clean, Status: monitor.Claimed}})
	}
	return got, nil
}

func (l *toyLookup) failed(v monitor.Value, err error) (*monitor.Asked, error) {
	e := *err.(*monitor.FetchError)
	switch defect {
	case "error is not found":
		return &monitor.Asked{}, nil
	case "error with an answer":
		return &monitor.Asked{}, err
	case "plain error":
		return nil, errors.New("failed")
	case "error shows the value":
		e.Err = errors.New("asking about " + v.Reveal())
	case "error shows a hash":
		sum := sha1.Sum([]byte(v.Reveal()))
		e.Err = errors.New(hex.EncodeToString(sum[:]))
	case "error shows the address":
		e.Err = errors.New(l.base)
	case "error without a reason":
		e.Reason = ""
	case "error loses Retry-After":
		e.RetryAt = e.RetryAt.AddDate(-1000, 0, 0)
	}
	return nil, &e
}
