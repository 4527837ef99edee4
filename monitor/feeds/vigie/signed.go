package vigie

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A signed catalogue is a text file: a line that names the format, one line for
// each signature, an empty line, and the catalogue byte for byte.
//
//	vigie-signed-catalogue 1
//	signature <id of the key, 16 hex digits> <Ed25519, 128 hex digits>
//
//	{"schema": …, "version": …, "expires": …}
//
// Lines end with LF. Whoever publishes or doubts a catalogue reads the very
// bytes that were signed in any viewer, and gets them out with sed '1,/^$/d'.
// Nothing is decoded or put into a canonical form before it is verified. JSON
// around a base64 payload would need a tool to be read, and JSON inside JSON a
// canonical form. The header comes first so that a wrong file is recognised by
// its first bytes.
//
// What is signed is the first line, its LF included, and then the catalogue.
// The line does what a context does in RFC 8032, section 8.3: no signature over
// anything else, another format of ours included, can be taken for one of these.
const formatLine = "vigie-signed-catalogue 1\n"

// maxSignatures allows for an old and a new key of several publishers, and
// bounds the work that a hostile header can ask for.
const maxSignatures = 8

// maxHeader is the length of the longest header, in bytes.
const maxHeader = len(formatLine) + maxSignatures*(len("signature  \n")+2*keyIDSize+2*ed25519.SignatureSize) + len("\n")

var (
	// ErrFormat is returned for what is not a signed catalogue at all.
	ErrFormat = errors.New("not a signed catalogue")
	// ErrSignature is returned for a signed catalogue that cannot be trusted: no
	// key of ours signed it, or a signature of ours is not over these bytes.
	ErrSignature = errors.New("not signed by a trusted key")
)

type signature struct {
	key   string // KeyID
	bytes []byte
}

// Verify returns the catalogue inside a signed file when at least one of the
// keys signed it. Signatures by other keys are passed over, so that a file can
// be signed with an old and a new key while programs move from one to the
// other; one under the name of a trusted key must fit, or the file was put
// together from several. The error is [ErrFormat] or [ErrSignature].
//
// The result says who wrote the catalogue, not that it is the latest: the
// version and the expiry inside it are for the caller to judge, as [Feed] does.
// It shares the file's memory.
func Verify(file []byte, keys []ed25519.PublicKey) (payload []byte, err error) {
	payload, _, err = verify(file, keys)
	return payload, err
}

// verify also returns the ids of the trusted keys that signed.
func verify(file []byte, keys []ed25519.PublicKey) (payload []byte, signers []string, err error) {
	signatures, payload, err := split(file)
	if err != nil {
		return nil, nil, err
	}
	message := signedBytes(payload)
	for _, s := range signatures {
		i := slices.IndexFunc(keys, func(k ed25519.PublicKey) bool { return KeyID(k) == s.key })
		if i < 0 {
			continue
		}
		if len(keys[i]) != ed25519.PublicKeySize || !ed25519.Verify(keys[i], message, s.bytes) {
			return nil, nil, ErrSignature
		}
		signers = append(signers, s.key)
	}
	if len(signers) == 0 {
		return nil, nil, ErrSignature
	}
	return payload, signers, nil
}

func signedBytes(payload []byte) []byte {
	return slices.Concat([]byte(formatLine), payload)
}

// split takes a file apart. There is one way to write a header: what would be
// written otherwise (spaces, CR, capitals) is refused.
func split(file []byte) ([]signature, []byte, error) {
	rest, ok := bytes.CutPrefix(file, []byte(formatLine))
	if !ok {
		return nil, nil, ErrFormat
	}
	var signatures []signature
	for range maxSignatures + 1 {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		if !ok {
			return nil, nil, ErrFormat
		}
		if len(line) == 0 {
			if !bytes.HasPrefix(file, header(signatures)) {
				return nil, nil, ErrFormat
			}
			return signatures, after, nil
		}
		s, err := parseSignature(string(line))
		if err != nil {
			return nil, nil, err
		}
		signatures = append(signatures, s)
		rest = after
	}
	return nil, nil, ErrFormat
}

func parseSignature(line string) (signature, error) {
	parts := strings.Split(line, " ")
	if len(parts) != 3 || len(parts[1]) != 2*keyIDSize {
		return signature{}, ErrFormat
	}
	b, err := hex.DecodeString(parts[2])
	if err != nil || len(b) != ed25519.SignatureSize {
		return signature{}, ErrFormat
	}
	return signature{parts[1], b}, nil
}

func header(signatures []signature) []byte {
	var b bytes.Buffer
	b.WriteString(formatLine)
	for _, s := range signatures {
		fmt.Fprintf(&b, "signature %s %x\n", s.key, s.bytes)
	}
	b.WriteByte('\n')
	return b.Bytes()
}
