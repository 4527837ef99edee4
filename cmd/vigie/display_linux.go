package main

// hasDisplay reports whether there is a display to open a window on. Fyne panics
// without one.
func hasDisplay(getenv func(string) string) bool {
	return getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != ""
}
