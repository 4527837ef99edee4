package window

import (
	"fmt"
	"strings"
)

// Frame is how large a window is, in the surface's own pixels, and where its
// upper left corner is, in the screen's. Placed is false where the desktop does
// not tell, as under Wayland.
type Frame struct {
	Width, Height float32
	X, Y          int
	Placed        bool
	Maximized     bool // the rest is what it goes back to
}

const maximized = " maximized"

// String writes a frame as X writes a geometry, without the place when there is
// none: "1120x760+40+-8", "900x600 maximized".
func (f Frame) String() string {
	s := fmt.Sprintf("%.0fx%.0f", f.Width, f.Height)
	if f.Placed {
		s += fmt.Sprintf("+%d+%d", f.X, f.Y)
	}
	if f.Maximized {
		s += maximized
	}
	return s
}

// parseFrame reads what String writes; a size that no window can have counts as
// none.
func parseFrame(s string) (f Frame, ok bool) {
	s, f.Maximized = strings.CutSuffix(s, maximized)
	n, _ := fmt.Sscanf(s, "%fx%f+%d+%d", &f.Width, &f.Height, &f.X, &f.Y)
	f.Placed = n == 4
	return f, n >= 2 && f.Width >= 200 && f.Height >= 200 && f.Width < 20000 && f.Height < 20000
}
