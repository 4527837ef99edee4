// Package identifier turns what people type into the values of identifiers: it
// normalises, validates and masks e-mail addresses, phone numbers, social
// security numbers and the other kinds of package monitor.
//
// Start at [Parse]. [Encode] and [Decode] are the form a value has in the key
// store, [Same] tells whether two values are one thing typed in two ways. What
// a kind accepts stands in the file that bears its name.
//
// No function here gives away a value but through [monitor.Value]: refusals
// say which part is wrong, never what was typed.
package identifier

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vigie/monitor"
)

// maxTyped is the longest text looked at, in characters; the longest value of
// any kind, an address, has maxAddress.
const maxTyped = 500

// rule is what is particular to a kind.
type rule struct {
	// normal makes the normal form of a text that [clean] has been through. It
	// gives back a normal form unchanged.
	normal func(text string) (string, error)
	// mask makes what may be shown of a normal form.
	mask func(text string) string
	// fold makes equal texts of two normal forms that are one thing.
	fold func(text string) string
}

// rules has every kind; the texts that stand for themselves fold to themselves.
var rules = map[monitor.Kind]rule{
	monitor.Email:           {email, maskEmail, strings.ToLower},
	monitor.Phone:           {phone, maskPhone, itself},
	monitor.Username:        {free("username", maxNumber, isLetterOrDigit), maskUsername, strings.ToLower},
	monitor.Name:            {free("name", maxName, unicode.IsLetter), maskName, letters},
	monitor.BirthDate:       {birthDate, hide, itself},
	monitor.BirthPlace:      {free("birth-place", maxName, unicode.IsLetter), hide, letters},
	monitor.Address:         {free("address", maxAddress, isLetterOrDigit), hide, letters},
	monitor.NIR:             {nir, hide, itself},
	monitor.FranceTravailID: {franceTravailID, hide, itself},
	monitor.IBAN:            {iban, maskIBAN, itself},
	monitor.CardLast4:       {cardLast4, maskCard, itself},
	monitor.LicenceNumber:   {free("licence-number", maxNumber, isLetterOrDigit), hide, letters},
	monitor.CustomerNumber:  {free("customer-number", maxNumber, isLetterOrDigit), hide, letters},
	monitor.Domain:          {domain, maskDomain, itself},
}

// Parse reads what a person typed for a kind of identifier. Spaces, separators
// and case that people vary make no difference. today is the day it is for the
// person, in their own time zone: nobody is born later.
//
// Every error is a [monitor.Problem] under the key "identifier.…", without
// arguments and without a cause, so that it cannot hold what was typed.
func Parse(kind monitor.Kind, typed string, today time.Time) (monitor.Value, error) {
	text, err := normal(kind, typed)
	if err != nil {
		return monitor.Value{}, err
	}
	if kind == monitor.BirthDate && text > today.Format(time.DateOnly) {
		return monitor.Value{}, refuse("birth-date.future")
	}
	return monitor.NewValue(kind, text, Mask(kind, text)), nil
}

func normal(kind monitor.Kind, typed string) (string, error) {
	r, ok := rules[kind]
	switch {
	case !ok:
		return "", refuse("kind")
	case utf8.RuneCountInString(typed) > maxTyped:
		return "", refuse("too-long")
	case !utf8.ValidString(typed), strings.ContainsRune(typed, utf8.RuneError), strings.ContainsFunc(typed, isControl):
		return "", refuse("unreadable")
	case strings.ContainsRune(typed, bullet):
		return "", refuse("masked")
	}
	text := clean(typed)
	if kind == monitor.Address {
		text = oneLine(typed)
	}
	if text == "" {
		return "", refuse("empty")
	}
	return r.normal(text)
}

// isControl tells the characters that nobody types. Dropping one would make
// another identifier, perhaps somebody else's. Spaces and ends of lines stay.
func isControl(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }

// refuse says why a text is not an identifier.
func refuse(why string) error { return monitor.UsageProblem("identifier." + why) }

// clean is the text without what people do not see. CleanText removes
// characters that kept others from composing: composing comes last.
func clean(s string) string { return norm.NFC.String(monitor.CleanText(s, 4*maxTyped)) }

// compact is the text in capitals without the spaces, dots and dashes that
// group digits on cards and papers. Full-width digits become plain ones.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '.', unicode.Is(unicode.Pd, r):
			return -1
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, norm.NFKC.String(s))
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
