package bonjourlafuite

import (
	"math"
	"strconv"
	"strings"

	"vigie/monitor/pattern"
)

// count finds a number of people or accounts: "33 millions de personnes",
// "1,5 million d’abonnés", "45 000 clients". What is counted must be said:
// records, files and gigabytes are not people.
var count = pattern.New(`(?i)(\d[\d .,]*?) ?(milliers?|millions?|milliards?|k|m)? ?(?:de |d[’'])?` +
	`(personnes?|clients?|comptes?|utilisateurs?|utilisatrices?|abonné[es]*|adhérent[es]*|patient[es]*|agents?|salarié[es]*|employé[es]*|` +
	`élèves?|étudiant[es]*|enseignant[es]*|assuré[es]*|allocataires?|licencié[es]*|membres?|usagers?|particuliers?|candidat[es]*|` +
	`bénéficiaires?|citoyen[nes]*|donateurs?|inscrit[es]*|bénévoles?|demandeurs? d[’']emploi|français[es]*|individus?|locataires?|` +
	`voyageurs?|parents|enfants|mineurs?|pratiquant[es]*|sociétaires?|joueurs?|joueuses?|internautes?)(?:[^\p{L}]|$)`)

// follows reports that a number is the end of a range or of another number:
// "entre 1 000 et 2 000 clients", "150 à 200 000 clients".
var follows = pattern.New(`(?i)\d ?(?:à|et|ou|-|–|/) ?$`)

// scale is what the word after a number multiplies it by.
var scale = map[string]float64{"": 1, "k": 1e3, "m": 1e6, "millier": 1e3, "million": 1e6, "milliard": 1e9}

// most is more people than there are; a larger number is a mistake.
const most = 1e10

// people is the one number of people that the text gives, or 0 when it gives
// none, a range, or several that nobody said how to add.
func people(text string) int64 {
	found := count().FindAllStringSubmatchIndex(text, -1)
	if len(found) != 1 {
		return 0
	}
	m := found[0]
	if follows().MatchString(text[:m[2]]) {
		return 0
	}
	unit := ""
	if m[4] >= 0 {
		unit = strings.TrimSuffix(strings.ToLower(text[m[4]:m[5]]), "s")
	}
	n, ok := number(text[m[2]:m[3]], unit != "")
	n = math.Round(n * scale[unit])
	if !ok || n > most {
		return 0
	}
	return int64(n)
}

// thousands is a whole number written in groups of three, or in one piece.
var thousands = pattern.New(`^\d+$|^\d{1,3}(?:[ .,]\d{3})+$`)

// number reads a number as the French write it. Before "millions", a point or a
// comma begins decimals ("1,5", "3.6"); otherwise both can only part thousands.
func number(s string, decimals bool) (float64, bool) {
	s = strings.TrimSpace(s)
	if decimals && !strings.Contains(s, " ") {
		n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
		return n, err == nil
	}
	if !thousands().MatchString(s) {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.NewReplacer(" ", "", ".", "", ",", "").Replace(s), 64)
	return n, err == nil
}
