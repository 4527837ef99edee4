package vigie

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"

	"vigie/monitor"
)

// A key is one line: what it is, the key's id, the key, joined by colons.
//
//	vigie-public-1:<16 hex digits>:<64 hex digits>
//	VIGIE-PRIVATE-1:<16 hex digits>:<64 hex digits>
//
// A private key is the 32-byte seed of RFC 8032, section 5.1.5. The id, which is
// that of the public key in both, catches a mistyped digit: without it the only
// symptom would be that no update is ever accepted.
const (
	publicKind  = "vigie-public-1"
	privateKind = "VIGIE-PRIVATE-1"
)

// keyIDSize is how many bytes of a hash make a key's id.
const keyIDSize = 8

// maxKeyFile bounds what is read of a key file, in bytes.
const maxKeyFile = 4096

var errKey = errors.New("not a publisher's key of this kind, or a digit is wrong")

// KeyID names a public key in files and to people: 16 hex digits, the first
// 8 bytes of its SHA-256. It only says which key to try; it proves nothing.
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:keyIDSize])
}

// FormatPublicKey writes a public key as one line, for a feed's configuration.
func FormatPublicKey(key ed25519.PublicKey) string {
	return formatKey(publicKind, KeyID(key), key)
}

// ParsePublicKey reads what [FormatPublicKey] writes; spaces around it do not
// matter. The error is a [*monitor.Problem].
func ParsePublicKey(line string) (ed25519.PublicKey, error) {
	line = strings.TrimSpace(line)
	b, err := parseKey(line)
	if err != nil || FormatPublicKey(b) != line {
		return nil, monitor.NewProblem("catalogue.public-key").Because(errKey)
	}
	return b, nil
}

// ParsePrivateKey reads the line of a key file that is the private key; spaces
// around it do not matter. The error is a [*monitor.Problem] and holds nothing
// of the line.
func ParsePrivateKey(line string) (ed25519.PrivateKey, error) {
	line = strings.TrimSpace(line)
	seed, err := parseKey(line)
	if err != nil {
		return nil, monitor.NewProblem("catalogue.private-key").Because(err)
	}
	key := ed25519.NewKeyFromSeed(seed)
	if formatPrivateKey(key) != line {
		return nil, monitor.NewProblem("catalogue.private-key").Because(errKey)
	}
	return key, nil
}

// CreateKeyFile makes a pair of keys, writes the private one to a new file that
// only its owner can read (on Windows: whoever can read the folder), and returns
// the public one. The private key is written nowhere else, and no file is ever
// replaced. The error is a [*monitor.Problem].
func CreateKeyFile(path string) (ed25519.PublicKey, error) {
	public, private, err := ed25519.GenerateKey(nil)
	if err == nil {
		// The comment is for whoever finds the file and wonders which key it is.
		err = createFile(path, "# "+FormatPublicKey(public)+"\n"+formatPrivateKey(private)+"\n")
	}
	if err != nil {
		return nil, monitor.NewProblem("catalogue.key-file-create", "file", path).Because(err)
	}
	return public, nil
}

// createFile leaves either the whole text on disk or no file.
func createFile(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// ReadKeyFile reads the private key from a file that [CreateKeyFile] made. The
// error is a [*monitor.Problem] and holds nothing of the content.
func ReadKeyFile(path string) (ed25519.PrivateKey, error) {
	data, err := readStart(path)
	if err != nil {
		return nil, monitor.NewProblem("catalogue.key-file-read", "file", path).Because(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		if line := strings.TrimSpace(lines.Text()); line != "" && !strings.HasPrefix(line, "#") {
			return ParsePrivateKey(line)
		}
	}
	return nil, monitor.NewProblem("catalogue.private-key").Because(errKey)
}

func readStart(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxKeyFile))
}

func formatKey(kind, id string, key []byte) string {
	return kind + ":" + id + ":" + hex.EncodeToString(key)
}

// formatPrivateKey is for key files only, so it is not exported.
func formatPrivateKey(key ed25519.PrivateKey) string {
	return formatKey(privateKind, KeyID(publicOf(key)), key.Seed())
}

// parseKey returns the 32 bytes at the end of a line, which either kind of key
// is. The caller compares the line with how such a key is written: that checks
// the kind and the id.
func parseKey(line string) ([]byte, error) {
	b, err := hex.DecodeString(line[strings.LastIndexByte(line, ':')+1:])
	if err != nil || len(b) != ed25519.SeedSize {
		return nil, errKey // the decoder's error would quote a digit
	}
	return b, nil
}

func publicOf(key ed25519.PrivateKey) ed25519.PublicKey {
	return key.Public().(ed25519.PublicKey)
}
