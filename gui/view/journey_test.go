package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigie/checklist"
	"vigie/monitor"
)

// First start, from nothing to the leak of France Travail 2024 and what to do,
// with what somebody presses and types. Nothing is asked of the network.
func TestFirstStart(t *testing.T) {
	p := &program{t: t, s: bare(t, "fr")}
	p.s.FirstStart = StepPromise
	p.sees("Vigie veille sur le foyer", "Étape 1 sur 6", "Pas de compte")
	if len(p.window().Nav) > 0 {
		t.Error("first start can be left by accident")
	}
	p.press("Commencer")

	p.press("Ajouter")
	p.sees("Il manque un prénom")
	p.fill("Prénom ou surnom", "Claire")
	p.press("Ajouter")
	p.fill("Prénom ou surnom", "claire")
	p.press("Ajouter")
	p.sees("fait déjà partie du foyer", `"claire"`) // what was typed stays
	p.fill("Prénom ou surnom", "Mehdi")
	p.press("Ajouter")
	p.press("Continuer")

	p.press("Claire")
	p.press("France Travail (Pôle emploi, ANPE)")
	p.sees("depuis quelle année")
	p.press("2011")
	p.sees("jusqu’à quelle année")
	p.press("2013")
	p.sees("demandeur ou demandeuse d’emploi · 2011 – 2013", "◆ 1 fuite, très probable")
	p.fill("Chercher un organisme", "boulang")
	p.press("Boulanger")
	p.press("plus tôt, ou je ne sais plus")
	p.press("toujours en cours")
	p.sees("◆ 1 fuite, très probable")
	p.press("Voir le résultat")

	p.sees("Premier résultat", "Rien n’a été envoyé", "France Travail, février – mars 2024 <◆ Très probablement concerné·e")
	p.press("Continuer")
	p.sees("La CNIL déconseille", "Rien à demander pour l’instant")
	p.press("Continuer")
	p.press("Terminer")

	p.sees("> Accueil", "Prochaine action · Claire", "▲ Numéro de sécurité sociale")
	p.press("Fuites")
	p.press("France Travail, février – mars 2024")
	p.sees("Pourquoi ?", "Vous avez indiqué", "✓ Mot de passe : non", "Votre plan")
	for _, e := range p.done {
		switch e.(type) {
		case CheckNow, GrantConsent, OpenOfficial:
			t.Errorf("%T, which nobody asked for", e)
		}
	}
	if len(p.done) > 20 {
		t.Errorf("%d things carried out: first start is longer than it was", len(p.done))
	}
}

// First start is short: one person and three organisations, each with its
// period, take no more acts than fit in two minutes at five seconds each.
func TestFirstStartIsShort(t *testing.T) {
	p := &program{t: t, s: bare(t, "fr")}
	p.s.FirstStart = StepPromise
	p.press("Commencer")
	p.fill("Prénom ou surnom", "Claire")
	p.press("Ajouter")
	p.press("Continuer")
	for _, o := range []struct{ typed, name string }{{"", "France Travail (Pôle emploi, ANPE)"}, {"boulang", "Boulanger"}, {"free", "Free (Freebox)"}} {
		if o.typed != "" {
			p.fill("Chercher un organisme", o.typed)
		}
		p.press(o.name)
		p.press("2015")
		p.press("toujours en cours")
	}
	p.press("Voir le résultat")
	p.sees("◆ Très probablement concerné·e")
	p.press("Continuer")
	p.press("Continuer")
	p.press("Terminer")
	if p.acts > 24 {
		t.Errorf("%d acts", p.acts)
	}
}

// Whose leaks are listed is chosen, and forgotten with the list.
func TestOnlyOnePerson(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr")}
	p.press("Fuites")
	p.press("Jeanne")
	p.sees("Viamedis")
	p.seesNot("France Travail, février")
	p.press("Viamedis et Almerys, janvier – février 2024")
	p.send(Back{})
	p.seesNot("France Travail, février")
	p.press("Accueil")
	p.press("Fuites")
	p.sees("France Travail, février")
}

// First start is left in the middle and gone on with, as long as one likes.
func TestFirstStartIsResumed(t *testing.T) {
	p := &program{t: t, s: bare(t, "en")}
	p.s.FirstStart = StepPromise
	p.press("Begin")
	p.press("Go on later")
	p.sees("> Home", "First start to be finished", "Step 2 of 6")
	p.u = UI{} // the window is opened again
	p.sees("Step 2 of 6", "Who lives here?")
	p.press("Skip this step")
	p.press("Skip this step")
	p.sees("First result")
	p.send(Back{})
	p.sees("With whom do you deal")
	p.press("Go on later")
	p.press("Do not offer again")
	p.u = UI{}
	p.sees("> Home")
	p.seesNot("to be finished")
}

