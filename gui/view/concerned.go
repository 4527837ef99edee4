package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vigie/monitor"
	"vigie/monitor/directory"
)

// concernedScreen asks with whom someone dealt. No number, no address is asked
// for, and the verdict stands beside each line as soon as it is ticked.
func (p *page) concernedScreen() Screen {
	person := cmp.Or(p.place.Person, p.shown())
	if _, ok := p.person(person); !ok {
		return p.gone(ScreenHousehold)
	}
	s := Screen{
		Crumbs: p.personCrumbs(person, p.t("concerned.crumb")),
		Title:  p.t("concerned.title"), Lead: p.t("concerned.lead"),
	}
	s.Blocks = append(p.organisationBlocks(person), Buttons{Items: []Button{
		{Text: p.t("concerned.results"), Kind: Primary, Intent: ShowPerson{Person: person, Then: ScreenLeaks}},
		p.importButton(person),
	}})
	return s
}

// organisationBlocks are the themes, the organisations of one, and the search:
// shared with first start.
func (p *page) organisationBlocks(person string) []Block {
	theme := p.theme()
	chips := Chips{}
	for _, t := range p.themesToAsk() {
		chips.Items = append(chips.Items, Chip{
			Tag: Tag{Text: p.Words.T("directory.theme." + t)}, On: t == theme && p.query() == "",
			Intent: ShowTheme{Theme: t},
		})
	}
	search := p.field("organisation.search", SearchField, "")
	search.Hint = p.n("concerned.search", p.organisations())
	said := p.dealings(person)
	found := p.found(theme)
	if typed := p.query(); typed != "" && !p.Directory.Known(typed) {
		found = append(found, typed)
	}
	rows, listed := make([]Row, len(found)), make(map[string]bool)
	for i, name := range found {
		a, _ := said.at(p.namesOf(name))
		listed[a.ID] = true
		rows[i] = p.organisationRow(person, name, a)
	}
	blocks := []Block{chips, Form{Fields: []Field{search}}, Card{Blocks: []Block{list("organisations."+theme+p.query(), p.t("concerned.none"), rows...)}}}
	others := slices.DeleteFunc(p.affiliations(person), func(a monitor.Affiliation) bool { return listed[a.ID] })
	if len(others) > 0 {
		blocks = append(blocks, Card{Title: p.n("concerned.others", len(others)), Blocks: []Block{
			Rows{Key: "others", Len: len(others), Row: func(i int) Row { return p.affiliationRow(others[i]) }},
		}})
	}
	return append(blocks, p.householdFacts(person, said))
}

// themesToAsk are the themes of organisations one deals with: nobody is a
// customer of those who help.
func (p *page) themesToAsk() []string {
	return slices.DeleteFunc(slices.Clone(p.Directory.Themes()), func(t string) bool { return t == "help" })
}

// theme is the one that is shown, the first when none was chosen.
func (p *page) theme() string {
	themes := p.themesToAsk()
	if slices.Contains(themes, p.ui.Theme) {
		return p.ui.Theme
	}
	if len(themes) == 0 {
		return ""
	}
	return themes[0]
}

func (p *page) query() string { return strings.TrimSpace(p.ui.Typed["organisation.search"]) }

// organisations counts those that can be found.
func (p *page) organisations() int {
	n := 0
	for _, t := range p.themesToAsk() {
		n += len(p.Directory.InTheme(t))
	}
	return n
}

// maxFound is how many organisations a search lists.
const maxFound = 20

// found are the names in a theme, or those that what was typed may mean.
func (p *page) found(theme string) []string {
	entries := p.Directory.InTheme(theme)
	if q := p.query(); q != "" {
		entries = p.Directory.Search(q, maxFound)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name
	}
	return names
}

// entry is the organisation of the directory that is called so.
func (p *page) entry(name string) (directory.Entry, bool) {
	if !p.Directory.Known(name) {
		return directory.Entry{}, false
	}
	found := p.Directory.Search(name, 1)
	if len(found) == 0 {
		return directory.Entry{}, false
	}
	return found[0], true
}

// namesOf are the normal forms of all the names an organisation is called by.
func (p *page) namesOf(name string) []string {
	names := []string{monitor.NormalOrganisation(name)}
	if e, ok := p.entry(name); ok {
		for _, n := range append([]string{e.Name}, e.Aliases...) {
			names = append(names, monitor.NormalOrganisation(n))
		}
	}
	return names
}

