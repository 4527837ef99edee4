package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// hibpEntry is a breach as Have I Been Pwned tells it, the nth that it lists.
// Words say what is particular to it:
//
//	title=TITLE, data=CLASS   CLASS has "+" for spaces
//	unverified, retired, sensitive
func hibpEntry(name string, nth int, words ...string) map[string]any {
	entry := map[string]any{
		"Name": name, "Title": name, "Domain": strings.ToLower(name) + ".example", "BreachDate": "2024-10-17",
		"AddedDate": fmt.Sprintf("2026-08-01T%02d:%02d:00Z", nth/60, nth%60), "PwnCount": 1200,
		"IsVerified": true, "IsFabricated": false, "IsSensitive": false, "IsRetired": false, "IsSpamList": false,
	}
	classes := []string{"Email addresses", "Passwords"}
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		switch name {
		case "title":
			entry["Title"] = value
		case "data":
			classes = append(classes, strings.ReplaceAll(value, "+", " "))
		case "unverified":
			entry["IsVerified"] = false
		case "retired":
			entry["IsRetired"] = true
		case "sensitive":
			entry["IsSensitive"] = true
		default:
			panic("no such word: " + w)
		}
	}
	entry["DataClasses"] = classes
	return entry
}

func toJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// cmdHIBP makes the list of Have I Been Pwned, the newest breach last. A name
// with *N stands for N breaches:
//
//	hibp 'NAME[*N] [WORD]...'...
func (s *feedServer) cmdHIBP(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: hibp 'NAME[*N] [WORD]...'...")
	}
	var list []map[string]any
	for _, arg := range args {
		words := strings.Fields(arg)
		name, times, many := strings.Cut(words[0], "*")
		n := 1
		if many {
			var err error
			n, err = strconv.Atoi(times)
			ts.Check(err)
		}
		for i := range n {
			each := name
			if many {
				each += strconv.Itoa(i)
			}
			list = append(list, hibpEntry(each, len(list), words[1:]...))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers["/hibp/breaches"] = answer{status: http.StatusOK, header: mediaType(".json"), body: []byte(toJSON(list))}
	s.answers["/hibp/latestbreach"] = answer{status: http.StatusOK, header: mediaType(".json"), body: []byte(toJSON(list[len(list)-1]))}
}
