package identifier_test

import (
	"bytes"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io"
	"log/slog"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/template"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/pelletier/go-toml/v2"
	"pgregory.net/rapid"

	"vigie/monitor"
)

// The shapes in which a value may reach a printer: what looks at fields by
// reflection cannot call the methods of an unexported one.
type (
	exported struct {
		Value  monitor.Value
		Values []monitor.Value
		ByName map[string]monitor.Value
		Boxed  any
	}
	unexported struct {
		value   monitor.Value
		values  []monitor.Value
		pointer *monitor.Value
		boxed   any
	}
	embedded struct{ monitor.Value }
)

func shapes(v monitor.Value) []any {
	e := exported{v, []monitor.Value{v}, map[string]monitor.Value{"a": v}, v}
	u := unexported{v, []monitor.Value{v}, &v, v}
	return []any{
		v, &v, []monitor.Value{v}, [1]monitor.Value{v}, []any{v}, map[string]any{"a": v}, map[monitor.Value]int{v: 1},
		e, &e, u, &u, []unexported{u}, map[string]unexported{"a": u}, embedded{v}, &embedded{v},
		func() monitor.Value { return v }, make(chan monitor.Value), reflect.ValueOf(v), reflect.ValueOf(u),
	}
}

// forms are the ways in which an output may have a text: plain, or as bytes in
// hexadecimal, in decimal or in base64.
func forms(text string) []string {
	inHex := hex.EncodeToString([]byte(text))
	return []string{
		text, strings.ToUpper(text), url.QueryEscape(text), inHex, strings.ToUpper(inHex),
		strings.Trim(fmt.Sprint([]byte(text)), "[]"), base64.StdEncoding.EncodeToString([]byte(text)),
	}
}

func leaks(output string, forms []string) bool {
	return slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(output, form) })
}

func TestLeaksFindsALeak(t *testing.T) {
	const canary = "qwxzvkjqwxzv"
	for _, format := range []string{"%v", "%q", "%x", "%X", "%#v", "%+v"} {
		if !leaks(fmt.Sprintf(format, canary), forms(canary)) {
			t.Errorf("%s goes unseen", format)
		}
	}
	for _, format := range []string{"%v", "%d", "%x"} {
		if !leaks(fmt.Sprintf(format, []byte(canary)), forms(canary)) {
			t.Errorf("%s of bytes goes unseen", format)
		}
	}
}

// checkHidden draws values and asks that output never gives one away.
func checkHidden(t *testing.T, output func(t *rapid.T, v monitor.Value, seen func(how, output string))) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-z]{12}`).Draw(t, "text")
		forms := forms(text)
		output(t, monitor.NewValue(monitor.Email, text, "c•••@e•••.fr"), func(how, output string) {
			if leaks(output, forms) {
				t.Fatalf("%s gives the value away: %s", how, output)
			}
		})
	})
}

func TestValueHiddenFromFmt(t *testing.T) {
	anyFlags := rapid.SampledFrom([]string{"", "+", "#", "-", " ", "0", "40", ".30", "+#"})
	mistakes := []string{"", "%", "%*v", "%[2]v", "%v %v"} // which print their arguments too
	checkHidden(t, func(t *rapid.T, v monitor.Value, seen func(how, output string)) {
		flags := anyFlags.Draw(t, "flags")
		for _, shape := range shapes(v) {
			how := fmt.Sprintf("%T", shape)
			for verb := '!'; verb <= '~'; verb++ {
				seen("%"+flags+string(verb)+" of "+how, fmt.Sprintf("%"+flags+string(verb), shape))
			}
			for _, format := range mistakes {
				seen(format+" of "+how, fmt.Sprintf(format, shape))
			}
			seen("Sprint of "+how, fmt.Sprint(shape)+fmt.Sprintln("a", shape))
		}
	})
}

func TestValueHiddenFromErrors(t *testing.T) {
	checkHidden(t, func(t *rapid.T, v monitor.Value, seen func(how, output string)) {
		for _, shape := range shapes(v) {
			err := errors.Join(io.EOF, fmt.Errorf("look up %v: %w", shape, io.EOF))
			seen("errors.Join", err.Error())
			seen("errors.Join, %+v", fmt.Sprintf("%+v", err))
			seen("problem", monitor.NewProblem("key", "value", fmt.Sprint(shape)).Because(err).Error())
		}
	})
}

func TestValueHiddenFromLogs(t *testing.T) {
	checkHidden(t, func(t *rapid.T, v monitor.Value, seen func(how, output string)) {
		var out bytes.Buffer
		for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			log := slog.New(handler)
			for _, shape := range shapes(v) {
				log.With("with", shape).WithGroup("group").Info("message", "value", shape, slog.Group("in", "value", shape), shape)
				log.Error("message", "error", fmt.Errorf("%v: %w", shape, io.EOF))
			}
		}
		seen("slog", out.String())
	})
}

// TestValueHiddenFromEncoders: an encoder shows the mask or fails, and what it
// wrote before it failed counts too.
func TestValueHiddenFromEncoders(t *testing.T) {
	checkHidden(t, func(t *rapid.T, v monitor.Value, seen func(how, output string)) {
		for _, shape := range shapes(v) {
			var out bytes.Buffer
			for how, err := range map[string]error{
				"encoding/json": json.NewEncoder(&out).Encode(shape),
				"json v2":       jsonv2.MarshalWrite(&out, shape),
				"encoding/xml":  xml.NewEncoder(&out).Encode(shape),
				"toml":          toml.NewEncoder(&out).Encode(shape),
				"encoding/gob":  gob.NewEncoder(&out).Encode(shape),
			} {
				seen(fmt.Sprintf("%s of %T, error", how, shape), fmt.Sprint(err))
			}
			seen(fmt.Sprintf("an encoder of %T", shape), out.String())
		}
	})
}

func TestValueHiddenFromTemplates(t *testing.T) {
	const page = `{{.}} {{print .}} {{printf "%v %+v %#v %s %q %x" . . . . . .}} {{html .}} {{js .}} {{urlquery .}} {{len (print .)}}`
	text := template.Must(template.New("").Parse(page))
	html := htmltemplate.Must(htmltemplate.New("").Parse(`<a href="/?q={{.}}" onclick="f({{.}})">{{.}}</a>`))
	checkHidden(t, func(t *rapid.T, v monitor.Value, seen func(how, output string)) {
		for _, shape := range shapes(v) {
			var out bytes.Buffer
			err := errors.Join(text.Execute(&out, shape), html.Execute(&out, shape))
			seen("a template", out.String()+fmt.Sprint(err))
		}
	})
}

func TestValueHiddenFromURLsAndSQL(t *testing.T) {
	checkHidden(t, func(t *rapid.T, v monitor.Value, seen func(how, output string)) {
		seen("url.Values", url.Values{"q": {fmt.Sprint(v)}, v.String(): {v.Masked()}}.Encode())
		bound, err := v.Value()
		if bound != nil || err == nil {
			t.Errorf("bound to SQL as %v, %v", bound, err)
		}
		seen("SQL", fmt.Sprint(bound, err))
	})
}
