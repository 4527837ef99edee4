package main

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"vigie/checklist/letters"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) letterCommand() *cobra.Command {
	c := &cobra.Command{Use: "letter"}
	list := &cobra.Command{Use: "list [--person NAME]", Args: a.noArgs, RunE: a.letterList}
	list.Flags().String("person", "", a.words.T("cli.flag.person"))
	write := &cobra.Command{
		Use:  "write KIND --person NAME [--breach ID] [--with KIND,…] [--field NAME=TEXT]… [--about ID] [--out FILE]",
		Args: a.args(1), RunE: a.letterWrite,
	}
	f := write.Flags()
	f.String("person", "", a.words.T("cli.flag.person"))
	f.String("breach", "", a.words.T("cli.flag.breach"))
	f.StringSlice("with", nil, a.words.T("cli.flag.with"))
	f.StringArray("field", nil, a.words.T("cli.flag.field"))
	f.String("about", "", a.words.T("cli.flag.about"))
	f.String("out", "", a.words.T("cli.flag.out"))
	sent := &cobra.Command{Use: "sent ID [--on DATE] [--received DATE]", Args: a.args(1), RunE: a.letterSent}
	sent.Flags().String("on", "", a.words.T("cli.flag.on"))
	sent.Flags().String("received", "", a.words.T("cli.flag.received"))
	answered := &cobra.Command{Use: "answered ID [--on DATE] [--extended]", Args: a.args(1), RunE: a.letterAnswered}
	answered.Flags().String("on", "", a.words.T("cli.flag.on"))
	answered.Flags().Bool("extended", false, a.words.T("cli.flag.extended"))
	c.AddCommand(list, a.required(write, "person"), sent, answered)
	return c
}

// letterJSON is what is remembered of a letter, and what comes next.
type letterJSON struct {
	ID        string         `json:"id"`
	Person    string         `json:"person"`
	Kind      letters.Kind   `json:"kind"`
	Breach    *string        `json:"breach"`
	To        string         `json:"to"`
	Written   *string        `json:"written"`
	Sent      *string        `json:"sent"`
	Received  *string        `json:"received"`
	Answered  *string        `json:"answered"`
	Deadlines []deadlineJSON `json:"deadlines"`
	Next      nextJSON       `json:"next"`
}

type deadlineJSON struct {
	What      letters.What `json:"what"`
	Day       *string      `json:"day"`
	Law       *string      `json:"law"`
	Estimated bool         `json:"estimated"`
}

type nextJSON struct {
	Step   *string `json:"step"` // null: nothing is awaited
	From   *string `json:"from"`
	Letter *string `json:"letter"`
}

func letterDocument(h *monitor.Household, f letters.Facts, today monitor.Date) letterJSON {
	p, _ := h.Person(f.Person)
	doc := letterJSON{
		ID: f.ID, Person: p.Name, Kind: f.Kind, Breach: said(f.Breach), To: f.To, Written: dated(f.Written),
		Sent: dated(f.Sent.Sent), Received: dated(f.Received), Answered: dated(f.Answered), Deadlines: []deadlineJSON{},
	}
	for _, d := range f.Deadlines() {
		doc.Deadlines = append(doc.Deadlines, deadlineJSON{d.What, dated(d.Day), said(d.Law), d.Estimated})
	}
	n := f.Next(today)
	doc.Next = nextJSON{said(string(n.Step)), dated(n.From), said(string(n.Letter))}
	return doc
}

func (a *app) letterList(c *cobra.Command, _ []string) error {
	return a.listed(c, func(i *installation.Installation, h *monitor.Household, only string) error {
		all, err := i.Letters(c.Context())
		if err != nil {
			return err
		}
		doc := []letterJSON{}
		for _, f := range all {
			if only == "" || f.Person == only {
				doc = append(doc, letterDocument(h, f, i.Today()))
			}
		}
		return a.print(doc, func() {
			if len(doc) == 0 {
				a.say("letter.none")
				rows := [][]string{}
				for _, k := range letters.Kinds() {
					rows = append(rows, []string{"  " + string(k), a.words.T("letter.title." + string(k))})
				}
				a.table(rows)
			}
			for _, l := range doc {
				a.writeLetter(l)
			}
		})
	})
}

// writeLetter says how one letter stands and what comes next.
func (a *app) writeLetter(l letterJSON) {
	fmt.Fprintf(a.out, "%s  %s · %s · %s\n", l.ID, l.Person, a.words.T("letter.title."+string(l.Kind)), l.To)
	if l.Sent == nil {
		a.say("letter.unsent")
	}
	for _, d := range l.Deadlines {
		if l.Answered == nil {
			fmt.Fprintln(a.out, "  "+a.words.T("letter.due", "what", a.words.T("letter.deadline."+string(d.What)), "day", a.day(d.Day)))
			if d.Estimated {
				fmt.Fprintln(a.out, "  "+a.words.T("letter.deadline.estimated"))
			}
		}
	}
	if l.Next.Step != nil {
		next := a.words.T("letter.step." + *l.Next.Step)
		if l.Next.Letter != nil && *l.Next.Step != string(letters.StepWait) {
			next += " " + a.words.T("letter.next", "kind", *l.Next.Letter, "name", strconv.Quote(l.Person), "id", l.ID)
		}
		fmt.Fprintln(a.out, "  "+next)
	}
}

