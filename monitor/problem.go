package monitor

// Problem is an error for people: it says what happened, what was not harmed
// and what to do, in words that assets/words keeps under problem.<Key>. Any
// other error is a defect or an outside failure that nobody wrote words for.
//
// Args fill the words. They never hold an identifier's value.
type Problem struct {
	Key   string
	Args  map[string]string
	Usage bool  // the command was given wrongly, rather than impossible to carry out
	Err   error // the cause, for logs and errors.Is
}

// NewProblem makes a Problem from a key and pairs of argument names and values.
func NewProblem(key string, pairs ...string) *Problem {
	p := &Problem{Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p.Args == nil {
			p.Args = make(map[string]string, len(pairs)/2)
		}
		p.Args[pairs[i]] = pairs[i+1]
	}
	return p
}

// UsageProblem is a Problem with the way the command was given.
func UsageProblem(key string, pairs ...string) *Problem {
	p := NewProblem(key, pairs...)
	p.Usage = true
	return p
}

// Because adds the cause.
func (p *Problem) Because(err error) *Problem {
	p.Err = err
	return p
}

// Error is the key and the cause: for logs. People read the words.
func (p *Problem) Error() string {
	if p.Err != nil {
		return p.Key + ": " + p.Err.Error()
	}
	return p.Key
}

func (p *Problem) Unwrap() error { return p.Err }
