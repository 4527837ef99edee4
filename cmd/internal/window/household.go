package window

import (
	"context"

	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/identifier"
)

// named hands over the name of a person, by which the core knows people.
func (w *worker) named(ctx context.Context, id string, f func(name string) error) error {
	person, err := w.person(ctx, id)
	if err != nil {
		return err
	}
	return f(person.Name)
}

func (w *worker) person(ctx context.Context, id string) (monitor.Person, error) {
	h, err := w.inst.Store.Household(ctx)
	if err != nil {
		return monitor.Person{}, err
	}
	person, ok := h.Person(id)
	if !ok { // removed meanwhile, by the command line
		return person, monitor.NewProblem("window.gone")
	}
	return person, nil
}

func (w *worker) addIdentifier(ctx context.Context, e view.AddIdentifier) error {
	encoded, err := identifier.Encode(e.Value)
	if err != nil {
		return err
	}
	same := func(kept []byte) bool {
		have, err := identifier.Decode(kept)
		return err == nil && identifier.Same(have, e.Value)
	}
	return w.named(ctx, e.Person, func(name string) error {
		_, err := w.inst.Monitor.AddIdentifier(ctx, name, e.Value, encoded, same)
		return err
	})
}

// reveal reads the one value that somebody asked to see.
func (w *worker) reveal(ctx context.Context, id string) (view.Event, error) {
	data, err := w.inst.Keychain.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	v, err := identifier.Decode(data)
	if err != nil {
		return nil, err
	}
	return view.Revealed{ID: id, Value: v}, nil
}
