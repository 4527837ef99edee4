package view

import (
	"slices"

	"vigie/monitor"
)

// household is who lives here, and what can be done for everybody.
func (p *page) householdScreen() Screen {
	s := Screen{Title: p.t("household.title"), Lead: p.t("household.lead")}
	card := p.householdCard()
	card.Title = ""
	s.Blocks = []Block{
		card,
		Card{Title: p.t("household.add"), Blocks: []Block{p.personForm(monitor.Person{Role: monitor.Adult})}},
		Card{Title: p.t("household.share"), Blocks: []Block{
			Paragraph{Text: p.t("household.share.text")},
			Buttons{Items: []Button{p.backupButton(), p.restoreButton()}},
		}},
		Card{Title: p.t("household.sheet"), Blocks: []Block{
			Paragraph{Text: p.t("household.sheet.text")},
			Buttons{Items: []Button{{Text: p.t("household.sheet.save"), Intent: ChooseFile{
				Then: SaveSheet{}, Save: true, Name: p.t("household.sheet.file"), Endings: []string{".pdf"},
			}}}},
		}},
	}
	return s
}

func (p *page) backupButton() Button {
	return Button{Text: p.t("backup.out"), Intent: ChooseFile{Then: StartBackup{}, Save: true, Name: p.t("backup.file"), Endings: []string{".age"}}}
}

func (p *page) restoreButton() Button {
	return Button{Text: p.t("backup.in"), Intent: ChooseFile{Then: StartRestore{}, Endings: []string{".age"}}}
}

// personForm adds someone, or gives them another name or role.
func (p *page) personForm(x monitor.Person) Form {
	var roles []Option
	for _, r := range monitor.Roles() {
		roles = append(roles, Option{Value: string(r), Text: p.t("role." + string(r)), Note: p.t("role." + string(r) + ".note")})
	}
	button := Button{Text: p.t("person.add"), Kind: Primary, Intent: Submit{Form: FormPerson}}
	if x.ID != "" {
		button = Button{Text: p.t("person.save"), Intent: Submit{Form: FormPerson}}
	}
	name := p.field("person.name", TextField, x.Name)
	role := p.field("person.role", ChoiceField, string(x.Role))
	role.Options = roles
	return Form{Fields: []Field{name, role}, Buttons: []Button{button}}
}

func (p *page) personCrumbs(person, here string) []Button {
	return []Button{
		crumb(p.t("nav.household"), goTo(ScreenHousehold, "", "")),
		crumb(p.name(person), goTo(ScreenPerson, person, "")),
		crumb(here, nil),
	}
}

// personScreen is one person: who, with whom they deal, what singles them out.
func (p *page) personScreen() Screen {
	x, ok := p.person(p.place.Person)
	if !ok {
		return p.gone(ScreenHousehold)
	}
	s := Screen{
		Crumbs: []Button{crumb(p.t("nav.household"), goTo(ScreenHousehold, "", "")), crumb(clean(x.Name), nil)},
		Title:  clean(x.Name), Lead: p.personNote(x),
	}
	s.Blocks = []Block{
		p.organisationsCard(x),
		p.identifiersCard(x),
		p.personLeaks(x),
		Card{Title: p.t("person.edit"), Blocks: []Block{
			p.personForm(x),
			Buttons{Items: []Button{{Text: p.t("person.remove"), Kind: Grave, Intent: Confirm{Then: RemovePerson{ID: x.ID}}}}},
		}},
	}
	return s
}

func (p *page) organisationsCard(x monitor.Person) Card {
	said := p.affiliations(x.ID)
	return Card{Title: p.n("person.organisations", len(said)), Sub: p.t("person.organisations.sub"), Blocks: []Block{
		Rows{Key: "affiliations", Len: len(said), Row: func(i int) Row { return p.affiliationRow(said[i]) }, Empty: p.t("person.organisations.none")},
		Buttons{Items: []Button{
			{Text: p.t("person.organisations.add"), Kind: Primary, Intent: goTo(ScreenConcerned, x.ID, "")},
			p.importButton(x.ID),
		}},
	}}
}

func (p *page) importButton(person string) Button {
	return Button{Text: p.t("import.choose"), Intent: ChooseFile{Then: ImportSites{Person: person}, Endings: []string{".csv"}}}
}

// affiliations are what a person said about organisations.
func (p *page) affiliations(person string) []monitor.Affiliation {
	return slices.DeleteFunc(slices.Clone(p.Household.Affiliations), func(a monitor.Affiliation) bool { return a.Person != person })
}

// affiliationRow is one organisation of a person; its period takes two clicks.
func (p *page) affiliationRow(a monitor.Affiliation) Row {
	tag := p.affiliationVerdict(a)
	r := Row{
		Key: "affiliation." + a.ID, Title: clean(a.Organisation), Tag: tag,
		Chip:    &Chip{Tag: Tag{Text: p.dealing(a)}, Intent: AskPeriod{Organisation: a.Organisation}},
		Buttons: []Button{{Text: p.t("affiliation.remove"), Kind: Link, Intent: RemoveAffiliation{ID: a.ID}}},
	}
	if p.asksPeriod(a.Organisation) {
		r.Blocks = p.periodBlocks(a)
	}
	return r
}

// dealing is how and when someone dealt with an organisation, in a few words.
func (p *page) dealing(a monitor.Affiliation) string {
	period := p.t("period.unknown")
	from, to := p.Explain.Date(a.Period.From), p.Explain.Date(a.Period.To)
	switch {
	case a.Period.Current && a.Period.From.IsZero():
		period = p.t("period.current")
	case a.Period.Current:
		period = p.t("period.since", "from", from)
	case a.Period.From.IsZero() && !a.Period.To.IsZero():
		period = p.t("period.until", "to", to)
	case !a.Period.From.IsZero() && a.Period.To.IsZero():
		period = p.t("period.from", "from", from)
	case a.Period.From == a.Period.To && !a.Period.From.IsZero():
		period = from
	case !a.Period.From.IsZero():
		period = p.t("period.range", "from", from, "to", to)
	}
	if a.Relation == "" {
		return period
	}
	return join(p.Explain.Relation(a.Relation), period)
}

func (p *page) personLeaks(x monitor.Person) Card {
	found := newest(p.concerned(x.ID))
	rows := make([]Row, len(found))
	for i, f := range found {
		rows[i] = p.leakRow(f)
		rows[i].Badge = nil
	}
	return Card{Title: upper(p.leakCount(found)), Blocks: []Block{
		list("person-leaks", p.n("person.no-leak", len(p.Catalogue.Breaches())), rows...),
		Buttons{Items: []Button{
			{Text: p.t("person.puzzle"), Intent: goTo(ScreenExposure, x.ID, "")},
			{Text: p.t("person.plan"), Intent: ShowPerson{Person: x.ID, Then: ScreenPlan}},
		}},
	}}
}
