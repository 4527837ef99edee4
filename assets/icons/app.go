//go:build ignore

package main

import (
	"fmt"
	"image/color"
	"strings"
)

// The application's icon: the tray's lighthouse at night, with its light on.
// The same shapes become the pictures and, for whoever draws on, an SVG file.
var app = []panel{
	{fill: ink, points: []point{{.02, .02}, {.98, .02}, {.98, .98}, {.02, .98}}, radius: .2},
	{fill: beam, points: []point{{.50, .31}, {.02, .16}, {.02, .46}}},
	{fill: beam, points: []point{{.50, .31}, {.98, .16}, {.98, .46}}},
	{fill: paper, points: []point{{.39, .44}, {.61, .44}, {.70, .90}, {.30, .90}}},
	{fill: band, points: []point{{.3665, .56}, {.6335, .56}, {.657, .68}, {.343, .68}}},
	{fill: lamp, points: []point{{.38, .24}, {.62, .24}, {.62, .40}, {.38, .40}}},
	{fill: paper, points: []point{{.30, .38}, {.70, .38}, {.70, .46}, {.30, .46}}},
	{fill: paper, points: []point{{.32, .25}, {.50, .09}, {.68, .25}}},
}

var (
	band = color.NRGBA{0x17, 0x61, 0x8F, 0xFF}
	// beam is the lamp's light in the night: their mixture, so that the SVG file
	// needs no transparency.
	beam = color.NRGBA{0x6B, 0x5A, 0x43, 0xFF}
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