// Every person, organisation and identifier can be added, changed and removed,
// and what was removed by mistake comes back.
func TestHouseholdIsEdited(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr")}
	p.press("Foyer")
	p.fill("Prénom ou surnom", "Ana")
	p.fill("Au foyer", "teen")
	p.press("Ajouter")
	p.press("Ana")
	p.fill("Prénom ou surnom", "Anaïs")
	p.press("Enregistrer")
	p.sees("# Anaïs", "✓ C’est enregistré.")
	p.press("Retirer du foyer…")
	p.sees("Retirer Anaïs du foyer ?")
	p.press("Ne rien changer")
	p.press("Retirer du foyer…")
	p.press("Retirer")
	p.seesNot("Anaïs")

	p.press("Claire")
	p.press("Retirer") // the first organisation of the list
	p.seesNot("Pôle emploi")
	p.press("Annuler")
	p.sees("Pôle emploi (demandeur ou demandeuse d’emploi · 2011 – 2013)")

	p.press("Voir et gérer")
	p.fill("De quoi s’agit-il", "iban")
	p.fill("L’adresse, le nom ou le numéro", "FR76 not an iban")
	p.press("Garder")
	p.sees("error: ")
	p.fill("L’adresse, le nom ou le numéro", "FR7630006000011234567890189")
	p.press("Garder")
	p.sees("FR ••• 0189", "✓ Gardé dans le trousseau : FR ••• 0189")
	p.seesNot("1234567890189")
	p.seesNot("0001 1234")
	p.press("Afficher")
	p.press("Afficher")
	p.sees("somebody@example.org")
	p.press("Accueil")
	p.send(Back{})
	p.seesNot("somebody@example.org")
}

// A leak is answered, with a reason, and the answer taken back.
func TestLeakIsAnswered(t *testing.T) {
	p := &program{t: t, s: everyday(t, "en")}
	p.press("Leaks")
	p.sees("● New")
	p.press("France Travail, February – March 2024")
	if e, ok := p.done[0].(MarkSeen); !ok || !slices.Equal(e.Alerts, []string{"x1"}) {
		t.Errorf("opening a leak carried out %#v", p.done)
	}
	p.press("It is not me")
	p.press("This is someone else of the same name")
	p.sees("✓ Not affected, from your answers")
	p.press("Undo")
	p.sees("◆ Very likely affected")
	p.press("I received the notice")
	p.sees("▲ Affected, confirmed")
	p.press("Take this answer back")
	p.sees("◆ Very likely affected")
}

// A step of the plan is done, put off, handed over, set aside; each can be
// taken back.
func TestPlanIsCarriedOut(t *testing.T) {
	for _, c := range []struct{ press, then, sees string }{
		{"C’est fait", "", "Noté comme fait."},
		{"Plus tard", "Dans 7 jours (29 nov.)", "Rappel noté."},
		{"Confier à…", "Mehdi", "Confié."},
		{"Impossible", "Plus d’accès", "Noté comme impossible."},
	} {
		p := &program{t: t, s: everyday(t, "fr"), u: UI{Place: Place{Screen: ScreenAction, Person: "p1", ID: "p1/complaint"}}}
		p.press(c.press)
		if c.then != "" {
			p.press(c.then)
		}
		p.sees(c.sees)
		p.press("Annuler")
		if a, _ := checklist.Find(p.s.Plan, "p1/complaint"); a.State != checklist.ToDo {
			t.Errorf("%s: %s after it was taken back", c.press, a.State)
		}
	}
}

// A day of one's own must be one to come.
func TestPostponeOnADay(t *testing.T) {
	for typed, ok := range map[string]bool{"": false, "soon": false, "2026-11-22": false, "2027-13-40": false, "2027-01-31": true, "31/1/2027": true, "31.1.2027": true} {
		p := &program{t: t, s: everyday(t, "fr"), u: UI{Place: Place{Screen: ScreenAction, Person: "p1", ID: "p1/complaint"}}}
		p.press("Plus tard")
		p.fill("Un autre jour", typed)
		p.press("Ce jour-là")
		if kept := len(p.done) == 1; kept != ok {
			t.Errorf("%q: kept is %v", typed, kept)
		}
		if !ok {
			p.sees("Un rappel demande un jour à venir")
		}
	}
}

