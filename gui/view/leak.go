package view

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"vigie/checklist"
	"vigie/monitor"
	"vigie/monitor/identifier"
)

// leak is one leak for one person: how sure, why, when, which data, what to do,
// who says so, what changed.
func (p *page) leak() Screen {
	b, ok := p.Catalogue.Breach(p.place.ID)
	if !ok {
		return p.gone(ScreenLeaks)
	}
	f := p.finding(p.place.Person, b)
	s := Screen{
		Crumbs: []Button{crumb(p.t("nav.leaks"), goTo(ScreenLeaks, "", "")), crumb(clean(b.Organisation), nil)},
		Title:  p.leakTitle(b.Organisation, b.OccurredFrom, b.OccurredTo, b.Disclosed()),
		Lead:   join(p.affected(b), p.t("status."+string(cmp.Or(b.Status, monitor.Claimed)))),
	}
	if f.Person != "" {
		tag := p.certainty(f)
		s.Tag = &tag
		s.Blocks = append(p.others(f, b), p.why(f, b))
	}
	s.Blocks = append(s.Blocks, p.population(b)...)
	s.Blocks = append(s.Blocks, p.dates(b), p.data(f, b))
	if f.Verdict > monitor.NotConcerned {
		s.Blocks = append(s.Blocks, p.leakPlan(f, b)...)
		s.Blocks = append(s.Blocks, p.allow(f))
		if !claim(f) {
			s.Blocks = append(s.Blocks, p.letterCard(f))
		}
	}
	if f.Person != "" {
		s.Blocks = append(s.Blocks, p.proof(f, b))
	}
	s.Blocks = append(s.Blocks, p.sources(b), p.history(f, b))
	return s
}

// gone is shown for what is no longer there.
func (p *page) gone(list Name) Screen {
	return Screen{Title: p.t("gone.title"), Lead: p.t("gone.lead"), Blocks: []Block{
		Buttons{Items: []Button{{Text: p.t("gone.back"), Kind: Primary, Intent: goTo(list, "", "")}}},
	}}
}

// finding is that of a person, or of the first one concerned, or empty.
func (p *page) finding(person string, b *monitor.Breach) monitor.Finding {
	var first monitor.Finding
	for _, f := range p.Findings {
		if !b.Is(f.Breach) {
			continue
		}
		if f.Person == person {
			return f
		}
		if first.Person == "" && person == "" {
			first = f
		}
	}
	return first
}

func (p *page) affected(b *monitor.Breach) string {
	switch n := b.Affected; {
	case n == 0:
		return ""
	case n >= 1_000_000:
		return p.n("affected.millions", int(n/1_000_000))
	default:
		return p.n("affected", int(n))
	}
}

// population says whom the leak is about, in the words of its source.
func (p *page) population(b *monitor.Breach) []Block {
	text := monitor.CleanText(b.Population.In(p.Words.Lang()), monitor.MaxText)
	if text == "" {
		return nil
	}
	return []Block{Paragraph{Strong: p.t("leak.population"), Text: text, Size: Small, Tone: Muted}}
}

// others leads to the same leak for other people of the household.
func (p *page) others(f monitor.Finding, b *monitor.Breach) []Block {
	var chips []Chip
	for _, x := range p.Findings {
		if b.Is(x.Breach) {
			chips = append(chips, Chip{Tag: Tag{Text: clean(x.PersonName)}, On: x.Person == f.Person, Intent: goTo(ScreenLeak, x.Person, x.Breach)})
		}
	}
	if len(chips) < 2 {
		return nil
	}
	return []Block{Chips{Label: p.t("leak.at-home"), Items: chips}}
}

