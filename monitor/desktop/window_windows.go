package desktop

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// detached keeps what is typed in our console, Ctrl-C for instance, from a
// program.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.DETACHED_PROCESS}
}
