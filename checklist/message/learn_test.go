package message

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write assets/message/learned.txt anew")

const modelFile = "../../assets/message/learned.txt"

// learnt are the parts of the corpus that the model is made from: all but those kept
// for measuring.
var learnt = []string{"tune.toml", "test.toml", "last.toml", "fresh.toml", "broad.toml", "learn.toml", "blind1.toml", "blind2.toml", "blind3.toml", "blind4.toml", "topics.toml"}

// lesson is a message to learn from.
type lesson struct {
	features []string
	forgery  bool
	sample   sample
}

// lessons takes the messages of the corpus apart. The household's names say nothing
// of forgeries, and ambiguous messages nothing at all.
func lessons(t testing.TB, parts ...string) []lesson {
	t.Helper()
	c := known(t)
	var out []lesson
	for _, part := range parts {
		for _, s := range corpus(t, part) {
			if s.Is == "ambiguous" {
				continue
			}
			one := lesson{forgery: s.Is == "phishing", sample: s}
			seen := make(map[string]bool)
			read(s.Text, c).features(func(key []byte, _, _ int) {
				if !seen[string(key)] && !bytes.Contains(key, []byte("claire")) && !bytes.Contains(key, []byte("exempl")) && !bytes.Contains(key, []byte("durabl")) {
					seen[string(key)] = true
					one.features = append(one.features, string(key))
				}
			})
			out = append(out, one)
		}
	}
	return out
}

// What of a model's making is chosen and not learned. Set by folds of the corpus:
// half or twice of each changes little.
const (
	rounds = 40     // how often every message is read
	step   = 0.3    // how far one message moves a weight at first
	decay  = 0.0003 // how much weights are drawn to zero (the L2 penalty)
	twice  = 2      // a feature of fewer messages is chance
)

// learn makes a model: logistic regression by stochastic gradients, the steps of each
// weight the smaller the more it moved (Duchi, Hazan, Singer: Adaptive Subgradient
// Methods, 2011). The order of the messages is shuffled, the same way each time.
func learn(all []lesson) *model {
	count := make(map[string]int)
	for _, one := range all {
		for _, f := range one.features {
			count[f]++
		}
	}
	d := &model{index: make(map[string]int32)}
	for _, f := range slices.Sorted(maps.Keys(count)) {
		if count[f] >= twice {
			d.index[f] = int32(len(d.weights))
			d.weights = append(d.weights, 0)
		}
	}
	read := make([][]int32, len(all))
	for i, one := range all {
		for _, f := range one.features {
			if k, ok := d.index[f]; ok {
				read[i] = append(read[i], k)
			}
		}
	}
	moved, movedBias := make([]float64, len(d.weights)), 0.0
	order := rand.New(rand.NewPCG(1, 2))
	for range rounds {
		for _, i := range order.Perm(len(all)) {
			norm := 1 / math.Sqrt(float64(len(read[i])+shrink))
			odds := d.bias
			for _, k := range read[i] {
				odds += d.weights[k] * norm
			}
			wrong := 1 / (1 + math.Exp(-odds))
			if all[i].forgery {
				wrong--
			}
			movedBias += wrong * wrong
			d.bias -= step * wrong / math.Sqrt(movedBias+1)
			for _, k := range read[i] {
				slope := wrong*norm + decay*d.weights[k]
				moved[k] += slope * slope
				d.weights[k] -= step * slope / math.Sqrt(moved[k]+0.01)
			}
		}
	}
	return d
}

// text is a model as its file.
func (d *model) text() string {
	var b strings.Builder
	b.WriteString("# How forgeries are worded: features and their weights, made by go test ./checklist/message -run Learn -update.\n")
	b.WriteString("# A feature is the beginning of a word, two of them, or where links lead. Not to be edited by hand.\n")
	fmt.Fprintf(&b, "\t%.2f\n", d.bias)
	for _, f := range slices.Sorted(maps.Keys(d.index)) {
		if w := d.weights[d.index[f]]; math.Abs(w) >= 0.15 {
			fmt.Fprintf(&b, "%s\t%.2f\n", f, w)
		}
	}
	return b.String()
}

// The file is what the corpus teaches. Processors round differently, so that weights
// may differ in their last digit.
func TestLearnedFile(t *testing.T) {
	made := learn(lessons(t, learnt...))
	if *update {
		if err := os.WriteFile(modelFile, []byte(made.text()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(modelFile)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := parseModel(string(data))
	if err != nil {
		t.Fatal(err)
	}
	for f, k := range kept.index {
		i, ok := made.index[f]
		if !ok || math.Abs(made.weights[i]-kept.weights[k]) > 0.05 {
			t.Fatalf("the corpus changed: run go test ./checklist/message -run Learn -update (%q)", f)
		}
	}
	if len(data) > 260_000 {
		t.Errorf("%d bytes", len(data))
	}
}

// folds is in how many parts the corpus is cut to see what the model knows of
// messages it did not learn from.
const folds = 5

// A model that learned from four fifths of the corpus judges the last fifth.
func TestLearnedGeneralises(t *testing.T) {
	all := lessons(t, learnt...)
	var m measure
	for k := range folds {
		var rest, held []lesson
		for i, one := range all {
			if i%folds == k {
				held = append(held, one)
			} else {
				rest = append(rest, one)
			}
		}
		c := known(t)
		c.Rules.wording = learn(rest)
		for _, one := range held {
			m.judge(t, one.sample, Check(one.sample.Text, c))
		}
	}
	t.Log(m.String())
	if m.recall() < 0.96 || float64(m.called) > 0.01*float64(m.genuine) || float64(m.suspected) > 0.09*float64(m.genuine) {
		t.Errorf("worse than it was: %s", &m)
	}
}
