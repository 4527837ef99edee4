//go:build e2e && linux

package windowtest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What the screen says is read in three steps. shot takes its pixels. flatten
// makes of them black letters on white paper, whatever colours they have: OCR
// reads white on blue badly, and misses it beside black on white. read gives that
// to tesseract, and places.find looks for a sentence in what it read.

// word is what OCR reads, with the middle of where it stands on the screen.
type word struct {
	text string
	x, y int
}

// place is a word as it was read, the box around it, and the line it is in.
type place struct {
	word string
	box  image.Rectangle
	line string
}

type places []place

func (p places) String() string {
	all := make([]string, len(p))
	for i, w := range p {
		all[i] = w.word
	}
	return strings.Join(all, " ")
}

// reading is what a picture of the screen says.
type reading struct {
	shot   *image.RGBA
	places places
}

// shot is the screen once the window has done all it was asked: it is at rest
// before, between and after two pictures that are the same.
func (d *desk) shot() *image.RGBA {
	d.t.Helper()
	var before []byte
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if !d.atRest() {
			before = nil
			continue
		}
		now := d.run("import", "-silent", "-window", "root", "-depth", "8", "rgba:-")
		if d.atRest() && bytes.Equal(now, before) {
			return &image.RGBA{Pix: now, Stride: 4 * screenWidth, Rect: image.Rect(0, 0, screenWidth, screenHeight)}
		}
		before = now
	}
	d.fail("the screen does not stay as it is")
	return nil
}

// atRest reports whether no thread of the window runs, or waits for a processor
// or a disk (proc_pid_stat(5)): that is so too on a busy machine.
func (d *desk) atRest() bool {
	if d.window == nil {
		return true
	}
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", d.window.PID()))
	for _, path := range threads {
		stat, err := os.ReadFile(path)
		if _, state, ok := strings.Cut(string(stat), ") "); err == nil && ok && (state[0] == 'R' || state[0] == 'D') {
			return false
		}
	}
	return true
}

// look reads the screen, unless it is as it was.
func (d *desk) look() places {
	d.t.Helper()
	shot := d.shot()
	if d.seen.shot == nil || !bytes.Equal(shot.Pix, d.seen.shot.Pix) {
		d.seen = reading{shot, d.read(flatten(shot), sparse)}
	}
	return d.seen.places
}

// blot is a patch of one colour, whose pixels touch, if only at a corner.
type blot struct {
	colour uint32 // red, green, blue, alpha
	box    image.Rectangle
	pixels int
}

// nothing is the colour of no blot; a screen has none of it.
const nothing = 0

// blots finds them all; the second result says for each pixel which one it is in,
// the first one being none.
func blots(img *image.RGBA) ([]blot, []int) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	colour := func(i int) uint32 { return binary.BigEndian.Uint32(img.Pix[4*i:]) }
	all, in := make([]blot, 1), make([]int, w*h)
	var patch []int
	for first := range w * h {
		if in[first] != 0 || colour(first) == nothing {
			continue
		}
		b, id := blot{colour: colour(first)}, len(all)
		patch, in[first] = append(patch[:0], first), id
		for at := 0; at < len(patch); at++ {
			i := patch[at]
			x, y := i%w, i/w
			b.box = b.box.Union(image.Rect(x, y, x+1, y+1))
			for v := max(0, y-1); v <= min(y+1, h-1); v++ {
				for next := v*w + max(0, x-1); next <= v*w+min(x+1, w-1); next++ {
					if in[next] == 0 && colour(next) == b.colour {
						patch, in[next] = append(patch, next), id
					}
				}
			}
		}
		b.pixels = len(patch)
		all = append(all, b)
	}
	return all, in
}

// paper reports whether something is written on a blot: it is wider than a letter.
func (b blot) paper() bool { return b.box.Dx() > 36 && b.pixels > 100 }

// flatten draws as black on white what is written on paper of any colour. What
// lies between two papers is no letter but an edge, and goes.
func flatten(img *image.RGBA) *image.Gray {
	all, in := blots(img)
	flat := image.NewGray(img.Rect)
	w := img.Rect.Dx()
	for i := range flat.Pix {
		flat.Pix[i] = 0xFF
	}
	for row := 0; row < len(in); row += w {
		for x := 0; x < w; x++ {
			first := x
			for x < w && !all[in[row+x]].paper() {
				x++
			}
			if first == x || first == 0 || x == w || all[in[row+first-1]].colour != all[in[row+x]].colour {
				continue
			}
			paper := light(all[in[row+x]].colour)
			for i := row + first; i < row+x; i++ {
				ink := light(all[in[i]].colour)
				flat.Pix[i] = uint8(255 - min(255, 3*max(ink-paper, paper-ink)/2))
			}
		}
	}
	unframe(flat)
	return flat
}

// unframe takes away what is higher than any letter: around a button, the frame
// makes OCR miss what is in it.
func unframe(flat *image.Gray) {
	ink := image.NewRGBA(flat.Rect)
	for i, light := range flat.Pix {
		if light < 0xFF {
			ink.Pix[4*i] = 0xFF
		}
	}
	const highest = 32 // of the letters, in pixels
	all, in := blots(ink)
	for i, id := range in {
		if all[id].box.Dy() > highest {
			flat.Pix[i] = 0xFF
		}
	}
}

// light is how light a colour is, of 255.
func light(c uint32) int {
	return int(299*(c>>24)+587*(c>>16&0xFF)+114*(c>>8&0xFF)) / 1000
}

// How tesseract looks for text (its --psm): anywhere, or in one block.
const sparse, block = "11", "6"

