package assets_test

// The list of breaches, held against the linter and against facts that must
// never drift.
//
// The rule for "no password in this leak": Passwords stands under not_concerned
// only when (a) a source cited by the record says so, or (b) the record repeats
// in full the list of data that the organisation or an authority published, and
// passwords are not in it. A row of a public data set or a summary by the press
// is never enough: what they leave out may have leaked all the same. Which of
// the two holds is written down, record by record, in noPassword.

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"vigie/assets"
	"vigie/monitor"
	"vigie/monitor/catalogue"
)

const (
	cited = "a cited source says so"
	whole = "the organisation's or an authority's own list, in full"
)

var noPassword = map[string]string{
	"air-france-klm-2025":                  cited, // the airlines' statement
	"amelipro-2022":                        whole, // Assurance maladie
	"bouygues-telecom-2025":                cited, // the operator's message to its customers
	"doctolib-2020":                        cited, // the company's statement
	"ficoba-2026":                          cited, // the tax administration's e-mail to account holders
	"france-titres-ants-2026":              whole, // the ministry's figures
	"france-travail-2024":                  cited, // France Travail, CNIL, Cybermalveillance
	"france-travail-kairos-2025":           cited, // France Travail
	"france-travail-missions-locales-2025": cited, // France Travail
	"free-2024":                            whole, // the CNIL's decision
	"orange-2014-01":                       cited, // the operator's spokesperson
	"pajemploi-2025":                       cited, // Urssaf
	"pole-emploi-majorel-2023":             cited, // Pôle emploi
	"urssaf-dpae-2026":                     whole, // Urssaf
	"viamedis-almerys-2024":                whole, // CNIL
}

// Records of several organisations at once, or of one tool of an organisation,
// bear the name of another record's organisation. Any other shared name is a
// mistake: a parent company or a partner is not another name.
var joint = map[string]string{
	"France Travail (Kairos)":           "a tool of France Travail: whoever is in it is registered with France Travail",
	"France Travail / Missions locales": "young people known to both",
	"Viamedis et Almerys":               "two operators attacked in the same days, told in one notice",
}

func TestCatalogueIsClean(t *testing.T) {
	for _, err := range catalogue.Lint(decode(t), knownClasses(t)) {
		t.Error(err)
	}
}

func TestCatalogueHasEveryRecord(t *testing.T) {
	if n := len(decode(t).Breaches); n != 232 {
		t.Errorf("%d records, want 232", n)
	}
}

// TestCatalogueForm keeps diffs readable: one field a line, fields in the order
// of monitor.Facts, nothing empty.
func TestCatalogueForm(t *testing.T) {
	type entry struct {
		ID string `json:"id"`
		monitor.Facts
	}
	c := decode(t)
	file := struct {
		Schema    int          `json:"schema"`
		Version   int          `json:"version"`
		Published monitor.Date `json:"published"`
		Expires   monitor.Date `json:"expires"`
		Breaches  []entry      `json:"breaches"`
	}{c.Schema, c.Version, c.Published, c.Expires, nil}
	for _, r := range c.Breaches {
		file.Breaches = append(file.Breaches, entry{r.ID, r.Facts})
	}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(file); err != nil {
		t.Fatal(err)
	}
	got, expect := bytes.Split(assets.Catalogue(), []byte("\n")), bytes.Split(want.Bytes(), []byte("\n"))
	for i := range min(len(got), len(expect)) {
		if !bytes.Equal(got[i], expect[i]) {
			t.Fatalf("line %d is\n%s\nwant\n%s", i+1, got[i], expect[i])
		}
	}
	if len(got) != len(expect) {
		t.Errorf("%d lines, want %d", len(got), len(expect))
	}
}

func TestNoPasswordOnlyWithAReason(t *testing.T) {
	found := make(map[string]bool)
	for _, r := range decode(t).Breaches {
		if !slices.Contains(r.NotConcerned, monitor.ClassPasswords) {
			continue
		}
		found[r.ID] = true
		if noPassword[r.ID] == "" {
			t.Errorf("%s says that passwords are not concerned, without a reason here", r.ID)
		}
		if len(r.Exposed) == 0 && len(r.Possible) == 0 || r.Status == monitor.Claimed {
			t.Errorf("%s says what is not concerned, yet what is concerned is not established", r.ID)
		}
	}
	for id := range noPassword {
		if !found[id] {
			t.Errorf("%s no longer says that passwords are not concerned", id)
		}
	}
}

