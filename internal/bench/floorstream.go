package bench

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
)

const (
	pullProtocol = "/floor/pull"
	pushProtocol = "/floor/push"
	askProtocol  = "/floor/ask"
	ringProtocol = "/floor/ring"
	floorBatch   = 4 << 20
)

var errHash = errors.New("a document does not have the hash that came with it")

// A document on a stream is its length, its hash, its bytes.
func writeDocument(w io.Writer, d []byte) error {
	h := sha256.Sum256(d)
	head := binary.BigEndian.AppendUint32(make([]byte, 0, 36), uint32(len(d)))
	if _, err := w.Write(append(head, h[:]...)); err != nil {
		return err
	}
	_, err := w.Write(d)
	return err
}

// received is a document with the hash that came with it.
type received struct {
	hash [32]byte
	body []byte
	at   int
}

func readDocument(r io.Reader) (d received, err error) {
	var head [36]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return d, err
	}
	d.hash = [32]byte(head[4:])
	d.body = make([]byte, binary.BigEndian.Uint32(head[:]))
	_, err = io.ReadFull(r, d.body)
	return d, err
}

func (d received) check() error {
	if sha256.Sum256(d.body) != d.hash {
		return errHash
	}
	return nil
}

func put(b *pebble.Batch, number int, body []byte) error {
	return b.Set(binary.BigEndian.AppendUint64([]byte{'d'}, uint64(number)), body, nil)
}

// commit writes documents in batches of floorBatch, the last of them with the option given.
func commit(db *pebble.DB, documents [][]byte, from int, last *pebble.WriteOptions) error {
	b := db.NewBatch()
	for i, d := range documents {
		if err := put(b, from+i, d); err != nil {
			return err
		}
		if b.Len() >= floorBatch {
			if err := b.Commit(pebble.NoSync); err != nil {
				return err
			}
			b = db.NewBatch()
		}
	}
	if b.Empty() {
		if err := b.LogData(nil, nil); err != nil {
			return err
		}
	}
	return b.Commit(last)
}

func (f *floor) servePull(s network.Stream) {
	w := bufio.NewWriterSize(s, 256<<10)
	err := binary.Write(w, binary.BigEndian, uint32(len(f.documents)))
	for _, d := range f.documents {
		if err != nil {
			break
		}
		err = writeDocument(w, d)
	}
	if err = errors.Join(err, w.Flush(), s.CloseWrite()); err != nil {
		_ = s.Reset()
	}
}

// pull takes everything that the other side has: one stream, hashes on every processor, batches as they fill.
func (f *floor) pull() (int64, error) {
	s, err := f.host.NewStream(context.Background(), f.remote, pullProtocol)
	if err != nil {
		return 0, err
	}
	defer func() { _ = s.Reset() }()
	if err := s.CloseWrite(); err != nil {
		return 0, err
	}
	r := bufio.NewReaderSize(s, 256<<10)
	var count uint32
	if err := binary.Read(r, binary.BigEndian, &count); err != nil {
		return 0, err
	}
	read, checked := make(chan received, 256), make(chan received, 256)
	failed := make(chan error, 3+runtime.GOMAXPROCS(0))
	var hashing sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		hashing.Go(func() {
			for d := range read {
				if err := d.check(); err != nil {
					failed <- err
				}
				checked <- d
			}
		})
	}
	go func() { hashing.Wait(); close(checked) }()
	var total int64
	go func() {
		defer close(read)
		for i := range int(count) {
			d, err := readDocument(r)
			if err != nil {
				failed <- err
				return
			}
			d.at = i
			read <- d
		}
	}()
	b := f.db.NewBatch()
	for d := range checked {
		total += int64(len(d.body)) + 36
		if err := put(b, d.at, d.body); err != nil {
			return 0, err
		}
		if b.Len() >= floorBatch {
			if err := b.Commit(pebble.NoSync); err != nil {
				return 0, err
			}
			b = f.db.NewBatch()
		}
	}
	if err := errors.Join(b.LogData(nil, nil), b.Commit(pebble.Sync)); err != nil {
		return 0, err
	}
	select {
	case err := <-failed:
		return 0, err
	default:
		return total, nil
	}
}

// link is a stream that stays open; its writing is one at a time.
type link struct {
	mu sync.Mutex
	s  network.Stream
	w  *bufio.Writer
	r  *bufio.Reader
}

