// Package sites reads the CSV export of a password manager: at which sites a
// household has accounts, and nothing else of it.
//
// Start at [Read]. An export holds every password in clear: all columns but the
// address and the name are passed over byte by byte and become no string at
// all, what was buffered is wiped, and no error quotes the file. [Logins] reads
// the passwords too, for whoever judges them.
package sites

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

// The largest export that is read. A full one of a large family has some
// thousand rows and one megabyte.
const (
	MaxBytes = 20 << 20
	MaxRows  = 100_000
)

// Import is what an export says.
type Import struct {
	Format  string    // the program that wrote it: "Bitwarden"
	Sites   []Site    // by domain, each once
	Skipped []Skipped // rows that gave no site, in the order of the file
}

// Site is a place where someone has an account.
type Site struct {
	// Domain is the host in lower case and A-labels, without "www.". Other
	// sub-domains are kept: matching looks at what a domain is below of.
	Domain string
	// Name is the entry's title, or empty when it says no more than the domain.
	Name string
}

// Skipped is a row that gave no site.
type Skipped struct {
	Line   int // where the row begins in the file, from 1
	Reason Reason
}

// Reason is why a row gave no site; words has it under sites.reason.
type Reason string

// The reasons.
const (
	NoAddress Reason = "no-address" // a note, a payment card, an entry without an address
	App       Reason = "app"        // an application of a telephone
	Local     Reason = "local"      // an IP address, localhost, a device at home
	NotASite  Reason = "not-a-site" // a file, another protocol, no address at all
	Columns   Reason = "columns"    // more or fewer columns than the header: none can be trusted
)

// Read reads an export of Bitwarden, Chrome (and Edge, Brave), Firefox,
// KeePassXC or one of the other programs in formats.go. The header tells which;
// without a header that is known nothing is read, because a password might be
// taken for an address.
//
// Errors are of type [monitor.Problem] under the key "sites.…". Their arguments
// are numbers: of a line, of the rows or megabytes allowed.
func Read(r io.Reader) (*Import, error) {
	s := newScanner(r, MaxBytes)
	defer s.wipe()
	imported, err := read(s)
	if err != nil {
		return nil, unreadable(err)
	}
	return imported, nil
}

func read(s *scanner) (*Import, error) {
	header, err := s.header()
	if err != nil {
		return nil, err
	}
	layout, ok := recognise(header)
	if !ok {
		return nil, monitor.NewProblem("sites.format")
	}
	layout = layout.only(user) // passwords are passed over
	imported := &Import{Format: layout.format}
	names := make(map[string]string) // by domain
	for rows := 0; ; rows++ {
		switch err := s.row(layout); {
		case err == io.EOF:
			imported.Sites = sorted(names)
			return imported, nil
		case err != nil:
			return nil, err
		case rows == MaxRows:
			return nil, monitor.NewProblem("sites.too-many", "rows", strconv.Itoa(MaxRows))
		}
		domains, why := []string(nil), Columns
		if s.columns == layout.columns {
			domains, why = domainsOf(string(s.fields[address]))
		}
		if len(domains) == 0 {
			imported.Skipped = append(imported.Skipped, Skipped{s.began, why})
		}
		for _, domain := range domains {
			if names[domain] == "" {
				names[domain] = nameOf(string(s.fields[title]))
			}
		}
	}
}

func sorted(names map[string]string) []Site {
	list := make([]Site, 0, len(names))
	for domain, name := range names {
		list = append(list, Site{domain, name})
	}
	slices.SortFunc(list, func(a, b Site) int { return strings.Compare(a.Domain, b.Domain) })
	return list
}

// nameOf makes an entry's title fit to keep. Browsers write the host there;
// people write whose account it is, and an address is an identifier, which
// stays in the key store.
func nameOf(title string) string {
	name := monitor.CleanText(title, monitor.MaxName)
	if _, isHost := identifier.Hostname(name); isHost || strings.Contains(name, "@") {
		return ""
	}
	return name
}
