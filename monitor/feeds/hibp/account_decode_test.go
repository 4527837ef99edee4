package hibp

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vigie/monitor"
	"vigie/monitor/feeds/feedtest"
)

// The end of the SHA-1 of the address that is asked about.
const suffix = "88B13102274AC130A517FFCFD3651BBC1F"

// A record has the id under which the catalogue tells more of the breach.
func TestAccountRecords(t *testing.T) {
	catalogue, _, err := decode(breaches, now)
	if err != nil {
		t.Fatal(err)
	}
	names, err := decodeAccount([]byte(account))
	if err != nil {
		t.Fatal(err)
	}
	got := accountRecords(names)
	want := []monitor.Record{{Feed: monitor.FeedHIBP, Key: "ExampleShop", ID: "hibp-exampleshop", Facts: monitor.Facts{
		Organisation: "ExampleShop", Status: monitor.StatusConfirmed,
		References: []monitor.Reference{{Title: "ExampleShop", Publisher: "Have I Been Pwned", URL: "https://haveibeenpwned.com/Breach/ExampleShop"}}}}}
	if diff := cmp.Diff(want, got[:1], cmp.Comparer(func(a, b monitor.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	for _, r := range got[:2] {
		if !slices.ContainsFunc(catalogue, func(c monitor.Record) bool { return c.ID == r.ID && c.Key == r.Key }) {
			t.Errorf("the catalogue has no %s", r.ID)
		}
	}
	if same := accountRecords([]string{"Adobe", "ADOBE", "Adobe"}); len(same) != 1 {
		t.Errorf("one breach makes %d records", len(same))
	}
}

func TestDecodeAccount(t *testing.T) {
	for body, want := range map[string]string{
		`[{"Name":"Adobe"}]`:                             "Adobe",
		`[{"Name":"Adobe","Title":"x","IsVerified":0}]`:  "Adobe",
		`[{"Name":"Adobe"},{"Name":"db8151dd"}]`:         "Adobe db8151dd",
		`[{"Name":"Adobe","Name":"LinkedIn"}]`:           "error",
		`[{"Name":"Adobe","NAME":"LinkedIn"}]`:           "error",
		`[{"Name":"Adobe"},{"Name":null}]`:               "error",
		`[{"Name":"Adobe"},{"Name":" "}]`:                "error",
		`[{"Name":"Adobe"},{"Name":"<script>"}]`:         "error",
		`[{"Name":"Adobe"},{"Name":"\u202eeboda"}]`:      "error",
		`[{"Name":"Adobe"},"LinkedIn"]`:                  "error",
		`["Adobe"]`:                                      "error",
		`{"Name":"Adobe"}`:                               "error",
		`[{"Name":"Adobe"}][]`:                           "error",
		`[{"Name":"Adobe"},]`:                            "error",
		`[{"Name":"` + strings.Repeat("x", 201) + `"}]`:  "error",
		"[{\"Name\":\"caf\xe9\"}]":                       "error",
		`{ "statusCode": 401, "message": "Access den" }`: "error",
	} {
		names, err := decodeAccount([]byte(body))
		got := strings.Join(names, " ")
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%.60s gives %s, want %s", body, got, want)
		}
	}
}

func TestDecodeRange(t *testing.T) {
	entry := func(suffix, names string) string { return `{"hashSuffix":"` + suffix + `","websites":` + names + `}` }
	const other = "00000000000000000000000000000000AB"
	for body, want := range map[string]string{
		`[]`:                               "",
		`[` + entry(other, `["A"]`) + `]`:  "",
		`[` + entry(suffix, `["A"]`) + `]`: "A",
		`[` + entry(strings.ToLower(suffix), `["A"]`) + `]`:                       "A",
		`[` + entry(other, `["A"]`) + `,` + entry(suffix, `["B","C"]`) + `]`:      "B C",
		`[` + entry(suffix, `["B"]`) + `,` + entry(suffix, `["C"]`) + `]`:         "B C",
		`[` + entry(other, `["<b>"]`) + `,` + entry(suffix, `["B"]`) + `]`:        "B", // a stranger's is not looked at
		`[` + entry(suffix, `[]`) + `]`:                                           "error",
		`[` + entry(suffix, `["<b>"]`) + `]`:                                      "error",
		`[` + entry(suffix, `["A",""]`) + `]`:                                     "error",
		`[` + entry(suffix, `["A",null]`) + `]`:                                   "error",
		`[` + entry(suffix, `"A"`) + `]`:                                          "error",
		`[` + entry(suffix[1:], `["A"]`) + `]`:                                    "error",
		`[` + entry("0"+suffix, `["A"]`) + `]`:                                    "error",
		`[` + entry("055DA3"+suffix, `["A"]`) + `]`:                               "error",
		`[` + entry("g"+suffix[1:], `["A"]`) + `]`:                                "error",
		`[` + entry(suffix, `["A"]`) + `,{}]`:                                     "error",
		`[` + entry(suffix, `["A"]`) + `,null]`:                                   "error",
		`[` + entry(suffix, `["A"]`):                                              "error",
		`[` + entry(suffix, `["A"]`) + `] x`:                                      "error",
		`[{"hashSuffix":"` + other + `","HashSuffix":"` + suffix + `"}]`:          "error",
		`[{"hashSuffix":"` + other + `","hashSuffix":"` + suffix + `"}]`:          "error",
		`[{"hashSuffix":"` + other + `","websites":["A"],"extra":{"a":1,"a":2}}]`: "error",
		`{"data":[]}`:                    "error",
		`null`:                           "error",
		``:                               "error",
		`{"` + suffix + `":["A"]}`:       "error",
		`[["` + suffix + `",["A"]]]`:     "error",
		suffix + ":3\r\n" + other + ":1": "error",
	} {
		names, err := decodeRange([]byte(body), suffix)
		got := strings.Join(names, " ")
		if err != nil {
			got = "error"
			if names != nil {
				t.Errorf("%s: names come with an error", body)
			}
		}
		if got != want {
			t.Errorf("%s gives %q, want %q", body, got, want)
		}
	}
}

func TestDecodePlan(t *testing.T) {
	const rest = `"SubscriptionName":"Example",`
	until := monitor.MustDate("2027-03-07")
	for body, want := range map[string]*Plan{
		`{` + rest + `"Rpm":10}`:                                            {RPM: 10},
		`{` + rest + `"Rpm":10,"IncludesKAnon":null}`:                       {RPM: 10},
		`{` + rest + `"Rpm":10,"IncludesKAnon":false}`:                      {RPM: 10},
		`{` + rest + `"Rpm":500,"IncludesKAnon":true}`:                      {RPM: 500, KAnonymity: true},
		`{"subscriptionName":"Example","rpm":500,"includesKAnon":true}`:     {RPM: 500, KAnonymity: true},
		`{` + rest + `"Rpm":10,"SubscribedUntil":"2027-03-07T12:30:38"}`:    {RPM: 10, Until: until},
		`{` + rest + `"Rpm":10,"SubscribedUntil":"2027-03-07T12:30:38.1Z"}`: {RPM: 10, Until: until},
		`{` + rest + `"Rpm":10,"SubscribedUntil":"2027-03-07"}`:             {RPM: 10, Until: until},
		`{` + rest + `"Rpm":10,"SubscribedUntil":"0001-01-01T00:00:00"}`:    {RPM: 10},
		`{` + rest + `"Rpm":10,"SubscribedUntil":"for ever"}`:               {RPM: 10},
		`{` + rest + `"Rpm":10,"SubscribedUntil":null}`:                     {RPM: 10},
		`{` + rest + `"Rpm":10,"SubscribedUntil":7}`:                        nil,
		`{` + rest + `"Rpm":0}`:                                             nil,
		`{` + rest + `"Rpm":-1}`:                                            nil,
		`{` + rest + `"Rpm":1e3}`:                                           nil,
		`{` + rest + `"Rpm":"10"}`:                                          nil,
		`{` + rest + `"Rpm":null}`:                                          nil,
		`{` + rest + `"Rpm":10,"IncludesKAnon":"true"}`:                     nil,
		`{` + rest + `"Rpm":10,"IncludesKAnon":false,"IncludesKanon":true}`: nil,
		`{"Rpm":10}`:                         nil,
		`{` + rest + `"IncludesKAnon":true}`: nil,
		`{}`:                                 nil,
		`[]`:                                 nil,
		`null`:                               nil,
		``:                                   nil,
	} {
		got, err := decodePlan([]byte(body))
		if (err == nil) != (want != nil) || want != nil && got != *want {
			t.Errorf("%s gives %+v, %v; want %+v", body, got, err, want)
		}
	}
}

// Real answers, kept outside this repository.
func TestAccountCaptures(t *testing.T) {
	if data, ok := feedtest.Captures(t, "hibp/breachedaccount-truncated.json"); ok {
		names, err := decodeAccount(data)
		if err != nil || strings.Join(names, " ") != "Dropbox Apollo db8151dd Gravatar DemandScience" {
			t.Errorf("account: %s, %v", names, err)
		}
	}
	// The address that the service's own example is about: 567159 and this.
	if data, ok := feedtest.Captures(t, "hibp/breachedaccount-range-567159.example.json"); ok {
		names, err := decodeRange(data, "D622FFBB50B11B0EFD307BE358624A26EE")
		if err != nil || strings.Join(names, " ") != "Adobe Stratfor Yahoo" {
			t.Errorf("range: %s, %v", names, err)
		}
	}
	if data, ok := feedtest.Captures(t, "hibp/subscription-status.json"); ok {
		plan, err := decodePlan(data)
		if err != nil || plan != (Plan{RPM: 10, Until: monitor.MustDate("2025-03-07")}) {
			t.Errorf("plan: %+v, %v", plan, err)
		}
	}
	for _, name := range []string{"hibp/error-401.example.json", "hibp/error-429.example.json", "hibp/breaches-domain-empty.json", "hibp/breacheddomain.json",
		"hibp/pasteaccount-account-exists.json", "hibp/stealerlogsbyemail.example.json"} {
		data, ok := feedtest.Captures(t, name)
		if !ok {
			data = []byte("[]")
		}
		if names, err := decodeAccount(data); err == nil {
			t.Errorf("%s is read as %d breaches", name, len(names))
		}
	}
}

func FuzzAccount(f *testing.F) {
	for _, body := range []string{account, addresses, "[]", `[{"Name":"Adobe"}]`, plainPlan} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		names, err := decodeAccount(body)
		if err == nil && len(names) == 0 {
			t.Error("nothing found, with status 200")
		}
		if err == nil {
			feedtest.CheckRecords(t, monitor.FeedHIBP, accountRecords(names), now)
		}
	})
}

// Whoever else is in a range, an address that is there is found.
func FuzzRange(f *testing.F) {
	for _, body := range []string{addresses, account, "[]", `[{"hashSuffix":"` + suffix + `","websites":["A"]}]`} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		names, err := decodeRange(body, suffix)
		if err != nil {
			return
		}
		feedtest.CheckRecords(t, monitor.FeedHIBP, accountRecords(names), now)
		_, rest, _ := strings.Cut(string(body), "[")
		comma := ","
		if strings.TrimSpace(rest) == "]" {
			comma = ""
		}
		more, err := decodeRange([]byte(`[{"hashSuffix":"`+suffix+`","websites":["Example"]}`+comma+rest), suffix)
		if err != nil || !slices.Equal(more, append([]string{"Example"}, names...)) {
			t.Errorf("%q holds %s; with one more %s, %v", body, names, more, err)
		}
	})
}

func FuzzPlan(f *testing.F) {
	for _, body := range []string{plainPlan, rangePlan, "{}"} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		plan, err := decodePlan(body)
		if err == nil && plan.RPM < 1 || err != nil && plan != (Plan{}) {
			t.Errorf("%+v, %v", plan, err)
		}
	})
}