// dealings are what a person said about organisations, by the normal form of
// the name that they gave.
type dealings map[string]monitor.Affiliation

func (p *page) dealings(person string) dealings {
	d := make(dealings)
	for _, a := range p.affiliations(person) {
		name := monitor.NormalOrganisation(a.Organisation)
		if _, twice := d[name]; !twice {
			d[name] = a
		}
	}
	return d
}

// at is what was said under any of the names of one organisation.
func (d dealings) at(names []string) (monitor.Affiliation, bool) {
	for _, n := range names {
		if a, ok := d[n]; ok {
			return a, true
		}
	}
	return monitor.Affiliation{}, false
}

// organisationRow is one organisation, to tick, with what was said about it.
func (p *page) organisationRow(person, name string, a monitor.Affiliation) Row {
	title := clean(name)
	if e, ok := p.entry(name); ok && len(e.Aliases) > 0 {
		title = p.t("concerned.aliases", "name", title, "aliases", strings.Join(e.Aliases[:min(len(e.Aliases), 2)], ", "))
	}
	r := Row{Key: "organisation." + monitor.NormalOrganisation(name), Title: title}
	if a.ID == "" {
		r.Toggle = &Toggle{Text: p.t("concerned.tick", "name", title), Intent: AddAffiliations{Person: person, Said: []monitor.Affiliation{{Organisation: clean(name)}}}}
		return r
	}
	r.Toggle = &Toggle{On: true, Text: p.t("concerned.untick", "name", title), Intent: RemoveAffiliation{ID: a.ID}}
	r.Chip = &Chip{Tag: Tag{Text: p.dealing(a)}, Intent: AskPeriod{Organisation: a.Organisation}}
	r.Tag = p.affiliationVerdict(a)
	if p.asksPeriod(a.Organisation) {
		r.Blocks = p.periodBlocks(a)
	} else {
		r.Blocks = p.openQuestions(person, a)
	}
	return r
}

// affiliationVerdict is what a person's dealing with one organisation means, in
// how many leaks.
func (p *page) affiliationVerdict(a monitor.Affiliation) *Tag {
	byVerdict := make(map[monitor.Verdict]int)
	best := monitor.NoFinding
	for _, f := range p.Findings {
		rests := f.Person == a.Person && slices.ContainsFunc(f.Reasons, func(y monitor.Why) bool { return y.Affiliation == a.ID })
		if rests && f.Status != monitor.Withdrawn {
			byVerdict[f.Verdict]++
			best = max(best, f.Verdict)
		}
	}
	perhaps := ""
	if n := byVerdict[monitor.Possible]; n > 0 && best > monitor.Possible {
		perhaps = p.n("concerned.and-possible", n)
	}
	switch n := byVerdict[best]; best {
	case monitor.Confirmed:
		return &Tag{Triangle, p.n("concerned.confirmed", n) + perhaps, Danger}
	case monitor.Likely:
		return &Tag{Diamond, p.n("concerned.likely", n) + perhaps, Attention}
	case monitor.Possible:
		return &Tag{Question, p.n("concerned.possible", n), Muted}
	case monitor.NotConcerned:
		return &Tag{Check, p.n("concerned.spared", n), Calm}
	}
	return &Tag{Dash, p.t("concerned.no-leak"), Muted}
}

// openQuestions are what a leak asks of the person where that would settle it.
func (p *page) openQuestions(person string, a monitor.Affiliation) []Block {
	var blocks []Block
	for _, f := range p.Findings {
		rests := f.Person == person && f.Verdict == monitor.Possible && slices.ContainsFunc(f.Reasons, func(y monitor.Why) bool { return y.Affiliation == a.ID })
		b, ok := p.Catalogue.Breach(f.Breach)
		if !rests || !ok {
			continue
		}
		for _, q := range b.Questions() {
			blocks = append(blocks, p.question(f, b, q)...)
		}
	}
	const questions = 4 // more than two at once is an interrogation
	return blocks[:min(len(blocks), questions)]
}

// asksPeriod reports whether the two clicks are open for an organisation.
func (p *page) asksPeriod(organisation string) bool {
	return p.ui.Period != nil && monitor.NormalOrganisation(p.ui.Period.Organisation) == monitor.NormalOrganisation(organisation)
}

