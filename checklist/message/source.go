package message

import "unicode/utf8"

// source is text taken out of what was given: each byte knows where it was.
// Transfer encodings, character sets and markup are undone on the way, and a
// reason found in what remains can still be shown in the text as it came.
type source struct {
	data []byte
	at   []int32 // at[i] is the offset, in the text given, of what data[i] came from
	end  int32   // where what follows begins
}

func newSource(text string) source {
	s := source{data: []byte(text), at: make([]int32, len(text)), end: int32(len(text))}
	for i := range s.at {
		s.at[i] = int32(i)
	}
	return s
}

func (s source) len() int { return len(s.data) }

// cut is the part from i to j.
func (s source) cut(i, j int) source {
	part := source{data: s.data[i:j], at: s.at[i:j], end: s.end}
	if j < len(s.at) {
		part.end = s.at[j]
	}
	return part
}

// add appends text that came from one place.
func (s *source) add(text string, at int32) {
	for i := range len(text) {
		s.data = append(s.data, text[i])
		s.at = append(s.at, at)
	}
}

// join appends another part.
func (s *source) join(part source) {
	s.data = append(s.data, part.data...)
	s.at = append(s.at, part.at...)
	s.end = part.end
}

// origin is where the part from i to j came from: offsets in bytes of the text
// given, the end after its last character.
func (s source) origin(i, j int) (from, to int32) {
	if len(s.at) == 0 {
		return 0, 0
	}
	i = min(max(i, 0), len(s.at)-1)
	from = s.at[i]
	to = from
	for k := max(i, j-utf8.UTFMax); k < j && k < len(s.at); k++ {
		to = max(to, s.at[k])
	}
	return from, to + 1
}

// points counts code points up to any offset in bytes: spans are told in them.
type points []int32

func newPoints(text string) points {
	p := make(points, len(text)+1)
	n, last := int32(-1), -1
	for i := range text {
		for k := last + 1; k < i; k++ {
			p[k] = n + 1
		}
		n++
		p[i], last = n, i
	}
	for k := last + 1; k <= len(text); k++ {
		p[k] = n + 1
	}
	return p
}
