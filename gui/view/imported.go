package view

import "vigie/monitor"

// importScreen shows the sites of a password manager's export before any is
// kept: everything else of the file was passed over.
func (p *page) importScreen() Screen {
	in := p.ui.Import
	if in == nil {
		return p.gone(ScreenHousehold)
	}
	s := Screen{
		Crumbs: p.personCrumbs(in.Person, p.t("import.crumb")),
		Title:  p.n("import.title", len(in.Sites)), Lead: p.t("import.lead", "format", clean(in.Format)),
	}
	if in.Skipped > 0 {
		s.Blocks = append(s.Blocks, Paragraph{Text: p.n("import.skipped", in.Skipped), Size: Small, Tone: Muted})
	}
	s.Blocks = append(s.Blocks,
		Rows{Key: "import", Len: len(in.Sites), Row: func(i int) Row { return p.siteRow(in, i) }, Empty: p.t("import.none")},
		Notice{Tag: Tag{Diamond, p.t("import.delete"), Attention}, Text: p.Words.T("sites.delete-export")},
		Buttons{Items: []Button{
			{Text: p.n("import.keep", len(in.kept())), Kind: Primary, Intent: Submit{Form: FormImport}, Off: len(in.kept()) == 0},
			{Text: p.t("import.drop"), Intent: Back{}},
		}},
	)
	return s
}

func (p *page) siteRow(in *Import, i int) Row {
	site := in.Sites[i]
	r := Row{
		Key: site.Domain, Title: clean(site.Domain), Note: clean(site.Name),
		Toggle: &Toggle{On: !in.Left[site.Domain], Text: clean(site.Domain), Intent: PickSite{Domain: site.Domain}},
	}
	if e, ok := p.entry(site.Domain); ok {
		r.Aside = e.Name
	}
	return r
}

// kept are the sites that stayed ticked, as what the person says.
func (in *Import) kept() []monitor.Affiliation {
	var said []monitor.Affiliation
	for _, s := range in.Sites {
		if !in.Left[s.Domain] {
			said = append(said, monitor.Affiliation{Organisation: s.Domain})
		}
	}
	return said
}
