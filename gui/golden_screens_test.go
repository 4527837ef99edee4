package gui

import "vigie/gui/view"

// The screens of the golden pictures hold the same words whatever the catalogue
// says, so that they change with the drawing alone.

func sampleLeak() view.Window {
	return sampleWindow(view.ScreenLeaks, view.Screen{
		Crumbs: []view.Button{{Text: "Fuites", Kind: view.Link, Intent: home}, {Text: "France Travail"}},
		Title:  "France Travail, février – mars 2024", Lead: "43 millions de personnes · confirmée par l’organisme et la CNIL",
		Tag: &view.Tag{Shape: view.Diamond, Text: "Très probablement concernée", Tone: view.Attention},
		Blocks: []view.Block{
			view.Card{Tone: view.Attention, Blocks: []view.Block{
				view.Paragraph{Strong: "Pourquoi ?", Text: "Vous avez indiqué : « inscrite à Pôle emploi, de 2011 à 2013 »."},
				view.Buttons{Items: []view.Button{{Text: "J’ai reçu l’avis", Intent: home}, {Text: "Ce n’est pas moi", Intent: home}, {Text: "Je ne sais pas", Intent: home}}},
			}},
			view.Facts{Items: []view.Fact{{Label: "S’est produite", Value: "6 févr. → 5 mars 2024"}, {Label: "Rendue publique", Value: "13 mars 2024"}, {Label: "Connue de Vigie", Value: "aujourd’hui, 9\u00a0h\u00a012"}}},
			view.Puzzle{
				Pieces: []view.Piece{
					{Key: "nir", Tag: tag(view.Triangle, "N° de sécurité sociale", view.Danger), Times: 3, Intent: home}, {Key: "name", Tag: tag("", "Nom et prénom", ""), Times: 2, Intent: home},
					{Key: "birth", Tag: tag("", "Date de naissance", ""), Intent: home}, {Key: "iban", Tag: tag(view.Question, "IBAN : possible", view.Muted), Intent: home},
					{Key: "password", Tag: tag(view.Check, "Mot de passe : non", view.Calm), Spared: true},
				},
				Joins: []view.Join{{Pieces: []int{0, 1, 2}, Tag: tag(view.Diamond, "D’après vos fuites", view.Attention), Key: "file", Text: "Ouvrir un dossier à votre nom.", Intent: view.Open{Key: "file"}}},
			},
		},
	})
}

func sampleMessage() view.Window {
	return sampleWindow(view.ScreenMessage, view.Screen{
		Title: "Vérifier un message", Lead: "L’analyse se fait ici : rien ne quitte cet ordinateur, rien n’est enregistré.",
		Blocks: []view.Block{view.Columns{
			Wide: []view.Block{view.Card{Blocks: []view.Block{view.Marked{Label: "Le message", Spans: phishing.Spans}, view.Buttons{Items: []view.Button{{Text: "Vérifier un autre message", Intent: home}}}}}},
			Narrow: []view.Block{
				view.Card{Title: "Tout indique une tentative d’hameçonnage", Shape: view.Triangle, Tone: view.Danger, Accent: true, Blocks: []view.Block{
					view.Paragraph{Text: "Ne répondez pas, ne cliquez pas. Ouvrez vous-même le site officiel."},
					view.Buttons{Items: []view.Button{{Text: "Ouvrir francetravail.fr", Kind: view.Primary, Intent: home}, {Text: "Signaler", Intent: home}}},
				}},
				view.Card{Title: "« Mais ils connaissent mon numéro »", Blocks: []view.Block{view.Paragraph{Text: "Ce message utilise 3 de vos données. Toutes figurent dans une fuite : les connaître ne prouve rien."}}},
				view.Card{Title: "Ce qui alerte", Blocks: []view.Block{view.Points{Items: phishing.Signs}}},
			},
		}},
	})
}

func samplePlan() view.Window {
	step := func(badge int, who string, mark view.Shape, title, note, aside string) view.Row {
		r := row(badge, who, "")
		r.Key, r.Title, r.Note, r.Aside, r.Mark = title, title, note, aside, &view.Tag{Shape: mark, Text: "état", Tone: view.Accent}
		return r
	}
	return sampleWindow(view.ScreenPlan, view.Screen{
		Title: "Plan d’action", Lead: "5 choses à faire, environ 40 min au total",
		Blocks: []view.Block{
			view.Chips{Label: "Pour", Items: []view.Chip{{Tag: tag("", "Tout le foyer", ""), On: true, Intent: home}, chip(tag("", "Claire", "")), chip(tag("", "Mehdi", ""))}},
			view.Card{Title: "Cette semaine", Shape: view.Diamond, Sub: "Quelques minutes, dans les jours qui viennent.", Blocks: []view.Block{listOf("week",
				step(0, "Claire", view.Circle, "Déposer plainte", "Claire · lettre prête à relire", "30 min"),
				step(1, "Mehdi", view.Loop, "Déjouer les faux messages et les faux appels", "Mehdi", "chaque mois"))}},
			view.Months{Text: "Sur quatre mois : fait une fois.", Items: []view.MonthCell{{Label: "sept."}, {Label: "oct.", Tag: tag(view.Check, "fait", view.Calm)}, {Label: "nov.", Tag: tag(view.Circle, "à faire", view.Accent), Now: true}, {Label: "déc.", Tag: tag(view.Loop, "prévu", view.Muted)}}},
			view.Years{Title: "Année par année", Text: "4 fuites depuis 2022.", Items: []view.Year{{Label: "2022", Parts: []view.YearPart{{Tag: tag(view.Question, "Possible", view.Muted), N: 1}}}, {Label: "2023"}, {Label: "2024", Parts: []view.YearPart{{Tag: tag(view.Triangle, "Certain", view.Danger), N: 1}, {Tag: tag(view.Diamond, "Probable", view.Attention), N: 2}}}}},
		},
	})
}
