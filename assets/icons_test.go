package assets_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"os"
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
		checkICO(t, icon.ICO())
	}
}

func checkICO(t *testing.T, data []byte) {
	t.Helper()
	if len(data) < 6 || !bytes.Equal(data[:4], []byte{0, 0, 1, 0}) {
		t.Fatal("not an icon file")
	}
	for n := range int(binary.LittleEndian.Uint16(data[4:])) {
		entry := data[6+16*n:]
		length, offset := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
		size := int(entry[0])
		if size == 0 {
			size = 256 // more than a byte holds
		}
		silhouette(t, data[offset:offset+length], size)
	}
}

func TestNoSuchIcon(t *testing.T) {
	if assets.TrayPlain.PNG(23) != nil || assets.TrayIcon("../classes").ICO() != nil || assets.AppIcon(17) != nil {
		t.Error("a picture that was never drawn")
	}
}

// TestAppIcon: there in every size, and drawn from edge to edge: what is small
// has no room to lose. The picture that FyneApp.toml names is among them.
func TestAppIcon(t *testing.T) {
	for _, size := range assets.AppIconSizes() {
		drawn := 0
		for _, d := range silhouette(t, assets.AppIcon(size), size) {
			if d {
				drawn++
			}
		}
		if drawn*100 < 85*size*size || drawn == size*size {
			t.Errorf("%d pixels: %d of %d are drawn", size, drawn, size*size)
		}
	}
	config, err := os.ReadFile("../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(config, []byte(`Icon = "assets/icons/vigie-512.png"`)) {
		t.Error("FyneApp.toml names another icon")
	}
}

func TestAppIconForWindows(t *testing.T) {
	data, err := os.ReadFile("icons/vigie.ico")
	if err != nil {
		t.Fatal(err)
	}
	checkICO(t, data)
}
