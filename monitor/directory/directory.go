// Package directory knows the organisations people deal with: what they are
// called, where their official sites are, and in which theme people look for
// them. It joins the embedded directory with the names the catalogue of
// breaches speaks of, so that every organisation that can be recognised in a
// leak can also be found by typing its name.
//
// Start at [Load], then [Directory.With] and [Directory.Search]. Nothing here decides who is
// concerned by what: that is [monitor.Catalogue.Match], which works on the name
// a person chose.
package directory

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"vigie/monitor"
)

// Directory is the organisations, immutable once loaded.
type Directory struct {
	entries   []Entry // the directory's own in its order, then the catalogue's by name
	byID      map[string]int
	names     []name
	called    map[calling]bool
	themes    []string
	mailboxes []string
	sources   []Source
}

// Entry is one organisation. The slices and pointers in it are shared: they
// must not be changed. What is worth adding in a sentence, where there is
// something, is in the words under directory.note.<id>.
type Entry struct {
	// ID is stable: letters, digits and hyphens.
	ID   string `json:"id"`
	Name string `json:"name"`
	// Aliases are other names people know it by.
	Aliases []string `json:"aliases,omitempty"`
	// Theme is one of Themes, or "" when only the catalogue knows the organisation.
	Theme string `json:"theme,omitempty"`
	// Relation is the one people most often have with it; "" where there is no
	// usual one. It is a first guess to show, never a fact about a person.
	Relation monitor.Relation `json:"relation,omitempty"`
	// Domains are the official ones, the main one first, when Theme is set; of
	// an organisation only the catalogue knows, they are those of its breaches.
	Domains []string `json:"domains,omitempty"`
	// SenderDomains are domains its genuine e-mails come from, where known.
	SenderDomains []string `json:"sender_domains,omitempty"`
	// LoginURL and SecurityURL are https, below one of Domains: where to sign
	// in, and where to see past sign-ins and security settings.
	LoginURL    string `json:"login_url,omitempty"`
	SecurityURL string `json:"security_url,omitempty"`
	// Phone is a French number as it is dialled, digits only.
	Phone string `json:"phone,omitempty"`
	// DPO is where to write about one's data (GDPR art. 15 to 22).
	DPO *Contact `json:"dpo_contact,omitempty"`
	// TwoFactor is nil when the list it comes from does not have the organisation.
	TwoFactor *TwoFactor `json:"two_factor,omitempty"`
	// AccountDeletion is nil when nothing is known about it.
	AccountDeletion *AccountDeletion `json:"account_deletion,omitempty"`
	// Unverified says that the domains were recalled rather than read in an
	// official or public source.
	Unverified bool `json:"unverified,omitempty"`
	// Recalled names the fields of this entry, by their JSON names, that were
	// recalled: to be checked again before they are relied on.
	Recalled []string `json:"recalled,omitempty"`
	// Breaches counts the catalogue's breaches that know the organisation under
	// Name, those that were withdrawn aside.
	Breaches int `json:"-"`
}

// Contact is how to reach whoever answers for personal data.
type Contact struct {
	Email  string `json:"email,omitempty"`
	Form   string `json:"form,omitempty"`   // https
	Postal string `json:"postal,omitempty"` // on one line
}

// TwoFactor is the second steps of signing in that an organisation offers.
type TwoFactor struct {
	// Methods are words of directory.two-factor.<method>; none means that it is
	// known to offer none.
	Methods       []string `json:"methods"`
	Documentation string   `json:"documentation,omitempty"` // https
}

// AccountDeletion is how an account is closed.
type AccountDeletion struct {
	URL        string `json:"url,omitempty"` // https
	Difficulty string `json:"difficulty"`    // a word of directory.account-deletion.<difficulty>
}

// Source is where facts of the directory come from: to be named beside them.
type Source struct {
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Licence   string `json:"licence"`
	Snapshot  string `json:"snapshot"` // YYYY-MM or YYYY-MM-DD
}

type file struct {
	Themes []struct {
		ID string `json:"id"`
	} `json:"themes"`
	Entries   []Entry  `json:"entries"`
	Mailboxes []string `json:"mailbox_domains"`
	Sources   []Source `json:"sources"`
}

// Load reads directory.json.
func Load(data []byte) (*Directory, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var f file
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("directory: %w", err)
	}
	d := &Directory{byID: make(map[string]int, len(f.Entries)), called: make(map[calling]bool), mailboxes: f.Mailboxes, sources: f.Sources}
	for _, t := range f.Themes {
		d.themes = append(d.themes, t.ID)
	}
	for _, e := range f.Entries {
		switch {
		case e.ID == "" || monitor.NormalOrganisation(e.Name) == "":
			return nil, fmt.Errorf("directory: entry %q has no id or no name", e.ID)
		case !slices.Contains(d.themes, e.Theme):
			return nil, fmt.Errorf("directory: %s: unknown theme %q", e.ID, e.Theme)
		case e.Relation != "" && !e.Relation.Known():
			return nil, fmt.Errorf("directory: %s: unknown relation %q", e.ID, e.Relation)
		}
		if _, taken := d.byID[e.ID]; taken {
			return nil, fmt.Errorf("directory: id %s twice", e.ID)
		}
		d.add(e)
	}
	return d, nil
}

// With is the directory joined with the names that a catalogue's breaches know,
// in whatever order they come.
func (d *Directory) With(breaches []monitor.Breach) *Directory {
	joined := *d
	joined.entries, joined.names = slices.Clone(d.entries), slices.Clone(d.names)
	joined.byID, joined.called = maps.Clone(d.byID), maps.Clone(d.called)
	joined.join(breaches)
	return &joined
}

// add appends an entry and makes its names findable.
func (d *Directory) add(e Entry) int {
	i := len(d.entries)
	d.entries = append(d.entries, e)
	d.byID[e.ID] = i
	d.call(i, e.Name, false)
	for _, a := range e.Aliases {
		d.call(i, a, true)
	}
	return i
}

// ByID returns the organisation with this id.
func (d *Directory) ByID(id string) (Entry, bool) {
	i, ok := d.byID[id]
	if !ok {
		return Entry{}, false
	}
	return d.entries[i], true
}

// Themes lists the ids of the themes in the order in which they are shown. The
// words of a theme are directory.theme.<id>.
func (d *Directory) Themes() []string { return slices.Clone(d.themes) }

// InTheme lists the organisations of a theme, in the order in which they are shown.
func (d *Directory) InTheme(theme string) []Entry {
	var es []Entry
	for _, e := range d.entries {
		if e.Theme == theme && theme != "" {
			es = append(es, e)
		}
	}
	return es
}

// MailboxDomains lists domains that host personal mailboxes: that a message
// comes from one of them says nothing about who wrote it.
func (d *Directory) MailboxDomains() []string { return slices.Clone(d.mailboxes) }

// Sources lists where the directory's facts come from.
func (d *Directory) Sources() []Source { return slices.Clone(d.sources) }
