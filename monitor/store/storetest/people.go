package storetest

import (
	"context"
	"testing"
	"time"

	"vigie/monitor"
)

// moment is n hours into a day, told in a zone and with a fraction of a second;
// kept is the same as a store gives it back.
func moment(n int) time.Time {
	return time.Date(2026, time.November, 22, n, 12, 13, 456789, time.FixedZone("UTC+1", 60*60))
}

func kept(n int) time.Time { return time.Date(2026, time.November, 22, n-1, 12, 13, 0, time.UTC) }

// documentKind is the kind of every document here.
const documentKind = "progress"

// family is a household of which every field is set, and all that goes with it.
type family struct {
	monitor.Household
	known     []monitor.KnownFinding
	alerts    []monitor.Alert
	documents []monitor.Document
}

// makeFamily makes two persons, each with everything; at is moment or kept.
func makeFamily(at func(int) time.Time) family {
	var f family
	for n, name := range []string{"Ana", "Noé"} {
		later := func(m int) time.Time { return at(n + m) }
		person, identifier := "person-"+name, "identifier-"+name

		p := fill[monitor.Person](later)
		p.ID = person
		f.Persons = append(f.Persons, p)

		i := fill[monitor.Identifier](later)
		i.ID, i.Person = identifier, person
		f.Identifiers = append(f.Identifiers, i)

		a := fill[monitor.Affiliation](later)
		a.ID, a.Person = "affiliation-"+name, person
		f.Affiliations = append(f.Affiliations, a)

		hit := fill[monitor.Evidence](later)
		hit.ID, hit.Person, hit.Identifier = "hit-"+name, person, identifier
		notice := monitor.Evidence{ID: "notice-" + name, Person: person, Breach: "breach-2", Kind: monitor.NoticeReceived, At: at(5)}
		f.Evidence = append(f.Evidence, hit, notice)

		c := fill[monitor.Consent](later)
		c.Feed, c.Identifier = monitor.FeedHIBP, identifier
		f.Consents = append(f.Consents, c)

		k := fill[monitor.KnownFinding](later)
		k.Person, k.Breach = person, "breach-1"
		f.known = append(f.known, k)

		alert := fill[monitor.Alert](later)
		alert.ID, alert.Person = "alert-"+name, person
		f.alerts = append(f.alerts, alert)

		f.documents = append(f.documents, monitor.Document{
			Kind: documentKind, ID: "document-" + name, Person: person, Body: []byte(`{"done":"` + name + `"}`),
		})
	}
	// One that is the household's: no identifier of anyone goes with it.
	f.Consents = append(f.Consents, monitor.Consent{Feed: monitor.FeedPwnedPasswords, At: kept(8)})
	return f
}

func (f family) put(t *testing.T, s monitor.Store) {
	t.Helper()
	update(t, s, func(tx monitor.Tx) error { return f.write(tx) })
}

func (f family) write(tx monitor.Tx) error {
	return first(
		forAll(f.Persons, tx.PutPerson),
		forAll(f.Identifiers, tx.PutIdentifier),
		forAll(f.Affiliations, tx.PutAffiliation),
		forAll(f.Evidence, tx.PutEvidence),
		forAll(f.Consents, tx.PutConsent),
		func() error { return tx.PutKnown(f.known) },
		forAll(f.alerts, tx.PutAlert),
		forAll(f.documents, tx.PutDocument),
	)
}

func forAll[T any](all []T, put func(T) error) func() error {
	return func() error {
		for _, v := range all {
			if err := put(v); err != nil {
				return err
			}
		}
		return nil
	}
}

