package monitor

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// AddPerson adds someone to the household. Names are unique, whatever their case.
func (m *Monitor) AddPerson(ctx context.Context, name string, role Role) (Person, error) {
	return m.putPerson(ctx, Person{ID: m.NewID(), Name: name, Role: role, Added: m.today()})
}

// EditPerson gives someone another name or role. All that is theirs stays theirs.
func (m *Monitor) EditPerson(ctx context.Context, name, newName string, role Role) (Person, error) {
	_, p, err := m.household(ctx, name)
	if err != nil {
		return Person{}, err
	}
	p.Name, p.Role = newName, role
	return m.putPerson(ctx, p)
}

func (m *Monitor) putPerson(ctx context.Context, p Person) (Person, error) {
	p.Name = CleanText(p.Name, MaxName)
	switch {
	case p.Name == "":
		return Person{}, UsageProblem("person.no-name")
	case !slices.Contains(Roles(), p.Role):
		return Person{}, UsageProblem("person.role", "role", string(p.Role))
	}
	h, err := m.Store.Household(ctx)
	if err != nil {
		return Person{}, err
	}
	if other, ok := h.PersonNamed(p.Name); ok && other.ID != p.ID {
		return Person{}, NewProblem("person.exists", "name", other.Name)
	}
	return p, m.Store.Update(ctx, func(tx Tx) error { return tx.PutPerson(p) })
}

