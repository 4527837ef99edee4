package message

import "testing"

// Messages in many styles, most of one line. Each lot was judged once before the
// rules were widened by what it showed, so that this part guards and measures nothing.
func TestBroad(t *testing.T) {
	m := measured(t, "broad.toml")
	if m.phishing < 100 || m.genuine < 100 {
		t.Fatalf("too few: %+v", m)
	}
	if m.recall() < 0.97 || float64(m.called) > 0.01*float64(m.genuine) || float64(m.suspected) > 0.08*float64(m.genuine) || m.f1() < 0.97 {
		t.Errorf("worse than it was: %+v", m)
	}
}
