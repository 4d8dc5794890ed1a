package node

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// A name comes from whoever can open the sign-in page, as long as a request may be.
func TestWrongNamesTakeLittleMemory(t *testing.T) {
	th := &throttle{now: func() time.Time { return time.Unix(1_700_000_000, 0) }, failures: make(map[foldedName]*failures)}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 4 {
		for i := range 16 {
			name := strings.Repeat("x", 1<<20) + string(rune('a'+i))
			if th.mayTry(name) == nil {
				th.failed(name)
			}
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 1<<20 {
		t.Errorf("sixteen names of 1 MiB keep %d bytes", grown)
	}
	if th.mayTry(strings.Repeat("X", 1<<20)+"b ") == nil {
		t.Error("the fourth attempt for a long name does not wait")
	}
	if th.mayTry(strings.Repeat("x", 1<<20)+"z") != nil {
		t.Error("another name waits")
	}
}
