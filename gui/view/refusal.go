package view

import (
	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/explain"
)

// Refusal is all that the window shows when the program cannot open: what
// happened, what was not harmed, and what to do. Whoever pressed an icon sees no
// terminal.
func Refusal(w *words.Words, x *explain.Explainer, why *monitor.Problem) Window {
	p := newPage(&State{Words: w, Explain: x}, UI{})
	return Window{
		Title:  p.t("window"),
		Screen: Screen{Title: p.t("refusal.title"), Blocks: []Block{Notice{Tag: Tag{Diamond, p.t("refusal.why"), Attention}, Text: p.problem(why)}}},
		Look:   Look{Theme: ThemeLight, TextSize: 100},
	}
}
