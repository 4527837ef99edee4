package gui

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"vigie/gui/view"
)

// TestPictures compares a few screens with pictures that were looked at. Small
// differences of smoothing are let through, anything that moved is not. With
// VIGIE_GOLDEN set, the pictures are written anew: look at them before keeping them.
func TestPictures(t *testing.T) {
	light, dark := view.Look{Theme: view.ThemeLight, TextSize: 100}, view.Look{Theme: view.ThemeDark, TextSize: 100}
	contrast := view.Look{Theme: view.ThemeContrast, TextSize: 150}
	for name, scene := range map[string]struct {
		window view.Window
		look   view.Look
	}{
		"home-light": {sampleHome(), light}, "home-dark": {sampleHome(), dark}, "home-contrast-150": {sampleHome(), contrast},
		"leak-light": {sampleLeak(), light}, "leak-dark": {sampleLeak(), dark}, "message-light": {sampleMessage(), light}, "plan-dark": {samplePlan(), dark},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 900, 600)
			scene.window.Look = scene.look
			b.draw(scene.window)
			got := b.fyne.Canvas().Capture()
			path := filepath.Join("testdata", name+".png")
			if os.Getenv("VIGIE_GOLDEN") != "" {
				write(t, path, got)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if share := difference(t, got, want); share > 0.01 {
				failed := filepath.Join(t.ArtifactDir(), name+".png")
				write(t, failed, got)
				t.Errorf("%.1f %% of the picture differs: compare %s", 100*share, failed)
			}
		})
	}
}

// difference is the share of pixels that differ by more than smoothing does.
func difference(t *testing.T, a, b image.Image) float64 {
	t.Helper()
	if a.Bounds() != b.Bounds() {
		t.Fatalf("the picture is %v, wants %v", a.Bounds(), b.Bounds())
	}
	const tolerance = 24
	far := func(x, y uint8) bool { return max(x, y)-min(x, y) > tolerance }
	differ, r := 0, a.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p, q := color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA), color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			if far(p.R, q.R) || far(p.G, q.G) || far(p.B, q.B) {
				differ++
			}
		}
	}
	return float64(differ) / float64(r.Dx()*r.Dy())
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
