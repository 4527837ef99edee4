package explain

import (
	"slices"

	"vigie/monitor"
)

// Headline says in one line who is concerned by which leak, and the good news
// when there is some: « Fuite chez Boulanger : Claire est probablement
// concerné·e. Aucun mot de passe dans cette fuite. » It names the organisation:
// for a screen that the person opened. Anything that shows up on its own uses
// [Explainer.Discreet].
func (x *Explainer) Headline(f monitor.Finding) string { return x.headline(f, name(f.Organisation)) }

// Discreet is Headline for a pop-up, which may be read over a shoulder: the
// organisation is named only when the leak is not a sensitive one and its name
// comes from our own catalogue, never from a feed's text.
func (x *Explainer) Discreet(f monitor.Finding) string {
	if f.Sensitive || !slices.Contains(f.Sources, monitor.FeedVigie) {
		return x.headline(f, "")
	}
	return x.Headline(f)
}

func (x *Explainer) headline(f monitor.Finding, organisation string) string {
	leak, said := "headline.", "headline."+f.Verdict.String()
	if f.Status == monitor.Claimed {
		leak += "claimed-"
	}
	if organisation == "" {
		leak += "unnamed"
	} else {
		leak += "at"
	}
	if f.Status == monitor.Withdrawn {
		said = "headline.withdrawn"
	}
	line := x.w.T(said, "leak", x.w.T(leak, "organisation", organisation), "person", name(f.PersonName))
	if good := x.reassurance(f); good != "" {
		line += " " + good
	}
	return line
}

// reassurance is what the leak is known not to hold, for someone it may
// concern. That a source does not mention passwords is not enough to say so.
func (x *Explainer) reassurance(f monitor.Finding) string {
	if f.Verdict <= monitor.NotConcerned || f.Status == monitor.Withdrawn {
		return ""
	}
	spared := func(c monitor.Class) bool {
		return slices.Contains(f.NotConcerned, c) && !slices.Contains(f.Exposed, c) && !slices.Contains(f.Possible, c)
	}
	switch password, bank := spared(monitor.ClassPasswords), spared(monitor.ClassBank); {
	case password && bank:
		return x.w.T("headline.no-password-no-bank")
	case password:
		return x.w.T("headline.no-password")
	case bank:
		return x.w.T("headline.no-bank")
	}
	return ""
}
