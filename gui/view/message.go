package view

import "vigie/monitor"

// MessageVerdict is what the checker says about a message.
type MessageVerdict struct {
	Level MessageLevel
	Spans []Span // the message itself, in order
	// Known are the household's data that the message uses, each with its leaks.
	Known    []KnownData
	Signs    []string  // what alerts, one sentence each
	Official *Official // whom it claims to come from, when the directory knows them
}

// MessageLevel is how much there is in a message that alerts. There is no level
// "genuine": nobody can tell from the text alone.
type MessageLevel string

// The levels; the words are window.message.<level>.
const (
	MessageNothing MessageLevel = "nothing"
	MessageCaution MessageLevel = "caution"
	MessageDanger  MessageLevel = "danger"
)

// KnownData is a datum of the household that a message uses.
type KnownData struct {
	Label    string
	Person   string   // Person.ID
	Breaches []string // Breach.ID; none: in no leak that is known here
}

// Official is where to go instead: an entry of the directory.
type Official struct{ Name, URL, Phone string }

// message checks what somebody received. The text stays in this window.
func (p *page) message() Screen {
	s := Screen{Title: p.t("nav.message"), Lead: p.t("message.lead")}
	if p.ui.Message == nil {
		s.Blocks = []Block{
			Form{
				Fields:  []Field{p.field("message.text", LongField, "")},
				Buttons: []Button{{Text: p.t("message.check"), Kind: Primary, Intent: Submit{Form: FormMessage}}},
			},
			Card{Title: p.t("message.habits"), Blocks: []Block{Points{Items: []string{p.t("message.habit.1"), p.t("message.habit.2"), p.t("message.habit.3")}}}},
		}
		return s
	}
	v := p.ui.Message
	s.Blocks = []Block{Columns{
		Wide: []Block{Card{Blocks: []Block{
			Marked{Label: p.t("message.label"), Spans: v.Spans},
			Buttons{Items: []Button{{Text: p.t("message.another"), Intent: NewMessage{}}}},
		}}},
		Narrow: p.verdict(v),
	}}
	return s
}

// verdict is what the checker found, in three cards.
func (p *page) verdict(v *MessageVerdict) []Block {
	tag := Tag{Question, p.t("message.nothing"), Muted}
	switch v.Level {
	case MessageDanger:
		tag = Tag{Triangle, p.t("message.danger"), Danger}
	case MessageCaution:
		tag = Tag{Diamond, p.t("message.caution"), Attention}
	}
	first := Card{Title: tag.Text, Shape: tag.Shape, Tone: tag.Tone, Accent: true, Blocks: []Block{Paragraph{Text: p.t("message." + string(v.Level) + ".do")}, p.messageButtons(v)}}
	blocks := []Block{first, p.knownCard(v)}
	if len(v.Signs) > 0 {
		blocks = append(blocks, Card{Title: p.t("message.signs"), Blocks: []Block{Points{Items: v.Signs}}})
	}
	return blocks
}

// reporting is the directory's entry for whoever received a fraudulent message:
// the State's assistance, which leads to 33700 and Signal Spam.
const reporting = "cybermalveillance"

func (p *page) messageButtons(v *MessageVerdict) Buttons {
	var b Buttons
	if v.Official != nil {
		if o, ok := official(v.Official.URL); ok {
			b.Items = append(b.Items, Button{Text: p.t("action.open", "host", o.Host), Kind: Primary, Intent: o})
		}
	}
	if e, ok := p.Directory.ByID(reporting); ok && v.Level != MessageNothing && len(e.Domains) > 0 {
		if o, ok := official("https://" + e.Domains[0]); ok {
			b.Items = append(b.Items, Button{Text: p.t("message.report", "host", o.Host), Intent: o})
		}
	}
	return b
}

// knownCard answers « mais ils connaissent mon numéro »: which data of the
// household the message uses, and from which leak they may come.
func (p *page) knownCard(v *MessageVerdict) Card {
	c := Card{Title: p.t("message.known")}
	if p.Keychain != monitor.KeychainOK { // not the same as none
		c.Blocks = []Block{Paragraph{Text: p.t("message.known.sealed")}}
		return c
	}
	if len(v.Known) == 0 {
		c.Blocks = []Block{Paragraph{Text: p.t("message.known.none")}}
		return c
	}
	rows := make([]Row, len(v.Known))
	leaked := 0
	for i, k := range v.Known {
		rows[i] = Row{Key: k.Person + "/" + k.Label, Title: clean(k.Label), Note: join(p.name(k.Person), p.fromLeaks(k.Breaches))}
		if len(k.Breaches) > 0 {
			leaked++
			rows[i].Intent = goTo(ScreenLeak, k.Person, k.Breaches[0])
		}
	}
	text := p.n("message.known.some", len(v.Known))
	if leaked == len(v.Known) {
		text = sentences(text, p.n("message.known.proves-nothing", leaked))
	} else {
		text = sentences(text, p.t("message.known.elsewhere"))
	}
	c.Blocks = []Block{Paragraph{Text: text}, list("known", "", rows...)}
	return c
}

func (p *page) fromLeaks(breaches []string) string {
	if len(breaches) == 0 {
		return p.t("message.known.no-leak")
	}
	names := make([]string, len(breaches))
	for i, b := range breaches {
		names[i] = p.leakName(b)
	}
	return p.Words.List(names)
}
