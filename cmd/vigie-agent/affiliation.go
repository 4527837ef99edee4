package main

import (
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/sites"
)

func (a *app) affiliationCommand() *cobra.Command {
	c := &cobra.Command{Use: "affiliation"}
	add := &cobra.Command{
		Use:  "add --person NAME --organisation NAME-OR-ID [--relation WORD] [--from YYYY[-MM]] [--to YYYY[-MM]] [--current]",
		Args: a.noArgs, RunE: a.affiliationAdd,
	}
	add.Flags().String("person", "", a.words.T("cli.flag.person"))
	edit := &cobra.Command{
		Use:  "edit ID [--organisation NAME-OR-ID] [--relation WORD] [--from YYYY[-MM]] [--to YYYY[-MM]] [--current]",
		Args: a.args(1), RunE: a.affiliationEdit,
	}
	for _, command := range []*cobra.Command{add, edit} {
		f := command.Flags()
		f.String("organisation", "", a.words.T("cli.flag.organisation"))
		f.String("relation", "", a.words.T("cli.flag.relation"))
		f.String("from", "", a.words.T("cli.flag.from"))
		f.String("to", "", a.words.T("cli.flag.to"))
		f.Bool("current", false, a.words.T("cli.flag.current"))
	}
	imp := &cobra.Command{Use: "import --person NAME FILE", Args: a.args(1), RunE: a.affiliationImport}
	imp.Flags().String("person", "", a.words.T("cli.flag.person"))
	list := &cobra.Command{Use: "list [--person NAME]", Args: a.noArgs, RunE: a.affiliationList}
	list.Flags().String("person", "", a.words.T("cli.flag.person"))
	c.AddCommand(a.required(add, "person", "organisation"), a.required(imp, "person"), edit, list,
		&cobra.Command{Use: "remove ID", Args: a.args(1), RunE: a.affiliationRemove})
	return c
}

// affiliationJSON is an affiliation as programs see it; what was not said is null.
type affiliationJSON struct {
	ID           string            `json:"id"`
	Person       string            `json:"person"`
	Organisation string            `json:"organisation"`
	Relation     *monitor.Relation `json:"relation"`
	From         *string           `json:"from"`
	To           *string           `json:"to"`
	Current      bool              `json:"current"`
}

func affiliationDocument(h *monitor.Household, x monitor.Affiliation) affiliationJSON {
	p, _ := h.Person(x.Person)
	return affiliationJSON{x.ID, p.Name, x.Organisation, said(x.Relation), dated(x.Period.From), dated(x.Period.To), x.Period.Current}
}

func (a *app) affiliationAdd(c *cobra.Command, _ []string) error {
	person, _ := c.Flags().GetString("person")
	var x monitor.Affiliation
	if err := saidOf(c, &x); err != nil {
		return err
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		dir, err := a.directory(c, i)
		if err != nil {
			return err
		}
		if e, ok := dir.ByID(x.Organisation); ok {
			x.Organisation = e.Name
		}
		added, err := i.Monitor.AddAffiliations(c.Context(), person, x)
		if err != nil {
			return err
		}
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		if len(added) == 0 {
			return monitor.NewProblem("affiliation.exists", "name", person, "organisation", monitor.CleanText(x.Organisation, monitor.MaxName))
		}
		doc := affiliationDocument(h, added[0])
		a.suggest(dir, added[0].Organisation)
		return a.print(doc, func() {
			a.say("affiliation.added", "name", doc.Person, "organisation", doc.Organisation, "period", a.explain.Period(added[0].Period))
		})
	})
}

// saidOf puts what the options say into an affiliation; what they do not
// mention stays. An empty --from or --to takes a date back.
func saidOf(c *cobra.Command, x *monitor.Affiliation) (err error) {
	f := c.Flags()
	get := func(name string) string { s, _ := f.GetString(name); return s }
	if f.Changed("organisation") {
		x.Organisation = get("organisation")
	}
	if f.Changed("relation") {
		x.Relation = monitor.Relation(get("relation"))
	}
	if f.Changed("from") {
		if x.Period.From, err = periodDate("--from", get("from")); err != nil {
			return err
		}
	}
	if f.Changed("to") {
		if x.Period.To, err = periodDate("--to", get("to")); err != nil {
			return err
		}
	}
	if f.Changed("current") {
		x.Period.Current, err = f.GetBool("current")
	}
	return err
}

