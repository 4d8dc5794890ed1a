package pdf

import (
	"bytes"
	"regexp"
	"strconv"
)

// Bounds of one file.
const (
	workPerByte  = 12          // bytes that are looked at, for each byte of the file and of what it unpacks to
	mostUnpacked = 160 << 20   // bytes of all streams
	mostStream   = 48 << 20    // bytes of one stream
	mostSteps    = 10_000_000  // operators in the drawing of all pages
	mostTries    = 200_000_000 // comparisons of letters with what covers them
	mostPages    = 5_000
	mostGlyphs   = 4_000_000 // letters of all pages
	mostNested   = 12        // forms within forms
)

// file is a PDF file whose objects have been found.
type file struct {
	objects   map[ref]any
	root      dict
	any       any // what the last trailer names as the root
	encrypted bool
	work      int
	unpacked  int
	cached    map[ref][]byte // streams that were unpacked, by object
}

var objectStart = regexp.MustCompile(`(?:^|[^0-9])([0-9]{1,8})[\x00\t\n\f\r ]+[0-9]{1,5}[\x00\t\n\f\r ]+obj`)

// open finds the objects of a file.
func open(b []byte) (*file, error) {
	f := &file{objects: map[ref]any{}, cached: map[ref][]byte{}, work: workPerByte*len(b) + 1<<20}
	trailer := nextTrailer(b, 0)
	for at := 0; at < len(b) && f.work > 0; {
		object := objectStart.FindSubmatchIndex(b[at:])
		if trailer < len(b) && (object == nil || trailer < at+object[0]) {
			l := lexer{b: b, at: trailer + len("trailer"), work: &f.work}
			if d, ok := l.value().(dict); ok {
				f.trailer(d)
			}
			at = l.at
			trailer = nextTrailer(b, at)
			continue
		}
		if object == nil {
			break
		}
		number, _ := strconv.Atoi(string(b[at+object[2] : at+object[3]])) // at most eight digits
		at = f.object(ref(number), b, at+object[1])
		if trailer < at {
			trailer = nextTrailer(b, at)
		}
	}
	switch {
	case f.encrypted:
		return nil, ErrEncrypted
	case f.work <= 0 || f.unpacked > mostUnpacked:
		return nil, ErrTooLarge
	}
	if f.root = f.dict(f.any); f.dict(f.root["Pages"]) == nil {
		return nil, ErrDamaged
	}
	return f, nil
}

// nextTrailer is where the next trailer stands, or the end of the file.
func nextTrailer(b []byte, from int) int {
	if at := bytes.Index(b[min(from, len(b)):], []byte("trailer")); at >= 0 {
		return from + at
	}
	return len(b)
}

func (f *file) trailer(d dict) {
	f.encrypted = f.encrypted || d["Encrypt"] != nil
	if d["Root"] != nil {
		f.any = d["Root"]
	}
}

// object reads an object, which begins at a place, and returns where to go on.
func (f *file) object(number ref, b []byte, at int) int {
	l := lexer{b: b, at: at, work: &f.work}
	v := l.value()
	if _, nothing := v.(end); nothing {
		return at
	}
	d, isDict := v.(dict)
	after := l
	if !isDict || after.value() != operator("stream") {
		f.objects[number] = v
		return l.at
	}
	begin := after.at
	if bytes.HasPrefix(b[begin:], []byte("\r\n")) {
		begin += 2
	} else if begin < len(b) && (b[begin] == '\n' || b[begin] == '\r') {
		begin++
	}
	raw, next := f.body(b, begin, d["Length"])
	s := stream{d, raw}
	f.objects[number] = s
	delete(f.cached, number)
	switch d["Type"] {
	case name("XRef"):
		f.trailer(d)
	case name("ObjStm"):
		f.packed(s)
	}
	return next
}

// body is the bytes of a stream, and where it ends. Its length is believed only if the stream ends there.
func (f *file) body(b []byte, begin int, length any) ([]byte, int) {
	const mark = "endstream"
	if n, ok := length.(float64); ok && n >= 0 && n <= float64(len(b)-begin) {
		stop := begin + int(n)
		if rest := bytes.TrimLeft(b[stop:min(stop+4, len(b))], "\r\n "); bytes.HasPrefix(b[stop+min(4, len(b)-stop)-len(rest):], []byte(mark)) {
			return b[begin:stop], stop
		}
	}
	n := bytes.Index(b[begin:], []byte(mark))
	if n < 0 {
		n = len(b) - begin
	}
	f.work -= n
	return bytes.TrimSuffix(bytes.TrimSuffix(b[begin:begin+n], []byte("\n")), []byte("\r")), begin + n
}

// packed takes the objects of an object stream.
func (f *file) packed(s stream) {
	b, ok := f.unpack(s)
	first, isNumber := s.dict["First"].(float64)
	if !ok || !isNumber || first < 0 || int(first) > len(b) {
		return
	}
	head := lexer{b: b[:int(first)], work: &f.work}
	for {
		number, isNumber := head.value().(float64)
		offset, isOffset := head.value().(float64)
		if !isNumber || !isOffset || number < 0 || offset < 0 || first+offset > float64(len(b)) {
			return
		}
		l := lexer{b: b, at: int(first + offset), work: &f.work}
		if v := l.value(); v != end(0) {
			f.objects[ref(number)] = v
		}
	}
}

// get follows references.
func (f *file) get(v any) any {
	for range 20 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.objects[r]
	}
	return nil
}

// dict is a dictionary, or that of a stream; nil is neither.
func (f *file) dict(v any) dict {
	switch d := f.get(v).(type) {
	case dict:
		return d
	case stream:
		return d.dict
	}
	return nil
}

func (f *file) array(v any) array {
	a, _ := f.get(v).(array)
	return a
}

func (f *file) number(v any) float64 {
	x, _ := f.get(v).(float64)
	return x
}

func (f *file) name(v any) name {
	n, _ := f.get(v).(name)
	return n
}

// bytes unpacks the stream that v is or refers to.
func (f *file) bytes(v any) []byte {
	r, isRef := v.(ref)
	if isRef {
		if b, ok := f.cached[r]; ok {
			return b
		}
	}
	s, ok := f.get(v).(stream)
	if !ok {
		return nil
	}
	b, _ := f.unpack(s)
	if isRef {
		f.cached[r] = b
	}
	return b
}
