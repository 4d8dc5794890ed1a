package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/muxer/yamux"
	"github.com/libp2p/go-libp2p/p2p/security/noise"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
)

// floorMemTable is the same as the product's, so that the engine works alike.
const floorMemTable = 64 << 20

// order is one line on the floor's standard input; result is the line that answers it.
type (
	order struct {
		Do       string `json:"do"`
		Address  string `json:"address,omitempty"`
		From     int    `json:"from,omitempty"`
		Count    int    `json:"count,omitempty"`
		Revision int    `json:"revision,omitempty"`
		Withdraw int    `json:"withdraw,omitempty"`
	}
	result struct {
		Error   string  `json:"error,omitempty"`
		Address string  `json:"address,omitempty"`
		Seconds float64 `json:"seconds,omitempty"`
		Bytes   int64   `json:"bytes,omitempty"`
		At      int64   `json:"at,omitempty"` // Unix nanoseconds
	}
)

// floor is a process that does nothing but what is unavoidable: documents over a libp2p stream, SHA-256 of each, Pebble.
type floor struct {
	host host.Host
	db   *pebble.DB
	dir  string

	mu        sync.Mutex
	documents [][]byte          // to serve, in memory: nothing is faster
	links     map[peer.ID]*link // of the ring
	seen      map[[32]byte]bool // what went round the ring
	arrived   chan int64        // when something was committed
	remote    peer.ID           // of pull and push
	push      *link
}

// RunFloor is one floor process: it obeys lines of JSON until its standard input ends.
func RunFloor(dir string, in io.Reader, out io.Writer) error {
	db, err := openFloorStore(filepath.Join(dir, "floor"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	h, err := libp2p.New(libp2p.ListenAddrStrings("/ip4/127.0.0.1/tcp/0"), libp2p.NoTransports, libp2p.Transport(tcp.NewTCPTransport),
		libp2p.Security(noise.ID, noise.New), libp2p.Muxer(yamux.ID, yamux.DefaultTransport), libp2p.DisableRelay(), libp2p.Ping(false), libp2p.DisableMetrics())
	if err != nil {
		return fmt.Errorf("start the floor's host: %w", err)
	}
	defer func() { _ = h.Close() }()
	f := &floor{host: h, db: db, dir: dir, links: map[peer.ID]*link{}, seen: map[[32]byte]bool{}, arrived: make(chan int64, 64)}
	h.SetStreamHandler(pullProtocol, f.servePull)
	h.SetStreamHandler(pushProtocol, f.servePush)
	h.SetStreamHandler(askProtocol, serveAsk)
	h.SetStreamHandler(ringProtocol, f.serveRing)
	lines := bufio.NewScanner(in)
	answers := json.NewEncoder(out)
	for lines.Scan() {
		var o order
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			return fmt.Errorf("read an order: %w", err)
		}
		r, err := f.obey(o)
		if err != nil {
			r.Error = err.Error()
		}
		if err := answers.Encode(r); err != nil {
			return err
		}
	}
	return lines.Err()
}

func openFloorStore(dir string) (*pebble.DB, error) {
	db, err := pebble.Open(dir, &pebble.Options{Logger: silent{}, MemTableSize: floorMemTable, FormatMajorVersion: pebble.FormatTableFormatV6})
	if err != nil {
		return nil, fmt.Errorf("open the floor's store: %w", err)
	}
	return db, nil
}

type silent struct{}

func (silent) Infof(string, ...any)            {}
func (silent) Errorf(text string, args ...any) { fmt.Fprintf(os.Stderr, text+"\n", args...) }
func (silent) Fatalf(text string, args ...any) { panic(fmt.Sprintf(text, args...)) }

func (f *floor) obey(o order) (r result, err error) {
	begin := time.Now()
	switch o.Do {
	case "address":
		return result{Address: fmt.Sprintf("%s/p2p/%s", f.host.Addrs()[0], f.host.ID())}, nil
	case "load":
		for i := range o.Count {
			f.documents = append(f.documents, File(o.From+i, o.Revision))
		}
		err = commit(f.db, f.documents, o.From, pebble.Sync)
	case "connect":
		f.remote, err = f.connect(o.Address)
	case "pull":
		r.Bytes, err = f.pull()
	case "push":
		documents := make([][]byte, o.Count)
		for i := range documents {
			documents[i] = File(o.From+i, o.Revision)
		}
		begin = time.Now()
		r.Bytes, err = f.pushAll(documents, o.From, o.Withdraw)
	case "ask":
		r.Bytes, err = f.ask()
	case "link":
		var id peer.ID
		if id, err = f.connect(o.Address); err == nil {
			err = f.linkTo(id)
		}
	case "announce":
		r.At, err = f.announce(File(o.From, o.Revision))
	case "arrival":
		r.At = <-f.arrived
	case "commit":
		return f.commitEach(o.From, o.Count)
	default:
		err = fmt.Errorf("no such order: %q", o.Do)
	}
	r.Seconds = time.Since(begin).Seconds()
	return r, err
}

func (f *floor) connect(address string) (peer.ID, error) {
	info, err := peer.AddrInfoFromString(address)
	if err != nil {
		return "", err
	}
	return info.ID, f.host.Connect(context.Background(), *info)
}

// commitEach commits documents one by one, synced, each after a pause, and tells the median time.
func (f *floor) commitEach(from, count int) (result, error) {
	documents := make([][]byte, count)
	for i := range documents {
		documents[i] = File(from+i, 0)
	}
	var times []float64
	for i, d := range documents {
		time.Sleep(settle)
		took, err := commitOne(f.db, d, from+i)
		if err != nil {
			return result{}, err
		}
		times = append(times, took)
	}
	return result{Seconds: median(times)}, nil
}

// commitOne commits a document, synced, and returns the seconds that it took.
func commitOne(db *pebble.DB, document []byte, number int) (float64, error) {
	begin := time.Now()
	err := commit(db, [][]byte{document}, number, pebble.Sync)
	return time.Since(begin).Seconds(), err
}

// ask is one round trip on a new stream, of about the size of two greetings.
func (f *floor) ask() (int64, error) {
	s, err := f.host.NewStream(context.Background(), f.remote, askProtocol)
	if err != nil {
		return 0, err
	}
	defer func() { _ = s.Close() }()
	if _, err := s.Write(make([]byte, 96)); err != nil {
		return 0, err
	}
	if err := s.CloseWrite(); err != nil {
		return 0, err
	}
	b, err := io.ReadAll(s)
	return int64(96 + len(b)), err
}

func serveAsk(s network.Stream) {
	if _, err := io.ReadAll(s); err != nil {
		_ = s.Reset()
		return
	}
	_, err := s.Write(make([]byte, 32))
	if err = errors.Join(err, s.Close()); err != nil {
		_ = s.Reset()
	}
}