func first(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// check compares all that is stored about people.
func (f family) check(t *testing.T, s monitor.Store) {
	t.Helper()
	ctx := context.Background()
	h := readHousehold(t, s)
	equal(t, "persons", nonNil(h.Persons), nonNil(f.Persons))
	equal(t, "identifiers", nonNil(h.Identifiers), nonNil(f.Identifiers))
	equal(t, "affiliations", nonNil(h.Affiliations), nonNil(f.Affiliations))
	equal(t, "evidence", nonNil(h.Evidence), nonNil(f.Evidence))
	equal(t, "consents", nonNil(h.Consents), nonNil(f.Consents))
	equal(t, "known findings", nonNil(must[[]monitor.KnownFinding](t)(s.Known(ctx))), nonNil(f.known))
	equal(t, "alerts", nonNil(must[[]monitor.Alert](t)(s.Alerts(ctx))), nonNil(f.alerts))
	equal(t, "documents", nonNil(must[[]monitor.Document](t)(s.Documents(ctx, documentKind))), nonNil(f.documents))
}

// nonNil lets no list and an empty list be the same.
func nonNil[T any](all []T) []T { return append([]T{}, all...) }

func testEmpty(t *testing.T, s monitor.Store) {
	ctx := context.Background()
	family{}.check(t, s)
	equal(t, "records", len(must[[]monitor.Record](t)(s.Records(ctx))), 0)
	equal(t, "feeds", must[map[string]monitor.FeedStatus](t)(s.FeedStatuses(ctx)), map[string]monitor.FeedStatus{})
	equal(t, "setting", must[string](t)(s.Setting(ctx, "never set")), "")
	equal(t, "requests", len(must[[]monitor.LedgerEntry](t)(s.Requests(ctx, time.Time{}))), 0)
}

func testPeople(t *testing.T, s monitor.Store) {
	makeFamily(moment).put(t, s)
	makeFamily(kept).check(t, s)
}

func testOrder(t *testing.T, s monitor.Store) {
	f := makeFamily(kept)
	f.put(t, s)
	f.Persons[0].Name, f.Persons[0].Role = "Zoé", monitor.Child
	f.Affiliations[0].Organisation = "Zinc"
	f.known[0].Verdict = monitor.Confirmed
	f.alerts[0].Closed = time.Time{}
	update(t, s, func(tx monitor.Tx) error {
		return first(
			func() error { return tx.PutPerson(f.Persons[0]) },
			func() error { return tx.PutAffiliation(f.Affiliations[0]) },
			func() error { return tx.PutKnown(f.known[:1]) },
			func() error { return tx.PutAlert(f.alerts[0]) },
		)
	})
	f.check(t, s)
}

func testKeys(t *testing.T, s monitor.Store) {
	f := makeFamily(kept)
	f.put(t, s)
	// Another feed or another identifier is another consent; another person or
	// another breach is another known finding.
	f.Consents = append(f.Consents, monitor.Consent{Feed: monitor.FeedXposedOrNot, Identifier: f.Identifiers[0].ID, At: kept(9)})
	f.known = append(f.known, monitor.KnownFinding{Person: f.Persons[0].ID, Breach: "breach-2", Verdict: monitor.Possible, Status: monitor.StatusConfirmed})
	f.put(t, s)
	f.check(t, s)

	update(t, s, func(tx monitor.Tx) error { return tx.DeleteConsent(monitor.FeedHIBP, f.Identifiers[0].ID) })
	f.Consents = f.Consents[1:]
	f.check(t, s)

	// One kind of document says nothing about another.
	update(t, s, func(tx monitor.Tx) error {
		return first(
			func() error {
				return tx.PutDocument(monitor.Document{Kind: "letter", ID: f.documents[0].ID, Body: []byte(`1`)})
			},
			func() error { return tx.DeleteDocument(documentKind, f.documents[0].ID) },
		)
	})
	f.documents = f.documents[1:]
	f.check(t, s)
	equal(t, "letters", len(must[[]monitor.Document](t)(s.Documents(context.Background(), "letter"))), 1)

	update(t, s, func(tx monitor.Tx) error { return tx.DeleteAffiliation(f.Affiliations[0].ID) })
	f.Affiliations = f.Affiliations[1:]
	f.check(t, s)
}

func testCopies(t *testing.T, s monitor.Store) {
	put := makeFamily(kept)
	put.put(t, s)
	put.known[0].Exposed[0] = "changed after it was put"
	got := readHousehold(t, s)
	got.Persons[0].Name = "changed after it was read"
	makeFamily(kept).check(t, s)
}

func testDeletePerson(t *testing.T, s monitor.Store) {
	f := makeFamily(kept)
	f.put(t, s)
	update(t, s, func(tx monitor.Tx) error { return tx.DeletePerson(f.Persons[0].ID) })
	f.Persons, f.Identifiers, f.Affiliations = f.Persons[1:], f.Identifiers[1:], f.Affiliations[1:]
	f.Evidence, f.Consents = f.Evidence[2:], f.Consents[1:]
	f.known, f.alerts, f.documents = f.known[1:], f.alerts[1:], f.documents[1:]
	f.check(t, s)
}

func testDeleteIdentifier(t *testing.T, s monitor.Store) {
	f := makeFamily(kept)
	f.put(t, s)
	update(t, s, func(tx monitor.Tx) error { return tx.DeleteIdentifier(f.Identifiers[0].ID) })
	f.Identifiers, f.Consents = f.Identifiers[1:], f.Consents[1:]
	f.Evidence = f.Evidence[1:] // the hit; the notice was not found with an identifier
	f.check(t, s)
}

func testDeleteNothing(t *testing.T, s monitor.Store) {
	f := makeFamily(kept)
	f.put(t, s)
	update(t, s, func(tx monitor.Tx) error {
		return first(
			func() error { return tx.DeletePerson("nobody") },
			func() error { return tx.DeleteIdentifier("nothing") },
			func() error { return tx.DeleteAffiliation("nothing") },
			func() error { return tx.DeleteDocument(documentKind, "nothing") },
			func() error { return tx.DeleteConsent(monitor.FeedXposedOrNot, f.Identifiers[0].ID) },
			func() error { return tx.DeleteConsent(monitor.FeedHIBP, "nothing") },
		)
	})
	f.check(t, s)
}

func testOrphans(t *testing.T, s monitor.Store) {
	f := makeFamily(kept)
	update(t, s, func(tx monitor.Tx) error { return tx.PutPerson(f.Persons[0]) })
	hit := f.Evidence[0]
	for what, put := range map[string]func(monitor.Tx) error{
		"identifier":  func(tx monitor.Tx) error { return tx.PutIdentifier(f.Identifiers[1]) },
		"affiliation": func(tx monitor.Tx) error { return tx.PutAffiliation(f.Affiliations[1]) },
		"notice":      func(tx monitor.Tx) error { return tx.PutEvidence(f.Evidence[3]) },
		"hit":         func(tx monitor.Tx) error { return tx.PutEvidence(hit) },
		"consent":     func(tx monitor.Tx) error { return tx.PutConsent(f.Consents[0]) },
		"known":       func(tx monitor.Tx) error { return tx.PutKnown(f.known) },
		"alert":       func(tx monitor.Tx) error { return tx.PutAlert(f.alerts[1]) },
		"document":    func(tx monitor.Tx) error { return tx.PutDocument(f.documents[1]) },
	} {
		wantError(t, what, s.Update(context.Background(), put), monitor.ErrNotFound)
	}
	family{Household: monitor.Household{Persons: f.Persons[:1]}}.check(t, s)
}

func testNoID(t *testing.T, s monitor.Store) {
	for what, put := range map[string]func(monitor.Tx) error{
		"person": func(tx monitor.Tx) error { return tx.PutPerson(monitor.Person{Name: "Ana"}) },
		"record": func(tx monitor.Tx) error { return tx.PutRecords([]monitor.Record{{Feed: monitor.FeedHIBP}}) },
		"feed":   func(tx monitor.Tx) error { return tx.PutFeedStatus(monitor.FeedStatus{}) },
	} {
		if err := s.Update(context.Background(), put); err == nil {
			t.Errorf("a %s without an id was taken", what)
		}
	}
	testEmpty(t, s)
}
