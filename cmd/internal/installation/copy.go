package installation

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"vigie/monitor"
	"vigie/monitor/identifier"
	"vigie/monitor/share"
)

// documentKinds are the documents that go with a household to another computer.
var documentKinds = []string{kindProgress, kindAnswer, kindLetter, kindNotice, kindMessage}

// Export writes the household, values included, into one file that the
// passphrase opens. It only reads.
func (i *Installation) Export(ctx context.Context, w io.Writer, passphrase string) error {
	if err := CheckPassphrase(passphrase); err != nil {
		return err
	}
	h, err := i.Store.Household(ctx)
	if err != nil {
		return err
	}
	c := share.Copy{Made: i.now().UTC().Truncate(time.Second), Persons: h.Persons, Affiliations: h.Affiliations, Evidence: h.Evidence}
	for _, id := range h.Identifiers {
		if id.State != monitor.Active {
			continue
		}
		value, err := i.Keychain.Get(ctx, id.ID)
		if errors.Is(err, monitor.ErrNotFound) {
			return monitor.NewProblem("keychain-lost").Because(err)
		} else if err != nil {
			return err
		}
		c.Identifiers = append(c.Identifiers, share.Identifier{Identifier: id, Value: value})
	}
	for _, kind := range documentKinds {
		documents, err := i.Store.Documents(ctx, kind)
		if err != nil {
			return err
		}
		c.Documents = append(c.Documents, documents...)
	}
	return share.Seal(w, passphrase, &c)
}

// Imported counts what an import added; what was there already is not counted.
type Imported struct {
	Persons, Identifiers, Affiliations int
}

// Import adds to the household what a file of Export holds and the household
// has not. What is there already stays as it is, so that an import which was cut
// short may simply be run again. Agreements do not travel: nothing will be sent
// from this computer before somebody here says so.
func (i *Installation) Import(ctx context.Context, r io.Reader, passphrase string) (Imported, error) {
	c, err := share.Open(r, passphrase)
	if err != nil {
		return Imported{}, err
	}
	return i.Merge(ctx, c)
}

// Merge is Import of what was opened already.
func (i *Installation) Merge(ctx context.Context, c *share.Copy) (Imported, error) {
	in := importer{Installation: i, copy: c, persons: map[string]monitor.Person{}, ids: map[string]string{}}
	for _, step := range []func(context.Context) error{in.addPersons, in.addIdentifiers, in.addAffiliations, in.addRest} {
		if err := step(ctx); err != nil {
			return in.done, err
		}
	}
	return in.done, nil
}

// importer carries one import: which person here is which in the file.
type importer struct {
	*Installation
	copy    *share.Copy
	persons map[string]monitor.Person // by the id in the file
	ids     map[string]string         // of identifiers: in the file, here
	done    Imported
}

// addPersons finds each person of the file in the household, by id or by name,
// or adds them.
func (in *importer) addPersons(ctx context.Context) error {
	h, err := in.Store.Household(ctx)
	if err != nil {
		return err
	}
	for _, p := range in.copy.Persons {
		if here, ok := h.Person(p.ID); ok {
			in.persons[p.ID] = here
			continue
		}
		here, ok := h.PersonNamed(p.Name)
		if !ok {
			if here, err = in.Monitor.AddPerson(ctx, p.Name, p.Role); err != nil {
				return err
			}
			in.done.Persons++
		}
		in.persons[p.ID] = here
	}
	return nil
}

func (in *importer) addIdentifiers(ctx context.Context) error {
	for _, x := range in.copy.Identifiers {
		p, ok := in.persons[x.Person]
		value, err := identifier.Decode(x.Value)
		if !ok || err != nil {
			continue // a file that was tampered with by someone who knows the passphrase
		}
		same := func(kept []byte) bool {
			have, err := identifier.Decode(kept)
			return err == nil && identifier.Same(have, value)
		}
		added, err := in.Monitor.AddIdentifier(ctx, p.Name, value, x.Value, same)
		if problem := (*monitor.Problem)(nil); errors.As(err, &problem) && problem.Key == "identifier.exists" {
			in.ids[x.ID] = added.ID // its hits may be missing here all the same
			continue
		} else if err != nil {
			return err
		}
		in.ids[x.ID] = added.ID
		in.done.Identifiers++
	}
	return nil
}

func (in *importer) addAffiliations(ctx context.Context) error {
	for _, a := range in.copy.Affiliations {
		p, ok := in.persons[a.Person]
		if !ok {
			continue
		}
		added, err := in.Monitor.AddAffiliations(ctx, p.Name, a)
		if err != nil {
			return err
		}
		in.done.Affiliations += len(added)
	}
	return nil
}

// addRest adds answers, and what was done and written, under the ids of here.
func (in *importer) addRest(ctx context.Context) error {
	h, err := in.Store.Household(ctx)
	if err != nil {
		return err
	}
	var pairs []string
	for there, here := range in.persons {
		pairs = append(pairs, there, here.ID)
	}
	rename := strings.NewReplacer(pairs...) // ids are random: they stand for nothing else in a text
	documents, err := in.missing(ctx, rename)
	if err != nil {
		return err
	}
	return in.Store.Update(ctx, func(tx monitor.Tx) error {
		for _, e := range in.copy.Evidence {
			p, ok := in.persons[e.Person]
			if !ok || slices.ContainsFunc(h.Evidence, func(x monitor.Evidence) bool { return x.ID == e.ID }) {
				continue
			}
			if e.Identifier != "" {
				if e.Identifier, ok = in.ids[e.Identifier]; !ok {
					continue // a hit goes with its identifier
				}
			}
			e.Person = p.ID
			if err := tx.PutEvidence(e); err != nil {
				return err
			}
		}
		for _, d := range documents {
			if err := tx.PutDocument(d); err != nil {
				return err
			}
		}
		return nil
	})
}

// missing lists the documents of the file that are not here yet, as they read here.
func (in *importer) missing(ctx context.Context, rename *strings.Replacer) ([]monitor.Document, error) {
	var all []monitor.Document
	for _, kind := range documentKinds {
		have, err := in.Store.Documents(ctx, kind)
		if err != nil {
			return nil, err
		}
		for _, d := range in.copy.Documents {
			if _, ok := in.persons[d.Person]; d.Kind != kind || d.Person != "" && !ok {
				continue
			}
			d.ID, d.Person, d.Body = rename.Replace(d.ID), rename.Replace(d.Person), []byte(rename.Replace(string(d.Body)))
			if !slices.ContainsFunc(have, func(x monitor.Document) bool { return x.ID == d.ID }) {
				all = append(all, d)
			}
		}
	}
	return all, nil
}
