package words

import "testing"

func TestDates(t *testing.T) {
	fr, err := Load("fr")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		y, m, d int
		want    string
	}{{2024, 3, 5, "5 mars 2024"}, {2024, 10, 0, "octobre 2024"}, {2011, 0, 0, "2011"}, {2025, 1, 1, "1er janvier 2025"}, {0, 0, 0, "date inconnue"}} {
		if got := fr.Date(c.y, c.m, c.d); got != c.want {
			t.Errorf("Date(%d, %d, %d) = %q, want %q", c.y, c.m, c.d, got, c.want)
		}
	}
}

// TestRead: what is neither a text nor a table of forms is a mistake in a file.
func TestRead(t *testing.T) {
	for text, good := range map[string]bool{
		`"a.b" = "A text"`: true,
		"[\"a.b\"]\none = \"One\"\nmany = \"Many\"\nother = \"Others\"": true,
		`"a.b" = 3`:                    false,
		`a.b = "Not a flat key"`:       false,
		"[\"a.b\"]\nfew = \"No such\"": false,
		"[\"a.b\"]\none = 1":           false,
	} {
		w := &Words{sentences: make(map[string]forms)}
		if err := w.read([]byte(text)); (err == nil) != good || good && !w.Has("a.b") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
