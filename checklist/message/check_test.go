package message

import (
	"testing"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor/directory"
)

func known(t testing.TB) Context {
	t.Helper()
	rules, err := LoadRules(assets.Message())
	if err != nil {
		t.Fatal(err)
	}
	d, err := directory.Load(assets.Directory())
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

// Every sign that alerts has words in both languages.
func TestSignsHaveWords(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range known(t).Rules.Signs {
			if s.Rule != "" && !w.Has("message.sign."+s.ID) {
				t.Errorf("%s: nothing to say for %s", lang, s.ID)
			}
		}
	}
}

// Whom a message claims to be from, and what the directory knows of it.
func TestClaims(t *testing.T) {
	c := known(t)
	for _, one := range []struct{ text, id string }{
		{"Orange : votre facture est disponible", "orange"},
		{"Votre jus d'orange est livré demain, à bientôt", ""},
		{"Je suis libre et free demain soir, tu viens ?", ""},
		{"De : L'Assurance Maladie <x@zephyr-dune.example>\nObjet : Bonjour\n\nVotre dossier.", "ameli"},
		{"Votre carte Vitale expire : https://zephyr-dune.example/v", "ameli"},
		{"Payez votre amende : https://zephyr-dune.example/a", "antai"},
		{"La Poste Mobile : votre forfait est prêt", "la-poste-mobile"},
		{"Bonjour maman, à ce soir", ""},
		{"Crit'Air : votre vignette est prête", "critair"},
	} {
		got := ""
		if v := Check(one.text, c); v.Official != nil {
			got = v.Official.ID
		}
		if got != one.id {
			t.Errorf("%q claims %q, want %q", one.text, got, one.id)
		}
	}
}

// What was written from memory never proves anything: a demand for secrets stays
// one whoever seems to write.
func TestSecretsStaySecret(t *testing.T) {
	c := known(t)
	for _, host := range []string{"edf.fr", "francetravail.fr"} {
		v := Check("De : Service client <info@"+host+">\nObjet : Bonjour\n\nVeuillez nous envoyer votre mot de passe.", c)
		if v.Word != Phishing && v.Word != Suspicious {
			t.Errorf("%s: %s", host, v.Word)
		}
	}
}
