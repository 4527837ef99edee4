package directory

// maxTypos is how many slips of the finger a long name may hold.
const maxTypos = 2

// alike reports whether two keys differ by so few slips that one may stand for
// the other, and by how many. Short names are too close to one another to
// guess: SFR and SNCF are two organisations.
func alike(a, b string) (dist int, ok bool) {
	x, y := []rune(a), []rune(b)
	allowed := 0
	switch shorter := min(len(x), len(y)); {
	case shorter >= 8:
		allowed = maxTypos
	case shorter >= 5:
		allowed = 1
	}
	if allowed == 0 || max(len(x), len(y))-min(len(x), len(y)) > allowed {
		return 0, false
	}
	dist = distance(x, y)
	return dist, dist <= allowed
}

// distance counts the letters to insert, delete, replace, or swap with their
// neighbour to go from a to b, no letter being touched twice (the optimal
// string alignment distance).
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
