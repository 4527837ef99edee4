package catalogue

import (
	"bytes"
	"strings"
	"testing"

	"vigie/assets"
	"vigie/monitor"
)

// small is the shortest list that Decode accepts and Lint says nothing about.
const small = `{
 "schema": 1, "version": 3, "published": "2026-11-22", "expires": "2027-11-22",
 "breaches": [{
  "id": "example-2024",
  "organisation": "Example",
  "aliases": ["Exemple"],
  "domains": ["example.org"],
  "client_organisations": ["Client"],
  "related_names": ["Parent"],
  "occurred_from": "2024-02-06",
  "occurred_to": "2024-03",
  "disclosed_on": "2024-03-13",
  "criteria": [{"relation": "customer", "from": "2020-01", "to": "2024-03",
   "via": {"fr": "Avez-vous passé commande\u202f?", "en": "Did you order anything?"}}],
  "exposed": ["Names", "Bank account numbers"],
  "possible": ["Email addresses"],
  "not_concerned": ["Passwords"],
  "conditional": {"Bank account numbers": {"all_of": ["Exemple"]}},
  "status": "confirmed",
  "affected": 1200,
  "population": {"fr": "Les personnes qui ont un compte\u202f: 1\u202f200 environ.", "en": "People with an account: about 1,200."},
  "vector": {"fr": "Un serveur était ouvert.", "en": "A server was open."},
  "references": [{"title": "Notice", "publisher": "Example", "url": "https://example.org/notice"}]
 }]
}`

func TestDecode(t *testing.T) {
	c, err := Decode([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	if c.Version != 3 || c.Published != monitor.MustDate("2026-11-22") || c.Expires != monitor.MustDate("2027-11-22") {
		t.Errorf("version %d, published %s, expires %s", c.Version, c.Published, c.Expires)
	}
	r := c.Breaches[0]
	if r.Feed != monitor.FeedVigie || r.Key != "example-2024" || r.ID != r.Key {
		t.Errorf("feed %q, key %q, id %q", r.Feed, r.Key, r.ID)
	}
	if r.Organisation != "Example" || r.OccurredTo != monitor.MustDate("2024-03") || r.Criteria[0].Via.EN == "" ||
		r.Conditional[monitor.ClassBank].AllOf[0] != "Exemple" {
		t.Errorf("facts were lost: %+v", r.Facts)
	}
}

// TestDecodeRefuses changes one thing in a good list: what is not understood is
// refused, with the reason and never with the text of the list.
func TestDecodeRefuses(t *testing.T) {
	const secret = "zzz" // stands where an error might quote the list
	for _, test := range []struct{ name, old, new, want string }{
		{"syntax", `"version": 3,`, `"version": 3`, "line 2: not valid JSON"},
		{"name given twice", `"version": 3`, `"version": 3, "version": 4`, "line 2: not valid JSON, or a name given twice"},
		{"invalid UTF-8", `"Parent"`, "\"zzz\xff\"", "line 9: not valid JSON"},
		{"more after the end", "}]\n}", "}]\n}{}", "not valid JSON"},
		{"unknown field", `"status":`, `"zzz": 1, "status":`, "line 19: a field that schema 1 does not have"},
		{"field in another case", `"status"`, `"Status"`, "line 19: a field"},
		{"unknown condition", `"relation": "customer"`, `"zzz": true`, "line 13: a field"},
		{"a record's own field", `"status":`, `"first_seen": "2026-01-01T00:00:00Z", "status":`, "line 19: a field"},
		{"wrong kind", `"affected": 1200`, `"affected": "zzz"`, "line 20: a value of the wrong kind"},
		{"fraction", `"affected": 1200`, `"affected": 0.5`, "line 20: a value of the wrong kind"},
		{"not a date", `"2024-03-13"`, `"zzz"`, "line 12: a value of the wrong kind"},
		{"another schema", `"schema": 1`, `"schema": 2`, "schema 2, want 1"},
		{"no version", `"version": 3, `, ``, "no version"},
		{"published in a month", `"2026-11-22"`, `"2026-11"`, "a day of publication"},
		{"expired when published", `"2027-11-22"`, `"2026-11-22"`, "a later day of expiry"},
		{"id", `"example-2024"`, `"Zzz"`, "breach 1: its id"},
		{"id with a double hyphen", `"example-2024"`, `"zzz--zzz"`, "breach 1: its id"},
		{"empty id", `"example-2024"`, `""`, "breach 1: its id"},
		{"long id", `"example-2024"`, `"` + strings.Repeat("zzz", 50) + `"`, "breach 1: its id"},
		{"id given twice", `"breaches": [`, `"breaches": [{"id": "example-2024", "organisation": "zzz", "status": "claimed"}, `, "breach example-2024: its id is given twice"},
		{"no organisation", `"Example",`, `"",`, "no organisation"},
		{"unknown status", `"confirmed"`, `"zzz"`, "an unknown status"},
		{"negative number", `1200,`, `-1200,`, "a negative number"},
		{"unknown relation", `"customer"`, `"zzz"`, "criterion 1: an unknown relation"},
		{"empty criterion", `"criteria": [`, `"criteria": [{}, `, "criterion 1 is empty"},
		{"half a question", `, "en": "Did you order anything?"`, ``, "criterion 1: its question"},
		{"years", `"relation": "customer"`, `"hired_within_years": -1`, "criterion 1: hired_within_years"},
		{"conditional class not exposed", `"conditional": {"Bank account numbers"`, `"conditional": {"zzz"`, "not listed as exposed"},
		{"conditional class without condition", `["Exemple"]}`, `[]}`, "has no condition"},
		{"long name", `"Parent"`, `"` + strings.Repeat("z", monitor.MaxName+1) + `"`, "a text is too long"},
		{"long sentence", `A server`, strings.Repeat("z", monitor.MaxText+1), "a text is too long"},
		{"long address", `/notice`, strings.Repeat("/", maxURL), "a text is too long"},
		{"many aliases", `["Exemple"],`, `["z"` + strings.Repeat(`,"z"`, maxItems) + `],`, "too many items"},
		{"many criteria", `"criteria": [`, `"criteria": [` + strings.Repeat(`{"relation": "user"},`, maxItems), "too many items"},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(small, test.old, test.new, 1)
			if changed == small {
				t.Fatal("the change does not apply")
			}
			_, err := Decode([]byte(changed))
			if err == nil {
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %q does not say %q", err, test.want)
			}
			if strings.Contains(err.Error(), secret) {
				t.Errorf("error %q quotes the list", err)
			}
		})
	}
}

