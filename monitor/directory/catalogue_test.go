package directory

import (
	"encoding/json"
	"slices"
	"testing"

	"vigie/assets"
	"vigie/monitor"
)

// catalogue is the embedded list of breaches.
func catalogue(t testing.TB) []monitor.Breach {
	t.Helper()
	var file struct {
		Breaches []monitor.Record `json:"breaches"`
	}
	if err := json.Unmarshal(assets.Catalogue(), &file); err != nil {
		t.Fatal(err)
	}
	return monitor.Merge(file.Breaches)
}

// Whoever types the name of an organisation that leaked is offered one whose
// choice leads to that leak.
func TestEveryLeakIsWithinReach(t *testing.T) {
	breaches := catalogue(t)
	d := load(t, breaches...)
	for _, b := range breaches {
		if forAnyone(b.Criteria) {
			continue
		}
		leads := func(e Entry) bool {
			return slices.ContainsFunc(append([]string{b.Organisation}, b.Aliases...), func(n string) bool {
				return monitor.NormalOrganisation(n) == monitor.NormalOrganisation(e.Name)
			})
		}
		for _, n := range append([]string{b.Organisation}, b.Aliases...) {
			if !slices.ContainsFunc(d.Search(n, 5), leads) {
				t.Errorf("%s: nothing found for %q leads to it", b.ID, n)
			}
		}
	}
}

// No organisation is offered twice: what the directory has under another name
// is not an entry of the catalogue's own as well.
func TestNobodyIsOfferedTwice(t *testing.T) {
	d := load(t, catalogue(t)...)
	has := make(map[string]string)
	for _, e := range d.entries {
		if e.Theme == "" {
			continue
		}
		for _, n := range append([]string{e.Name}, e.Aliases...) {
			has[monitor.NormalOrganisation(n)] = e.ID
		}
	}
	for _, e := range d.entries {
		if other := has[monitor.NormalOrganisation(e.Name)]; e.Theme == "" && other != "" {
			t.Errorf("the catalogue’s %q is the directory’s %s under another name: no record knows the name it is chosen by", e.Name, other)
		}
	}
}
