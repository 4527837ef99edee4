package view

import "vigie/monitor"

// problem says what could not be done, what was not harmed and what to do, in
// the terms of the window.
func (p *page) problem(x *monitor.Problem) string {
	what, do := p.Explain.Problem(x)
	if key, ok := doInstead[x.Key]; ok {
		do = p.t(key)
	}
	return sentences(what, do)
}

// doInstead are the problems for which the words advise a command to type, with
// what to do in the window.
var doInstead = map[string]string{
	"internal":             "do.again",
	"affiliation.exists":   "do.listed",
	"affiliation.unknown":  "do.reopen",
	"answer.no-question":   "do.reopen",
	"breach.unknown":       "do.reopen",
	"consent.identifier":   "do.reopen",
	"consent.none":         "do.reopen",
	"data.unwritable":      "do.rights",
	"database-access":      "do.rights",
	"identifier.exists":    "do.listed",
	"identifier.unknown":   "do.reopen",
	"key.none":             "do.key",
	"key.unchecked":        "do.key",
	"keychain-unavailable": "sealed.unavailable",
	"person.none":          "do.person",
	"plan.no-question":     "do.reopen",
	"plan.unknown":         "do.reopen",
	"plan.unsaid":          "do.reopen",
	"read-only":            "do.rights",
	"share.foreign":        "do.sealed-file",
}
