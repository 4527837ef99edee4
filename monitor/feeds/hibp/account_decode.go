package hibp

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"vigie/monitor"
)

// errNotAccount is why an answer about an account is not taken.
var errNotAccount = errors.New("not an answer about an account")

// decodeAccount reads the short form of an answer, [{"Name":"Adobe"}]. It names
// one breach at least: an account that is in none is not found. One name that
// cannot be read spoils the answer, since leaving it out would clear the
// account of that breach.
func decodeAccount(body []byte) ([]string, error) {
	var list []struct {
		Name *string `json:"Name"`
	}
	if unmarshal(body, &list) != nil {
		return nil, errNotAccount
	}
	names := make([]string, len(list))
	for i, b := range list {
		if b.Name == nil {
			return nil, errNotAccount
		}
		names[i] = *b.Name
	}
	return names, checkNames(names)
}

// checkNames asks for one name at least, and for names that are safe to show.
func checkNames(names []string) error {
	for _, name := range names {
		if name == "" || name != plain(name) {
			return errNotAccount
		}
	}
	if len(names) == 0 {
		return errNotAccount
	}
	return nil
}

// rangeEntry is one address of a range, and the breaches it is in.
type rangeEntry struct {
	Suffix string   `json:"hashSuffix"`
	Names  []string `json:"websites"`
}

var isSuffix = regexp.MustCompile(`^[0-9A-Fa-f]{34}$`)

// decodeRange finds an address, by the end of its hash in capitals, in a range.
// It returns no name and no error when every entry is well formed and none is
// the address's. The other addresses are strangers': each is forgotten as soon
// as it is compared, and compared in a time that does not tell how alike it was.
func decodeRange(body []byte, suffix string) (names []string, err error) {
	d := jsontext.NewDecoder(bytes.NewReader(body))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '[' {
		return nil, errNotAccount
	}
	for d.PeekKind() != ']' {
		var e rangeEntry
		if json.UnmarshalDecode(d, &e, json.MatchCaseInsensitiveNames(true)) != nil || !isSuffix.MatchString(e.Suffix) {
			return nil, errNotAccount
		}
		if subtle.ConstantTimeCompare([]byte(strings.ToUpper(e.Suffix)), []byte(suffix)) == 1 {
			if err := checkNames(e.Names); err != nil {
				return nil, err
			}
			names = append(names, e.Names...)
		}
	}
	_, unclosed := d.ReadToken()
	if _, err := d.ReadToken(); unclosed != nil || err != io.EOF {
		return nil, errNotAccount
	}
	return names, nil
}

// accountRecords are breaches of which no more than the name is known; the
// catalogue has the rest, under the same id.
func accountRecords(names []string) []monitor.Record {
	var records []monitor.Record
	seen := make(map[string]bool)
	for _, name := range names {
		r := monitor.Record{Feed: monitor.FeedHIBP, Key: name, ID: breachID(name)}
		if seen[r.ID] {
			continue
		}
		seen[r.ID] = true
		r.Organisation, r.Status = name, monitor.StatusConfirmed
		r.References = []monitor.Reference{{
			Title:     name,
			Publisher: "Have I Been Pwned",
			URL:       "https://haveibeenpwned.com/Breach/" + url.PathEscape(name),
		}}
		records = append(records, r)
	}
	return records
}
