package view

import (
	"testing"
	"time"
)

// TestSame: every window is the same as itself, and one that is the same later says
// the same.
func TestSame(t *testing.T) {
	moved := 0
	for _, sc := range scenes {
		for _, later := range []time.Duration{0, time.Second, time.Minute, 24 * time.Hour} {
			s, u := sc.make(t, "fr")
			before := Show(s, u)
			s.Now = s.Now.Add(later)
			after := Show(s, u)
			switch same := Same(before, after); {
			case !same && later == 0:
				t.Errorf("%s: is not what it is", sc.name)
			case same && text(before) != text(after):
				t.Errorf("%s, %s later: the same, and says otherwise", sc.name, later)
			case !same && later == time.Second && sc.name == "home":
				t.Error("home is drawn each second")
			case !same:
				moved++
			}
		}
	}
	if moved == 0 {
		t.Error("no window names a time")
	}
}

// TestSameRows: a list is as its rows are, whichever makes them.
func TestSameRows(t *testing.T) {
	list := func(n int, last string) Window {
		return Window{Screen: Screen{Blocks: []Block{Rows{Key: "list", Len: n, Row: func(i int) Row {
			if i == n-1 {
				return Row{Title: last}
			}
			return Row{}
		}}}}}
	}
	for _, test := range []struct {
		name string
		a, b Window
		want bool
	}{
		{"the same rows", list(3, "a"), list(3, "a"), true},
		{"another row", list(3, "a"), list(3, "b"), false},
		{"one more", list(3, "a"), list(4, "a"), false},
		{"too many to look at", list(looked+1, "a"), list(looked+1, "a"), false},
	} {
		if got := Same(test.a, test.b); got != test.want {
			t.Errorf("%s: %t", test.name, got)
		}
	}
}
