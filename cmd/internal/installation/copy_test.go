package installation

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"vigie/checklist"
	"vigie/checklist/notice"
	"vigie/monitor"
	"vigie/monitor/identifier"
)

const sealing = "five words that nobody guesses"

// proof is a message that an organisation sent.
const proof = "Une violation de données a eu lieu."

// household fills an installation: someone with a value, an organisation, an
// answer, a look-up's hit, a message that was received and a step that is done.
func household(t *testing.T, i *Installation) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(i.Unlock(ctx))
	p, err := i.Monitor.AddPerson(ctx, "Claire", monitor.Adult)
	must(err)
	v, err := identifier.Parse(monitor.Email, "claire@example.org", i.now())
	must(err)
	encoded, err := identifier.Encode(v)
	must(err)
	id, err := i.Monitor.AddIdentifier(ctx, "Claire", v, encoded, func([]byte) bool { return false })
	must(err)
	_, err = i.Monitor.AddAffiliations(ctx, "Claire", monitor.Affiliation{Organisation: "France Travail", Relation: "jobseeker"})
	must(err)
	must(i.Store.Update(ctx, func(tx monitor.Tx) error {
		return tx.PutEvidence(monitor.Evidence{ID: "hit", Person: p.ID, Breach: "france-travail-2024", Kind: monitor.Hit, Feed: monitor.FeedXposedOrNot, Identifier: id.ID, At: i.now()})
	}))
	_, err = i.Monitor.Grant(ctx, monitor.FeedXposedOrNot, id.ID)
	must(err)
	planner, err := NewPlanner(i.Monitor)
	must(err)
	plan, err := planner.Plan(ctx)
	must(err)
	_, err = i.KeepNotice(ctx, p, "", notice.Reading{}, []byte(proof), "avis.eml")
	must(err)
	must(planner.Say(ctx, checklist.Leaves(plan.Actions)[0].ID, checklist.Progress{State: checklist.Done}))
}

// done lists the steps that are done, without whose they are.
func done(t *testing.T, i *Installation) string {
	t.Helper()
	planner, err := NewPlanner(i.Monitor)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := planner.Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for id := range plan.Done {
		_, step, _ := strings.Cut(id, "/")
		steps = append(steps, step)
	}
	return strings.Join(steps, " ")
}

// TestHouseholdTravels: to an empty computer, and to one that knows the person
// already under another id. Agreements do not come along; twice is once.
func TestHouseholdTravels(t *testing.T) {
	home := openIn(t, filepath.Join(t.TempDir(), "home"))
	household(t, home)
	var file bytes.Buffer
	if err := home.Export(t.Context(), &file, sealing); err != nil {
		t.Fatal(err)
	}
	for name, before := range map[string]func(*Installation){
		"an empty computer": func(*Installation) {},
		"one that knows her": func(i *Installation) {
			if _, err := i.Monitor.AddPerson(t.Context(), "CLAIRE", monitor.Helped); err != nil {
				t.Fatal(err)
			}
		},
		"one where an import was cut short": func(i *Installation) {
			if _, err := i.Monitor.AddPerson(t.Context(), "Claire", monitor.Adult); err != nil {
				t.Fatal(err)
			}
			v, err := identifier.Parse(monitor.Email, "claire@example.org", i.now())
			if err != nil {
				t.Fatal(err)
			}
			encoded, err := identifier.Encode(v)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := i.Monitor.AddIdentifier(t.Context(), "Claire", v, encoded, func([]byte) bool { return false }); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			away := openIn(t, filepath.Join(t.TempDir(), "away"))
			if err := away.Unlock(t.Context()); err != nil {
				t.Fatal(err)
			}
			before(away)
			for range 2 {
				if _, err := away.Import(t.Context(), bytes.NewReader(file.Bytes()), sealing); err != nil {
					t.Fatal(err)
				}
			}
			h, err := away.Store.Household(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if len(h.Persons) != 1 || len(h.Identifiers) != 1 || len(h.Affiliations) != 1 || len(h.Evidence) != 1 || len(h.Consents) != 0 {
				t.Fatalf("%+v", h)
			}
			if h.Evidence[0].Identifier != h.Identifiers[0].ID || h.Evidence[0].Person != h.Persons[0].ID {
				t.Errorf("the hit is of %+v", h.Evidence[0])
			}
			if got, want := done(t, away), done(t, home); got != want || want == "" {
				t.Errorf("done there %q, at home %q", got, want)
			}
			notices, err := away.Notices(t.Context())
			if err != nil || len(notices) != 1 || notices[0].Person != h.Persons[0].ID {
				t.Fatalf("%+v, %v", notices, err)
			}
			if message, err := away.NoticeMessage(t.Context(), notices[0].ID); err != nil || string(message) != proof {
				t.Errorf("the proof is %q, %v", message, err)
			}
			values, err := away.values(t.Context())
			if err != nil || len(values) != 1 || values[0].Reveal() != "claire@example.org" {
				t.Errorf("%d values, %v", len(values), err)
			}
		})
	}
}

func TestExportRefusesAShortPassphrase(t *testing.T) {
	i := openIn(t, t.TempDir())
	if err := i.Unlock(t.Context()); err != nil {
		t.Fatal(err)
	}
	var p *monitor.Problem
	if err := i.Export(t.Context(), &bytes.Buffer{}, "short"); !errors.As(err, &p) || p.Key != "passphrase.short" {
		t.Errorf("error %v", err)
	}
}
