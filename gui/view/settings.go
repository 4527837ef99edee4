package view

import (
	"cmp"
	"slices"
	"strconv"

	"vigie/assets/words"
	"vigie/monitor"
)

// Themes are the sets of colours that can be chosen; the words are
// window.theme.<theme>.
func Themes() []Theme { return []Theme{ThemeSystem, ThemeLight, ThemeDark, ThemeContrast} }

// TextSizes are the sizes of text that can be chosen, in per cent.
func TextSizes() []int { return []int{100, 125, 150, 175, 200} }

// settings are the person's choices.
func (p *page) settings() Screen {
	s := Screen{Title: p.t("nav.settings"), Lead: p.t("settings.lead")}
	s.Blocks = []Block{
		Card{Title: p.t("settings.look"), Blocks: []Block{p.languages(), p.themes(), p.textSizes()}},
		Card{Title: p.t("settings.watch"), Blocks: p.watch()},
		Card{Title: p.t("settings.sources"), Sub: p.t("settings.sources.sub"), Blocks: []Block{p.feedRows(), Buttons{Items: []Button{p.checkButton(Plain, "check.now")}}}},
		p.keysCard(),
		Card{Title: p.t("settings.data"), Blocks: []Block{
			Facts{Items: []Fact{
				{Label: p.t("settings.folder"), Value: p.Settings.DataDir},
				{Label: p.t("settings.vault"), Value: p.Settings.Vault, Note: p.t("keychain." + string(p.Keychain))},
				{Label: p.t("settings.version"), Value: p.Settings.Version},
			}},
			Paragraph{Text: p.t("settings.backup.text")},
			Buttons{Items: []Button{p.backupButton(), p.restoreButton()}},
		}},
		Card{Title: p.t("settings.erase"), Blocks: []Block{
			Paragraph{Text: p.t("settings.erase.text")},
			Buttons{Items: []Button{{Text: p.t("settings.erase.button"), Kind: Grave, Intent: Confirm{Then: EraseAll{}}}}},
		}},
	}
	return s
}

func (p *page) languages() Chips {
	c := Chips{Label: p.t("settings.language")}
	for _, lang := range words.Languages() {
		c.Items = append(c.Items, Chip{Tag: Tag{Text: p.t("language." + lang)}, On: lang == p.Words.Lang(), Intent: SetLanguage{Lang: lang}})
	}
	return c
}

func (p *page) themes() Chips {
	c := Chips{Label: p.t("settings.theme")}
	for _, t := range Themes() {
		c.Items = append(c.Items, Chip{Tag: Tag{Text: p.t("theme." + string(t))}, On: t == p.Settings.Look.Theme, Intent: SetTheme{Theme: t}})
	}
	return c
}

func (p *page) textSizes() Chips {
	c := Chips{Label: p.t("settings.text-size")}
	for _, n := range TextSizes() {
		c.Items = append(c.Items, Chip{Tag: Tag{Text: p.t("per-cent", "n", strconv.Itoa(n))}, On: n == p.Settings.Look.TextSize, Intent: SetTextSize{Percent: n}})
	}
	return c
}

// watch is how often, when it is quiet, what a pop-up may say, and with the
// session or not: shared with first start.
func (p *page) watch() []Block {
	every := Chips{Label: p.t("settings.schedule")}
	for _, w := range Schedules() {
		every.Items = append(every.Items, Chip{Tag: Tag{Text: p.t("schedule." + cmp.Or(w, "each"))}, On: w == p.Settings.Schedule, Intent: SetSchedule{Every: w}})
	}
	privacy := Chips{Label: p.t("settings.privacy")}
	for _, w := range Privacies() {
		privacy.Items = append(privacy.Items, Chip{Tag: Tag{Text: p.t("privacy." + w)}, On: w == p.Settings.Privacy, Intent: SetPrivacy{Level: w}})
	}
	own := p.field("schedule.own", TextField, p.ownSchedule())
	quiet := p.field("quiet.hours", TextField, p.Settings.Quiet)
	quiet.Hint = "22:00-07:00"
	return []Block{every, Form{Fields: []Field{own}, Buttons: []Button{{Text: p.t("settings.schedule.save"), Intent: Submit{Form: FormSchedule}}}}, p.pause(), privacy, Form{Fields: []Field{quiet}, Buttons: []Button{{Text: p.t("settings.quiet.save"), Intent: Submit{Form: FormQuiet}}}}, p.autostart()}
}

