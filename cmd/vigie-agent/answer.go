package main

import (
	"slices"

	"github.com/spf13/cobra"

	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) answerCommand() *cobra.Command {
	c := &cobra.Command{
		Use:  "answer BREACH --person NAME (notice-received|not-me|dont-know [--reason WORD] | --question KEY yes|no|dont-know)",
		Args: a.args(2), RunE: a.answer,
	}
	f := c.Flags()
	f.String("person", "", a.words.T("cli.flag.person"))
	f.String("reason", "", a.words.T("cli.flag.reason"))
	f.String("question", "", a.words.T("cli.flag.question"))
	return a.required(c, "person")
}

// answerJSON is an answer as programs see it.
type answerJSON struct {
	ID       string  `json:"id"`
	Person   string  `json:"person"`
	Breach   string  `json:"breach"`
	Question *string `json:"question"`
	Answer   string  `json:"answer"`
	Reason   *string `json:"reason"`
	At       *string `json:"at"`
}

func (a *app) answer(c *cobra.Command, args []string) error {
	person, _ := c.Flags().GetString("person")
	question, _ := c.Flags().GetString("question")
	reason, _ := c.Flags().GetString("reason")
	e := monitor.Evidence{Breach: args[0], Question: question, Reason: reason}
	var words []string
	if question != "" {
		e.Kind, e.Answer = monitor.QuestionAnswer, monitor.Answer(args[1])
		words = []string{string(monitor.AnswerYes), string(monitor.AnswerNo), string(monitor.AnswerDontKnow)}
	} else {
		e.Kind = monitor.EvidenceKind(args[1])
		words = []string{string(monitor.NoticeReceived), string(monitor.NotMe), string(monitor.DontKnow)}
	}
	if !slices.Contains(words, args[1]) || reason != "" && e.Kind != monitor.NotMe {
		return monitor.UsageProblem("answer.word", "usage", c.UseLine())
	}
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		e, err := i.Monitor.Answer(c.Context(), person, e)
		if err != nil {
			return err
		}
		h, err := i.Store.Household(c.Context())
		if err != nil {
			return err
		}
		p, _ := h.Person(e.Person)
		doc := answerJSON{e.ID, p.Name, e.Breach, said(e.Question), args[1], said(e.Reason), stamp(e.At)}
		return a.print(doc, func() { a.say("answer.kept", "breach", e.Breach) })
	})
}
