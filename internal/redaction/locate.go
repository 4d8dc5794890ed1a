package redaction

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A place of a text is found in the file by trying: each spot of the file that reads like the words is replaced by a token
// that stands in no text, the file is read again, and where the token turns up is what the spot writes. So nothing here
// needs to know how a file is read.

const (
	tokenStart = "\ue000"
	tokenEnd   = "\ue001"
	// maxSpots bounds how many spots of a file are tried.
	maxSpots = 4000
)

// spot is a range of the file that reads like some of the words.
type spot struct {
	span
	words *regexp.Regexp // anchored
}

// locate finds for each change, in their order, the bytes of the file that write its place.
func locate(file []byte, read Read, texts []string, changes []Change) ([]span, error) {
	spots, err := spotsOf(file, texts, changes)
	if err != nil {
		return nil, err
	}
	found := make(map[Place]span)
	try(file, read, texts, spots, found)
	spans := make([]span, len(changes))
	for i, c := range changes {
		s, ok := found[c.Place]
		if !ok {
			return nil, ErrElsewhere
		}
		spans[i] = s
	}
	return spans, nil
}

// spotsOf lists where in the file words stand that are to be changed, without overlaps. White space may be written in
// another way: a line may be broken, or end as on Windows.
func spotsOf(file []byte, texts []string, changes []Change) ([]spot, error) {
	var spots []spot
	seen := make(map[string]bool)
	for _, c := range changes {
		words := texts[c.Text][c.Start:c.End]
		if seen[words] {
			continue
		}
		seen[words] = true
		fields := strings.Fields(words)
		for i, f := range fields {
			fields[i] = regexp.QuoteMeta(f)
		}
		pattern := strings.Join(fields, `\s+`)
		if pattern == "" {
			return nil, ErrElsewhere
		}
		anywhere, err := regexp.Compile(pattern)
		if err != nil {
			return nil, fmt.Errorf("look for marked words: %w", err)
		}
		anchored, err := regexp.Compile(`\A(?:` + pattern + `)`)
		if err != nil {
			return nil, fmt.Errorf("look for marked words: %w", err)
		}
		for _, at := range anywhere.FindAllIndex(file, maxSpots+1) {
			spots = append(spots, spot{span{at[0], at[1]}, anchored})
		}
	}
	if len(spots) > maxSpots {
		return nil, fmt.Errorf("these words stand at more than %d places: take them out with praxis draft edit", maxSpots)
	}
	slices.SortFunc(spots, func(a, b spot) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end // of two that begin together, the longer one
	})
	end := -1
	return slices.DeleteFunc(spots, func(s spot) bool {
		if s.start < end {
			return true
		}
		end = s.end
		return false
	}), nil
}

// try replaces spots by tokens and notes which places they write. Where the file cannot be read so, a spot is in no text,
// such as a code or a key: it is looked for by halves, and left out.
func try(file []byte, read Read, texts []string, spots []spot, found map[Place]span) {
	if len(spots) == 0 {
		return
	}
	var b strings.Builder
	at := 0
	for i, s := range spots {
		b.Write(file[at:s.start])
		b.WriteString(tokenStart + strconv.Itoa(i) + tokenEnd)
		at = s.end
	}
	b.Write(file[at:])
	tried, err := read([]byte(b.String()))
	if err == nil && len(tried) == len(texts) {
		if places, ok := match(texts, tried, spots); ok {
			for place, i := range places {
				found[place] = spots[i].span
			}
			return
		}
	}
	if len(spots) > 1 {
		try(file, read, texts, spots[:len(spots)/2], found)
		try(file, read, texts, spots[len(spots)/2:], found)
	}
}

// match reads at which places of the texts the tokens stand, and tells whether the texts are otherwise the same.
func match(texts, tried []string, spots []spot) (map[Place]int, bool) {
	places := make(map[Place]int)
	for i, t := range tried {
		rest, at := t, 0
		body := texts[i]
		for {
			before, token, ok := strings.Cut(rest, tokenStart)
			if !strings.HasPrefix(body[at:], before) {
				return nil, false
			}
			at += len(before)
			if !ok {
				break
			}
			number, behind, _ := strings.Cut(token, tokenEnd)
			n, err := strconv.Atoi(number)
			if err != nil || n < 0 || n >= len(spots) {
				return nil, false
			}
			words := spots[n].words.FindString(body[at:])
			if words == "" {
				return nil, false
			}
			places[Place{Text: i, Start: at, End: at + len(words)}] = n
			at, rest = at+len(words), behind
		}
		if at != len(body) {
			return nil, false
		}
	}
	return places, true
}
