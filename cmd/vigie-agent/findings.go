package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) findingsCommand() *cobra.Command {
	c := &cobra.Command{Use: "findings [--person NAME]", Args: a.noArgs, RunE: a.findings}
	c.Flags().String("person", "", a.words.T("cli.flag.person"))
	return c
}

// findingJSON is a finding as programs see it: a public interface.
type findingJSON struct {
	Person       string          `json:"person"`
	Breach       string          `json:"breach"`
	Organisation string          `json:"organisation"`
	Verdict      monitor.Verdict `json:"verdict"`
	Status       monitor.Status  `json:"status"`
	Exposed      []monitor.Class `json:"exposed"`
	Possible     []monitor.Class `json:"possible"`
	NotConcerned []monitor.Class `json:"not_concerned"`
	OccurredFrom *string         `json:"occurred_from"`
	OccurredTo   *string         `json:"occurred_to"`
	DisclosedOn  *string         `json:"disclosed_on"`
	KnownSince   *string         `json:"known_since"`
	Reasons      []reasonJSON    `json:"reasons"`
	Sources      []string        `json:"sources"`
}

type reasonJSON struct {
	Affiliation  *string         `json:"affiliation"`
	Organisation *string         `json:"organisation"`
	Criterion    *int            `json:"criterion"`
	Outcome      monitor.Outcome `json:"outcome"`
	Text         string          `json:"text"`
}

// told is a finding with the sentences that explain it.
type told struct {
	monitor.Finding
	texts []string // of Reasons
}

func (t told) document() findingJSON {
	doc := findingJSON{
		Person: t.PersonName, Breach: t.Breach, Organisation: t.Organisation, Verdict: t.Verdict, Status: t.Status,
		Exposed: list(t.Exposed), Possible: list(t.Possible), NotConcerned: list(t.NotConcerned),
		OccurredFrom: dated(t.OccurredFrom), OccurredTo: dated(t.OccurredTo), DisclosedOn: dated(t.DisclosedOn),
		KnownSince: stamp(t.KnownSince), Reasons: []reasonJSON{}, Sources: list(t.Sources),
	}
	for i, w := range t.Reasons {
		r := reasonJSON{Affiliation: said(w.Affiliation), Organisation: said(w.Organisation), Outcome: w.Outcome, Text: t.texts[i]}
		if w.Criterion > 0 {
			r.Criterion = &w.Criterion
		}
		doc.Reasons = append(doc.Reasons, r)
	}
	return doc
}

// tell adds to findings the sentences that explain them.
func (a *app) tell(h *monitor.Household, c *monitor.Catalogue, findings []monitor.Finding) []told {
	all := make([]told, len(findings))
	for i, f := range findings {
		b, _ := c.Breach(f.Breach)
		all[i].Finding = f
		for _, w := range f.Reasons {
			var x monitor.Affiliation
			if n := slices.IndexFunc(h.Affiliations, func(x monitor.Affiliation) bool { return x.ID == w.Affiliation }); n >= 0 {
				x = h.Affiliations[n]
			}
			all[i].texts = append(all[i].texts, a.explain.Why(w, x, &b.Facts))
		}
	}
	return all
}

func (a *app) findings(c *cobra.Command, _ []string) error {
	return a.listed(c, func(i *installation.Installation, h *monitor.Household, only string) error {
		return a.reportFindings(c.Context(), i.Monitor, only)
	})
}

// reportFindings prints who is concerned today: one person, or everybody if only is empty.
func (a *app) reportFindings(ctx context.Context, m *monitor.Monitor, only string) error {
	h, err := m.Store.Household(ctx)
	if err != nil {
		return err
	}
	catalogue, err := m.Catalogue(ctx)
	if err != nil {
		return err
	}
	all := a.tell(h, catalogue, catalogue.Match(h, monitor.Today(a.now())))
	if only != "" {
		all = slices.DeleteFunc(all, func(t told) bool { return t.Person != only })
	}
	doc := make([]findingJSON, len(all))
	for n, t := range all {
		doc[n] = t.document()
	}
	defer a.answered()
	return a.print(doc, func() { a.showFindings(h, catalogue, all) })
}

// showFindings writes findings for people: those that concern someone with
// their reasons, then the number of those that do not.
func (a *app) showFindings(h *monitor.Household, c *monitor.Catalogue, all []told) {
	person, spared := "", 0
	for _, t := range all {
		if t.Verdict <= monitor.NotConcerned {
			spared++
			continue
		}
		if t.PersonName != person {
			person = t.PersonName
			fmt.Fprintln(a.out, a.words.T("findings.person", "name", person))
		}
		fmt.Fprintf(a.out, "  %s\n", a.explain.Headline(t.Finding))
		a.showData(t.Finding)
		if b, ok := c.Breach(t.Breach); ok && b.Unverified {
			fmt.Fprintf(a.out, "    %s\n", a.words.T("breach.unverified"))
		}
		for _, text := range t.texts {
			fmt.Fprintf(a.out, "    %s\n", text)
		}
		fmt.Fprintf(a.out, "    %s\n", a.words.T("findings.more", "leak", a.leakName(t.Organisation, known(t.Finding), false), "breach", t.Breach))
	}
	if person == "" {
		a.say("findings.none", "organisations", len(h.Affiliations), "breaches", a.words.Number(int64(len(c.Breaches()))))
	}
	if spared > 0 {
		fmt.Fprintln(a.out, a.words.N("findings.spared", spared))
	}
}

func (a *app) showData(f monitor.Finding) {
	for _, part := range []struct {
		key     string
		classes []monitor.Class
	}{{"findings.exposed", f.Exposed}, {"findings.possible", f.Possible}, {"findings.not-concerned", f.NotConcerned}} {
		if len(part.classes) > 0 {
			fmt.Fprintf(a.out, "    %s\n", a.words.T(part.key, "classes", a.explain.Classes(part.classes)))
		}
	}
}
