package monitor_test

import (
	"context"
	"errors"
	"testing"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

func problemKey(err error) string {
	var p *monitor.Problem
	if !errors.As(err, &p) {
		return ""
	}
	return p.Key
}

// TestEditPerson: another name or role, and all that is theirs stays theirs.
func TestEditPerson(t *testing.T) {
	h := newHouse(t, monitor.FeedHIBP)
	if _, err := h.AddPerson(t.Context(), "Zoé", monitor.Child); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, newName string
		role          monitor.Role
		problem       string
	}{
		{"Claire", "zoé", monitor.Adult, "person.exists"},
		{"Claire", " ", monitor.Adult, "person.no-name"},
		{"Claire", "Claire", "queen", "person.role"},
		{"Paul", "Jean", monitor.Adult, "person.unknown"},
		{"claire", "CLAIRE", monitor.Helped, ""}, // her own name is not another's
		{"Claire", "Clara", monitor.Adult, ""},
	} {
		_, err := h.EditPerson(t.Context(), c.name, c.newName, c.role)
		if got := problemKey(err); got != c.problem || c.problem == "" && err != nil {
			t.Errorf("%s → %s: %v, want %q", c.name, c.newName, err, c.problem)
		}
	}
	home, err := h.Store.Household(t.Context())
	h.must(err)
	clara, ok := home.PersonNamed("Clara")
	if !ok || home.Affiliations[0].Person != clara.ID || len(home.Persons) != 2 {
		t.Errorf("after editing: %+v", home)
	}
}

// stuckKeychain is a key store that stops answering when something is to go.
type stuckKeychain struct {
	monitor.Keychain
	stuck bool
}

func (k *stuckKeychain) Delete(ctx context.Context, ids ...string) error {
	if k.stuck {
		return monitor.ErrKeychainLocked
	}
	return k.Keychain.Delete(ctx, ids...)
}

// TestRemovePersonInterrupted: somebody is removed whole, values first. What was cut
// short in between, Unlock finishes.
func TestRemovePersonInterrupted(t *testing.T) {
	h := newHouse(t, monitor.FeedHIBP)
	k := &stuckKeychain{Keychain: h.Keychain}
	h.Keychain = k
	email, err := identifier.Parse(monitor.Email, "claire@example.org", h.now)
	h.must(err)
	_, err = h.AddIdentifier(t.Context(), "Claire", email, []byte("kept"), func([]byte) bool { return false })
	h.must(err)
	k.stuck = true
	if err := h.RemovePerson(t.Context(), "Claire"); !errors.Is(err, monitor.ErrKeychainLocked) {
		t.Fatalf("removing with a key store that is stuck: %v", err)
	}
	k.stuck = false
	h.must(h.Unlock(t.Context()))
	home, err := h.Store.Household(t.Context())
	h.must(err)
	if len(home.Persons)+len(home.Identifiers)+len(home.Affiliations) > 0 {
		t.Errorf("left: %+v", home)
	}
	if ids, err := k.IDs(t.Context()); err != nil || len(ids) != 1 { // the key of the database
		t.Errorf("the key store has %q, %v", ids, err)
	}
}

// TestEditAffiliation: what is said may change, whose it is may not, and two
// that say the same are one too many.
func TestEditAffiliation(t *testing.T) {
	h := newHouse(t, monitor.FeedHIBP)
	added, err := h.AddAffiliations(t.Context(), "Claire", monitor.Affiliation{Organisation: "Free"})
	h.must(err)
	free := added[0]
	edit := func(change func(*monitor.Affiliation)) (monitor.Affiliation, string) {
		a := free
		change(&a)
		got, err := h.EditAffiliation(t.Context(), a)
		return got, problemKey(err)
	}
	for want, change := range map[string]func(*monitor.Affiliation){
		"affiliation.unknown":         func(a *monitor.Affiliation) { a.ID = "none" },
		"affiliation.no-organisation": func(a *monitor.Affiliation) { a.Organisation = "…" },
		"affiliation.relation":        func(a *monitor.Affiliation) { a.Relation = "friend" },
		"period.future":               func(a *monitor.Affiliation) { a.Period.From = monitor.MustDate("2031") },
		"affiliation.exists": func(a *monitor.Affiliation) {
			a.Organisation, a.Period = "ACME", monitor.Period{From: monitor.MustDate("2010"), Current: true}
		},
	} {
		if _, got := edit(change); got != want {
			t.Errorf("problem %q, want %q", got, want)
		}
	}
	got, problem := edit(func(a *monitor.Affiliation) { a.Person, a.Period.To = "someone else", monitor.MustDate("2019") })
	if problem != "" || got.Person != free.Person {
		t.Errorf("edited: %+v, %s", got, problem)
	}
	home, err := h.Store.Household(t.Context())
	h.must(err)
	if len(home.Affiliations) != 2 || home.Affiliations[1].Period.To != monitor.MustDate("2019") {
		t.Errorf("kept: %+v", home.Affiliations)
	}
}
