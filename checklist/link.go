package checklist

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/explain"
)

// linker resolves the names by which the files of the advice refer to one
// another, and gathers what is wrong.
type linker struct {
	f         file
	a         *Advice
	schedules map[string]*schedule
	sources   map[string]Source
	laws      map[string]Law
	steps     map[string]int
	topics    map[string]int
	faults    []error
}

func (l *linker) fault(format string, args ...any) {
	l.faults = append(l.faults, fmt.Errorf(format, args...))
}

// link makes the Advice of what the files hold.
func link(f file, d *directory.Directory, classes *explain.Classes) (*Advice, error) {
	l := linker{f: f, a: &Advice{
		steps: f.Steps, topics: f.Topics, combos: f.Combinations, classes: classes,
		byClass: make(map[string]int), byGroup: make(map[string]int), when: make(map[circumstance]int),
	}}
	l.a.directory = newOfficials(d, f.Own)
	l.names()
	for i := range l.a.steps {
		l.step(&l.a.steps[i])
	}
	for i := range l.a.topics {
		l.topic(i, &l.a.topics[i])
	}
	for i := range l.a.combos {
		l.combination(i, &l.a.combos[i])
	}
	l.groups()
	l.circumstances()
	return l.a, errors.Join(l.faults...)
}

// names indexes what can be referred to.
func (l *linker) names() {
	l.schedules = make(map[string]*schedule)
	for i := range l.f.Schedules {
		s := &l.f.Schedules[i]
		if err := s.validate(); err != nil {
			l.faults = append(l.faults, err)
		}
		l.schedules[s.ID] = s
	}
	l.sources = make(map[string]Source)
	for _, s := range l.f.Sources {
		if u, err := url.Parse(s.URL); err != nil || u.Scheme != "https" || u.Host == "" || s.Title == "" || s.Publisher == "" || s.Reviewed.IsZero() {
			l.fault("source %s has no title, publisher, https address or date", s.ID)
		}
		l.sources[s.ID] = s
	}
	l.laws = make(map[string]Law)
	for _, x := range l.f.Laws {
		if !x.Mark.known() {
			l.fault("law %s has no mark", x.ID)
		}
		l.laws[x.ID] = x
	}
	l.steps = make(map[string]int)
	for i := range l.f.Steps {
		key := l.f.Steps[i].key()
		if _, twice := l.steps[key]; twice {
			l.fault("step %s twice", key)
		}
		l.steps[key] = i
	}
	l.topics = make(map[string]int)
	for i, t := range l.f.Topics {
		if _, twice := l.topics[t.ID]; twice {
			l.fault("topic %s twice", t.ID)
		}
		l.topics[t.ID] = i
	}
}

func (l *linker) step(s *step) {
	what := "step " + s.key()
	s.source, s.laws = l.source(what, s.Source), l.law(what, s.Law)
	if !s.Mark.known() || s.Minutes <= 0 {
		l.fault("%s has no mark or no minutes", what)
	}
	if s.Line != "" && !slices.Contains(l.f.Lines, line{s.Line}) {
		l.fault("%s: unknown line %q", what, s.Line)
	}
	s.schedule = l.schedule(what, s.Schedule)
	if s.tight = l.schedule(what, s.Tight); s.tight == nil {
		s.tight = s.schedule
	}
	if _, ok := questions[s.SettledBy]; !ok && s.SettledBy != "" {
		l.fault("%s: no answer is called %q", what, s.SettledBy)
	}
	for _, id := range s.Official {
		if !l.a.directory.knows(id) {
			l.fault("%s: %q is not in the directory", what, id)
		}
	}
	for _, r := range s.Roles {
		if !slices.Contains(monitor.Roles(), r) {
			l.fault("%s: unknown role %q", what, r)
		}
	}
	s.actors = l.actors(what, s)
}

func (l *linker) schedule(what, id string) *schedule {
	s := l.schedules[id]
	if s == nil && id != "" {
		l.fault("%s: unknown schedule %q", what, id)
	}
	return s
}

