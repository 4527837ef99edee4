package explain

import "vigie/monitor"

// Problem says what happened and what was not harmed, then what to do, one line each.
func (x *Explainer) Problem(p *monitor.Problem) (what, do string) {
	var fields []any
	for k, v := range p.Args {
		fields = append(fields, k, monitor.CleanText(v, monitor.MaxText))
	}
	key := "problem." + p.Key
	if !x.w.Has(key) || !x.w.Has(key+".do") {
		key = "problem.unexpected"
	}
	return x.w.T(key, fields...), x.w.T(key+".do", fields...)
}
