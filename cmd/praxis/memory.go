package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// The runtime collects when the heap has doubled, or, before that, at a limit. The limit is for a first synchronisation
// and for passphrases that are tried, whose garbage should not stay: it is leastMemory for a node that keeps little, and
// follows what is in use in one that keeps much, such as the words of a hundred thousand documents. A limit that does not
// follow has the runtime collect all the time as soon as what is in use comes near it.
const (
	leastMemory = 80 << 20
	spareMemory = 24 << 20 // and a quarter of what is in use
)

// memoryLimit is the limit for a runtime in which so many bytes are in use.
func memoryLimit(inUse uint64) int64 { return max(leastMemory, int64(inUse+inUse/4)+spareMemory) }

// limitMemory sets the limit, and again after each collection. The store's own memory comes on top.
func limitMemory() {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	debug.SetMemoryLimit(memoryLimit(sample[0].Value.Uint64()))
	// What nothing refers to is cleaned up after the next collection, which is when this is to run once more.
	runtime.AddCleanup(new([16]byte), func(int) { limitMemory() }, 0)
}
