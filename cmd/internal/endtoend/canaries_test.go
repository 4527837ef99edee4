//go:build e2e && linux

package endtoend

import "strings"

// canary is something of a person's that may stand in no place but the key
// store: a word made for the purpose, which means nobody.
type canary struct {
	name string
	// spellings are the ways to write it: as typed, as kept, as others would.
	spellings []string
}

// typed is a value of a kind of identifier, as a person types it, and what it
// is in the key store.
type typed struct {
	kind, text, kept string
	more             []string // other spellings of it
}

// identifiers has a value of every kind. They belong to nobody: domains and
// numbers that are reserved, a commune that does not exist. Four digits stand
// in any file by chance, so of the card only what holds them is looked for.
var identifiers = []typed{
	{"email", "Zephyrinelle.Brouillamini@turlututu.example.org", "Zephyrinelle.Brouillamini@turlututu.example.org",
		[]string{"Zephyrinelle.Brouillamini", "@turlututu.example.org"}},
	{"phone", "06 39 98 47 21", "+33639984721", []string{"0639984721", "639984721", "+33 6 39 98 47 21", "06.39.98.47.21", "0033639984721"}},
	{"username", "carambouille-du-mat", "carambouille-du-mat", nil},
	{"name", "Zéphyrinelle Brouillamini-Galimatias", "Zéphyrinelle Brouillamini-Galimatias", []string{"Brouillamini-Galimatias"}},
	{"birth-date", "23 juillet 1931", "1931-07-23", []string{"23/07/1931", "19310723", "23071931", "1931/07/23", "07/23/1931"}},
	{"birth-place", "Patatras-sur-Mer", "Patatras-sur-Mer", nil},
	{"address", "7 impasse du Charivari, 99999 Nulle-Part", "7 impasse du Charivari, 99999 Nulle-Part", []string{"impasse du Charivari"}},
	{"nir", "2 31 07 75 999 001 59", "231077599900159", []string{"2310775999001"}},
	{"france-travail-id", "7654321K", "7654321K", nil},
	{"iban", "FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606", []string{"20041010050500013M026"}}, // of the IBAN registry
	{"card-last4", "4829", "4829", []string{`"card-last4","value":"4829"`, "card-last4:4829", "card-last4=4829"}},
	{"licence-number", "LIC-77-TURLUPIN", "LIC-77-TURLUPIN", []string{"77-TURLUPIN"}},
	{"customer-number", "CLI-0042-FANFRELUCHE", "CLI-0042-FANFRELUCHE", []string{"FANFRELUCHE"}},
	{"domain", "fanfaronnade.example.net", "fanfaronnade.example.net", nil},
}

// What else the household says.
const (
	apiKey       = "c0ffee42c0ffee42c0ffee42c0ffee42" // of a look-up service
	freeName     = "Quincaillerie Taratata & Fils"    // an organisation that no list knows
	importedSite = "saperlipopette.example.net"
)

// household names the people; they are words that nobody is called.
var household = []string{"Zéphyrinelle", "Rocambolesque"}

// A password manager's export, with what must not be kept of it.
const (
	exportedUser     = "mirlitontaine@turlututu.example.org"
	exportedPassword = "Abracadabrantesque!77"
	exportedNote     = "sous le paillasson rhododendron"
	export           = "name,url,username,password,note\n" +
		"Mon site,https://www." + importedSite + "/login?user=mirlitontaine," + exportedUser + "," + exportedPassword + "," + exportedNote + "\n"
)

// values are the canaries that may be told to nobody: not to the disk, not to
// the network, not even on the screen.
func values() []canary {
	all := []canary{
		{"API key", []string{apiKey}},
		{"exported user", []string{exportedUser, "mirlitontaine"}},
		{"exported password", []string{exportedPassword}},
		{"exported note", []string{exportedNote}},
	}
	for _, i := range identifiers {
		all = append(all, canary{i.kind, append(i.more, i.text, i.kept)})
	}
	return all
}

// names are the canaries that the screen shows to the person themselves, and
// that may stand in the arguments they type.
func names() []canary {
	return []canary{
		{"person", household},
		{"organisation", []string{freeName, "Taratata"}},
		{"imported site", []string{importedSite, strings.TrimSuffix(importedSite, ".example.net")}},
	}
}