// read reads a flat picture, twice as large: letters of twelve points are small
// for OCR.
func (d *desk) read(flat *image.Gray, how string) places {
	d.t.Helper()
	at := flat.Rect.Min
	large := image.NewGray(image.Rect(0, 0, 2*flat.Rect.Dx(), 2*flat.Rect.Dy()))
	for y := range large.Rect.Dy() {
		for x := range large.Rect.Dx() {
			large.Pix[y*large.Stride+x] = flat.Pix[y/2*flat.Stride+x/2]
		}
	}
	var picture bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&picture, large); err != nil {
		d.t.Fatal(err)
	}
	lang := map[string]string{"fr": "fra", "en": "eng"}[d.lang]
	var all places
	for _, row := range strings.Split(string(d.feed(picture.Bytes(), "tesseract", "-", "-", "-l", lang, "--psm", how, "--dpi", "192", "tsv")), "\n") {
		f := strings.Split(row, "\t")
		if len(f) < 12 || strings.TrimSpace(f[11]) == "" || f[11] == "text" {
			continue
		}
		var box [4]int // left, top, width, height
		for i := range box {
			box[i], _ = strconv.Atoi(f[6+i])
		}
		r := image.Rect(box[0]/2, box[1]/2, (box[0]+box[2])/2, (box[1]+box[3])/2).Add(at)
		all = append(all, place{f[11], r, strings.Join(f[1:5], ".")})
	}
	return all
}

// plain is a text without what OCR confuses: its letters and digits alone, small
// and without accents.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if letter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(s))
}

// from is what stands to the right of x.
func (p places) from(x int) places {
	return slices.DeleteFunc(slices.Clone(p), func(w place) bool { return w.box.Min.X < x })
}

// pieces are the words that stand together, and after them those of the lines
// that these go on in: a sentence may be broken.
func (p places) pieces() []places {
	var all []places
	for i, w := range p {
		const space = 11 // more than there is between two words of the largest letters
		if i == 0 || p[i-1].line != w.line || w.box.Min.X-p[i-1].box.Max.X > space {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], w)
	}
	whole := make([]places, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		whole[i] = all[i]
		for j := i + 1; j < len(all); j++ {
			if all[i].above(all[j]) {
				whole[i] = slices.Concat(all[i], whole[j])
				break
			}
		}
	}
	return whole
}

// above reports whether another line goes on below this one.
func (p places) above(q places) bool {
	a, b := p[0].box, q[0].box
	return b.Min.Y > a.Min.Y && b.Min.Y-a.Max.Y < 2*a.Dy() && max(a.Min.X-b.Min.X, b.Min.X-a.Min.X) < 8
}

// find is where a sentence stands, nearly as it is written: OCR may misread one
// letter in ten. Of several places it is the one with the least beside it, and
// then the one furthest to the left, where the navigation is.
func (p places) find(sentence string) (word, bool) {
	want := plain(sentence)
	var found image.Rectangle
	most := -1
	for _, piece := range p.pieces() {
		for i := range piece {
			n := piece[i:].begin(want)
			if n == 0 {
				continue
			}
			var box image.Rectangle
			for _, w := range piece[i : i+n] {
				if w.line == piece[i].line {
					box = box.Union(w.box)
				}
			}
			beside := len(piece) - n
			if most < 0 || beside < most || beside == most && box.Min.X < found.Min.X {
				found, most = box, beside
			}
		}
	}
	return word{sentence, (found.Min.X + found.Max.X) / 2, (found.Min.Y + found.Max.Y) / 2}, most >= 0
}

// begin is how many words a sentence takes at their beginning; 0 when they do not
// begin with it. It has to end where they pause: « Continuer » is not the
// beginning of « Continuer plus tard ».
func (p places) begin(want string) int {
	const misread = 10
	slack := len(want) / misread
	said := ""
	for i, w := range p {
		if said += plain(w.word); len(said) > len(want)+slack {
			return 0
		}
		last, _ := utf8.DecodeLastRuneInString(w.word)
		pause := i+1 == len(p) || p[i+1].line != w.line || !letter(last)
		if !pause {
			next, _ := utf8.DecodeRuneInString(p[i+1].word)
			pause = !letter(next)
		}
		if pause && len(said) >= len(want)-slack && distance(said, want) <= slack {
			return i + 1
		}
	}
	return 0
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// distance is how many letters differ (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// see waits until the screen says something, and keeps the picture.
func (d *desk) see(sentence string) word {
	d.t.Helper()
	return d.until(sentence, func() {})
}

// until looks for a sentence, doing something after each look in vain.
func (d *desk) until(sentence string, otherwise func()) word {
	d.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); otherwise() {
		if at, ok := d.look().find(sentence); ok {
			d.shots++
			d.keep(fmt.Sprintf("%s-%02d", d.name, d.shots))
			return at
		}
	}
	d.fail("the screen does not say %q; it says: %v", sentence, d.seen.places)
	return word{}
}

// keep leaves a picture of the window where somebody asked for it.
func (d *desk) keep(name string) {
	d.t.Helper()
	if file := d.file(name); file != "" {
		const fast = "11" // of the qualities of PNG: the least effort
		d.run("import", "-silent", "-window", d.id(), "-quality", fast, file)
	}
}

// file is where a picture goes, "" when nobody asked for any.
func (d *desk) file(name string) string {
	d.t.Helper()
	dir := os.Getenv("VIGIE_PICTURES")
	if dir == "" {
		return ""
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		d.t.Fatal(err)
	}
	return filepath.Join(dir, name+".png")
}
