package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) breachCommand() *cobra.Command {
	c := &cobra.Command{Use: "breach"}
	c.AddCommand(&cobra.Command{Use: "show BREACH", Args: a.args(1), RunE: a.breachShow})
	return c
}

// breachJSON is a breach as programs see it.
type breachJSON struct {
	ID           string                                   `json:"id"`
	AlsoKnown    []string                                 `json:"also_known"`
	Organisation string                                   `json:"organisation"`
	Aliases      []string                                 `json:"aliases"`
	Domains      []string                                 `json:"domains"`
	Clients      []string                                 `json:"client_organisations"`
	Status       monitor.Status                           `json:"status"`
	OccurredFrom *string                                  `json:"occurred_from"`
	OccurredTo   *string                                  `json:"occurred_to"`
	DisclosedOn  *string                                  `json:"disclosed_on"`
	KnownSince   *string                                  `json:"known_since"`
	Population   *string                                  `json:"population"`
	Vector       *string                                  `json:"vector"`
	Affected     *int64                                   `json:"affected"`
	Exposed      []monitor.Class                          `json:"exposed"`
	Possible     []monitor.Class                          `json:"possible"`
	NotConcerned []monitor.Class                          `json:"not_concerned"`
	Conditional  map[monitor.Class]monitor.ClassCondition `json:"conditional"`
	Sensitive    bool                                     `json:"sensitive"`
	Minors       bool                                     `json:"minors"`
	Unverified   bool                                     `json:"unverified"`
	Criteria     []monitor.Criterion                      `json:"criteria"`
	Questions    []questionJSON                           `json:"questions"`
	Sources      []string                                 `json:"sources"`
	References   []monitor.Reference                      `json:"references"`
}

type questionJSON struct {
	Key       string            `json:"key"`
	Criterion int               `json:"criterion"`
	Condition monitor.Condition `json:"condition"`
	Text      string            `json:"text"`
}

func (a *app) breachShow(c *cobra.Command, args []string) error {
	return a.opened(c.Context(), func(i *installation.Installation) error {
		catalogue, err := i.Monitor.Catalogue(c.Context())
		if err != nil {
			return err
		}
		b, ok := catalogue.Breach(args[0])
		if !ok {
			return monitor.NewProblem("breach.unknown", "id", monitor.CleanText(args[0], monitor.MaxName))
		}
		doc := a.breachDocument(b)
		return a.print(doc, func() { a.showBreach(b, doc) })
	})
}

func (a *app) breachDocument(b *monitor.Breach) breachJSON {
	doc := breachJSON{
		ID: b.ID, AlsoKnown: list(b.AlsoKnown), Organisation: b.Organisation, Aliases: list(b.Aliases), Domains: list(b.Domains),
		Clients: list(b.Clients), Status: b.Status, OccurredFrom: dated(b.OccurredFrom), OccurredTo: dated(b.OccurredTo),
		DisclosedOn: dated(b.Disclosed()), KnownSince: stamp(b.KnownSince),
		Population: said(b.Population.In(a.words.Lang())), Vector: said(b.Vector.In(a.words.Lang())),
		Exposed: list(b.Exposed), Possible: list(b.Possible), NotConcerned: list(b.NotConcerned), Conditional: b.Conditional,
		Sensitive: b.Sensitive, Minors: b.Minors, Unverified: b.Unverified, Criteria: list(b.Criteria),
		Questions: []questionJSON{}, Sources: list(b.Sources), References: list(b.References),
	}
	if b.Affected > 0 {
		doc.Affected = &b.Affected
	}
	if doc.Conditional == nil {
		doc.Conditional = map[monitor.Class]monitor.ClassCondition{}
	}
	for _, q := range b.Questions() {
		doc.Questions = append(doc.Questions, questionJSON{q.Key, q.Criterion, q.Condition, q.Text.In(a.words.Lang())})
	}
	return doc
}

func (a *app) showBreach(b *monitor.Breach, doc breachJSON) {
	w := a.out
	fmt.Fprintf(w, "%s — %s\n", b.Organisation, a.words.T("breach.status."+string(b.Status)))
	if doc.Population != nil {
		fmt.Fprintln(w, *doc.Population)
	}
	if doc.Vector != nil {
		fmt.Fprintln(w, *doc.Vector)
	}
	rows := [][]string{
		{a.words.T("breach.occurred"), a.between(b.OccurredFrom, b.OccurredTo)},
		{a.words.T("breach.disclosed"), a.explain.Date(b.Disclosed())},
		{a.words.T("breach.known"), a.words.Day(b.KnownSince.Local())},
	}
	if b.Affected > 0 {
		rows = append(rows, []string{a.words.T("breach.affected"), a.words.Number(b.Affected)})
	}
	a.table(rows)
	a.showData(monitor.Finding{Exposed: b.Exposed, Possible: b.Possible, NotConcerned: b.NotConcerned})
	if len(b.Exposed)+len(b.Possible) == 0 {
		fmt.Fprintln(w, a.words.T("breach.data-unknown"))
	}
	if b.Unverified {
		fmt.Fprintln(w, a.words.T("breach.unverified"))
	}
	for _, q := range doc.Questions {
		fmt.Fprintf(w, "%s  (--question %s)\n", q.Text, q.Key)
	}
	for _, r := range b.References {
		fmt.Fprintf(w, "• %s\n", strings.Join(nonEmpty(r.Title, r.Publisher, r.URL), " — "))
	}
	for _, s := range b.Sources {
		fmt.Fprintln(w, a.words.T("feed.credit."+s))
	}
}

func nonEmpty(all ...string) []string {
	var some []string
	for _, s := range all {
		if s != "" {
			some = append(some, s)
		}
	}
	return some
}

// between is when a breach happened, from one date to another if both are known.
func (a *app) between(from, to monitor.Date) string {
	if from.IsZero() || to.IsZero() || from == to {
		if from.IsZero() {
			from = to
		}
		return a.explain.Date(from)
	}
	return a.explain.Date(from) + " – " + a.explain.Date(to)
}
