package window

import (
	"testing"

	"vigie/monitor/keychain"
)

// BenchmarkLoad is what every act in the window costs besides what it does.
func BenchmarkLoad(b *testing.B) {
	p, err := Open(b.Context(), place{b.TempDir(), keychain.NewMemory()}.options())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = p.End(Frame{}) }()
	if o := p.worker.loadUnlocked(b.Context(), p.worker.inst.Unlock(b.Context())); o.problem != nil {
		b.Fatal(o.problem)
	}
	for b.Loop() {
		if _, err := p.worker.load(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
