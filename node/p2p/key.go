package p2p

import (
	"fmt"

	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/peer"
	"praxis/protocol"
)

// PeerID is libp2p's name for a node: the multihash of its Ed25519 key.
func PeerID(k protocol.Key) (peer.ID, error) {
	public, err := crypto.UnmarshalEd25519PublicKey(k[:])
	if err != nil {
		return "", fmt.Errorf("node key %s: %w", k, err)
	}
	id, err := peer.IDFromPublicKey(public)
	if err != nil {
		return "", fmt.Errorf("node key %s: %w", k, err)
	}
	return id, nil
}

// KeyOf is the node key that libp2p's name stands for. Names of other kinds of keys are refused: they name no node.
func KeyOf(id peer.ID) (protocol.Key, error) {
	public, err := id.ExtractPublicKey()
	if err != nil {
		return protocol.Key{}, fmt.Errorf("peer %s names no node: %w", id, err)
	}
	raw, err := public.Raw()
	if err != nil || public.Type() != crypto.Ed25519 || len(raw) != len(protocol.Key{}) {
		return protocol.Key{}, fmt.Errorf("peer %s names no node: its key is not Ed25519", id)
	}
	return protocol.Key(raw), nil
}
