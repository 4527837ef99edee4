// Package fuitesinfos reads Fuites Infos (fuitesinfos.fr), a hand-made list of
// French breaches, in either of its two forms.
//
// The RSS feed is the default; start at [Read]. Nothing says that its texts may
// be reused, so only title, date and link are. The public register
// (registre.jsonl, a file of changes that cannot be rewritten unnoticed) is read
// instead when the address ends in ".jsonl"; start at [ReadRegister]. It is what
// tells that a claim was confirmed or withdrawn.
package fuitesinfos

import (
	"strings"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/rss"
	"vigie/monitor/pattern"
)

// DefaultURL is where the feed is.
const DefaultURL = "https://fuitesinfos.fr/feed.xml"

const publisher = "Fuites Infos"

// New makes the feed: of the register when the address ends in ".jsonl", else of
// RSS. An address other than DefaultURL is one that the person chose, and may
// lead to their own network.
func New(client *egress.Client, url string) monitor.Feed {
	if strings.HasSuffix(url, ".jsonl") {
		return &registerFeed{client, url}
	}
	return rss.New(client, source(url))
}

func source(url string) rss.Source {
	return rss.Source{Name: monitor.FeedFuitesInfos, Publisher: publisher, URL: url, AllowPrivate: url != DefaultURL, Read: Read}
}

// Read says what an item tells: who, and whether it is confirmed, which it is
// only when the title or a category says so.
func Read(item rss.Item) (monitor.Facts, bool) {
	said := strings.Join(append([]string{item.Title}, item.Categories...), " | ")
	return monitor.Facts{Organisation: readTitle(item.Title), Status: readStatus(said)}, true
}

// statusWord is one of the two words of the site, perhaps denied.
var statusWord = pattern.New(`(?i)(?:^|[^\pL])((?:non|pas|pas encore|à) )?(confirmée?|revendiquée?)(?:[^\pL]|$)`)

// readStatus finds what a text says of the status. Only "confirmée", and not
// "non confirmée", makes more than a claim of it.
func readStatus(text string) monitor.Status {
	m := statusWord().FindStringSubmatch(text)
	if m != nil && m[1] == "" && strings.HasPrefix(strings.ToLower(m[2]), "confirm") {
		return monitor.StatusConfirmed
	}
	return monitor.Claimed
}

const (
	statusMark = `[\[(]?(?:non )?(?:confirmée?|revendiquée?)[\])]?`
	incident   = `(?:nouvelle )?(?:alerte|fuite|violation|vol|piratage|cyberattaque|incident)(?: (?:de|des) (?:données|sécurité))?(?: (?:personnelles|massive))?`
)

var (
	// marked is the status at the beginning or the end of a title.
	marked = pattern.New(`(?i)^` + statusMark + ` ?[:|–—-]? |(?: [|–—-]| ?:)? ` + statusMark + `$`)
	// parted is what stands between the parts of a title. A name has no spaces
	// around its hyphens and none after its colons.
	parted = pattern.New(` ?: | [|–—-] `)
	// headline is a part that names nobody, and called is one that does after all.
	headline = pattern.New(`(?i)^` + incident + `$`)
	called   = pattern.New(`(?i)^` + incident + ` (?:chez|à|au|aux|contre|visant|touchant|de la|de l[’']|du|des|de|d[’']) ?`)
)

// readTitle finds the organisation in a title: "X", "X : 12 000 clients",
// "[Revendiquée] X", "Fuite de données : X", "Fuite de données chez X". A bare
// name stays whole, with what it has in brackets.
func readTitle(title string) string {
	for _, part := range parted().Split(marked().ReplaceAllString(title, ""), -1) {
		part = strings.TrimSpace(part)
		if part != "" && !headline().MatchString(part) {
			return strings.TrimPrefix(part, called().FindString(part))
		}
	}
	return ""
}
