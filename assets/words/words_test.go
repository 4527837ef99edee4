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
