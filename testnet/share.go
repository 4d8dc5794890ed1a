package testnet

import (
	"errors"
	"fmt"

	"praxis/node"
	"praxis/protocol"
)

// Note is the file of a practice note.
func Note(title, text string) []byte {
	return []byte("---\nkind: practice-note\nlanguage: en\ntitle: " + title + "\norigin: own-unpublished\n---\n\n" + text + "\n")
}

// Share takes a file the whole way: one person writes, another reviews and approves, and it is shared.
func (n *Node) Share(file []byte, audience protocol.Audience) protocol.ID {
	n.s.T.Helper()
	d, err := n.author.AddDraft(file)
	n.must("add the draft", err)
	n.must("share", n.pass(d.ID, audience, false))
	return d.Document
}

// TryShare is Share for a wish that may be refused.
func (n *Node) TryShare(file []byte, audience protocol.Audience) error {
	d, err := n.author.AddDraft(file)
	if err != nil {
		return err
	}
	n.last = d.Document
	return n.pass(d.ID, audience, false)
}

// Last is the document that this node last tried to share.
func (n *Node) Last() protocol.ID { return n.last }

// Revise shares the next version of a document, which ends the one before.
func (n *Node) Revise(document protocol.ID, file []byte, audience protocol.Audience) {
	n.s.T.Helper()
	d, err := n.author.EditDraft(document, file)
	n.must("edit the draft", err)
	n.must("share", n.pass(d.ID, audience, true))
}

// pass takes a draft from review to sharing.
func (n *Node) pass(id protocol.ID, audience protocol.Audience, ends bool) error {
	if _, _, err := n.author.Review(id, audience, ends); err != nil {
		return fmt.Errorf("review: %w", err)
	}
	if _, err := n.reviewer.Read(id); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if err := n.reviewer.FoundNothing(id); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	if _, err := n.reviewer.Approve(id); err != nil {
		return fmt.Errorf("approve: %w", err)
	}
	return n.author.Share(n.s.T.Context(), []protocol.ID{id}, nil, func(int) {})
}

// Withdraw takes documents back.
func (n *Node) Withdraw(documents ...protocol.ID) {
	n.s.T.Helper()
	n.must("withdraw", n.author.Withdraw(n.s.T.Context(), documents...))
}

// Has tells whether a document can be read at a node.
func (n *Node) Has(id protocol.ID) bool {
	_, err := n.Show(id, 0)
	if err != nil && !errors.Is(err, node.ErrNotFound) {
		n.s.T.Errorf("%s: show %s: %v", n.Name, id, err)
	}
	return err == nil
}

// Text is what a reader sees of a document; empty if it is not there.
func (n *Node) Text(id protocol.ID) string {
	d, err := n.Show(id, 0)
	if err != nil {
		return ""
	}
	text, _ := d.Content.Primary()
	all := ""
	for _, s := range text.Sections {
		all += s.Text
	}
	return all
}

// Knows tells whether anything of a document is at a node, be it only its entry.
func (n *Node) Knows(id protocol.ID) bool {
	n.s.T.Helper()
	state, err := n.DocumentState(id)
	n.must("ask how a document stands", err)
	return state != node.DocumentUnknown
}

// Seen says at how many nodes, of how many, a document of this node's body is known to have arrived.
func (n *Node) Seen(id protocol.ID) (k, of int) {
	n.s.T.Helper()
	h, err := n.Holders(n.s.T.Context(), id)
	n.must("ask for the holders", err)
	return h.Seen, h.Of
}

// Withdrawn says at how many nodes, of how many, the content is known to be erased.
func (n *Node) Withdrawn(id protocol.ID) (k, of int) {
	n.s.T.Helper()
	h, err := n.Holders(n.s.T.Context(), id)
	n.must("ask for the holders", err)
	return h.Withdrawn, h.Of
}

// All tells whether every node given passes.
func All(nodes []*Node, holds func(*Node) bool) bool {
	for _, n := range nodes {
		if !holds(n) {
			return false
		}
	}
	return true
}
