package window

import (
	"context"
	"slices"

	"vigie/checklist/message"
	"vigie/gui/view"
	"vigie/monitor"
)

// levels are what the checker's words mean for the window, which has no word for
// "genuine" either.
var levels = map[message.Word]view.MessageLevel{
	message.Phishing: view.MessageDanger, message.Suspicious: view.MessageCaution,
	message.NoSign: view.MessageNothing, message.Unknown: view.MessageNothing,
}

// readMessage judges a message here. Its text goes nowhere and is kept nowhere.
// While the household cannot be read, the message is judged without its data.
func (w *worker) readMessage(ctx context.Context, e view.ReadMessage) (view.Event, error) {
	known, err := w.inst.Messages(ctx)
	if known == nil {
		return nil, err
	}
	text := e.Text.Reveal()
	v := message.Check(text, *known)
	shown := view.MessageVerdict{Level: levels[v.Word], Spans: w.spans(text, v)}
	for _, u := range v.Uses {
		shown.Known = append(shown.Known, view.KnownData{
			Label: w.speak.Words.T("identifier.kind." + string(u.Kind)), Person: u.Person, Breaches: u.Breaches,
		})
	}
	for _, f := range v.Flags {
		if s := w.sign(f); !slices.Contains(shown.Signs, s) {
			shown.Signs = append(shown.Signs, s)
		}
	}
	// A site from memory is never a place to send somebody.
	if o := v.Official; o != nil && !o.Unverified && len(o.Domains) > 0 {
		shown.Official = &view.Official{Name: o.Name, URL: "https://" + o.Domains[0], Phone: o.Phone}
	}
	return view.MessageRead{Verdict: shown}, nil
}

// spans is the message in pieces: what alerts, what is the household's, the rest.
func (w *worker) spans(text string, v message.Verdict) []view.Span {
	var all []view.Span
	noted := make(map[string]bool) // a sign over several pieces is explained at the first
	for _, f := range v.Fragments(text) {
		s := view.Span{Text: f.Text}
		switch {
		case len(f.Flags) > 0:
			s.Tone, s.Note = view.Danger, w.sign(f.Flags[0])
		case len(f.Uses) > 0:
			s.Tone, s.Note = view.Attention, w.speak.Words.T("identifier.kind."+string(f.Uses[0].Kind))
		}
		if noted[s.Note] {
			s.Note = ""
		}
		noted[s.Note] = true
		all = append(all, s)
	}
	return all
}

// maxQuoted is how much of a message a sentence repeats, in characters.
const maxQuoted = 80

func (w *worker) sign(f message.Flag) string {
	return w.speak.Words.T("message.sign."+f.Sign, "text", monitor.CleanText(f.Text, maxQuoted), "about", monitor.CleanText(f.About, monitor.MaxName))
}
