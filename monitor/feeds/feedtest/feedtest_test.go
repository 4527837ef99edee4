package feedtest

import (
	"bytes"
	"context"
	loosejson "encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"vigie/monitor"
	"vigie/monitor/egress"
)

// defect, set for a child process, is what is wrong with the toys.
var defect = os.Getenv("FEEDTEST_DEFECT")

var now = time.Date(2026, 11, 22, 9, 12, 0, 0, time.UTC)

func TestToyJSON(t *testing.T) {
	body := `{"items": [{"name": "Example Shop", "date": "2024-03-13", "link": "https://shop.example/notice", "people": 12},
		{"name": "Example Forum", "date": "2025-01-02", "link": "https://forum.example/", "people": 3}]}` + "\n"
	Run(t, toySuite(JSON, Page{"/list", "application/json", []byte(body)}))
}

func TestToyXML(t *testing.T) {
	body := `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Toys</title>
<item><title>Example Shop</title><pubDate>2024-03-13</pubDate><link>https://shop.example/notice</link></item>
<item><title><![CDATA[Example Forum]]></title><pubDate>2025-01-02</pubDate><link>https://forum.example/</link></item>
</channel></rss>
`
	Run(t, toySuite(XML, Page{"/list", "application/rss+xml", []byte(body)}))
}

// Every defect is found, and where it should be. Tests end at their first
// failure nowhere else than in a process of their own.
func TestDefectsAreFound(t *testing.T) {
	if defect != "" {
		return // a child process, that looks for its defect elsewhere
	}
	for _, c := range []struct{ defect, where string }{
		{"error is unchanged", "JSON/faults_of_page_1/500"},
		{"error is empty", "JSON/faults_of_page_1/silence$"},
		{"404 is empty", "JSON/faults_of_page_1/404"},
		{"plain error", "JSON/faults_of_page_1/502"},
		{"error with an answer", "XML/faults_of_page_1/403"},
		{"error names the address", "JSON/no_server"},
		{"error without a reason", "XML/faults_of_page_1/reset$"},
		{"error loses Retry-After", "JSON/faults_of_page_1/429_Retry-After_\"30\""},
		{"cursor written over", "JSON/again"},
		{"cursor believed", "JSON/foreign"},
		{"no cursor", "XML/healthy"},
		{"asks for more", "JSON/healthy"},
		{"asks in its own way", "JSON/healthy"},
		{"unasked 304", "JSON/again"},
		{"panics when offline", "JSON/nothing"},
		{"loose", "JSON/documents_as_page_1/duplicate"},
		{"loose", "JSON/documents_as_page_1/members_in_two"},
		{"loose", "JSON/documents_as_page_1/something_after"},
		{"loose", "JSON/documents_as_page_1/not_UTF"},
		{"empty list taken", "XML/documents_as_page_1/no_items"},
		{"DOCTYPE taken", "XML/documents_as_page_1/DOCTYPE$"},
		{"text as it came", "XML/documents_as_page_1/text_in_title:_direction"},
		{"text as it came", "JSON/documents_as_page_1/text_in_name:_script"},
		{"text as it came", "JSON/documents_as_page_1/text_in_name:_long"},
		{"link as it came", "JSON/documents_as_page_1/link_in_link:_javascript"},
		{"link as it came", "XML/documents_as_page_1/link_in_link:_user"},
		{"date as it came", "JSON/documents_as_page_1/date_in_date:_future$"},
		{"count as it came", "JSON/documents_as_page_1/value_of_people:_-1$"},
		{"two records of one key", "JSON/healthy"},
		{"a person's id in the row", "JSON/healthy"},
	} {
		t.Run(c.defect, func(t *testing.T) {
			format, rest, _ := strings.Cut(c.where, "/")
			child := exec.Command(os.Args[0], "-test.run", "^TestToy"+format+"$/"+rest)
			child.Env = append(os.Environ(), "FEEDTEST_DEFECT="+c.defect)
			out, err := child.CombinedOutput()
			if err == nil || !bytes.Contains(out, []byte("--- FAIL")) && !bytes.Contains(out, []byte("panic:")) {
				t.Errorf("%s does not find it: %v\n%s", c.where, err, out)
			}
		})
	}
}

func toySuite(f Format, p Page) Suite {
	return Suite{Good: []Page{p}, Format: f, Now: now,
		New: func(_ *testing.T, base string, client *egress.Client) monitor.Feed {
			return &toy{client, base + p.Path, p.Type, f}
		}}
}

// toy is the least a feed can be. Its defects are those a feed may have.
type toy struct {
	client        *egress.Client
	url, accepted string
	format        Format
}

func (f *toy) Name() string { return monitor.FeedXposedOrNot }

type item struct {
	Name   string `json:"name" xml:"title"`
	Date   string `json:"date" xml:"pubDate"`
	Link   string `json:"link" xml:"link"`
	People int64  `json:"people" xml:"-"`
}

