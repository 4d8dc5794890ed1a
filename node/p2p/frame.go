package p2p

import (
	"bufio"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// errTrailing refuses bytes after the one frame that a side of a stream has.
var errTrailing = errors.New("there is more on the stream than one message")

// renewal is how many bytes arrive between two renewals of a read deadline.
const renewal = 16 << 10

var readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 4096) }}

// pacedStream is a stream whose deadlines follow the size of what passes, and whose payload is counted. A frame has the
// time patience, and one second more for each slowest bytes of it: a slow line finishes, and who sends nothing or
// trickles does not hold a stream for long. One goroutine uses it.
type pacedStream struct {
	network.Stream
	patience time.Duration
	slowest  int
	traffic  *traffic
	start    time.Time
	received int // since start
	renewed  int // the part of received that the deadline in force covers
}

// excuse is the time that n bytes may take beyond patience.
func (s *pacedStream) excuse(n int) time.Duration {
	return time.Duration(float64(n) / float64(s.slowest) * float64(time.Second))
}

// write sends one frame and closes the sending side.
func (s *pacedStream) write(m exchange.Message) (int, error) {
	w := frameWriter{stream: s}
	if err := wire.WriteFrame(&w, m); err != nil {
		return w.n, err
	}
	return w.n, s.CloseWrite()
}

// reason tells why writing failed. Who refuses a request cuts the stream off with a code; over QUIC the writing side may
// notice that the stream is gone without being told the code, and the reading side has it.
func (s *pacedStream) reason(reply exchange.Message, failed error) error {
	if _, told := errors.AsType[*network.StreamError](failed); told {
		return failed
	}
	if err := s.read(reply, 0); err != nil {
		if _, told := errors.AsType[*network.StreamError](err); told {
			return err
		}
	}
	return failed
}

// frameWriter gives a frame, which WriteFrame writes at once, the deadline that its size asks for.
type frameWriter struct {
	stream *pacedStream
	n      int
}

func (w *frameWriter) Write(b []byte) (int, error) {
	s := w.stream
	if err := s.SetWriteDeadline(time.Now().Add(s.patience + s.excuse(len(b)))); err != nil {
		return 0, err
	}
	n, err := s.Stream.Write(b)
	w.n += n
	s.traffic.sent.Add(uint64(n))
	return n, err
}

// read reads one frame into m, and the end of the stream. Its first byte may take wait longer than patience.
func (s *pacedStream) read(m exchange.Message, wait time.Duration) error {
	s.start, s.received, s.renewed = time.Now().Add(wait), 0, 0
	if err := s.SetReadDeadline(s.start.Add(s.patience)); err != nil {
		return err
	}
	r := readers.Get().(*bufio.Reader)
	r.Reset(s)
	defer func() {
		r.Reset(nil)
		readers.Put(r)
	}()
	if err := wire.ReadFrame(r, m, wire.MaxFrame); err != nil {
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		return err
	}
	switch _, err := r.ReadByte(); err {
	case io.EOF:
		return nil
	case nil:
		return errTrailing
	default:
		return err
	}
}

// Read implements io.Reader for read.
func (s *pacedStream) Read(b []byte) (int, error) {
	n, err := s.Stream.Read(b)
	s.received += n
	s.traffic.received.Add(uint64(n))
	if s.received-s.renewed >= renewal {
		s.renewed = s.received
		if err := s.SetReadDeadline(s.start.Add(s.patience + s.excuse(s.received))); err != nil {
			return n, err
		}
	}
	return n, err
}
