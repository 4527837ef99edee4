package view

import (
	"slices"

	"vigie/monitor"
)

// checking reports whether a check goes on.
func (p *page) checking() bool { return p.Check != nil && p.Check.Running }

// check is how a check goes on, source by source; what is missing stays
// visible, and part of an answer is called that.
func (p *page) check() Screen {
	s := Screen{Title: p.t("check.title"), Lead: p.t("check.lead")}
	c := p.Check
	if c == nil {
		s.Blocks = append(p.standingNotice(), Card{Blocks: []Block{p.feedRows()}}, Buttons{Items: []Button{p.checkButton(Primary, "check.now")}})
		return s
	}
	s.Title = p.checkTitle(c)
	progress := Progress{Text: p.checkProgress(c), Done: len(c.Results), Total: len(c.Feeds)}
	rows := make([]Row, len(c.Feeds))
	for i, name := range c.Feeds {
		rows[i] = p.checkRow(c, name)
	}
	s.Blocks = []Block{progress, Card{Blocks: []Block{list("check", "", rows...)}}}
	if c.Running {
		s.Blocks = append(s.Blocks, Buttons{Items: []Button{{Text: p.t("check.cancel"), Intent: CancelCheck{}, Off: c.Cancelled}}})
		return s
	}
	if c.Ended != nil {
		s.Blocks = append([]Block{p.checkResult(c)}, s.Blocks...)
	}
	s.Blocks = append(s.Blocks, Buttons{Items: []Button{p.checkButton(Primary, "check.again"), {Text: p.t("nav.leaks"), Intent: goTo(ScreenLeaks, "", "")}}})
	return s
}

func (p *page) checkTitle(c *CheckState) string {
	switch {
	case c.Running && c.Cancelled:
		return p.t("check.title.stopping")
	case c.Running:
		return p.t("check.title.running")
	case c.Cancelled:
		return p.t("check.title.cancelled")
	case c.Ended == nil:
		return p.t("check.title.failed")
	case !c.Ended.Complete:
		return p.t("check.title.partial")
	}
	return p.t("check.title.done")
}

func (p *page) checkProgress(c *CheckState) string {
	return p.n("check.progress", len(c.Results), "all", len(c.Feeds))
}

// checkRow is one source: asked and not answered yet, or how it answered.
func (p *page) checkRow(c *CheckState, name string) Row {
	r := Row{Key: name, Title: p.Explain.Feed(name)}
	i := slices.IndexFunc(c.Results, func(x monitor.FeedResult) bool { return x.Name == name })
	if i < 0 {
		tag := Tag{Circle, p.t("check.waiting"), Muted}
		if !c.Running {
			tag = Tag{Question, p.t("feed.never"), Attention}
		}
		r.Tag = &tag
		return r
	}
	x := c.Results[i]
	tag := p.feedTag(x.FeedStatus)
	r.Tag, r.Note = &tag, p.feedNote(x.FeedStatus)
	if x.New+x.Changed > 0 {
		r.Note = sentences(r.Note, p.n("check.new-records", x.New+x.Changed))
	}
	if x.Unasked > 0 {
		r.Note = sentences(r.Note, p.n("check.unasked", x.Unasked))
	}
	return r
}

// checkResult is what a check found; nothing found is never said of a check
// that is not complete.
func (p *page) checkResult(c *CheckState) Notice {
	n := c.Ended.NewFindings()
	part := p.t("check.partial")
	if c.Cancelled {
		part = p.t("check.cancelled")
	}
	show := []Button{{Text: p.t("check.see"), Intent: ShowNew{}}}
	switch {
	case n > 0 && c.Ended.Complete:
		return Notice{Tag: Tag{Diamond, p.n("check.found", n), Attention}, Buttons: show}
	case n > 0:
		return Notice{Tag: Tag{Diamond, p.n("check.found", n), Attention}, Text: part, Buttons: show}
	case c.Ended.Complete:
		return Notice{Tag: Tag{Dash, p.t("check.nothing"), Neutral}, Text: p.records()}
	}
	return Notice{Tag: Tag{Question, p.t("check.title.partial"), Attention}, Text: part}
}