// Erasing everything takes a word, in either language.
func TestErase(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr")}
	p.press("Réglages")
	p.press("Tout effacer…")
	p.press("Tout effacer")
	p.sees("Le mot écrit n’est pas celui demandé")
	p.fill("Pour confirmer, écrivez « effacer »", " Effacer ")
	p.press("Tout effacer")
	if len(p.s.Household.Persons) > 0 {
		t.Error("somebody is left")
	}
}

// A backup takes a passphrase worth the name, twice; what was typed stands in no
// print of the window's memory.
func TestBackup(t *testing.T) {
	const phrase = "quatre mots sans rapport"
	p := &program{t: t, s: everyday(t, "fr")}
	p.send(StartBackup{}.At("/tmp/vigie.age"))
	p.fill("Phrase de passe, 20 signes au moins", "court")
	p.press("Sauvegarder")
	p.sees("diffèrent")
	p.fill("La même, une seconde fois", "court")
	p.press("Sauvegarder")
	p.sees("dialog: Une phrase de passe pour ce fichier", "trop courte")
	p.fill("Phrase de passe, 20 signes au moins", phrase)
	p.fill("La même, une seconde fois", phrase)
	for _, print := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		if strings.Contains(fmt.Sprintf(print, p.u), phrase) {
			t.Errorf("%s prints the passphrase", print)
		}
	}
	p.seesNot(phrase)
	p.press("Sauvegarder")
	e, ok := p.done[len(p.done)-1].(Backup)
	if !ok || e.Passphrase.Reveal() != phrase || e.Path != "/tmp/vigie.age" {
		t.Fatalf("carried out %#v", p.done)
	}
	if len(p.u.Hidden) > 0 {
		t.Error("the passphrase is remembered")
	}
}

// A wrong passphrase is told where it was typed.
func TestRestoreWithAWrongPassphrase(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr")}
	p.send(StartRestore{}.At("/tmp/vigie.age"))
	p.press("Reprendre")
	p.sees("Il manque la phrase de passe")
	p.fill("Phrase de passe", "faux")
	p.u, _ = Update(p.s, p.u, Failed{Intent: Restore{Path: "/tmp/vigie.age"}, Problem: monitor.NewProblem("share.passphrase")})
	p.sees("dialog: La phrase de passe de ce fichier", "error: ")
}

// The sites of an export are looked through before any is kept.
func TestImport(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr")}
	p.send(SitesRead{Person: "p2", Format: "Bitwarden", Sites: []ImportedSite{{Domain: "boulanger.com"}, {Domain: "example.org"}}})
	p.press("example.org")
	p.press("Garder 1 site")
	e, ok := p.done[0].(AddAffiliations)
	if !ok || e.Person != "p2" || len(e.Said) != 1 || e.Said[0].Organisation != "boulanger.com" {
		t.Fatalf("carried out %#v", p.done)
	}
	p.sees("Les sites choisis sont gardés.")
}

// A password is judged without being shown or remembered.
func TestPasswordIsJudged(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr")}
	p.press("Mots de passe")
	p.press("Juger")
	p.sees("Il n’y a pas de mot de passe à juger")
	p.fill("Un mot de passe", "Soleil1985")
	p.seesNot("Soleil1985")
	p.press("Juger")
	p.sees("▲ Trop facile à deviner", "? Pas cherché dans les fuites.")
	if len(p.u.Hidden) > 0 {
		t.Error("the password is remembered")
	}
	p.press("En tirer un au hasard")
	p.sees("abaisser-citron-fanal")
	p.press("Accueil")
	p.press("Mots de passe")
	p.seesNot("abaisser-citron-fanal")
}

// A letter asks for what it lacks.
func TestLetter(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr"), u: UI{Place: Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}}}
	p.press("Demande d’accès à mes données")
	p.sees("Ce qui manque encore")
	p.fill("Votre nom", "Claire Exemple")
	p.press("Composer la lettre")
	e, ok := p.done[len(p.done)-1].(WriteLetter)
	if !ok || len(e.Identity) != 1 || e.Identity[0].Reveal() != "Claire Exemple" || e.Lang != "fr" {
		t.Fatalf("carried out %#v", p.done)
	}
}

// The days of a letter are read as people write them, and not from the future.
func TestLetterBecame(t *testing.T) {
	p := &program{t: t, s: everyday(t, "fr"), u: UI{Place: Place{Screen: ScreenLetter, Person: "p1", ID: "l1"}}}
	p.fill("Réponse reçue le", "30/12/2026")
	p.press("Enregistrer ces dates")
	p.sees("n’est pas encore venu")
	p.fill("Réponse reçue le", "21/11/2026")
	p.press("Enregistrer ces dates")
	e, ok := p.done[0].(MarkLetter)
	if !ok || e.Letter.Answered != monitor.MustDate("2026-11-21") || e.Letter.Sent.Sent != monitor.MustDate("2026-11-03") {
		t.Fatalf("carried out %#v", p.done)
	}
}

