package checklist

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"vigie/monitor"
)

// Undo restores what was there before the last word, the days of doing included.
func TestUndoRestores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h, before History
		words := rapid.SliceOfN(rapid.SampledFrom([]State{Done, Reminded, NotApplicable, Delegated}), 1, 2*mostDone).Draw(t, "words")
		for i, state := range words {
			before = h
			h = h.Say(Progress{Action: "a", State: state, At: DateOf(monitor.Day(20000 + i))})
		}
		back, some := h.Undo()
		if some != (len(words) > 1) {
			t.Fatalf("after %d words something is left: %t", len(words), some)
		}
		if diff := cmp.Diff(before.Last, back.Last, cmpopts.EquateComparable(monitor.Date{})); diff != "" {
			t.Fatal(diff)
		}
		if len(before.Done) < mostDone && len(back.Done) != len(before.Done) {
			t.Fatalf("done %d times, was %d", len(back.Done), len(before.Done))
		}
		if len(h.Done) > mostDone {
			t.Fatalf("%d days are kept", len(h.Done))
		}
		if _, again := back.Undo(); again {
			t.Fatal("only the last word can be taken back")
		}
	})
}

// What one household wrote is not changed through another copy of it.
func TestSayKeepsWhatItWasGiven(t *testing.T) {
	say := func(h History, day int) History {
		return h.Say(Progress{Action: "a", State: Done, At: DateOf(monitor.Day(day))})
	}
	h := say(say(History{}, 20000), 20001)
	one, other := say(h, 20002), say(h, 20003)
	if one.Done[2] == other.Done[2] || len(h.Done) != 2 {
		t.Errorf("%v, %v, from %v", one.Done, other.Done, h.Done)
	}
}
