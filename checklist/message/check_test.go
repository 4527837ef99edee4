package message

import (
	"testing"

	"vigie/assets"
	"vigie/monitor/directory"
)

func known(t testing.TB) Context {
	t.Helper()
	rules, err := LoadRules(assets.Message())
	if err != nil {
		t.Fatal(err)
	}
	d, err := directory.Load(assets.Directory(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return Context{Rules: rules, Organisations: NewOrganisations(d, rules)}
}

// Every sign has examples, and is found in them.
func TestExamplesFire(t *testing.T) {
	c := known(t)
	for _, s := range c.Rules.Signs {
		if len(s.Examples) == 0 && s.Rule != "" && s.ID != "quotes-data" {
			t.Errorf("%s has no example", s.ID)
		}
		for _, text := range s.Examples {
			found := false
			v := Check(text, c)
			for _, f := range v.Flags {
				found = found || f.Sign == s.ID
			}
			if !found {
				t.Errorf("%s is not found in %q: %+v", s.ID, text, v.Flags)
			}
		}
	}
}
