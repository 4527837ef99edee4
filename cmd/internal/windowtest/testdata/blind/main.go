// Command blind is the window for nobody's eyes: all of it but what draws. It is
// told intents, one a line, as a name and a JSON document, and prints the texts of
// each screen as a JSON list, one a line. What stands there was shown to somebody:
// whoever kills it may hold it to that.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"reflect"
	"time"

	"vigie/cmd/internal/window"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/identifier"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dir string) error {
	p, err := window.Open(context.Background(), window.Options{Dir: dir, Lang: "fr", Chosen: true, Offline: true})
	if err != nil {
		return err
	}
	s := make(surface, 1000)
	if err := p.Start(s); err != nil {
		return err
	}
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			intent, err := decode(lines.Bytes())
			s.Do(func() {
				if err != nil {
					panic(err)
				}
				p.Send(intent)
			})
		}
		s.Close()
	}()
	for f := range s {
		if f == nil {
			break
		}
		f()
	}
	return p.End(window.Frame{})
}

// surface is what waits to be done by the goroutine that draws; nil ends it.
type surface chan func()

func (s surface) Do(f func())           { s <- f }
func (s surface) Close()                { s <- nil }
func (s surface) Browse(*url.URL) error { return nil }
func (s surface) Raise()                {}

// Show prints what a screen says.
func (s surface) Show(w view.Window) {
	line, err := json.Marshal(texts(reflect.ValueOf(w), nil))
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}

// texts are all texts in a value, those of rows that are made on demand too. What
// a control would do is none.
func texts(v reflect.Value, all []string) []string {
	if !v.IsValid() || v.CanInterface() && isIntent(v) {
		return all
	}
	if rows, ok := v.Interface().(view.Rows); ok {
		for i := range rows.Len {
			all = texts(reflect.ValueOf(rows.Row(i)), all)
		}
		return append(all, rows.Empty)
	}
	switch v.Kind() {
	case reflect.String:
		return append(all, v.String())
	case reflect.Pointer, reflect.Interface:
		return texts(v.Elem(), all)
	case reflect.Slice:
		for i := range v.Len() {
			all = texts(v.Index(i), all)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				all = texts(v.Field(i), all)
			}
		}
	}
	return all
}

func isIntent(v reflect.Value) bool {
	_, ok := v.Interface().(view.Intent)
	return ok
}

// decode reads a line.
func decode(line []byte) (view.Intent, error) {
	name, document, _ := bytes.Cut(line, []byte(" "))
	switch string(name) {
	case "Go":
		return read[view.Go](document)
	case "AddPerson":
		return read[view.AddPerson](document)
	case "RemovePerson":
		return read[view.RemovePerson](document)
	case "AddAffiliations":
		return read[view.AddAffiliations](document)
	case "RemoveAffiliation":
		return read[view.RemoveAffiliation](document)
	case "AddIdentifier":
		return identify(document)
	case "RemoveIdentifier":
		return read[view.RemoveIdentifier](document)
	case "AnswerLeak":
		return read[view.AnswerLeak](document)
	case "MarkAction":
		return read[view.MarkAction](document)
	}
	return nil, fmt.Errorf("no such intent: %s", name)
}

func read[T view.Intent](document []byte) (view.Intent, error) {
	var intent T
	err := json.Unmarshal(document, &intent)
	return intent, err
}

// identify reads an identifier as the form does: from there on it is printed nowhere.
func identify(document []byte) (view.Intent, error) {
	var typed struct {
		Person, Text string
		Kind         monitor.Kind
	}
	if err := json.Unmarshal(document, &typed); err != nil {
		return nil, err
	}
	v, err := identifier.Parse(typed.Kind, typed.Text, time.Now())
	return view.AddIdentifier{Person: typed.Person, Value: v}, err
}
