package view

import (
	"slices"

	"vigie/checklist/letters"
	"vigie/monitor"
)

// LetterFacts is what is remembered of a letter; the command line keeps the same.
type LetterFacts = letters.Facts

// LetterDraft is a letter that was just composed.
type LetterDraft struct {
	ID             string // of its LetterFacts, once it was saved
	Person, Breach string
	Kind           letters.Kind
	About          string // LetterFacts.ID of the letter it comes back to, if any
	Lang           string
	Quoted         []string // Identifier.ID of those it may say
	// Missing are the fields it still lacks; then there is no Preview.
	Missing     []string
	Preview     string // with masks
	To          string // the e-mail address, "" when it goes by post
	Laws        []letters.Law
	Translation bool // only for reading: the letter itself leaves in French
}

// lettersScreen lists the letters that were made, with the days that count.
func (p *page) lettersScreen() Screen {
	s := Screen{
		Crumbs: []Button{crumb(p.t("nav.plan"), goTo(ScreenPlan, "", "")), crumb(p.t("letters.title"), nil)},
		Title:  p.t("letters.title"), Lead: p.t("letters.lead"),
	}
	rows := make([]Row, len(p.Letters))
	for i, l := range p.Letters {
		rows[i] = p.letterRow(l)
	}
	s.Blocks = []Block{Card{Blocks: []Block{list("letters", p.t("letters.none"), rows...)}}}
	for _, f := range newest(p.concerned("")) {
		if f.Verdict >= monitor.Likely {
			s.Blocks = append(s.Blocks, p.letterCard(f))
		}
	}
	return s
}

// letterKinds are the letters that follow a leak; those to a bank, only when it
// holds a bank account.
func letterKinds(f monitor.Finding) []letters.Kind {
	kinds := []letters.Kind{letters.Access, letters.Erasure, letters.CNIL, letters.Prosecutor}
	if slices.Contains(f.Exposed, monitor.ClassBank) || slices.Contains(f.Possible, monitor.ClassBank) {
		kinds = append(kinds, letters.BankDispute, letters.DebitOpposition)
	}
	return kinds
}

// letterCard offers the letters about one leak.
func (p *page) letterCard(f monitor.Finding) Card {
	c := Card{Title: p.t("letters.about", "leak", p.findingTitle(f), "name", p.name(f.Person))}
	var buttons []Button
	for _, k := range letterKinds(f) {
		buttons = append(buttons, Button{Text: p.Words.T("letter.title." + string(k)), Kind: Link, Intent: StartLetter{Person: f.Person, Breach: f.Breach, Kind: k}})
	}
	c.Blocks = []Block{Buttons{Items: buttons}}
	return c
}

func (p *page) letterRow(l LetterFacts) Row {
	tag := p.letterTag(l)
	return Row{
		Key: l.ID, Badge: p.badge(l.Person), Title: p.Words.T("letter.title." + string(l.Kind)), Tag: &tag,
		Note: join(p.name(l.Person), clean(l.To)), Aside: p.nextDeadline(l), Intent: goTo(ScreenLetter, l.Person, l.ID),
	}
}

func (p *page) letterTag(l LetterFacts) Tag {
	switch {
	case !l.Answered.IsZero():
		return Tag{Check, p.t("letter.answered", "day", p.day(l.Answered)), Calm}
	case !l.Received.IsZero():
		return Tag{Dot, p.t("letter.received", "day", p.day(l.Received)), Accent}
	case !l.Sent.Sent.IsZero():
		return Tag{Dot, p.t("letter.sent", "day", p.day(l.Sent.Sent)), Accent}
	}
	return Tag{Circle, p.t("letter.draft"), Muted}
}

// nextDeadline is the first day that counts and is still to come.
func (p *page) nextDeadline(l LetterFacts) string {
	for _, d := range l.Deadlines() {
		if d.Day.Last() >= p.today() {
			return p.day(d.Day)
		}
	}
	return ""
}

// letter is a new letter being made, or one that was made.
func (p *page) letter() Screen {
	if i := slices.IndexFunc(p.Letters, func(l LetterFacts) bool { return l.ID == p.place.ID && l.ID != "" }); i >= 0 {
		return p.keptLetter(p.Letters[i])
	}
	if p.ui.Letter == nil {
		return p.gone(ScreenLetters)
	}
	return p.newLetter(p.ui.Letter)
}

