package view

import (
	"cmp"
	"slices"
	"strconv"

	"vigie/checklist"
	"vigie/monitor"
)

// The filters of the list of leaks; the words are window.leaks.filter.<filter>.
var leakFilters = []string{"", "new", "open", "claimed", "spared"}

// leaks lists who is concerned by what, newest known first.
func (p *page) leaks() Screen {
	s := Screen{Title: p.t("leaks.title"), Lead: p.t("leaks.lead", "records", p.records())}
	if len(p.Findings) == 0 {
		s.Blocks = []Block{p.empty()}
		return s
	}
	s.Blocks = append(p.standingNotice(), p.years())
	s.Blocks = append(s.Blocks, p.persons(p.ui.Only, true, func(id string) Intent { return ShowPerson{Person: id} })...)
	chips := Chips{}
	for _, f := range leakFilters {
		n := leaks(p.filtered(f))
		if n == 0 && f != "" && f != p.ui.Filter {
			continue // there is nothing to choose
		}
		text := p.n("leaks.filter."+cmp.Or(f, "all"), n)
		chips.Items = append(chips.Items, Chip{Tag: Tag{Text: text}, On: f == p.ui.Filter, Intent: Filter{Value: f}})
	}
	found := newest(p.filtered(p.ui.Filter))
	s.Blocks = append(s.Blocks, chips, p.leakRows("leaks."+p.ui.Filter, found, p.t("leaks.empty."+cmp.Or(p.ui.Filter, "all"))))
	if claims := newest(p.filtered("claimed")); p.ui.Filter == "" && len(claims) > 0 {
		s.Blocks = append(s.Blocks, Card{Title: p.n("leaks.claims", leaks(claims)), Sub: p.t("leaks.claims.sub"), Blocks: []Block{p.leakRows("claims", claims, "")}})
	}
	return s
}

// filtered are the findings that a filter keeps, of the person that was chosen.
func (p *page) filtered(filter string) []monitor.Finding {
	return slices.DeleteFunc(slices.Clone(p.Findings), func(f monitor.Finding) bool {
		keep := concerns(f) && !claim(f)
		switch filter {
		case "new":
			keep = concerns(f) && p.isNew(f)
		case "open":
			keep = keep && checklist.Open(p.Plan, f.Person, f.Breach)
		case "claimed":
			keep = concerns(f) && claim(f)
		case "spared":
			keep = !concerns(f)
		}
		return !keep || p.ui.Only != "" && f.Person != p.ui.Only
	})
}

// leakRows lists findings: a leak that two people are in has a row for each.
func (p *page) leakRows(key string, found []monitor.Finding, empty string) Rows {
	return Rows{Key: key, Len: len(found), Row: func(i int) Row { return p.leakRow(found[i]) }, Empty: empty}
}

func (p *page) leakRow(f monitor.Finding) Row {
	tag := p.certainty(f)
	r := Row{
		Key: f.Person + "/" + f.Breach, Badge: p.badge(f.Person), Title: p.findingTitle(f), Tag: &tag,
		Note:   join(p.name(f.Person), p.disclosedNote(f.DisclosedOn), p.leakState(f)),
		Intent: goTo(ScreenLeak, f.Person, f.Breach),
		Dim:    !concerns(f),
	}
	if p.isNew(f) {
		r.Chip = &Chip{Tag: Tag{Dot, p.t("leaks.new"), Accent}}
	}
	return r
}

func (p *page) disclosedNote(d monitor.Date) string {
	if d.IsZero() {
		return ""
	}
	return p.t("leaks.disclosed", "day", p.day(d))
}

// leakState is how far someone is with a leak.
func (p *page) leakState(f monitor.Finding) string {
	todo, done := 0, 0
	for _, a := range p.about(f.Person, f.Breach) {
		switch {
		case a.State == checklist.ToDo && a.Urgency > checklist.Info:
			todo++
		case a.State == checklist.Done:
			done++
		}
	}
	switch {
	case todo > 0:
		return p.n("leaks.to-do", todo)
	case done > 0:
		return p.t("leaks.closed")
	}
	return ""
}

// years is the picture of when leaks happened, as far back as one is known of.
func (p *page) years() Years {
	byYear := make(map[int]map[string]int) // year → breach → rank of its certainty
	for _, f := range p.concerned("") {
		year := yearOf(f)
		if year == 0 || p.ui.Only != "" && f.Person != p.ui.Only {
			continue
		}
		if byYear[year] == nil {
			byYear[year] = make(map[string]int)
		}
		byYear[year][f.Breach] = max(byYear[year][f.Breach], int(f.Verdict))
	}
	y := Years{Title: p.t("years.title")}
	first, last := p.Now.Year(), p.Now.Year()
	for year := range byYear {
		first = min(first, year)
	}
	total := 0
	for year := max(first, last-maxYears+1); year <= last; year++ {
		col := p.year(year, byYear[year])
		total += len(byYear[year])
		y.Items = append(y.Items, col)
	}
	y.Text = p.n("years.text", total, "first", strconv.Itoa(max(first, last-maxYears+1)))
	return y
}

// maxYears is how many columns fit the narrowest window.
const maxYears = 20

func (p *page) year(year int, leaks map[string]int) Year {
	label := strconv.Itoa(year)
	y := Year{Label: label, Spoken: p.n("years.spoken", len(leaks), "year", label)}
	for _, v := range []monitor.Verdict{monitor.Confirmed, monitor.Likely, monitor.Possible} {
		n := 0
		for _, rank := range leaks {
			if rank == int(v) {
				n++
			}
		}
		if n > 0 {
			y.Parts = append(y.Parts, YearPart{Tag: p.certainty(monitor.Finding{Verdict: v}), N: n})
		}
	}
	return y
}

// yearOf is the year a leak happened in, or was made public in; 0 when no
// source says.
func yearOf(f monitor.Finding) int {
	for _, d := range []monitor.Date{f.OccurredFrom, f.OccurredTo, f.DisclosedOn} {
		if year, _, _ := d.Parts(); year != 0 {
			return year
		}
	}
	return 0
}
