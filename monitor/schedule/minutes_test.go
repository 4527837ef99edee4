package schedule

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// A day of looks: one in each minute, at its second, also when one takes long.
func TestMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		const late = 17 * time.Second
		begin := time.Now()
		var looks []time.Duration // since the day began
		Minutes(ctx, late, func() {
			looks = append(looks, time.Since(begin))
			if len(looks) == 100 {
				time.Sleep(10*time.Minute + 30*time.Second)
			}
			if len(looks) == 24*60 {
				cancel()
			}
		})
		missed := 0
		for n, at := range looks {
			if n == 100 {
				// The minute that came round meanwhile is looked at as soon as that is over.
				if at != looks[99]+10*time.Minute+30*time.Second {
					t.Errorf("%v after a look that took ten minutes and a half", at-looks[99])
				}
				missed = 9
				continue
			}
			if want := late + time.Duration(n+missed)*time.Minute; at != want {
				t.Fatalf("look %d at %v, want %v", n, at, want)
			}
		}
	})
}

// fallen is what cron makes of a clock that was set back by ten years while it
// waited: the next turn is ten years away. Started anew, it reads the clock anew.
type fallen struct{ turns int }

func (f *fallen) Next(t time.Time) time.Time {
	if f.turns++; f.turns == 2 {
		return t.AddDate(10, 0, 0)
	}
	return t.Add(time.Minute)
}

func TestClockSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		f, looks := new(fallen), 0
		begin := time.Now()
		for ctx.Err() == nil {
			drive(ctx, f, func() {
				if looks++; looks == 2 {
					cancel()
				}
			})
		}
		if took := time.Since(begin); took > 5*time.Minute {
			t.Errorf("the second look came after %v", took)
		}
	})
}