func (p *page) letterScreen(kind letters.Kind, lead string) Screen {
	title := p.Words.T("letter.title." + string(kind))
	return Screen{
		Crumbs: []Button{crumb(p.t("letters.title"), goTo(ScreenLetters, "", "")), crumb(title, nil)},
		Title:  title, Lead: lead,
	}
}

// newLetter shows the letter with masks, or asks for what it lacks.
func (p *page) newLetter(l *LetterDraft) Screen {
	lead := p.name(l.Person)
	if l.Breach != "" {
		lead = join(lead, p.leakName(l.Breach))
	}
	s := p.letterScreen(l.Kind, lead)
	s.Blocks = append([]Block{Paragraph{Text: p.Words.T("letter.how." + string(l.Kind))}}, p.quotes(l)...)
	if fields := p.letterFields(l); len(fields) > 0 {
		s.Blocks = append(s.Blocks, Card{Title: p.t("letter.tell"), Sub: p.t("letter.tell.sub"), Blocks: []Block{
			Form{Fields: fields, Buttons: []Button{{Text: p.t("letter.compose"), Kind: Primary, Intent: Submit{Form: FormLetter}}}},
		}})
	}
	if l.Preview == "" {
		return s
	}
	s.Blocks = append(s.Blocks, p.LetterLanguages(l)...)
	preview := Card{Title: p.t("letter.preview"), Sub: p.t("letter.preview.sub"), Blocks: []Block{Paper{Text: l.Preview}}}
	if l.Translation { // only to be read: it cannot be saved
		s.Blocks = append(s.Blocks, Notice{Tag: Tag{Diamond, p.t("letter.reading-only"), Attention}, Text: p.Words.T("letter.translation")}, preview, p.lawsCard(l.Laws))
		return s
	}
	s.Blocks = append(s.Blocks, preview, p.saveButtons(l), p.lawsCard(l.Laws))
	return s
}

// LetterLanguages lets somebody who reads another language than the letter's
// read it in theirs.
func (p *page) LetterLanguages(l *LetterDraft) []Block {
	if p.Words.Lang() == LetterLang {
		return nil
	}
	chips := Chips{Label: p.t("letter.language")}
	for _, lang := range []string{LetterLang, p.Words.Lang()} {
		chips.Items = append(chips.Items, Chip{Tag: Tag{Text: p.t("language." + lang)}, On: lang == l.Lang, Intent: LetterIn{Lang: lang}})
	}
	return []Block{chips}
}

// quotable are the identifiers kept here that a letter has a place for.
func (p *page) quotable(l *LetterDraft) []monitor.Identifier {
	kinds, err := letters.Identifiers(l.Kind)
	if err != nil { // no such letter: there is nothing to say in it
		return nil
	}
	return slices.DeleteFunc(p.identifiers(l.Person), func(x monitor.Identifier) bool { return !slices.Contains(kinds, x.Kind) })
}

// quotes asks, identifier by identifier, what the letter may say about the person.
// Nothing is read from the key store before it is ticked.
func (p *page) quotes(l *LetterDraft) []Block {
	var rows []Row
	for _, x := range p.quotable(l) {
		kind := upper(p.Words.T("identifier.kind." + string(x.Kind)))
		rows = append(rows, Row{Key: x.ID, Title: kind, Aside: x.Masked, Toggle: &Toggle{
			On: slices.Contains(l.Quoted, x.ID), Text: p.t("letter.quote", "what", kind), Intent: QuoteIdentifier{ID: x.ID},
		}})
	}
	if len(rows) == 0 {
		return nil
	}
	return []Block{Card{Title: p.t("letter.quotes"), Sub: p.t("letter.quotes.sub"), Blocks: []Block{list("quotes", "", rows...)}}}
}

// letterFields are what was lacking the last time it was tried, but for what only
// has to be ticked.
func (p *page) letterFields(l *LetterDraft) []Field {
	kept := p.quotable(l)
	var fields []Field
	for _, name := range l.Missing {
		if slices.ContainsFunc(kept, func(x monitor.Identifier) bool { return string(x.Kind) == name }) {
			continue
		}
		kind := TextField
		if slices.Contains(manyLines, name) {
			kind = LongField
		}
		f := p.field("letter."+name, kind, "")
		f.Label = upper(p.Words.T("letter.field." + name))
		if p.Words.Has("window.letter.hint." + name) {
			f.Hint = p.t("letter.hint." + name)
		}
		fields = append(fields, f)
	}
	return fields
}

