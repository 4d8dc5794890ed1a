// Package demo runs a small real network on one computer and tells a story with it: three organisations found a network, the
// secretariat seeds common standards, a practice note is written, stopped, corrected, approved by a second person, shared,
// found, read and withdrawn, and every holder's answer is shown.
//
// Nothing in it is played: it starts the praxis program as a process for each node, on loopback, and does everything through
// the command line and the control socket, as people and scripts do. It refuses to show a number that a node did not say,
// and ends with an error at the first step whose outcome is not what it tells. It leaves no process and no file behind. It
// implements no page of specs/; what it uses is in node.md.
package demo
