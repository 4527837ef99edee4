package view

import (
	"slices"
	"time"

	"vigie/monitor"
)

// standing is what keeps the lists from being relied on; "" when nothing does.
func (p *page) standing() EmptyKind {
	switch monitor.HealthOf(p.Feeds, p.LastComplete, p.Now) {
	case monitor.HealthNever:
		return NeverChecked
	case monitor.HealthPartial:
		if len(p.unanswered()) == len(p.asked()) {
			return CheckFailed
		}
		return PartlyKnown
	case monitor.HealthStale:
		return StaleKnown
	}
	return ""
}

// asked are the sources that are on and were tried.
func (p *page) asked() []monitor.FeedStatus {
	return slices.DeleteFunc(slices.Clone(p.Feeds), func(f monitor.FeedStatus) bool {
		return f.State == monitor.StateOff || f.TriedAt.IsZero()
	})
}

// unanswered are those whose last try gave nothing that can be relied on.
func (p *page) unanswered() []monitor.FeedStatus {
	return slices.DeleteFunc(p.asked(), func(f monitor.FeedStatus) bool {
		return f.State == monitor.StateOK || f.State == monitor.StateUnchanged
	})
}

// lastAnswer is when any source last gave a valid answer.
func (p *page) lastAnswer() time.Time {
	var last time.Time
	for _, f := range p.Feeds {
		if f.CheckedAt.After(last) {
			last = f.CheckedAt
		}
	}
	return last
}

// records says how many leaks are known here, and as of when.
func (p *page) records() string {
	n := len(p.Catalogue.Breaches())
	if last := p.lastAnswer(); !last.IsZero() {
		return p.n("records.read", n, "when", p.day(civil(last.In(p.Now.Location()))))
	}
	return p.n("records.embedded", n)
}

// checkButton starts a check, or shows the one that goes on.
func (p *page) checkButton(kind ButtonKind, key string) Button {
	if p.checking() {
		return Button{Text: p.t("check.watch"), Kind: kind, Intent: goTo(ScreenCheck, "", "")}
	}
	b := Button{Text: p.t(key), Kind: kind, Intent: CheckNow{}}
	if p.Settings.Offline {
		b.Off, b.Why = true, p.t("check.offline")
	}
	return b
}

// empty says why there is nothing to list: there are five reasons, and they
// never look alike.
func (p *page) empty() Empty {
	kind := p.standing()
	if kind == "" {
		kind = NothingFound
	}
	e := Empty{Kind: kind, Title: p.t("empty." + string(kind))}
	detail := Button{Text: p.t("empty.detail"), Intent: goTo(ScreenCheck, "", "")}
	switch kind {
	case NeverChecked:
		e.Tag = Tag{Question, p.t("empty.tag.never"), Muted}
		e.Text = p.t("empty.never.text")
		e.Points = []string{p.records(), p.t("empty.never.reads"), p.t("empty.never.sends")}
		e.Buttons = []Button{p.checkButton(Primary, "check.now"), p.moreOrganisations(Plain)}
	case NothingFound:
		e.Tag = Tag{Dash, p.t("empty.tag.nothing"), Neutral}
		e.Text = p.t("empty.nothing.text")
		e.Points = []string{p.records(), p.n("empty.declared", len(p.Household.Affiliations))}
		if n := p.spared(); n > 0 {
			e.Points = append(e.Points, p.n("empty.spared", n))
		}
		e.Points = append(e.Points, p.t("empty.blind"))
		e.Buttons = []Button{p.moreOrganisations(Primary), p.checkButton(Plain, "check.again")}
	case PartlyKnown:
		e.Tag = Tag{Question, p.t("empty.tag.partial"), Attention}
		e.Text = p.partial()
		e.Points = p.whyUnanswered()
		e.Buttons = []Button{p.checkButton(Primary, "check.retry"), detail}
	case StaleKnown:
		e.Tag = Tag{Question, p.t("empty.tag.stale"), Attention}
		e.Text = p.t("empty.stale.text", "when", p.moment(p.LastComplete))
		e.Points = []string{p.records(), p.t("empty.stale.since")}
		e.Buttons = []Button{p.checkButton(Primary, "check.now")}
	case CheckFailed:
		e.Tag = Tag{Question, p.t("empty.tag.failed"), Attention}
		e.Text = p.t("empty.failed.text")
		e.Points = append(p.whyUnanswered(), p.nextTry())
		e.Buttons = []Button{p.checkButton(Primary, "check.retry"), {Text: p.t("empty.ledger"), Intent: goTo(ScreenLedger, "", "")}}
	}
	return e
}

// standingNotice is what empty says, in short, where there is something to list.
func (p *page) standingNotice() []Block {
	kind := p.standing()
	if kind == "" {
		return nil
	}
	e := p.empty()
	n := Notice{Tag: e.Tag, Text: e.Text, Buttons: e.Buttons[:1]}
	if kind == PartlyKnown || kind == CheckFailed {
		n.Points, n.Buttons = e.Points, e.Buttons
	}
	for i := range n.Buttons {
		n.Buttons[i].Kind = Plain // the next action is the one primary button
	}
	return []Block{n}
}

// spared counts the leaks that were looked at and do not concern anybody here.
func (p *page) spared() int {
	return leaks(slices.DeleteFunc(slices.Clone(p.Findings), func(f monitor.Finding) bool { return f.Verdict != monitor.NotConcerned }))
}

func (p *page) moreOrganisations(kind ButtonKind) Button {
	return Button{Text: p.t("empty.organisations"), Kind: kind, Intent: goTo(ScreenConcerned, p.shown(), "")}
}

func (p *page) partial() string {
	return p.n("empty.partial.text", len(p.unanswered()), "all", len(p.asked()))
}

// whyUnanswered says why sources gave nothing, those with one reason together.
func (p *page) whyUnanswered() []string {
	var reasons []string
	names := make(map[string][]string)
	for _, f := range p.unanswered() {
		why := p.Explain.FeedReason(f)
		if names[why] == nil {
			reasons = append(reasons, why)
		}
		names[why] = append(names[why], p.Explain.Feed(f.Name))
	}
	lines := make([]string, len(reasons))
	for i, why := range reasons {
		lines[i] = p.t("empty.feed", "feed", p.Words.List(names[why]), "why", why)
	}
	return lines
}

func (p *page) nextTry() string {
	if next := p.Settings.NextCheck; !next.IsZero() {
		return p.t("empty.next", "when", p.moment(next))
	}
	return p.t("empty.no-next")
}
