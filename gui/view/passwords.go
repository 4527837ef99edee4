package view

import (
	"slices"

	"vigie/monitor"
)

// passwordClasses are the kinds of data that let somebody sign in.
var passwordClasses = []monitor.Class{monitor.ClassPasswords, "Historical passwords", "Auth tokens", "PINs", "Security questions and answers"}

// passwords says which leaks hold passwords and what to do about them, and
// judges those that somebody wants judged, on this computer.
func (p *page) passwords() Screen {
	s := Screen{Title: p.t("passwords.title"), Lead: p.t("passwords.lead")}
	var with, without, unknown []monitor.Finding
	for _, f := range newest(p.concerned("")) {
		switch {
		case slices.ContainsFunc(passwordClasses, func(c monitor.Class) bool {
			return slices.Contains(f.Exposed, c) || slices.Contains(f.Possible, c)
		}):
			with = append(with, f)
		case slices.Contains(f.NotConcerned, monitor.ClassPasswords):
			without = append(without, f)
		default:
			unknown = append(unknown, f)
		}
	}
	s.Blocks = []Block{Card{Title: p.n("passwords.with", leaks(with)), Blocks: []Block{p.leakRows("with", with, p.t("passwords.with.none"))}}}
	if len(without) > 0 {
		s.Blocks = append(s.Blocks, Notice{Tag: Tag{Check, p.n("passwords.without", leaks(without)), Calm}, Text: p.t("passwords.without.text")})
	}
	if len(unknown) > 0 {
		s.Blocks = append(s.Blocks, Card{Title: p.n("passwords.unknown", leaks(unknown)), Sub: p.t("passwords.unknown.sub"), Blocks: []Block{p.leakRows("unknown", unknown, "")}})
	}
	s.Blocks = append(s.Blocks, p.passwordSteps())
	if !p.JudgesPasswords {
		s.Blocks = append(s.Blocks, Card{Title: p.t("passwords.not-checked"), Blocks: []Block{Paragraph{Text: p.t("passwords.not-checked.text")}}})
		return s
	}
	s.Blocks = append(s.Blocks, p.tryPassword(), p.auditPasswords(), p.makePassword())
	return s
}

// passwordLines are the lines of the plan that are about passwords.
var passwordLines = []string{"leaked-password", "passwords", "secret-answers", "sessions-close"}

// passwordSteps are what the plan asks for passwords.
func (p *page) passwordSteps() Card {
	var rows []Row
	for _, a := range p.Plan {
		if slices.Contains(passwordLines, a.Step) {
			rows = append(rows, p.named(p.lineRow(a), a))
		}
	}
	return Card{Title: p.t("passwords.steps"), Blocks: []Block{list("password-steps", p.t("passwords.steps.none"), rows...)}}
}
