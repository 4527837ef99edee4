package keychain

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sys/windows"

	"vigie/monitor"
)

const provider = "Windows Credential Manager"

// reachable has nothing to keep go-keyring from.
func reachable() error { return nil }

// explainSystem knows the error that CredRead and CredWrite give in a session
// without a credential set, such as one opened over the network.
func explainSystem(err error) error {
	if errors.Is(err, windows.ERROR_NO_SUCH_LOGON_SESSION) {
		return fmt.Errorf("%w: %w", monitor.ErrKeychainUnavailable, err)
	}
	return err
}

// Ready is [Backend.Ready]; the store is open as long as the session is.
func (s *System) Ready(context.Context) error { return nil }
