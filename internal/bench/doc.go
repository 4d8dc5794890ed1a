// Package bench measures what the exchange costs, as people meet it: real processes on this machine, their stores on its
// disk, TCP on loopback, driven over the control socket. Beside each figure stands a floor that is measured in the same
// run: what the same documents cost with libp2p, SHA-256 and Pebble alone, without lists, entries, signatures or checks
// of form. Floors and product take turns, since a machine that is shared drifts.
//
// The package asserts nothing about time in tests, and refuses to call a figure met that it has not measured. It
// implements specs/measurements.md.
package bench