func (p *page) saveButtons(l *LetterDraft) Buttons {
	save := func(format string, kind ButtonKind) Button {
		return Button{Text: p.t("letter.save." + format), Kind: kind, Intent: ChooseFile{
			Then: SaveLetter{Format: format}, Save: true, Name: p.t("letter.file."+string(l.Kind)) + "." + format, Endings: []string{"." + format},
		}}
	}
	b := Buttons{Items: []Button{save("pdf", Primary), save("txt", Plain)}}
	if l.To != "" {
		b.Items = append(b.Items, save("eml", Plain))
	}
	if slices.ContainsFunc(p.Letters, func(kept LetterFacts) bool { return kept.ID == l.ID }) {
		b.Items = append(b.Items, Button{Text: p.t("letter.follow"), Intent: goTo(ScreenLetter, l.Person, l.ID)})
	}
	return b
}

func (p *page) lawsCard(laws []letters.Law) Card {
	var rows []Row
	for _, l := range laws {
		r := Row{Key: l.ID, Title: upper(l.In(p.Words.Lang())), Note: p.t("letter.law.read", "day", p.law(l.Read))}
		if o, ok := official(l.Source); ok {
			r.Aside, r.Intent = o.Host, o
		}
		rows = append(rows, r)
	}
	return Card{Title: p.t("letter.laws"), Blocks: []Block{list("laws", p.t("letter.laws.none"), rows...)}}
}

// law is the day on which a text was read; what cannot be read is shown as it is.
func (p *page) law(day string) string {
	d, err := monitor.ParseDate(day)
	if err != nil {
		return day
	}
	return p.Explain.Date(d)
}

// keptLetter is a letter that was made: what became of it, and what comes next.
func (p *page) keptLetter(l LetterFacts) Screen {
	s := p.letterScreen(l.Kind, join(p.name(l.Person), clean(l.To)))
	tag := p.letterTag(l)
	s.Tag = &tag
	next := l.Next(civil(p.Now))
	if next.Step != letters.StepNone {
		n := Notice{Tag: Tag{Loop, p.t("letter.next"), Accent}, Text: sentences(p.Words.T("letter.step."+string(next.Step)), p.nextFrom(next))}
		if next.Letter != "" && (next.From.IsZero() || next.From.First() <= p.today()) {
			n.Buttons = []Button{{Text: p.Words.T("letter.title." + string(next.Letter)), Intent: StartLetter{Person: l.Person, Breach: l.Breach, Kind: next.Letter, About: l.ID}}}
		}
		s.Blocks = append(s.Blocks, n)
	}
	var rows []Row
	for _, d := range l.Deadlines() {
		r := Row{Key: string(d.What), Title: p.Words.T("letter.deadline." + string(d.What)), Aside: p.Explain.Date(d.Day)}
		if d.Estimated {
			r.Note = p.Words.T("letter.deadline.estimated")
		}
		rows = append(rows, r)
	}
	s.Blocks = append(s.Blocks,
		Card{Title: p.t("letter.deadlines"), Blocks: []Block{list("deadlines", p.t("letter.deadlines.none"), rows...)}},
		Card{Title: p.t("letter.became"), Blocks: []Block{p.sentForm(l), Buttons{Items: []Button{
			{Text: p.t("letter.remove"), Kind: Grave, Intent: Confirm{Then: RemoveLetter{ID: l.ID}}},
		}}}},
	)
	return s
}

func (p *page) nextFrom(n letters.Next) string {
	if n.From.IsZero() {
		return ""
	}
	return p.t("letter.next.from", "day", p.Explain.Date(n.From))
}

// sentForm is what became of a letter: three days.
func (p *page) sentForm(l LetterFacts) Form {
	f := Form{Buttons: []Button{{Text: p.t("letter.became.save"), Intent: Submit{Form: FormSent}}}}
	for _, x := range []struct {
		name string
		day  monitor.Date
	}{{"sent", l.Sent.Sent}, {"received", l.Received}, {"answered", l.Answered}} {
		f.Fields = append(f.Fields, p.field("sent."+x.name, TextField, p.typedDay(x.day)))
	}
	return f
}
