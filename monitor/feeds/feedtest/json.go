package feedtest

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// jsonDocuments breaks a JSON document: as a whole, then one member at a time.
func jsonDocuments(good []byte) []document {
	var all []document
	for _, s := range []string{"", " ", "null", "true", "0", `""`, "{}", "[]", "[[]]", "[null]", "[1]", `["x"]`, "[{}]", `{"data":[]}`,
		`{"error":"x"}`, `{"status":"success"}`, "{", "]", "not JSON", "\ufeff", "<rss/>", strings.Repeat("[", 1<<14),
		strings.Repeat(`{"a":`, 1<<14), `"` + strings.Repeat("x", 1<<16)} {
		all = append(all, document{name: "instead: " + s[:min(len(s), 20)], body: []byte(s), wrong: true})
	}
	all = append(all,
		document{"twice", slices.Concat(good, good), true},
		document{"something after", append(bytes.Clone(good), " x"...), true},
		document{"members renamed", jsonNames(good, func(n string) string { return n + "X" }), true},
		document{"texts are numbers", jsonTexts(good, func(_, _ string) string { return "7" }), true},
		document{"texts are null", jsonTexts(good, func(_, _ string) string { return "null" }), true},
		document{"texts are objects", jsonTexts(good, func(_, text string) string { return `{"x":` + text + "}" }), true},
		document{"duplicate members", jsonFirstMember.ReplaceAll(good, []byte(`{"$1":null,"$1":`)), true},
		document{"members in two cases", jsonFirstMember.ReplaceAllFunc(good, otherCase), true},
		document{"not UTF-8", jsonTexts(good, func(_, text string) string { return strings.TrimSuffix(text, `"`) + "\xff\xfe\"" }), true},
	)
	for _, member := range jsonMembers(good) {
		all = append(all, jsonHostile(good, member)...)
	}
	return all
}

// jsonHostile puts hostile values into one member, everywhere; member "" stands
// for texts in lists.
func jsonHostile(good []byte, member string) []document {
	var all []document
	for kind, values := range map[string]map[string]string{"text": hostileTexts, "link": hostileLinks, "date": hostileDates} {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			all = append(all, document{name: fmt.Sprintf("%s in %s: %s", kind, member, name),
				body: jsonPut(good, member, jsonQuote(values[name]))})
		}
	}
	for _, raw := range []string{`"\u0000"`, `"\ud800"`, `"\udfff\ud800"`, "null", "true", "-1", "1e3", "0.5", "1e400", "9223372036854775808",
		"-9223372036854775809", `[]`, `{}`, `[null]`, `["x","x"]`} {
		all = append(all, document{name: fmt.Sprintf("value of %s: %s", member, raw), body: jsonPut(good, member, raw)})
	}
	slices.SortFunc(all, func(a, b document) int { return strings.Compare(a.name, b.name) })
	return all
}

// In JSON a quotation mark stands at the ends of texts only, so that a pattern
// that takes every text whole never loses its way.
var (
	jsonText        = regexp.MustCompile(`"(?:[^"\\]|\\.)*"(\s*:)?`)
	jsonFirstMember = regexp.MustCompile(`\{\s*"((?:[^"\\]|\\.)*)"\s*:`)
)

// jsonTexts replaces texts that are values; f gets the name of the member, "" in
// a list, and the text in its quotation marks.
func jsonTexts(doc []byte, f func(member, text string) string) []byte {
	member := ""
	return jsonText.ReplaceAllFunc(doc, func(m []byte) []byte {
		if name, found := strings.CutSuffix(string(m), ":"); found {
			member = strings.Trim(strings.TrimSpace(name), `"`)
			return m
		}
		replaced := []byte(f(member, string(m)))
		member = ""
		return replaced
	})
}

// jsonNames renames members.
func jsonNames(doc []byte, f func(name string) string) []byte {
	return jsonText.ReplaceAllFunc(doc, func(m []byte) []byte {
		if name, found := strings.CutSuffix(string(m), ":"); found {
			return []byte(`"` + f(strings.Trim(strings.TrimSpace(name), `"`)) + `":`)
		}
		return m
	})
}

// jsonMembers lists the names of members that hold texts or numbers, and ""
// where lists hold texts.
func jsonMembers(doc []byte) []string {
	seen := make(map[string]bool)
	jsonTexts(doc, func(member, text string) string { seen[member] = true; return text })
	for _, m := range jsonNumber.FindAllSubmatch(doc, -1) {
		seen[string(m[1])] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

var jsonNumber = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"\s*:\s*-?[0-9][0-9.eE+-]*`)

// jsonPut gives a member the same raw value wherever it held a text or a number.
func jsonPut(doc []byte, member, raw string) []byte {
	doc = jsonTexts(doc, func(m, text string) string {
		if m == member {
			return raw
		}
		return text
	})
	return jsonNumber.ReplaceAllFunc(doc, func(m []byte) []byte {
		if name := strconv.Quote(member); bytes.HasPrefix(m, []byte(name)) {
			return []byte(name + ":" + raw)
		}
		return m
	})
}

// jsonQuote writes a text with its control characters escaped, and nothing more.
func jsonQuote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r < ' ' || r == '"' || r == '\\':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// otherCase empties the first member of an object and gives its value to the
// same name in the other case.
func otherCase(m []byte) []byte {
	name := string(jsonFirstMember.FindSubmatch(m)[1])
	other := strings.ToUpper(name)
	if other == name {
		other = strings.ToLower(name)
	}
	return []byte(`{"` + name + `":null,"` + other + `":`)
}