// day writes a day as people do.
func (a *app) day(s *string) string {
	if s == nil {
		return ""
	}
	d, err := monitor.ParseDate(*s)
	if err != nil {
		return *s
	}
	return a.words.Date(d.Parts())
}

// formats are the forms a letter can leave in, by the end of the file's name.
var formats = map[string]func(*letters.Letter, *bytes.Buffer) error{
	".pdf": func(l *letters.Letter, b *bytes.Buffer) error { return l.PDF(b) },
	".eml": func(l *letters.Letter, b *bytes.Buffer) error { return l.Email(b) },
	".txt": func(l *letters.Letter, b *bytes.Buffer) error {
		text, err := l.Text()
		b.WriteString(text)
		return err
	},
}

// letterWrite shows a letter with identifiers masked; with --out it writes the
// file that leaves, and remembers that the letter was written.
func (a *app) letterWrite(c *cobra.Command, args []string) error {
	get := func(name string) string { s, _ := c.Flags().GetString(name); return s }
	kind := letters.Kind(args[0])
	out := get("out")
	render := formats[strings.ToLower(filepath.Ext(out))]
	if out != "" && render == nil {
		return monitor.UsageProblem("letter.format")
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		id, err := onePerson(h, get("person"))
		if err != nil {
			return err
		}
		p, _ := h.Person(id)
		with, err := agreed(c)
		if err != nil {
			return err
		}
		in, letter, err := a.compose(c, i, p, kind, with)
		if missing := (*letters.Missing)(nil); errors.As(err, &missing) && !a.json && terminal(a.in) {
			more, cancelled := a.mayRead(missing, h, p, with)
			if cancelled != nil {
				return cancelled
			}
			in, letter, err = a.compose(c, i, p, kind, append(with, more...))
		}
		if missing := (*letters.Missing)(nil); errors.As(err, &missing) {
			return a.lacking(missing, h, p)
		} else if err != nil {
			return err
		}
		if out == "" {
			preview, err := letter.Preview()
			if err != nil {
				return err
			}
			return a.print(previewJSON{kind, preview, letter.To()}, func() {
				fmt.Fprintln(a.out, preview)
				a.warn("letter.preview")
			})
		}
		var b bytes.Buffer
		if err := render(letter, &b); err != nil {
			return err
		}
		if i.Holds(out) {
			return monitor.UsageProblem("letter.folder")
		}
		if err := writeNew(out, b.Bytes()); err != nil {
			return err
		}
		f := letters.Facts{ID: monitor.NewID(), Person: p.ID, About: get("about"), To: in.To.Name, Sent: letters.Sent{Kind: kind}, Written: i.Today()}
		if in.Finding != nil {
			f.Breach = in.Finding.Breach
		}
		if err := i.KeepLetter(c.Context(), f); err != nil {
			return err
		}
		return a.print(letterDocument(h, f, i.Today()), func() {
			a.say("letter.written", "path", out, "id", f.ID)
			fmt.Fprintln(a.out, a.words.T("letter.how."+string(kind)))
			if to := letter.To(); to != "" {
				a.say("letter.to", "address", to)
			}
		})
	})
}

// previewJSON is a letter for a screen: identifiers are masked.
type previewJSON struct {
	Kind    letters.Kind `json:"kind"`
	Preview string       `json:"preview"`
	To      string       `json:"to"` // e-mail address of whom it is sent to, when known
}

// agreed are the kinds of identifiers that --with lets a letter say.
func agreed(c *cobra.Command) ([]monitor.Kind, error) {
	names, _ := c.Flags().GetStringSlice("with")
	var kinds []monitor.Kind
	for _, k := range names {
		if !slices.Contains(monitor.Kinds(), monitor.Kind(k)) {
			return nil, monitor.UsageProblem("letter.with", "kind", monitor.CleanText(k, monitor.MaxName))
		}
		kinds = append(kinds, monitor.Kind(k))
	}
	return kinds, nil
}

