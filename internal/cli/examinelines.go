package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"praxis/internal/draft"
	"praxis/internal/gate"
	tables "praxis/internal/table"
)

// predict answers documents with the marks in them.
func (a *app) predict(ctx context.Context, args []string) error {
	known := func(m draft.Mark) bool { return m.Kind != draft.KindUnknown }
	return a.answerLines(ctx, args, func(from io.Reader, to io.Writer) error {
		return gate.Predict(from, to, gate.Options{}, known)
	})
}

// smallestThreshold is where protection begins to mean anything: 1 is small.
const smallestThreshold = 2

// protectTables answers tables with what may be published of them.
func (a *app) protectTables(ctx context.Context, args []string, q examining) error {
	if q.threshold != 0 && (q.threshold < smallestThreshold || q.threshold > 1000) {
		return wrongUse("--threshold is from %d to 1000, not %d", smallestThreshold, q.threshold)
	}
	if m := tables.Method(q.method); m != tables.MethodRound && m != tables.MethodSuppress {
		return wrongUse("--method is round or suppress, not %q", q.method)
	}
	key, err := a.roundingKey()
	if err != nil {
		return err
	}
	answering := tables.Answering{Key: key, Threshold: q.threshold, Method: tables.Method(q.method)}
	return a.answerLines(ctx, args, answering.Answer)
}

// roundingKey is a key for this run: without a node there is none that lasts.
func (a *app) roundingKey() ([]byte, error) {
	key := make([]byte, 32)
	if _, err := io.ReadFull(a.Random, key); err != nil {
		return nil, fmt.Errorf("draw chance for the rounding: %w", err)
	}
	return key, nil
}

// answerLines answers files of JSON lines, one after the other.
func (a *app) answerLines(ctx context.Context, args []string, answer func(io.Reader, io.Writer) error) error {
	out := bufio.NewWriter(a.Stdout)
	for _, path := range args {
		if err := ctx.Err(); err != nil {
			return err
		}
		from := a.Stdin
		if path != standardInput {
			f, err := os.Open(path)
			if err != nil {
				return wrongUse("%v: name a file that is there", err)
			}
			defer func() { _ = f.Close() }() // it was only read
			from = f
		}
		err := answer(from, out)
		if flushed := out.Flush(); flushed != nil {
			return fmt.Errorf("write the answers: %w", flushed)
		}
		if err != nil {
			return wrongUse("%s: %v", path, err)
		}
	}
	return nil
}
