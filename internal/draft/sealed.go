package draft

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

// A sealed key is, in this order: "praxis-seal/1\n"; the passes, the threads and the binary logarithm of the memory in KiB,
// one byte each; a salt of 16 bytes; a check of 16 bytes, by which a passphrase is known; a nonce of 24 bytes; the seed under
// XChaCha20-Poly1305, with all before it as additional data; and the first 8 bytes of the SHA-256 of all before them, by
// which a damaged record is told from a wrong passphrase. The check and the key are argon2id of the passphrase (RFC 9106).
const (
	sealMagic = "praxis-seal/1\n"
	sealSalt  = len(sealMagic) + 3
	sealCheck = sealSalt + 16
	sealNonce = sealCheck + 16
	sealBody  = sealNonce + chacha20poly1305.NonceSizeX
	sealSum   = 8

	sealPasses  = 3
	sealThreads = 4
	// safeWork is 64 MiB, RFC 9106's choice where memory is scarce.
	safeWork = 16
	// maxWork bounds what a sealed key may cost to open: 1 GiB.
	maxWork = 20
)

// errDamaged says that a sealed key is not as it was written.
var errDamaged = errors.New("the record is damaged: let the person choose a passphrase anew")

// seal puts a seed under a passphrase. Work is the binary logarithm of argon2id's memory in KiB; 0 is the safe choice.
func seal(seed []byte, passphrase string, work int, random io.Reader) ([]byte, error) {
	if work < 0 || work > maxWork {
		return nil, fmt.Errorf("the work factor is %d: use 1 to %d, or 0 for the default", work, maxWork)
	}
	if work == 0 {
		work = safeWork
	}
	sealed := append([]byte(sealMagic), sealPasses, sealThreads, byte(work))
	fresh := make([]byte, 16+chacha20poly1305.NonceSizeX)
	if _, err := io.ReadFull(random, fresh); err != nil {
		return nil, err
	}
	salt, nonce := fresh[:16], fresh[16:]
	check, key := stretch(passphrase, salt, sealPasses, sealThreads, byte(work))
	sealed = append(append(append(sealed, salt...), check...), nonce...)
	box, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	sealed = box.Seal(sealed, nonce, seed, sealed)
	sum := sha256.Sum256(sealed)
	return append(sealed, sum[:sealSum]...), nil
}

// unseal gives the seed back. It wraps [ErrPassphrase] or errDamaged.
func unseal(sealed []byte, passphrase string) ([]byte, error) {
	if len(sealed) < sealBody+sealSum || !bytes.HasPrefix(sealed, []byte(sealMagic)) {
		return nil, errDamaged
	}
	body, tail := sealed[:len(sealed)-sealSum], sealed[len(sealed)-sealSum:]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:sealSum], tail) {
		return nil, errDamaged
	}
	passes, threads, work := body[len(sealMagic)], body[len(sealMagic)+1], body[len(sealMagic)+2]
	if passes == 0 || passes > 16 || threads == 0 || work == 0 || work > maxWork {
		return nil, errDamaged
	}
	check, key := stretch(passphrase, body[sealSalt:sealCheck], passes, threads, work)
	if subtle.ConstantTimeCompare(check, body[sealCheck:sealNonce]) != 1 {
		return nil, ErrPassphrase
	}
	box, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	seed, err := box.Open(nil, body[sealNonce:sealBody], body[sealBody:], body[:sealBody])
	if err != nil {
		return nil, errDamaged
	}
	return seed, nil
}

func stretch(passphrase string, salt []byte, passes, threads, work byte) (check, key []byte) {
	memory := max(uint32(1)<<work, 8*uint32(threads))
	out := argon2.IDKey([]byte(passphrase), salt, uint32(passes), memory, threads, 16+chacha20poly1305.KeySize)
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(out[:16:16], 0))
	return sum[:16], out[16:]
}
