package keychain

import (
	"context"
	"sync"

	"vigie/monitor"
)

// Memory is a backend that forgets everything when the program ends. It is safe
// for concurrent use, so that several Keychains can share one.
type Memory struct {
	mu    sync.Mutex
	items map[string]string
}

// NewMemory makes an empty backend.
func NewMemory() *Memory { return &Memory{items: make(map[string]string)} }

// Get is [Backend.Get].
func (m *Memory) Get(name string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.items[name]
	if !ok {
		return "", monitor.ErrNotFound
	}
	return value, nil
}

// Set is [Backend.Set].
func (m *Memory) Set(name, value string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.items[name] = value
	return nil
}

// Delete is [Backend.Delete].
func (m *Memory) Delete(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.items, name)
	return nil
}

// Ready is [Backend.Ready]: always.
func (m *Memory) Ready(context.Context) error { return nil }

// Provider is "memory".
func (m *Memory) Provider() string { return "memory" }
