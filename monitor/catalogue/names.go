package catalogue

import (
	"slices"

	"vigie/monitor"
)

// names asks two things of records that share a name, because matching never
// joins two organisations through one:
//
//   - a record that bears the name of another record's organisation knows all
//     names of that organisation, so that records of one organisation know the
//     same ("France Travail", "Pôle emploi", "ANPE");
//   - a name that two records share as an alias belongs to an organisation that
//     both bear the name of, so that it does not stand for two of them.
func (l *linter) names(records []monitor.Record) {
	all := make([][]string, len(records))
	organisations := make(map[string]bool, len(records))
	bearers := make(map[string][]int) // by name
	for i := range records {
		all[i] = ownNames(&records[i].Facts)
		organisations[all[i][0]] = true
		for _, n := range all[i] {
			bearers[n] = append(bearers[n], i)
		}
	}
	for i := range records {
		l.id = records[i].ID
		for _, j := range bearers[all[i][0]] {
			if j == i {
				continue
			}
			for _, n := range all[i] {
				if !slices.Contains(all[j], n) {
					l.report("%s bears the name of its organisation but not %q", records[j].ID, n)
				}
			}
		}
		for _, n := range all[i] {
			for _, j := range bearers[n] {
				if j > i && !shareOrganisation(all[i], all[j], organisations) {
					l.report("it shares %q with %s, which is another organisation", n, records[j].ID)
				}
			}
		}
	}
}

func shareOrganisation(a, b []string, organisations map[string]bool) bool {
	return slices.ContainsFunc(a, func(n string) bool { return organisations[n] && slices.Contains(b, n) })
}

// ownNames are the names that match directly, in the form in which they are
// compared, the organisation's first.
func ownNames(f *monitor.Facts) []string {
	names := []string{monitor.NormalOrganisation(f.Organisation)}
	for _, a := range f.Aliases {
		names = append(names, monitor.NormalOrganisation(a))
	}
	return names
}
