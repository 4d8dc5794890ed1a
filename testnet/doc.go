// Package testnet runs whole networks of Praxis nodes for tests: nodes on simulated hosts in virtual time ([Simulate]),
// and real processes on this machine ([Processes]). Nothing in it stands for a part of Praxis: nodes, stores, libp2p and
// keys are the real ones; only the lines between hosts and the clock are simulated. It implements specs/simulation.md.
//
// It refuses to reach into a node: a test does what a person, a member or a peer could do, and looks at what they could
// see. It is used by tests only.
package testnet
