// Package layers has no code of its own. Its test holds every package of Praxis to its place: imports only go down, one
// package names each engine, and protocol/ stays pure, so that it can be lifted into a verifier.
//
// It implements specs/architecture.md.
package layers
