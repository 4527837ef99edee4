package paper

import (
	"encoding/binary"
	"errors"
)

var errFont = errors.New("the typeface has no readable table of characters")

// coverage lists the characters a TrueType font has, from its "cmap" table in
// format 4: runs of characters with a glyph each (OpenType specification, cmap).
// The PDF library draws an empty box for the others without saying so.
func coverage(font []byte) (map[rune]bool, error) {
	sub, ok := subtable(font)
	if !ok {
		return nil, errFont
	}
	segments := int(u16(sub, 6)) / 2
	covered := make(map[rune]bool)
	for i := range segments {
		end := u16(sub, 14+2*i)
		start := u16(sub, 16+2*segments+2*i)
		delta := u16(sub, 16+4*segments+2*i)
		offsetAt := 16 + 6*segments + 2*i
		offset := u16(sub, offsetAt)
		for c := int(start); c <= int(end) && c != 0xFFFF; c++ {
			glyph := uint16(c) + delta
			if offset != 0 {
				glyph = u16(sub, offsetAt+int(offset)+2*(c-int(start)))
			}
			if glyph != 0 {
				covered[rune(c)] = true
			}
		}
	}
	return covered, nil
}

// subtable finds the cmap subtable for the Unicode characters of the basic plane.
func subtable(font []byte) ([]byte, bool) {
	const windows, basicPlane, format4 = 3, 1, 4
	for i := range int(u16(font, 4)) {
		record := 12 + 16*i
		if record+16 > len(font) || string(font[record:record+4]) != "cmap" {
			continue
		}
		cmap := from(font, u32(font, record+8))
		for j := range int(u16(cmap, 2)) {
			at := 4 + 8*j
			if u16(cmap, at) != windows || u16(cmap, at+2) != basicPlane {
				continue
			}
			sub := from(cmap, u32(cmap, at+4))
			return sub, u16(sub, 0) == format4
		}
	}
	return nil, false
}

// from is what begins at an offset; nothing when the offset lies outside.
func from(b []byte, offset uint32) []byte {
	if uint64(offset) > uint64(len(b)) {
		return nil
	}
	return b[offset:]
}

func u16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}

func u32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}
