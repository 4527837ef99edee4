package window

import (
	"fmt"
	"io"
	"time"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/cmd/internal/installation"
	"vigie/monitor/explain"
)

// Speaker is one language.
type Speaker struct {
	Words   *words.Words
	Explain *explain.Explainer
}

// Speak loads a language, with the moments of this computer's time zone.
func Speak(lang string) (Speaker, error) {
	w, err := words.Load(lang)
	if err != nil {
		return Speaker{}, err
	}
	classes, err := explain.LoadClasses(assets.Classes())
	if err != nil {
		return Speaker{}, err
	}
	return Speaker{w, explain.New(w, classes, time.Local)}, nil
}

// Fail says on a terminal what happened and what to do, a line each, and returns
// the exit status.
func (s Speaker) Fail(w io.Writer, err error) int {
	p := installation.AsProblem(err)
	what, do := s.Explain.Problem(p)
	fmt.Fprintln(w, what)
	if do != "" {
		fmt.Fprintln(w, do)
	}
	if p.Usage {
		return 2
	}
	return 1
}
