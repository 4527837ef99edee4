package letters

import (
	"strings"

	"vigie/assets/words"
	"vigie/monitor"
)

// Missing is why a letter was not written: it lacks what it cannot go without.
type Missing struct {
	Kind Kind
	// Fields are what is lacking, in the order of the letter. The words of a
	// field are letter.field.<field>; a field that is a kind of identifier has
	// that kind's name.
	Fields []string
}

// Error names the fields, for logs. People read [Missing.Problem].
func (m *Missing) Error() string {
	return "letter " + string(m.Kind) + " lacks " + strings.Join(m.Fields, ", ")
}

// Problem says what is lacking to whoever reads w.
func (m *Missing) Problem(w *words.Words) *monitor.Problem {
	names := make([]string, len(m.Fields))
	for i, f := range m.Fields {
		names[i] = w.T("letter.field." + f)
	}
	return monitor.NewProblem("letter.missing", "fields", w.List(names)).Because(m)
}
