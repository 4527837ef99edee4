package letters

import (
	"testing"

	"vigie/monitor"
)

func day(s string) monitor.Date { return monitor.MustDate(s) }

func value(kind monitor.Kind, text, mask string) monitor.Value {
	return monitor.NewValue(kind, text, mask)
}

// The secrets of the fixture, which must stay inside until a letter leaves.
var secrets = []string{"Exemple-Durable", "1 rue de l’Exemple", "claire@example.org", "199000000", "1985-07-23", "Villefictive",
	"7630001007941234567890185", "FT-4471-X", "C-90031"}

// identity is everything a person could let a letter say.
func identity() []monitor.Value {
	return []monitor.Value{
		value(monitor.Name, "Claire Exemple-Durable", "C••• E•••"),
		value(monitor.Address, "1 rue de l’Exemple, Bâtiment B, 69000 Ville-Exemple", "•••"),
		value(monitor.Email, "claire@example.org", "c•••@e•••.org"),
		value(monitor.Phone, "+33199000000", "+33•••00"),
		value(monitor.BirthDate, "1985-07-23", "•••"),
		value(monitor.BirthPlace, "Villefictive", "V•••"),
		value(monitor.IBAN, "FR7630001007941234567890185", "FR76•••0185"),
		value(monitor.FranceTravailID, "FT-4471-X", "•••-X"),
		value(monitor.CustomerNumber, "C-90031", "•••31"),
	}
}

// leak is a finding with everything said about it.
func leak() *monitor.Finding {
	return &monitor.Finding{
		Person: "p1", PersonName: "Claire", Breach: "b1", Organisation: "Organisme Exemple",
		Verdict: monitor.Likely, Status: monitor.StatusConfirmed,
		Exposed: []monitor.Class{monitor.ClassNames, "Dates of birth", monitor.ClassNIR, "Email addresses", "Physical addresses",
			"Phone numbers", monitor.ClassBank},
		OccurredFrom: day("2024-02-06"), OccurredTo: day("2024-03-05"), DisclosedOn: day("2024-03-13"),
		Reasons: []monitor.Why{{Source: monitor.WhyAffiliation, Outcome: monitor.Satisfied}},
	}
}

// complete is an input with everything that any letter could ask for.
func complete(lang string) Input {
	return Input{
		Lang: lang, Day: day("2026-11-25"), Place: "Ville-Exemple", Identity: identity(), Finding: leak(),
		To: Recipient{
			Name: "Organisme Exemple", Email: "dpo@example.org", SIREN: "000 000 000",
			Address: []string{"Délégué à la protection des données", "2 avenue de l’Exemple", "75000 Paris"},
		},
		Until:   day("2019-03"),
		Earlier: Earlier{Kind: Access, Sent: day("2026-09-28"), Received: day("2026-09-30"), Reminded: day("2026-11-03")},
		Debits: Debits{
			Entries:  []Debit{{day("2026-10-05"), "39,90 €", "ABONNEMENT EXEMPLE"}, {day("2026-11-05"), "39,90 €", ""}},
			Creditor: "Société Exemple", ICS: "FR00ZZZ000000", RUM: "RUM-0001",
		},
		Complaint: Complaint{
			Court: "Ville-Exemple", Nationality: "française", Occupation: "menuisière",
			Facts: "Le 3 octobre 2026, une personne disant appeler de ma banque connaissait mon nom, ma date de naissance et mon IBAN.\n" +
				"Elle m’a demandé de valider une opération, ce que je n’ai pas fait. Le 5 octobre, un prélèvement inconnu est apparu.",
			Damage:    "Deux prélèvements de 39,90 €, et le temps passé en démarches.",
			Witnesses: "aucun", Identity: true, Fraud: true, CivilParty: true,
			NoticeLacks: "les conséquences probables et le contact du délégué à la protection des données",
			Lodged:      day("2026-11-20"), Number: "2026/000000",
			Incidents: []string{"crédit renouvelable, Prêteur Exemple, 2 400 €, déclaré en octobre 2026", "compte ouvert en septembre 2026, Banque Exemple"},
		},
	}
}

func write(t *testing.T, kind Kind, in Input) *Letter {
	t.Helper()
	l, err := Write(kind, in)
	if err != nil {
		t.Fatalf("%s in %s: %v", kind, in.Lang, err)
	}
	return l
}
