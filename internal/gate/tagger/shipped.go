package tagger

import (
	_ "embed" // the weights
	"sync"
)

//go:embed weights.bin
var weights []byte

// Shipped is the model that stands in the repository, made by the command train.
var Shipped = sync.OnceValue(func() *Model {
	m, err := Parse(weights)
	if err != nil {
		panic(err) // the program was built with a broken file
	}
	return m
})
