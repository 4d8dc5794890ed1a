// Package web serves the pages of a node, at which people do everything that they do with Praxis: server-rendered,
// complete without JavaScript, in English, French and Spanish. It shows what package node hands out and asks node to do
// what people ask for; it decides nothing about drafts itself, and reads them only through a person's session. It sends
// no request anywhere, logs no text, no name and no search term, and takes a form only from its own pages, once.
//
// It implements specs/pages.md.
package web
