package store

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/store/storetest"
)

// TestFlippedBytes flips every byte of the header and bytes all over the file,
// one at a time. Whatever comes of it, the household is never silently another:
// the content is what was written, or the backup's with an incident, or there is
// a Problem and the file is as it was.
func TestFlippedBytes(t *testing.T) {
	dir := house(t, true)
	path := filepath.Join(dir, databaseName)
	original, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	offsets := make([]int, 100, 200)
	for i := range offsets {
		offsets[i] = i
	}
	for range 100 {
		offsets = append(offsets, random.IntN(len(original)))
	}
	count := make(map[string]int)
	for _, offset := range offsets {
		spoiled := bytes.Clone(original)
		spoiled[offset] ^= byte(1 << random.IntN(8))
		outcome := openSpoiled(t, dir, spoiled)
		count[outcome]++
		if t.Failed() {
			t.Fatalf("byte %d is %#x instead of %#x, seed %d", offset, spoiled[offset], original[offset], seed)
		}
	}
	t.Logf("%v of %d flips", count, len(offsets))
	if count["restored"] == 0 || count["same"] == 0 {
		t.Error("the flips did not reach both outcomes")
	}
}

// openSpoiled opens the directory with this database, verified as after a
// power cut, and tells what came of it.
func openSpoiled(t *testing.T, dir string, spoiled []byte) string {
	t.Helper()
	path := filepath.Join(dir, databaseName)
	for _, old := range []string{path + walSuffix, path + shmSuffix} {
		_ = os.Remove(old) // of the round before
	}
	if err := os.WriteFile(path, spoiled, fileMode); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+markSuffix, nil, fileMode); err != nil {
		t.Fatal(err)
	}
	s, err := open(context.Background(), dir, schemas(), today)
	if err != nil {
		if p := (*monitor.Problem)(nil); !errors.As(err, &p) {
			t.Errorf("open: %v is not a Problem", err)
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, spoiled) {
			t.Errorf("it was refused (%v) and yet changed", err)
		}
		return "refused"
	}
	defer closeStore(t, s)
	if err := s.Unlock(storetest.Key()); err != nil {
		t.Errorf("Unlock: %v", err)
		return "locked"
	}
	want, outcome := sample(), "same"
	i, err := s.Incident(context.Background())
	if err != nil {
		t.Errorf("Incident: %v", err)
	}
	if i != nil {
		want.Lang, outcome = "of the backup", "restored"
	}
	want.check(t, s)
	return outcome
}
