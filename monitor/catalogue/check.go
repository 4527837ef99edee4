package catalogue

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"vigie/monitor"
)

var statuses = []monitor.Status{monitor.Claimed, monitor.StatusConfirmed, monitor.Corrected, monitor.Withdrawn}

// checkFacts refuses words that matching would take for something else, and
// texts that no screen could show.
func checkFacts(f *monitor.Facts) error {
	switch {
	case f.Organisation == "":
		return errors.New("no organisation")
	case !slices.Contains(statuses, f.Status):
		return errors.New("an unknown status")
	case f.Affected < 0:
		return errors.New("a negative number of people")
	}
	if err := checkCriteria(f.Criteria); err != nil {
		return err
	}
	if err := checkConditional(f); err != nil {
		return err
	}
	return checkSizes(f)
}

func checkCriteria(criteria []monitor.Criterion) error {
	if len(criteria) > maxItems {
		return errTooMany
	}
	for i, c := range criteria {
		switch {
		case c == (monitor.Criterion{}):
			return fmt.Errorf("criterion %d is empty", i+1)
		case c.Relation != "" && !c.Relation.Known():
			return fmt.Errorf("criterion %d: an unknown relation", i+1)
		case c.HiredWithinYears < 0 || c.HiredWithinYears > 100:
			return fmt.Errorf("criterion %d: hired_within_years is not a number of years", i+1)
		case (c.Via.FR == "") != (c.Via.EN == ""):
			return fmt.Errorf("criterion %d: its question is missing in one language", i+1)
		case tooLong(c.Via.FR, monitor.MaxText), tooLong(c.Via.EN, monitor.MaxText):
			return errTooLong
		}
	}
	return nil
}

// checkConditional asks that a conditional class be listed as exposed, which is
// where matching looks for it, and that the condition ask for something.
func checkConditional(f *monitor.Facts) error {
	for class, condition := range f.Conditional {
		switch {
		case !slices.Contains(f.Exposed, class):
			return errors.New("a conditional class is not listed as exposed")
		case len(condition.AllOf) == 0:
			return errors.New("a conditional class has no condition")
		case len(condition.AllOf) > maxItems:
			return errTooMany
		case slices.ContainsFunc(condition.AllOf, longName):
			return errTooLong
		}
	}
	return nil
}

var (
	errTooMany = errors.New("too many items")
	errTooLong = errors.New("a text is too long")
)

func checkSizes(f *monitor.Facts) error {
	for _, names := range [][]string{f.Aliases, f.Domains, f.Clients, f.Related} {
		if len(names) > maxItems {
			return errTooMany
		}
		if slices.ContainsFunc(names, longName) {
			return errTooLong
		}
	}
	for _, classes := range [][]monitor.Class{f.Exposed, f.Possible, f.NotConcerned} {
		if len(classes) > maxItems {
			return errTooMany
		}
		if slices.ContainsFunc(classes, func(c monitor.Class) bool { return longName(string(c)) }) {
			return errTooLong
		}
	}
	if len(f.References) > maxItems {
		return errTooMany
	}
	for _, r := range f.References {
		if longName(r.Title) || longName(r.Publisher) || len(r.URL) > maxURL {
			return errTooLong
		}
	}
	if longName(f.Organisation) || longName(f.Passwords) {
		return errTooLong
	}
	for _, t := range []monitor.Text{f.Population, f.Vector} {
		if tooLong(t.FR, monitor.MaxText) || tooLong(t.EN, monitor.MaxText) {
			return errTooLong
		}
	}
	return nil
}

func longName(s string) bool { return tooLong(s, monitor.MaxName) }

func tooLong(s string, limit int) bool { return len(s) > limit && utf8.RuneCountInString(s) > limit }
