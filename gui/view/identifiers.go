package view

import (
	"slices"

	"vigie/monitor"
)

// identifiersCard counts what singles a person out, and says that none is needed.
func (p *page) identifiersCard(x monitor.Person) Card {
	own := p.identifiers(x.ID)
	rows := make([]Row, len(own))
	for i, id := range own {
		rows[i] = Row{Key: id.ID, Title: upper(p.Words.T("identifier.kind." + string(id.Kind))), Aside: id.Masked}
	}
	return Card{Title: p.n("identifiers.count", len(own)), Sub: p.t("identifiers.optional"), Blocks: []Block{
		list("identifiers", p.t("identifiers.none"), rows...),
		Buttons{Items: []Button{{Text: p.t("identifiers.manage"), Intent: goTo(ScreenIdentifiers, x.ID, "")}}},
	}}
}

func (p *page) identifiers(person string) []monitor.Identifier {
	return slices.DeleteFunc(slices.Clone(p.Household.Identifiers), func(x monitor.Identifier) bool {
		return x.Person != person || x.State != monitor.Active
	})
}

// identifiersScreen lists them masked. Seeing one is a deliberate act, and what
// would leave for a look-up stands beside each before anyone agrees.
func (p *page) identifiersScreen() Screen {
	person := p.place.Person
	if _, ok := p.person(person); !ok {
		return p.gone(ScreenHousehold)
	}
	s := Screen{
		Crumbs: p.personCrumbs(person, p.t("identifiers.crumb")),
		Title:  p.t("identifiers.title", "name", p.name(person)), Lead: p.t("identifiers.lead", "vault", p.Settings.Vault),
	}
	own := p.identifiers(person)
	rows := make([]Row, len(own))
	for i, x := range own {
		rows[i] = p.identifierRow(x)
	}
	s.Blocks = []Block{
		Card{Blocks: []Block{list("identifiers", p.t("identifiers.none"), rows...)}},
		Card{Title: p.t("identifiers.add"), Sub: p.t("identifiers.optional"), Blocks: []Block{p.identifierForm()}},
		p.consents(own),
	}
	return s
}

func (p *page) identifierRow(x monitor.Identifier) Row {
	r := Row{Key: x.ID, Title: upper(p.Words.T("identifier.kind." + string(x.Kind))), Note: p.t("identifiers.masked", "value", x.Masked)}
	if v, shown := p.ui.Revealed[x.ID]; shown {
		r.Note = v.Reveal()
		r.Buttons = []Button{{Text: p.t("identifiers.hide"), Kind: Link, Intent: HideIdentifier{ID: x.ID}}}
	} else {
		r.Buttons = []Button{{Text: p.t("identifiers.reveal"), Kind: Link, Intent: Confirm{Then: RevealIdentifier{ID: x.ID}}}}
	}
	r.Buttons = append(r.Buttons, Button{Text: p.t("identifiers.remove"), Kind: Link, Intent: Confirm{Then: RemoveIdentifier{ID: x.ID}}})
	if !x.Kind.MaySend() {
		r.Aside = p.t("identifiers.never-sent")
	}
	return r
}

func (p *page) identifierForm() Form {
	kind := p.field("identifier.kind", ChoiceField, string(monitor.Email))
	for _, k := range monitor.Kinds() {
		note := p.t("identifiers.never-sent")
		if k.MaySend() {
			note = p.t("identifiers.may-be-sent")
		}
		kind.Options = append(kind.Options, Option{Value: string(k), Text: upper(p.Words.T("identifier.kind." + string(k))), Note: note})
	}
	return Form{
		Fields:  []Field{kind, p.field("identifier.value", TextField, "")},
		Buttons: []Button{{Text: p.t("identifiers.keep"), Kind: Primary, Intent: Submit{Form: FormIdentifier}}},
	}
}

