package store

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"vigie/monitor"
	"vigie/monitor/store/storetest"
)

// catalogueSize is about what all the feeds tell together.
const catalogueSize = 2500

func catalogue() []monitor.Record {
	records := make([]monitor.Record, catalogueSize)
	for i := range records {
		records[i] = sample().Records[0]
		records[i].Key = fmt.Sprint(i)
		records[i].Population.EN = strings.Repeat("what is said of it ", 30)
	}
	return records
}

func bigHouse(b *testing.B) string {
	dir := house(b, false)
	s := openUnlocked(b, dir)
	err := s.Update(context.Background(), func(tx monitor.Tx) error { return tx.PutRecords(catalogue()) })
	if err != nil {
		b.Fatal(err)
	}
	closeStore(b, s)
	return dir
}

// BenchmarkOpen is what every command pays: open, unlock, read the household, close.
func BenchmarkOpen(b *testing.B) {
	dir := bigHouse(b)
	for b.Loop() {
		s, err := Open(context.Background(), dir)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Unlock(storetest.Key()); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Household(context.Background()); err != nil {
			b.Fatal(err)
		}
		closeStore(b, s)
	}
}

func BenchmarkOpenAlone(b *testing.B) {
	dir := bigHouse(b)
	for b.Loop() {
		s, err := Open(context.Background(), dir)
		if err != nil {
			b.Fatal(err)
		}
		closeStore(b, s)
	}
}

func BenchmarkCreate(b *testing.B) {
	dir := b.TempDir()
	for n := 0; b.Loop(); n++ {
		s, err := Open(context.Background(), fmt.Sprintf("%s/%d", dir, n))
		if err != nil {
			b.Fatal(err)
		}
		closeStore(b, s)
	}
}

func BenchmarkRecords(b *testing.B) {
	s := openOn(b, bigHouse(b))
	for b.Loop() {
		if _, err := s.Records(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPutRecordsUnchanged(b *testing.B) {
	s := openOn(b, bigHouse(b))
	records := catalogue()
	for b.Loop() {
		if err := s.Update(context.Background(), func(tx monitor.Tx) error { return tx.PutRecords(records) }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	s := openOn(b, bigHouse(b))
	for b.Loop() {
		if err := s.Verify(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
