//go:build e2e && linux

package endtoend

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// dragnet looks for canaries in bytes, whatever their form.
type dragnet struct {
	forms map[[grip]byte][]form // by how they begin
}

// grip is the length of the shortest form that is looked for, in bytes: a
// shorter one is found anywhere by chance.
const grip = 6

func newDragnet(canaries ...canary) *dragnet {
	n := &dragnet{make(map[[grip]byte][]form)}
	for _, c := range canaries {
		for _, f := range forms(c) {
			if len(f.text) < grip {
				continue
			}
			start := [grip]byte([]byte(f.text))
			same := func(o form) bool { return o.canary == f.canary && o.text == f.text }
			if !slices.ContainsFunc(n.forms[start], same) {
				n.forms[start] = append(n.forms[start], f)
			}
		}
	}
	return n
}

// catch looks into data, and into what is compressed in it. It returns what it
// found, each once, as "canary (form)".
func (n *dragnet) catch(data []byte) (caught []string) {
	for i := 0; i+grip <= len(data); i++ {
		for _, f := range n.forms[[grip]byte(data[i:])] {
			if bytes.HasPrefix(data[i:], []byte(f.text)) {
				caught = append(caught, fmt.Sprintf("%s (%s)", f.canary, f.name))
			}
		}
	}
	for rest := data; ; rest = rest[1:] {
		start := bytes.Index(rest, gzipMagic)
		if start < 0 {
			break
		}
		rest = rest[start:]
		if r, err := gzip.NewReader(bytes.NewReader(rest)); err == nil {
			content, _ := io.ReadAll(io.LimitReader(r, maxUnpacked)) // as far as it goes
			caught = append(caught, n.catch(content)...)
		}
	}
	slices.Sort(caught)
	return slices.Compact(caught)
}

var gzipMagic = []byte{0x1f, 0x8b, 8}

const maxUnpacked = 64 << 20

// catchTree looks into every file below a folder, and at their names. It
// returns "file: canary (form)".
func (n *dragnet) catchTree(t testing.TB, root string) (caught []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(path, root)
		found := n.catch([]byte(name))
		if d.Type().IsRegular() {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			found = append(found, n.catch(content)...)
			if bytes.HasPrefix(content, []byte("SQLite format 3\x00")) {
				cells, err := cellsOf(path)
				if err != nil {
					return err
				}
				found = append(found, n.catch(cells)...)
			}
		}
		slices.Sort(found)
		for _, f := range slices.Compact(found) {
			caught = append(caught, name+": "+f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return caught
}

// cellsOf is every value in a database, one after the other. A long value lies
// in pieces, and a text could lie across two of them.
func cellsOf(path string) (cells []byte, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&immutable=1")
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	tables, err := rowsOf(db, "SELECT name FROM sqlite_schema WHERE type = 'table'")
	if err != nil {
		return nil, err
	}
	for _, table := range tables {
		rows, err := rowsOf(db, fmt.Sprintf("SELECT * FROM %q", table))
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", table, err)
		}
		cells = append(cells, bytes.Join(rows, nil)...)
	}
	return cells, nil
}

// rowsOf is what a query gives, the columns of each row joined.
func rowsOf(db *sql.DB, query string) (all [][]byte, err error) {
	rows, err := db.Query(query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		var row []byte
		for _, v := range values {
			row = append(row, v...)
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// The bait is a canary that is planted on purpose: a net that does not find it
// proves nothing.
var bait = canary{"bait", []string{"Coquecigrue de Témoin"}}

// checkTree fails unless the bait it plants is all that there is to find in a
// tree, and is found in every encoding, in a compressed file and in a database.
func checkTree(t testing.TB, root string, canaries ...canary) {
	t.Helper()
	dir := filepath.Join(root, "planted")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	planted := plant(t, dir)
	for _, found := range newDragnet(append(canaries, bait)...).catchTree(t, root) {
		where, what, _ := strings.Cut(found, ": ")
		if file, ok := strings.CutPrefix(where, "/planted/"); ok && strings.HasPrefix(what, bait.name) {
			delete(planted, file)
			continue
		}
		t.Error(found)
	}
	for file := range planted {
		t.Errorf("the bait %s was not found: the search proves nothing", file)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
}

// plant writes the bait in every way, each in a file of that name.
func plant(t testing.TB, dir string) (files map[string]bool) {
	t.Helper()
	texts := encodings(bait.spellings[0])
	texts["gzip"] = "something first" + packed(t, bait.spellings[0])
	files = map[string]bool{"database": true}
	for name, text := range texts {
		files[name] = true
		if err := os.WriteFile(filepath.Join(dir, name), []byte("before "+text+" after"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "database"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE planted (text TEXT); INSERT INTO planted VALUES (?)", bait.spellings[0]); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return files
}

func packed(t testing.TB, text string) string {
	t.Helper()
	var b strings.Builder
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// checkBytes fails if canaries stand in some bytes, or if a bait put beside them
// is not found.
func checkBytes(t testing.TB, what string, data []byte, canaries ...canary) {
	t.Helper()
	n := newDragnet(append(canaries, bait)...)
	baited := false
	for _, found := range n.catch(append(slices.Clip(data), bait.spellings[0]...)) {
		if strings.HasPrefix(found, bait.name) {
			baited = true
			continue
		}
		t.Errorf("%s: %s", what, found)
	}
	if !baited {
		t.Errorf("%s: the bait was not found", what)
	}
}

// TestNet: what the other tests rely on. Every form of every canary is caught,
// alone and in the middle of other bytes.
func TestNet(t *testing.T) {
	t.Parallel()
	canaries := append(append(values(), names()...), bait)
	n := newDragnet(canaries...)
	tried := 0
	for _, c := range canaries {
		for _, f := range forms(c) {
			if len(f.text) < grip {
				continue
			}
			tried++
			caught := n.catch([]byte("\x00\xff" + f.text + "\n"))
			if !slices.ContainsFunc(caught, func(s string) bool { return strings.HasPrefix(s, c.name) }) {
				t.Errorf("%s: %s is not caught", c.name, f.name)
			}
		}
	}
	if kinds := len(encodings("x")); kinds < 12 || tried < 1000 {
		t.Errorf("%d encodings, %d forms: too few to prove anything", kinds, tried)
	}
	if caught := n.catch([]byte("the quick brown fox jumps over the lazy dog 0123456789")); caught != nil {
		t.Errorf("caught %v in nothing", caught)
	}
}

// TestNetInBase64: the part of base64 that is looked for is in the encoding of
// the text among others, wherever it begins.
func TestNetInBase64(t *testing.T) {
	t.Parallel()
	n := newDragnet(bait)
	for before := range 3 {
		for after := range 3 {
			text := strings.Repeat("<", before) + bait.spellings[0] + strings.Repeat(">", after)
			if caught := n.catch([]byte(base64.StdEncoding.EncodeToString([]byte(text)))); len(caught) == 0 {
				t.Errorf("not caught with %d bytes before and %d after", before, after)
			}
		}
	}
}
