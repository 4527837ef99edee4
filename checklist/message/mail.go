package message

import (
	"bytes"
	"cmp"
	"io"
	"mime"
	"net/mail"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// The most parts and levels of parts of an e-mail that are read.
const (
	maxParts = 50
	maxDepth = 6
)

// letter is a message taken apart: who it says it is from, and what it shows.
type letter struct {
	mail        bool // it has the headers of an e-mail
	fromName    string
	from        address
	replyTo     address
	body        source // headers that people see, then the text
	subject     [2]int // where in body
	sender      [2]int
	anchors     []anchor
	attachments []string // file names
}

// address is an e-mail address and where it stands in the body.
type address struct {
	domain   string
	from, to int
}

// open takes a text apart: an e-mail with its headers, or what was copied.
func open(text string) letter {
	src := newSource(text)
	l := letter{}
	if head, body, ok := splitMail(src); ok {
		l.mail = true
		l.part(head, body, 0)
		return l
	}
	l.copied(src)
	return l
}

// field is a header field: its name in lower case and its value, unfolded.
type field struct {
	name  string
	value source
}

// splitMail cuts an e-mail (RFC 5322) into its header and its body. A text is one
// when it begins with header fields, among them From and one that only programs write.
func splitMail(src source) (head []field, body source, ok bool) {
	head, body = fields(src)
	var from, machine bool
	for _, f := range head {
		switch f.name {
		case "from":
			from = true
		case "mime-version", "content-type", "received", "return-path", "message-id", "date", "delivered-to", "dkim-signature", "reply-to", "content-transfer-encoding":
			machine = true
		}
	}
	return head, body, from && machine
}

// fields reads header fields up to the empty line after them, or to what is none.
func fields(src source) (head []field, body source) {
	i := 0
	for i < src.len() {
		end := lineEnd(src.data, i)
		line := src.data[i:end]
		next := min(end+1, src.len())
		if len(bytes.TrimRight(line, "\r")) == 0 {
			if len(head) == 0 {
				i = next // empty lines before the first field
				continue
			}
			return head, src.cut(next, src.len())
		}
		if (line[0] == ' ' || line[0] == '\t') && len(head) > 0 {
			head[len(head)-1].value.join(src.cut(i, end))
		} else {
			colon := bytes.IndexByte(line, ':')
			if colon < 1 || colon > 40 || bytes.ContainsAny(line[:colon], " \t<>/") {
				return head, src.cut(i, src.len())
			}
			head = append(head, field{strings.ToLower(string(line[:colon])), trimmed(src.cut(i+colon+1, end))})
		}
		i = next
	}
	return head, src.cut(i, src.len())
}

func lineEnd(data []byte, i int) int {
	if n := bytes.IndexByte(data[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(data)
}

// trimmed is a source without spaces around it, on memory of its own.
func trimmed(s source) source {
	i, j := 0, s.len()
	for i < j && isSpace(s.data[i]) {
		i++
	}
	for j > i && isSpace(s.data[j-1]) {
		j--
	}
	part := s.cut(i, j)
	return source{data: bytes.Clone(part.data), at: append([]int32(nil), part.at...), end: part.end}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func value(head []field, name string) source {
	for _, f := range head {
		if f.name == name {
			return f.value
		}
	}
	return source{}
}

// part reads one part of an e-mail, and those within it. The header of the
// outermost one comes first in the body, as people see it.
func (l *letter) part(head []field, body source, depth int) {
	if depth == 0 {
		l.header(head)
	}
	if depth > maxDepth {
		return
	}
	media, params, err := mime.ParseMediaType(string(value(head, "content-type").data))
	if err != nil {
		media, params = "text/plain", nil // RFC 2045, section 5.2
	}
	if strings.HasPrefix(media, "multipart/") && params["boundary"] != "" {
		l.parts(body, params["boundary"], media == "multipart/alternative", depth)
		return
	}
	disposition, about, _ := mime.ParseMediaType(string(value(head, "content-disposition").data))
	if name := cmp.Or(about["filename"], params["name"]); disposition == "attachment" || !strings.HasPrefix(media, "text/") {
		if disposition == "attachment" || name != "" && !strings.HasPrefix(media, "image/") {
			l.attachments = append(l.attachments, name)
		}
		return
	}
	body = transferred(body, string(value(head, "content-transfer-encoding").data))
	body = charset(body, params["charset"])
	if media == "text/html" {
		l.markup(body)
		return
	}
	l.text(body)
}

// parts cuts a body at its boundary. Of alternatives the last one is read: it has
// the links.
func (l *letter) parts(body source, boundary string, alternative bool, depth int) {
	marker := []byte("--" + boundary)
	var cuts []source
	start := -1
	for i := 0; i < body.len() && len(cuts) < maxParts; {
		end := lineEnd(body.data, i)
		if bytes.HasPrefix(body.data[i:end], marker) {
			if start >= 0 {
				cuts = append(cuts, body.cut(start, max(start, i-1)))
			}
			start = min(end+1, body.len())
			if bytes.HasPrefix(body.data[i+len(marker):end], []byte("--")) {
				start = -1
				break
			}
		}
		i = end + 1
	}
	if start >= 0 && start < body.len() {
		cuts = append(cuts, body.cut(start, body.len())) // a message cut off is read as far as it goes
	}
	if alternative && len(cuts) > 1 {
		cuts = cuts[len(cuts)-1:]
	}
	for _, c := range cuts {
		head, rest := fields(c)
		l.part(head, rest, depth+1)
	}
}

// header takes over the fields that say who writes and about what.
func (l *letter) header(head []field) {
	for _, f := range head {
		switch f.name {
		case "from":
			l.fromField(decodedField(f.value))
		case "reply-to":
			l.replyTo = l.addressField(decodedField(f.value))
		case "subject":
			l.subject = l.line(decodedField(f.value))
		case "to", "cc":
			l.line(decodedField(f.value))
		}
	}
	l.body.add("\n", l.body.end)
}

// line appends a line to the body and returns where it stands.
func (l *letter) line(s source) [2]int {
	from := l.body.len()
	l.body.join(s)
	to := l.body.len()
	l.body.add("\n\n", l.body.end)
	return [2]int{from, to}
}

func (l *letter) fromField(s source) {
	l.from = l.addressField(s)
	l.sender = [2]int{l.body.len() - s.len() - 2, l.body.len() - 2}
	if a, err := mail.ParseAddress(string(s.data)); err == nil {
		l.fromName = a.Name
	} else if n := bytes.IndexAny(s.data, "<("); n > 0 {
		l.fromName = strings.Trim(string(s.data[:n]), " \t\"'")
	}
}

// addressField appends a field and finds the last address in it: what stands
// before may be a name that looks like one.
func (l *letter) addressField(s source) address {
	where := l.line(s)
	at := bytes.LastIndexByte(s.data, '@')
	if at < 0 {
		return address{}
	}
	i, j := at, at+1
	for i > 0 && !bytes.ContainsRune([]byte(" \t<>\"'(),;:[]"), rune(s.data[i-1])) {
		i--
	}
	for j < s.len() && !bytes.ContainsRune([]byte(" \t<>\"'(),;:[]"), rune(s.data[j])) {
		j++
	}
	return address{strings.TrimSuffix(strings.ToLower(string(s.data[at+1:j])), "."), where[0] + i, where[0] + j}
}

// decodedField undoes the encoded words of a field (RFC 2047): they come from
// where the field is, as a whole.
func decodedField(s source) source {
	if !bytes.Contains(s.data, []byte("=?")) {
		return s
	}
	dec := mime.WordDecoder{CharsetReader: func(name string, r io.Reader) (io.Reader, error) {
		enc, err := htmlindex.Get(name)
		if err != nil {
			return nil, err
		}
		return enc.NewDecoder().Reader(r), nil
	}}
	text, err := dec.DecodeHeader(string(s.data))
	if err != nil || len(s.at) == 0 {
		return s
	}
	out := source{data: []byte(text), at: make([]int32, len(text)), end: s.end}
	for i := range out.at {
		out.at[i] = s.at[min(i*s.len()/max(1, len(text)), s.len()-1)]
	}
	return out
}

// transferred undoes a transfer encoding (RFC 2045, section 6). Unknown ones are left.
func transferred(s source, encoding string) source {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quoted(s)
	case "base64":
		return base64ed(s)
	}
	return s
}

func quoted(s source) source {
	out := source{data: make([]byte, 0, s.len()), at: make([]int32, 0, s.len()), end: s.end}
	for i := 0; i < s.len(); i++ {
		c := s.data[i]
		if c == '=' {
			if i+2 < s.len() {
				if hi, lo := hexDigit(s.data[i+1]), hexDigit(s.data[i+2]); hi >= 0 && lo >= 0 {
					out.data = append(out.data, byte(hi<<4|lo))
					out.at = append(out.at, s.at[i])
					i += 2
					continue
				}
			}
			if n := lineEnd(s.data, i); len(bytes.TrimSpace(s.data[i+1:n])) == 0 {
				i = n // a soft line break
				continue
			}
		}
		out.data = append(out.data, c)
		out.at = append(out.at, s.at[i])
	}
	return out
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c - 'A' + 10)
	case 'a' <= c && c <= 'f':
		return int(c - 'a' + 10)
	}
	return -1
}

func base64ed(s source) source {
	out := source{data: make([]byte, 0, s.len()*3/4), at: make([]int32, 0, s.len()*3/4), end: s.end}
	var bits uint32
	n := 0
	for i, c := range s.data {
		v := base64Digit(c)
		if v < 0 {
			continue
		}
		bits = bits<<6 | uint32(v)
		if n++; n%4 != 1 {
			shift := map[int]uint{2: 4, 3: 2, 0: 0}[n%4]
			out.data = append(out.data, byte(bits>>shift))
			out.at = append(out.at, s.at[i])
		}
	}
	return out
}

func base64Digit(c byte) int {
	switch {
	case 'A' <= c && c <= 'Z':
		return int(c - 'A')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 26
	case '0' <= c && c <= '9':
		return int(c-'0') + 52
	case c == '+' || c == '-':
		return 62
	case c == '/' || c == '_':
		return 63
	}
	return -1
}

// charset makes UTF-8. Where no charset is named, or it is not true, text that
// is no UTF-8 is taken for Windows-1252, as browsers do.
func charset(s source, name string) source {
	enc, err := htmlindex.Get(name)
	if utf8.Valid(s.data) && (err != nil || name == "" || isASCII(s.data) || strings.EqualFold(name, "utf-8")) {
		return s
	}
	if single, ok := enc.(*charmap.Charmap); ok && err == nil {
		return mapped(s, single)
	}
	if err == nil && !strings.EqualFold(name, "utf-8") {
		if text, err := enc.NewDecoder().Bytes(s.data); err == nil && len(s.at) > 0 {
			out := source{data: text, at: make([]int32, len(text)), end: s.end}
			for i := range out.at {
				out.at[i] = s.at[min(i*s.len()/max(1, len(text)), s.len()-1)]
			}
			return out
		}
	}
	return mapped(s, charmap.Windows1252)
}

func isASCII(data []byte) bool {
	return !bytes.ContainsFunc(data, func(r rune) bool { return r >= utf8.RuneSelf })
}

func mapped(s source, m *charmap.Charmap) source {
	out := source{end: s.end}
	for i, c := range s.data {
		out.add(string(m.DecodeByte(c)), s.at[i])
	}
	return out
}
