package attach

import (
	"bytes"
	"encoding/binary"
	"image"
	imagecolor "image/color"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// quality is that of rebuilt photographs.
const quality = 88

// open decodes a picture, once its size is known to be within bounds. weight is how many bytes the decoder needs for a
// pixel, in units of four.
func open(file []byte, config func([]byte) (image.Config, error), decode func([]byte) (image.Image, error), weight int) (image.Image, error) {
	c, err := config(file)
	if err != nil {
		return nil, refuseFor(ReasonDamaged, err)
	}
	if c.ColorModel == imagecolor.NRGBA64Model || c.ColorModel == imagecolor.RGBA64Model {
		weight *= 2
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > MaxPixels || c.Height > MaxPixels || c.Width*c.Height > MaxPixels/weight {
		return nil, refuse(ReasonPixels)
	}
	m, err := decode(file)
	if err != nil {
		return nil, refuseFor(ReasonDamaged, err)
	}
	return m, nil
}

// fit makes a picture smaller that is larger than its readers need.
func fit(m image.Image, left report) image.Image {
	size := m.Bounds().Size()
	longest := max(size.X, size.Y)
	if longest <= MaxSide {
		return m
	}
	left[LeftSize] = 1
	small := image.NewNRGBA(image.Rect(0, 0, max(size.X*MaxSide/longest, 1), max(size.Y*MaxSide/longest, 1)))
	draw.ApproxBiLinear.Scale(small, small.Rect, m, m.Bounds(), draw.Src, nil)
	return small
}

// asPNG writes a picture as PNG in one of two forms, shades of grey or colours, so that nothing stands in a palette or in
// pixels that cannot be seen.
func asPNG(m image.Image, left report) (rebuilt, error) {
	m = fit(m, left)
	size := m.Bounds().Size()
	n := image.NewNRGBA(image.Rect(0, 0, size.X, size.Y))
	draw.Draw(n, n.Rect, m, m.Bounds().Min, draw.Src)
	grey := true
	for i := 0; i < len(n.Pix); i += 4 {
		p := n.Pix[i : i+4 : i+4]
		if p[3] == 0 {
			p[0], p[1], p[2] = 0, 0, 0
		}
		grey = grey && p[3] == 0xff && p[0] == p[1] && p[1] == p[2]
	}
	var fresh image.Image = n
	if grey {
		g := image.NewGray(n.Rect)
		for i := range g.Pix {
			g.Pix[i] = n.Pix[4*i]
		}
		fresh = g
	}
	var b bytes.Buffer
	err := png.Encode(&b, fresh)
	left[LeftProperties] = 1
	return rebuilt{file: b.Bytes(), left: left}, err
}

func rebuildPNG(file []byte) (rebuilt, error) {
	m, err := open(file, func(b []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) }, 1)
	if err != nil {
		return rebuilt{}, err
	}
	return asPNG(m, report{})
}

// rebuildGIF keeps the first frame: Decode reads no other, so that many frames cost nothing.
func rebuildGIF(file []byte) (rebuilt, error) {
	m, err := open(file, func(b []byte) (image.Config, error) { return gif.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return gif.Decode(bytes.NewReader(b)) }, 1)
	if err != nil {
		return rebuilt{}, err
	}
	return asPNG(m, report{LeftFrames: 1})
}

func rebuildWebP(file []byte) (rebuilt, error) {
	m, err := open(file, func(b []byte) (image.Config, error) { return webp.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(b)) }, 2)
	if err != nil {
		return rebuilt{}, err
	}
	return asPNG(m, report{})
}

func rebuildJPEG(file []byte) (rebuilt, error) {
	turn, progressive := examineJPEG(file)
	weight := 1
	if progressive {
		weight = 2 // the decoder keeps every coefficient
	}
	m, err := open(file, func(b []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) }, weight)
	if err != nil {
		return rebuilt{}, err
	}
	left := report{LeftProperties: 1}
	m = turned(fit(m, left), turn)
	var b bytes.Buffer
	err = jpeg.Encode(&b, m, &jpeg.Options{Quality: quality})
	return rebuilt{file: b.Bytes(), left: left}, err
}

// verifyJPEG checks that a file is what the encoder writes for its size, with pixels and nothing besides: decoding and
// encoding again would change the pixels a little each time.
func verifyJPEG(file []byte) error {
	m, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil || m.Width > MaxSide || m.Height > MaxSide {
		return refuseFor(ReasonChanged, err)
	}
	var sample image.Image = image.NewRGBA(image.Rect(0, 0, 1, 1))
	if m.ColorModel == imagecolor.GrayModel {
		sample = image.NewGray(image.Rect(0, 0, 1, 1))
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, sample, &jpeg.Options{Quality: quality}); err != nil {
		return err
	}
	head := b.Bytes()
	frame, scan := 0, 0
	eachSegment(head, func(marker byte, at int, body []byte) {
		switch marker {
		case 0xc0:
			frame = at
		case 0xda:
			scan = at + len(body)
		}
	})
	head = head[:scan]
	binary.BigEndian.PutUint16(head[frame+1:], uint16(m.Height))
	binary.BigEndian.PutUint16(head[frame+3:], uint16(m.Width))
	end := len(file) - 2
	if end <= scan || !bytes.Equal(file[:scan], head) || file[end] != 0xff || file[end+1] != 0xd9 {
		return refuse(ReasonChanged)
	}
	for i := scan; i < end; i++ {
		if file[i] == 0xff && file[i+1] != 0 {
			return refuse(ReasonChanged)
		}
	}
	if _, err := jpeg.Decode(bytes.NewReader(file)); err != nil {
		return refuseFor(ReasonChanged, err)
	}
	return nil
}