func TestDecodeIsBounded(t *testing.T) {
	spaces := bytes.Repeat([]byte(" "), MaxBytes)
	if _, err := Decode(append(spaces, small...)); err == nil {
		t.Error("a list larger than MaxBytes was accepted")
	}
	one := `{"id": "a", "organisation": "a", "status": "claimed"}`
	many := `{"schema": 1, "version": 1, "published": "2026-01-01", "expires": "2027-01-01", "breaches": [` + strings.Repeat(one+",", maxBreaches) + one + "]}"
	if _, err := Decode([]byte(many)); err == nil || !strings.Contains(err.Error(), "breaches") {
		t.Errorf("a list of more than %d breaches: %v", maxBreaches, err)
	}
	if _, err := Decode(bytes.Repeat([]byte("["), 1<<20)); err == nil {
		t.Error("a million open brackets were accepted")
	}
}

// FuzzDecode: whatever the bytes, Decode answers, and what it accepts can be
// linted and matched.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(`{"schema":1,"version":1,"published":"2026-01-01","expires":"2027-01-01","breaches":[{"id":"a","organisation":"a","status":"claimed","criteria":[{"relation":"anyone"}]}]}`))
	f.Add([]byte(strings.Replace(small, `"customer"`, `"patient", "as_of": "2024", "hired_within_years": 100`, 1)))
	f.Add([]byte(strings.Replace(small, `"Exemple"`, `"", "SA", "\ud83d\ude00", "e\u0301\u0301\u0301"`, 1)))
	f.Add([]byte(strings.Replace(small, `"2024-02-06"`, `"1900"`, 1)))
	f.Add([]byte(strings.Replace(small, `["Names", "Bank account numbers"]`, `null`, 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Decode(data)
		if err != nil {
			return
		}
		for _, r := range c.Breaches {
			if r.ID == "" || r.Organisation == "" || r.Feed != monitor.FeedVigie {
				t.Errorf("record %+v", r)
			}
		}
		Lint(c, nil)
		household := &monitor.Household{
			Persons:      []monitor.Person{{ID: "p"}},
			Affiliations: []monitor.Affiliation{{ID: "a", Person: "p", Organisation: "a"}},
		}
		monitor.NewCatalogue(monitor.Merge(c.Breaches)).Match(household, c.Published.First())
	})
}

func BenchmarkDecodeEmbedded(b *testing.B) {
	data := assets.Catalogue()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

// TestDecodeHead: what the list inside the program says of itself is the same,
// whichever way it is read, and one that says nothing is refused.
func TestDecodeHead(t *testing.T) {
	whole, err := Decode(assets.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	if head, err := DecodeHead(assets.Catalogue()); err != nil || head != whole.Head {
		t.Errorf("%+v, %v, want %+v", head, err, whole.Head)
	}
	for _, bad := range []string{"", "{}", `{"schema": 2, "version": 1, "published": "2026-11-22", "expires": "2027-11-22"}`} {
		if _, err := DecodeHead([]byte(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
