package cli

import (
	"encoding/pem"
	"os"

	"praxis/internal/passed"
	"praxis/protocol"
)

// files are what the arguments of admit hold.
type files struct {
	requests []protocol.SignedProfile
	proposal *protocol.SignedCharter
}

func readFiles(paths []string) (files, error) {
	var f files
	for _, path := range paths {
		blocks, err := readPEM(path)
		if err != nil {
			return f, err
		}
		for _, b := range blocks {
			switch b.Type {
			case pemRequest:
				p, err := protocol.OpenProfile(b.Bytes)
				if err != nil {
					return f, wrongUse("%s holds no valid request (%v): ask for it again", path, err)
				}
				f.requests = append(f.requests, p)
			case pemDenial:
				return f, wrongUse("%s holds a denial: praxis deny %s completes it", path, path)
			case pemCharter:
				c, err := protocol.Open[protocol.Charter](b.Bytes)
				if err != nil || f.proposal != nil {
					return f, wrongUse("%s holds no single valid proposal: ask for it again", path)
				}
				f.proposal = &c
			default:
				return f, wrongUse("%s holds a %s, and admit takes requests or one proposal", path, b.Type)
			}
		}
	}
	if len(paths) > 1 && f.proposal != nil {
		return f, wrongUse("a proposal is completed alone: give requests, or one proposal")
	}
	return f, nil
}

// readPEM reads the blocks of a file that people pass on.
func readPEM(path string) ([]*pem.Block, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, wrongUse("%v: name a file that is there", err)
	}
	blocks, err := passed.Blocks(b)
	if err != nil {
		return nil, wrongUse("%s is no file of Praxis, or it was cut: ask for it again", path)
	}
	return blocks, nil
}
