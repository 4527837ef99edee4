package desktop

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/explain"
)

// Privacy is how much a pop-up tells whoever looks at the screen, a locked one
// included: programs are not told when it is.
type Privacy string

// The levels of privacy. At neither does a pop-up hold an identifier, a text of
// a feed, or the organisation of a sensitive leak.
const (
	PrivacyNames  Privacy = "names"  // first names, and organisations of our own catalogue
	PrivacyCounts Privacy = "counts" // that there is something to read, and how much
)

// maxPopupNames is how many people a pop-up names before it counts the others.
const maxPopupNames = 3

// News is what a run has to say.
type News struct {
	Alerts   []monitor.Alert // not shown yet
	Findings []monitor.Finding
	Persons  []monitor.Person
}

// Digest sums up the news in one pop-up, however much there is; ok is false
// when there is none. Its See opens the alert that is the most certain and,
// among those, the one known last. Both w and x speak the same language.
func (n News) Digest(w *words.Words, x *explain.Explainer, privacy Privacy) (p Popup, ok bool) {
	if len(n.Alerts) == 0 {
		return Popup{}, false
	}
	items := n.items()
	p = Popup{See: w.T("popup.see"), Later: w.T("popup.later"), Alert: items[0].alert.ID, Urgency: UrgencyLow}
	if slices.ContainsFunc(items, func(i item) bool { return i.said != saidClaimed && i.said != saidWithdrawn }) {
		p.Urgency = UrgencyNormal
	}
	switch first := items[0]; {
	case privacy != PrivacyNames:
		p.Title, p.Body = w.T("popup.title.counts"), w.N("popup.counts", leaks(items))
	case len(items) > 1:
		p.Title, p.Body = w.N("popup.title.digest", leaks(items)), n.summary(w, items)
	case first.said == saidOther:
		p.Title, p.Body = w.T("popup.title.other"), n.sentence(w, saidOther, items)
	case first.said == saidClaimed:
		p.Title, p.Body = w.T("popup.title.claimed"), x.Discreet(*first.finding)+" "+w.T("popup.nothing-to-do")
	default:
		p.Title, p.Body = w.T("popup.title."+string(first.alert.Kind)), x.Discreet(*first.finding)
	}
	return p.cleaned(), true
}

// item is one alert and the finding it is about; nil when that is not known any
// more: the alert is told all the same.
type item struct {
	alert   monitor.Alert
	finding *monitor.Finding
	said    said
}

// said is the sentence of a digest that an item counts in, in the order in
// which they are told.
type said int

const (
	saidConfirmed said = iota
	saidLikely
	saidPossible
	saidClaimed
	saidWithdrawn
	saidOther
)

var saidKeys = [...]string{"confirmed", "likely", "possible", "claimed", "withdrawn", "other"}

// items lists the alerts with their findings, the most certain first.
func (n News) items() []item {
	type key struct{ person, breach string }
	findings := make(map[key]*monitor.Finding, len(n.Findings))
	for i := range n.Findings {
		f := &n.Findings[i]
		findings[key{f.Person, f.Breach}] = f
	}
	items := make([]item, len(n.Alerts))
	for i, a := range n.Alerts {
		f := findings[key{a.Person, a.Breach}]
		items[i] = item{a, f, sentenceFor(f)}
	}
	slices.SortStableFunc(items, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.said, b.said), b.knownSince().Compare(a.knownSince()))
	})
	return items
}

func (i item) knownSince() time.Time {
	if i.finding == nil {
		return i.alert.At
	}
	return i.finding.KnownSince
}

func sentenceFor(f *monitor.Finding) said {
	switch {
	case f == nil:
		return saidOther
	case f.Status == monitor.Withdrawn:
		return saidWithdrawn
	case f.Verdict == monitor.Confirmed:
		return saidConfirmed
	case f.Verdict > monitor.NotConcerned && f.Status == monitor.Claimed:
		return saidClaimed
	case f.Verdict == monitor.Likely:
		return saidLikely
	case f.Verdict == monitor.Possible:
		return saidPossible
	}
	return saidOther
}

// summary is one sentence for each degree of certainty, and the good news if
// it is true of every leak that concerns someone.
func (n News) summary(w *words.Words, items []item) string {
	var sentences []string
	for s := saidConfirmed; s <= saidOther; s++ {
		about := slices.DeleteFunc(slices.Clone(items), func(i item) bool { return i.said != s })
		if len(about) > 0 {
			sentences = append(sentences, n.sentence(w, s, about))
		}
	}
	concerned := slices.DeleteFunc(slices.Clone(items), func(i item) bool { return i.said > saidPossible })
	if leaks(concerned) > 0 && !slices.ContainsFunc(concerned, func(i item) bool { return !sparesPasswords(i.finding) }) {
		sentences = append(sentences, w.N("popup.no-password", leaks(concerned)))
	}
	return strings.Join(sentences, " ")
}

func (n News) sentence(w *words.Words, s said, about []item) string {
	return w.N("popup.digest."+saidKeys[s], leaks(about), "people", n.people(w, about))
}

// sparesPasswords reports that passwords are known not to be in the leak. That
// a source does not mention them is not enough.
func sparesPasswords(f *monitor.Finding) bool {
	return slices.Contains(f.NotConcerned, monitor.ClassPasswords) &&
		!slices.Contains(f.Exposed, monitor.ClassPasswords) && !slices.Contains(f.Possible, monitor.ClassPasswords)
}

// leaks counts what items are about: one leak may concern several people.
func leaks(items []item) int {
	seen := make(map[string]bool, len(items))
	for _, i := range items {
		seen[i.alert.Breach] = true
	}
	return len(seen)
}

// people names those whom items concern, in the order of the household.
func (n News) people(w *words.Words, about []item) string {
	var names []string
	for _, p := range n.Persons {
		if slices.ContainsFunc(about, func(i item) bool { return i.alert.Person == p.ID }) {
			names = append(names, monitor.CleanText(p.Name, maxPopupName))
		}
	}
	switch more := len(names) - maxPopupNames; {
	case len(names) == 0:
		return w.T("popup.someone")
	case more > 0:
		return w.N("popup.people.more", more, "names", strings.Join(names[:maxPopupNames], ", "))
	}
	return w.List(names)
}