// why gives every reason of the verdict in the person's own terms, and lets
// them answer.
func (p *page) why(f monitor.Finding, b *monitor.Breach) Card {
	c := Card{Tone: Attention}
	for i, y := range f.Reasons {
		strong := ""
		if i == 0 {
			strong = p.t("leak.why")
		}
		c.Blocks = append(c.Blocks, Paragraph{Strong: strong, Text: p.Explain.Why(y, p.affiliation(y.Affiliation), &b.Facts)})
	}
	for _, q := range b.Questions() {
		c.Blocks = append(c.Blocks, p.question(f, b, q)...)
	}
	answer := func(kind monitor.EvidenceKind) AnswerLeak {
		return AnswerLeak{Person: f.Person, Evidence: monitor.Evidence{Person: f.Person, Breach: b.ID, Kind: kind}}
	}
	switch p.said(f.Person, b) {
	case monitor.NoticeReceived, monitor.NotMe:
		c.Blocks = append(c.Blocks, Buttons{Items: []Button{{Text: p.t("leak.take-back"), Intent: answer(monitor.DontKnow)}}})
	default:
		c.Blocks = append(c.Blocks, Buttons{Items: []Button{
			{Text: p.t("leak.notice"), Intent: answer(monitor.NoticeReceived)},
			{Text: p.t("leak.not-me"), Intent: NotMe{Person: f.Person, Breach: b.ID}},
			{Text: p.t("leak.dont-know"), Intent: answer(monitor.DontKnow)},
		}})
	}
	return c
}

// said is the last answer of a person about a leak as a whole.
func (p *page) said(person string, b *monitor.Breach) (last monitor.EvidenceKind) {
	for _, e := range p.Household.Evidence {
		if e.Person == person && b.Is(e.Breach) && (e.Kind == monitor.NoticeReceived || e.Kind == monitor.NotMe || e.Kind == monitor.DontKnow) {
			last = e.Kind
		}
	}
	return last
}

func (p *page) affiliation(id string) monitor.Affiliation {
	i := slices.IndexFunc(p.Household.Affiliations, func(a monitor.Affiliation) bool { return a.ID == id })
	if i < 0 {
		return monitor.Affiliation{}
	}
	return p.Household.Affiliations[i]
}

// question is something only the person can tell, with the answer given so far.
func (p *page) question(f monitor.Finding, b *monitor.Breach, q monitor.Question) []Block {
	var given monitor.Answer
	for _, e := range p.Household.Evidence {
		if e.Person == f.Person && b.Is(e.Breach) && e.Kind == monitor.QuestionAnswer && e.Question == q.Key {
			given = e.Answer
		}
	}
	chips := Chips{}
	for _, a := range []monitor.Answer{monitor.AnswerYes, monitor.AnswerNo, monitor.AnswerDontKnow} {
		chips.Items = append(chips.Items, Chip{Tag: Tag{Text: p.t("answer." + string(a))}, On: given == a, Intent: AnswerLeak{
			Person: f.Person, Evidence: monitor.Evidence{Person: f.Person, Breach: b.ID, Kind: monitor.QuestionAnswer, Question: q.Key, Answer: a},
		}})
	}
	return []Block{Paragraph{Text: monitor.CleanText(q.Text.In(p.Words.Lang()), monitor.MaxText)}, chips}
}

// dates are the three dates of a leak: people ask why they hear of it so late.
func (p *page) dates(b *monitor.Breach) Facts {
	happened := p.t("date.unknown")
	switch {
	case !b.OccurredFrom.IsZero() && b.OccurredTo != b.OccurredFrom && !b.OccurredTo.IsZero():
		happened = p.t("date.range", "from", p.day(b.OccurredFrom), "to", p.day(b.OccurredTo))
	case !b.OccurredFrom.IsZero():
		happened = p.day(b.OccurredFrom)
	case !b.OccurredTo.IsZero():
		happened = p.day(b.OccurredTo)
	}
	public := p.t("date.unknown")
	if d := b.Disclosed(); !d.IsZero() {
		public = p.day(d)
	}
	return Facts{Items: []Fact{
		{Label: p.t("leak.happened"), Value: happened},
		{Label: p.t("leak.public"), Value: public},
		{Label: p.t("leak.known"), Value: p.moment(b.KnownSince)},
	}}
}

