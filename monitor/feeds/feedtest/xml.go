package feedtest

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// xmlDocuments breaks a feed in RSS or Atom: as a whole, then one element at a time.
func xmlDocuments(good []byte) []document {
	var all []document
	for _, s := range []string{"", " ", "<", "not XML", "{}", "[]", "<rss/>", "<feed/>", "<x/>", `<rss version="2.0"><channel/></rss>`,
		`<feed xmlns="http://www.w3.org/2005/Atom"/>`, `<svg xmlns="http://www.w3.org/2000/svg"/>`, `<?xml version="1.0"?>`,
		`<rss version="2.0"><channel><item></item></channel></rss>`, strings.Repeat("<a>", 1<<16)} {
		all = append(all, document{name: "instead: " + s[:min(len(s), 30)], body: []byte(s), wrong: true})
	}
	doctype := func(s string) []byte { return afterDeclaration(good, s) }
	all = append(all,
		document{"twice", slices.Concat(good, withoutDeclaration(good)), true},
		document{"no items", xmlItem.ReplaceAll(good, nil), true},
		document{"elements renamed", xmlItem.ReplaceAllFunc(good, func(m []byte) []byte {
			return xmlTag.ReplaceAll(m, []byte("${1}x$2"))
		}), true},
		document{"DOCTYPE", doctype("<!DOCTYPE rss>"), true},
		document{"DOCTYPE of HTML", doctype(`<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">`), true},
		document{"entity", xmlPut(doctype(`<!DOCTYPE rss [<!ENTITY e "x">]>`), "title", "&e;"), true},
		document{"entity that reads a file", xmlPut(doctype(`<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/hostname">]>`), "title", "&e;"), true},
		document{"entities of entities", xmlPut(doctype(`<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;">]>`), "title", "&e;"), true},
		document{"not UTF-8", xmlPut(good, "title", "caf\xe9 \xff"), true},
		document{"tags never closed", xmlPut(good, "title", "<b>"), true},
		document{name: "deep", body: xmlPut(good, "description", strings.Repeat("<b>", 1<<15)+strings.Repeat("</b>", 1<<15))},
		document{name: "comment", body: doctype("<!-- - DOCTYPE -->")},
		document{name: "instruction", body: doctype(`<?xml-stylesheet href="https://evil.example/x.xsl"?>`)},
	)
	for _, element := range xmlElements(good) {
		all = append(all, xmlHostile(good, element)...)
	}
	return all
}

// xmlHostile puts hostile texts into one element of every item: escaped, and as
// they are where XML allows it.
func xmlHostile(good []byte, element string) []document {
	var all []document
	for kind, values := range map[string]map[string]string{"text": hostileTexts, "link": hostileLinks, "date": hostileDates} {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			s := strings.Map(func(r rune) rune {
				if r < ' ' && r != '\t' && r != '\n' && r != '\r' {
					return -1 // XML 1.0 has no way to write them
				}
				return r
			}, values[name])
			all = append(all,
				document{name: fmt.Sprintf("%s in %s: %s", kind, element, name), body: xmlPut(good, element, xmlEscape.Replace(s))},
				document{name: fmt.Sprintf("%s in %s: %s, CDATA", kind, element, name), body: xmlPut(good, element, "<![CDATA["+s+"]]>")})
		}
	}
	for _, raw := range []string{"&unknown;", "&#0;", "&#xD800;", "&nbsp;", "<br>", "<script>x</script>", "]]>"} {
		all = append(all, document{name: fmt.Sprintf("%s holds %s", element, raw), body: xmlPut(good, element, raw)})
	}
	all = append(all, document{name: "no " + element, body: xmlInItems(good, element, func([]byte) []byte { return nil })})
	slices.SortFunc(all, func(a, b document) int { return strings.Compare(a.name, b.name) })
	return all
}

var xmlEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Good documents are regular enough for patterns: items hold elements that hold
// text, as CDATA or escaped.
var (
	xmlItem        = regexp.MustCompile(`(?s)<(?:item|entry)[ >].*?</(?:item|entry)>`)
	xmlTag         = regexp.MustCompile(`(</?[A-Za-z:]+)([ />])`)
	xmlOpen        = regexp.MustCompile(`<([A-Za-z:]+)[ >]`)
	xmlDeclaration = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)
)

// xmlElements lists the elements inside items.
func xmlElements(doc []byte) []string {
	seen := make(map[string]bool)
	for _, item := range xmlItem.FindAll(doc, -1) {
		for _, m := range xmlOpen.FindAllSubmatch(withoutCDATA(item), -1) {
			seen[string(m[1])] = true
		}
	}
	delete(seen, "item")
	delete(seen, "entry")
	return slices.Sorted(maps.Keys(seen))
}

var xmlCDATA = regexp.MustCompile(`(?s)<!\[CDATA\[.*?\]\]>`)

func withoutCDATA(b []byte) []byte { return xmlCDATA.ReplaceAll(b, nil) }

// xmlPut gives an element of every item the same raw content.
func xmlPut(doc []byte, element, content string) []byte {
	return xmlInItems(doc, element, func(m []byte) []byte {
		open := m[:bytes.IndexByte(m, '>')+1]
		return slices.Concat(open, []byte(content+"</"+element+">"))
	})
}

// xmlInItems replaces an element of every item.
func xmlInItems(doc []byte, element string, f func([]byte) []byte) []byte {
	one := regexp.MustCompile(`(?s)<` + element + `(?: [^>]*)?>.*?</` + element + `>`)
	return xmlItem.ReplaceAllFunc(doc, func(item []byte) []byte { return one.ReplaceAllFunc(item, f) })
}

// afterDeclaration puts something between the XML declaration and the rest.
func afterDeclaration(doc []byte, s string) []byte {
	at := len(xmlDeclaration.Find(doc))
	return slices.Concat(doc[:at], []byte(s), doc[at:])
}

func withoutDeclaration(doc []byte) []byte { return xmlDeclaration.ReplaceAll(doc, nil) }
