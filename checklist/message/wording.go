package message

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// model tells how much a message is worded like known forgeries: a linear model of
// the beginnings of its words, of pairs of them, and of where its links lead. The
// rules know what is asked for in words that somebody thought of; the model has
// read many more forgeries than anybody can put into rules, and honest messages.
//
// assets/message/learned.txt holds it; go test -run Learn -update makes it from the
// corpus (logistic regression, see learn_test.go).
type model struct {
	bias    float64
	index   map[string]int32
	weights []float64
}

var errModel = errors.New("message/learned.txt: not a feature and its weight on every line")

// parseModel reads lines of a feature, a tab and its weight; the first is the bias,
// whose feature is empty. Lines that begin with "# " are remarks.
func parseModel(text string) (*model, error) {
	m := &model{index: make(map[string]int32, strings.Count(text, "\n"))}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		feature, number, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		weight, err := strconv.ParseFloat(number, 64)
		switch {
		case !ok || err != nil || math.Abs(weight) > 100:
			return nil, errModel
		case feature == "":
			m.bias = weight
		default:
			m.index[feature] = int32(len(m.weights))
			m.weights = append(m.weights, weight)
		}
	}
	return m, nil
}

// stemmed is how much of a word counts: its beginning, so that "versez" and
// "verserez" are one.
const stemmed = 6

// stem is the part of a word that counts. All numbers are one.
func stem(word []byte) []byte {
	if isDigit(word[0]) {
		return []byte("#")
	}
	return word[:min(len(word), stemmed)]
}

// features calls f with the features of a message, some more than once, and the
// tokens they stand on; those about links stand on none. The key is good until f
// returns.
func (m *reading) features(f func(key []byte, first, last int)) {
	for _, key := range m.leads() {
		f([]byte(key), -1, -1)
	}
	pair := make([]byte, 0, 2*stemmed+1)
	before, sentence := -1, int32(-1)
	for i, t := range m.tokens {
		if m.inAddress(t.start) || m.isQuoted(t) {
			continue
		}
		if t.sentence != sentence {
			before, sentence = -1, t.sentence
		}
		key := stem(m.f.s[t.start:t.end])
		f(key, i, i)
		pair = pair[:0]
		if before >= 0 {
			pair = append(pair, stem(m.f.s[m.tokens[before].start:m.tokens[before].end])...)
		}
		pair = append(append(pair, ' '), key...)
		f(pair, max(before, 0), i)
		before = i
	}
}

// leads are the features that tell where the message leads and where it comes from.
func (m *reading) leads() []string {
	out := []string{"=no link"}
	for i := range m.sites {
		s := &m.sites[i]
		switch {
		case s.link.mailbox:
		case s.known():
			out = append(out, "=official link")
		case m.foreign(s):
			out = append(out, "=strange link")
		default:
			out = append(out, "=own link")
		}
	}
	if len(out) > 1 {
		out = out[1:]
	}
	switch {
	case m.l.from.domain == "":
	case len(m.organisations.owners(m.l.from.domain)) > 0:
		out = append(out, "=official sender")
	default:
		out = append(out, "=sender")
	}
	return out
}

// shrink is how many features more are counted than a message has: a few words say
// little.
const shrink = 6

// score is the logarithm of the odds that the message is a forgery, by its wording,
// and what each token adds to them.
func (d *model) score(m *reading) (odds float64, byToken []float64) {
	seen := make([]bool, len(d.weights))
	byToken = make([]float64, len(m.tokens))
	sum, n := 0.0, 0
	m.features(func(key []byte, first, last int) {
		k, known := d.index[string(key)]
		if !known || seen[k] {
			return
		}
		seen[k] = true
		sum += d.weights[k]
		n++
		for i := first; first >= 0 && i <= last; i++ {
			byToken[i] += d.weights[k] / float64(last-first+1)
		}
	})
	return d.bias + sum/math.Sqrt(float64(n+shrink)), byToken
}

// longestPassage is how many words are shown of what makes a message resemble
// forgeries.
const longestPassage = 12

// passage finds the words, one after the other in one sentence, that add most to the
// odds.
func (m *reading) passage(byToken []float64) (first, last int, ok bool) {
	best, sum, from := 0.0, 0.0, 0
	for i, w := range byToken {
		switch {
		case sum <= 0 || m.tokens[i].sentence != m.tokens[from].sentence || i-from >= longestPassage:
			sum, from = w, i
		default:
			sum += w
		}
		if sum > best {
			best, first, last, ok = sum, from, i, true
		}
	}
	return first, last, ok
}
