package message

import "slices"

// After is something that a person may already have done when they ask.
type After struct {
	Did   string   // "clicked", "gave", "paid", "installed": the words are message.after.<did>
	Steps []string // of the plan, first what cannot wait
}

// Afters are what to do when it already happened, by the steps of the plan.
func Afters() []After {
	return []After{
		{"clicked", []string{"password-change", "sessions-close"}},
		{"gave", []string{"password-change", "card-block", "complaint"}},
		{"paid", []string{"card-block", "bank-dispute", "complaint"}},
		{"installed", []string{"device-disconnect", "device-clean", "device-passwords"}},
	}
}

// Reports are the directory's entries to report the message to, best first: a text
// message or a call to 33700, an e-mail to Signal Spam, threats to PHAROS. 17Cyber
// helps with all of them.
func (v *Verdict) Reports() []string {
	if v.Word != Phishing && v.Word != Suspicious {
		return nil
	}
	var ids []string
	switch v.Channel {
	case Text, Call:
		ids = append(ids, "33700")
	case Mail:
		ids = append(ids, "signal-spam")
	}
	if slices.Contains(v.Wants, "threat") {
		ids = append(ids, "pharos")
	}
	return append(ids, "17cyber")
}

// Fragment is a part of the text given with what is said of it.
type Fragment struct {
	Text  string
	Flags []Flag // those that cover it
	Uses  []Use
}

// Fragments cuts the text given where something begins or ends, so that it can be
// shown with what alerts in it. Joined, the fragments are the text.
func (v *Verdict) Fragments(text string) []Fragment {
	runes := []rune(text)
	cuts := []int{0, len(runes)}
	for _, s := range v.spans() {
		cuts = append(cuts, min(s.Start, len(runes)), min(s.End, len(runes)))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []Fragment
	for i := range len(cuts) - 1 {
		f := Fragment{Text: string(runes[cuts[i]:cuts[i+1]])}
		covers := func(s Span) bool { return s.Start <= cuts[i] && s.End >= cuts[i+1] }
		for _, flag := range v.Flags {
			if covers(flag.Span) {
				f.Flags = append(f.Flags, flag)
			}
		}
		for _, use := range v.Uses {
			if covers(use.Span) {
				f.Uses = append(f.Uses, use)
			}
		}
		out = append(out, f)
	}
	return out
}

func (v *Verdict) spans() []Span {
	out := make([]Span, 0, len(v.Flags)+len(v.Uses))
	for _, f := range v.Flags {
		out = append(out, f.Span)
	}
	for _, u := range v.Uses {
		out = append(out, u.Span)
	}
	return out
}

// Of is the context with one person's data alone.
func (c Context) Of(person string) Context {
	c.Data = slices.DeleteFunc(slices.Clone(c.Data), func(d Datum) bool { return d.Person != person })
	return c
}