// data is what leaked, what perhaps did, and what did not.
func (p *page) data(f monitor.Finding, b *monitor.Breach) Card {
	title, exposed, possible, spared := p.t("leak.data.of-all"), b.Exposed, b.Possible, b.NotConcerned
	certain := true
	if f.Person != "" {
		title, exposed, possible, spared = p.t("leak.data"), f.Exposed, f.Possible, f.NotConcerned
		certain = f.Verdict >= monitor.Likely || f.Verdict == monitor.NotConcerned
	}
	chips := Chips{}
	byRank := func(a, b monitor.Class) int {
		return rank(monitor.ExposedClass{Class: a, Exposed: true}) - rank(monitor.ExposedClass{Class: b, Exposed: true})
	}
	for _, c := range slices.SortedStableFunc(slices.Values(exposed), byRank) {
		chips.Items = append(chips.Items, Chip{Tag: p.exposedTag(c, certain)})
	}
	for _, c := range possible {
		chips.Items = append(chips.Items, Chip{Tag: p.exposedTag(c, false)})
	}
	for _, c := range spared {
		chips.Items = append(chips.Items, Chip{Tag: p.sparedTag(c)})
	}
	card := Card{Title: title}
	if len(chips.Items) == 0 {
		card.Blocks = []Block{Paragraph{Text: p.t("leak.data.none")}}
		return card
	}
	card.Blocks = []Block{chips}
	if !slices.Contains(spared, monitor.ClassPasswords) && !slices.Contains(exposed, monitor.ClassPasswords) && !slices.Contains(possible, monitor.ClassPasswords) {
		card.Blocks = append(card.Blocks, Paragraph{Text: p.t("leak.password-unknown"), Size: Small, Tone: Muted})
	}
	return card
}

// leakPlan is what the leak asks of the person.
func (p *page) leakPlan(f monitor.Finding, b *monitor.Breach) []Block {
	lines := p.about(f.Person, b.ID)
	if len(lines) == 0 {
		return []Block{Card{Title: p.t("leak.plan.none"), Blocks: []Block{Paragraph{Text: p.t("leak.plan.none.text")}}}}
	}
	done := 0
	rows := make([]Row, len(lines))
	for i, a := range lines {
		rows[i] = p.lineRow(a)
		if a.State == checklist.Done {
			done++
		}
	}
	title := p.n("leak.plan.begin", len(lines))
	if done > 0 {
		title = p.t("leak.plan", "done", done, "all", len(lines))
	}
	return []Block{Card{Title: title, Blocks: []Block{
		Progress{Text: title, Done: done, Total: len(lines)}, list("leak-plan", "", rows...),
	}}}
}

// about are the lines of the plan that a leak asks of a person.
func (p *page) about(person, breach string) []checklist.Action {
	return slices.DeleteFunc(checklist.Of(p.Plan, person), func(a checklist.Action) bool {
		return len(checklist.About([]checklist.Action{a}, person, breach)) == 0
	})
}

// allow says what the data allows, kind by kind, and what reassures.
func (p *page) allow(f monitor.Finding) Card {
	seen := make(map[string]bool)
	var rows []Row
	for _, c := range f.Exposed {
		topic := p.Advice.Topic(c)
		if seen[topic.ID] {
			continue
		}
		seen[topic.ID] = true
		t := p.speak.Topic(topic)
		key := "topic." + topic.ID
		r := Row{Key: key, Title: upper(p.Explain.Class(c)), Note: sentences(t.Allows, t.Calm), Intent: Open{Key: key}}
		switch {
		case p.ui.Open[key]:
			r.Blocks = append([]Block{Paragraph{Text: t.Lasts}, Paragraph{Text: t.Source, Size: Small, Tone: Muted}}, p.laws(t.Laws)...)
		case topic.Mark == checklist.Memory || len(topic.Recalled) > 0: // never without its source
			r.Note = sentences(r.Note, t.Source)
		}
		rows = append(rows, r)
	}
	return Card{Title: p.t("leak.allows"), Blocks: []Block{list("topics", p.t("leak.allows.none"), rows...)}}
}

