//go:build unix

package desktop

import "syscall"

// detached gives a program a session of its own: what a terminal sends to ours,
// Ctrl-C for instance, does not end it.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
