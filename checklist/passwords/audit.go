package passwords

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"vigie/monitor"
	"vigie/monitor/sites"
)

// Place is what an account is for, in the order in which passwords are changed
// after a leak: whoever has the mailbox can have all the others sent to it.
type Place string

// The places, first ones first.
const (
	Mailbox  Place = "mailbox"
	Bank     Place = "bank"
	Identity Place = "identity" // tax, health insurance, the keys to public services
	Shop     Place = "shop"
	Other    Place = "other"
)

var places = []Place{Mailbox, Bank, Identity, Shop, Other}

// Excluded is why a row of an export is not judged. The words are in
// assets/words under passwords.excluded.
type Excluded string

// The reasons.
const (
	NoPassword Excluded = "no-password" // a note, a passkey, an empty entry
	NotARow    Excluded = "columns"     // more or fewer columns than the header
)

// Entry is one account of an export, judged. It holds no password and no user name.
type Entry struct {
	Line     int    // in the file, from 1
	Site     string // its domain, or the title of an entry without one
	Place    Place
	Exposed  Answer // how often the password stands in leaks
	Reused   int    // on how many other sites the same password opens an account
	Strength Strength
	// OlderThan is the leak of this very site after which the password was not
	// changed; empty when there is none, or when the export does not say when a
	// password was changed.
	OlderThan string
}

// Sound reports whether nothing was found against the password, and all was looked at.
func (e Entry) Sound() bool {
	return e.Exposed.Err == nil && e.Exposed.Count == 0 && e.Reused == 0 && !e.Weak() && e.OlderThan == ""
}

// Weak reports a password that too few guesses find, even at a site that slows
// guessing down.
func (e Entry) Weak() bool { return e.Strength.Bits < BitsLimited }

// Report is what an export holds.
type Report struct {
	Format   string
	Entries  []Entry // what to change first comes first
	Excluded map[Excluded]int
	// Partial says that not everything was looked up: the answers of the rest are
	// errors, and Err, if it is known, why.
	Partial bool
	Err     error
}

// Counts adds up a report. Each entry counts in every line that is true of it.
type Counts struct {
	Entries, Exposed, Unchecked, Reused, Weak, Older, Sound int
}

// Counts adds up the report.
func (r *Report) Counts() Counts {
	c := Counts{Entries: len(r.Entries)}
	for _, e := range r.Entries {
		for _, x := range []struct {
			is bool
			n  *int
		}{
			{e.Exposed.Err == nil && e.Exposed.Count > 0, &c.Exposed}, {e.Exposed.Err != nil, &c.Unchecked},
			{e.Reused > 0, &c.Reused}, {e.Weak(), &c.Weak}, {e.OlderThan != "", &c.Older}, {e.Sound(), &c.Sound},
		} {
			if x.is {
				*x.n++
			}
		}
	}
	return c
}

// Auditor judges exports.
type Auditor struct {
	Judge  *Judge
	Source Source
	// PlaceOf says what the account at a domain is for.
	PlaceOf func(domain string) Place
	// LeakOf names a leak of passwords at a domain, the latest one, and the day
	// after which a changed password is another one than leaked.
	LeakOf func(domain string) (id string, on time.Time, ok bool)
}

// account is an entry with its secret, while both are in memory.
type account struct {
	Entry
	secret  Secret
	changed time.Time
	domain  string
}

// Audit reads an export and judges every password in it. All of it stays in
// memory, and the passwords are wiped before Audit returns. progress, if not nil,
// is told how many passwords were looked up. When ctx ends, what was not looked up
// stays unknown and the report says that it is partial.
//
// Errors are those of [sites.Logins]: nothing was judged then.
func (a *Auditor) Audit(ctx context.Context, export io.Reader, progress func(done, of int)) (*Report, error) {
	r := &Report{Excluded: make(map[Excluded]int)}
	var accounts []*account
	defer func() {
		for _, x := range accounts {
			x.secret.Wipe()
		}
	}()
	format, skipped, err := sites.Logins(export, func(l sites.Login) error {
		if len(l.Password) == 0 {
			r.Excluded[NoPassword]++
			return nil
		}
		accounts = append(accounts, a.account(l))
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.Format = format
	if len(skipped) > 0 {
		r.Excluded[NotARow] = len(skipped)
	}
	countReuse(accounts)
	hashes := make([]Hash, len(accounts))
	for i, x := range accounts {
		x.Strength = a.Judge.Strength(x.secret)
		hashes[i] = x.secret.Hash()
	}
	answers := a.Source.Counts(ctx, hashes, func(done int) {
		if progress != nil {
			progress(done, len(hashes))
		}
	})
	for i, x := range accounts {
		x.Exposed = answers[i]
		if err := answers[i].Err; err != nil && !errors.Is(err, ErrPerhaps) {
			r.Partial, r.Err = true, cmp.Or(r.Err, err)
		}
		r.Entries = append(r.Entries, x.Entry)
	}
	slices.SortStableFunc(r.Entries, byUrgency)
	return r, nil
}

func (a *Auditor) account(l sites.Login) *account {
	x := &account{secret: NewSecret(bytes.Clone(l.Password)), changed: l.Changed}
	x.Line, x.Site, x.Place = l.Line, l.Title, Other
	if len(l.Domains) > 0 {
		x.domain = l.Domains[0]
		x.Site, x.Place = x.domain, a.PlaceOf(x.domain)
		if id, on, ok := a.LeakOf(x.domain); ok && !x.changed.IsZero() && !x.changed.After(on) {
			x.OlderThan = id
		}
	}
	x.Site = monitor.CleanText(x.Site, monitor.MaxName)
	return x
}

// countReuse counts, for each account, the other sites with the same password.
// Two accounts at one site are no other site.
func countReuse(accounts []*account) {
	where := make(map[Hash]map[string]bool)
	for _, x := range accounts {
		h := x.secret.Hash()
		if where[h] == nil {
			where[h] = make(map[string]bool)
		}
		where[h][strings.ToLower(x.Site)] = true
	}
	for _, x := range accounts {
		x.Reused = len(where[x.secret.Hash()]) - 1
	}
}

// byUrgency orders entries as they are best changed: known passwords, then those
// a leak of the site itself exposed, reused ones, weak ones; within each the
// mailbox first, then the bank, and so on.
func byUrgency(a, b Entry) int {
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(slices.Index(places, a.Place), slices.Index(places, b.Place)), cmp.Compare(a.Site, b.Site), cmp.Compare(a.Line, b.Line))
}

func rank(e Entry) int {
	switch {
	case e.Exposed.Err == nil && e.Exposed.Count > 0:
		return 0
	case e.OlderThan != "":
		return 1
	case e.Reused > 0:
		return 2
	case e.Weak():
		return 3
	case e.Exposed.Err != nil:
		return 4
	}
	return 5
}