// Only https addresses of named hosts can be opened, and the host that is shown
// is the one that is opened.
func TestOfficial(t *testing.T) {
	for address, host := range map[string]string{
		"https://www.cnil.fr/fr/x?y=1":       "cnil.fr",
		"https://exam\u0440le.org/":          "xn--examle-erf.org", // a Cyrillic letter
		"http://cnil.fr/":                    "",
		"https://user@cnil.fr/":              "",
		"https://192.0.2.1/":                 "",
		"javascript:alert(1)":                "",
		"https://":                           "",
		"":                                   "",
		"file:///etc/passwd":                 "",
		"https://cnil.fr\u202e.example.org/": "",
	} {
		o, ok := official(address)
		if ok != (host != "") || o.Host != host {
			t.Errorf("%q: %q %v, want %q", address, o.Host, ok, host)
		}
	}
}

// An alert leads to its leak; one that is not known here, to the list.
func TestAlertPlace(t *testing.T) {
	s := everyday(t, "fr")
	if got, want := AlertPlace(s, "x1"), (Place{Screen: ScreenLeak, Person: "p1", ID: "france-travail-2024"}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := AlertPlace(s, "unknown"); got.Screen != ScreenLeaks {
		t.Errorf("%+v", got)
	}
}

// What could not be carried out is told, and nothing that was typed is lost.
func TestFailure(t *testing.T) {
	s := everyday(t, "fr")
	u := UI{Place: Place{Screen: ScreenSettings}, Typed: map[string]string{"quiet.hours": "la nuit"}}
	u, _ = Update(s, u, Failed{Intent: SetQuietHours{}, Problem: monitor.NewProblem("quiet-hours", "example", "22:00-07:00")})
	p := &program{t: t, s: s, u: u}
	p.sees("error: Les heures de silence n’ont pas été comprises", `"la nuit"`)
	p.u, _ = Update(s, p.u, Failed{Intent: CheckNow{}, Problem: monitor.NewProblem("unexpected")})
	p.sees("▲ Cela n’a pas été fait.")
	p.press("Fermer")
	p.seesNot("Cela n’a pas été fait.")
}

// Of two things that are asked for at once, each is taken back by itself.
func TestUndoIsOfItsOwn(t *testing.T) {
	s := everyday(t, "fr")
	first := RemoveAffiliation{ID: "a1"}
	second := MarkAction{Action: "p1/complaint", Progress: checklist.Progress{State: checklist.Done}}
	u, _ := Update(s, UI{}, first)
	u, _ = Update(s, u, second)
	u, _ = Update(s, u, Finished{Intent: first})
	if undo, ok := u.Told.Undo.(AddAffiliations); !ok || undo.Said[0].Organisation != "Pôle emploi" {
		t.Errorf("the first is taken back by %#v", u.Told.Undo)
	}
	u, _ = Update(s, u, Finished{Intent: second})
	if undo, ok := u.Told.Undo.(UndoAction); !ok || undo.Action != second.Action || len(u.undos) != 0 {
		t.Errorf("the second is taken back by %#v; kept: %v", u.Told.Undo, u.undos)
	}
}

// A leak that two people are in is one leak, wherever leaks are counted.
func TestLeaksAreCountedOnce(t *testing.T) {
	s := everyday(t, "fr")
	h := *s.Household
	h.Affiliations = append(slices.Clone(h.Affiliations), monitor.Affiliation{ID: "a7", Person: "p2", Organisation: "Free", Relation: "subscriber", Period: monitor.Period{From: monitor.MustDate("2015"), Current: true}})
	s.Household = &h
	s.Alerts = append(slices.Clone(s.Alerts), monitor.Alert{ID: "x2", Person: "p1", Breach: "free-2024", Kind: monitor.AlertNew, At: s.Now}, monitor.Alert{ID: "x3", Person: "p2", Breach: "free-2024", Kind: monitor.AlertNew, At: s.Now})
	p := &program{t: t, s: settle(t, s)}
	p.sees("3 fuites concernent très probablement le foyer et 3 autres peut-être, dont 2 nouvelles", "Fuites (2: 2 fuites nouvelles)")
	p.press("Fuites")
	p.sees("6 fuites depuis", "Concernent le foyer (6)", "Nouvelles (2)")
	p.press("Mots de passe")
	p.sees("4 fuites sans mot de passe", "1 fuite dont on ne sait pas")
}
