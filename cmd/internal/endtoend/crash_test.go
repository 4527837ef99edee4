//go:build e2e && linux

package endtoend

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestCrash kills the program with kill -9, again and again, at any moment of
// anything it does, from the first start on. Afterwards nothing it acknowledged
// is missing, nothing is half done, no alert is told twice or never, and the key
// store and the database agree. oracle_test.go says how that is known.
//
// A seed gives the same deeds and the same moments, as far as the machine takes
// the same time for them.
func TestCrash(t *testing.T) {
	crashes := int(fromEnvironment(t, "VIGIE_CRASHES", 40))
	seed := fromEnvironment(t, "VIGIE_SEED", uint64(time.Now().UnixNano()))
	t.Logf("%d crashes; replay with VIGIE_SEED=%d", crashes, seed)
	const households = 2
	for i := range households {
		t.Run(fmt.Sprint("household ", i), func(t *testing.T) {
			t.Parallel()
			r := newReaper(newSession(t), newInternet(t), rand.New(rand.NewPCG(seed, uint64(i))))
			for left := crashes / households; left > 0; left -= lifetime {
				r.reap(min(left, lifetime))
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

// firstStart takes longest: it makes the folder, the database and the key.
const firstStart = "first start"

// newReaper measures each deed, the second time it is done.
func newReaper(s *session, n *internet, random *rand.Rand) *reaper {
	s.t.Helper()
	r := &reaper{session: s, net: n, random: random, takes: make(map[string]time.Duration), fates: make(map[string]int)}
	l := r.begin()
	r.takes[firstStart] = l.must(l.command("person", "list"), done).took
	for range 2 {
		for _, kind := range deeds {
			d := l.next(kind)
			r.takes[d.name] = l.must(d.command, done, news).took
			l.look()
		}
	}
	return r
}

func (r *reaper) begin() *life {
	r.lives++
	return begin(r.session, r.net, r.random, fmt.Sprint("life ", r.lives))
}

// reap takes an installation through crashes, then lets it finish in peace.
func (r *reaper) reap(crashes int) {
	r.t.Helper()
	l := r.begin()
	for range crashes {
		kinds := deeds
		if len(l.persons) == 0 {
			kinds = deeds[:2]
		}
		d := l.next(kinds[r.random.IntN(len(kinds))])
		takes := r.takes[d.name]
		if l.deeds == 1 {
			takes = r.takes[firstStart]
		}
		result, _ := l.start(d.command).wait(time.Duration(1.2 * r.random.Float64() * float64(takes)))
		if result.status == problem || result.status == usage {
			r.t.Fatalf("deed %d: %v", l.deeds, result)
		}
		r.fates[d.name+" "+l.reckon(d, result)]++
	}
	l.rest()
}

// report tells how the deeds ended: volume proves nothing if no kill ever hit.
func (r *reaper) report() {
	r.t.Helper()
	interrupted := 0
	for _, fate := range slices.Sorted(maps.Keys(r.fates)) {
		r.t.Logf("%3d × %s", r.fates[fate], fate)
		if !strings.HasSuffix(fate, acknowledged) {
			interrupted += r.fates[fate]
		}
	}
	if interrupted == 0 {
		r.t.Error("nothing was interrupted")
	}
}
