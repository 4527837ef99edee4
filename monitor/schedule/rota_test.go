package schedule

import (
	"slices"
	"time"
)

// rota is a schedule, and the times it means.
type rota struct {
	schedule string
	interval time.Duration // or
	clock    []int         // minutes of the day
	weekday  time.Weekday  // -1 for every day
}

var rotas = []rota{
	{schedule: "6h", interval: 6 * time.Hour},
	{schedule: "24h", interval: day},
	{schedule: "15m", interval: 15 * time.Minute},
	{schedule: "daily at 02:30", clock: []int{2*60 + 30}, weekday: -1},
	{schedule: "tous les jours à 18 h 30", clock: []int{18*60 + 30}, weekday: -1},
	{schedule: "weekly on Sunday", clock: []int{8 * 60}, weekday: time.Sunday},
	{schedule: "0 0,1,2,3 * * *", clock: []int{0, 60, 120, 180}, weekday: -1},
}

// turns finds the first turn of an installation at or after a time, given one
// of its turns as an example: it tells how far they lie after the rota's times.
func (r rota) turns(example time.Time, zone string, known map[string][]int64) func(time.Time) time.Time {
	if r.interval > 0 {
		seconds := int64(r.interval / time.Second)
		return func(from time.Time) time.Time {
			at := from.Unix() / seconds * seconds
			at += example.Unix() % seconds
			for at -= seconds; at < from.Unix(); at += seconds {
			}
			return time.Unix(at, 0)
		}
	}
	key := zone + " " + r.schedule
	if known[key] == nil {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			panic(err)
		}
		known[key] = r.firings(loc)
	}
	all := known[key]
	i, _ := slices.BinarySearch(all, example.Unix()+1)
	late := example.Unix() - all[i-1]
	return func(from time.Time) time.Time {
		i, _ := slices.BinarySearch(all, from.Unix()-late)
		return time.Unix(all[i]+late, 0)
	}
}

// firings lists when a calendar fires in the years that TestYears visits, by
// looking at the clocks of a place every quarter of an hour. What they skip
// comes as much later; what they show for a second time does not count.
func (r rota) firings(loc *time.Location) (all []int64) {
	const quarter = 15 * 60
	for _, year := range []int{2015, 2025, 2035} {
		begin := time.Date(year, 12, 1, 0, 0, 0, 0, loc)
		_, offset := begin.Zone()
		shown := begin.Unix() + int64(offset) - quarter
		for at := begin; at.Year() < year+4; at = at.Add(quarter * time.Second) {
			_, offset := at.Zone()
			now, next := at.Unix()+int64(offset), shown+quarter
			for wall := next; wall <= now; wall += quarter {
				if !r.means(time.Unix(wall, 0).UTC()) {
					continue
				}
				if wall < now {
					all = append(all, at.Unix()+wall-next)
				} else {
					all = append(all, at.Unix())
				}
			}
			shown = max(shown, now)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (r rota) means(wall time.Time) bool {
	return slices.Contains(r.clock, wall.Hour()*60+wall.Minute()) && (r.weekday < 0 || wall.Weekday() == r.weekday)
}
