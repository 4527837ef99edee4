package window

import (
	"context"
	"sync"
)

// queue is what waits for the worker. It takes whatever comes, at once: who draws
// must never wait for who works, nor anybody for a worker that has ended.
type queue struct {
	mu    sync.Mutex
	jobs  []func()
	ready chan struct{} // holds one when there may be jobs
}

func newQueue() *queue { return &queue{ready: make(chan struct{}, 1)} }

func (q *queue) add(job func()) {
	q.mu.Lock()
	q.jobs = append(q.jobs, job)
	q.mu.Unlock()
	select {
	case q.ready <- struct{}{}:
	default: // it is known already
	}
}

// run does one job after the other until ctx is done; what waits then is dropped.
func (q *queue) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-q.ready:
		}
		for job := q.next(); job != nil && ctx.Err() == nil; job = q.next() {
			job()
		}
	}
}

func (q *queue) next() func() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.jobs) == 0 {
		return nil
	}
	job := q.jobs[0]
	q.jobs = q.jobs[1:]
	return job
}
