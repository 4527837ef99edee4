package main

import (
	"github.com/go-gl/glfw/v3.4/glfw"

	"vigie/cmd/internal/window"
)

// Fyne remembers no place and has no word for one. It draws through GLFW, which
// does: the window opens where the hints say, and is asked when it closes. Under
// Wayland programs neither choose their place nor learn it.

// place has the window, which Fyne makes when it is first shown, open where it
// was, if a screen is still there to show its upper edge.
func place(f window.Frame) {
	if glfw.GetPlatform() == glfw.PlatformWayland {
		return
	}
	if f.Maximized {
		glfw.WindowHint(glfw.Maximized, glfw.True)
	}
	if f.Placed && onScreen(f.X, f.Y) {
		glfw.WindowHint(glfw.PositionX, f.X)
		glfw.WindowHint(glfw.PositionY, f.Y)
	}
}

// onScreen reports whether enough of a window with this corner can be seen to be
// taken hold of.
func onScreen(x, y int) bool {
	const enough = 100
	for _, m := range glfw.GetMonitors() {
		if left, top, width, height := m.GetWorkarea(); x > left-enough && x < left+width-enough && y >= top && y < top+height-enough {
			return true
		}
	}
	return false
}

// frame is where the window is.
func (s *surface) frame() (f window.Frame) {
	size := s.window.Canvas().Size()
	f.Width, f.Height = size.Width, size.Height
	withWindow(s.window, func(w *glfw.Window) {
		switch {
		case w.GetAttrib(glfw.Maximized) == glfw.True:
			f = s.first
			f.Maximized = true
		case w.GetAttrib(glfw.Iconified) == glfw.True: // Windows places it far outside
			f = s.first
		default:
			f.X, f.Y = w.GetPos()
			f.Placed = true
		}
	})
	return f
}

// withWindow calls f with what GLFW calls the window, if it is there. Fyne hands
// it out as the owner of the context in which it draws.
func withWindow(w any, f func(*glfw.Window)) {
	drawn, ok := w.(interface{ RunWithContext(f func()) })
	if !ok || glfw.GetPlatform() == glfw.PlatformWayland {
		return
	}
	drawn.RunWithContext(func() {
		if own := glfw.GetCurrentContext(); own != nil {
			f(own)
		}
	})
}
