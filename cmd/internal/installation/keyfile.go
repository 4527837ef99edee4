package installation

import (
	"context"
	"errors"
	"os"
	"unicode/utf8"

	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/keychain"
)

// backend is the file the person chose, else the given key store, else the system's.
func (i *Installation) backend(given keychain.Backend) keychain.Backend {
	switch {
	case i.UsesFile():
		return i.file()
	case given != nil:
		return given
	}
	return keychain.NewSystem(service)
}

// UsesFile reports whether a file with a passphrase stands in for the key store.
func (i *Installation) UsesFile() bool {
	_, err := os.Stat(i.path(keyFileName))
	return err == nil
}

// KeyStore names where values lie: the system's key store by its own name, or in
// words the file that stands in for it.
func (i *Installation) KeyStore(w *words.Words) string {
	if i.UsesFile() {
		return w.T("keychain.file")
	}
	return i.Keychain.Provider()
}

// SetPassphrase gives the passphrase of the file. The key store's calls have
// deadlines, so whoever must type it is asked before.
func (i *Installation) SetPassphrase(passphrase string) { i.passphrase = passphrase }

// Unlock opens what is sealed. To the monitor, a file whose passphrase is wrong
// is a key store that is locked; a person is told more.
func (i *Installation) Unlock(ctx context.Context) error {
	err := i.Monitor.Unlock(ctx)
	if i.UsesFile() && errors.Is(err, monitor.ErrKeychainLocked) {
		return monitor.NewProblem("keychain-passphrase").Because(err)
	}
	return err
}

func (i *Installation) file() *keychain.File {
	return keychain.NewFile(i.path(keyFileName), func() (string, error) {
		if i.passphrase == "" {
			return "", monitor.NewProblem("passphrase.needed").Because(monitor.ErrKeychainLocked)
		}
		return i.passphrase, nil
	})
}

// minPassphrase is how short a new passphrase may be, in characters: four or five
// ordinary words. Anyone with a copy of the file can try for as long as they like.
const minPassphrase = 20

// CheckPassphrase refuses a new passphrase that is too short.
func CheckPassphrase(passphrase string) error {
	if utf8.RuneCountInString(passphrase) < minPassphrase {
		return monitor.NewProblem("passphrase.short")
	}
	return nil
}

// ChooseFile keeps all secrets in a file with a passphrase, instead of the
// system's key store. It is a choice to be made before anything is kept:
// afterwards, the values would have to be moved without a moment in which
// neither place is complete.
func (i *Installation) ChooseFile(ctx context.Context, passphrase string) error {
	mark, err := i.Monitor.KeychainMark(ctx)
	switch {
	case err != nil:
		return err
	case i.UsesFile():
		return monitor.NewProblem("keychain.file-exists", "path", i.path(keyFileName))
	case mark != "":
		return monitor.NewProblem("keychain.file-late", "provider", i.Keychain.Provider())
	}
	i.SetPassphrase(passphrase)
	i.Keychain = keychain.New(i.file(), i.keychainConfig)
	i.Monitor.Keychain = i.Keychain
	return i.Monitor.Unlock(ctx)
}
