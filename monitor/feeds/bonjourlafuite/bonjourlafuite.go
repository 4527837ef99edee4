// Package bonjourlafuite reads « C'est qui qui a fuité aujourd'hui ? », a list of
// French breaches kept by volunteers (bonjourlafuite.eu.org, MIT licence).
//
// Start at [Read], which says what one item of its RSS feed tells: the title
// is a coloured disc, which is the status, and the organisation; the description
// is how many, and a list of labels. The site is small: few requests a day.
package bonjourlafuite

import (
	"slices"
	"strings"
	"unicode"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/labels"
	"vigie/monitor/feeds/rss"
)

// DefaultURL is where the feed is.
const DefaultURL = "https://bonjourlafuite.eu.org/feed.xml"

// New makes the feed. An address other than DefaultURL is one that the person
// chose, and may lead to their own network.
func New(client *egress.Client, url string) *rss.Feed { return rss.New(client, source(url)) }

func source(url string) rss.Source {
	return rss.Source{Name: monitor.FeedBonjourLaFuite, Publisher: "Bonjour la fuite", URL: url, AllowPrivate: url != DefaultURL, Read: Read}
}

// confirmed is the disc of a breach that its organisation has told its people
// about. Orange is a claim, red a claim that the authors do not trust.
const confirmed = "🟢"

// Read says what an item tells. Its classes are empty when the list is: which
// data leaked is then not known.
func Read(item rss.Item) (monitor.Facts, bool) {
	status := monitor.Claimed
	if strings.HasPrefix(item.Title, confirmed) {
		status = monitor.StatusConfirmed
	}
	data := labels.Read(item.List...)
	return monitor.Facts{
		Organisation: strings.TrimLeftFunc(item.Title, func(r rune) bool { return unicode.Is(unicode.So, r) || unicode.IsSpace(r) }),
		Status:       status,
		Exposed:      data.Classes,
		NotConcerned: data.Absent,
		Passwords:    data.Passwords,
		Sensitive:    slices.ContainsFunc(item.Categories, isSensitive),
		Affected:     people(item.Text),
	}, true
}

// isSensitive knows the category of data under article 9 GDPR. The site's page
// writes several categories in one.
func isSensitive(category string) bool {
	return slices.Contains(strings.Split(category, ","), "sensitive")
}