// years of a period that can be picked: who remembers an earlier one says
// "earlier", which is not known to the year.
const pickYears = 30

// periodBlocks are the two clicks: since when, until when. The relation stands
// in the question, so that it is said and not assumed.
func (p *page) periodBlocks(a monitor.Affiliation) []Block {
	pick := p.ui.Period
	relation := p.relation(a)
	question, first := "period.ask-from", p.Now.Year()-pickYears+1
	if pick.From != nil {
		question = "period.ask-to"
		first = max(first, pick.From.Year)
	}
	ask := Chips{Label: p.t(question, "relation", p.relationWords(relation), "organisation", upper(clean(a.Organisation)))}
	if pick.From != nil {
		ask.Items = append(ask.Items, Chip{Tag: Tag{Text: p.t("period.still")}, Intent: PickPeriod{Pick: Pick{Current: true}}})
	}
	for year := p.Now.Year(); year >= first; year-- {
		ask.Items = append(ask.Items, Chip{Tag: Tag{Text: strconv.Itoa(year)}, Intent: PickPeriod{Pick: Pick{Year: year}}})
	}
	unknown := p.t("period.earlier")
	if pick.From != nil {
		unknown = p.t("period.unknown")
	}
	ask.Items = append(ask.Items, Chip{Tag: Tag{Text: unknown}, Intent: PickPeriod{}})
	blocks := []Block{ask}
	if relations := p.relations(a); len(relations) > 1 {
		how := Chips{Label: p.t("period.how")}
		for _, r := range relations {
			how.Items = append(how.Items, Chip{Tag: Tag{Text: p.relationWords(r)}, On: r == relation, Intent: PickRelation{Relation: r}})
		}
		blocks = append(blocks, how)
	}
	return blocks
}

func (p *page) relationWords(r monitor.Relation) string {
	if r == "" {
		return p.t("relation.unsaid")
	}
	return p.Explain.Relation(r)
}

// relation is how the period that is being picked will be kept: as chosen, as
// said before, or as is usual with this organisation.
func (p *page) relation(a monitor.Affiliation) monitor.Relation {
	if p.ui.Period.Relation != nil {
		return *p.ui.Period.Relation
	}
	if a.Relation != "" {
		return a.Relation
	}
	e, _ := p.entry(a.Organisation)
	return e.Relation
}

// relations are those that matter with an organisation: the usual one and the
// ones that its leaks ask about; not saying is always possible.
func (p *page) relations(a monitor.Affiliation) []monitor.Relation {
	var all []monitor.Relation
	add := func(r monitor.Relation) {
		if r != "" && r != monitor.Anyone && !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	e, _ := p.entry(a.Organisation)
	add(e.Relation)
	add(a.Relation)
	for _, f := range p.Findings {
		rests := f.Person == a.Person && slices.ContainsFunc(f.Reasons, func(y monitor.Why) bool { return y.Affiliation == a.ID })
		if b, ok := p.Catalogue.Breach(f.Breach); rests && ok {
			for _, c := range b.Criteria {
				add(c.Relation)
			}
		}
	}
	add("customer")
	add("employee")
	return append(all, "")
}

// householdFacts are asked once of everybody: nobody knows that they deal with
// the file of bank accounts, or with the declarations of employers.
func (p *page) householdFacts(person string, said dealings) Card {
	var rows []Row
	for _, fact := range []monitor.Affiliation{
		{Organisation: "Ficoba", Relation: "bank_account_holder", Period: monitor.Period{Current: true}},
		{Organisation: "Urssaf", Relation: "employee", Period: monitor.Period{From: monitor.MustDate("2023")}},
	} {
		key := "fact." + strings.ToLower(fact.Organisation)
		r := Row{Key: key, Title: p.t(key), Toggle: &Toggle{Text: p.t(key), Intent: AddAffiliations{Person: person, Said: []monitor.Affiliation{fact}}}}
		if a, on := said.at(p.namesOf(fact.Organisation)); on {
			r.Toggle.On, r.Toggle.Intent, r.Tag = true, RemoveAffiliation{ID: a.ID}, p.affiliationVerdict(a)
		}
		rows = append(rows, r)
	}
	return Card{Title: p.t("fact.title"), Sub: p.t("fact.sub"), Blocks: []Block{list("facts", "", rows...)}}
}