func (f *toy) Fetch(ctx context.Context, cursor []byte) (*monitor.Fetched, error) {
	r := egress.Request{Feed: f.Name(), Purpose: monitor.PurposeCatalogue, Sent: monitor.SentNothing, URL: f.url, Accept: []string{f.accepted}}
	_ = json.Unmarshal(cursor, &r.Validators)
	switch defect {
	case "cursor written over":
		copy(cursor, "{}")
	case "cursor believed":
		if len(cursor) > 0 {
			return &monitor.Fetched{Unchanged: true, Cursor: cursor}, nil
		}
	case "asks for more":
		r.URL += "/more"
	case "asks in its own way":
		r.URL += "?household=" + strings.TrimLeft(f.url, "htp:/")
	case "404 is empty":
		r.Statuses = []int{404}
	case "a person's id in the row":
		r.Feed = monitor.FeedHIBP
	}
	answer, err := f.client.Get(ctx, r)
	if err != nil {
		return f.failed(cursor, err)
	}
	next, _ := json.Marshal(answer.Validators)
	if answer.NotModified && defect != "unasked 304" {
		return &monitor.Fetched{Unchanged: true, Cursor: next}, nil
	}
	if answer.Status == 404 {
		return &monitor.Fetched{Cursor: next}, nil
	}
	items, err := f.parse(answer.Body)
	if err != nil || len(items) == 0 && defect != "empty list taken" {
		return nil, &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonNotUnderstood}
	}
	got := &monitor.Fetched{Cursor: next}
	for _, i := range items {
		if r, ok := f.record(i); ok {
			got.Records = append(got.Records, r)
		}
	}
	if len(got.Records) == 0 && defect != "empty list taken" {
		return nil, &monitor.FetchError{State: monitor.StateHeld, Reason: monitor.ReasonEmpty}
	}
	if defect == "no cursor" {
		got.Cursor = nil
	}
	return got, nil
}

func (f *toy) failed(cursor []byte, err error) (*monitor.Fetched, error) {
	e := err.(*monitor.FetchError)
	switch defect {
	case "error is unchanged":
		return &monitor.Fetched{Unchanged: true, Cursor: cursor}, nil
	case "error is empty":
		return &monitor.Fetched{Cursor: []byte("{}")}, nil
	case "plain error":
		return nil, errors.New("failed")
	case "error with an answer":
		return &monitor.Fetched{}, err
	case "error names the address":
		e.Err = errors.New(f.url)
	case "error without a reason":
		e.Reason = ""
	case "error loses Retry-After":
		e.RetryAt = time.Time{}
	case "panics when offline":
		if e.Reason == monitor.ReasonOffline {
			panic("offline")
		}
	}
	return nil, err
}

func (f *toy) parse(body []byte) ([]item, error) {
	if f.format == XML {
		return parseXML(body)
	}
	var list struct {
		Items []item `json:"items"`
	}
	err := json.Unmarshal(body, &list, json.MatchCaseInsensitiveNames(true))
	if defect == "loose" {
		err = loosejson.NewDecoder(bytes.NewReader(body)).Decode(&list)
	}
	return list.Items, err
}

func parseXML(body []byte) ([]item, error) {
	depth, roots := 0, 0
	for d := xml.NewDecoder(bytes.NewReader(body)); ; {
		token, err := d.Token()
		if err == io.EOF && roots == 1 {
			break
		} else if err != nil {
			return nil, errors.New("not XML")
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				roots++
			}
		case xml.EndElement:
			depth--
		case xml.Directive:
			if defect != "DOCTYPE taken" {
				return nil, errors.New("a DOCTYPE")
			}
		}
	}
	var list struct {
		Items []item `xml:"channel>item"`
	}
	err := xml.Unmarshal(body, &list)
	return list.Items, err
}

func (f *toy) record(i item) (monitor.Record, bool) {
	date, _ := monitor.ParseDate(i.Date)
	if date.First() > monitor.Today(f.client.Now()) && defect != "date as it came" {
		date = monitor.Date{}
	}
	name := monitor.CleanText(strings.NewReplacer("<", " ", ">", " ").Replace(i.Name), monitor.MaxName)
	if defect == "text as it came" {
		name = i.Name
	}
	if i.People < 0 && defect != "count as it came" {
		i.People = 0
	}
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, i)
	key := fmt.Sprintf("%x", h.Sum64())
	if defect == "two records of one key" {
		key = "same"
	}
	r := monitor.Record{Feed: f.Name(), Key: key, ID: "toy-" + key, Facts: monitor.Facts{Organisation: name, ListedOn: date,
		Affected: i.People, Status: monitor.Claimed, References: []monitor.Reference{{Title: name, URL: link(i.Link)}}}}
	return r, name != "" && utf8.ValidString(i.Name)
}

func link(s string) string {
	u, err := url.Parse(s)
	if defect == "link as it came" {
		return s
	}
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(s) > monitor.MaxText || u.String() != s {
		return ""
	}
	return s
}
