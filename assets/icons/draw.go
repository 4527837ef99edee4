//go:build ignore

// Command draw makes the tray's pictures: a lighthouse, and beside it a mark
// whose shape tells the state; and the application's icon (app.go). Run it with
// "go generate ./assets".
//
// Everything is drawn from distances to shapes, in a square of side 1 with y
// downwards: a point at a negative distance is inside, one at a small positive
// distance belongs to the light rim that keeps the picture visible on a dark
// panel. Averaging points within a pixel smooths the edges.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"os"
)

var (
	ink   = color.NRGBA{0x12, 0x32, 0x4B, 0xFF}
	lamp  = color.NRGBA{0xE0, 0x89, 0x3A, 0xFF}
	paper = color.NRGBA{0xF6, 0xF4, 0xEF, 0xFF}
	clear = color.NRGBA{}
)

// Widths of the rim around every shape, and of the gap that keeps the mark
// apart from the tower.
const (
	rim = 0.04
	gap = 0.045
)

type point struct{ x, y float64 }

// A shape is the distance of a point to it, negative inside.
type shape func(point) float64

type layer struct {
	shape shape
	fill  color.NRGBA
}

func main() {
	drawTray()
	drawApp()
}

func drawTray() {
	tower := []layer{
		{polygon(point{.25, .94}, point{.37, .46}, point{.63, .46}, point{.75, .94}), ink},
		{polygon(point{.32, .22}, point{.68, .22}, point{.68, .40}, point{.32, .40}), lamp},
		{polygon(point{.26, .40}, point{.74, .40}, point{.74, .48}, point{.26, .48}), ink},
		{polygon(point{.28, .23}, point{.50, .05}, point{.72, .23}), ink},
	}
	marks := map[string][]layer{
		"plain":    nil,
		"dot":      {{disc(point{.76, .74}, .19), lamp}},
		"pause":    {{union(line(.06, point{.64, .58}, point{.64, .90}), line(.06, point{.86, .58}, point{.86, .90})), ink}},
		"question": {{union(line(.052, hook()...), disc(point{.76, .915}, .06)), ink}},
	}
	for state, mark := range marks {
		for _, size := range []int{22, 32, 64} {
			write(fmt.Sprintf("icons/tray-%s-%d.png", state, size), picture(size, tower, mark))
		}
		// The sizes Windows asks for at 100, 150, 200, 300 and 400 %.
		var sizes [][]byte
		for _, size := range []int{16, 24, 32, 48, 64} {
			sizes = append(sizes, picture(size, tower, mark))
		}
		write(fmt.Sprintf("icons/tray-%s.ico", state), ico(sizes))
	}
}

// hook is the upper part of a question mark: most of a circle, then down.
func hook() []point {
	centre, radius := point{.76, .56}, .12
	var ps []point
	for a := -180.0; a <= 75; a += 15 {
		rad := a * math.Pi / 180
		ps = append(ps, point{centre.x + radius*math.Cos(rad), centre.y + radius*math.Sin(rad)})
	}
	return append(ps, point{.76, .71}, point{.76, .76})
}

// picture draws the tower, and the mark over it with a gap around, as PNG.
func picture(size int, tower, mark []layer) []byte {
	return encode(size, func(p point) color.NRGBA {
		if c, d := at(p, mark); d < rim+gap {
			return c
		}
		c, _ := at(p, tower)
		return c
	})
}

// encode draws what has a colour at each point, as PNG.
func encode(size int, at func(point) color.NRGBA) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			img.SetNRGBA(x, y, pixel(x, y, size, at))
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		log.Fatal(err)
	}
	return b.Bytes()
}

// at is the colour of layers at a point, the last one on top, and the distance
// to the nearest of them.
func at(p point, layers []layer) (color.NRGBA, float64) {
	c, nearest := clear, math.Inf(1)
	for _, l := range layers {
		d := l.shape(p)
		nearest = min(nearest, d)
		if d < 0 {
			c = l.fill
		}
	}
	if nearest >= 0 && nearest < rim {
		c = paper
	}
	return c, nearest
}

// pixel averages points spread evenly over one pixel.
func pixel(x, y, size int, at func(point) color.NRGBA) color.NRGBA {
	const n = 8
	var r, g, b, a float64
	for j := range n {
		for i := range n {
			c := at(point{(float64(x) + (float64(i)+.5)/n) / float64(size), (float64(y) + (float64(j)+.5)/n) / float64(size)})
			alpha := float64(c.A) / 255
			r, g, b, a = r+float64(c.R)*alpha, g+float64(c.G)*alpha, b+float64(c.B)*alpha, a+alpha
		}
	}
	if a == 0 {
		return clear
	}
	round := func(v float64) uint8 { return uint8(math.Round(v)) }
	return color.NRGBA{round(r / a), round(g / a), round(b / a), round(a * 255 / (n * n))}
}

func disc(centre point, radius float64) shape {
	return func(p point) float64 { return math.Hypot(p.x-centre.x, p.y-centre.y) - radius }
}

func union(shapes ...shape) shape {
	return func(p point) float64 {
		d := math.Inf(1)
		for _, s := range shapes {
			d = min(d, s(p))
		}
		return d
	}
}

// line is a stroke through points, with round ends.
func line(halfWidth float64, points ...point) shape {
	return func(p point) float64 {
		d := math.Inf(1)
		for i := 1; i < len(points); i++ {
			d = min(d, toSegment(p, points[i-1], points[i]))
		}
		return d - halfWidth
	}
}

func polygon(points ...point) shape {
	return func(p point) float64 {
		d, inside := math.Inf(1), false
		for i, a := range points {
			b := points[(i+1)%len(points)]
			d = min(d, toSegment(p, a, b))
			if (a.y > p.y) != (b.y > p.y) && p.x < a.x+(b.x-a.x)*(p.y-a.y)/(b.y-a.y) {
				inside = !inside
			}
		}
		if inside {
			return -d
		}
		return d
	}
}

func toSegment(p, a, b point) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	t := max(0, min(1, ((p.x-a.x)*dx+(p.y-a.y)*dy)/(dx*dx+dy*dy)))
	return math.Hypot(p.x-a.x-t*dx, p.y-a.y-t*dy)
}

// ico puts pictures into one icon file: a directory, then the PNG files as they
// are, which Windows reads since Vista.
func ico(pngs [][]byte) []byte {
	type entry struct {
		Width, Height, Colours, Zero uint8
		Planes, Bits                 uint16
		Size, Offset                 uint32
	}
	var head, body bytes.Buffer
	put := func(v any) {
		if err := binary.Write(&head, binary.LittleEndian, v); err != nil {
			log.Fatal(err)
		}
	}
	put([3]uint16{0, 1, uint16(len(pngs))})
	for _, p := range pngs {
		config, err := png.DecodeConfig(bytes.NewReader(p))
		if err != nil {
			log.Fatal(err)
		}
		offset := 6 + 16*len(pngs) + body.Len()
		// A side of 256 is written as 0, which is what is left of it in a byte.
		put(entry{uint8(config.Width), uint8(config.Height), 0, 0, 1, 32, uint32(len(p)), uint32(offset)})
		body.Write(p)
	}
	return append(head.Bytes(), body.Bytes()...)
}

func write(path string, data []byte) {
	if err := os.WriteFile(path, data, 0o644); err != nil {
		log.Fatal(err)
	}
}