// affiliationEdit changes what was given, and nothing else.
func (a *app) affiliationEdit(c *cobra.Command, args []string) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		x := monitor.Affiliation{ID: args[0]} // one nobody knows is refused below
		if n := slices.IndexFunc(h.Affiliations, func(x monitor.Affiliation) bool { return x.ID == args[0] }); n >= 0 {
			x = h.Affiliations[n]
		}
		if err := saidOf(c, &x); err != nil {
			return err
		}
		dir, err := a.directory(c, i)
		if err != nil {
			return err
		}
		if e, ok := dir.ByID(x.Organisation); ok {
			x.Organisation = e.Name
		}
		if x, err = i.Monitor.EditAffiliation(c.Context(), x); err != nil {
			return err
		}
		doc := affiliationDocument(h, x)
		a.suggest(dir, x.Organisation)
		return a.print(doc, func() {
			a.say("affiliation.added", "name", doc.Person, "organisation", doc.Organisation, "period", a.explain.Period(x.Period))
		})
	})
}

// periodDate reads a month or a year, given with an option if it has one. Nobody
// knows the day, and none is asked.
func periodDate(option, s string) (monitor.Date, error) {
	d, err := monitor.ParseDate(s)
	if _, _, day := d.Parts(); err != nil || day != 0 {
		return monitor.Date{}, monitor.UsageProblem("period.date", "option", option).Because(err)
	}
	return d, nil
}

// suggest names what the person may have meant by an organisation no list knows.
func (a *app) suggest(dir *directory.Directory, organisation string) {
	if dir.Known(organisation) || monitor.AsDomain(organisation) != "" {
		return
	}
	near := dir.Suggest(organisation, 3)
	if len(near) == 0 {
		a.warn("affiliation.free-name", "organisation", organisation)
		return
	}
	a.warn("affiliation.free-name-near", "organisation", organisation, "names", strings.Join(near, ", "))
}

// directory is every organisation the program knows by name.
func (a *app) directory(c *cobra.Command, i *installation.Installation) (*directory.Directory, error) {
	catalogue, err := i.Monitor.Catalogue(c.Context())
	if err != nil {
		return nil, err
	}
	return installation.DirectoryWith(catalogue)
}

// importedJSON is what an import did.
type importedJSON struct {
	Added   []affiliationJSON `json:"added"`
	Known   int               `json:"already_known"`
	Skipped int               `json:"skipped"`
}

func (a *app) affiliationImport(c *cobra.Command, args []string) error {
	person, _ := c.Flags().GetString("person")
	f, err := os.Open(args[0])
	if err != nil {
		return monitor.NewProblem("file.unreadable", "path", args[0]).Because(err)
	}
	defer func() { _ = f.Close() }()
	imp, err := sites.Read(f)
	if err != nil {
		return err
	}
	all := make([]monitor.Affiliation, len(imp.Sites))
	for n, s := range imp.Sites {
		// A password says that there is an account, not what for: the relation and
		// the period stay unknown, so that nothing is ruled out.
		all[n] = monitor.Affiliation{Organisation: s.Domain}
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		added, err := i.Monitor.AddAffiliations(c.Context(), person, all...)
		if err != nil {
			return err
		}
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		doc := importedJSON{Added: []affiliationJSON{}, Known: len(all) - len(added), Skipped: len(imp.Skipped)}
		for _, x := range added {
			doc.Added = append(doc.Added, affiliationDocument(h, x))
		}
		return a.print(doc, func() {
			a.say("affiliation.imported", "added", len(added), "known", doc.Known, "skipped", doc.Skipped)
			a.say("sites.delete-export")
		})
	})
}

func (a *app) affiliationList(c *cobra.Command, _ []string) error {
	return a.listed(c, func(i *installation.Installation, h *monitor.Household, only string) error {
		doc, rows := []affiliationJSON{}, [][]string{}
		for _, x := range h.Affiliations {
			if only != "" && x.Person != only {
				continue
			}
			one := affiliationDocument(h, x)
			doc = append(doc, one)
			rows = append(rows, []string{one.Person, x.Organisation, a.explain.Relation(x.Relation), a.explain.Period(x.Period), x.ID})
		}
		return a.print(doc, func() {
			if len(rows) == 0 {
				a.say("affiliation.none")
			}
			a.table(rows)
		})
	})
}

func (a *app) affiliationRemove(c *cobra.Command, args []string) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		if err := i.Monitor.RemoveAffiliation(c.Context(), args[0]); err != nil {
			return err
		}
		return a.print(removed{args[0]}, func() { a.say("affiliation.removed") })
	})
}
