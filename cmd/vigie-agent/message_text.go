package main

import (
	"fmt"
	"slices"
	"strings"

	"vigie/checklist"
	"vigie/checklist/message"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

// writeMessage says what was found, what to do, and what to do if it is too late.
func (a *app) writeMessage(v message.Verdict) {
	a.say("message.verdict." + string(v.Word))
	a.say("message.verdict." + string(v.Word) + ".do")
	a.writeOfficial(v)
	a.writeUses(v)
	a.writeSigns(v)
	if v.Word == message.Phishing || v.Word == message.Suspicious {
		a.writeReports(v)
		a.writeAfters()
	}
}

func (a *app) writeOfficial(v message.Verdict) {
	e := v.Official
	if e == nil {
		return
	}
	fmt.Fprintln(a.out)
	a.say("message.claims", "organisation", e.Name)
	speaker := checklist.NewSpeaker(a.words, a.explain)
	if len(e.Domains) > 0 {
		a.say(recalledKey("message.official.site", e.Unverified), "domain", e.Domains[0])
	}
	if e.Phone != "" {
		a.say(recalledKey("message.official.phone", e.Unverified || slices.Contains(e.Recalled, "phone")), "phone", speaker.Phone(e.Phone))
	}
}

// recalledKey is the key of a sentence that says so when its fact is from memory.
func recalledKey(key string, recalled bool) string {
	if recalled {
		return key + ".recalled"
	}
	return key
}

func (a *app) writeUses(v message.Verdict) {
	if len(v.Uses) == 0 {
		return
	}
	fmt.Fprintln(a.out)
	fmt.Fprintln(a.out, a.words.N("message.uses", len(v.Uses)))
	for _, u := range v.Uses {
		what := a.words.T("identifier.kind." + string(u.Kind))
		if len(u.Breaches) == 0 {
			fmt.Fprintln(a.out, "  · "+a.words.T("message.use.no-leak", "kind", what))
			continue
		}
		fmt.Fprintln(a.out, "  · "+a.words.T("message.use", "kind", what, "breaches", strings.Join(u.Breaches, ", ")))
	}
	a.say("message.proves-nothing")
}

func (a *app) writeSigns(v message.Verdict) {
	if len(v.Flags) == 0 {
		return
	}
	fmt.Fprintln(a.out)
	if v.Word == message.Phishing || v.Word == message.Suspicious {
		a.say("message.signs")
	} else {
		a.say("message.signs.weak")
	}
	var said []string
	for _, f := range v.Flags {
		text := a.words.T("message.sign."+f.Sign, "text", shortened(f.Text), "about", monitor.CleanText(f.About, monitor.MaxName))
		if !slices.Contains(said, text) {
			said = append(said, text)
			fmt.Fprintln(a.out, "  · "+text)
		}
	}
}

// maxQuoted is how much of a message is repeated in one sentence, in characters.
const maxQuoted = 80

// shortened is a fragment as it stands in a sentence.
func shortened(text string) string {
	return monitor.CleanText(text, maxQuoted)
}

func (a *app) writeReports(v message.Verdict) {
	d, err := installation.Directory()
	if err != nil {
		a.debug(err)
		return
	}
	fmt.Fprintln(a.out)
	for _, id := range v.Reports() {
		e, _ := d.ByID(id)
		a.say("message.report."+id, "domain", strings.Join(e.Domains[:min(1, len(e.Domains))], ""))
	}
}

func (a *app) writeAfters() {
	fmt.Fprintln(a.out)
	a.say("message.after")
	speaker := checklist.NewSpeaker(a.words, a.explain)
	for _, after := range message.Afters() {
		titles := make([]string, len(after.Steps))
		for i, s := range after.Steps {
			titles[i] = speaker.Step(s)
		}
		fmt.Fprintln(a.out, "  · "+a.words.T("message.after."+after.Did, "steps", strings.Join(titles, " ; ")))
	}
}
