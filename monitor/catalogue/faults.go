package catalogue

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vigie/monitor"
	"vigie/monitor/pattern"
)

const narrow = "\u202f" // narrow no-break space

// nameFaults are what is wrong with any text: a name, a title, a sentence.
func nameFaults(s string) []string {
	var faults []string
	// CleanText knows one kind of space only.
	if plain := strings.ReplaceAll(s, narrow, " "); monitor.CleanText(plain, monitor.MaxText) != plain {
		faults = append(faults, "a double, leading or trailing space, or a character that is not shown")
	}
	if strings.ContainsAny(s, "'\"`") {
		faults = append(faults, "a straight quotation mark or apostrophe")
	}
	return append(faults, digitFaults(s)...)
}

// sentenceFaults are what is wrong with a sentence in either language.
func sentenceFaults(s, end string) []string {
	faults := append(nameFaults(s), personFaults(s)...)
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		faults = append(faults, "it does not begin like a sentence")
	}
	if !strings.HasSuffix(s, end) {
		faults = append(faults, "it does not end with "+end)
	}
	if strings.Contains(s, "!") {
		faults = append(faults, "an exclamation mark")
	}
	if jargon().MatchString(s) {
		faults = append(faults, "a word that frightens more than it says")
	}
	return faults
}

var jargon = pattern.New(`(?i)dark ?web|hacker|\bpirat|phishing|scraping|leak site`)

var (
	noNarrow = pattern.New(`[^` + narrow + `][;:?!»%]|«[^` + narrow + `]`)
	thousand = pattern.New(`\d[ \x{a0}.,]\d{3}\b`)
	spaced   = pattern.New(narrow + `|\s[;:?!%,.]|[«»]`)
)

// frenchFaults follow the Lexique of the Imprimerie nationale, with one narrow
// no-break space for all of its spaces before a mark.
func frenchFaults(s string) []string {
	var faults []string
	if noNarrow().MatchString(s) {
		faults = append(faults, "no narrow no-break space beside ; : ? ! % « or »")
	}
	if thousand().MatchString(s) {
		faults = append(faults, "thousands not set apart by a narrow no-break space")
	}
	return faults
}

func englishFaults(s string) []string {
	if spaced().MatchString(s) {
		return []string{"French spaces or quotation marks"}
	}
	return nil
}

// Digits: a telephone, card or social security number, and an IBAN have nine or
// more. Nothing that a list of leaks has to say needs as many in a row.
var (
	manyDigits = pattern.New(`\d(?:[ .\x{a0}\x{202f}-]?\d){8,}`)
	iban       = pattern.New(`\b[A-Z]{2}\d{2}[ \x{202f}]?[A-Z0-9]{4}`)
)

func digitFaults(s string) []string {
	switch {
	case strings.Contains(s, "@"):
		return []string{"what looks like an e-mail address"}
	case manyDigits().MatchString(s), iban().MatchString(s):
		return []string{"what looks like the number of a person, a line or an account"}
	}
	return nil
}

// Persons: a title of address, or a common given name, before a capital.
var (
	titled = pattern.New(`\b(M\.|MM\.|Mme|Mmes|Mlle|Mr|Mrs|Ms|Dr|Me) \p{Lu}`)
	given  = pattern.New(`\b(Alain|Alexandre|André|Anne|Bernard|Camille|Catherine|Christine|Christophe|Claire|Daniel|David|Éric|` +
		`Emmanuel|Émilie|François|Françoise|Gérard|Hélène|Isabelle|Jacques|Jean|Julie|Julien|Laurent|Marie|Martine|Michel|Monique|` +
		`Nathalie|Nicolas|Olivier|Patrick|Paul|Philippe|Pierre|Sophie|Stéphane|Sylvie|Thomas|Valérie|Véronique|Vincent)[ -]\p{Lu}`)
)

func personFaults(s string) []string {
	if titled().MatchString(s) || given().MatchString(s) {
		return []string{"what looks like the name of a person"}
	}
	return nil
}
