package view

import (
	"slices"

	"vigie/checklist"
	"vigie/monitor"
)

// certainty is how sure it is that someone is in a leak, as a status.
func (p *page) certainty(f monitor.Finding) Tag {
	switch {
	case f.Status == monitor.Withdrawn:
		return Tag{Dash, p.t("certainty.withdrawn"), Muted}
	case f.Verdict == monitor.NotConcerned:
		return Tag{Check, p.t("certainty.not-concerned"), Calm}
	case f.Status == monitor.Claimed && f.Verdict == monitor.Possible:
		return Tag{Question, p.t("certainty.claimed"), Muted}
	case f.Verdict == monitor.Confirmed:
		return Tag{Triangle, p.t("certainty.confirmed"), Danger}
	case f.Verdict == monitor.Likely:
		return Tag{Diamond, p.t("certainty.likely"), Attention}
	}
	return Tag{Question, p.t("certainty.possible"), Muted}
}

// urgency is when an action is best done, as a status.
func (p *page) urgency(u checklist.Urgency) Tag {
	text := p.Words.T("plan.urgency." + u.String())
	switch u {
	case checklist.Today:
		return Tag{Triangle, text, Danger}
	case checklist.Week:
		return Tag{Diamond, text, Attention}
	case checklist.Watch:
		return Tag{Dot, text, Accent}
	}
	return Tag{Dash, text, Muted}
}

// progress is where an action stands, as a status.
func (p *page) progress(a checklist.Action) Tag {
	text := p.speak.Action(a, p.names()).State
	switch a.State {
	case checklist.Done:
		return Tag{Check, text, Calm}
	case checklist.Delegated:
		return Tag{Arrow, text, Muted}
	case checklist.Reminded:
		return Tag{Loop, text, Accent}
	case checklist.NotApplicable, checklist.Impossible:
		return Tag{Dash, text, Muted}
	}
	if !a.Repeats.IsZero() {
		return Tag{Loop, text, Neutral}
	}
	return Tag{Circle, text, Neutral}
}

// feedTag is how a source stands, as a status. What was not checked is a
// question, never a tick.
func (p *page) feedTag(f monitor.FeedStatus) Tag {
	switch f.State {
	case monitor.StateOK, monitor.StateUnchanged:
		return Tag{Check, p.t("feed.ok"), Calm}
	case monitor.StateFailed, monitor.StateBlocked:
		return Tag{Question, p.t("feed.unknown"), Attention}
	case monitor.StateHeld:
		return Tag{Question, p.t("feed.held"), Attention}
	case monitor.StateOff:
		return Tag{Circle, p.t("feed.off"), Muted}
	}
	return Tag{Question, p.t("feed.never"), Muted}
}

// grave are the kinds of data that call for something soon, or that nobody can
// change: they get a shape of their own among the others.
var grave = []monitor.Class{
	monitor.ClassNIR, monitor.ClassBank, monitor.ClassPasswords, "Auth tokens", "Biometric data", "Credit card CVV", "Credit cards",
	"Driver's licenses", "Government issued IDs", "HIV statuses", "Historical passwords", "Mnemonic phrases", "PINs",
	"Passport numbers", "Personal health data", "Security questions and answers", "Sexual orientations",
}

// exposedTag is a kind of data that leaked, or perhaps did.
func (p *page) exposedTag(c monitor.Class, certain bool) Tag {
	text := upper(p.Explain.Class(c))
	switch {
	case !certain:
		return Tag{Question, p.t("class.possible", "class", text), Muted}
	case slices.Contains(grave, c):
		return Tag{Triangle, text, Danger}
	}
	return Tag{NoShape, text, Neutral}
}

// sparedTag is a kind of data that a source says did not leak.
func (p *page) sparedTag(c monitor.Class) Tag {
	return Tag{Check, p.t("class.spared", "class", upper(p.Explain.Class(c))), Calm}
}
