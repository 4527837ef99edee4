package rss

import (
	"slices"
	"strings"
	"testing"
)

func TestReadMarkup(t *testing.T) {
	tests := []struct {
		html, text string
		list       []string
	}{
		{"", "", nil},
		{"texte seul", "texte seul", nil},
		{"33 millions<ul><li>nom</li><li>IBAN</li></ul>", "33 millions", []string{"nom", "IBAN"}},
		{"<ul><li>nom<li>IBAN</ul>après", "après", []string{"nom", "IBAN"}}, // </li> may be left out
		{"<ol><li>a<ul><li>b</li></ul></li></ol>", "", []string{"a", "b"}},
		{"<li>sans liste</li>", "", []string{"sans liste"}},
		{"<ul><li>IBAN</li><li><a href=x>Source</a></li></ul>", "", []string{"IBAN"}},
		{"<ul><li>IBAN (<a href=x>détail</a>)</li></ul>", "", []string{"IBAN ()"}},
		{"<ul><li><a href=x>Source</li><li>IBAN</li></ul>", "", []string{"IBAN"}}, // </a> is missing
		{"un<br>deux<p>trois</p>quatre", "un deux trois quatre", nil},
		{"e-<b>mail</b>", "e-mail", nil},
		{"a<script>b</script>c<style>d</style>e", "ace", nil},
		{"<textarea><li>x</li></textarea>y", "y", nil},
		{"&lt;b&gt;x &amp;lt;i&amp;gt;", "b>x &lt;i&gt;", nil},
		{"<\u200bscript>x", "script>x", nil},
		{"<<b>b>x", "b>x", nil},
		{"a < b, 3 <4", "a < b, 3 <4", nil},
		{"<a href='x", "", nil},
		{"<ul><li>", "", nil},
	}
	for _, tt := range tests {
		text, list := readMarkup(tt.html)
		if text != tt.text || !slices.Equal(list, tt.list) {
			t.Errorf("readMarkup(%q) = %q, %q, want %q, %q", tt.html, text, list, tt.text, tt.list)
		}
	}
	if _, list := readMarkup(strings.Repeat("<li>x", 10*maxEntries)); len(list) != maxEntries {
		t.Errorf("%d entries kept", len(list))
	}
}

func TestLink(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://feed.example/a?b=c#d", "https://feed.example/a?b=c#d"},
		{" https://feed.example/é\n", "https://feed.example/%C3%A9"},
		{"HTTPS://Feed.Example/", "https://Feed.Example/"},
		{"https://feed.example/a b", "https://feed.example/a%20b"},
		{"https://feed.example/l'été", "https://feed.example/l%27%C3%A9t%C3%A9"},
		{"https://feed.example:8443/", "https://feed.example:8443/"},
		{"https://xn--e1awd7f.example/", "https://xn--e1awd7f.example/"}, // its host is shown as it is
		{"http://feed.example/", ""},
		{"//feed.example/", ""},
		{"/a", ""},
		{"", ""},
		{"javascript:alert(1)", ""},
		{"file:///etc/hostname", ""},
		{"https:feed.example", ""},
		{"https:///a", ""},
		{"https://localhost/", ""},
		{"https://user@feed.example/", ""},
		{"https://user:word@feed.example/", ""},
		{"https://fееd.example/", ""}, // Cyrillic
		{"https://feed.example/?q=é", ""},
		{"https://feed.example/?q=<b>", ""},
		{"https://feed.example/\u202egnp", "https://feed.example/%E2%80%AEgnp"},
		{"https://feed.example/%zz", ""},
		{"https://feed.example/" + strings.Repeat("a", maxLink), ""},
	}
	for _, tt := range tests {
		if got := Link(tt.in); got != tt.want {
			t.Errorf("Link(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
