//go:build unix

package installation

import "syscall"

// NoCores keeps the system from writing this program's memory to the disk when it
// dies: values and passwords are in it. Programs that take such pictures over a
// pipe (systemd-coredump, apport) obey the limit as well. Where it cannot be set,
// the system's own stands.
func NoCores() { _ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) }
