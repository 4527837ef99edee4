package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"vigie/checklist/notice"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) noticeCommand() *cobra.Command {
	c := &cobra.Command{Use: "notice"}
	add := &cobra.Command{Use: "add FILE --person NAME [--breach ID]", Args: a.args(1), RunE: a.noticeAdd}
	add.Flags().String("person", "", a.words.T("cli.flag.person"))
	add.Flags().String("breach", "", a.words.T("cli.flag.breach"))
	c.AddCommand(a.required(add, "person"),
		&cobra.Command{Use: "list", Args: a.noArgs, RunE: a.noticeList},
		&cobra.Command{Use: "save ID FILE", Args: a.args(2), RunE: a.noticeSave})
	return c
}

// noticeJSON is what a notice says, without any of its text.
type noticeJSON struct {
	ID           *string           `json:"id"` // null when it was not kept
	Person       string            `json:"person"`
	Breach       *string           `json:"breach"`
	Organisation *string           `json:"organisation"`
	Sent         *string           `json:"sent"`
	Dates        []string          `json:"dates"`
	Exposed      []monitor.Class   `json:"exposed"`
	NotConcerned []monitor.Class   `json:"not_concerned"`
	Missing      []notice.Part     `json:"missing"`
	Flags        []notice.FlagKind `json:"flags"`
	Breaches     []string          `json:"breaches"` // those it may be about, when none was chosen
}

func noticeDocument(person string, r notice.Reading) noticeJSON {
	doc := noticeJSON{
		Person: person, Sent: dated(r.Sent), Dates: []string{}, Exposed: list(r.Leaked), NotConcerned: list(r.Spared),
		Missing: list(r.Missing), Flags: []notice.FlagKind{}, Breaches: []string{},
	}
	if len(r.Candidates) > 0 {
		doc.Organisation = said(r.Candidates[0].Organisation.Name)
	}
	for _, d := range r.Dates {
		doc.Dates = append(doc.Dates, d.String())
	}
	for _, f := range r.Flags {
		doc.Flags = append(doc.Flags, f.Kind)
	}
	return doc
}

// noticeAdd reads a notice and keeps what it says. It counts as evidence for the
// breach that is named, or for the only one it can be about. One with a sign that
// no genuine notice has is evidence of nothing by itself: the person decides.
func (a *app) noticeAdd(c *cobra.Command, args []string) error {
	person, _ := c.Flags().GetString("person")
	breach, _ := c.Flags().GetString("breach")
	f, err := os.Open(args[0])
	if err != nil {
		return monitor.NewProblem("file.unreadable", "path", args[0]).Because(err)
	}
	defer func() { _ = f.Close() }()
	message, err := io.ReadAll(io.LimitReader(f, notice.MaxSize+1))
	if err != nil {
		return monitor.NewProblem("file.unreadable", "path", args[0]).Because(err)
	}
	name := filepath.Base(args[0])
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		id, err := onePerson(h, person)
		if err != nil {
			return err
		}
		p, _ := h.Person(id)
		r, err := i.ReadNotice(c.Context(), message, name)
		if err != nil {
			return err
		}
		if !r.IsNotice() && breach == "" {
			return monitor.NewProblem("notice.none")
		}
		about, err := i.NoticeBreaches(c.Context(), r)
		if err != nil {
			return err
		}
		if breach == "" && len(about) == 1 && !r.AsksSecrets() {
			breach = about[0].ID
		}
		kept, err := i.KeepNotice(c.Context(), p, breach, r, message, name)
		if err != nil {
			return err
		}
		doc := noticeDocument(p.Name, r)
		doc.ID, doc.Breach = said(kept.ID), said(kept.Breach)
		if kept.Breach == "" {
			for _, b := range about {
				doc.Breaches = append(doc.Breaches, b.ID)
			}
		}
		return a.print(doc, func() { a.writeNotice(doc) })
	})
}

func (a *app) writeNotice(doc noticeJSON) {
	organisation := a.words.T("notice.unknown")
	if doc.Organisation != nil {
		organisation = *doc.Organisation
	}
	a.say("notice.read", "organisation", organisation)
	if len(doc.Exposed) > 0 {
		a.say("findings.exposed", "classes", a.explain.Classes(doc.Exposed))
	}
	if len(doc.NotConcerned) > 0 {
		a.say("findings.not-concerned", "classes", a.explain.Classes(doc.NotConcerned))
	}
	for _, p := range doc.Missing {
		fmt.Fprintln(a.out, "  · "+a.words.T("notice.missing", "part", a.words.T("notice.part."+string(p))))
	}
	for _, k := range doc.Flags {
		fmt.Fprintln(a.out, "  ▲ "+a.words.T("notice.flag."+string(k)))
	}
	switch {
	case doc.Breach != nil:
		a.say("notice.evidence", "name", doc.Person, "breach", *doc.Breach)
	case len(doc.Breaches) > 0:
		a.say("notice.which", "breaches", strings.Join(doc.Breaches, ", "))
	default:
		a.say("notice.kept")
	}
}

func (a *app) noticeList(c *cobra.Command, _ []string) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		all, err := i.Notices(c.Context())
		if err != nil {
			return err
		}
		doc := []noticeJSON{}
		for _, f := range all {
			p, _ := h.Person(f.Person)
			one := noticeDocument(p.Name, f.Reading)
			one.ID, one.Breach = said(f.ID), said(f.Breach)
			doc = append(doc, one)
		}
		return a.print(doc, func() {
			if len(doc) == 0 {
				a.say("notice.list-empty")
			}
			for _, n := range doc {
				fmt.Fprintf(a.out, "%s  %s\n", *n.ID, n.Person)
				a.writeNotice(n)
			}
		})
	})
}

// noticeSave writes a message out again as it came, for a complaint.
func (a *app) noticeSave(c *cobra.Command, args []string) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		message, err := i.NoticeMessage(c.Context(), args[0])
		if err != nil {
			return err
		}
		if i.Holds(args[1]) {
			return monitor.UsageProblem("notice.folder")
		}
		if err := writeNew(args[1], message); err != nil {
			return err
		}
		return a.print(pathJSON{args[1]}, func() { a.say("notice.saved", "path", args[1]) })
	})
}
