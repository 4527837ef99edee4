package installation

import (
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/feeds/bonjourlafuite"
	"vigie/monitor/feeds/cnil"
	"vigie/monitor/feeds/frenchbreaches"
	"vigie/monitor/feeds/fuitesinfos"
	"vigie/monitor/feeds/hibp"
	"vigie/monitor/feeds/hudsonrock"
	"vigie/monitor/feeds/leakcheck"
	"vigie/monitor/feeds/pwnedpasswords"
	"vigie/monitor/feeds/vigie"
	"vigie/monitor/feeds/xposedornot"
)

// feedDefault is how a feed is used unless feeds.toml or the person says otherwise.
type feedDefault struct {
	url     string
	enabled bool
	every   time.Duration
}

// defaults are the public addresses of the feeds, and how often each is asked:
// what its operator asks for, or less.
var defaults = map[string]feedDefault{
	monitor.FeedVigie:          {"", true, 24 * time.Hour}, // nobody publishes updates yet
	monitor.FeedHIBP:           {hibp.DefaultURL, true, 6 * time.Hour},
	monitor.FeedBonjourLaFuite: {bonjourlafuite.DefaultURL, true, 6 * time.Hour},
	monitor.FeedFrenchBreaches: {frenchbreaches.DefaultURL, true, 6 * time.Hour},
	monitor.FeedFuitesInfos:    {fuitesinfos.DefaultURL, true, 6 * time.Hour},
	monitor.FeedCNIL:           {cnil.DefaultURL, true, 6 * time.Hour},
	// Its terms forbid bulk collection: off unless the person asks, once a day.
	monitor.FeedXposedOrNot: {xposedornot.DefaultURL, false, 24 * time.Hour},
	// These have no catalogue: they are asked only where there is a consent.
	monitor.FeedLeakCheck:      {leakcheck.DefaultURL, true, 24 * time.Hour},
	monitor.FeedHudsonRock:     {hudsonrock.DefaultURL, true, 24 * time.Hour},
	monitor.FeedPwnedPasswords: {pwnedpasswords.DefaultURL, true, 24 * time.Hour},
}

// Address is where a feed is asked, as feeds.toml or the defaults have it.
func (i *Installation) Address(feed string) string {
	if s := i.settings[feed]; s.URL != nil {
		return *s.URL
	}
	return defaults[feed].url
}

// sources builds every feed as this installation uses it.
func (i *Installation) sources(c *egress.Client, baseline int) []monitor.Source {
	all := make([]monitor.Source, 0, len(defaults))
	for _, name := range monitor.FeedNames() {
		def, set := defaults[name], i.settings[name]
		s := monitor.Source{Name: name, Address: i.Address(name), Enabled: def.enabled}
		if set.Enabled != nil {
			s.Enabled, s.SwitchedOff = *set.Enabled, !*set.Enabled
		}
		s.Feed = i.feed(name, c, s.Address, baseline)
		s.Lookup = i.lookup(name, c, s.Address)
		if name == monitor.FeedVigie {
			// Its cursor is the version that no answer may be older than, wherever it
			// comes from; the feed itself keeps validators to their address.
			s.Address = ""
		}
		all = append(all, s)
	}
	return all
}

// feed builds the catalogue part of a feed, nil when it has none.
func (i *Installation) feed(name string, c *egress.Client, url string, baseline int) monitor.Feed {
	switch name {
	case monitor.FeedVigie:
		// Its address is always one the person wrote: it may lead into their own network.
		return vigie.New(c, vigie.Config{URL: url, Keys: i.settings[name].keys, Embedded: baseline, AllowPrivate: true})
	case monitor.FeedHIBP:
		return hibp.New(c, url)
	case monitor.FeedBonjourLaFuite:
		return bonjourlafuite.New(c, url)
	case monitor.FeedFrenchBreaches:
		return frenchbreaches.New(c, url)
	case monitor.FeedFuitesInfos:
		return fuitesinfos.New(c, url)
	case monitor.FeedCNIL:
		return cnil.New(c, url)
	case monitor.FeedXposedOrNot:
		return xposedornot.New(c, url)
	}
	return nil
}

// lookup builds the part of a feed that can be asked about an identifier, nil
// when it has none.
func (i *Installation) lookup(name string, c *egress.Client, url string) monitor.Lookup {
	switch name {
	case monitor.FeedHIBP:
		return hibp.NewAccounts(c, url, i.ownKey)
	case monitor.FeedXposedOrNot:
		return xposedornot.NewEmails(c, url)
	case monitor.FeedLeakCheck:
		return leakcheck.New(c, url)
	case monitor.FeedHudsonRock:
		return hudsonrock.New(c, url)
	}
	return nil
}
