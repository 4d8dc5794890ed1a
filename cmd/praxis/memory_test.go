package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestTheMemoryLimitFollowsWhatIsInUse holds more than the least limit, and wants room beyond it; and no more room than
// before when it is given up.
func TestTheMemoryLimitFollowsWhatIsInUse(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	limitMemory()
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	until := func(what string, is func(int64) bool) {
		t.Helper()
		for range 1000 {
			runtime.GC()
			if is(limit()) {
				return
			}
			time.Sleep(time.Millisecond) // cleanups run on a goroutine of the runtime
		}
		t.Fatalf("%s: the limit stays at %d", what, limit())
	}
	held := make([]byte, 2*leastMemory)
	until("with much in use", func(n int64) bool { return n > int64(len(held))+spareMemory })
	runtime.KeepAlive(held)
	until("after it was given up", func(n int64) bool { return n == leastMemory })
}
