package wire

import "fmt"

// difference says, for the reader of an error, why got is not the encoding of what was decoded from it, given the
// encoding that is. It walks over both together to the first place where they part. Both have been scanned or encoded
// here, so it never meets a malformed value; at worst its answer is only a position.
func difference(got, want []byte) string {
	g, w := scanner{in: got}, scanner{in: want}
	if reason := g.part(&w, 0); reason != "" {
		return reason
	}
	return fmt.Sprintf("it would be written as %d other bytes", len(want))
}

// part compares the next value of two encodings and returns how they differ, or "".
func (s *scanner) part(want *scanner, depth int) string {
	at := s.at
	major, arg, err := s.head()
	wantMajor, wantArg, wantErr := want.head()
	if err != nil || wantErr != nil || depth > MaxDepth {
		return fmt.Sprintf("at byte %d: another value would be written here", at)
	}
	if major == majorMap && wantMajor == majorMap {
		return s.parts(want, arg, wantArg, depth)
	}
	if major != wantMajor {
		return fmt.Sprintf("at byte %d: a value of another type is expected", at)
	}
	if arg != wantArg {
		return fmt.Sprintf("at byte %d: %d stands where %d is expected", at, arg, wantArg)
	}
	switch major {
	case majorBytes, majorText:
		b, _ := s.take(arg)
		other, _ := want.take(arg)
		if string(b) != string(other) {
			return fmt.Sprintf("at byte %d: other bytes would be written here", at)
		}
	case majorArray:
		for range arg {
			if reason := s.part(want, depth+1); reason != "" {
				return reason
			}
		}
	case majorTag:
		return s.part(want, depth+1)
	}
	return ""
}

// parts compares the fields of two maps of n and m fields. A key that only got has is one of an optional field that
// holds nothing; one that only want has is missing.
func (s *scanner) parts(want *scanner, n, m uint64, depth int) string {
	for range min(n, m) {
		key, err := s.key()
		wantKey, wantErr := want.key()
		if err != nil || wantErr != nil {
			return ""
		}
		switch order := compareKeys(key, wantKey); {
		case order < 0:
			return empty(key)
		case order > 0:
			return missing(wantKey)
		}
		if reason := s.part(want, depth+1); reason != "" {
			return reason
		}
	}
	if n < m {
		if key, err := want.key(); err == nil {
			return missing(key)
		}
	}
	if n > m {
		if key, err := s.key(); err == nil {
			return empty(key)
		}
	}
	return ""
}

func missing(key []byte) string { return fmt.Sprintf("the key %q is missing", key) }

func empty(key []byte) string {
	return fmt.Sprintf("the key %q stands there with an empty value, and is to be left out", key)
}
