package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"
)

// shape is what a value of a JSON document must be.
type shape func(v any) error

// schemas are the documents of the interface, written down apart from the code
// that makes them: a member that is missing, added or of another type is a
// break for the programs that read them.
var schemas = map[string]shape{
	"person":       person,
	"persons":      listOf(person),
	"identifier":   identifierShape,
	"identifiers":  listOf(identifierShape),
	"affiliation":  affiliation,
	"affiliations": listOf(affiliation),
	"imported":     object{"added": listOf(affiliation), "already_known": number, "skipped": number}.is,
	"organisations": listOf(object{
		"id": text, "name": text, "aliases": listOf(text), "theme": orNull(text), "domains": listOf(text), "relation": orNull(text),
	}.is),
	"answer": object{
		"id": id, "person": text, "breach": text, "question": orNull(text), "answer": text, "reason": orNull(text), "at": moment,
	}.is,
	"findings": listOf(object{
		"person": text, "breach": text, "organisation": text,
		"verdict": word("confirmed", "likely", "possible", "not-concerned"), "status": status,
		"exposed": listOf(text), "possible": listOf(text), "not_concerned": listOf(text),
		"occurred_from": orNull(date), "occurred_to": orNull(date), "disclosed_on": orNull(date), "known_since": moment,
		"reasons": listOf(object{
			"affiliation": orNull(id), "organisation": orNull(text), "criterion": orNull(number),
			"outcome": word("satisfied", "unknown", "failed"), "text": sentence,
		}.is),
		"sources": listOf(knownFeed),
	}.is),
	"breach": object{
		"id": text, "also_known": listOf(text), "organisation": text, "aliases": listOf(text), "domains": listOf(text),
		"client_organisations": listOf(text), "status": status,
		"occurred_from": orNull(date), "occurred_to": orNull(date), "disclosed_on": orNull(date), "known_since": moment,
		"population": orNull(text), "vector": orNull(text), "affected": orNull(number),
		"exposed": listOf(text), "possible": listOf(text), "not_concerned": listOf(text), "conditional": anyObject,
		"sensitive": boolean, "minors": boolean, "unverified": boolean, "criteria": listOf(anyObject),
		"questions":  listOf(object{"key": text, "criterion": number, "condition": text, "text": sentence}.is),
		"sources":    listOf(knownFeed),
		"references": listOf(anyObject),
	}.is,
	"exposure": listOf(object{
		"person":  text,
		"classes": listOf(object{"class": text, "state": word("exposed", "possible"), "breaches": listOf(text)}.is),
		"together": listOf(object{
			"id": text, "certain": boolean, "allows": sentence, "classes": listOf(text), "breaches": listOf(text),
			"prevent": listOf(object{"step": text, "title": sentence}.is), "source": source,
		}.is),
		"spared": listOf(text),
	}.is),
	"plan":   listOf(action),
	"action": action,
	"detail": detail.is,
	"check": object{
		"started": moment, "finished": moment, "complete": boolean, "feeds": everyFeed, "new_findings": number,
		"alerts": listOf(object{
			"id": id, "person": text, "breach": text, "kind": word("new", "raised", "confirmed", "withdrawn"),
		}.is),
	}.is,
	"feed":  feed,
	"feeds": everyFeed,
	"status": object{
		"state": word("ok", "partial", "stale", "never"), "last_complete_check": orNull(moment), "next_check": orNull(moment),
		"keychain": word("ok", "locked", "unavailable", "lost", "changed"), "feeds": everyFeed,
		"open_alerts": orNull(number), "proxies": listOf(text), "version": text,
	}.is,
	"ledger": listOf(object{
		"at": moment, "feed": knownFeed, "host": text, "purpose": word("catalogue", "lookup", "password-range", "update"),
		"sent": text, "identifier": orNull(id), "bytes_out": number, "bytes_in": number, "outcome": text,
	}.is),
	"consent":  consent,
	"consents": listOf(consent),
	"doctor":   listOf(object{"name": text, "ok": boolean, "what": sentence, "do": anyText}.is),
	"files":    listOf(object{"path": text, "exists": boolean, "what": sentence}.is),
	"message":  messageShape, // of message check --json, and on each line of --batch
	"removed":  object{"removed": text}.is,
	"erased":   object{"erased": boolean, "left": listOf(text)}.is,
}

