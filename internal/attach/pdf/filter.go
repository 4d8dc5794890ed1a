package pdf

import (
	"bytes"
	"compress/flate"
	"encoding/ascii85"
	"io"

	"golang.org/x/image/tiff/lzw"
)

// unpack undoes the filters of a stream. ok is false where one is not for text, such as those of pictures.
func (f *file) unpack(s stream) (b []byte, ok bool) {
	filters, params := f.list(s.dict["Filter"]), f.list(s.dict["DecodeParms"])
	b = s.raw
	for i, one := range filters {
		if i > 4 {
			return nil, false
		}
		var p dict
		if i < len(params) {
			p = f.dict(params[i])
		}
		switch f.name(one) {
		case "FlateDecode", "Fl":
			if len(b) < 2 {
				return nil, true
			}
			b = f.readAll(flate.NewReader(bytes.NewReader(b[2:]))) // after the two bytes of the zlib head
		case "LZWDecode", "LZW":
			b = f.readAll(lzw.NewReader(bytes.NewReader(b), lzw.MSB, 8))
		case "ASCIIHexDecode", "AHx":
			b, _, _ = bytes.Cut(b, []byte(">"))
			l := lexer{b: append([]byte("<"), append(bytes.Clone(b), '>')...), work: &f.work}
			b = l.hex()
		case "ASCII85Decode", "A85":
			b, _, _ = bytes.Cut(bytes.TrimPrefix(bytes.TrimSpace(b), []byte("<~")), []byte("~>"))
			b = f.readAll(ascii85.NewDecoder(bytes.NewReader(b)))
		case "RunLengthDecode", "RL":
			b = f.runLengths(b)
		default:
			return nil, false
		}
		b = f.predicted(b, p)
	}
	return b, true
}

// list is one value or an array of them.
func (f *file) list(v any) array {
	switch v := f.get(v).(type) {
	case nil:
		return nil
	case array:
		return v
	default:
		return array{v}
	}
}

// readAll reads what there is, within bounds: a stream that is cut is read as far as it goes.
func (f *file) readAll(r io.Reader) []byte {
	room := min(mostStream, mostUnpacked-f.unpacked)
	b, _ := io.ReadAll(io.LimitReader(r, int64(max(room, 0))+1))
	f.unpacked += len(b)
	f.work += workPerByte * len(b)
	if len(b) > room {
		f.unpacked, f.work = mostUnpacked+1, 0
		return nil
	}
	return b
}

func (f *file) runLengths(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b) && b[i] != 128; {
		n := int(b[i])
		if n < 128 {
			stop := min(i+2+n, len(b))
			out = append(out, b[i+1:stop]...)
			i = stop
			continue
		}
		if i+1 < len(b) {
			out = append(out, bytes.Repeat(b[i+1:i+2], 257-n)...)
		}
		i += 2
	}
	return f.readAll(bytes.NewReader(out))
}

// predicted undoes a predictor (ISO 32000-2, 7.4.4.4).
func (f *file) predicted(b []byte, p dict) []byte {
	predictor := f.number(p["Predictor"])
	if predictor < 2 {
		return b
	}
	or := func(v any, usual int) int {
		if x, ok := f.get(v).(float64); ok && x >= 1 && x <= 1<<16 {
			return int(x)
		}
		return usual
	}
	colors, bits, columns := or(p["Colors"], 1), or(p["BitsPerComponent"], 8), or(p["Columns"], 1)
	pixel, row := max(colors*bits/8, 1), (colors*bits*columns+7)/8
	if row > len(b) || row <= 0 {
		return b
	}
	if predictor == 2 {
		b = bytes.Clone(b)
		for at := 0; at+row <= len(b) && bits == 8; at += row {
			for i := pixel; i < row; i++ {
				b[at+i] += b[at+i-pixel]
			}
		}
		return b
	}
	out := make([]byte, 0, len(b))
	above := make([]byte, row)
	for at := 0; at < len(b); at += row + 1 {
		line := bytes.Clone(b[at+1 : min(at+1+row, len(b))])
		unfilter(b[at], line, above, pixel)
		out = append(out, line...)
		copy(above, line)
	}
	return out
}

// unfilter undoes a filter of PNG (ISO/IEC 15948, 9.2) in a line.
func unfilter(kind byte, line, above []byte, pixel int) {
	for i := range line {
		var left, corner byte
		if i >= pixel {
			left, corner = line[i-pixel], above[i-pixel]
		}
		switch kind {
		case 1:
			line[i] += left
		case 2:
			line[i] += above[i]
		case 3:
			line[i] += byte((int(left) + int(above[i])) / 2)
		case 4:
			line[i] += paeth(int(left), int(above[i]), int(corner))
		}
	}
}

func paeth(a, b, c int) byte {
	pa, pb, pc := abs(b-c), abs(a-c), abs(a+b-2*c)
	if pa <= pb && pa <= pc {
		return byte(a)
	}
	if pb <= pc {
		return byte(b)
	}
	return byte(c)
}

func abs(x int) int { return max(x, -x) }
