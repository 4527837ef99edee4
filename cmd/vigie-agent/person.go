package main

import (
	"cmp"
	"strings"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) personCommand() *cobra.Command {
	c := &cobra.Command{Use: "person"}
	add := &cobra.Command{Use: "add NAME [--role adult|teen|child|helped]", Args: a.args(1), RunE: a.personAdd}
	add.Flags().String("role", string(monitor.Adult), a.words.T("cli.flag.role"))
	edit := &cobra.Command{Use: "edit NAME [--name NEW] [--role adult|teen|child|helped]", Args: a.args(1), RunE: a.personEdit}
	edit.Flags().String("name", "", a.words.T("cli.flag.name"))
	edit.Flags().String("role", "", a.words.T("cli.flag.role"))
	c.AddCommand(add, edit,
		&cobra.Command{Use: "list", Args: a.noArgs, RunE: a.personList},
		&cobra.Command{Use: "remove NAME", Args: a.args(1), RunE: a.personRemove})
	return c
}

// personJSON is a person as programs see them.
type personJSON struct {
	ID    string       `json:"id"`
	Name  string       `json:"name"`
	Role  monitor.Role `json:"role"`
	Added *string      `json:"added"`
}

func personDocument(p monitor.Person) personJSON {
	return personJSON{p.ID, p.Name, p.Role, stamp(p.Added)}
}

func (a *app) personAdd(c *cobra.Command, args []string) error {
	role, _ := c.Flags().GetString("role")
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		p, err := i.Monitor.AddPerson(c.Context(), args[0], monitor.Role(role))
		if err != nil {
			return err
		}
		return a.print(personDocument(p), func() { a.say("person.added", "name", p.Name) })
	})
}

// personEdit changes what was given, and nothing else.
func (a *app) personEdit(c *cobra.Command, args []string) error {
	name, _ := c.Flags().GetString("name")
	role, _ := c.Flags().GetString("role")
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		old, _ := h.PersonNamed(args[0]) // one nobody knows is refused below
		p, err := i.Monitor.EditPerson(c.Context(), args[0], cmp.Or(name, old.Name), cmp.Or(monitor.Role(role), old.Role))
		if err != nil {
			return err
		}
		return a.print(personDocument(p), func() { a.say("person.edited", "name", p.Name) })
	})
}

func (a *app) personList(c *cobra.Command, _ []string) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		doc := make([]personJSON, len(h.Persons))
		rows := make([][]string, len(h.Persons))
		for n, p := range h.Persons {
			doc[n] = personDocument(p)
			rows[n] = []string{p.Name, a.words.T("person.role." + string(p.Role))}
		}
		return a.print(doc, func() {
			if len(rows) == 0 {
				a.say("person.nobody")
			}
			a.table(rows)
		})
	})
}

func (a *app) personRemove(c *cobra.Command, args []string) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		if err := i.Monitor.RemovePerson(c.Context(), args[0]); err != nil {
			return err
		}
		p, _ := h.PersonNamed(args[0])
		return a.print(personDocument(p), func() { a.say("person.removed", "name", p.Name) })
	})
}

// listed opens the installation for a command that lists, with the household and
// the id of the one person that --person names, "" for everybody.
func (a *app) listed(c *cobra.Command, f func(i *installation.Installation, h *monitor.Household, only string) error) error {
	person, _ := c.Flags().GetString("person")
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		only, err := onePerson(h, person)
		if err != nil {
			return err
		}
		return f(i, h, only)
	})
}

// onePerson finds the person a --person option names, for commands that list.
// An empty option means everybody.
func onePerson(h *monitor.Household, name string) (id string, err error) {
	if name == "" {
		return "", nil
	}
	p, ok := h.PersonNamed(name)
	if !ok {
		names := make([]string, len(h.Persons))
		for i, p := range h.Persons {
			names[i] = p.Name
		}
		return "", monitor.NewProblem("person.unknown", "name", monitor.CleanText(name, monitor.MaxName), "names", strings.Join(names, ", "))
	}
	return p.ID, nil
}
