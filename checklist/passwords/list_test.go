package passwords

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vigie/monitor"
)

// list is a sorted list of n passwords made up for the test, and those that
// every list holds.
func list(n int) string {
	var rows []string
	for i := range n {
		rows = append(rows, fmt.Sprintf("%s:%d", NewSecret(fmt.Append(nil, "leaked ", i)).Hash().Digits(), i%9+1))
	}
	for _, p := range knownBad {
		rows = append(rows, NewSecret([]byte(p)).Hash().Digits()+":99")
	}
	slices.Sort(rows)
	return strings.Join(rows, "\n") + "\n"
}

func onDisk(t testing.TB, text string) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// sources are the kinds of list that know the same passwords.
func sources(t testing.TB, n int) map[string]Source {
	t.Helper()
	text := list(n)
	sorted, err := OpenSorted(onDisk(t, text))
	if err != nil {
		t.Fatal(err)
	}
	crlf, err := OpenSorted(onDisk(t, "\uFEFF"+strings.TrimSpace(strings.ReplaceAll(text, "\n", "\r\n"))))
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[string]int)
	for _, row := range strings.Fields(text) {
		var count int
		digits, number, _ := strings.Cut(row, ":")
		fmt.Sscan(number, &count)
		known[digits] = count
	}
	return map[string]Source{"one file": sorted, "CRLF": crlf, "online": Online{(&service{known: known}).ranges}}
}

func openFilter(data []byte) (*Filter, error) {
	return OpenFilter(bytes.NewReader(data), int64(len(data)))
}

