package installation

import (
	"context"
	"slices"
	"time"

	"vigie/assets"
	"vigie/checklist/passwords"
	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/identifier"
)

// Judge judges passwords with what the household is called and where and when
// it was born in mind. While its identifiers cannot be read it knows less, and
// err says so; the judge is good all the same.
func (i *Installation) Judge(ctx context.Context) (judge *passwords.Judge, err error) {
	values, err := i.values(ctx)
	judge, defect := passwords.NewJudge(assets.Passwords(), passwords.About(values))
	if defect != nil {
		return nil, defect
	}
	return judge, err
}

// values reads the values of all identifiers. They stay in memory.
func (i *Installation) values(ctx context.Context) ([]monitor.Value, error) {
	if err := i.Unlock(ctx); err != nil {
		return nil, err
	}
	h, err := i.Store.Household(ctx)
	if err != nil {
		return nil, err
	}
	var values []monitor.Value
	for _, id := range h.Identifiers {
		data, err := i.Keychain.Get(ctx, id.ID)
		if err != nil {
			return values, err
		}
		if v, err := identifier.Decode(data); err == nil {
			values = append(values, v)
		}
	}
	return values, nil
}

// Auditor judges exports of password managers with what is known here.
func (i *Installation) Auditor(ctx context.Context, judge *passwords.Judge, source passwords.Source) (*passwords.Auditor, error) {
	c, err := i.Monitor.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := DirectoryWith(c)
	if err != nil {
		return nil, err
	}
	leaks := leaksByDomain(c)
	return &passwords.Auditor{Judge: judge, Source: source, PlaceOf: placesOf(dir), LeakOf: func(domain string) (string, time.Time, bool) {
		l, ok := leaks[domain]
		return l.id, l.on, ok
	}}, nil
}

// themes are what the directory's themes mean to whoever holds the password.
var themes = map[string]passwords.Place{
	"bank": passwords.Bank, "administration": passwords.Identity, "health": passwords.Identity, "jobs": passwords.Identity, "shops": passwords.Shop,
}

func placesOf(dir *directory.Directory) func(domain string) passwords.Place {
	place := make(map[string]passwords.Place)
	for _, theme := range dir.Themes() {
		for _, e := range dir.InTheme(theme) {
			for _, d := range e.Domains {
				if p, ok := themes[theme]; ok {
					place[d] = p
				}
			}
		}
	}
	for _, d := range dir.MailboxDomains() {
		place[d] = passwords.Mailbox
	}
	return func(domain string) passwords.Place {
		for d := domain; d != ""; d = above(d) {
			if p, ok := place[d]; ok {
				return p
			}
		}
		return passwords.Other
	}
}

// above is the domain a domain is below of: "mail.example.org" → "example.org".
func above(domain string) string {
	for i, c := range domain {
		if c == '.' {
			return domain[i+1:]
		}
	}
	return ""
}

type leak struct {
	id string
	on time.Time
}

// leaksByDomain is the latest leak of passwords at each domain, with the day by
// which a password that was not changed since may have leaked.
func leaksByDomain(c *monitor.Catalogue) map[string]leak {
	leaks := make(map[string]leak)
	for _, b := range c.Breaches() {
		if !slices.Contains(b.Exposed, monitor.ClassPasswords) || b.Status == monitor.Withdrawn {
			continue
		}
		on := b.OccurredTo
		if on.IsZero() {
			on = b.Disclosed()
		}
		if on.IsZero() {
			continue
		}
		l := leak{b.ID, time.Unix(int64(on.Last())*86400, 0).UTC()}
		for _, d := range b.Domains {
			if l.on.After(leaks[d].on) {
				leaks[d] = l
			}
		}
	}
	return leaks
}
