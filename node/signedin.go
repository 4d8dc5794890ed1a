package node

import (
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// SignedIn is what the store keeps of a session at the pages: by the hash of its token whose it is, and since when. The
// key is not in it, so that after a restart the person is known by name and types the passphrase again.
type SignedIn struct {
	Token  protocol.Hash `json:"token"` // SHA-256
	Person protocol.ID   `json:"person"`
	Began  int64         `json:"began"`
}

// KeepSignedIn stores a session at the pages.
func (n *Node) KeepSignedIn(s SignedIn) error {
	r, err := record(store.KindSignedIn, [16]byte(s.Token[:16]), s)
	if err != nil {
		return err
	}
	return n.store.Commit(exchange.Batch{}, r)
}

// SignedIns are the sessions at the pages that the store keeps.
func (n *Node) SignedIns() ([]SignedIn, error) { return records[SignedIn](n, store.KindSignedIn) }

// ForgetSignedIn deletes sessions at the pages by the hashes of their tokens.
func (n *Node) ForgetSignedIn(tokens ...protocol.Hash) error {
	var gone []store.Record
	for _, t := range tokens {
		gone = append(gone, store.Record{Kind: store.KindSignedIn, ID: [16]byte(t[:16])})
	}
	if len(gone) == 0 {
		return nil
	}
	return n.store.Commit(exchange.Batch{}, gone...)
}
