package message

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

// sample is one message of the corpus, see testdata/corpus/tune.toml.
type sample struct {
	Is    string   `toml:"is"`
	Scene string   `toml:"scene"`
	Uses  []string `toml:"uses"`
	Text  string   `toml:"text"`
}

func corpus(t testing.TB, name string) []sample {
	t.Helper()
	data, err := os.ReadFile("testdata/corpus/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Message []sample `toml:"message"`
	}
	if err := toml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for i := range file.Message {
		for k, use := range file.Message[i].Uses {
			file.Message[i].Uses[k] = strings.ReplaceAll(use, "_", "-") // some wrote birth_date for birth-date
		}
	}
	return file.Message
}

// claire is whose data the corpus quotes: made up, with numbers that nobody has.
var claire = map[monitor.Kind]string{
	monitor.Name: "Claire Exemple-Durable", monitor.NIR: "2 85 07 74 999 123 34", monitor.IBAN: "FR14 2004 1010 0505 0001 3M02 606",
	monitor.Phone: "06 39 98 01 23", monitor.Email: "claire.exemple@example.org", monitor.Address: "12 rue de l’Église, 74000 Annecy",
	monitor.BirthDate: "23/07/1985", monitor.FranceTravailID: "1234567A", monitor.LicenceNumber: "LIC 0746 8812", monitor.CustomerNumber: "C 2048 7731",
	monitor.CardLast4: "4412", monitor.BirthPlace: "Chambéry", monitor.Username: "claire_ex85",
}

func household(t testing.TB) []Datum {
	t.Helper()
	var out []Datum
	for _, k := range monitor.Kinds() {
		typed, ok := claire[k]
		if !ok {
			continue
		}
		v, err := identifier.Parse(k, typed, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatalf("%s: %v", k, err)
		}
		out = append(out, Datum{ID: string(k), Person: "claire", Value: v})
	}
	return out
}

// measure counts how a part of the corpus is judged.
type measure struct {
	phishing, caught, genuine, called, suspected, quoted, right, wrong int
}

func (m *measure) recall() float64 { return float64(m.caught) / float64(m.phishing) }
func (m *measure) f1() float64     { return float64(2*m.right) / float64(m.quoted+m.right+m.wrong) }

func measured(t *testing.T, name string) measure {
	t.Helper()
	c := known(t)
	c.Data = household(t)
	var m measure
	for _, s := range corpus(t, name) {
		v := Check(s.Text, c)
		m.judge(t, s, v)
		m.attribute(t, s, v)
	}
	t.Logf("%s: %s", name, &m)
	return m
}

func (m *measure) String() string {
	return fmt.Sprintf("%d forgeries, recall %.1f %% (%d missed); %d genuine, %d called phishing, %d suspicious; data F1 %.1f %% (%d quoted, %d found, %d wrong)",
		m.phishing, 100*m.recall(), m.phishing-m.caught, m.genuine, m.called, m.suspected, 100*m.f1(), m.quoted, m.right, m.wrong)
}

func (m *measure) judge(t *testing.T, s sample, v Verdict) {
	t.Helper()
	alarmed := v.Word == Phishing || v.Word == Suspicious
	switch s.Is {
	case "phishing":
		m.phishing++
		if alarmed {
			m.caught++
		} else {
			t.Logf("missed (%s, %s): %.160q", s.Scene, v.Word, s.Text)
		}
	case "genuine":
		m.genuine++
		if v.Word == Phishing {
			m.called++
		} else if alarmed {
			m.suspected++
		}
		if alarmed {
			t.Logf("false alarm (%s, %s): %.160q %v", s.Scene, v.Word, s.Text, signs(v))
		}
	}
}

func signs(v Verdict) []string {
	var out []string
	for _, f := range v.Flags {
		out = append(out, f.Sign+"="+f.Text)
	}
	return out
}

func (m *measure) attribute(t *testing.T, s sample, v Verdict) {
	var got []string
	for _, u := range v.Uses {
		got = append(got, string(u.Kind))
		if slices.Contains(s.Uses, string(u.Kind)) {
			m.right++
		} else {
			m.wrong++
			t.Logf("%s is not quoted in %.200q", u.Kind, s.Text)
		}
	}
	m.quoted += len(s.Uses)
	for _, want := range s.Uses {
		if !slices.Contains(got, want) {
			t.Logf("%s is quoted in %.200q", want, s.Text)
		}
	}
}

// What the README tells: messages that neither the rules nor the model had seen. The
// floors are what was measured, so that it cannot get worse unseen.
func TestMeasured(t *testing.T) {
	m := measured(t, "measured.toml")
	if m.recall() < 0.99 || m.called > 1 || m.suspected > 12 || m.f1() < 0.99 {
		t.Errorf("worse than the README says: %s", &m)
	}
}

// What was learned from must not be lost: it guards, it measures nothing.
func TestLearntIsKept(t *testing.T) {
	for _, part := range learnt {
		m := measured(t, part)
		if m.phishing < 20 || m.genuine < 20 {
			t.Errorf("%s is too small: %s", part, &m)
		}
		if m.recall() < 0.98 || float64(m.called) > 0.01*float64(m.genuine) || float64(m.suspected) > 0.05*float64(m.genuine) || m.quoted > 0 && m.f1() < 0.97 {
			t.Errorf("%s is worse than it was: %s", part, &m)
		}
	}
}
