//go:build e2e && linux

package endtoend

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// form is one way in which a text can stand somewhere.
type form struct {
	canary, name string
	text         string
}

// forms lists the ways in which a canary can stand somewhere: each spelling in
// each case, and each of those encoded or hashed.
func forms(c canary) (all []form) {
	for _, spelling := range c.spellings {
		for written, text := range writings(spelling) {
			for encoded, data := range encodings(text) {
				all = append(all, form{c.name, written + ", " + encoded, data})
			}
		}
	}
	return all
}

// writings are the texts that people take for the same.
func writings(s string) map[string]string {
	bare, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
	if err != nil {
		panic(err) // every text is valid UTF-8
	}
	return map[string]string{
		"as it is": s, "in lower case": strings.ToLower(s), "in capitals": strings.ToUpper(s),
		"in NFC": norm.NFC.String(s), "in NFD": norm.NFD.String(s), "without accents": bare,
		"without separators": strings.Map(letterOrDigit, s), "in lower case without separators": strings.Map(letterOrDigit, strings.ToLower(s)),
	}
}

func letterOrDigit(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return r
	}
	return -1
}

// encodings are what programs make of a text.
func encodings(s string) map[string]string {
	units := utf16.Encode([]rune(s))
	all := map[string]string{
		"raw":             s,
		"reversed":        string(reversed([]rune(s))),
		"percent-encoded": percent(s), "percent-encoded twice": percent(percent(s)),
		"in a query": url.QueryEscape(s), "in a path": url.PathEscape(s),
		"in JSON": jsonEscape(units), "in HTML": html.EscapeString(s), "in HTML by numbers": htmlNumbers(s),
		"quoted-printable": strings.ReplaceAll(percent(s), "%", "="),
		"in hexadecimal":   hex.EncodeToString([]byte(s)), "in HEXADECIMAL": strings.ToUpper(hex.EncodeToString([]byte(s))),
		"in base32":    strings.TrimRight(base32.StdEncoding.EncodeToString([]byte(s)), "="),
		"in UTF-16 LE": utf16Bytes(units, binary.LittleEndian), "in UTF-16 BE": utf16Bytes(units, binary.BigEndian),
	}
	for shift := range 3 {
		all[fmt.Sprintf("in base64 +%d", shift)] = base64At(base64.RawStdEncoding, s, shift)
		all[fmt.Sprintf("in base64url +%d", shift)] = base64At(base64.RawURLEncoding, s, shift)
	}
	for name, sum := range sums(s) {
		all["its "+name] = string(sum)
		all["its "+name+" in hexadecimal"] = hex.EncodeToString(sum)
		all["its "+name+" in HEXADECIMAL"] = strings.ToUpper(hex.EncodeToString(sum))
		all["its "+name+" in base64"] = base64.RawStdEncoding.EncodeToString(sum)
		all["its "+name+" in base64url"] = base64.RawURLEncoding.EncodeToString(sum)
	}
	return all
}

func reversed[T any](s []T) []T {
	slices.Reverse(s)
	return s
}

// percent encodes every byte that is no letter or digit.
func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c < 0x80 && letterOrDigit(rune(c)) > 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// jsonEscape is a text as cautious encoders write it: \u for all but ASCII.
func jsonEscape(units []uint16) string {
	var b strings.Builder
	for _, u := range units {
		switch {
		case u == '"', u == '\\':
			b.WriteString(`\` + string(rune(u)))
		case u < 0x80 && u != '&' && u != '<' && u != '>':
			b.WriteByte(byte(u))
		default:
			fmt.Fprintf(&b, `\u%04x`, u)
		}
	}
	return b.String()
}

func htmlNumbers(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 && letterOrDigit(r) > 0 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	return b.String()
}

func utf16Bytes(units []uint16, order binary.AppendByteOrder) string {
	var b []byte
	for _, u := range units {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

// base64At is the part of an encoding that does not depend on what stands
// before and after the text, when it begins at one of three places in a group.
func base64At(e *base64.Encoding, s string, shift int) string {
	encoded := e.EncodeToString([]byte(strings.Repeat("\x00", shift) + s))
	first := []int{0, 2, 3}[shift]
	last := len(encoded)
	if (shift+len(s))%3 != 0 {
		last-- // its bits continue in what follows
	}
	return encoded[first:max(first, last)]
}

func sums(s string) map[string][]byte {
	m, s1, s256, s512 := md5.Sum([]byte(s)), sha1.Sum([]byte(s)), sha256.Sum256([]byte(s)), sha512.Sum512([]byte(s))
	return map[string][]byte{"MD5": m[:], "SHA-1": s1[:], "SHA-256": s256[:], "SHA-512": s512[:]}
}
