package vectors

import (
	"crypto/ed25519"
	"slices"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// Envelopes are shown by the first charter, since an envelope is never without content.
func envelopes() (File, error) {
	b := &builder{file: File{Name: "envelope.json", Page: "encoding.md"}}
	whole := signedFirst(b).Bytes()
	b.accept("envelope", "charter", whole)
	refuse := func(name, reason, refusal string, change func(*protocol.Envelope)) {
		b.refuse(name, "charter", rewrap(b, whole, change), reason, refusal)
	}
	refuse("envelope-bad-signature", "one bit of a signature is changed", "signature does not verify: key", func(e *protocol.Envelope) { e.Signatures[0].Value[0] ^= 1 })
	refuse("envelope-changed-body", "one bit of the body is changed", "signature does not verify: key", func(e *protocol.Envelope) { e.Body[len(e.Body)-1] ^= 1 })
	refuse("envelope-unsorted-signatures", "signatures are not in order of their keys", "not in order of their keys", func(e *protocol.Envelope) { slices.Reverse(e.Signatures) })
	refuse("envelope-signature-twice", "one key signs twice", "not in order of their keys", func(e *protocol.Envelope) { e.Signatures[1] = e.Signatures[0] })
	refuse("envelope-unsigned", "nobody signed", "0 signatures", func(e *protocol.Envelope) { e.Signatures = []protocol.Signature{} })
	refuse("envelope-other-format", "a head is asked for as a charter", `format "head/1", not "charter/1"`, func(e *protocol.Envelope) { e.Format = "head/1" })
	refuse("envelope-newer-format", "a charter of a later Praxis", "may need a newer Praxis", func(e *protocol.Envelope) { e.Format = "charter/2" })
	refuse("envelope-signed-as-another-format", "the signatures are over the same body as a recall: the format is signed too", "signature does not verify", func(e *protocol.Envelope) {
		e.Signatures = []protocol.Signature{signature("charter secretariat", "recall/1", e.Body)}
	})
	refuse("envelope-body-not-canonical", "the signatures hold, and the body is no canonical charter", "trailing bytes", func(e *protocol.Envelope) {
		e.Body = append(e.Body, 0)
		e.Signatures = []protocol.Signature{signature("charter secretariat", e.Format, e.Body)}
	})
	b.refuse("envelope-trailing-bytes", "charter", append(slices.Clip(whole), 0), "a byte follows the envelope", "decode envelope/1: not the canonical encoding")
	return b.file, b.err
}

// signature signs a body as the specification says, without package protocol, which signs nothing that is wrong.
func signature(signer, format string, body []byte) protocol.Signature {
	message := slices.Concat([]byte("praxis\x00"+format+"\x00"), body)
	return protocol.Signature{Key: public(signer), Value: [ed25519.SignatureSize]byte(ed25519.Sign(key(signer), message))}
}

// twice adds a second, valid signature to an envelope.
func (b *builder) twice(envelope []byte, o wire.Object) []byte {
	return rewrap(b, envelope, func(e *protocol.Envelope) {
		e.Signatures = append(e.Signatures, signature("a relay", o.WireFormat(), e.Body))
		slices.SortFunc(e.Signatures, func(x, y protocol.Signature) int { return protocol.Compare(x.Key, y.Key) })
	})
}
