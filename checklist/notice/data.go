package notice

import (
	"slices"
	"strings"

	"vigie/monitor"
)

// Classify tells which kinds of data a list in words names, and which it says
// are not there. Kinds that nobody knows are left out: a notice is full of words
// that are no data. Package monitor/feeds/labels can do it.
type Classify func(list string) (leaked, spared []monitor.Class)

// data is what a message says about data.
type data struct{ leaked, spared []monitor.Class }

// readData looks for the sentences that speak of the data, and for the lists
// under them. Advice that names a password, "change your password", is in
// neither.
func readData(ss []sentence, classify Classify) data {
	v := vocabulary()
	var d data
	inList := false // the items that follow name data that leaked, or…
	sparing := false
	for _, s := range ss {
		spares := v.has("spared", s.words)
		switch {
		case inList && s.item:
			d.add(classify, s.text, sparing || spares)
			continue
		case spares:
			d.add(classify, s.text, true)
		case v.has("data", s.words):
			d.add(classify, list(v, s.text), false)
		case inList && !s.gap && len(s.words) <= 6:
			d.add(classify, s.text, sparing)
			continue
		}
		inList = strings.HasSuffix(strings.TrimSpace(s.text), ":") && (spares || v.has("data", s.words))
		sparing = inList && spares
	}
	d.spared = slices.DeleteFunc(d.spared, func(c monitor.Class) bool { return slices.Contains(d.leaked, c) })
	return d
}

// add takes over what a list names. In a sentence that spares, whatever it names
// is spared.
func (d *data) add(classify Classify, text string, spares bool) {
	leaked, spared := classify(text)
	if spares {
		leaked, spared = nil, append(spared, leaked...)
	}
	d.leaked = union(d.leaked, leaked)
	d.spared = union(d.spared, spared)
}

func union(have, more []monitor.Class) []monitor.Class {
	for _, c := range more {
		if !slices.Contains(have, c) {
			have = append(have, c)
		}
	}
	return have
}

// list is what a sentence about data lists: what follows its colon, or the last
// of the words that announce a list.
func list(v phrases, text string) string {
	if _, after, ok := strings.Cut(text, ":"); ok {
		return after
	}
	words := strings.Fields(text)
	for i := len(words) - 1; i >= 0; i-- {
		if v.has("lists", fold(strings.Join(words[max(0, i-2):i+1], " "))) {
			return strings.Join(words[i+1:], " ")
		}
	}
	return ""
}
