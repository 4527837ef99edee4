//go:build e2e && linux

package endtoend

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// life is one installation to which one deed after another is done, and what is
// known of it.
type life struct {
	*session
	net     *internet
	random  *rand.Rand
	data    string
	oracle  oracle
	persons []string // who live there, as they were seen last
	deeds   int      // so far
}

// deed is something that can be interrupted.
type deed struct {
	command
	name string
	adds []string // the facts that are true once it is done: all of them or none
}

// begin makes an installation that has not been started yet, in a folder of the
// session.
func begin(s *session, n *internet, random *rand.Rand, folder string) *life {
	s.t.Helper()
	data := s.Path(folder)
	s.configure(data, n.feedsFile())
	n.set("bonjourlafuite", "/feed.xml", func(p *page) { p.body = rss(rssItem("🟢 Mairie d’Exemple", "Mon, 03 Aug 2026 00:00:00 GMT")) })
	n.take()
	return &life{session: s, net: n, random: random, data: data, oracle: newOracle()}
}

// deeds are the kinds of deed: each makes the next one of its kind. Where nobody
// lives yet, only the first two can be done.
var deeds = []func(*life) deed{(*life).person, (*life).check, (*life).identifier, (*life).affiliation, (*life).importing, (*life).answer}

// next makes a deed.
func (l *life) next(kind func(*life) deed) deed {
	l.deeds++
	return kind(l)
}

func (l *life) command(args ...string) command {
	return command{args: append(args, "--data", l.data, "--json"), env: l.net.trust()}
}

// someone is one of the people.
func (l *life) someone() string { return l.persons[l.random.IntN(len(l.persons))] }

func (l *life) person() deed {
	name := fmt.Sprint("Personne ", l.deeds)
	return deed{l.command("person", "add", name), "person", []string{name}}
}

func (l *life) identifier() deed {
	name, value := l.someone(), fmt.Sprintf("exemple%d@example.org", l.deeds)
	d := deed{l.command("identifier", "add", "--person", name, "--kind", "email"), "identifier", []string{name + " has " + value}}
	d.typed = value
	return d
}

// organisation is one that a breach, published or yet to be, is about.
func organisation(n int) string { return fmt.Sprintf("Boutique d’Exemple %d", n) }

func (l *life) affiliation() deed {
	name, with := l.someone(), organisation(l.deeds)
	return deed{l.command("affiliation", "add", "--person", name, "--organisation", with), "affiliation", []string{name + " deals with " + with}}
}

// importing reads an export of three sites.
func (l *life) importing() deed {
	name, text := l.someone(), "name,url,username,password\n"
	d := deed{name: "import"}
	for i := range 3 {
		site := fmt.Sprintf("site%d-%d.example.net", l.deeds, i)
		text += "x,https://" + site + "/,x,x\n"
		d.adds = append(d.adds, name+" deals with "+site)
	}
	path := filepath.Join(l.t.TempDir(), "export.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
	d.command = l.command("affiliation", "import", "--person", name, path)
	return d
}

// embedded are some breaches of the list inside the program.
var embedded = []string{"france-travail-2024", "france-travail-kairos-2025"}

// answer says, once for each breach, that its notice was received.
func (l *life) answer() deed {
	name := l.someone()
	for _, breach := range append(l.oracle.concerned(name), embedded...) {
		if fact := name + " was told of " + breach; !l.oracle.facts[fact] {
			return deed{l.command("answer", breach, "--person", name, "notice-received"), "answer", []string{fact}}
		}
	}
	return l.affiliation() // there is nothing left to answer to
}

// check reads the feeds, of which one has something new: often of an
// organisation that someone deals with already.
func (l *life) check() deed {
	l.net.set("bonjourlafuite", "/feed.xml", func(p *page) {
		item := rssItem("🟢 "+organisation(l.random.IntN(l.deeds+1)), "Tue, 04 Aug 2026 00:00:00 GMT")
		p.body = strings.Replace(p.body, "</channel>", item+"</channel>", 1)
	})
	return deed{l.command("check"), "check", nil}
}
