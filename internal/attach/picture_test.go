package attach

import (
	"bytes"
	"encoding/binary"
	"image"
	imagecolor "image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

// coloured is a picture whose left upper quarter is red, on white.
func coloured(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := imagecolor.NRGBA{255, 255, 255, 255}
			if x < w/2 && y < h/2 {
				c = imagecolor.NRGBA{200, 0, 0, 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func pngOf(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, coloured(w, h)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// photograph is a JPEG that is to be turned, with segments after its beginning and bytes after its end.
func photograph(t testing.TB, turn byte, segments ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, coloured(32, 16), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(turn)) + "\x00\x00\x00\x00\x00\x00"
	file := []byte("\xff\xd8")
	for i, s := range append([]string{exif}, segments...) {
		marker := byte(0xe1)
		if i > 1 {
			marker = 0xfe
		}
		file = append(file, 0xff, marker)
		file = binary.BigEndian.AppendUint16(file, uint16(len(s)+2))
		file = append(file, s...)
	}
	return append(append(file, b.Bytes()[2:]...), "after the end"...)
}

func TestAPhotographIsTurnedTheRightWayUp(t *testing.T) {
	// Where the red quarter comes to lie: left or right, top or bottom.
	corners := map[byte][2]bool{1: {true, true}, 2: {false, true}, 3: {false, false}, 4: {true, false}, 5: {true, true}, 6: {false, true}, 7: {false, false}, 8: {true, false}}
	for turn, corner := range corners {
		f := rebuildAs(t, "yard.jpg", photograph(t, turn))
		m, err := jpeg.Decode(bytes.NewReader(f.Bytes))
		if err != nil {
			t.Fatal(err)
		}
		size := m.Bounds().Size()
		if wide := turn < 5; wide != (size.X == 32 && size.Y == 16) {
			t.Errorf("turn %d makes it %v", turn, size)
		}
		x, y := size.X/8, size.Y/8
		if !corner[0] {
			x = size.X - 1 - x
		}
		if !corner[1] {
			y = size.Y - 1 - y
		}
		if r, g, _, _ := m.At(x, y).RGBA(); r>>8 < 150 || g>>8 > 90 {
			t.Errorf("turn %d: at %d, %d the colour is %v", turn, x, y, m.At(x, y))
		}
	}
}

func TestAPictureHidesNothing(t *testing.T) {
	f := rebuildAs(t, "yard.jpeg", photograph(t, 1, "Exif\x00\x00 of somebody", "a remark"))
	for _, hidden := range []string{"Exif", "remark", "after the end"} {
		if bytes.Contains(f.Bytes, []byte(hidden)) {
			t.Errorf("%q is still there", hidden)
		}
	}
	// What stands in a palette, or in pixels that are wholly transparent.
	palette := imagecolor.Palette{imagecolor.NRGBA{1, 2, 3, 255}, imagecolor.NRGBA{'n', 'a', 'm', 255}, imagecolor.NRGBA{'e', 'r', 's', 255}}
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, 3, 3), palette), nil); err != nil {
		t.Fatal(err)
	}
	if f := rebuildAs(t, "plan.gif", b.Bytes()); f.MediaType != MediaPNG || f.Name != "plan.png" || bytes.Contains(f.Bytes, []byte("names")) {
		t.Errorf("%s %s", f.Name, f.MediaType)
	}
	unseen := image.NewNRGBA(image.Rect(0, 0, 8, 1))
	copy(unseen.Pix, "nam\x00ers\x00")
	b.Reset()
	if err := png.Encode(&b, unseen); err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(rebuildAs(t, "plan.png", b.Bytes()).Bytes))
	if err != nil || m.At(0, 0) != (imagecolor.NRGBA{}) {
		t.Errorf("a transparent pixel is %v, %v", m.At(0, 0), err)
	}
}

func TestALargePictureIsMadeSmaller(t *testing.T) {
	f := rebuildAs(t, "plan.png", pngOf(t, MaxSide*2, 4))
	c, err := png.DecodeConfig(bytes.NewReader(f.Bytes))
	if err != nil || c.Width != MaxSide || c.Height != 2 {
		t.Errorf("it is %d × %d, %v", c.Width, c.Height, err)
	}
}

// Pixels are counted before anything is decoded: a file of a few hundred bytes can claim as many as it likes.
func TestTooManyPixelsAreNotDecoded(t *testing.T) {
	file := pngOf(t, 2, 2)
	binary.BigEndian.PutUint32(file[16:], 60_000)
	binary.BigEndian.PutUint32(file[20:], 60_000)
	copy(file[29:], crcOf(file[12:29]))
	wantRefused(t, "plan.png", file, ReasonPixels)
}

// A JPEG is not rebuilt to the same bytes, so its form is compared: nothing may stand besides the pixels.
func TestARebuiltPhotographIsKnownByItsForm(t *testing.T) {
	f := rebuildAs(t, "yard.jpg", photograph(t, 6))
	for name, changed := range map[string][]byte{
		"the original":    photograph(t, 6),
		"bytes after it":  append(bytes.Clone(f.Bytes), "x"...),
		"a segment in it": append(append(bytes.Clone(f.Bytes[:2]), "\xff\xfe\x00\x04ab"...), f.Bytes[2:]...),
		"cut":             f.Bytes[:len(f.Bytes)-9],
	} {
		if _, err := Text(MediaJPEG, changed); err == nil {
			t.Errorf("%s passes as rebuilt", name)
		}
	}
}
