//go:build e2e && linux

package endtoend

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestCrash kills the program with kill -9, again and again, at any moment of
// anything it does, from the first start on. Afterwards nothing it acknowledged
// is missing, nothing is half done, no alert is told twice or never, and the key
// store and the database agree. The oracle is in oracle_test.go.
//
// A seed gives the same deeds and the same moments, as far as the machine takes
// the same time for them.
func TestCrash(t *testing.T) {
	crashes := int(fromEnvironment(t, "VIGIE_CRASHES", 300))
	seed := fromEnvironment(t, "VIGIE_SEED", uint64(time.Now().UnixNano()))
	t.Logf("%d crashes; replay with VIGIE_SEED=%d", crashes, seed)
	const households = 2
	for i := range households {
		t.Run(fmt.Sprint("household ", i), func(t *testing.T) {
			t.Parallel()
			r := &reaper{session: newSession(t), net: newInternet(t), random: rand.New(rand.NewPCG(seed, uint64(i)))}
			r.learnToCount()
			for left := crashes / households; left > 0; left -= lifetime {
				r.live(min(left, lifetime))
			}
			r.report()
		})
	}
}

func fromEnvironment(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(name, ": ", err)
	}
	return n
}

// lifetime is how many crashes an installation goes through. Then another one
// begins: the first start is as fragile as any.
const lifetime = 25

// reaper kills programs.
type reaper struct {
	*session
	net    *internet
	random *rand.Rand
	lives  int
	takes  map[string]time.Duration // how long each deed takes when it is let live
	fates  map[string]int           // what became of the deeds
}

// life is one installation, and what is known of it.
type life struct {
	*reaper
	data    string
	oracle  oracle
	persons []string
	deeds   int // so far
}

// deed is something that can be interrupted.
type deed struct {
	command
	name string
	adds []string // the facts that are true once it is done, all of them or none
}

// deeds are the kinds of deed; each makes the next one of its kind. A household
// without a person can only check and add one.
var deeds = []func(*life) deed{(*life).check, (*life).person, (*life).identifier, (*life).affiliation, (*life).importing, (*life).answer}

// begin makes an installation.
func (r *reaper) begin() *life {
	r.lives++
	l := &life{reaper: r, data: r.path(fmt.Sprint("life ", r.lives)), oracle: newOracle()}
	r.configure(l.data, r.net.feedsFile())
	r.net.set("bonjourlafuite", "/feed.xml", func(p *page) { p.body = rss(rssItem("🟢 Mairie d’Exemple", "Mon, 03 Aug 2026 00:00:00 GMT")) })
	r.net.take()
	return l
}

// learnToCount measures each deed once.
func (r *reaper) learnToCount() {
	r.t.Helper()
	r.takes, r.fates = make(map[string]time.Duration), make(map[string]int)
	l := r.begin()
	for _, next := range []func(*life) deed{(*life).person, (*life).identifier, (*life).affiliation, (*life).importing, (*life).answer, (*life).check} {
		d := next(l)
		r.takes[d.name] = l.must(d.command, done, news).took
		if d.name == "person" {
			l.persons = d.adds
		}
	}
}

// live takes an installation through crashes, then lets it finish in peace.
func (r *reaper) live(crashes int) {
	r.t.Helper()
	l := r.begin()
	for range crashes {
		kinds := deeds
		if len(l.persons) == 0 {
			kinds = deeds[:2]
		}
		d := kinds[r.random.IntN(len(kinds))](l)
		l.deeds++
		result := l.kill(d.command, time.Duration(r.random.Float64()*1.2*float64(r.takes[d.name])))
		fate := l.reckon(d, result)
		r.fates[d.name+" "+fate]++
	}
	l.rest()
}

// kill starts a command and kills it after a while, unless it was faster.
func (s *session) kill(c command, after time.Duration) result {
	s.t.Helper()
	cmd := s.prepare(context.Background(), c)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	start := time.Now()
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	killer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait() // how it ended is in the result
	killer.Stop()
	return result{command: c, status: cmd.ProcessState.ExitCode(), out: out.String(), err: errOut.String(), took: time.Since(start)}
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

// answer says, once for each, that a notice of a breach was received.
func (l *life) answer() deed {
	name, breach := l.someone(), ""
	for _, candidate := range append(l.oracle.concerned(name), embedded...) {
		if !l.oracle.facts[name+" was told of "+candidate] {
			breach = candidate
			break
		}
	}
	if breach == "" {
		return l.affiliation()
	}
	return deed{l.command("answer", breach, "--person", name, "notice-received"), "answer", []string{name + " was told of " + breach}}
}

// embedded are some breaches of the list inside the program.
var embedded = []string{"france-travail-2024", "france-travail-kairos-2025"}

// check reads the feeds, of which one has something new. What it tells of is, as
// often as not, an organisation that someone deals with already.
func (l *life) check() deed {
	l.net.set("bonjourlafuite", "/feed.xml", func(p *page) {
		item := rssItem("🟢 "+organisation(l.random.IntN(l.deeds+1)), "Tue, 04 Aug 2026 00:00:00 GMT")
		p.body = strings.Replace(p.body, "</channel>", item+"</channel>", 1)
	})
	return deed{l.command("check"), "check", nil}
}

// report tells how the deeds ended: volume proves nothing if no kill ever hit.
func (r *reaper) report() {
	r.t.Helper()
	interrupted := 0
	for _, fate := range slices.Sorted(maps.Keys(r.fates)) {
		r.t.Logf("%3d × %s", r.fates[fate], fate)
		if strings.HasSuffix(fate, undone) {
			interrupted += r.fates[fate]
		}
	}
	if interrupted == 0 {
		r.t.Error("nothing was interrupted")
	}
}
