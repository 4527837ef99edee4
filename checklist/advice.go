package checklist

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"vigie/monitor"
	"vigie/monitor/directory"
	"vigie/monitor/explain"
)

// Advice is what to do about leaked data, read from assets/advice: what each
// kind of data and each combination calls for, the steps, and how often they
// come back. It is immutable and may be shared.
type Advice struct {
	steps     []step
	topics    []topic
	combos    []combination
	byClass   map[string]int // topic of a class, by its name in lower case
	byGroup   map[string]int // topic of a group of classes
	every     []int          // topics that stand for every leak
	when      map[circumstance]int
	byEntry   []int // topics of one organisation's data
	classes   *explain.Classes
	directory *officials
}

// step is one thing to do; see assets/advice/steps.toml.
type step struct {
	ID        string         `toml:"id"`
	Account   string         `toml:"account"`
	Line      string         `toml:"line"`
	Point     string         `toml:"point"`
	Minutes   int            `toml:"minutes"`
	Each      bool           `toml:"each"`
	Teen      Actor          `toml:"teen"`
	Child     Actor          `toml:"child"`
	Helped    Actor          `toml:"helped"`
	Roles     []monitor.Role `toml:"roles"`
	Schedule  string         `toml:"schedule"`
	Tight     string         `toml:"tight"`
	Renew     bool           `toml:"renew"`
	SettledBy Reason         `toml:"settled-by"`
	Official  []string       `toml:"official"`
	Security  bool           `toml:"security"`
	Source    string         `toml:"source"`
	Mark      Mark           `toml:"mark"`
	Recalled  []string       `toml:"recalled"`
	Law       []string       `toml:"law"`
	schedule  *schedule      // nil for something that is done once
	tight     *schedule      // after a leak of a tight topic
	source    Source
	laws      []Law
	actors    map[monitor.Role]Actor
}

// key names the step: its words, and its part of an action's id.
func (s *step) key() string { return stepKey(s.ID, s.Account) }

func stepKey(id, account string) string {
	if account == "" {
		return id
	}
	return id + "." + account
}

// calls are the steps that leaked data call for, by urgency.
type calls struct {
	Today []string `toml:"today"`
	Week  []string `toml:"week"`
	Watch []string `toml:"watch"`
	Info  []string `toml:"info"`
	list  []call
}

type call struct {
	step    int
	urgency Urgency
}

// topic is a kind of leaked data, or a circumstance of a leak; see
// assets/advice/topics.toml.
type topic struct {
	ID           string          `toml:"id"`
	Classes      []monitor.Class `toml:"classes"`
	Groups       []string        `toml:"groups"`
	Organisation string          `toml:"organisation"`
	When         circumstance    `toml:"when"`
	Every        bool            `toml:"every"`
	Tight        bool            `toml:"tight"`
	Access       bool            `toml:"access"`
	Helps        Interval        `toml:"helps"`
	Lasts        string          `toml:"lasts"`
	Source       string          `toml:"source"`
	Mark         Mark            `toml:"mark"`
	Recalled     []string        `toml:"recalled"`
	Law          []string        `toml:"law"`
	calls
	source Source
	laws   []Law
	combos []int // combinations whose first element it is in
}

// combination is what several topics allow together; see
// assets/advice/combinations.toml.
type combination struct {
	ID     string     `toml:"id"`
	All    [][]string `toml:"all"`
	Source string     `toml:"source"`
	Mark   Mark       `toml:"mark"`
	Law    []string   `toml:"law"`
	calls
	source Source
	laws   []Law
	all    [][]int // topics
}

// own is a kind of account that a person has with an organisation of their choice.
type own struct {
	ID      string   `toml:"id"`
	Theme   string   `toml:"theme"`
	Entries []string `toml:"entries"`
}

// file is what one file of the advice holds.
type file struct {
	Actors       map[monitor.Role]Actor `toml:"actors"`
	Own          []own                  `toml:"own"`
	Lines        []line                 `toml:"line"`
	Steps        []step                 `toml:"step"`
	Topics       []topic                `toml:"topic"`
	Combinations []combination          `toml:"combination"`
	Schedules    []schedule             `toml:"schedule"`
	Sources      []Source               `toml:"source"`
	Laws         []Law                  `toml:"law"`
}

// line groups steps.
type line struct {
	ID string `toml:"id"`
}

// Load reads the files of assets.Advice. Addresses and telephone numbers come
// from the directory, groups of classes from the vocabulary.
func Load(fsys fs.FS, d *directory.Directory, classes *explain.Classes) (*Advice, error) {
	paths, err := fs.Glob(fsys, "*.toml")
	if err != nil {
		return nil, err
	}
	var all file
	for _, path := range paths {
		data, err := fs.ReadFile(fsys, path)
		if err != nil {
			return nil, err
		}
		var f file
		dec := toml.NewDecoder(strings.NewReader(string(data))).DisallowUnknownFields()
		if err := dec.Decode(&f); err != nil {
			return nil, fmt.Errorf("advice: %s: %w", path, err)
		}
		all.add(f)
	}
	a, err := link(all, d, classes)
	if err != nil {
		return nil, fmt.Errorf("advice: %w", err)
	}
	return a, nil
}

func (f *file) add(o file) {
	if o.Actors != nil {
		f.Actors = o.Actors
	}
	f.Own = append(f.Own, o.Own...)
	f.Lines = append(f.Lines, o.Lines...)
	f.Steps = append(f.Steps, o.Steps...)
	f.Topics = append(f.Topics, o.Topics...)
	f.Combinations = append(f.Combinations, o.Combinations...)
	f.Schedules = append(f.Schedules, o.Schedules...)
	f.Sources = append(f.Sources, o.Sources...)
	f.Laws = append(f.Laws, o.Laws...)
}

// topicOf is the topic of a class of data leaked by an organisation.
func (a *Advice) topicOf(c monitor.Class) int {
	if i, ok := a.byClass[strings.ToLower(string(c))]; ok {
		return i
	}
	info, _ := a.classes.Info(c)
	return a.byGroup[info.Group]
}
