//go:build !windows

package main

import (
	"os/exec"
	"syscall"
)

// detach lets the agent outlive the window and its terminal.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
