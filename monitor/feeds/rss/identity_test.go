package rss

import (
	"regexp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"vigie/monitor"
)

func TestID(t *testing.T) {
	day := monitor.MustDate("2026-08-20")
	tests := []struct {
		organisation string
		day          monitor.Date
		other, want  string
	}{
		{"Suez", day, "a", "suez-2026-08-20"},
		{"SUEZ ", day, "b", "suez-2026-08-20"},
		{"Éducation nationale", day, "", "education-nationale-2026-08-20"},
		{"L’Œuvre d'Ici", day, "", "l-oeuvre-d-ici-2026-08-20"},
		{"3F", day, "", "3f-2026-08-20"},
		{"Suez", monitor.MustDate("2026-08"), "", "suez-2026-08"},
		{"東京", day, "", "130016b2599b-2026-08-20"},
		{"Suez", monitor.Date{}, "https://feed.example/1", "suez-3b0b739dfdba"},
		{"Suez", monitor.Date{}, "https://feed.example/2", "suez-2548c7ce3394"},
	}
	for _, tt := range tests {
		if got := ID(tt.organisation, tt.day, tt.other); got != tt.want {
			t.Errorf("ID(%q, %q, %q) = %q, want %q", tt.organisation, tt.day, tt.other, got, tt.want)
		}
	}
}

var validID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,149}$`)

func TestIDIsAlwaysValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringN(1, 300, -1).Draw(t, "name")
		other := rapid.String().Draw(t, "other")
		for _, day := range []monitor.Date{{}, monitor.MustDate("2024-03-13")} {
			id := ID(name, day, other)
			if !validID.MatchString(id) {
				t.Fatalf("ID(%q) = %q", name, id)
			}
			if id != ID(name, day, other) || !day.IsZero() && id != ID(name, day, "other") {
				t.Fatalf("ID(%q) is not stable", name)
			}
		}
	})
}

func TestNames(t *testing.T) {
	tests := []struct {
		name             string
		aliases, domains []string
	}{
		{"Suez", nil, nil},
		{"DGFiP (Direction générale des Finances publiques)", []string{"DGFiP", "Direction générale des Finances publiques"}, nil},
		{"École supérieure de Génie informatique (ESGI)", []string{"École supérieure de Génie informatique", "ESGI"}, nil},
		{"Système national d'observation de la sécurité en montagne (SNOSM)",
			[]string{"Système national d'observation de la sécurité en montagne", "SNOSM"}, nil},
		{"Fédération française de Handball (FFHandball)", []string{"Fédération française de Handball", "FFHandball"}, nil},
		{"EVA (Nantes)", []string{"EVA"}, nil},
		{"Steam (via CEVA Logistics)", []string{"Steam"}, nil},
		{"Ministère de l'Intérieur (agents)", []string{"Ministère de l'Intérieur"}, nil},
		{"Litige.fr", nil, []string{"litige.fr"}},
		{"JeVeuxAider.gouv.fr", nil, []string{"jeveuxaider.gouv.fr"}},
		{"Pompiers.fr (FNSPF)", []string{"Pompiers.fr"}, []string{"pompiers.fr"}},
		{"gouv.fr", nil, nil},  // everybody's
		{"Public.A", nil, nil}, // a name with a dot
		{"Allo.Solar", nil, nil},
		{"A.P.-H.P.", nil, nil},
		{"pôle.fr", nil, nil},
		{"()", nil, nil},
	}
	for _, tt := range tests {
		aliases, domains := Names(tt.name)
		if !slices.Equal(aliases, tt.aliases) || !slices.Equal(domains, tt.domains) {
			t.Errorf("Names(%q) = %q, %q, want %q, %q", tt.name, aliases, domains, tt.aliases, tt.domains)
		}
	}
}