func TestOnlyJointRecordsShareNames(t *testing.T) {
	records := decode(t).Breaches
	bears := func(r *monitor.Record, organisation string) bool {
		return slices.ContainsFunc(append(r.Aliases, r.Organisation), func(n string) bool {
			return monitor.NormalOrganisation(n) == monitor.NormalOrganisation(organisation)
		})
	}
	sharing := make(map[string]bool)
	for i := range records {
		for j := range records {
			if bears(&records[i], records[j].Organisation) && !bears(&records[j], records[i].Organisation) {
				sharing[records[i].Organisation] = true
			}
		}
	}
	if got, want := slices.Sorted(maps.Keys(sharing)), slices.Sorted(maps.Keys(joint)); !slices.Equal(got, want) {
		t.Errorf("organisations that bear the name of another: %q, want %q", got, want)
	}
}

// TestFacts holds the facts that people rely on most. Each stands in a cited
// source; none may change without one.
func TestFacts(t *testing.T) {
	records := make(map[string]*monitor.Record)
	c := decode(t)
	for i := range c.Breaches {
		records[c.Breaches[i].ID] = &c.Breaches[i]
	}
	const nir, iban, passwords = monitor.ClassNIR, monitor.ClassBank, monitor.ClassPasswords
	day := monitor.MustDate
	jobseeker := func(from, to string) monitor.Criterion {
		return monitor.Criterion{Relation: "jobseeker", From: day(from), To: day(to)}
	}
	for _, want := range []struct {
		id                   string
		disclosed            string
		criteria             []monitor.Criterion // nil: not held here
		exposed              []monitor.Class     // at least
		possible             []monitor.Class     // at least
		notConcerned, absent []monitor.Class     // absent: neither exposed nor possible
	}{
		{id: "france-travail-2024", disclosed: "2024-03-13",
			criteria:     []monitor.Criterion{jobseeker("2004-03", "2024-03"), {Relation: "candidate_space"}},
			exposed:      []monitor.Class{"Names", "Dates of birth", nir, "Public service identifiers", "Email addresses", "Physical addresses", "Phone numbers"},
			possible:     []monitor.Class{"Places of birth"},
			notConcerned: []monitor.Class{passwords, iban}},
		{id: "france-travail-kairos-2025", disclosed: "2025-07-23",
			exposed: []monitor.Class{"Names", "Dates of birth", "Public service identifiers"}, notConcerned: []monitor.Class{passwords, iban}, absent: []monitor.Class{nir}},
		{id: "france-travail-missions-locales-2025", disclosed: "2025-12-01",
			exposed: []monitor.Class{nir}, notConcerned: []monitor.Class{passwords, iban}},
		{id: "pole-emploi-majorel-2023", disclosed: "2023-08-23",
			criteria: []monitor.Criterion{jobseeker("2021-02", "2022-02")},
			exposed:  []monitor.Class{"Names", nir}, notConcerned: []monitor.Class{"Email addresses", "Phone numbers", passwords, iban}},
		{id: "free-2024", disclosed: "2024-10-25",
			criteria: []monitor.Criterion{{Relation: "subscriber"}}, // no window: people who left long ago were still on file
			exposed:  []monitor.Class{"Names", "Dates of birth", iban}, notConcerned: []monitor.Class{passwords}, absent: []monitor.Class{nir}},
		{id: "viamedis-almerys-2024", disclosed: "2024-02-07",
			criteria: []monitor.Criterion{{Relation: "insured"}, {Relation: "family"}, {Relation: "member"}, {Relation: "customer"}},
			exposed:  []monitor.Class{"Names", "Dates of birth", nir, "Health insurance information"}, notConcerned: []monitor.Class{iban, "Email addresses", "Phone numbers", "Physical addresses"}},
		{id: "urssaf-dpae-2026", disclosed: "2026-01-19",
			criteria: []monitor.Criterion{{Relation: "employee", HiredWithinYears: 3, AsOf: day("2026-01")}},
			exposed:  []monitor.Class{"Names", "Dates of birth", "Employers"}, notConcerned: []monitor.Class{nir, iban}},
		{id: "ficoba-2026", disclosed: "2026-02-18",
			criteria: []monitor.Criterion{{Relation: "bank_account_holder"}},
			exposed:  []monitor.Class{"Names", iban}, notConcerned: []monitor.Class{passwords}, absent: []monitor.Class{"Account balances", "Financial transactions"}},
		{id: "pajemploi-2025", disclosed: "2025-11-17",
			criteria: []monitor.Criterion{{Relation: "employee"}},
			exposed:  []monitor.Class{nir}, notConcerned: []monitor.Class{iban, passwords}},
		{id: "cnrs-2026", disclosed: "2026-02-16",
			criteria: []monitor.Criterion{{Relation: "employee", HiredBefore: day("2007-01-01")}},
			exposed:  []monitor.Class{nir, iban}},
		{id: "sfr-2024-11", disclosed: "2024-11-24", possible: []monitor.Class{iban}, absent: []monitor.Class{nir, passwords}},
		{id: "red-by-sfr-2024", disclosed: "2024-09-18", exposed: []monitor.Class{iban}, absent: []monitor.Class{nir, passwords}},
		{id: "bouygues-telecom-2025", disclosed: "2025-08-06", exposed: []monitor.Class{iban}, notConcerned: []monitor.Class{passwords, "Credit cards"}},
	} {
		r := records[want.id]
		if r == nil {
			t.Errorf("%s is missing", want.id)
			continue
		}
		if r.DisclosedOn != day(want.disclosed) {
			t.Errorf("%s: disclosed on %s, want %s", want.id, r.DisclosedOn, want.disclosed)
		}
		if want.criteria != nil && !slices.Equal(r.Criteria, want.criteria) {
			t.Errorf("%s: criteria %+v, want %+v", want.id, r.Criteria, want.criteria)
		}
		for _, list := range []struct {
			name      string
			got, want []monitor.Class
		}{{"exposed", r.Exposed, want.exposed}, {"possible", r.Possible, want.possible}, {"not concerned", r.NotConcerned, want.notConcerned}} {
			for _, class := range list.want {
				if !slices.Contains(list.got, class) {
					t.Errorf("%s: %s is not %s", want.id, class, list.name)
				}
			}
		}
		for _, class := range want.absent {
			if slices.Contains(r.Exposed, class) || slices.Contains(r.Possible, class) {
				t.Errorf("%s: %s must not be said to have leaked", want.id, class)
			}
		}
	}

	// Free's IBANs leaked for people who were with both companies (CNIL, January 2026).
	if both := records["free-2024"].Conditional[iban].AllOf; !slices.Equal(both, []string{"Free", "Free Mobile"}) {
		t.Errorf("free-2024: the IBAN depends on %q", both)
	}
	ft := records["france-travail-2024"]
	if ft.OccurredFrom != day("2024-02-06") || ft.OccurredTo != day("2024-03-05") || ft.Affected != 43_000_000 || ft.Status != monitor.StatusConfirmed {
		t.Errorf("france-travail-2024: %s to %s, %d people, %s", ft.OccurredFrom, ft.OccurredTo, ft.Affected, ft.Status)
	}
	for _, r := range records {
		if slices.Contains(r.Aliases, "France Travail") || r.Organisation == "France Travail" {
			for _, name := range []string{"Pôle emploi", "ANPE"} {
				if !slices.Contains(r.Aliases, name) && r.Organisation != name {
					t.Errorf("%s does not know %s", r.ID, name)
				}
			}
		}
	}
}

func decode(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	c, err := catalogue.Decode(assets.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func knownClasses(t *testing.T) map[monitor.Class]bool {
	t.Helper()
	var file struct {
		Classes []struct {
			Name monitor.Class `json:"name"`
		} `json:"classes"`
	}
	if err := json.Unmarshal(assets.Classes(), &file); err != nil {
		t.Fatal(err)
	}
	known := make(map[monitor.Class]bool, len(file.Classes))
	for _, c := range file.Classes {
		known[c.Name] = true
	}
	return known
}
