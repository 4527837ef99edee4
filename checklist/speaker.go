package checklist

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/explain"
)

// Speaker puts actions in words, in one language. It chooses and fills the
// sentences of assets/words (advice.toml, plan.toml) and holds none. Whatever
// was not read in a source says so in the text itself.
type Speaker struct {
	w *words.Words
	x *explain.Explainer
}

// NewSpeaker makes a Speaker of the language of w.
func NewSpeaker(w *words.Words, x *explain.Explainer) *Speaker { return &Speaker{w, x} }

// Names says how leaks and people are called: what may be shown of a sensitive
// leak is not decided here.
type Names struct {
	Leak   func(breach string) string
	Person func(id string) string
}

// Text is an action in words. What there is nothing to say about is empty.
type Text struct {
	Title    string
	Why      string
	How      []string // in the order in which it is done
	Urgency  string
	State    string // with the reason and to whom it was handed
	Who      string
	Minutes  string
	Repeats  string // how often
	Rhythm   string // who says so
	Because  string // the leaks that ask for it
	Data     string // the data that do
	Reopened string
	Source   string
	Laws     []string
}

// Action puts an action in words.
func (s *Speaker) Action(a Action, names Names) Text {
	t := Text{
		Title: s.Title(a), Urgency: s.w.T("plan.urgency." + a.Urgency.String()), State: s.state(a, names),
		Who: s.w.T("plan.actor." + string(a.Actor)), Repeats: s.repeats(a.Repeats),
		Because: s.because(a.Breaches, names), Source: s.source(a.Source, a.Mark), Laws: s.laws(a.Laws),
	}
	if a.Minutes > 0 {
		t.Minutes = s.Minutes(a.Minutes)
	}
	key := wordsOf(a)
	t.Why = s.recalled(s.w.T(key+".why"), "why", a.Recalled)
	for n := 1; s.w.Has(key + ".how." + strconv.Itoa(n)); n++ {
		part := "how." + strconv.Itoa(n)
		t.How = append(t.How, s.recalled(s.w.T(key+"."+part), part, a.Recalled))
	}
	if !a.Repeats.IsZero() {
		t.Rhythm = s.w.T("plan.every.ours")
	}
	if len(a.Classes) > 0 {
		t.Data = s.w.T("plan.because.data", "classes", s.x.Classes(a.Classes))
	}
	t.Reopened = s.reopened(a.Reopened, names)
	return t
}

// reopened says why something settled is to do again, naming the leaks if some
// are the reason.
func (s *Speaker) reopened(r Reopening, names Names) string {
	key := "plan.reopened." + string(r.Cause)
	switch {
	case r.Cause == "":
		return ""
	case len(r.Breaches) == 0:
		return s.w.T(key)
	}
	return s.w.N(key, len(r.Breaches), "leaks", s.Leaks(r.Breaches, names))
}

// Title is what is to be done, in one phrase.
func (s *Speaker) Title(a Action) string { return s.w.T(wordsOf(a) + ".title") }

// Step is the title of a step by its key, as [Piece.Prevent] and [Topic.Steps] have it.
func (s *Speaker) Step(key string) string { return s.w.T("advice." + key + ".title") }

// wordsOf is the beginning of the keys of an action's words.
func wordsOf(a Action) string {
	if len(a.Parts) > 1 {
		return "advice.line." + a.Step
	}
	return "advice." + a.Key()
}

// state is where an action stands, and why.
func (s *Speaker) state(a Action, names Names) string {
	text := s.w.T("plan.state." + string(a.State))
	switch {
	case a.State == Delegated && names.Person != nil:
		return s.w.T("plan.delegated", "name", names.Person(a.Delegate))
	case a.Reason != "" && a.State.settled() && s.w.Has("plan.reason."+string(a.Reason)):
		return s.w.T("plan.state.because", "state", text, "reason", s.w.T("plan.reason."+string(a.Reason)))
	}
	return text
}

func (s State) settled() bool { return s == NotApplicable || s == Impossible }

func (s *Speaker) repeats(i Interval) string {
	if i.IsZero() {
		return ""
	}
	n, unit := i.Unit()
	return s.w.N("plan.every."+unit+"s", n)
}

func (s *Speaker) because(breaches []string, names Names) string {
	if len(breaches) == 0 || names.Leak == nil {
		return ""
	}
	return s.w.N("plan.because", len(breaches), "leaks", s.Leaks(breaches, names))
}

