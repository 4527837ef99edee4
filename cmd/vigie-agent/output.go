package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"vigie/monitor"
)

// print writes one JSON document, or what people read.
func (a *app) print(document any, human func()) error {
	if !a.json {
		human()
		return nil
	}
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(document)
}

// table writes rows in columns.
func (a *app) table(rows [][]string) {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	_ = w.Flush()
}

// stamp is a time in JSON: RFC 3339 in UTC, or null.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(time.RFC3339)
	return &s
}

// said is a text in JSON, or null when nothing was said.
func said[T ~string](s T) *T {
	if s == "" {
		return nil
	}
	return &s
}

// dated is a date in JSON, or null when it is not known.
func dated(d monitor.Date) *string { return said(d.String()) }

// list is a list in JSON, never null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
