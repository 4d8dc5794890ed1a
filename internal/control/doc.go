// Package control lets other programs on the same computer drive a node: HTTP/1.1 with JSON over a Unix socket that only
// the account which runs the node may open. It has the server, which calls the methods of package node, and a [Client]
// for Go, which the command line uses. Long answers are streams of JSON lines, so that whole collections pass over one
// connection.
//
// What is done in a person's name needs that person's session: a passphrase opens it, an idle quarter of an hour ends it,
// and nothing is done under another's. Drafts are read in a session too, and not by who only administers the node. The
// package refuses to keep sessions or passphrases anywhere but in memory, to log anything that it is sent, and to take a
// member key: what that key signs is signed by the client.
//
// It implements specs/control.md.
package control
