package vigie

import (
	"crypto/ed25519"
	"errors"

	"vigie/monitor"
	"vigie/monitor/catalogue"
)

// errSigners is a mistake of the caller: it decides how many keys it reads.
var errSigners = errors.New("a catalogue is signed by one key, or by a few")

// Sign makes the file to publish: the catalogue as it is, signed by one key, or
// by an old and a new one while programs move from one to the other.
//
// It refuses a catalogue that programs would refuse, or that [catalogue.Lint]
// has something to say about, given the classes that have words; the error is
// then a [*monitor.Problem]. It knows no clock: that the expiry lies ahead, and
// that the version is the next one, is for the publisher to see.
func Sign(payload []byte, classes map[monitor.Class]bool, keys ...ed25519.PrivateKey) ([]byte, error) {
	if len(keys) == 0 || len(keys) > maxSignatures {
		return nil, errSigners
	}
	c, err := catalogue.Decode(payload)
	if err == nil {
		err = errors.Join(catalogue.Lint(c, classes)...)
	}
	if err != nil {
		return nil, monitor.NewProblem("catalogue.not-signable").Because(err)
	}
	return sign(payload, keys), nil
}

func sign(payload []byte, keys []ed25519.PrivateKey) []byte {
	message := signedBytes(payload)
	signatures := make([]signature, len(keys))
	for i, k := range keys {
		signatures[i] = signature{KeyID(publicOf(k)), ed25519.Sign(k, message)}
	}
	return append(header(signatures), payload...)
}
