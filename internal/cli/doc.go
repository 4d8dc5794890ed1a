// Package cli is the command line. It reads flags and files, asks for passphrases, signs with member keys, talks to the
// running node over its control socket, and prints what comes back in plain words or, with --json, for programs.
//
// A command that needs no network opens the node itself, alone, where it does not run. The package refuses to send a
// member key anywhere, to take a passphrase from the command line or the environment, and to do anything under a name
// without that person's passphrase. Hosts, the filesystem and chance come from outside; it never names libp2p.
//
// It implements specs/cli.md.
package cli
