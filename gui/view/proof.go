package view

import (
	"vigie/checklist/notice"
	"vigie/monitor"
)

// NoticeFacts is what is remembered of a message by which an organisation told of
// a leak; the command line keeps the same.
type NoticeFacts = notice.Facts

// proof lets a person keep the message by which they were told of a leak.
func (p *page) proof(f monitor.Finding, b *monitor.Breach) Card {
	c := Card{Title: p.t("proof.title")}
	var rows []Row
	for _, n := range p.Notices {
		if n.Person != f.Person || !b.Is(n.Breach) {
			continue
		}
		title := p.t("proof.kept", "day", p.day(n.Added))
		if !n.Reading.Sent.IsZero() {
			title = p.t("proof.sent", "day", p.day(n.Reading.Sent))
		}
		rows = append(rows, Row{Key: n.ID, Title: title, Note: clean(n.Name), Buttons: []Button{{Text: p.t("proof.save"), Kind: Link, Intent: ChooseFile{
			Then: SaveNotice{ID: n.ID}, Save: true, Name: clean(n.Name),
		}}}})
	}
	if len(rows) == 0 {
		c.Blocks = append(c.Blocks, Paragraph{Text: p.t("proof.lead")})
	} else {
		c.Blocks = append(c.Blocks, list("proofs", "", rows...))
	}
	c.Blocks = append(c.Blocks, Buttons{Items: []Button{{Text: p.t("proof.add"), Intent: ChooseFile{
		Then: ReadNotice{Person: f.Person, Breach: b.ID}, Endings: []string{".eml", ".pdf", ".txt", ".html"},
	}}}})
	return c
}

// keepNotice says what a message was found to say, and asks whether to keep it.
// One with a sign that no genuine notice has proves nothing, and is not kept.
func (p *page) keepNotice(no Button) *Dialog {
	n := p.ui.Notice
	if n == nil {
		return nil
	}
	key := "dialog.notice"
	switch {
	case n.Reading.AsksSecrets():
		return &Dialog{Title: p.t("dialog.trap"), Text: p.t("dialog.trap.text"), Points: p.flags(n), Buttons: []Button{{Text: p.t("notice.close"), Intent: Dismiss{}}}}
	case !n.Reading.IsNotice():
		key = "dialog.no-notice"
	}
	d := &Dialog{Title: p.t(key), Text: p.t(key+".text", "leak", p.leakName(n.Breach)), Buttons: []Button{no, {Text: p.t(key + ".yes"), Kind: Primary, Intent: Yes{}}}}
	if n.Elsewhere {
		d.Points = append(d.Points, p.t("proof.elsewhere", "organisation", clean(n.Reading.Candidates[0].Organisation.Name)))
	}
	if len(n.Reading.Leaked) > 0 {
		d.Points = append(d.Points, p.t("proof.exposed", "classes", p.Explain.Classes(n.Reading.Leaked)))
	}
	if len(n.Reading.Spared) > 0 {
		d.Points = append(d.Points, p.t("proof.spared", "classes", p.Explain.Classes(n.Reading.Spared)))
	}
	d.Points = append(d.Points, p.flags(n)...)
	if n.Reading.IsNotice() {
		for _, part := range n.Reading.Missing {
			d.Points = append(d.Points, p.Words.T("notice.missing", "part", p.Words.T("notice.part."+string(part))))
		}
	}
	return d
}

func (p *page) flags(n *NoticeRead) (all []string) {
	for _, f := range n.Reading.Flags {
		all = append(all, p.Words.T("notice.flag."+string(f.Kind)))
	}
	return all
}