// ownSchedule is a rhythm that is none of those offered.
func (p *page) ownSchedule() string {
	if slices.Contains(Schedules(), p.Settings.Schedule) {
		return ""
	}
	return clean(p.Settings.Schedule)
}

// pause stops the watch for a day, or takes it up again.
func (p *page) pause() Block {
	if until := p.Settings.PausedUntil; until.After(p.Now) {
		return Notice{Tag: Tag{Circle, p.t("foot.paused", "when", p.moment(until)), Attention}, Buttons: []Button{{Text: p.Words.T("tray.resume"), Intent: Pause{}}}}
	}
	return Buttons{Items: []Button{{Text: p.Words.T("tray.pause"), Intent: Pause{Until: p.Now.AddDate(0, 0, 1)}}}}
}

func (p *page) autostart() Block {
	if p.Settings.Autostart == nil {
		return Paragraph{Text: p.t("settings.autostart.unknown"), Tone: Muted}
	}
	on := *p.Settings.Autostart
	return list("autostart", "", Row{
		Key: "autostart", Title: p.t("settings.autostart"), Note: p.t("settings.autostart.note"),
		Toggle: &Toggle{On: on, Text: p.t("settings.autostart"), Intent: SetAutostart{On: !on}},
	})
}

// feedRows are the sources, on or off, and how each stands.
func (p *page) feedRows() Rows {
	var rows []Row
	for _, f := range p.Feeds {
		rows = append(rows, p.feedRow(f))
	}
	return list("feeds", p.t("settings.sources.none"), rows...)
}

func (p *page) feedRow(f monitor.FeedStatus) Row {
	tag := p.feedTag(f)
	on := f.State != monitor.StateOff
	r := Row{
		Key: f.Name, Title: p.Explain.Feed(f.Name), Tag: &tag, Note: p.feedNote(f),
		Toggle: &Toggle{On: on, Text: p.t("settings.source.toggle", "feed", p.Explain.Feed(f.Name)), Intent: ChooseFeed{Feed: f.Name, On: !on}},
	}
	if f.State == monitor.StateOff && f.Reason == monitor.ReasonNoConsent {
		tag, r.Toggle = Tag{Circle, p.t("feed.with-consent"), Muted}, nil // agreed to identifier by identifier, elsewhere
	}
	if f.Records > 0 {
		r.Aside = p.n("records", f.Records)
	}
	if !f.CheckedAt.IsZero() {
		r.Aside = join(r.Aside, p.moment(f.CheckedAt))
	}
	return r
}

// feedNote says why a source stands as it does, where its status does not.
func (p *page) feedNote(f monitor.FeedStatus) string {
	if (f.State == monitor.StateOK || f.State == monitor.StateUnchanged) && f.Reason == monitor.ReasonNone {
		return ""
	}
	return p.Explain.FeedReason(f)
}

// keysCard are the services that are asked with a key of the person's own.
func (p *page) keysCard() Card {
	c := Card{Title: p.t("settings.keys"), Sub: p.t("settings.keys.sub")}
	for _, service := range p.Settings.Lookups {
		if !service.NeedsKey {
			continue
		}
		field := p.field("key."+service.Feed, SecretField, "")
		field.Label = p.Explain.Feed(service.Feed)
		if service.HasKey {
			field.Help = p.t("settings.key.kept")
		}
		c.Blocks = append(c.Blocks, Form{Fields: []Field{field}, Buttons: []Button{{Text: p.t("settings.key.save"), Intent: SubmitKey{Feed: service.Feed}}}})
	}
	if len(c.Blocks) == 0 {
		c.Blocks = []Block{Paragraph{Text: p.t("settings.keys.none"), Tone: Muted}}
	}
	return c
}