func (p *page) laws(laws []string) []Block {
	if len(laws) == 0 {
		return nil
	}
	return []Block{Points{Items: laws}}
}

// sources says who tells of the leak: every fact has a name behind it.
func (p *page) sources(b *monitor.Breach) Card {
	var rows []Row
	for _, r := range b.References {
		row := Row{Key: r.URL + r.Title, Title: clean(r.Title), Note: clean(r.Publisher)}
		if o, ok := official(r.URL); ok {
			row.Aside, row.Intent = o.Host, o
		}
		rows = append(rows, row)
	}
	names := make([]string, len(b.Sources))
	for i, s := range b.Sources {
		names[i] = p.Explain.Feed(s)
	}
	c := Card{Title: p.t("leak.sources"), Blocks: []Block{
		Paragraph{Text: p.t("leak.told-by", "sources", p.Words.List(names))},
		list("references", "", rows...),
	}}
	if b.Unverified {
		c.Blocks = append(c.Blocks, Paragraph{Text: p.t("leak.unverified"), Tone: Muted})
	}
	if slices.Contains(b.Sources, monitor.FeedHIBP) {
		c.Blocks = append(c.Blocks, Paragraph{Text: p.t("leak.hibp-licence"), Size: Small, Tone: Muted})
	}
	return c
}

// official makes an address of the directory or of a source something to open:
// in the usual browser, https only, its host shown. A host in another script is
// shown in A-labels, so that it cannot look like one it is not.
func official(address string) (OpenOfficial, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil {
		return OpenOfficial{}, false
	}
	host, ok := identifier.Hostname(u.Hostname())
	if !ok {
		return OpenOfficial{}, false
	}
	return OpenOfficial{URL: address, Host: strings.TrimPrefix(host, "www.")}, true
}

// history is what is known to have happened, oldest first.
func (p *page) history(f monitor.Finding, b *monitor.Breach) Card {
	type moment struct {
		at   time.Time
		text Moment
	}
	var events []moment
	day := func(d monitor.Date, key string) {
		if !d.IsZero() {
			year, month, dom := firstDay(d)
			events = append(events, moment{time.Date(year, month, dom, 0, 0, 0, 0, p.Now.Location()), Moment{When: p.day(d), Title: p.t(key), Mark: Tag{Dot, p.t("history.mark"), Muted}}})
		}
	}
	day(b.OccurredFrom, "history.began")
	if b.OccurredTo != b.OccurredFrom {
		day(b.OccurredTo, "history.ended")
	}
	day(b.DisclosedOn, "history.public")
	if b.ListedOn != b.DisclosedOn {
		day(b.ListedOn, "history.listed")
	}
	at := func(t time.Time, mark Tag, title string) {
		events = append(events, moment{t, Moment{When: p.moment(t), Title: title, Mark: mark}})
	}
	at(b.KnownSince, Tag{Dot, p.t("history.mark"), Accent}, p.t("history.known"))
	for _, a := range p.Alerts {
		if a.Person == f.Person && b.Is(a.Breach) {
			at(a.At, Tag{Diamond, p.t("history.alert"), Attention}, p.t("history.alert."+string(a.Kind)))
		}
	}
	for _, e := range p.Household.Evidence {
		if e.Person == f.Person && b.Is(e.Breach) {
			at(e.At, Tag{Check, p.t("history.answer"), Calm}, p.t("history.answer."+string(e.Kind), "feed", p.Explain.Feed(e.Feed)))
		}
	}
	slices.SortStableFunc(events, func(a, b moment) int { return a.at.Compare(b.at) })
	line := Timeline{}
	for _, e := range events {
		line.Events = append(line.Events, e.text)
	}
	return Card{Title: p.t("leak.history"), Blocks: []Block{line}}
}

// firstDay is the earliest day a date may stand for.
func firstDay(d monitor.Date) (year int, month time.Month, day int) {
	y, m, dom := d.Parts()
	return y, time.Month(max(m, 1)), max(dom, 1)
}