func newLink(s network.Stream) *link {
	return &link{s: s, w: bufio.NewWriterSize(s, 64<<10), r: bufio.NewReaderSize(s, 64<<10)}
}

// pushAll commits documents and withdrawals here, synced, sends them on a stream that stays open, and waits for the word
// that they are on the other side's disk.
func (f *floor) pushAll(documents [][]byte, from, withdraw int) (int64, error) {
	if f.push == nil {
		s, err := f.host.NewStream(context.Background(), f.remote, pushProtocol)
		if err != nil {
			return 0, err
		}
		f.push = newLink(s)
	}
	if err := commitChange(f.db, documents, from, withdraw); err != nil {
		return 0, err
	}
	l := f.push
	total := int64(13)
	for _, n := range []int{len(documents), from, withdraw} {
		if err := binary.Write(l.w, binary.BigEndian, uint32(n)); err != nil {
			return 0, err
		}
	}
	for _, d := range documents {
		total += int64(len(d)) + 36
		if err := writeDocument(l.w, d); err != nil {
			return 0, err
		}
	}
	if err := l.w.Flush(); err != nil {
		return 0, err
	}
	_, err := l.r.ReadByte()
	return total, err
}

func commitChange(db *pebble.DB, documents [][]byte, from, withdraw int) error {
	b := db.NewBatch()
	for i := range withdraw {
		if err := b.Delete(binary.BigEndian.AppendUint64([]byte{'d'}, uint64(i)), nil); err != nil {
			return err
		}
	}
	for i, d := range documents {
		if err := put(b, from+i, d); err != nil {
			return err
		}
	}
	return b.Commit(pebble.Sync)
}

func (f *floor) servePush(s network.Stream) {
	defer func() { _ = s.Reset() }()
	l := newLink(s)
	for {
		var head [3]uint32
		if err := binary.Read(l.r, binary.BigEndian, &head); err != nil {
			return
		}
		documents := make([][]byte, head[0])
		for i := range documents {
			d, err := readDocument(l.r)
			if err != nil || d.check() != nil {
				return
			}
			documents[i] = d.body
		}
		if err := commitChange(f.db, documents, int(head[1]), int(head[2])); err != nil {
			return
		}
		if _, err := s.Write([]byte{1}); err != nil {
			return
		}
	}
}

// The ring: whoever gets a document that it has not seen commits it, synced, and sends it on to its other neighbours.

func (f *floor) linkTo(id peer.ID) error {
	s, err := f.host.NewStream(context.Background(), id, ringProtocol)
	if err != nil {
		return err
	}
	if _, err := s.Write([]byte{0}); err != nil { // opens it at the other side
		return err
	}
	f.keepLink(id, s)
	return nil
}

func (f *floor) serveRing(s network.Stream) {
	var first [1]byte
	if _, err := io.ReadFull(s, first[:]); err != nil {
		_ = s.Reset()
		return
	}
	f.keepLink(s.Conn().RemotePeer(), s)
}

func (f *floor) keepLink(id peer.ID, s network.Stream) {
	l := newLink(s)
	f.mu.Lock()
	f.links[id] = l
	f.mu.Unlock()
	go func() { // ends with the stream, which ends with the host
		for {
			d, err := readDocument(l.r)
			if err != nil || d.check() != nil {
				return
			}
			if err := f.pass(d, id); err != nil {
				return
			}
		}
	}()
}

func (f *floor) pass(d received, from peer.ID) error {
	f.mu.Lock()
	known := f.seen[d.hash]
	f.seen[d.hash] = true
	links := make(map[peer.ID]*link, len(f.links))
	for id, l := range f.links {
		if id != from {
			links[id] = l
		}
	}
	number := len(f.seen)
	f.mu.Unlock()
	if known {
		return nil
	}
	if err := commit(f.db, [][]byte{d.body}, number, pebble.Sync); err != nil {
		return err
	}
	f.arrived <- time.Now().UnixNano()
	for id, l := range links {
		l.mu.Lock()
		err := errors.Join(writeDocument(l.w, d.body), l.w.Flush())
		l.mu.Unlock()
		if err != nil {
			return fmt.Errorf("pass on to %s: %w", id, err)
		}
	}
	return nil
}

// announce starts a document on its way round and tells when.
func (f *floor) announce(d []byte) (int64, error) {
	at := time.Now().UnixNano()
	return at, f.pass(received{body: d, hash: sha256.Sum256(d)}, "")
}