// compose writes a letter from what is known, what the options tell and the
// identifiers that the person agreed to.
func (a *app) compose(c *cobra.Command, i *installation.Installation, p monitor.Person, kind letters.Kind, with []monitor.Kind) (letters.Input, *letters.Letter, error) {
	breach, _ := c.Flags().GetString("breach")
	about, _ := c.Flags().GetString("about")
	told, _ := c.Flags().GetStringArray("field")
	var before letters.Facts // the letter that this one comes back to
	var err error
	if about != "" {
		if before, err = i.Letter(c.Context(), about); err != nil {
			return letters.Input{}, nil, err
		}
		breach = cmp.Or(breach, before.Breach)
	}
	in, err := i.LetterInput(c.Context(), a.words.Lang(), kind, p, breach, func(id monitor.Identifier) bool { return slices.Contains(with, id.Kind) })
	if err != nil {
		return in, nil, err
	}
	if about != "" {
		if in.Earlier, err = i.LetterAbout(c.Context(), before); err != nil {
			return in, nil, err
		}
		if in.To, err = i.Recipient(c.Context(), before.To); err != nil {
			return in, nil, err
		}
	}
	for _, t := range told {
		name, text, ok := strings.Cut(t, "=")
		if !ok {
			return in, nil, monitor.UsageProblem("letter.field", "field", monitor.CleanText(t, monitor.MaxName))
		}
		if err := installation.TellLetter(&in, name, text); err != nil {
			return in, nil, err
		}
	}
	letter, err := letters.Write(kind, in)
	return in, letter, err
}

// mayRead asks, for each identifier that a letter lacks and that is stored,
// whether it may be read for this letter.
func (a *app) mayRead(m *letters.Missing, h *monitor.Household, p monitor.Person, with []monitor.Kind) ([]monitor.Kind, error) {
	in := bufio.NewReader(a.in)
	yes := a.words.T("letter.may-read.yes")
	var more []monitor.Kind
	for _, field := range m.Fields {
		kind := monitor.Kind(field)
		if !stored(h, p, kind) || slices.Contains(with, kind) {
			continue
		}
		reply, err := a.ask(in, a.words.T("letter.may-read", "what", a.words.T("letter.field."+field), "yes", yes))
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(strings.TrimSpace(reply), yes) {
			more = append(more, kind)
		}
	}
	return more, nil
}

func stored(h *monitor.Household, p monitor.Person, kind monitor.Kind) bool {
	return slices.ContainsFunc(h.Identifiers, func(i monitor.Identifier) bool { return i.Person == p.ID && i.Kind == kind })
}

// lacking tells what a letter lacks, and with which options to give it.
func (a *app) lacking(m *letters.Missing, h *monitor.Household, p monitor.Person) error {
	var fields, with, unknown, options []string
	for _, field := range m.Fields {
		if field == "organisation" && slices.Contains(m.Fields, "recipient") {
			continue // the same name
		}
		fields = append(fields, a.words.T("letter.field."+field))
		switch kind := monitor.Kind(field); {
		case stored(h, p, kind):
			with = append(with, field)
		case slices.Contains(monitor.Kinds(), kind):
			unknown = append(unknown, field)
			with = append(with, field)
		default:
			options = append(options, fmt.Sprintf("--field %s=…", installation.LetterField(field)))
		}
	}
	if len(with) > 0 {
		options = slices.Insert(options, 0, "--with "+strings.Join(with, ","))
	}
	return monitor.NewProblem("letter.lacking", "fields", a.words.List(fields), "options", strings.Join(options, " "), "unknown", strings.Join(unknown, ", ")).Because(m)
}

func (a *app) letterSent(c *cobra.Command, args []string) error {
	return a.changeLetter(c, args[0], func(f *letters.Facts, on monitor.Date) error {
		f.Sent.Sent = on
		text, _ := c.Flags().GetString("received")
		if text == "" {
			return nil
		}
		var err error
		if f.Received, err = monitor.ParseDate(text); err != nil || f.Received.First() < on.First() {
			return monitor.UsageProblem("letter.date", "field", "received")
		}
		return nil
	})
}

func (a *app) letterAnswered(c *cobra.Command, args []string) error {
	extended, _ := c.Flags().GetBool("extended")
	return a.changeLetter(c, args[0], func(f *letters.Facts, on monitor.Date) error {
		if extended {
			f.Extended = on
		} else {
			f.Answered = on
		}
		return nil
	})
}

// changeLetter adds a day to what is known of a letter: that of --on, or today.
func (a *app) changeLetter(c *cobra.Command, id string, change func(*letters.Facts, monitor.Date) error) error {
	text, _ := c.Flags().GetString("on")
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		on := i.Today()
		if text != "" {
			d, err := monitor.ParseDate(text)
			if _, _, day := d.Parts(); err != nil || day == 0 || d.First() > on.First() {
				return monitor.UsageProblem("letter.date", "field", "on")
			}
			on = d
		}
		f, err := i.Letter(c.Context(), id)
		if err != nil {
			return err
		}
		if err := change(&f, on); err != nil {
			return err
		}
		if err := i.KeepLetter(c.Context(), f); err != nil {
			return err
		}
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		doc := letterDocument(h, f, i.Today())
		return a.print(doc, func() { a.writeLetter(doc) })
	})
}
