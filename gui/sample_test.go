package gui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vigie/gui/view"
)

// bench is a window on Fyne's test driver: no display, no goroutine.
type bench struct {
	*Window
	fyne fyne.Window
	sent []view.Event
}

func newBench(t *testing.T, width, height float32) *bench {
	t.Helper()
	test.NewTempApp(t)
	b := &bench{fyne: test.NewTempWindow(t, nil)}
	b.Window = New(Config{Window: b.fyne, Send: func(e view.Event) { b.sent = append(b.sent, e) }})
	b.fyne.Resize(fyne.NewSize(width, height))
	return b
}

// draw shows a window at the size of the bench.
func (b *bench) draw(v view.Window) {
	size := b.fyne.Canvas().Size()
	b.Show(v)
	b.fyne.Resize(size)
}

var home = view.Go{Place: view.Place{Screen: view.ScreenHome}}

func tag(s view.Shape, text string, t view.Tone) view.Tag {
	return view.Tag{Shape: s, Text: text, Tone: t}
}

func sampleNav(current view.Name) []view.NavItem {
	return []view.NavItem{
		{Screen: view.ScreenHome, Text: "Accueil", Current: current == view.ScreenHome, Intent: home},
		{Screen: view.ScreenLeaks, Text: "Fuites", Count: 2, Spoken: "2 nouvelles", Current: current == view.ScreenLeaks, Intent: home},
		{Screen: view.ScreenPlan, Text: "Plan d’action", Count: 5, Spoken: "5 à faire", Intent: home},
		{Screen: view.ScreenMessage, Text: "Vérifier un message", Intent: home},
		{Screen: view.ScreenPasswords, Text: "Mots de passe", Intent: home},
		{Screen: view.ScreenHousehold, Text: "Foyer", Current: current == view.ScreenHousehold, Intent: home},
		{Screen: view.ScreenLedger, Text: "Ce qui est sorti", Current: current == view.ScreenLedger, Intent: home},
		{Screen: view.ScreenSettings, Text: "Réglages", Intent: home},
	}
}

func sampleWindow(name view.Name, s view.Screen) view.Window {
	s.Place.Screen = name
	return view.Window{
		Title: "Vigie", Nav: sampleNav(name), Screen: s, Look: view.Look{Theme: view.ThemeLight, TextSize: 100},
		Foot: []string{"Listes vérifiées il y a 12 min", "Prochaine vérification : 18\u00a0h\u00a040", "Rien n’est sorti aujourd’hui"},
	}
}

func row(badge int, name, note string) view.Row {
	return view.Row{Key: name, Badge: &view.Badge{Letter: name[:1], Colour: badge, Name: name}, Title: name, Note: note, Intent: home}
}

func listOf(key string, all ...view.Row) view.Rows {
	return view.Rows{Key: key, Len: len(all), Row: func(i int) view.Row { return all[i] }}
}

func chip(t view.Tag) view.Chip { return view.Chip{Tag: t, Intent: home} }

