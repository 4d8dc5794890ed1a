package vectors

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"praxis/protocol/wire"
)

// Render writes canonical bytes as JSON for people to read: byte strings as "0x…", a link as {"link": CID}, and the body
// of an envelope, or a head within the evidence of a fork, opened in place.
func Render(b []byte) (json.RawMessage, error) {
	if _, err := wire.Scan(b); err != nil {
		return nil, err
	}
	r := renderer{in: b}
	r.value("")
	return json.RawMessage(r.out.Bytes()), nil
}

// renderer walks over bytes that have been scanned, and so are well formed.
type renderer struct {
	in  []byte
	out bytes.Buffer
}

func (r *renderer) take(n uint64) []byte {
	b := r.in[:n]
	r.in = r.in[n:]
	return b
}

func (r *renderer) head() (major byte, arg uint64) {
	first := r.take(1)[0]
	major, info := first>>5, first&31
	if info < 24 {
		return major, uint64(info)
	}
	var wide [8]byte
	size := 1 << (info - 24)
	copy(wide[8-size:], r.take(uint64(size)))
	return major, binary.BigEndian.Uint64(wide[:])
}

// opened are the fields whose bytes are an encoding themselves.
func opened(key string) bool { return key == "body" || key == "first" || key == "second" }

func (r *renderer) value(key string) {
	major, n := r.head()
	switch major {
	case 0:
		fmt.Fprint(&r.out, n)
	case 1:
		fmt.Fprint(&r.out, -1-int64(n))
	case 2:
		b := r.take(n)
		if inner, err := Render(b); err == nil && opened(key) && len(b) > 32 {
			r.out.Write(inner)
			return
		}
		fmt.Fprintf(&r.out, `"0x%s"`, hex.EncodeToString(b))
	case 3:
		r.text(r.take(n))
	case 4:
		r.list('[', ']', n, func() { r.value("") })
	case 5:
		r.list('{', '}', n, func() {
			_, size := r.head()
			name := r.take(size)
			r.text(name)
			r.out.WriteByte(':')
			r.value(string(name))
		})
	case 6:
		_, size := r.head()
		c, _ := wire.CIDFromBytes(r.take(size)[1:])
		fmt.Fprintf(&r.out, `{"link":"%s"}`, c)
	default:
		fmt.Fprint(&r.out, n == 21)
	}
}

func (r *renderer) text(b []byte) {
	quoted, err := json.Marshal(string(b))
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	r.out.Write(quoted)
}

func (r *renderer) list(open, end byte, n uint64, item func()) {
	r.out.WriteByte(open)
	for i := range n {
		if i > 0 {
			r.out.WriteByte(',')
		}
		item()
	}
	r.out.WriteByte(end)
}
