package installation

import (
	"context"
	"time"

	"vigie/assets"
	"vigie/monitor"
	"vigie/monitor/feeds/vigie"
	"vigie/monitor/keychain"
	"vigie/monitor/store"
)

// Demo is an installation in memory with a made-up household and no feed but
// the embedded catalogue: nothing is written, nothing is asked.
func Demo(ctx context.Context, now func() time.Time) (*monitor.Monitor, error) {
	baseline, err := vigie.Baseline(assets.Catalogue())
	if err != nil {
		return nil, err
	}
	m := &monitor.Monitor{
		Store: store.NewMemory(), Keychain: keychain.New(keychain.NewMemory(), keychain.Config{Instance: "demo"}),
		Baseline: baseline, Now: now, NewID: monitor.NewID,
	}
	if err := m.Install(ctx); err != nil {
		return nil, err
	}
	if err := m.Unlock(ctx); err != nil {
		return nil, err
	}
	for _, p := range demoHousehold {
		if _, err := m.AddPerson(ctx, p.name, p.role); err != nil {
			return nil, err
		}
		if _, err := m.AddAffiliations(ctx, p.name, p.said...); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// demoHousehold is nobody: three people whose dealings show every verdict.
var demoHousehold = []struct {
	name string
	role monitor.Role
	said []monitor.Affiliation
}{
	{"Claire", monitor.Adult, []monitor.Affiliation{
		{Organisation: "Pôle emploi", Relation: "jobseeker", Period: monitor.Period{From: monitor.MustDate("2011"), To: monitor.MustDate("2013")}},
		{Organisation: "Free", Relation: "subscriber", Period: monitor.Period{From: monitor.MustDate("2015"), Current: true}},
		{Organisation: "Free Mobile", Relation: "subscriber", Period: monitor.Period{From: monitor.MustDate("2018"), Current: true}},
	}},
	{"Mehdi", monitor.Adult, []monitor.Affiliation{
		{Organisation: "France Travail", Relation: "jobseeker", Period: monitor.Period{From: monitor.MustDate("2024-06")}},
		{Organisation: "Boulanger", Relation: "customer"},
	}},
	{"Jeanne", monitor.Helped, []monitor.Affiliation{
		{Organisation: "Viamedis", Relation: "insured", Period: monitor.Period{From: monitor.MustDate("2005"), Current: true}},
	}},
}