var (
	person = object{"id": id, "name": text, "role": word("adult", "teen", "child", "helped"), "added": moment}.is

	identifierShape = object{"id": id, "person": text, "kind": text, "masked": text, "valid": boolean}.is

	affiliation = object{
		"id": id, "person": text, "organisation": text, "relation": orNull(text), "from": orNull(date), "to": orNull(date), "current": boolean,
	}.is

	consent = object{"feed": knownFeed, "identifier": id, "person": text, "masked": text, "at": moment}.is

	feed = object{
		"name": knownFeed, "state": word("ok", "unchanged", "failed", "blocked", "held", "off"), "records": number, "new": number,
		"changed": number, "withdrawn": number, "checked_at": orNull(moment), "reason": anyText, "next": orNull(moment),
	}.is

	source = object{"title": text, "url": matching(`^https://`), "reviewed": date, "mark": word("verified", "memory", "proposal")}.is

	actionMembers = object{
		"id": code, "person": text, "step": matching(`^[a-z-]+(\.[a-z-]+)?$`), "title": sentence,
		"urgency": word("today", "week", "watch", "info"),
		"state":   word("to-do", "done", "not-applicable", "impossible", "delegated", "reminded"),
		"minutes": number, "due": orNull(date), "repeats": orNull(matching(`^\d+ (day|week|month|year)s?$`)),
		"breaches": listOf(text), "classes": listOf(text),
		"official": listOf(object{"label": sentence, "url": orNull(matching(`^https://`)), "phone": orNull(matching(`^\d+$`))}.is),
		"source":   source,
	}

	// A line's parts are actions without parts.
	part   = actionMembers.and(object{"parts": listOf(func(any) error { return errors.New("a part has parts") })}).is
	action = actionMembers.and(object{"parts": listOf(part)}).is
	detail = actionMembers.and(object{
		"parts": listOf(part), "why": sentence, "because": sentence, "how": listOf(sentence), "laws": listOf(sentence),
		"actor": word("person", "parent", "helper"), "question": orNull(word("password-reused", "password-changed")),
		"reopened": orNull(sentence), "at": orNull(date), "reason": orNull(text), "delegate": orNull(text), "note": orNull(text),
	})

	messageShape = object{
		"id": orNull(text), "verdict": word("phishing", "suspicious", "no-sign", "unknown"),
		"flags": listOf(object{"id": matching(`^F([1-9]|1[0-4])$`), "text": text, "span": span}.is),
		"uses": listOf(object{
			"kind":       word("email", "phone", "username", "name", "birth-date", "birth-place", "address", "nir", "france-travail-id", "iban", "card-last4", "licence-number", "customer-number", "domain"),
			"identifier": id, "breaches": listOf(text),
		}.is),
		"claims":   object{"organisation": orNull(text)}.is,
		"official": orNull(object{"organisation": text, "domain": orNull(text), "phone": orNull(matching(`^\d+$`))}.is),
	}.is

	status = word("claimed", "confirmed", "corrected", "withdrawn")

	knownFeed = word("vigie", "hibp", "bonjourlafuite", "frenchbreaches", "fuitesinfos", "cnil", "xposedornot", "leakcheck", "hudsonrock", "pwnedpasswords")

	id       = matching(`^[0-9a-f]{32}$`)
	code     = matching(`^[0-9a-z]{6}$`)
	date     = matching(`^\d{4}(-\d\d(-\d\d)?)?$`)
	moment   = matching(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
	text     = matching(`.`)
	anyText  = matching(``)
	sentence = matching(`^[^⟨<]+$`) // ⟨key⟩ is what words gives for a key that has none
)

// everyFeed has a row for each feed, off ones too, in one order.
func everyFeed(v any) error {
	if err := listOf(feed)(v); err != nil {
		return err
	}
	var names []string
	for _, row := range v.([]any) {
		names = append(names, row.(map[string]any)["name"].(string))
	}
	want := []string{"vigie", "hibp", "bonjourlafuite", "frenchbreaches", "fuitesinfos", "cnil", "xposedornot", "leakcheck", "hudsonrock", "pwnedpasswords"}
	if !slices.Equal(names, want) {
		return fmt.Errorf("feeds are %v", names)
	}
	return nil
}

// span is two counts, the second not below the first.
func span(v any) error {
	if err := listOf(number)(v); err != nil {
		return err
	}
	ends := v.([]any)
	if len(ends) != 2 {
		return fmt.Errorf("%d ends", len(ends))
	}
	from, _ := ends[0].(json.Number).Int64()
	if to, _ := ends[1].(json.Number).Int64(); to < from {
		return fmt.Errorf("%d before %d", to, from)
	}
	return nil
}

// object has exactly these members.
type object map[string]shape

func (o object) is(v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is no object", plain(v))
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		member, ok := m[name]
		if !ok {
			return fmt.Errorf("there is no %s", name)
		}
		if err := o[name](member); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for name := range m {
		if o[name] == nil {
			return fmt.Errorf("%s is there", name)
		}
	}
	return nil
}

// and has the members of both.
func (o object) and(more object) object {
	all := maps.Clone(o)
	maps.Copy(all, more)
	return all
}

func anyObject(v any) error {
	if _, ok := v.(map[string]any); !ok {
		return fmt.Errorf("%s is no object", plain(v))
	}
	return nil
}

func listOf(s shape) shape {
	return func(v any) error {
		all, ok := v.([]any)
		if !ok {
			return fmt.Errorf("%s is no list", plain(v))
		}
		for i, v := range all {
			if err := s(v); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
		return nil
	}
}

func orNull(s shape) shape {
	return func(v any) error {
		if v == nil {
			return nil
		}
		return s(v)
	}
}

func matching(pattern string) shape {
	re := regexp.MustCompile(pattern)
	return func(v any) error {
		if s, ok := v.(string); !ok || !re.MatchString(s) {
			return fmt.Errorf("%s does not match %s", plain(v), pattern)
		}
		return nil
	}
}

func word(words ...string) shape {
	return func(v any) error {
		if s, ok := v.(string); !ok || !slices.Contains(words, s) {
			return fmt.Errorf("%s is none of %v", plain(v), words)
		}
		return nil
	}
}

func number(v any) error {
	if n, ok := v.(json.Number); !ok || !regexp.MustCompile(`^\d+$`).MatchString(n.String()) {
		return fmt.Errorf("%s is no count", plain(v))
	}
	return nil
}

func boolean(v any) error {
	if _, ok := v.(bool); !ok {
		return fmt.Errorf("%s is neither true nor false", plain(v))
	}
	return nil
}

// The schemas find what they are for.
func TestSchemas(t *testing.T) {
	good := `{"id":"0123456789abcdef0123456789abcdef","person":"Claire","organisation":"Pole Emploi","relation":"jobseeker","from":"2011","to":null,"current":false}`
	for what, c := range map[string]struct {
		document string
		ok       bool
	}{
		"as it is":         {good, true},
		"member missing":   {`{"id":"0123456789abcdef0123456789abcdef"}`, false},
		"member added":     {good[:len(good)-1] + `,"more":1}`, false},
		"another type":     {`{"id":"0123456789abcdef0123456789abcdef","person":"Claire","organisation":"Pole Emploi","relation":"jobseeker","from":2011,"to":null,"current":false}`, false},
		"null for a text":  {`{"id":"0123456789abcdef0123456789abcdef","person":null,"organisation":"Pole Emploi","relation":"jobseeker","from":"2011","to":null,"current":false}`, false},
		"an object's list": {"[" + good + "]", false},
	} {
		document, err := onlyDocument(c.document)
		if err != nil {
			t.Fatal(err)
		}
		if err := affiliation(document); (err == nil) != c.ok {
			t.Errorf("%s: %v", what, err)
		}
	}
}
