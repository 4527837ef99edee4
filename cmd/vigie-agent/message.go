package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"vigie/checklist/message"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) messageCommand() *cobra.Command {
	c := &cobra.Command{Use: "message"}
	check := &cobra.Command{Use: "check [--person NAME] [--batch] [FILE]", RunE: a.messageCheck, Args: func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return a.args(1)(c, args)
	}}
	check.Flags().String("person", "", a.words.T("cli.flag.person"))
	check.Flags().Bool("batch", false, a.words.T("cli.flag.batch"))
	c.AddCommand(check)
	return c
}

// messageJSON is what is said of one message.
type messageJSON struct {
	ID       json.RawMessage  `json:"id"` // of a batch, as it was given; null otherwise
	Verdict  message.Word     `json:"verdict"`
	Flags    []messageFlag    `json:"flags"`
	Uses     []messageUse     `json:"uses"`
	Claims   messageClaims    `json:"claims"`
	Official *messageOfficial `json:"official"`
}

type messageFlag struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Span [2]int `json:"span"`
}

type messageUse struct {
	Kind       monitor.Kind `json:"kind"`
	Identifier string       `json:"identifier"`
	Breaches   []string     `json:"breaches"`
}

type messageClaims struct {
	Organisation *string `json:"organisation"`
}

type messageOfficial struct {
	Organisation string  `json:"organisation"`
	Domain       *string `json:"domain"`
	Phone        *string `json:"phone"`
}

func messageDocument(id json.RawMessage, v message.Verdict) messageJSON {
	doc := messageJSON{ID: id, Verdict: v.Word, Flags: []messageFlag{}, Uses: []messageUse{}, Claims: messageClaims{said(v.Claimed)}}
	if len(id) == 0 {
		doc.ID = json.RawMessage("null")
	}
	for _, f := range v.Flags {
		flag := messageFlag{f.Rule, f.Text, [2]int{f.Span.Start, f.Span.End}}
		if !slices.Contains(doc.Flags, flag) { // two signs of one rule may lie in the same words
			doc.Flags = append(doc.Flags, flag)
		}
	}
	for _, u := range v.Uses {
		doc.Uses = append(doc.Uses, messageUse{u.Kind, u.Identifier, list(u.Breaches)})
	}
	if e := v.Official; e != nil {
		doc.Official = &messageOfficial{Organisation: e.Name, Phone: said(e.Phone)}
		if len(e.Domains) > 0 {
			doc.Official.Domain = said(e.Domains[0])
		}
	}
	return doc
}

// messageCheck judges one message, or one a line. The exit status does not tell
// the verdict: the command did what it was asked.
func (a *app) messageCheck(c *cobra.Command, args []string) error {
	in := a.in
	if len(args) > 0 {
		f, err := os.Open(args[0])
		if err != nil {
			return monitor.NewProblem("file.unreadable", "path", args[0]).Because(err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	person, _ := c.Flags().GetString("person")
	batch, _ := c.Flags().GetBool("batch")
	return a.opened(c.Context(), func(i *installation.Installation) error {
		known, people, err := a.messageContext(c, i)
		if known == nil {
			return err
		}
		if err != nil {
			if person != "" {
				return err // without its key store nobody knows who that is
			}
			a.debug(err)
			a.warn("message.household-unread")
		}
		id, err := onePerson(people, person)
		if err != nil {
			return err
		}
		if batch {
			return a.messageBatch(in, *known, people, id)
		}
		return a.messageOne(in, about(*known, id))
	})
}

// messageContext reads what messages are held against, and who lives here.
func (a *app) messageContext(c *cobra.Command, i *installation.Installation) (*message.Context, *monitor.Household, error) {
	locked := a.givePassphrase(i)
	known, err := i.Messages(c.Context())
	if known == nil || err != nil {
		return known, &monitor.Household{}, errors.Join(locked, err)
	}
	people, err := i.Store.Household(c.Context())
	if err != nil {
		return known, &monitor.Household{}, err
	}
	return known, people, nil
}

// about narrows what is known to one person; an empty id is the whole household.
func about(known message.Context, person string) message.Context {
	if person == "" {
		return known
	}
	return known.Of(person)
}

func (a *app) messageOne(in io.Reader, known message.Context) error {
	data, err := io.ReadAll(io.LimitReader(in, message.MaxSize+1))
	if err != nil {
		return monitor.NewProblem("message.unreadable").Because(err)
	}
	if len(data) > message.MaxSize {
		return monitor.NewProblem("message.too-long")
	}
	v := message.Check(string(data), known)
	return a.print(messageDocument(nil, v), func() { a.writeMessage(v) })
}

// messageBatch judges one message a line, and answers with one line each.
func (a *app) messageBatch(in io.Reader, known message.Context, people *monitor.Household, person string) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), 8*message.MaxSize) // JSON may spell a character in six signs
	out := bufio.NewWriter(a.out)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var asked struct {
			ID     json.RawMessage `json:"id"`
			Person string          `json:"person"`
			Text   string          `json:"text"`
		}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			a.status = exitIncomplete
			a.warn("message.line", "number", n)
			continue
		}
		one := about(known, person)
		if asked.Person != "" {
			if id, err := onePerson(people, asked.Person); err == nil {
				one = about(known, id)
			} else {
				a.status = exitIncomplete
				a.warn("message.line-person", "number", n)
				one.Data = nil
			}
		}
		if err := e.Encode(messageDocument(asked.ID, message.Check(asked.Text, one))); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return errors.Join(out.Flush(), monitor.NewProblem("message.too-long").Because(err))
	}
	return out.Flush()
}
