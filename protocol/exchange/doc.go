// Package exchange is synchronisation as a pure state machine: what one node of a network knows, what it answers, what
// it asks for and what it must store, given what has happened.
//
// The machine does no I/O and reads no clock. [Machine.Step] takes one event (a request or a reply from a peer, a
// connection, a tick, a wish of the node itself) and returns a [Ready]: a batch to store, then messages to send. The
// caller stores the batch before it sends anything of the same Ready; that is what makes an acknowledgement true. The
// machine reads what was stored through [Store].
//
// It refuses to serve anybody who may not hold what is asked for, to answer differently for what is unknown and what is
// forbidden, to take an entry under a head that it cannot verify, and to let a missing content hold up a withdrawal.
//
// It implements specs/exchange.md. The stories in testdata are written in the words of that page.
package exchange
