package window

import "testing"

func TestFrame(t *testing.T) {
	for s, want := range map[string]Frame{
		"1120x760":                {Width: 1120, Height: 760},
		"900x600+0+0":             {Width: 900, Height: 600, Placed: true},
		"900x600+1930+-8":         {Width: 900, Height: 600, X: 1930, Y: -8, Placed: true},
		"900x600 maximized":       {Width: 900, Height: 600, Maximized: true},
		"900x600+40+30 maximized": {Width: 900, Height: 600, X: 40, Y: 30, Placed: true, Maximized: true},
	} {
		if f, ok := parseFrame(s); f != want || !ok || f.String() != s {
			t.Errorf("%q: %+v, %t", s, f, ok)
		}
	}
	if f, ok := parseFrame("900x600+40"); !ok || f.Placed {
		t.Errorf("half a place: %+v, %t", f, ok)
	}
	for _, s := range []string{"", "x", "10x10", "1e9x1e9", "-900x600", "NaNxNaN", " maximized"} {
		if f, ok := parseFrame(s); ok {
			t.Errorf("%q: %+v", s, f)
		}
	}
}
