package attach

import (
	"bytes"
	"encoding/binary"
	"image"

	"golang.org/x/image/draw"
)

// eachSegment calls visit for the segments of a JPEG file up to its first scan: their marker, and where their body begins.
func eachSegment(file []byte, visit func(marker byte, at int, body []byte)) {
	for at := 2; at+4 <= len(file) && file[at] == 0xff; {
		marker := file[at+1]
		if marker == 0xff { // room between segments
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(file[at+2:]))
		if size < 2 || at+2+size > len(file) {
			return
		}
		visit(marker, at+4, file[at+4:at+2+size])
		if marker == 0xda {
			return
		}
		at += 2 + size
	}
}

// examineJPEG tells how a photograph is to be turned, from 1 (not at all) to 8 (Exif 3.0, section 4.6.5.1.6), and whether
// it is progressive.
func examineJPEG(file []byte) (turn int, progressive bool) {
	turn = 1
	eachSegment(file, func(marker byte, _ int, body []byte) {
		switch marker {
		case 0xc2:
			progressive = true
		case 0xe1:
			if tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok {
				turn = orientation(tiff)
			}
		}
	})
	return turn, progressive
}

func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	entries := int(order.Uint16(tiff[at:]))
	const size, tag = 12, 0x0112
	for i := range entries {
		entry := at + 2 + i*size
		if entry+size > len(tiff) {
			break
		}
		if order.Uint16(tiff[entry:]) == tag {
			if turn := int(order.Uint16(tiff[entry+8:])); turn >= 1 && turn <= 8 {
				return turn
			}
		}
	}
	return 1
}

// turned is a picture the right way up. One with transparency stands on white.
func turned(m image.Image, turn int) image.Image {
	switch m.(type) {
	case *image.YCbCr, *image.Gray:
		if turn == 1 {
			return m
		}
	}
	size := m.Bounds().Size()
	upright := image.NewRGBA(image.Rect(0, 0, size.X, size.Y))
	draw.Draw(upright, upright.Rect, m, m.Bounds().Min, draw.Src)
	if turn == 1 {
		return upright
	}
	w, h := size.X, size.Y
	if turn >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := source(turn, x, y, size)
			copy(out.Pix[out.PixOffset(x, y):][:4], upright.Pix[upright.PixOffset(sx, sy):][:4])
		}
	}
	return out
}

// source is where a pixel of the upright picture stands in the one that was stored.
func source(turn, x, y int, size image.Point) (sx, sy int) {
	right, bottom := size.X-1, size.Y-1
	switch turn {
	case 2:
		return right - x, y
	case 3:
		return right - x, bottom - y
	case 4:
		return x, bottom - y
	case 5:
		return y, x
	case 6:
		return y, bottom - x
	case 7:
		return right - y, bottom - x
	case 8:
		return right - y, x
	}
	return x, y
}
