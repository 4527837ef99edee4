package keychain

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"

	"filippo.io/age"
	"filippo.io/age/armor"

	"vigie/monitor"
)

// File is a backend for sessions without a key store: a file that a passphrase
// opens. Only a person who asks for it gets one.
//
// The file is two armored age files, one after the other. The first holds an
// age identity and is encrypted with the passphrase; the second holds the items
// and is encrypted to that identity. So the passphrase is worked on once per
// program and not once per item, and with the file, the passphrase and any age
// program the items can be read without us.
//
// A file that cannot be opened, be it damaged or the passphrase wrong, is never
// written to. Programs that share a file share a lock: see [Config].
type File struct {
	// WorkFactor is the base-2 logarithm of scrypt's N, for a file that is yet
	// to be made. 17 when zero: 128 MiB and some tenths of a second. One more,
	// as age has it, takes 256 MiB, much for a program in the background.
	WorkFactor int

	path       string
	passphrase func() (string, error)

	mu       sync.Mutex
	head     []byte // the first age file
	identity *age.HybridIdentity
	seen     [sha256.Size]byte // of the whole file, as it was read or written last,
	items    map[string][]byte // and what it holds
}

const (
	defaultWorkFactor = 17
	maxWorkFactor     = 18
	maxFileSize       = 8 << 20
)

// NewFile makes a backend of the file at path, which the first Set creates. The
// passphrase is asked for when the file must be opened or created, until one
// fits; the function must not wait for a person, because calls have deadlines.
func NewFile(path string, passphrase func() (string, error)) *File {
	return &File{path: path, passphrase: passphrase}
}

// Provider is "age file".
func (f *File) Provider() string { return "age file" }

// Ready is [Backend.Ready]; only opening the file tells whether it opens.
func (f *File) Ready(context.Context) error { return nil }

// Get is [Backend.Get].
func (f *File) Get(name string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	items, err := f.read()
	if err != nil {
		return "", err
	}
	value, ok := items[name]
	if !ok {
		return "", monitor.ErrNotFound
	}
	return string(value), nil
}

// Set is [Backend.Set].
func (f *File) Set(name, value string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	items, err := f.read()
	if err != nil {
		return err
	}
	items = maps.Clone(items)
	items[name] = []byte(value)
	return f.write(items)
}

// Delete is [Backend.Delete]. With the last item the file goes.
func (f *File) Delete(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	items, err := f.read()
	if err != nil {
		return err
	}
	if _, ok := items[name]; !ok {
		return nil
	}
	if len(items) == 1 {
		return problemFile(removeFile(f.path))
	}
	items = maps.Clone(items)
	delete(items, name)
	return f.write(items)
}

// read gives the items in the file, none if there is no file. The map must not
// be changed.
func (f *File) read() (map[string][]byte, error) {
	data, err := readFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string][]byte{}, nil
	}
	if err != nil {
		return nil, problemFile(err)
	}
	sum := sha256.Sum256(data)
	if sum == f.seen {
		return f.items, nil
	}
	head, body, ok := split(data)
	if !ok {
		return nil, problemDamaged(errors.New("not two age files"))
	}
	if err := f.open(head); err != nil {
		return nil, err
	}
	text, err := decrypt(body, f.identity)
	if err != nil {
		return nil, problemDamaged(err)
	}
	var items map[string][]byte
	if json.Unmarshal(text, &items) != nil || items == nil {
		return nil, problemDamaged(errors.New("not a list of items"))
	}
	f.seen, f.items = sum, items
	return items, nil
}

// open takes the identity out of the first age file.
func (f *File) open(head []byte) error {
	if f.identity != nil && bytes.Equal(head, f.head) {
		return nil
	}
	passphrase, err := f.passphrase()
	if err != nil {
		return problemPassphrase(err)
	}
	key, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return problemPassphrase(err)
	}
	key.SetMaxWorkFactor(maxWorkFactor)
	text, err := decrypt(head, key)
	if errors.Is(err, age.ErrIncorrectIdentity) {
		return problemPassphrase(err)
	}
	if err != nil {
		return problemDamaged(err)
	}
	identity, err := age.ParseHybridIdentity(string(text))
	if err != nil {
		return problemDamaged(errors.New("not an age identity"))
	}
	f.head, f.identity = bytes.Clone(head), identity
	return nil
}

// create makes the identity of a new file.
func (f *File) create() error {
	passphrase, err := f.passphrase()
	if err != nil {
		return problemPassphrase(err)
	}
	key, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return problemPassphrase(err)
	}
	key.SetWorkFactor(defaultWorkFactor)
	if f.WorkFactor != 0 {
		key.SetWorkFactor(f.WorkFactor)
	}
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		return err
	}
	head, err := encrypt([]byte(identity.String()), key)
	if err != nil {
		return err
	}
	f.head, f.identity = head, identity
	return nil
}

func (f *File) write(items map[string][]byte) error {
	if f.identity == nil {
		if err := f.create(); err != nil {
			return err
		}
	}
	text, err := json.Marshal(items)
	if err != nil {
		return err
	}
	body, err := encrypt(text, f.identity.Recipient())
	if err != nil {
		return err
	}
	data := append(bytes.Clone(f.head), body...)
	if err := replaceFile(f.path, data); err != nil {
		return problemFile(err)
	}
	f.seen, f.items = sha256.Sum256(data), items
	return nil
}

// split cuts the file into its two age files.
func split(data []byte) (head, body []byte, ok bool) {
	end := []byte(armor.Footer + "\n")
	i := bytes.Index(data, end)
	if i < 0 {
		return nil, nil, false
	}
	i += len(end)
	return data[:i], data[i:], true
}

func encrypt(text []byte, to age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	armored := armor.NewWriter(&out)
	w, err := age.Encrypt(armored, to)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := errors.Join(w.Close(), armored.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func decrypt(data []byte, with age.Identity) ([]byte, error) {
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(data)), with)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	if err == nil && len(data) > maxFileSize {
		err = errors.New("file is too large")
	}
	return data, err
}

// newSuffix is on the name of a file that is being written.
const newSuffix = ".new"

// replaceFile writes a file that is whole, old or new, whenever the machine
// stops. The new one is written beside it under a fixed name, so that a write
// cut short leaves one file behind at most, and no second one.
func replaceFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temporary := path + newSuffix
	if err := writeSynced(temporary, data); err != nil {
		_ = os.Remove(temporary)
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		_ = os.Remove(temporary)
		return err
	}
	return syncDir(filepath.Dir(path))
}

// removeFile removes the file, and what a write cut short left beside it.
func removeFile(path string) error {
	if err := os.Remove(path + newSuffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func writeSynced(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

func problemFile(err error) error {
	if err == nil {
		return nil
	}
	return monitor.NewProblem("keychain-file").Because(fmt.Errorf("%w: %w", monitor.ErrKeychainUnavailable, err))
}

func problemPassphrase(err error) error {
	return monitor.NewProblem("keychain-passphrase").Because(fmt.Errorf("%w: %w", monitor.ErrKeychainLocked, err))
}

func problemDamaged(err error) error {
	return monitor.NewProblem("keychain-damaged").Because(fmt.Errorf("%w: %w", monitor.ErrKeychainChanged, err))
}
