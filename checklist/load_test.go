package checklist

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"vigie/assets"
	"vigie/monitor/directory"
)

// A mistake in the files is named, not swallowed.
func TestLoadRefuses(t *testing.T) {
	d, err := directory.Load(assets.Directory())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, old, new, want string }{
		{"steps.toml", `source = "cnil-france-travail"`, `source = "nowhere"`, "unknown source"},
		{"steps.toml", `official = ["ameli"]`, `official = ["amelie"]`, "not in the directory"},
		{"steps.toml", `schedule = "red-flags"`, `schedule = "often"`, "unknown schedule"},
		{"steps.toml", "minutes = 5\n", "minutes = 0\n", "no minutes"},
		{"steps.toml", `child = "parent"`, `child = "neighbour"`, "nobody does it"},
		{"steps.toml", `mark = "verified"`, `mark = "sure"`, "no mark"},
		{"steps.toml", `line = "money"`, `line = "gold"`, "unknown line"},
		{"steps.toml", `settled-by = "not-reused"`, `settled-by = "luck"`, "no answer"},
		{"steps.toml", `law = ["gdpr-17"]`, `law = ["gdpr-1"]`, "unknown law"},
		{"steps.toml", "renew = true\n", "renewed = true\n", "strict mode"},
		{"steps.toml", `id = "combine"`, `id = "complaint"`, "twice"},
		{"topics.toml", `"Credit card CVV"`, `"Credit card colour"`, "unknown or has a topic already"},
		{"topics.toml", `"Credit card CVV"`, `"Names"`, "unknown or has a topic already"},
		{"topics.toml", `groups = ["vehicle"]`, `groups = ["boat"]`, "has no advice"},
		{"topics.toml", `groups = ["other"]`, `groups = ["rest"]`, "nobody has named yet"},
		{"topics.toml", `when = "child"`, `when = "adult"`, "no topic for circumstance child"},
		{"topics.toml", `week = ["secret-answers"]`, `week = ["secret"]`, "unknown step"},
		{"combinations.toml", `all = [["iban"], ["nir"]]`, `all = [["iban"]]`, "fewer than two"},
		{"combinations.toml", `["iban"], ["nir"]`, `["iban"], ["nri"]`, "unknown topic"},
		{"schedules.toml", `{ times = 3, every = "1 month" }`, `{ every = "1 month" }`, "never ends"},
		{"schedules.toml", `every = "1 year"`, `every = "1 age"`, "no unit"},
		{"sources.toml", `url = "https://17cyber.gouv.fr/"`, `url = "http://17cyber.gouv.fr/"`, "https"},
	} {
		files := make(fstest.MapFS)
		for _, name := range []string{"steps.toml", "topics.toml", "combinations.toml", "schedules.toml", "sources.toml", "laws.toml"} {
			read, err := fs.ReadFile(assets.Advice(), name)
			if err != nil {
				t.Fatal(err)
			}
			data := string(read)
			if name == c.file {
				if !strings.Contains(data, c.old) {
					t.Fatalf("%s does not hold %q", name, c.old)
				}
				data = strings.Replace(data, c.old, c.new, 1)
			}
			files[name] = &fstest.MapFile{Data: []byte(data)}
		}
		if _, err := Load(files, d, classes(t)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: %v, want %q", c.file, c.new, err, c.want)
		}
	}
}
