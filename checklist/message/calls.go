package message

import "bytes"

// looksAtNumbers looks for numbers that cost whoever calls them (08 94 to 08 99; the
// cheaper ones honest services have too), and, when the message alarms and makes
// one call, for numbers that the directory does not know.
func (m *reading) looksAtNumbers() {
	alarm := m.groups["callback"] && (m.groups["pressure"] || m.groups["cancel"] && m.groups["pay"])
	digits := make([]byte, 0, 16)
	start, last := int32(-1), 0
	for i := range len(m.f.s) + 1 {
		c := byte('\n')
		if i < len(m.f.s) {
			c = m.f.s[i]
		}
		switch {
		case isDigit(c):
			if len(digits) == 0 {
				start = int32(i)
			}
			digits = append(digits, c)
			last = i
			continue
		case len(digits) > 0 && (c == ' ' || c == '.' || c == '-'):
			continue
		}
		if start > 0 && m.f.s[start-1] == '+' && len(digits) >= 8 {
			digits = national(digits)
		}
		abroad := len(digits) > 10 && len(digits) < 14 && start > 0 && m.f.s[start-1] == '+'
		if _, known := m.organisations.phones[string(digits)]; (len(digits) == 10 && digits[0] == '0' || abroad) && !known {
			from, to := m.foldedSpan(start, int32(last+1))
			switch paid := digits[1] == '8' && digits[2] == '9' && digits[3] >= '4'; {
			case paid:
				m.sign("paid-number", from, to, "")
				return
			case alarm:
				m.sign("other-number", from, to, "")
				return
			}
		}
		digits = digits[:0]
	}
}

// national is a number as it is dialled in France: "33 1 …" is "01 …". One abroad
// is ten digits that begin with 00.
func national(digits []byte) []byte {
	if rest, ok := bytes.CutPrefix(digits, []byte("33")); ok {
		return append([]byte("0"), rest...)
	}
	return append([]byte("00"), digits[:8]...)
}
