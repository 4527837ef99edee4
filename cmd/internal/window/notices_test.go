package window

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie/gui/view"
	"vigie/monitor"
)

const notified = `From: France Travail <dpo@francetravail.fr>
To: nobody.reads@exemple.example.org
Date: Thu, 14 Mar 2024 10:00:00 +0100
Subject: Violation de données personnelles
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Une violation de données personnelles a eu lieu entre le 6 février et le 5 mars 2024.
Les données concernées sont les suivantes : noms, numéros de sécurité sociale.
Pour toute question, contactez notre délégué à la protection des données : dpo@francetravail.fr.
`

// TestNotice: a message by which an organisation told of a leak is read, kept when
// the person agrees, proves that they are in it, and comes out as it came.
func TestNotice(t *testing.T) {
	in := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(in, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	home := newPlace(t)
	s := home.open(t)
	claire := s.claire()
	read := func(name, text string) {
		t.Helper()
		s.send(view.ReadNotice{Person: claire.ID, Breach: "france-travail-2024", Path: write(name, text)})
		s.fine()
	}
	verdict := func() monitor.Verdict {
		for _, f := range s.state().Findings {
			if f.Person == claire.ID && f.Breach == "france-travail-2024" {
				return f.Verdict
			}
		}
		return monitor.NotConcerned
	}
	before := verdict()

	read("avis.eml", notified)
	s.send(view.Dismiss{})
	if n := len(s.state().Notices); n != 0 || verdict() != before {
		t.Errorf("the person did not agree, and %d are kept: %v", n, verdict())
	}
	read("avis.eml", notified)
	if n := s.p.ui.Notice; n == nil || n.Elsewhere || n.Reading.AsksSecrets() || len(n.Reading.Leaked) != 2 {
		t.Fatalf("read: %+v", n)
	}
	s.send(view.Yes{})
	s.fine()
	kept := s.state().Notices
	if len(kept) != 1 || kept[0].Name != "avis.eml" || verdict() != monitor.Confirmed {
		t.Fatalf("kept: %+v, %v", kept, verdict())
	}
	s.send(view.KeepNotice{Person: claire.ID, Breach: "france-travail-2024"})
	s.refused("window.gone")

	copied := filepath.Join(in, "copie.eml")
	s.send(view.SaveNotice{ID: kept[0].ID, Path: copied})
	s.fine()
	if data, err := os.ReadFile(copied); err != nil || string(data) != notified {
		t.Errorf("%v; it comes out as\n%s", err, data)
	}
	s.send(view.SaveNotice{ID: kept[0].ID, Path: filepath.Join(home.dir, "copie.eml")})
	s.refused("notice.folder")
	s.send(view.SaveNotice{ID: "none", Path: filepath.Join(in, "other.eml")})
	s.refused("notice.unknown")

	read("faux.txt", "France Travail a subi une violation de données. Veuillez saisir votre mot de passe pour vérifier votre compte.")
	if n := s.p.ui.Notice; !n.Reading.AsksSecrets() {
		t.Errorf("a trap is read as %+v", n)
	}
	s.send(view.Yes{})
	s.refused("window.gone")
	read("autre.txt", strings.NewReplacer("France Travail", "Boulanger", "francetravail", "boulanger").Replace(notified))
	if n := s.p.ui.Notice; !n.Elsewhere {
		t.Errorf("another organisation's is read as %+v", n)
	}
	s.send(view.ReadNotice{Person: claire.ID, Breach: "france-travail-2024", Path: write("scan.pdf", "%PDF-1.7")})
	s.refused("notice.pdf")
	s.send(view.ReadNotice{Person: claire.ID, Breach: "france-travail-2024", Path: filepath.Join(in, "nothing")})
	s.refused("file.unreadable")
}