// actors is who does a step, for every role a person may have.
func (l *linker) actors(what string, s *step) map[monitor.Role]Actor {
	actors := maps.Clone(l.f.Actors)
	for role, actor := range map[monitor.Role]Actor{monitor.Teen: s.Teen, monitor.Child: s.Child, monitor.Helped: s.Helped} {
		if actor != "" {
			actors[role] = actor
		}
	}
	for _, role := range monitor.Roles() {
		if !slices.Contains([]Actor{ActorPerson, ActorParent, ActorHelper}, actors[role]) {
			l.fault("%s: nobody does it for role %s", what, role)
		}
	}
	return actors
}

func (l *linker) topic(i int, t *topic) {
	what := "topic " + t.ID
	t.source, t.laws = l.source(what, t.Source), l.law(what, t.Law)
	l.calls(what, &t.calls)
	if !t.Mark.known() || t.Lasts == "" {
		l.fault("%s has no mark or no duration", what)
	}
	switch {
	case t.Every:
		l.a.every = append(l.a.every, i)
	case t.When != "":
		l.a.when[t.When] = i
	case t.Organisation != "":
		if !l.a.directory.knows(t.Organisation) {
			l.fault("%s: %q is not in the directory", what, t.Organisation)
		}
		l.a.byEntry = append(l.a.byEntry, i)
	default:
		l.claim(i, t)
	}
}

// claim gives classes and groups to their topic; each has one only.
func (l *linker) claim(i int, t *topic) {
	for _, c := range t.Classes {
		key := strings.ToLower(string(c))
		_, twice := l.a.byClass[key]
		if _, known := l.a.classes.Info(c); !known || twice {
			l.fault("topic %s: class %q is unknown or has a topic already", t.ID, c)
		}
		l.a.byClass[key] = i
	}
	for _, g := range t.Groups {
		if _, twice := l.a.byGroup[g]; twice {
			l.fault("topic %s: group %q has a topic already", t.ID, g)
		}
		l.a.byGroup[g] = i
	}
}

// groups holds every class against the topics: none is without advice.
func (l *linker) groups() {
	if _, ok := l.a.byGroup["other"]; !ok {
		l.fault("no topic for classes that nobody has named yet")
	}
	for _, c := range l.a.classes.All() {
		_, direct := l.a.byClass[strings.ToLower(string(c.Name))]
		if _, ok := l.a.byGroup[c.Group]; !ok && !direct {
			l.fault("class %q has no advice", c.Name)
		}
	}
}

func (l *linker) circumstances() {
	for _, c := range circumstances() {
		if _, ok := l.a.when[c]; !ok {
			l.fault("no topic for circumstance %s", c)
		}
	}
	if len(l.a.when) != len(circumstances()) {
		l.fault("a topic for a circumstance that does not exist")
	}
}

func (l *linker) combination(i int, c *combination) {
	what := "combination " + c.ID
	c.source, c.laws = l.source(what, c.Source), l.law(what, c.Law)
	l.calls(what, &c.calls)
	if !c.Mark.known() || len(c.All) < 2 {
		l.fault("%s has no mark or fewer than two elements", what)
	}
	for n, alternatives := range c.All {
		var topics []int
		for _, id := range alternatives {
			t, ok := l.topics[id]
			if !ok {
				l.fault("%s: unknown topic %q", what, id)
				continue
			}
			topics = append(topics, t)
			if n == 0 {
				l.a.topics[t].combos = append(l.a.topics[t].combos, i)
			}
		}
		c.all = append(c.all, topics)
	}
}

func (l *linker) calls(what string, c *calls) {
	for urgency, keys := range map[Urgency][]string{Today: c.Today, Week: c.Week, Watch: c.Watch, Info: c.Info} {
		for _, key := range keys {
			i, ok := l.steps[key]
			if !ok {
				l.fault("%s: unknown step %q", what, key)
			}
			c.list = append(c.list, call{i, urgency})
		}
	}
	slices.SortFunc(c.list, func(x, y call) int { return x.step - y.step })
}

func (l *linker) source(what, id string) Source {
	s, ok := l.sources[id]
	if !ok {
		l.fault("%s: unknown source %q", what, id)
	}
	return s
}

func (l *linker) law(what string, ids []string) []Law {
	var laws []Law
	for _, id := range ids {
		x, ok := l.laws[id]
		if !ok {
			l.fault("%s: unknown law %q", what, id)
		}
		laws = append(laws, x)
	}
	return laws
}
