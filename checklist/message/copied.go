package message

import (
	"bytes"
	"strings"
)

// copied reads what somebody pasted: the text of a message, with the lines of its
// header as programs show them, or without.
func (l *letter) copied(src source) {
	rest := src
	for rest.len() > 0 {
		end := lineEnd(rest.data, 0)
		line := rest.cut(0, end)
		kind, value := shownField(line)
		if kind == "" && len(bytes.TrimSpace(line.data)) > 0 {
			break
		}
		switch kind {
		case "from":
			l.mail = true
			l.fromField(trimmed(value))
		case "reply-to":
			l.replyTo = l.addressField(trimmed(value))
		case "subject":
			l.mail = true
			l.subject = l.line(trimmed(value))
		case "other":
			l.line(trimmed(value))
		}
		rest = rest.cut(min(end+1, rest.len()), rest.len())
	}
	if bytes.Contains(rest.data, []byte("<a ")) || bytes.Contains(rest.data, []byte("</")) {
		l.markup(rest)
		return
	}
	l.text(rest)
}

// shownNames are the names of fields as mail programs show them.
var shownNames = map[string]string{
	"de": "from", "from": "from", "expediteur": "from", "exp": "from", "sender": "from",
	"objet": "subject", "sujet": "subject", "subject": "subject",
	"repondre a": "reply-to", "reponse a": "reply-to", "reply-to": "reply-to", "reply to": "reply-to",
	"a": "other", "to": "other", "date": "other", "envoye": "other", "sent": "other", "cc": "other", "destinataire": "other", "pour": "other", "recu": "other",
	"piece jointe": "attachment", "pieces jointes": "attachment", "pj": "attachment", "attachment": "attachment",
}

func shownField(line source) (kind string, value source) {
	colon := bytes.IndexByte(line.data, ':')
	if colon < 1 || colon > 30 {
		return "", source{}
	}
	name := fold(line.data[:colon])
	kind = shownNames[strings.Trim(string(name.s), " *_-\t")]
	if kind == "attachment" {
		return "", source{} // part of the text: the rules speak of it
	}
	return kind, line.cut(colon+1, line.len())
}

func (l *letter) text(s source) {
	l.body.join(s)
	l.body.add("\n\n", s.end)
}
