package message

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Rules are the signs of a forgery as data: see assets/message/rules.toml.
type Rules struct {
	// Suspicious and Phishing are the weights from which a message is called so.
	Suspicious float64 `toml:"suspicious"`
	Phishing   float64 `toml:"phishing"`

	Signs     []Sign     `toml:"sign"`
	Together  []Together `toml:"together"`
	Claims    []Wording  `toml:"claim"`
	Common    []string   `toml:"common_names"`  // names of organisations that are words as well
	Bait      []string   `toml:"bait"`          // words in the domains of forgeries
	Short     []string   `toml:"shorteners"`    // domains that hide where a link leads
	Hosted    []string   `toml:"hosted"`        // domains below which anybody has a page
	Endings   []string   `toml:"cheap_endings"` // endings of domains often given away
	Programs  []string   `toml:"programs"`      // endings of files that do something when opened
	Negations []string   `toml:"negations"`     // words that turn a demand into advice
	Trackers  []string   `toml:"trackers"`      // domains through which newsletters count clicks

	Offices []string `toml:"offices"` // words in the names of authorities, which do not write from personal mailboxes

	wording    *model
	vocabulary vocabulary
	words      vocabulary // wordings, by the index of their claim
	byID       map[string]*Sign
	common     map[string]bool
	bait       map[string]bool
	offices    map[string]bool
	negations  map[string]bool
}

// Sign is one thing that alerts, or that calms.
type Sign struct {
	ID     string  `toml:"id"`
	Rule   string  `toml:"rule"`  // F1 … F14; empty for what calms
	Group  string  `toml:"group"` // what it is together with others: see Together
	Weight float64 `toml:"weight"`
	// Any are phrases, one of which must stand there; Near ones, one of which must
	// stand at most ten words away, in the same sentence, when there are any.
	Any  []string `toml:"any"`
	Near []string `toml:"near"`
	// Far: the two may stand anywhere in the message.
	Far bool `toml:"far"`
	// Demand: words like "jamais" before it turn it into advice, which is no sign.
	Demand bool `toml:"demand"`
	// Examples are messages in which it must be found.
	Examples []string `toml:"examples"`
}

// Together is what several groups of signs weigh more than each of them.
type Together struct {
	Groups []string `toml:"groups"`
	Weight float64  `toml:"weight"`
}

// Wording is how a message claims to come from an organisation without its name.
type Wording struct {
	Organisation string   `toml:"organisation"` // its id in the directory
	Phrases      []string `toml:"phrases"`
}

// near is how far apart, in words, the two halves of a sign may stand.
const near = 10

// LoadRules reads the rules, and the model of how forgeries are worded.
func LoadRules(dir fs.FS) (*Rules, error) {
	data, err := fs.ReadFile(dir, "rules.toml")
	if err != nil {
		return nil, err
	}
	r := &Rules{vocabulary: vocabulary{}, words: vocabulary{}, byID: make(map[string]*Sign)}
	d := toml.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(r); err != nil {
		return nil, fmt.Errorf("message/rules.toml: %w", err)
	}
	for i := range r.Signs {
		s := &r.Signs[i]
		if r.byID[s.ID] != nil {
			return nil, fmt.Errorf("message/rules.toml: two signs %q", s.ID)
		}
		r.byID[s.ID] = s
		if err := r.vocabulary.addAll(s.Any, 2*i); err != nil {
			return nil, err
		}
		if err := r.vocabulary.addAll(s.Near, 2*i+1); err != nil {
			return nil, err
		}
	}
	for i, c := range r.Claims {
		if err := r.words.addAll(c.Phrases, i); err != nil {
			return nil, err
		}
	}
	for _, id := range structural {
		if r.byID[id] == nil {
			return nil, fmt.Errorf("message/rules.toml: no sign %q", id)
		}
	}
	learned, err := fs.ReadFile(dir, "learned.txt")
	if err != nil {
		return nil, err
	}
	if r.wording, err = parseModel(string(learned)); err != nil {
		return nil, err
	}
	r.common, r.bait, r.negations, r.offices = set(r.Common), set(r.Bait), set(r.Negations), set(r.Offices)
	return r, nil
}

func (v vocabulary) addAll(texts []string, owner int) error {
	for _, text := range texts {
		p, err := parsePhrase(text, owner)
		if err != nil {
			return err
		}
		v.add(p)
	}
	return nil
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// hit is a sign in a text, from one token to another.
type hit struct {
	sign        *Sign
	first, last int
}

// read finds the signs that are words. A sign counts once; the first place counts.
func (r *Rules) read(f *folded, tokens []token) []hit {
	halves := make([][]found, 2*len(r.Signs))
	for _, w := range r.vocabulary.find(f, tokens) {
		halves[w.owner] = append(halves[w.owner], w)
	}
	var hits []hit
	for i := range r.Signs {
		s := &r.Signs[i]
		if h, ok := r.one(s, f, tokens, halves[2*i], halves[2*i+1]); ok {
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.first - b.first })
	return hits
}

func (r *Rules) one(s *Sign, f *folded, tokens []token, any, nearby []found) (hit, bool) {
	k := 0
	for _, a := range any {
		if s.Demand && r.negated(f, tokens, a.first) {
			continue
		}
		if len(s.Near) == 0 || s.Far && len(nearby) > 0 {
			return hit{s, a.first, a.last}, true
		}
		for k < len(nearby) && nearby[k].last < a.first-near-maxGap {
			k++
		}
		for n := k; n < len(nearby) && nearby[n].first <= a.last+near; n++ {
			b := nearby[n]
			if b.last >= a.first-near && (b.first > a.last || b.last < a.first) && tokens[b.first].sentence == tokens[a.first].sentence {
				return hit{s, min(a.first, b.first), max(a.last, b.last)}, true
			}
		}
	}
	return hit{}, false
}

// negated reports whether a demand is advice not to: "ne communiquez jamais".
func (r *Rules) negated(f *folded, tokens []token, i int) bool {
	clause := true
	for n := i - 1; n >= 0 && n >= i-25 && tokens[n].sentence == tokens[i].sentence; n-- {
		clause = clause && !bytes.ContainsAny(f.s[tokens[n].end:tokens[n+1].start], ",;:")
		w := f.word(tokens[n])
		if clause && n >= i-4 && r.negations[w] && !supposed(f, tokens, n) || w == "jamais" || w == "never" {
			return true
		}
	}
	for n := i + 1; n < len(tokens) && n <= i+2 && tokens[n].sentence == tokens[i].sentence; n++ {
		if w := f.word(tokens[n]); w == "jamais" || w == "never" {
			return true
		}
	}
	return false
}

// supposed reports whether a negation is what is only supposed: "if you did not pay
// this, call".
func supposed(f *folded, tokens []token, i int) bool {
	for n := i - 1; n >= max(0, i-4) && tokens[n].sentence == tokens[i].sentence; n-- {
		if w := f.word(tokens[n]); w == "si" || w == "if" {
			return true
		}
	}
	return false
}
