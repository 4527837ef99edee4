package keychain

import (
	"context"
	"errors"
	"fmt"
	"os/exec"

	"vigie/monitor"
)

const provider = "Keychain"

// go-keyring runs the security tool, whose exit status is the low byte of the
// error number in <Security/SecBase.h>.
const (
	exitNotAvailable   = 0x35 // errSecNotAvailable, -25291
	exitAuthFailed     = 0x33 // errSecAuthFailed, -25293
	exitNoSuchKeychain = 0x32 // errSecNoSuchKeychain, -25294
	exitNoDefault      = 0x25 // errSecNoDefaultKeychain, -25307
	exitNotAllowed     = 0x24 // errSecInteractionNotAllowed, -25308: locked, and no one to ask
	exitCanceled       = 0x80 // errSecUserCanceled, -128
)

// reachable has nothing to keep go-keyring from.
func reachable() error { return nil }

func explainSystem(err error) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err
	}
	switch exit.ExitCode() {
	case exitNotAllowed, exitAuthFailed, exitCanceled:
		return fmt.Errorf("%w: %w", monitor.ErrKeychainLocked, err)
	case exitNotAvailable, exitNoSuchKeychain, exitNoDefault:
		return fmt.Errorf("%w: %w", monitor.ErrKeychainUnavailable, err)
	}
	return err
}

// Ready is [Backend.Ready]; the security tool cannot be asked without asking
// the person.
func (s *System) Ready(context.Context) error { return nil }
