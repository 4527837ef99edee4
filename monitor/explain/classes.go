package explain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"vigie/monitor"
)

// Classes is the vocabulary of kinds of data, read from assets/classes.json.
type Classes struct {
	all    []ClassInfo
	byName map[string]int // by name in lower case: sources do not agree on capitals
}

// ClassInfo is what is known of a kind of data.
type ClassInfo struct {
	Name  monitor.Class `json:"name"`
	Slug  string        `json:"slug"`  // the words are class.<slug>
	Group string        `json:"group"` // the words are class-group.<group>
	// Identifiers are the kinds of which a value is itself in such a leak: the
	// organisation lost this class of data, not that anyone saw the value.
	Identifiers []monitor.Kind `json:"identifiers,omitempty"`
	// Mention are the kinds that such a leak is worth a mention for.
	Mention []monitor.Kind `json:"mention,omitempty"`
}

// groupOther is the group of a class without one.
const groupOther = "other"

// LoadClasses reads classes.json.
func LoadClasses(data []byte) (*Classes, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var file struct {
		Classes []ClassInfo `json:"classes"`
	}
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("classes: %w", err)
	}
	c := &Classes{all: file.Classes, byName: make(map[string]int, len(file.Classes))}
	slugs := make(map[string]bool, len(file.Classes))
	for i, info := range c.all {
		name := strings.ToLower(string(info.Name))
		if _, twice := c.byName[name]; twice || slugs[info.Slug] || name == "" || info.Slug == "" || info.Group == "" {
			return nil, fmt.Errorf("classes: %q has no name, slug or group of its own", info.Name)
		}
		c.byName[name], slugs[info.Slug] = i, true
		for _, k := range slices.Concat(info.Identifiers, info.Mention) {
			if !slices.Contains(monitor.Kinds(), k) {
				return nil, fmt.Errorf("classes: %q: unknown kind %q", info.Name, k)
			}
		}
	}
	return c, nil
}

// All lists the classes in alphabetical order of their names. They must not be changed.
func (c *Classes) All() []ClassInfo { return c.all }

// Info is what is known of a class. One that is not in the vocabulary has its
// name and the group "other", and ok is false: sources invent new ones.
func (c *Classes) Info(class monitor.Class) (info ClassInfo, ok bool) {
	i, ok := c.byName[strings.ToLower(string(class))]
	if !ok {
		return ClassInfo{Name: class, Group: groupOther}, false
	}
	return c.all[i], true
}
