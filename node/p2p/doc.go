// Package p2p carries the messages of praxis/protocol/exchange between nodes over libp2p: it keeps connections to the
// nodes of the network, asks and answers on streams, and lets nobody else in.
//
// It refuses to connect to a node that its [Gate] does not admit, to hand on a request that is not one canonical frame,
// to wait longer than the size of a frame excuses, and to answer more at once than its limits say. It decides nothing
// about membership or audiences: who is admitted it is told, and who may hold what the machine decides. It finds no
// nodes by itself: no broadcast on the local network, no distributed table, no gossip.
//
// It implements specs/network.md, and beside the commands that make hosts it alone names libp2p.
package p2p
