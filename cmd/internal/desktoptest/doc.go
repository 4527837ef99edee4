// Package desktoptest tests what the agent does on a desktop, with the real
// parts of one: a screen (Xvfb), a session bus, a key store (gnome-keyring), pop-ups
// (dunst) and a panel with a tray (xfce4-panel).
//
// There is nothing here but tests, behind the build tag e2e, for Linux:
//
//	go test -tags e2e ./cmd/internal/desktoptest
//
// Start at session_test.go, a desktop of its own for each test, then read
// loop_test.go: from a feed that changes to one pop-up on the screen.
//
// VIGIE_CAPTURES, in the environment, is a folder of real answers of the feeds;
// small made-up ones are served otherwise.
package desktoptest
