package vectors

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// Reader reads a vector's bytes, after those that it names in [Vector.With], as a node would.
type Reader func(b []byte, before [][]byte) error

// Readers are the readers by name.
func Readers() map[string]Reader {
	return map[string]Reader{
		"value":    func(b []byte, _ [][]byte) error { _, err := wire.Scan(b); return err },
		"block":    func(b []byte, _ [][]byte) error { _, err := wire.ParseBlock(wire.DAGCBOR, b); return err },
		"raw":      func(b []byte, _ [][]byte) error { _, err := wire.ParseBlock(wire.Raw, b); return err },
		"cid":      func(b []byte, _ [][]byte) error { _, err := wire.CIDFromBytes(b); return err },
		"envelope": func(b []byte, _ [][]byte) error { return wire.Decode(b, new(protocol.Envelope)) },
		"frame": func(b []byte, _ [][]byte) error {
			return wire.ReadFrame(bufio.NewReader(bytes.NewReader(b)), new(protocol.Envelope), wire.MaxFrame)
		},
		"version":  readVersion,
		"text":     readText,
		"entry":    func(b []byte, _ [][]byte) error { _, err := protocol.ParseEntry(b); return err },
		"fork":     func(b []byte, _ [][]byte) error { _, err := protocol.OpenFork(b); return err },
		"charter":  readCharter,
		"profile":  readProfile,
		"head":     readHead,
		"holdings": readHoldings,
		"denial":   listReader((*protocol.Network).AddDenial),
		"recall":   listReader((*protocol.Network).AddRecall),
		"group":    listReader((*protocol.Network).AddGroup),
	}
}

// Check runs the vector's reader on its bytes. files are where the vectors of With are found.
func Check(files []File, v Vector) error {
	read, ok := Readers()[v.Reader]
	if !ok {
		return fmt.Errorf("vector %s: there is no reader %q", v.Name, v.Reader)
	}
	b, err := v.Bytes()
	if err != nil {
		return fmt.Errorf("vector %s: %w", v.Name, err)
	}
	var before [][]byte
	for _, name := range v.With {
		w, valid, _ := Find(files, name)
		if !valid {
			return fmt.Errorf("vector %s: there is no valid vector %q", v.Name, name)
		}
		earlier, err := w.Bytes()
		if err != nil {
			return fmt.Errorf("vector %s: %w", name, err)
		}
		before = append(before, earlier)
	}
	return read(b, before)
}

// networkOf builds a network of charters, profiles and group lists.
func networkOf(before [][]byte) (*protocol.Network, error) {
	first, err := protocol.Open[protocol.Charter](before[0])
	if err != nil {
		return nil, err
	}
	n, err := protocol.NewNetwork(first)
	if err != nil {
		return nil, err
	}
	for _, b := range before[1:] {
		if err := add(n, b); err != nil {
			return nil, fmt.Errorf("what it comes with: %w", err)
		}
	}
	return n, nil
}

func add(n *protocol.Network, b []byte) error {
	var e protocol.Envelope
	if err := wire.Decode(b, &e); err != nil {
		return err
	}
	switch e.Format {
	case protocol.Charter{}.WireFormat():
		return addTo(n, b, (*protocol.Network).AddCharter)
	case protocol.GroupList{}.WireFormat():
		return addTo(n, b, (*protocol.Network).AddGroup)
	default:
		return readProfileInto(n, b)
	}
}

func addTo[T wire.Object](n *protocol.Network, b []byte, take func(*protocol.Network, protocol.Signed[T]) (bool, error)) error {
	s, err := protocol.Open[T](b)
	if err != nil {
		return err
	}
	changed, err := take(n, s)
	if err == nil && !changed {
		err = fmt.Errorf("it changes nothing")
	}
	return err
}

func listReader[T wire.Object](take func(*protocol.Network, protocol.Signed[T]) (bool, error)) Reader {
	return func(b []byte, before [][]byte) error {
		n, err := networkOf(before)
		if err != nil {
			return err
		}
		return addTo(n, b, take)
	}
}

func readCharter(b []byte, before [][]byte) error {
	if len(before) == 0 {
		_, err := networkOf([][]byte{b})
		return err
	}
	return listReader((*protocol.Network).AddCharter)(b, before)
}

func readProfile(b []byte, before [][]byte) error {
	if len(before) == 0 {
		_, err := protocol.OpenProfile(b)
		return err
	}
	n, err := networkOf(before)
	if err != nil {
		return err
	}
	return readProfileInto(n, b)
}

func readProfileInto(n *protocol.Network, b []byte) error {
	p, err := protocol.OpenProfile(b)
	if err != nil {
		return err
	}
	changed, err := n.AddProfile(p)
	if err == nil && !changed {
		err = fmt.Errorf("it changes nothing")
	}
	return err
}

func readHead(b []byte, before [][]byte) error {
	h, err := protocol.Open[protocol.Head](b)
	if err != nil {
		return err
	}
	if len(before) == 0 {
		return h.Value().Validate()
	}
	n, err := networkOf(before)
	if err != nil {
		return err
	}
	return n.CheckHead(h)
}

func readHoldings(b []byte, _ [][]byte) error {
	h, err := protocol.Open[protocol.Holdings](b)
	if err != nil {
		return err
	}
	return h.Value().Validate()
}

// readVersion assembles a version of the text blocks that it comes with.
func readVersion(b []byte, before [][]byte) error {
	root, err := wire.ParseBlock(wire.DAGCBOR, b)
	if err != nil {
		return err
	}
	find := func(want wire.CID) ([]byte, bool) {
		for _, block := range before {
			if wire.SumCID(want.Codec(), block) == want {
				return block, true
			}
		}
		return nil, false
	}
	v, err := protocol.AssembleVersion(root, find)
	if err != nil {
		return err
	}
	for _, a := range v.Attachments {
		if _, err := a.Read(find); err != nil {
			return err
		}
	}
	return nil
}

func readText(b []byte, _ [][]byte) error {
	block, err := wire.ParseBlock(wire.DAGCBOR, b)
	if err != nil {
		return err
	}
	_, err = protocol.ParseTextBlock(block)
	return err
}

func frameLength(frame []byte) int {
	_, n := binary.Uvarint(frame)
	return n
}

func cidOf(block []byte) string { return wire.SumCID(wire.DAGCBOR, block).String() }