// mostNamed is how many leaks a list names; the others are counted.
const mostNamed = 3

// Leaks is a short list of leaks in one phrase, each name once.
func (s *Speaker) Leaks(breaches []string, names Names) string {
	if names.Leak == nil {
		return ""
	}
	var leaks []string
	for _, b := range breaches {
		if name := names.Leak(b); !slices.Contains(leaks, name) {
			leaks = append(leaks, name)
		}
	}
	if others := len(leaks) - mostNamed; others > 1 { // one name is as short as « et 1 autre »
		leaks = append(leaks[:mostNamed], s.w.N("plan.others", others))
	}
	return s.w.List(leaks)
}

// recalled says of a part that was not read again that it was not.
func (s *Speaker) recalled(text, part string, recalled []string) string {
	if slices.Contains(recalled, part) {
		return s.w.T("plan.recalled", "text", text)
	}
	return text
}

// source says where a text was read, or that it was not.
func (s *Speaker) source(src Source, m Mark) string {
	key := "plan.source"
	if m != Verified {
		key += "." + string(m)
	}
	return s.w.T(key, "title", src.Title, "publisher", src.Publisher, "reviewed", s.x.Date(src.Reviewed))
}

func (s *Speaker) laws(laws []Law) []string {
	var texts []string
	for _, l := range laws {
		text := s.w.T("law." + l.ID)
		if l.Mark != Verified {
			text = s.w.T("plan.recalled", "text", text)
		}
		texts = append(texts, text)
	}
	return texts
}

// Minutes is how long something takes: « 50 minutes », « 1 h 40 ».
func (s *Speaker) Minutes(n int) string {
	if n < 60 {
		return s.w.N("plan.minutes", n)
	}
	return s.w.T("plan.hours", "h", n/60, "m", fmt.Sprintf("%02d", n%60))
}

// Phone groups the digits of a number by two, as they are said. Short codes of
// other lengths than four stay as they are.
func (s *Speaker) Phone(digits string) string {
	if len(digits) != 4 && len(digits) != 10 {
		return digits
	}
	pairs := make([]string, 0, len(digits)/2)
	for i := 0; i < len(digits); i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	return strings.Join(pairs, noBreak)
}

// noBreak keeps the parts of a number on one line.
const noBreak = "\u00a0"

// Link names an official address or number, and says when it was not read again.
func (s *Speaker) Link(l Link) string {
	if l.Mark != Verified {
		return s.w.T("plan.recalled", "text", l.Label)
	}
	return l.Label
}

// TopicText is what the leak of a kind of data allows, in words.
type TopicText struct {
	Allows string
	Calm   string // what reassures and is true; "" where nothing does
	Lasts  string // for how long it counts
	Source string
	Laws   []string
}

// Topic puts the advice about a class of data in words.
func (s *Speaker) Topic(t Topic) TopicText {
	key := "advice.topic." + t.ID
	text := TopicText{
		Allows: s.recalled(s.w.T(key+".allows"), "allows", t.Recalled),
		Lasts:  s.w.T("advice.lasts." + t.Lasts),
		Source: s.source(t.Source, t.Mark), Laws: s.laws(t.Laws),
	}
	if s.w.Has(key + ".calm") {
		text.Calm = s.recalled(s.w.T(key+".calm"), "calm", t.Recalled)
	}
	return text
}

// PieceText is what several leaks allow together, in words.
type PieceText struct {
	Certainty string
	Allows    string
	Because   string   // the leaks that make it possible
	Data      string   // the data it takes
	Prevent   []string // titles of the steps that prevent it
	Source    string
	Laws      []string
}

// Piece puts in words what several leaks allow together.
func (s *Speaker) Piece(p Piece, names Names) PieceText {
	certainty := "plan.together.possible"
	if p.Certain {
		certainty = "plan.together.certain"
	}
	t := PieceText{
		Certainty: s.w.T(certainty), Allows: s.w.T("advice.together." + p.ID + ".allows"),
		Because: s.because(p.Breaches, names), Source: s.source(p.Source, p.Mark), Laws: s.laws(p.Laws),
	}
	classes := make([]monitor.Class, len(p.Data))
	for i, c := range p.Data {
		classes[i] = c.Class
	}
	t.Data = s.w.T("plan.because.data", "classes", s.x.Classes(classes))
	for _, key := range p.Prevent {
		t.Prevent = append(t.Prevent, s.Step(key))
	}
	return t
}
