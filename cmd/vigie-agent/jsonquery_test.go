package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
)

// onlyDocument reads the only JSON document of a text. More than one, or anything around
// it, is an error.
func onlyDocument(text string) (any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var document any
	if err := d.Decode(&document); err != nil {
		return nil, fmt.Errorf("not JSON: %w\n%s", err, text)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("more than one JSON document:\n%s", text)
	}
	return document, nil
}

// find walks down a document. A step of the path is a member's name, a number
// of an element, member=value for the only element with that, or len for a
// length: "feeds/name=hibp/state". "." is the whole document.
func find(document any, path string) (any, error) {
	if path == "." {
		return document, nil
	}
	for _, step := range strings.Split(path, "/") {
		next, err := descend(document, step)
		if err != nil {
			return nil, fmt.Errorf("%s, at %q: %w", path, step, err)
		}
		document = next
	}
	return document, nil
}

func descend(document any, step string) (any, error) {
	switch d := document.(type) {
	case map[string]any:
		v, ok := d[step]
		if !ok {
			return nil, errors.New("there is no such member")
		}
		return v, nil
	case []any:
		if step == "len" {
			return json.Number(strconv.Itoa(len(d))), nil
		}
		if name, value, ok := strings.Cut(step, "="); ok {
			return only(d, name, value)
		}
		i, err := strconv.Atoi(step)
		if err != nil || i < 0 || i >= len(d) {
			return nil, errors.New("there is no such element")
		}
		return d[i], nil
	}
	return nil, errors.New("nothing is below")
}

func only(list []any, name, value string) (any, error) {
	var found []any
	for _, v := range list {
		if m, ok := v.(map[string]any); ok && plain(m[name]) == value {
			found = append(found, v)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%d elements are so", len(found))
	}
	return found[0], nil
}

// plain is a text as it is and everything else as JSON.
func plain(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // it came from JSON
	}
	return string(b)
}

func TestFind(t *testing.T) {
	document, err := onlyDocument(`{"a":[{"n":"x","v":[1,2.50]},{"n":"y","v":null}],"b":"text"}`)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"b": "text", "a/len": "2", "a/0/v/1": "2.50", "a/n=y/v": "null", "a/n=x/v": "[1,2.50]",
		"c": "", "a/2": "", "a/-1": "", "a/n=z/v": "", "b/c": "", "a/v=1": "",
	} {
		got, err := find(document, path)
		if (err != nil) != (want == "") || err == nil && plain(got) != want {
			t.Errorf("%s: %v, %v, want %q", path, got, err, want)
		}
	}
	for _, text := range []string{"", "{} {}", "warning\n{}", "{}\nwarning", "[1,]"} {
		if _, err := onlyDocument(text); err == nil {
			t.Errorf("%q passes for one document", text)
		}
	}
}
