// Package cnil reads the news of the CNIL, the French data protection
// authority, for statements about a breach of one named organisation.
//
// Start at [Read]. Most news are about something else and most statements about
// breaches name nobody, so a feed of which nothing is kept is an ordinary
// answer. The organisation must stand in the title, in one of a few plain ways;
// sanctions are passed over, because they come years after the breach.
package cnil

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/rss"
	"vigie/monitor/pattern"
)

// DefaultURL is where the feed is.
const DefaultURL = "https://www.cnil.fr/fr/rss.xml"

// New makes the feed. An address other than DefaultURL is one that the person
// chose, and may lead to their own network.
func New(client *egress.Client, url string) *rss.Feed { return rss.New(client, source(url)) }

func source(url string) rss.Source {
	return rss.Source{Name: monitor.FeedCNIL, Publisher: "CNIL", URL: url, AllowPrivate: url != DefaultURL, Read: Read}
}

// Read says what an item tells, if its title speaks of a breach and names who
// was breached. The authority speaks of breaches that were notified to it, so
// they are confirmed.
func Read(item rss.Item) (monitor.Facts, bool) {
	if item.Title == "" {
		return monitor.Facts{}, true // malformed
	}
	if !breach().MatchString(item.Title) || afterwards().MatchString(item.Title) {
		return monitor.Facts{}, false
	}
	name := organisation(item.Title)
	if name == "" {
		return monitor.Facts{}, false
	}
	return monitor.Facts{Organisation: name, Status: monitor.StatusConfirmed}, true
}

const incident = `(?:fuite|violation|vol|piratage|cyberattaque|exfiltration|attaque informatique)s?(?: massives?)?(?: de données)?(?: à caractère personnel| personnelles)?`

var (
	// breach is what a title about a breach says.
	breach = pattern.New(`(?i)violations? de (?:vos )?données|(?:fuite|vol|exfiltration)s? (?:massive )?de (?:vos )?données|cyberattaque|piratage|attaque informatique`)

	// afterwards is what a title says of a decision, a figure or advice.
	afterwards = pattern.New(`(?i)sanction|amende|mise en demeure|condamn|injonction|clôture|bilan|rapport|chiffres|baromètre|` +
		`notifier|notification|webinaire|guide|recommandation|bonnes pratiques|que faire|comment|consultation|formation`)

	// The three ways in which a title names an organisation: before the colon,
	// after the incident, in quotation marks.
	subject = pattern.New(`^([^:«»]+?) ?: `)
	object  = pattern.New(`(?i)` + incident + ` (?:chez |à |au |aux |contre |visant |touchant |concernant |subie par |de |du |des |d[’'])(?:la |le |les |l[’'])?(.+)`)
	quoted  = pattern.New(`« ?([^«»]+?) ?»`)
)

// maxWords is the longest name that is believed to be one.
const maxWords = 6

func organisation(title string) string {
	if m := subject().FindStringSubmatch(title); m != nil && isName(m[1]) {
		return strings.TrimSpace(m[1])
	}
	if m := object().FindStringSubmatch(title); m != nil {
		if name := leadingName(m[1]); isName(name) {
			return name
		}
	}
	if m := quoted().FindAllStringSubmatch(title, -1); len(m) == 1 && isName(m[0][1]) {
		return m[0][1]
	}
	return ""
}

// linking words may stand in small letters inside a name.
var linking = map[string]bool{"de": true, "du": true, "des": true, "la": true, "le": true, "les": true, "en": true, "pour": true, "sur": true}

// leadingName takes the words of a name from the beginning of a text. A name
// that goes on with « et » may be two, and then it is nobody's.
func leadingName(text string) string {
	var name, pending []string
	for _, w := range strings.Fields(text) {
		bare := strings.TrimRight(w, ",.;:!?")
		switch {
		case bare == "et" || bare == "&":
			return ""
		case beginsLarge(bare):
			name = append(append(name, pending...), bare)
			pending = nil
		case linking[bare] && len(name) > 0:
			pending = append(pending, bare)
		default:
			return strings.Join(name, " ")
		}
		if bare != w {
			break
		}
	}
	return strings.Join(name, " ")
}

// isName reports whether a text can be the name of one organisation.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > maxWords || !beginsLarge(words[0]) || breach().MatchString(s) || strings.ContainsRune(s, ',') {
		return false
	}
	for i, w := range words {
		if w == "et" || generic[strings.ToLower(w)] && i == 0 {
			return false
		}
		if !beginsLarge(w) && !linking[w] {
			return false
		}
	}
	return true
}

// generic words begin titles that are about no organisation, or about the CNIL.
var generic = map[string]bool{
	"cnil": true, "rgpd": true, "cybersécurité": true, "sécurité": true, "données": true, "violation": true, "violations": true,
	"fuite": true, "fuites": true, "cyberattaque": true, "cyberattaques": true, "piratage": true, "alerte": true, "communiqué": true,
	"actualité": true, "actualités": true, "enquête": true, "internet": true, "santé": true, "plainte": true,
	"vol": true, "europe": true, "cepd": true, "le": true, "la": true, "les": true, "un": true, "une": true, "des": true,
}

// beginsLarge reports whether a word is written as a name: "Travail", "d'Azur",
// "l’Oréal", "3F".
func beginsLarge(w string) bool {
	for _, elided := range []string{"d'", "d’", "l'", "l’"} {
		w = strings.TrimPrefix(w, elided)
	}
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}
