package desktop

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"vigie/monitor"
)

// windowProgram is the program that shows the window.
const windowProgram = "vigie"

// OpenWindow starts the window's program with arguments, such as "--alert" and
// an Alert.ID, and does not wait for it: the window outlives this process. The
// program is looked for beside this one, then where the system finds programs.
//
// The error is a *monitor.Problem; that the window is not installed is
// "window.missing", and names the command.
func OpenWindow(arguments ...string) error {
	return openWindow(ownFolder(), arguments)
}

func ownFolder() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	return filepath.Dir(path)
}

func openWindow(beside string, arguments []string) error {
	command := strings.Join(append([]string{windowProgram}, arguments...), " ")
	program, err := findWindow(beside)
	if err != nil {
		return monitor.NewProblem("window.missing", "command", command).Because(err)
	}
	if err := StartDetached(program, arguments...); err != nil {
		return monitor.NewProblem("window.failed", "command", command).Because(err)
	}
	return nil
}

// StartDetached starts a program that outlives this one, its terminal and its
// console, and does not wait for it.
func StartDetached(program string, arguments ...string) error {
	cmd := exec.Command(program, arguments...)
	cmd.SysProcAttr = detached()
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // or the system keeps what is left of it
	return nil
}

func findWindow(beside string) (string, error) {
	name := windowProgram
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if beside != "" {
		if path, err := exec.LookPath(filepath.Join(beside, name)); err == nil {
			return path, nil
		}
	}
	return exec.LookPath(name)
}
