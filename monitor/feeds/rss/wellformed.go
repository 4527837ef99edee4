package rss

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxDepth is how deep elements may nest. Feeds need about six levels; a parser
// that recurses pays for each.
const maxDepth = 64

// What is wrong with a document. None of these says what stands in it.
var (
	errParser   = errors.New("the feed could not be parsed")
	errCharset  = errors.New("unknown character encoding")
	errXML      = errors.New("not well-formed XML")
	errDoctype  = errors.New("document type declaration")
	errNesting  = errors.New("elements that do not nest, or nest too deep")
	errNotFeed  = errors.New("the root element is not that of a feed")
	errTwoRoots = errors.New("more than one root element")
)

// declared finds the encoding that an XML declaration names (XML 1.0, 4.3.3).
var declared = regexp.MustCompile(`^\s*<\?xml\s[^>]*encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// decode brings a document to UTF-8: by its byte order mark, else by the
// encoding it declares, else as UTF-8. It leaves out the XML declaration, which
// is no longer true, and the characters that XML does not allow (2.2), which
// would cost the whole feed for one stray byte in a title.
func decode(body []byte) (string, error) {
	enc := encoding.Encoding(unicode.UTF8)
	if m := declared.FindSubmatch(body[:min(len(body), 1024)]); m != nil {
		if enc, _ = charset.Lookup(string(m[1])); enc == nil {
			return "", errCharset
		}
	}
	utf8, _, err := transform.Bytes(unicode.BOMOverride(enc.NewDecoder()), body)
	if err != nil {
		return "", errCharset
	}
	text := strings.TrimLeft(strings.Map(allowed, string(utf8)), " \t\r\n")
	if rest, ok := strings.CutPrefix(text, "<?xml"); ok {
		_, text, _ = strings.Cut(rest, "?>")
	}
	return text, nil
}

// allowed drops what XML does not allow in a document.
func allowed(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\r', r >= ' ' && r != '\uFEFF' && r != '\uFFFE' && r != '\uFFFF':
		return r
	}
	return -1
}

// check walks over the whole document before anything is made of it. It forgives
// what costs nothing (a bare &, an HTML entity), as the parser does, but every
// element must end: a feed that was cut short is not a feed.
func check(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var open []xml.Name
	root := false
	for {
		token, err := d.RawToken()
		switch {
		case err == io.EOF && root && len(open) == 0:
			return nil
		case err != nil:
			return errXML
		}
		switch t := token.(type) {
		case xml.Directive:
			// A DOCTYPE and the entities in it serve no feed, and every attack on
			// XML parsers.
			return errDoctype
		case xml.StartElement:
			switch {
			case len(open) == maxDepth:
				return errNesting
			case len(open) == 0 && root:
				return errTwoRoots
			case len(open) == 0 && !isFeed(t.Name.Local):
				return errNotFeed
			}
			root = true
			open = append(open, t.Name)
		case xml.EndElement:
			last := len(open) - 1
			if last < 0 || open[last] != t.Name {
				return errNesting
			}
			open = open[:last]
		}
	}
}

// isFeed knows the root elements of RSS 2.0, Atom and RSS 1.0.
func isFeed(root string) bool {
	switch strings.ToLower(root) {
	case "rss", "feed", "rdf":
		return true
	}
	return false
}
