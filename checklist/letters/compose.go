package letters

import (
	"fmt"
	"slices"
	"strings"
	"text/template"

	"vigie/monitor"
)

// Signs of the text files (see kinds.toml).
const (
	bullet   = "– "
	heading  = "## "
	encloses = "---"
)

// page is a letter put together, before it is set as text, PDF or e-mail.
type page struct {
	notice     string   // that this is a translation, for a letter that must leave in French
	sender     []string // name, address, how to answer
	recipient  []string
	dateline   string
	subject    string
	blocks     []block
	signature  string
	enclosures []string
	laws       []Law
}

// block is a heading, a list or a paragraph.
type block struct {
	heading bool
	items   []string // of a list
	text    string
}

// filler gives a letter's text what it asks for and notes what it did not get.
type filler struct {
	fields  fields
	laws    []Law
	lang    string
	missing []string
	quoted  []Law
}

func (f *filler) funcs() template.FuncMap {
	return template.FuncMap{"need": f.need, "have": f.have, "law": f.law}
}

// need is a field that the letter cannot go without.
func (f *filler) need(name string) string {
	text := f.fields[name]
	if text == "" && !slices.Contains(f.missing, name) {
		f.missing = append(f.missing, name)
	}
	return text
}

// have is a field that the letter can go without.
func (f *filler) have(name string) string { return f.fields[name] }

// law quotes a text of the table.
func (f *filler) law(id string) (string, error) {
	i := slices.IndexFunc(f.laws, func(l Law) bool { return l.ID == id })
	if i < 0 {
		return "", fmt.Errorf("laws.toml has no %q", id)
	}
	if !slices.ContainsFunc(f.quoted, func(l Law) bool { return l.ID == id }) {
		f.quoted = append(f.quoted, f.laws[i])
	}
	return f.laws[i].In(f.lang), nil
}

// compose puts the letter together, with identifiers as show gives them.
func (l *letter) compose(show reveal) (*page, error) {
	t := l.template
	f := &filler{fields: l.fields(show), laws: t.laws, lang: t.lang}
	for _, name := range slices.Concat([]string{"day", "name"}, t.Needs) {
		f.need(name)
	}
	tmpl, err := t.text.Clone()
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	if err := tmpl.Funcs(f.funcs()).Execute(&text, nil); err != nil {
		return nil, err
	}
	if len(f.missing) > 0 {
		return nil, &Missing{t.ID, f.missing}
	}
	p := readPage(text.String())
	p.laws = f.quoted
	l.frame(p, f.fields)
	return p, nil
}

// readPage reads the text of a letter that was filled in.
func readPage(text string) *page {
	p := &page{}
	body, enclosures, _ := strings.Cut(text, "\n"+encloses+"\n")
	p.enclosures = slices.DeleteFunc(strings.Split(enclosures, "\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
	p.subject, body, _ = strings.Cut(body, "\n")
	var goesOn bool // the next line goes on with the last block
	for _, line := range strings.Split(body, "\n") {
		item, isItem := strings.CutPrefix(line, bullet)
		title, isHeading := strings.CutPrefix(line, heading)
		switch last := len(p.blocks) - 1; {
		case strings.TrimSpace(line) == "":
			goesOn = false
		case isHeading:
			p.blocks = append(p.blocks, block{heading: true, text: title})
		case isItem && goesOn && p.blocks[last].items != nil:
			p.blocks[last].items = append(p.blocks[last].items, item)
		case isItem:
			p.blocks = append(p.blocks, block{items: []string{item}})
			goesOn = true
		default:
			p.blocks = append(p.blocks, block{text: line})
		}
	}
	return p
}

// frame adds what stands around the text.
func (l *letter) frame(p *page, f fields) {
	t := l.template
	if t.Language != "" && t.Language != t.lang {
		p.notice = l.words.T("letter.translation")
	}
	p.signature = f["name"]
	p.sender = append([]string{f["name"]}, addressLines(f["address"])...)
	for _, k := range []monitor.Kind{monitor.Phone, monitor.Email} {
		if text := f[string(k)]; text != "" {
			p.sender = append(p.sender, text)
		}
	}
	if p.recipient = slices.Clone(t.Recipient); len(p.recipient) == 0 {
		p.recipient = append(p.recipient, f["recipient"])
		for _, a := range l.in.To.Address {
			if a = line(a); a != "" {
				p.recipient = append(p.recipient, a)
			}
		}
	}
	if t.ID == Prosecutor {
		p.recipient = append(p.recipient, l.words.T("letter.court", "town", f["court"]))
	}
	p.dateline = l.words.T("letter.dateline", "place", f["place"], "day", f["day"])
}

// addressLines parts a postal address, which is kept on one line with commas.
func addressLines(address string) []string {
	if address == "" {
		return nil
	}
	return strings.Split(address, ", ")
}