// sampleHome is the home screen of a household with things to do.
func sampleHome() view.Window {
	return sampleWindow(view.ScreenHome, view.Screen{
		Title: "Deux choses à faire cette semaine", Lead: "3 fuites vous concernent, dont 1 nouvelle. Aucune ne contient de mot de passe.",
		Blocks: []view.Block{
			view.NextAction{
				Eyebrow: "Prochaine action · Claire · 5 min", Title: "Relire les créanciers autorisés sur votre compte bancaire",
				Text:   "Votre IBAN figure dans la fuite Free d’octobre 2024. Un prélèvement non autorisé se conteste pendant 13 mois.",
				Main:   view.Button{Text: "Commencer", Kind: view.Primary, Intent: home},
				Others: []view.Button{{Text: "Plus tard", Kind: view.Link, Intent: home}, {Text: "Pas concernée", Kind: view.Link, Intent: home}},
			},
			view.Counts{Items: []view.Count{
				{Tag: tag(view.Triangle, "Aujourd’hui", view.Danger), Number: "0", Note: "rien d’urgent", Intent: home},
				{Tag: tag(view.Diamond, "Cette semaine", view.Attention), Number: "2", Note: "≈ 15 min au total", Intent: home},
				{Tag: tag(view.Dot, "À surveiller", view.Accent), Number: "4", Note: "prochain rappel le 1ᵉʳ déc.", Intent: home},
				{Tag: tag(view.Check, "Fait", view.Calm), Number: "9", Note: "depuis janvier", Intent: home},
			}},
			view.Columns{
				Wide: []view.Block{view.Card{Title: "Ce que l’on peut savoir de vous, une fois les fuites réunies", Sub: "Claire · 3 fuites · cliquez sur une donnée pour voir d’où elle vient", Blocks: []view.Block{
					view.Chips{Items: []view.Chip{
						chip(tag(view.Triangle, "N° de sécurité sociale", view.Danger)), chip(tag(view.Triangle, "IBAN", view.Danger)), chip(tag("", "Nom et prénom ×3", "")),
						chip(tag("", "E-mail ×3", "")), chip(tag("", "Téléphone ×2", "")), chip(tag("", "Date de naissance ×2", "")), {Tag: tag(view.Check, "Mot de passe : non", view.Calm)},
					}},
					view.Card{Tone: view.Attention, Blocks: []view.Block{view.Paragraph{
						Strong: "Ensemble, cela permet", Text: "un appel crédible d’un « faux conseiller » (nom + banque + téléphone) et l’ouverture d’un abonnement à votre nom (identité + IBAN).",
						Links: []view.Button{{Text: "Comment s’en prémunir", Kind: view.Link, Intent: home}},
					}}},
				}}},
				Narrow: []view.Block{view.Card{Title: "Le foyer", Blocks: []view.Block{listOf("household",
					row(0, "Claire", "3 fuites · 2 actions"), row(1, "Mehdi", "1 fuite · à jour"), row(2, "Jeanne, 82 ans", "aidée par Claire · 1 rappel"), row(3, "Léo, 14 ans", "aucune fuite connue dans 2 431 fiches"))}}},
			},
		},
	})
}

