package installation

import (
	"context"
	"slices"

	"vigie/assets"
	"vigie/checklist/message"
	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/identifier"
)

// Messages is what messages are held against: the rules, the directory, and the
// household's identifiers with the leaks that expose each. While those cannot be
// read it knows less, and err says so; it is good all the same.
func (i *Installation) Messages(ctx context.Context) (known *message.Context, err error) {
	rules, defect := message.LoadRules(assets.Message())
	if defect != nil {
		return nil, defect
	}
	d, defect := Directory()
	if defect != nil {
		return nil, defect
	}
	known = &message.Context{Rules: rules, Organisations: message.NewOrganisations(d, rules)}
	known.Data, err = i.exposedData(ctx, d)
	return known, err
}

// exposedData reads the values of all identifiers and finds the leaks that expose
// data of their kinds.
func (i *Installation) exposedData(ctx context.Context, d *directory.Directory) ([]message.Datum, error) {
	if err := i.Unlock(ctx); err != nil {
		return nil, err
	}
	h, err := i.Store.Household(ctx)
	if err != nil {
		return nil, err
	}
	c, err := i.Monitor.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	findings := c.Match(h, monitor.Today(i.Monitor.Now()))
	jobs := jobCentre(d)
	var all []message.Datum
	for _, id := range h.Identifiers {
		data, err := i.Keychain.Get(ctx, id.ID)
		if err != nil {
			return all, err
		}
		value, err := identifier.Decode(data)
		if err != nil {
			continue // damaged: the doctor command says so
		}
		datum := message.Datum{ID: id.ID, Person: id.Person, Value: value}
		for _, f := range findings {
			b, ok := c.Breach(f.Breach)
			if f.Person == id.Person && ok && exposes(f, id.Kind) && (id.Kind != monitor.FranceTravailID || jobs(b)) {
				datum.Breaches = append(datum.Breaches, f.Breach)
			}
		}
		all = append(all, datum)
	}
	return all, nil
}

// classesOf are the classes of leaked data that hold identifiers of a kind. Nothing
// leaks a domain: it is public.
var classesOf = map[monitor.Kind][]monitor.Class{
	monitor.Email:           {"Email addresses"},
	monitor.Phone:           {"Phone numbers"},
	monitor.Username:        {"Usernames"},
	monitor.Name:            {monitor.ClassNames},
	monitor.BirthDate:       {"Dates of birth"},
	monitor.BirthPlace:      {"Places of birth"},
	monitor.Address:         {"Physical addresses"},
	monitor.NIR:             {monitor.ClassNIR},
	monitor.FranceTravailID: {"Public service identifiers"},
	monitor.IBAN:            {monitor.ClassBank},
	monitor.CardLast4:       {"Credit cards", "Partial credit card data"},
	monitor.LicenceNumber:   {"Membership or licence numbers"},
	monitor.CustomerNumber:  {"Customer reference numbers"},
}

// exposes reports whether a finding is sure enough, and exposes data of a kind.
func exposes(f monitor.Finding, kind monitor.Kind) bool {
	return (f.Verdict == monitor.Confirmed || f.Verdict == monitor.Likely) &&
		slices.ContainsFunc(classesOf[kind], func(c monitor.Class) bool { return slices.Contains(f.Exposed, c) })
}

// jobCentre tells the leaks of France Travail, whatever it was called: no other
// leak holds its identifiers.
func jobCentre(d *directory.Directory) func(*monitor.Breach) bool {
	e, _ := d.ByID("france-travail")
	names := make(map[string]bool)
	for _, n := range append([]string{e.Name}, e.Aliases...) {
		names[monitor.NormalOrganisation(n)] = true
	}
	return func(b *monitor.Breach) bool {
		return slices.ContainsFunc(append([]string{b.Organisation}, b.Aliases...), func(n string) bool { return names[monitor.NormalOrganisation(n)] })
	}
}