// TestSources: every kind of list gives the same answers.
func TestSources(t *testing.T) {
	const n = 20_000
	for name, source := range sources(t, n) {
		hashes := hashesOf(300) // not known
		want := make([]int, len(hashes))
		for i := 0; i < n; i += 97 {
			hashes, want = append(hashes, NewSecret(fmt.Append(nil, "leaked ", i)).Hash()), append(want, i%9+1)
		}
		last := 0
		answers := source.Counts(t.Context(), hashes, func(done int) { last = done })
		for i, a := range answers {
			if a.Count != want[i] || a.Err != nil {
				t.Errorf("%s: %d: %+v, want %d", name, i, a, want[i])
			}
		}
		if last != len(hashes) {
			t.Errorf("%s: progress ended at %d of %d", name, last, len(hashes))
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for i, a := range source.Counts(ctx, hashes, nil) {
			if a.Err == nil && a.Count != want[i] {
				t.Errorf("%s, cancelled: %d: %+v", name, i, a)
			}
		}
	}
}

// TestAnyHash: the search finds its way to every hash, in lists of any size.
func TestAnyHash(t *testing.T) {
	for _, n := range []int{0, 1, 700, 5000} {
		text := strings.TrimSpace(list(n))
		s, err := OpenSorted(onDisk(t, text))
		if err != nil {
			t.Fatalf("%d: %v", n, err)
		}
		rows := strings.Fields(text)
		for _, row := range []string{rows[0], rows[len(rows)-1]} {
			h, want, err := parseRow([]byte(row))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := s.count(h); got != want || err != nil {
				t.Errorf("%s: %d, %v; want %d", row, got, err, want)
			}
		}
		rapid.Check(t, func(t *rapid.T) {
			var h Hash
			row := rapid.SampledFrom(rows).Draw(t, "row")
			known, count, err := parseRow([]byte(row))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := s.count(known); got != count || err != nil {
				t.Fatalf("%d, %v; want %d", got, err, count)
			}
			copy(h[:], rapid.SliceOfN(rapid.Byte(), len(h), len(h)).Draw(t, "hash"))
			if got, err := s.count(h); got != 0 || err != nil {
				t.Fatalf("a hash of chance: %d, %v", got, err)
			}
		})
	}
}

// TestDamagedRows: near a row that is damaged nothing is known.
func TestDamagedRows(t *testing.T) {
	text := list(5000)
	s, err := OpenSorted(onDisk(t, text))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range []string{"leaked 17", "leaked 4000"} {
		hash := NewSecret([]byte(h)).Hash()
		damaged := strings.Replace(text, hash.Digits()+":", hash.Digits()[:39]+"?:", 1)
		s.file = strings.NewReader(damaged)
		if n, err := s.count(hash); err == nil {
			t.Errorf("%s: %d", h, n)
		}
	}
}

func TestListsRefused(t *testing.T) {
	good := list(5000)
	rows := strings.SplitAfter(good, "\n")
	without := func(p string) string {
		digits := NewSecret([]byte(p)).Hash().Digits()
		return strings.Join(slices.DeleteFunc(slices.Clone(rows), func(r string) bool { return strings.HasPrefix(r, digits) }), "")
	}
	for name, c := range map[string]struct{ text, problem string }{
		"empty":            {"", "passwords.list-format"},
		"another file":     {"name,url\na,b\n", "passwords.list-format"},
		"NTLM":             {"0CB6948805F797BF2A82807973B89537:5\n", "passwords.list-ntlm"},
		"cut at a row":     {strings.Join(rows[:len(rows)/2], ""), "passwords.list-cut"},
		"cut in a row":     {good[:len(good)-10], "passwords.list-cut"},
		"a password lacks": {without("azerty"), "passwords.list-cut"},
		"not sorted":       {strings.Join(append([]string{rows[len(rows)-3]}, rows...), ""), ""},
	} {
		_, err := OpenSorted(onDisk(t, c.text))
		if got := problemKey(err); got != c.problem {
			t.Errorf("%s: %v, want %s", name, err, c.problem)
		}
	}
}

func problemKey(err error) string {
	var p *monitor.Problem
	if !errors.As(err, &p) {
		return ""
	}
	return p.Key
}

func TestFilterRefused(t *testing.T) {
	var pressed bytes.Buffer
	if err := BuildFilter(t.Context(), &pressed, strings.NewReader(list(3000)), nil); err != nil {
		t.Fatal(err)
	}
	good := pressed.Bytes()
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 1
	var empty bytes.Buffer
	if err := BuildFilter(t.Context(), &empty, strings.NewReader(""), nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data    []byte
		problem string
	}{
		"nothing":          {nil, "passwords.filter-damaged"},
		"cut":              {good[:len(good)-40], "passwords.filter-damaged"},
		"longer":           {append(bytes.Clone(good), 0), "passwords.filter-damaged"},
		"a bit changed":    {flipped, "passwords.filter-damaged"},
		"of an empty list": {empty.Bytes(), "passwords.list-cut"},
	} {
		if _, err := openFilter(c.data); problemKey(err) != c.problem {
			t.Errorf("%s: %v, want %s", name, err, c.problem)
		}
	}
	if err := BuildFilter(t.Context(), &empty, strings.NewReader("B"+strings.Repeat("0", 39)+":1\nA"+strings.Repeat("0", 39)+":1\n"), nil); problemKey(err) != "passwords.list-format" {
		t.Errorf("a list that is not sorted: %v", err)
	}
}

// TestFilterSizes: sizes that do not fit are no verdict, even where the checksum
// says that somebody wrote them so.
func TestFilterSizes(t *testing.T) {
	var pressed bytes.Buffer
	if err := BuildFilter(t.Context(), &pressed, strings.NewReader(list(3000)), nil); err != nil {
		t.Fatal(err)
	}
	good, err := openFilter(pressed.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	first := NewSecret([]byte("not in the list")).Hash()
	for field := range 5 { // the numbers behind the seed, with lengths among them
		data := bytes.Clone(pressed.Bytes()[:pressed.Len()-sha256.Size])
		data[int(good.shards[first[0]].at)+8+4*field+3] ^= 0x40
		sum := sha256.Sum256(data)
		f, err := openFilter(append(data, sum[:]...))
		if err != nil {
			t.Fatal(err)
		}
		if a := f.Counts(t.Context(), []Hash{first}, nil)[0]; a.Err == nil || errors.Is(a.Err, ErrPerhaps) {
			t.Errorf("field %d: %+v", field, a)
		}
	}
}

// TestFalsePositives: the filter errs as often as it says, and only one way.
func TestFalsePositives(t *testing.T) {
	var pressed bytes.Buffer
	if err := BuildFilter(t.Context(), &pressed, strings.NewReader(list(50_000)), nil); err != nil {
		t.Fatal(err)
	}
	f, err := openFilter(pressed.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 50_000; i += 97 {
		h := NewSecret(fmt.Append(nil, "leaked ", i)).Hash()
		if a := f.Counts(t.Context(), []Hash{h}, nil)[0]; !errors.Is(a.Err, ErrPerhaps) {
			t.Fatalf("it lacks what is in the list: %+v", a)
		}
	}
	const tried = 200_000
	wrong := 0
	for _, a := range f.Counts(t.Context(), hashesOf(tried), nil) {
		if errors.Is(a.Err, ErrPerhaps) {
			wrong++
		}
	}
	held, of, err := f.Measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const expected = 1.0 / 256
	for _, rate := range []float64{float64(wrong) / tried, float64(held) / float64(of)} {
		if rate > 1.3*expected || rate < 0.7*expected {
			t.Errorf("it holds %.3f %% of what is not in the list; %.3f %% were expected", 100*rate, 100*expected)
		}
	}
}

func FuzzSorted(f *testing.F) {
	f.Add([]byte(list(40)))
	f.Add([]byte("\uFEFF0000000000000000000000000000000000000000:1\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &Sorted{bytes.NewReader(data), int64(len(data))}
		_ = s.sound()
		_, _ = s.count(Hash{0x42})
		_ = BuildFilter(t.Context(), &bytes.Buffer{}, bytes.NewReader(data), nil)
	})
}

func FuzzOpenFilter(f *testing.F) {
	var pressed bytes.Buffer
	if err := BuildFilter(f.Context(), &pressed, strings.NewReader(list(10)), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(pressed.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if filter, err := openFilter(data); err == nil {
			filter.Counts(t.Context(), hashesOf(5), nil)
		}
	})
}

func BenchmarkFilter(b *testing.B) {
	var pressed bytes.Buffer
	if err := BuildFilter(b.Context(), &pressed, strings.NewReader(list(200_000)), nil); err != nil {
		b.Fatal(err)
	}
	f, err := openFilter(pressed.Bytes())
	if err != nil {
		b.Fatal(err)
	}
	hashes := hashesOf(1000)
	for b.Loop() {
		f.Counts(b.Context(), hashes, nil)
	}
}
