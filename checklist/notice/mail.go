package notice

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"

	"vigie/monitor"
)

// The most parts and levels of parts in one message.
const (
	maxParts = 100
	maxDepth = 8
)

var (
	errTooDeep = errors.New("parts within parts without end")
	errParts   = errors.New("too many parts")
)

// readMail reads an e-mail (RFC 5322) or a message within one.
func (m *message) readMail(r io.Reader, depth int) error {
	msg, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	m.readHeader(msg.Header)
	w := walker{m: m}
	if err := w.part(header(msg.Header), msg.Body, depth); err != nil {
		return err
	}
	w.finish()
	return nil
}

// readHeader notes who writes, when, and about what. What was noted of a
// message around this one is forgotten: a notice that was forwarded is read
// itself.
func (m *message) readHeader(h mail.Header) {
	dec := &mime.WordDecoder{CharsetReader: func(charset string, r io.Reader) (io.Reader, error) {
		data, err := io.ReadAll(io.LimitReader(r, MaxSize))
		return strings.NewReader(decode(data, charset)), err
	}}
	if subject, err := dec.DecodeHeader(h.Get("Subject")); err == nil {
		m.subject = monitor.CleanText(subject, monitor.MaxName)
	}
	parser := mail.AddressParser{WordDecoder: dec}
	if from, err := parser.Parse(h.Get("From")); err == nil {
		m.fromName = monitor.CleanText(from.Name, monitor.MaxName)
		_, domain, _ := strings.Cut(from.Address, "@")
		m.fromDomain = monitor.AsDomain(domain)
	}
	m.sent = monitor.Date{}
	if at, err := h.Date(); err == nil {
		m.sent, _ = monitor.ParseDate(at.Format("2006-01-02")) // where the sender was
	}
}

// fields are the header fields of a part.
type fields interface{ Get(string) string }

type header mail.Header

func (h header) Get(name string) string { return mail.Header(h).Get(name) }

// walker goes through the parts of a message and keeps the best text: HTML,
// which has the links, before plain text.
type walker struct {
	m     *message
	parts int
	html  []string
	plain []string
}

func (w *walker) part(h fields, body io.Reader, depth int) error {
	if w.parts++; w.parts > maxParts {
		return errParts
	}
	if depth > maxDepth {
		return errTooDeep
	}
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		media, params = "text/plain", nil // RFC 2045, section 5.2
	}
	if strings.HasPrefix(media, "multipart/") {
		return w.multipart(body, params["boundary"], depth)
	}
	disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	body = transferred(body, h.Get("Content-Transfer-Encoding"))
	switch {
	case media == "message/rfc822":
		return w.m.readMail(io.LimitReader(body, MaxSize), depth+1)
	case disposition == "attachment", media != "text/plain" && media != "text/html":
		if disposition == "attachment" || !strings.HasPrefix(media, "image/") {
			w.m.attached++
		}
		return nil
	}
	data, _ := io.ReadAll(io.LimitReader(body, MaxSize)) // what was readable before an error counts
	text := decode(data, params["charset"])
	if media == "text/html" {
		w.html = append(w.html, text)
	} else {
		w.plain = append(w.plain, text)
	}
	return nil
}

func (w *walker) multipart(body io.Reader, boundary string, depth int) error {
	if boundary == "" {
		return errors.New("parts without a boundary")
	}
	mr := multipart.NewReader(body, boundary)
	for {
		p, err := mr.NextRawPart() // raw: the encoding is undone once, here
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			if len(w.html)+len(w.plain) > 0 {
				return nil // a message cut off is read as far as it goes
			}
			return err
		}
		if err := w.part(p.Header, p, depth+1); err != nil {
			return err
		}
	}
}

// finish hands the best text over. HTML that cannot be read leaves the plain text.
func (w *walker) finish() {
	for _, h := range w.html {
		if err := w.m.addHTML(h); err != nil {
			w.html = nil
		}
	}
	if len(w.html) == 0 {
		for _, p := range w.plain {
			w.m.addText(p)
		}
	}
}

// transferred undoes a transfer encoding (RFC 2045, section 6). Unknown ones are
// left.
func transferred(r io.Reader, encoding string) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	}
	return r
}

// decode makes UTF-8 of text in a charset. Where none is named, or it is not
// true, text that is no UTF-8 is taken for Windows-1252, as browsers do.
func decode(data []byte, charset string) string {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if charset != "" && !strings.EqualFold(charset, "utf-8") {
		if enc, err := htmlindex.Get(charset); err == nil {
			if text, err := enc.NewDecoder().Bytes(data); err == nil {
				return string(text)
			}
		}
	}
	if utf8.Valid(data) {
		return string(data)
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return string(text)
}