// RemovePerson removes someone and all that is theirs, in the key store first.
func (m *Monitor) RemovePerson(ctx context.Context, name string) error {
	unlock, err := m.lock(ctx, lockHousehold)
	if err != nil {
		return err
	}
	defer unlock()
	h, p, err := m.household(ctx, name)
	if err != nil {
		return err
	}
	gone := leftover{persons: []string{p.ID}}
	err = m.Store.Update(ctx, func(tx Tx) error {
		p.Removing = true
		if err := tx.PutPerson(p); err != nil {
			return err
		}
		for _, i := range h.Identifiers {
			if i.Person != p.ID {
				continue
			}
			i.State = Removing
			if err := tx.PutIdentifier(i); err != nil {
				return err
			}
			gone.identifiers = append(gone.identifiers, i.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return m.drop(ctx, gone)
}

// AddIdentifier keeps a value in the key store and its mask in the database.
// The value is announced in the database before it is written and becomes
// active after it was read back: a crash in between is undone by Unlock, so
// that neither side ever has what the other has not.
//
// encoded is the form in which the key store keeps the value, and same tells
// whether what is kept under another id is this very identifier, perhaps in
// another spelling; package identifier does both. An identifier that the person
// already has is refused, and returned as it is kept.
func (m *Monitor) AddIdentifier(ctx context.Context, person string, v Value, encoded []byte, same func(kept []byte) bool) (Identifier, error) {
	unlock, err := m.lock(ctx, lockHousehold)
	if err != nil {
		return Identifier{}, err
	}
	defer unlock()
	h, p, err := m.household(ctx, person)
	if err != nil {
		return Identifier{}, err
	}
	if held, ok, err := m.held(ctx, h, p, v.Kind(), same); err != nil {
		return Identifier{}, err
	} else if ok {
		return held, NewProblem("identifier.exists", "name", p.Name)
	}
	i := Identifier{ID: m.NewID(), Person: p.ID, Kind: v.Kind(), Masked: v.Masked(), Added: m.today(), State: Pending}
	if err := m.Store.Update(ctx, func(tx Tx) error { return tx.PutIdentifier(i) }); err != nil {
		return Identifier{}, err
	}
	if err := m.Keychain.Put(ctx, map[string][]byte{i.ID: encoded}); err != nil {
		m.note(m.drop(ctx, leftover{identifiers: []string{i.ID}})) // what cannot be undone now is undone by Unlock
		return Identifier{}, keychainProblem("", err)
	}
	i.State = Active
	return i, m.Store.Update(ctx, func(tx Tx) error {
		if err := tx.PutIdentifier(i); err != nil {
			return err
		}
		return m.putMark(ctx, tx)
	})
}

// held finds this very identifier among those that the person has already.
func (m *Monitor) held(ctx context.Context, h *Household, p Person, kind Kind, same func(kept []byte) bool) (Identifier, bool, error) {
	for _, i := range h.Identifiers {
		if i.Person != p.ID || i.Kind != kind || i.State != Active {
			continue
		}
		have, err := m.Keychain.Get(ctx, i.ID)
		if err != nil {
			return Identifier{}, false, keychainProblem("", err)
		}
		if same(have) {
			return i, true, nil
		}
	}
	return Identifier{}, false, nil
}

// RemoveIdentifier removes a value from the key store and all that rests on it.
func (m *Monitor) RemoveIdentifier(ctx context.Context, id string) error {
	unlock, err := m.lock(ctx, lockHousehold)
	if err != nil {
		return err
	}
	defer unlock()
	h, err := m.Store.Household(ctx)
	if err != nil {
		return err
	}
	i, ok := h.Identifier(id)
	if !ok {
		return NewProblem("identifier.unknown", "id", CleanText(id, MaxName))
	}
	i.State = Removing
	if err := m.Store.Update(ctx, func(tx Tx) error { return tx.PutIdentifier(i) }); err != nil {
		return err
	}
	return m.drop(ctx, leftover{identifiers: []string{id}})
}

// AddAffiliations keeps what a person says about organisations, all or nothing.
// One that says the same as another the person has is left out; the result is
// what was added.
func (m *Monitor) AddAffiliations(ctx context.Context, person string, said ...Affiliation) ([]Affiliation, error) {
	h, p, err := m.household(ctx, person)
	if err != nil {
		return nil, err
	}
	var added []Affiliation
	for _, a := range said {
		if err := m.plausible(&a); err != nil {
			return nil, err
		}
		a.ID, a.Person, a.Added = m.NewID(), p.ID, m.today()
		if !slices.ContainsFunc(slices.Concat(h.Affiliations, added), a.saysTheSame) {
			added = append(added, a)
		}
	}
	return added, m.Store.Update(ctx, func(tx Tx) error {
		for _, a := range added {
			if err := tx.PutAffiliation(a); err != nil {
				return err
			}
		}
		return nil
	})
}

// EditAffiliation replaces what a person says about an organisation: its name,
// how they deal with it, and when. Whose it is does not change.
func (m *Monitor) EditAffiliation(ctx context.Context, a Affiliation) (Affiliation, error) {
	h, old, err := m.affiliation(ctx, a.ID)
	if err != nil {
		return Affiliation{}, err
	}
	if err := m.plausible(&a); err != nil {
		return Affiliation{}, err
	}
	a.Person, a.Added = old.Person, old.Added
	if slices.ContainsFunc(h.Affiliations, func(b Affiliation) bool { return b.ID != a.ID && a.saysTheSame(b) }) {
		p, _ := h.Person(a.Person)
		return Affiliation{}, NewProblem("affiliation.exists", "name", p.Name, "organisation", a.Organisation)
	}
	return a, m.Store.Update(ctx, func(tx Tx) error { return tx.PutAffiliation(a) })
}

// plausible cleans what a person says about an organisation, and refuses what
// cannot be.
func (m *Monitor) plausible(a *Affiliation) error {
	a.Organisation = CleanText(a.Organisation, MaxName)
	switch {
	case NormalOrganisation(a.Organisation) == "":
		return UsageProblem("affiliation.no-organisation")
	case a.Relation != "" && !a.Relation.Known():
		return UsageProblem("affiliation.relation", "relation", CleanText(string(a.Relation), MaxName))
	}
	if err := a.Period.Validate(Today(m.Now())); err != nil {
		return periodProblem(err)
	}
	return nil
}

func (a Affiliation) saysTheSame(b Affiliation) bool {
	return a.Person == b.Person && a.Relation == b.Relation && a.Period == b.Period &&
		NormalOrganisation(a.Organisation) == NormalOrganisation(b.Organisation) &&
		AsDomain(a.Organisation) == AsDomain(b.Organisation)
}

func periodProblem(err error) error {
	key := map[error]string{
		ErrPeriodReversed: "period.reversed", ErrPeriodCurrent: "period.current", ErrPeriodFuture: "period.future",
	}[err]
	return UsageProblem(key).Because(err)
}

// RemoveAffiliation takes back what a person said about an organisation.
func (m *Monitor) RemoveAffiliation(ctx context.Context, id string) error {
	if _, _, err := m.affiliation(ctx, id); err != nil {
		return err
	}
	return m.Store.Update(ctx, func(tx Tx) error { return tx.DeleteAffiliation(id) })
}

func (m *Monitor) affiliation(ctx context.Context, id string) (*Household, Affiliation, error) {
	h, err := m.Store.Household(ctx)
	if err != nil {
		return nil, Affiliation{}, err
	}
	n := slices.IndexFunc(h.Affiliations, func(a Affiliation) bool { return a.ID == id })
	if n < 0 {
		return nil, Affiliation{}, NewProblem("affiliation.unknown", "id", CleanText(id, MaxName))
	}
	return h, h.Affiliations[n], nil
}

// Answer keeps what a person says about one breach, and closes the alerts that
// have nothing left to say. The breach is named by any id it was ever known under.
func (m *Monitor) Answer(ctx context.Context, person string, e Evidence) (Evidence, error) {
	_, p, err := m.household(ctx, person)
	if err != nil {
		return Evidence{}, err
	}
	c, err := m.Catalogue(ctx)
	if err != nil {
		return Evidence{}, err
	}
	b, ok := c.Breach(e.Breach)
	if !ok {
		return Evidence{}, NewProblem("breach.unknown", "id", CleanText(e.Breach, MaxName))
	}
	switch {
	case e.Kind == QuestionAnswer && !slices.ContainsFunc(b.Questions(), func(q Question) bool { return q.Key == e.Question }):
		return Evidence{}, NewProblem("answer.no-question", "id", b.ID, "key", CleanText(e.Question, MaxName))
	case e.Reason != "" && !slices.Contains(NotMeReasons(), e.Reason):
		return Evidence{}, UsageProblem("answer.reason", "reason", CleanText(e.Reason, MaxName), "reasons", strings.Join(NotMeReasons(), ", "))
	}
	e.ID, e.Person, e.Breach, e.At = m.NewID(), p.ID, b.ID, m.Now().UTC().Truncate(time.Second)
	if err := m.Store.Update(ctx, func(tx Tx) error { return tx.PutEvidence(e) }); err != nil {
		return Evidence{}, err
	}
	return e, m.closeSettled(ctx)
}

// closeSettled closes the alerts whose finding no longer concerns their person,
// without waiting for the next check.
func (m *Monitor) closeSettled(ctx context.Context) error {
	h, err := m.Store.Household(ctx)
	if err != nil {
		return err
	}
	c, err := m.Catalogue(ctx)
	if err != nil {
		return err
	}
	alerts, err := m.Store.Alerts(ctx)
	if err != nil {
		return err
	}
	closed := settled(c, alerts, c.Match(h, Today(m.Now())), m.Now().UTC().Truncate(time.Second))
	if len(closed) == 0 {
		return nil
	}
	return m.Store.Update(ctx, func(tx Tx) error {
		for _, a := range closed {
			if err := tx.PutAlert(a); err != nil {
				return err
			}
		}
		return nil
	})
}

// Grant records that a person agrees to one identifier being sent to one feed. To
// Pwned Passwords no identifier is ever sent: agreeing to beginnings of hashes of
// passwords is for the whole household, and identifier is empty.
func (m *Monitor) Grant(ctx context.Context, feed, identifier string) (Consent, error) {
	unlock, err := m.lock(ctx, lockHousehold)
	if err != nil {
		return Consent{}, err
	}
	defer unlock()
	h, err := m.Store.Household(ctx)
	if err != nil {
		return Consent{}, err
	}
	i, ok := h.Identifier(identifier)
	switch {
	case feed == FeedPwnedPasswords && identifier == "":
	case !ok:
		return Consent{}, NewProblem("identifier.unknown", "id", CleanText(identifier, MaxName))
	case !i.Kind.MaySend():
		return Consent{}, NewProblem("consent.kind", "kind", string(i.Kind))
	case !looksUp(feed, i.Kind):
		return Consent{}, NewProblem("consent.feed", "feed", CleanText(feed, MaxName), "kind", string(i.Kind))
	}
	c := Consent{Feed: feed, Identifier: identifier, At: m.Now().UTC().Truncate(time.Second)}
	return c, m.Store.Update(ctx, func(tx Tx) error { return tx.PutConsent(c) })
}

// Revoke takes a consent back; what was found stays.
func (m *Monitor) Revoke(ctx context.Context, feed, identifier string) error {
	unlock, err := m.lock(ctx, lockHousehold)
	if err != nil {
		return err
	}
	defer unlock()
	h, err := m.Store.Household(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(h.Consents, func(c Consent) bool { return c.Feed == feed && c.Identifier == identifier }) {
		return NewProblem("consent.none", "feed", CleanText(feed, MaxName))
	}
	return m.Store.Update(ctx, func(tx Tx) error { return tx.DeleteConsent(feed, identifier) })
}

// household reads the household and finds one person in it by name.
func (m *Monitor) household(ctx context.Context, person string) (*Household, Person, error) {
	h, err := m.Store.Household(ctx)
	if err != nil {
		return nil, Person{}, err
	}
	p, ok := h.PersonNamed(person)
	if !ok {
		names := make([]string, len(h.Persons))
		for i, p := range h.Persons {
			names[i] = p.Name
		}
		if len(names) == 0 {
			return nil, Person{}, NewProblem("person.none")
		}
		return nil, Person{}, NewProblem("person.unknown", "name", CleanText(person, MaxName), "names", strings.Join(names, ", "))
	}
	return h, p, nil
}

// today is this day at midnight UTC: when something was added is nobody's business to the minute.
func (m *Monitor) today() time.Time {
	y, mo, d := m.Now().UTC().Date()
	return time.Date(y, mo, d, 0, 0, 0, 0, time.UTC)
}

// sameName compares names of people as people do.
func sameName(a, b string) bool {
	return strings.EqualFold(norm.NFC.String(strings.TrimSpace(a)), norm.NFC.String(strings.TrimSpace(b)))
}
