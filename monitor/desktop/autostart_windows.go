package desktop

import (
	"errors"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"vigie/monitor"
)

// Keys of HKEY_CURRENT_USER. What Windows starts stands in the first,
// https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys;
// in the second the Task Manager notes what a person switched off: a value
// whose first byte is odd.
const (
	runKey      = `Software\Microsoft\Windows\CurrentVersion\Run`
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
	runValue    = "Vigie"
)

// maxRunCommand is the longest command that Windows starts, in characters.
const maxRunCommand = 260

type runEntry struct{ command string }

func systemAutostart(command []string) (Autostart, error) {
	line := windows.ComposeCommandLine(command)
	if len(line) > maxRunCommand {
		return nil, monitor.NewProblem("autostart.command")
	}
	return runEntry{line}, nil
}

// Enabled is [Autostart.Enabled].
func (e runEntry) Enabled() (bool, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, monitor.NewProblem("autostart.unreadable", "path", runKey).Because(err)
	}
	defer key.Close()
	command, _, err := key.GetStringValue(runValue)
	if errors.Is(err, registry.ErrNotExist) || errors.Is(err, registry.ErrUnexpectedType) {
		return false, nil
	}
	if err != nil {
		return false, monitor.NewProblem("autostart.unreadable", "path", runKey).Because(err)
	}
	return command == e.command && !switchedOff(), nil
}

func switchedOff() bool {
	key, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.QUERY_VALUE)
	if err != nil {
		return false // nothing was ever switched off
	}
	defer key.Close()
	mark, _, err := key.GetBinaryValue(runValue)
	return err == nil && len(mark) > 0 && mark[0]%2 == 1
}

// Enable is [Autostart.Enable].
func (e runEntry) Enable() error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err == nil {
		defer key.Close()
		err = key.SetStringValue(runValue, e.command)
	}
	if err == nil {
		err = deleteValue(approvedKey)
	}
	return unwritable(err)
}

// Disable is [Autostart.Disable].
func (runEntry) Disable() error {
	return unwritable(errors.Join(deleteValue(runKey), deleteValue(approvedKey)))
}

// Path is [Autostart.Path].
func (runEntry) Path() string { return `HKEY_CURRENT_USER\` + runKey + `\` + runValue }

// deleteValue removes our value from a key; that it is not there is no error.
func deleteValue(path string) error {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.SET_VALUE)
	if err == nil {
		defer key.Close()
		err = key.DeleteValue(runValue)
	}
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	return err
}

func unwritable(err error) error {
	if err == nil {
		return nil
	}
	return monitor.NewProblem("autostart.unwritable", "path", runKey).Because(err)
}
