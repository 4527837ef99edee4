package view

import (
	"strconv"

	"vigie/monitor"
)

// PasswordVerdict is what is known of one password. Whether it stands in leaked
// lists has three answers, never two.
type PasswordVerdict struct {
	Level   string // a word of passwords.Level; the words are window.passwords.level.<level>
	Bits    int
	Reasons []string // words of passwords.Reason; the words are window.passwords.reason.<reason>
	Checked bool     // lists of leaked passwords were asked, and answered
	Count   int      // how often it stands in them
}

// PasswordAudit is what an export holds, without any password of it.
type PasswordAudit struct {
	Entries, Unchecked, Sound int
	Worst                     []PasswordEntry // what to change first comes first
	Partial                   bool            // not everything was looked up
}

// PasswordEntry is one account whose password is to be changed.
type PasswordEntry struct {
	Site      string
	Leaked    bool
	Reused    int // on how many other sites it opens an account
	Weak      bool
	OlderThan string // Breach.ID of a leak since which it was not changed; or empty
}

// MadePassword is one drawn at random, to be shown once.
type MadePassword struct {
	Value monitor.Value
	Bits  int
}

// tryPassword judges one password.
func (p *page) tryPassword() Card {
	c := Card{Title: p.t("passwords.try"), Sub: p.t("passwords.try.sub"), Blocks: []Block{
		list("leaked-passwords", "", p.askLeaked()),
		Form{Fields: []Field{p.field("password.try", SecretField, "")}, Buttons: []Button{{Text: p.t("passwords.judge"), Intent: Submit{Form: FormPassword}}}},
	}}
	if v := p.ui.Judged; v != nil {
		c.Blocks = append(c.Blocks, p.judged(v), p.leakedNotice(v))
	}
	return c
}

// askLeaked lets passwords be looked up in lists of leaked ones, with what leaves
// for it. The password itself never does.
func (p *page) askLeaked() Row {
	r := Row{Key: "leaked-passwords", Title: p.t("passwords.ask"), Note: p.t("passwords.ask.sent"), Toggle: &Toggle{
		Text: p.t("passwords.ask"), Intent: GrantConsent{Feed: monitor.FeedPwnedPasswords},
	}}
	if p.asksLeaked() {
		r.Toggle.On, r.Toggle.Intent = true, RevokeConsent{Feed: monitor.FeedPwnedPasswords}
	}
	return r
}

func (p *page) asksLeaked() bool {
	_, agreed := p.consent(monitor.FeedPwnedPasswords, "")
	return agreed
}

// judged is how hard a password is to guess, and why.
func (p *page) judged(v *PasswordVerdict) Notice {
	tag := Tag{Diamond, p.t("passwords.rank.middling"), Attention}
	switch v.Level {
	case "alone":
		tag = Tag{Check, p.t("passwords.rank.strong"), Calm}
	case "none":
		tag = Tag{Triangle, p.t("passwords.rank.weak"), Danger}
	}
	n := Notice{Tag: tag, Text: p.t("passwords.level."+v.Level, "bits", strconv.Itoa(v.Bits))}
	for _, r := range v.Reasons {
		n.Points = append(n.Points, p.t("passwords.reason."+r))
	}
	return n
}

// leakedNotice is whether a password is known of leaks.
func (p *page) leakedNotice(v *PasswordVerdict) Notice {
	switch {
	case !v.Checked && !p.asksLeaked():
		return Notice{Tag: Tag{Question, p.t("passwords.leaked.unasked"), Muted}, Text: p.t("passwords.leaked.unasked.text")}
	case !v.Checked:
		return Notice{Tag: Tag{Question, p.t("passwords.leaked.unknown"), Muted}, Text: p.t("passwords.leaked.unknown.text")}
	case v.Count > 0:
		return Notice{Tag: Tag{Triangle, p.n("passwords.leaked", v.Count), Danger}, Text: p.t("passwords.leaked.text")}
	}
	return Notice{Tag: Tag{Dash, p.t("passwords.leaked.no"), Neutral}, Text: p.t("passwords.leaked.no.text")}
}

// auditPasswords judges an export of a password manager.
func (p *page) auditPasswords() Card {
	c := Card{Title: p.t("passwords.audit"), Sub: p.t("passwords.audit.sub"), Blocks: []Block{
		Buttons{Items: []Button{{Text: p.t("passwords.audit.choose"), Intent: ChooseFile{Then: AuditPasswords{}, Endings: []string{".csv"}}}}},
	}}
	if now := p.ui.Auditing; now != nil {
		c.Blocks = []Block{
			Progress{Text: p.n("passwords.audit.progress", now.Done, "all", p.Words.Number(int64(now.Of))), Done: now.Done, Total: now.Of},
			Buttons{Items: []Button{{Text: p.t("check.cancel"), Intent: CancelAudit{}}}},
		}
		return c
	}
	a := p.ui.Audit
	if a == nil {
		return c
	}
	if a.Partial {
		c.Blocks = append(c.Blocks, Notice{Tag: Tag{Question, p.t("empty.tag.partial"), Attention}, Text: p.n("passwords.audit.unchecked", a.Unchecked)})
	}
	c.Blocks = append(c.Blocks,
		Paragraph{Text: sentences(p.n("passwords.audit.result", a.Entries), p.n("passwords.audit.sound", a.Sound))},
		Rows{Key: "audit", Len: len(a.Worst), Row: func(i int) Row { return p.auditRow(a.Worst[i], i) }, Empty: p.t("passwords.audit.none")},
		Notice{Tag: Tag{Diamond, p.t("import.delete"), Attention}, Text: p.Words.T("sites.delete-export")},
	)
	return c
}

func (p *page) auditRow(e PasswordEntry, i int) Row {
	tag := Tag{Diamond, p.t("passwords.audit.change"), Attention}
	var why []string
	if e.Leaked {
		tag = Tag{Triangle, p.t("passwords.audit.change-now"), Danger}
		why = append(why, p.t("passwords.audit.leaked"))
	}
	if e.OlderThan != "" {
		why = append(why, p.t("passwords.audit.older", "leak", p.leakName(e.OlderThan)))
	}
	if e.Reused > 0 {
		why = append(why, p.n("passwords.audit.reused", e.Reused))
	}
	if e.Weak {
		why = append(why, p.t("passwords.audit.weak"))
	}
	return Row{Key: strconv.Itoa(i), Title: clean(e.Site), Note: join(why...), Tag: &tag}
}

// makePassword draws one at random, shows it and keeps it nowhere.
func (p *page) makePassword() Card {
	c := Card{Title: p.t("passwords.make"), Sub: p.t("passwords.make.sub")}
	if m := p.ui.Made; m != nil {
		c.Blocks = append(c.Blocks, Paragraph{Strong: m.Value.Reveal(), Text: p.t("passwords.made", "bits", strconv.Itoa(m.Bits))},
			Buttons{Items: []Button{{Text: p.t("passwords.copy"), Intent: CopyText{Text: m.Value.Reveal()}}}})
	}
	c.Blocks = append(c.Blocks, Buttons{Items: []Button{{Text: p.t("passwords.make.do"), Intent: MakePassword{}}}})
	return c
}
