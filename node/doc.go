// Package node is the application: one running instance of Praxis, which acts for one body. Its methods are what people
// do (sign in, draft, review, approve, share, withdraw, list, show, search) and what they ask (status, peers, holdings,
// why). It joins the exchange, the store, the gate and the network, each of which it is handed or opens.
//
// One goroutine owns the exchange's machine; everything that changes what is shared goes through it, and is stored before
// anything is sent. The package refuses to share what is not an approved draft, to approve in the name of anybody who has
// not signed in, and to log any text.
//
// The host, the filesystem, the clock, chance and the logger come from outside. It names neither libp2p nor Pebble.
package node
