package installation

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"vigie/assets"
	"vigie/checklist/passwords"
	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/feeds/pwnedpasswords"
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

// Leaked is the list to look passwords up in: a downloaded one when a path is
// given, else Pwned Passwords, when somebody agreed to that. Close ends it.
func (i *Installation) Leaked(ctx context.Context, path string) (source passwords.Source, closer func(), err error) {
	if path != "" {
		return openList(path)
	}
	online := pwnedpasswords.New(i.Egress, i.Address(monitor.FeedPwnedPasswords))
	return passwords.Online{Ranges: func(ctx context.Context, prefix string) (func(string) (int, error), error) {
		if !i.allowed(ctx, monitor.FeedPwnedPasswords, "") {
			return nil, &monitor.FetchError{State: monitor.StateOff, Reason: monitor.ReasonNoConsent}
		}
		return online.Range(ctx, prefix)
	}}, func() {}, nil
}

// openList opens a downloaded list in any of its three forms: a folder of
// ranges, a filter, one sorted file.
func openList(path string) (passwords.Source, func(), error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, monitor.NewProblem("file.unreadable", "path", path).Because(err)
	}
	if info.IsDir() {
		return folder(path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, monitor.NewProblem("file.unreadable", "path", path).Because(err)
	}
	source, err := openFile(f)
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return source, func() { _ = f.Close() }, nil
}

func openFile(f *os.File) (passwords.Source, error) {
	head := make([]byte, len(passwords.FilterMagic))
	if _, err := f.ReadAt(head, 0); err == nil && bytes.Equal(head, []byte(passwords.FilterMagic)) {
		return passwords.ReadFilter(f)
	}
	return passwords.OpenSorted(f)
}

// folder is a list in a folder of ranges, tried out with what every list holds.
func folder(path string) (passwords.Source, func(), error) {
	ranges := pwnedpasswords.Folder(path)
	for _, p := range passwords.KnownBad() {
		digits := p.Hash().Digits()
		counts, err := ranges.Range(context.Background(), digits[:5])
		if err != nil {
			return nil, nil, monitor.NewProblem("passwords.list-cut").Because(err)
		}
		if n, err := counts(digits[5:]); err != nil || n == 0 {
			return nil, nil, monitor.NewProblem("passwords.list-cut").Because(err)
		}
	}
	return passwords.Online{Ranges: ranges.Range}, func() {}, nil
}

// PressList writes the filter of a sorted list. The file appears when it is whole.
func PressList(ctx context.Context, list, filter string, progress func(shard int)) error {
	f, err := os.Open(list)
	if err != nil {
		return monitor.NewProblem("file.unreadable", "path", list).Because(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := passwords.OpenSorted(f); err != nil {
		return err
	}
	if _, err := os.Stat(filter); !errors.Is(err, fs.ErrNotExist) {
		return monitor.NewProblem("file.exists", "path", filter)
	}
	out, err := os.CreateTemp(filepath.Dir(filter), ".vigie-filter-")
	if err != nil {
		return monitor.NewProblem("file.unwritable", "path", filter).Because(err)
	}
	defer func() { _ = os.Remove(out.Name()) }() // no longer there once it was renamed
	err = passwords.BuildFilter(ctx, out, f, progress)
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		if p := (*monitor.Problem)(nil); errors.As(err, &p) || ctx.Err() != nil {
			return err
		}
		return monitor.NewProblem("file.unwritable", "path", filter).Because(err)
	}
	return os.Rename(out.Name(), filter)
}

// Auditor judges exports of password managers with what is known here.
func (i *Installation) Auditor(ctx context.Context, judge *passwords.Judge, source passwords.Source) (*passwords.Auditor, error) {
	records, err := i.Store.Records(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := directory.Load(assets.Directory(), records)
	if err != nil {
		return nil, err
	}
	c, err := i.Monitor.Catalogue(ctx)
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
