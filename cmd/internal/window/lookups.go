package window

import (
	"context"
	"net/url"

	"vigie/gui/view"
	"vigie/monitor"
)

// sends says what leaves for each kind that a service can be asked about, as the
// services document it. Kinds that are not here cannot be agreed to.
var sends = map[string]map[monitor.Kind]monitor.Sent{
	monitor.FeedHIBP:        {monitor.Email: monitor.SentEmail},
	monitor.FeedXposedOrNot: {monitor.Email: monitor.SentEmail},
	monitor.FeedLeakCheck:   {monitor.Email: monitor.SentHash},
	monitor.FeedHudsonRock:  {monitor.Email: monitor.SentEmail, monitor.Username: monitor.SentName, monitor.Phone: monitor.SentPhone},
}

// lookups are the services that can be asked about an identifier here.
func (w *worker) lookups(ctx context.Context) []view.LookupService {
	var all []view.LookupService
	for _, src := range w.inst.Monitor.Sources {
		kinds, known := sends[src.Name]
		if src.Lookup == nil || !known || src.SwitchedOff {
			continue
		}
		l := view.LookupService{Feed: src.Name, Host: host(w.inst.Address(src.Name)), Sends: kinds, NeedsKey: src.Name == monitor.FeedHIBP}
		if l.NeedsKey && w.sealed == monitor.KeychainOK {
			_, err := w.inst.Keychain.Get(ctx, monitor.KeyItem(src.Name))
			l.HasKey = err == nil
		}
		all = append(all, l)
	}
	return all
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
