package identifier

import (
	"bytes"
	"encoding/json"
	"errors"

	"vigie/monitor"
)

// MaxEncoded is the longest form of a value in the key store, in bytes. The
// Windows Credential Manager takes 2560 (CRED_MAX_CREDENTIAL_BLOB_SIZE).
const MaxEncoded = 2000

// kept is what stands in the key store for one identifier.
type kept struct {
	Kind  monitor.Kind `json:"kind"`
	Value string       `json:"value"` // the normal form
}

var errNotParsed = errors.New("the value does not come from Parse or Decode")

// Encode is the form in which the key store keeps a value that [Parse] or
// [Decode] gave: {"kind":"email","value":"…"}. Equal values give equal bytes.
func Encode(v monitor.Value) ([]byte, error) {
	if !isKept(v.Kind(), v.Reveal()) {
		return nil, errNotParsed
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(kept{v.Kind(), v.Reveal()}); err != nil {
		return nil, errNotParsed
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Decode reads what [Encode] wrote. Anything else is the [monitor.Problem]
// "identifier.damaged", without a cause: that of JSON quotes its input.
func Decode(data []byte) (monitor.Value, error) {
	var k kept
	if len(data) > MaxEncoded || json.Unmarshal(data, &k) != nil || !isKept(k.Kind, k.Value) {
		return monitor.Value{}, monitor.NewProblem("identifier.damaged")
	}
	return monitor.NewValue(k.Kind, k.Value, Mask(k.Kind, k.Value)), nil
}

// isKept reports whether a text is the normal form of a kind. Of a phone number
// only the form is looked at: numbering plans change, and a number that was
// valid when it was given must not be lost with the next countries.txt.
func isKept(kind monitor.Kind, text string) bool {
	if kind == monitor.Phone {
		return e164.MatchString(text)
	}
	again, err := normal(kind, text)
	return err == nil && again == text
}