// sampleGallery is a screen with every block that home has not.
func sampleGallery() view.Window {
	days := []view.MonthDay{{}, {}}
	for i := range 30 {
		days = append(days, view.MonthDay{Label: fmt.Sprint(i + 1), Today: i == 21})
	}
	days = append(days, view.MonthDay{}, view.MonthDay{}, view.MonthDay{})
	days[9].Tags = []view.Tag{tag(view.Loop, "Relevés", view.Accent)}
	days[25].Tags = []view.Tag{tag(view.Check, "Plainte", view.Calm)}
	w := sampleWindow(view.ScreenLeaks, view.Screen{
		Crumbs: []view.Button{{Text: "Fuites", Kind: view.Link, Intent: home}, {Text: "France Travail"}},
		Title:  "France Travail, février – mars 2024", Lead: "43 millions de personnes · confirmée par l’organisme et la CNIL",
		Tag: &view.Tag{Shape: view.Diamond, Text: "Très probablement concernée", Tone: view.Attention},
		Blocks: []view.Block{
			view.Facts{Items: []view.Fact{{Label: "S’est produite", Value: "6 févr. → 5 mars 2024"}, {Label: "Rendue publique", Value: "13 mars 2024"}, {Label: "Connue de Vigie", Value: "aujourd’hui, 9 h 12", Note: "première vérification"}}},
			view.Card{Title: "Votre plan", Blocks: []view.Block{
				view.Progress{Text: "2 sur 6 faits", Done: 2, Total: 6},
				listOf("plan",
					view.Row{Key: "a", Toggle: &view.Toggle{On: true, Text: "Repérer les messages", Intent: home}, Title: "Repérer les messages qui pressent d’agir", Aside: "fait le 22 nov.", Dim: true},
					view.Row{Key: "b", Toggle: &view.Toggle{Text: "Porter plainte", Intent: home}, Title: "Déposer plainte en ligne", Note: "lettre prête à relire", Intent: home, Buttons: []view.Button{{Text: "Ouvrir · 10 min", Kind: view.Link, Intent: home}},
						Blocks: []view.Block{view.Paragraph{Text: "La plainte se dépose en ligne."}, view.Points{Numbered: true, Items: []string{"Ouvrir le site.", "S’identifier."}}}},
					view.Row{Key: "c", Mark: &view.Tag{Shape: view.Loop, Text: "revient", Tone: view.Accent}, Title: "Contrôler les mouvements de vos comptes", Aside: "chaque mois · 1ᵉʳ déc."}),
			}},
			view.Card{Blocks: []view.Block{listOf("organisations",
				view.Row{Key: "ft", Toggle: &view.Toggle{On: true, Text: "France Travail", Intent: home}, Title: "France Travail (Pôle emploi, ANPE)", Chip: &view.Chip{Tag: tag("", "inscrite · 2011 → 2013", ""), Intent: home}, Tag: &view.Tag{Shape: view.Diamond, Text: "2 fuites, très probable", Tone: view.Attention}},
				view.Row{Key: "ce", Toggle: &view.Toggle{Text: "Cap emploi", Intent: home}, Title: "Cap emploi", Chip: &view.Chip{Tag: tag("", "—", ""), Intent: home}})}},
			view.Notice{Tag: tag(view.Question, "Vérification partielle", view.Attention), Text: "2 listes sur 9 n’ont pas répondu.", Points: []string{"CNIL : réseau filtré"}, Buttons: []view.Button{{Text: "Réessayer", Intent: home}}},
			view.Empty{Kind: view.NothingFound, Tag: tag(view.Circle, "Rien de trouvé", view.Muted), Title: "Aucune fuite connue", Text: "Dans 2 431 fiches.", Points: []string{"Ce que les listes ne voient pas"}},
			view.Timeline{Events: []view.Moment{{When: "6 février 2024", Title: "La fuite commence", Mark: tag(view.Dot, "", view.Muted)}, {When: "13 mars 2024", Title: "Rendue publique", Note: "par la CNIL", Mark: tag(view.Diamond, "", view.Attention)}}},
			view.Years{Title: "Par année", Text: "1 en 2022, 3 en 2024", Items: []view.Year{{Label: "2022", Parts: []view.YearPart{{Tag: tag(view.Question, "Possible", view.Muted), N: 1}}}, {Label: "2023"}, {Label: "2024", Parts: []view.YearPart{{Tag: tag(view.Triangle, "Certain", view.Danger), N: 1}, {Tag: tag(view.Diamond, "Probable", view.Attention), N: 2}}, Spoken: "2024", Intent: home}}},
			view.Puzzle{Text: "Deux données vont ensemble.", Pieces: []view.Piece{{Key: "n", Tag: tag("", "Nom", "")}, {Key: "i", Tag: tag(view.Triangle, "IBAN", view.Danger)}}, Joins: []view.Join{{Pieces: []int{0, 1}, Tag: tag(view.Diamond, "Certain", view.Attention), Key: "contract", Text: "Un abonnement à votre nom.", Intent: home}}},
			view.Months{Text: "Contrôle des comptes", Items: []view.MonthCell{{Label: "oct.", Tag: tag(view.Check, "fait", view.Calm)}, {Label: "nov.", Tag: tag(view.Circle, "à faire", view.Accent), Now: true}, {Label: "déc.", Tag: tag(view.Loop, "prévu", view.Muted)}}},
			view.Calendar{Title: "Novembre 2026", Weekdays: []string{"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."}, Days: days, Previous: view.Button{Text: "Octobre", Intent: home}, Next: view.Button{Text: "Décembre", Intent: home}},
			view.Marked{Label: "LE MESSAGE", Spans: []view.Span{{Text: "Bonjour "}, {Text: "Claire", Tone: view.Attention, Note: "votre prénom"}, {Text: ",\nsous "}, {Text: "24 heures", Tone: view.Danger, Note: "il vous presse"}, {Text: "."}}},
			view.Paper{Text: "Madame, Monsieur,\n\nJe vous prie de me communiquer…"},
			view.Form{Fields: []view.Field{
				{Key: "name", Kind: view.TextField, Label: "Prénom", Hint: "ou un surnom", Help: "Il reste ici."},
				{Key: "backup.passphrase", Kind: view.SecretField, Label: "Phrase secrète", Error: "Trop courte."},
				{Key: "role", Kind: view.ChoiceField, Label: "Rôle", Value: "adult", Options: []view.Option{{Value: "adult", Text: "Adulte"}, {Value: "child", Text: "Enfant"}}},
				{Key: "many", Kind: view.ChoiceField, Label: "Genre", Options: []view.Option{{Value: "1", Text: "Un"}, {Value: "2", Text: "Deux"}, {Value: "3", Text: "Trois"}, {Value: "4", Text: "Quatre"}, {Value: "5", Text: "Cinq"}, {Value: "6", Text: "Six"}, {Value: "7", Text: "Sept"}}},
				{Key: "long", Kind: view.LongField, Label: "Message"},
			}, Buttons: []view.Button{{Text: "Ajouter", Kind: view.Primary, Intent: view.Submit{Form: view.FormPerson}}, {Text: "Supprimer", Kind: view.Grave, Intent: home}, {Text: "Indisponible", Off: true, Why: "pas encore", Intent: home}}},
		},
	})
	return w
}
