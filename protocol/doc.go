// Package protocol defines what nodes of a network say to each other and believe: documents and their versions, entries
// and heads of repositories, holdings, the charter, profiles, denials, recalls, group lists and the evidence of a fork;
// how each is signed, and how each is checked.
//
// It is pure: it reads no clock, no file and no connection, so that an auditor can lift it unchanged into a verifier. It
// refuses to decide who is online, what is stored or what is sent; that is for package exchange and the node. No type
// here can hold a draft.
//
// It implements the pages documents.md, repositories.md, charter.md, profiles.md and holdings.md of specs/.
package protocol
