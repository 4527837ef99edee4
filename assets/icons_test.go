package assets_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"testing"

	"vigie/assets"
)

// silhouette is a picture without its colours: where something is drawn.
func silhouette(t *testing.T, data []byte, size int) []bool {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds(); got != image.Rect(0, 0, size, size) {
		t.Fatalf("%v, want a square of %d", got, size)
	}
	var drawn []bool
	for y := range size {
		for x := range size {
			_, _, _, alpha := img.At(x, y).RGBA()
			drawn = append(drawn, alpha > 0x7FFF)
		}
	}
	return drawn
}

// TestTrayIconsDifferInShape: whoever sees no colours sees the state. Two
// pictures differ in 4 pixels out of 100 at least, when only what is drawn and
// what is not counts.
func TestTrayIconsDifferInShape(t *testing.T) {
	for _, size := range assets.TraySizes() {
		shapes := make(map[assets.TrayIcon][]bool)
		for _, icon := range assets.TrayIcons() {
			shapes[icon] = silhouette(t, icon.PNG(size), size)
			for other, shape := range shapes {
				differ := 0
				for i := range shape {
					if shape[i] != shapes[icon][i] {
						differ++
					}
				}
				if other != icon && differ*100 < 4*size*size {
					t.Errorf("%d pixels: %s and %s differ in %d pixels of %d only", size, icon, other, differ, size*size)
				}
			}
		}
	}
}

// TestTrayIconsForWindows: every entry of an icon file is a PNG of the size that
// its directory says.
func TestTrayIconsForWindows(t *testing.T) {
	for _, icon := range assets.TrayIcons() {
		data := icon.ICO()
		if len(data) < 6 || !bytes.Equal(data[:4], []byte{0, 0, 1, 0}) {
			t.Fatalf("%s is not an icon file", icon)
		}
		for n := range int(binary.LittleEndian.Uint16(data[4:])) {
			entry := data[6+16*n:]
			length, offset := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
			silhouette(t, data[offset:offset+length], int(entry[0]))
		}
	}
}

func TestNoSuchTrayIcon(t *testing.T) {
	if assets.TrayPlain.PNG(23) != nil || assets.TrayIcon("../classes").ICO() != nil {
		t.Error("a picture that was never drawn")
	}
}