// consents are the look-ups: for each service and identifier, exactly what would
// leave, to whom, with the CNIL's caution, off until somebody agrees.
func (p *page) consents(own []monitor.Identifier) Card {
	c := Card{Title: p.t("consent.title"), Blocks: []Block{Paragraph{Text: p.t("consent.lead")}, p.caution()}}
	for _, service := range p.Settings.Lookups {
		var rows []Row
		for _, x := range own {
			if sent, ok := service.Sends[x.Kind]; ok {
				rows = append(rows, p.consentRow(service, x, sent))
			}
		}
		if len(rows) == 0 {
			continue
		}
		c.Blocks = append(c.Blocks, Heading{Level: 3, Text: p.Explain.Feed(service.Feed)}, list("consent."+service.Feed, "", rows...))
		if service.NeedsKey && !service.HasKey {
			c.Blocks = append(c.Blocks, Paragraph{Text: p.t("consent.needs-key"), Size: Small, Tone: Muted,
				Links: []Button{{Text: p.t("consent.key"), Kind: Link, Intent: goTo(ScreenSettings, "", "")}}})
		}
	}
	if len(c.Blocks) == 2 {
		c.Blocks = append(c.Blocks, Paragraph{Text: p.t("consent.nothing-to-send"), Tone: Muted})
	}
	return c
}

// caution is what the CNIL says of sites that tell whether one is concerned.
func (p *page) caution() Notice {
	return Notice{Tag: Tag{Diamond, p.t("consent.cnil"), Attention}, Text: p.t("consent.cnil.text")}
}

func (p *page) consentRow(service LookupService, x monitor.Identifier, sent monitor.Sent) Row {
	r := Row{
		Key: service.Feed + "/" + x.ID, Title: x.Masked,
		Note: p.t("consent.sent", "sent", p.sent(sent), "host", service.Host),
		Toggle: &Toggle{
			Text: p.t("consent.agree", "feed", p.Explain.Feed(service.Feed), "value", x.Masked), Intent: GrantConsent{Feed: service.Feed, Identifier: x.ID},
		},
	}
	given, ok := p.consent(service.Feed, x.ID)
	if !ok {
		tag := Tag{Circle, p.t("consent.none"), Muted}
		r.Tag = &tag
		return r
	}
	r.Toggle.On, r.Toggle.Intent = true, RevokeConsent{Feed: service.Feed, Identifier: x.ID}
	tag := p.lookupTag(given.Last)
	r.Tag, r.Aside = &tag, p.t("consent.since", "day", p.day(civil(given.At.In(p.Now.Location()))))
	return r
}

func (p *page) consent(feed, identifier string) (monitor.Consent, bool) {
	for _, c := range p.Household.Consents {
		if c.Feed == feed && c.Identifier == identifier {
			return c, true
		}
	}
	return monitor.Consent{}, false
}

// lookupTag has three answers, never two: found, not found, not known.
func (p *page) lookupTag(l monitor.LookupState) Tag {
	switch {
	case l.AnsweredAt.IsZero() || l.AnsweredAt.Before(l.TriedAt) && l.Reason != monitor.ReasonNone:
		return Tag{Question, p.t("lookup.unknown"), Attention}
	case l.Found > 0:
		return Tag{Diamond, p.n("lookup.found", l.Found), Attention}
	}
	return Tag{Check, p.t("lookup.not-found", "when", p.on(l.AnsweredAt)), Neutral}
}

// sent is what a request carries, in the language of the window.
func (p *page) sent(s monitor.Sent) string {
	return p.t("sent." + sentKeys[s])
}

// sentKeys are the words of what a request may carry: the phrases themselves
// are the command line's public interface.
var sentKeys = map[monitor.Sent]string{
	monitor.SentNothing: "nothing", monitor.SentEmail: "email", monitor.SentHash: "hash", monitor.SentPrefix5: "prefix5",
	monitor.SentPrefix6: "prefix6", monitor.SentPhone: "phone", monitor.SentName: "username", monitor.SentKey: "key", "": "sealed",
}
