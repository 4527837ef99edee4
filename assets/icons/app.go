//go:build ignore

package main

import (
	"fmt"
	"image/color"
	"strings"
)

// The application's icon: the tray's lighthouse before the light of the evening,
// which stands out on a dark desktop as on a light one. The same shapes become
// the pictures and, for whoever draws on, an SVG file.
var app = []panel{
	{fill: evening, points: []point{{0, 0}, {1, 0}, {1, 1}, {0, 1}}, radius: .22},
	{fill: beam, points: []point{{.50, .32}, {0, .14}, {0, .50}}},
	{fill: beam, points: []point{{.50, .32}, {1, .14}, {1, .50}}},
	{fill: ink, points: []point{{.38, .44}, {.62, .44}, {.72, .91}, {.28, .91}}},
	{fill: white, points: []point{{.355, .5625}, {.645, .5625}, {.672, .6875}, {.328, .6875}}},
	{fill: white, points: []point{{.375, .25}, {.625, .25}, {.625, .40}, {.375, .40}}},
	{fill: ink, points: []point{{.28, .375}, {.72, .375}, {.72, .46}, {.28, .46}}},
	{fill: ink, points: []point{{.30, .25}, {.50, .07}, {.70, .25}}},
}

var (
	evening = color.NRGBA{0xF4, 0xB9, 0x4F, 0xFF}
	beam    = color.NRGBA{0xFC, 0xDB, 0x97, 0xFF}
	white   = color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
)

// panel is a polygon of one colour, or a rectangle whose corners are rounded.
type panel struct {
	fill   color.NRGBA
	points []point
	radius float64
}

func (p panel) shape() shape {
	if p.radius == 0 {
		return polygon(p.points...)
	}
	from, to, r := p.points[0], p.points[2], p.radius
	core := polygon(point{from.x + r, from.y + r}, point{to.x - r, from.y + r}, point{to.x - r, to.y - r}, point{from.x + r, to.y - r})
	return func(at point) float64 { return core(at) - r }
}

func (p panel) svg() string {
	colour := fmt.Sprintf("#%02X%02X%02X", p.fill.R, p.fill.G, p.fill.B)
	const side = 512
	if p.radius != 0 {
		from, to := p.points[0], p.points[2]
		return fmt.Sprintf("  <rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" rx=\"%g\" fill=\"%s\"/>\n",
			from.x*side, from.y*side, (to.x-from.x)*side, (to.y-from.y)*side, p.radius*side, colour)
	}
	var corners []string
	for _, c := range p.points {
		corners = append(corners, fmt.Sprintf("%g,%g", c.x*side, c.y*side))
	}
	return fmt.Sprintf("  <polygon points=\"%s\" fill=\"%s\"/>\n", strings.Join(corners, " "), colour)
}

// drawApp writes the application's icon in every form that systems ask for.
func drawApp() {
	var layers []layer
	var svg strings.Builder
	svg.WriteString("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 512 512\">\n  <title>Vigie</title>\n")
	for _, p := range app {
		layers = append(layers, layer{p.shape(), p.fill})
		svg.WriteString(p.svg())
	}
	svg.WriteString("</svg>\n")
	write("icons/vigie.svg", []byte(svg.String()))
	for _, size := range []int{16, 24, 32, 48, 64, 128, 256, 512} {
		write(fmt.Sprintf("icons/vigie-%d.png", size), encode(size, func(p point) color.NRGBA { return top(p, layers) }))
	}
	var sizes [][]byte
	for _, size := range []int{16, 24, 32, 48, 64, 256} {
		sizes = append(sizes, encode(size, func(p point) color.NRGBA { return top(p, layers) }))
	}
	write("icons/vigie.ico", ico(sizes))
}

// top is the colour of the uppermost layer at a point.
func top(p point, layers []layer) color.NRGBA {
	c := clear
	for _, l := range layers {
		if l.shape(p) < 0 {
			c = l.fill
		}
	}
	return c
}
