// Package frenchbreaches reads the RSS feed of French Breaches
// (frenchbreaches.com), a list of breaches of French organisations.
//
// Start at [Read]: the title of an item is the organisation's bare name and its
// categories are kinds of data. Its texts are protected, so nothing else is
// kept but the date and the link. The site may refuse programs (403); that is
// then what its state says, and nothing pretends to be a browser.
package frenchbreaches

import (
	"strings"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/labels"
	"vigie/monitor/feeds/rss"
)

// DefaultURL is where the feed is.
const DefaultURL = "https://frenchbreaches.com/feed.xml"

// New makes the feed. An address other than DefaultURL is one that the person
// chose, and may lead to their own network.
func New(client *egress.Client, url string) *rss.Feed { return rss.New(client, source(url)) }

func source(url string) rss.Source {
	return rss.Source{Name: monitor.FeedFrenchBreaches, Publisher: "FrenchBreaches", URL: url, AllowPrivate: url != DefaultURL, Read: Read}
}

// sectors are lines of business that the site also files its entries under.
// "Santé" there means a hospital, not that health data leaked.
var sectors = map[string]bool{
	"santé": true, "secteur public": true, "administration": true, "collectivité": true, "éducation": true, "enseignement": true,
	"commerce": true, "e-commerce": true, "distribution": true, "finance": true, "banque": true, "assurance": true, "industrie": true,
	"énergie": true, "transport": true, "transports": true, "tourisme": true, "hôtellerie": true, "immobilier": true, "sport": true,
	"association": true, "associations": true, "télécommunications": true, "télécoms": true, "technologie": true, "informatique": true,
	"médias": true, "services": true, "défense": true, "agriculture": true, "culture": true, "loisirs": true, "justice": true,
}

// Read says what an item tells. The feed does not say who has confirmed a
// breach, so each is a claim until another source confirms it.
func Read(item rss.Item) (monitor.Facts, bool) {
	var kinds []string
	for _, c := range item.Categories {
		if !sectors[strings.ToLower(c)] {
			kinds = append(kinds, c)
		}
	}
	data := labels.Read(kinds...)
	return monitor.Facts{
		Organisation: item.Title,
		Status:       monitor.Claimed,
		Exposed:      data.Classes,
		NotConcerned: data.Absent,
		Passwords:    data.Passwords,
	}, true
}
