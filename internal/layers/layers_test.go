package layers_test

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// ranks gives every package its layer; a package imports only what ranks lower. One that is not here fails the test.
var ranks = map[string]int{
	"praxis/protocol/wire":         0,
	"praxis/protocol/log":          0,
	"praxis/protocol":              1,
	"praxis/protocol/exchange":     2,
	"praxis/internal/attach/pdf":   1,
	"praxis/internal/attach":       2,
	"praxis/internal/canary":       1,
	"praxis/internal/difference":   2,
	"praxis/internal/draft":        2,
	"praxis/internal/markdown":     2,
	"praxis/internal/redaction":    2,
	"praxis/internal/samples":      2,
	"praxis/internal/passed":       3,
	"praxis/internal/table":        2,
	"praxis/internal/gate/tagger":  2,
	"praxis/internal/gate/words":   2,
	"praxis/internal/gate/lexicon": 5,
	"praxis/internal/gate/train":   5,
	"praxis/internal/gate":         3,
	"praxis/internal/gate/predict": 4,
	"praxis/internal/gate/measure": 4,
	"praxis/internal/gate/score":   5,
	"praxis/internal/store":        3,
	"praxis/internal/search":       3,
	"praxis/internal/vectors":      3,
	"praxis/node/p2p":              3,
	"praxis/node":                  4,
	"praxis/internal/web/messages": 2,
	"praxis/internal/web/prose":    2,
	"praxis/internal/web":          5,
	"praxis/internal/web/webtest":  6,
	"praxis/internal/control":      5,
	"praxis/internal/demo":         6,
	"praxis/internal/bench":        6,
	"praxis/internal/bench/cmd":    8,
	"praxis/internal/cli":          7,
	"praxis/cmd/praxis":            8,
	"praxis/testnet":               9,
	"praxis/internal/layers":       9,
}

// engines are named by few packages each, and by everything below a prefix that ends in "/".
var engines = map[string][]string{
	"github.com/ugorji/go/codec":           {"praxis/protocol/wire"},
	"github.com/ipfs/go-cid":               {"praxis/protocol/wire"},
	"github.com/cockroachdb/pebble/":       {"praxis/internal/store", "praxis/internal/bench"},
	"github.com/nyaruka/phonenumbers":      {"praxis/internal/gate"},
	"github.com/yuin/goldmark":             {"praxis/internal/web/prose", "praxis/internal/attach"},
	"github.com/microcosm-cc/bluemonday":   {"praxis/internal/web/prose"},
	"github.com/chromedp/":                 {"praxis/internal/web/webtest"},
	"github.com/libp2p/":                   {"praxis/node/p2p", "praxis/cmd/praxis", "praxis/testnet", "praxis/internal/bench", "praxis/internal/web/webtest"},
	"github.com/sergi/go-diff/":            {"praxis/internal/difference"},
	"github.com/multiformats/go-multiaddr": {"praxis/node/p2p", "praxis/cmd/praxis", "praxis/testnet", "praxis/internal/bench", "praxis/internal/web/webtest"},
}

// impure may not be imported below protocol/.
var impure = []string{"os", "net", "net/http", "log/slog", "time/tzdata"}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "praxis/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsOnlyGoDown(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range packages(t) {
		seen[p.ImportPath] = true
		rank, ok := ranks[p.ImportPath]
		if !ok {
			t.Errorf("%s has no rank: give it its place", p.ImportPath)
			continue
		}
		for _, i := range p.Imports {
			if strings.HasPrefix(i, "praxis/") && ranks[i] >= rank {
				t.Errorf("%s (layer %d) imports %s (layer %d)", p.ImportPath, rank, i, ranks[i])
			}
		}
	}
	for name := range ranks {
		if !seen[name] {
			t.Errorf("%s has a rank and is not there", name)
		}
	}
}

func TestEnginesAreNamedWhereTheyBelong(t *testing.T) {
	for _, p := range packages(t) {
		for _, i := range p.Imports {
			for engine, homes := range engines {
				if (i == engine || strings.HasPrefix(i, strings.TrimSuffix(engine, "/")+"/")) && !slices.Contains(homes, p.ImportPath) {
					t.Errorf("%s names %s, which belongs to %v", p.ImportPath, i, homes)
				}
			}
		}
	}
}

func TestTheProtocolIsPure(t *testing.T) {
	for _, p := range packages(t) {
		if p.ImportPath != "praxis/protocol" && !strings.HasPrefix(p.ImportPath, "praxis/protocol/") {
			continue
		}
		for _, i := range p.Imports {
			if slices.Contains(impure, i) || strings.HasPrefix(i, "praxis/internal/") || strings.HasPrefix(i, "praxis/node") {
				t.Errorf("%s imports %s", p.ImportPath, i)
			}
		}
	}
}

func TestDraftsAndTheGateNeverTouchTheWire(t *testing.T) {
	for _, p := range packages(t) {
		if (p.ImportPath == "praxis/internal/draft" || p.ImportPath == "praxis/internal/gate") && slices.Contains(p.Imports, "praxis/protocol/wire") {
			t.Errorf("%s imports praxis/protocol/wire", p.ImportPath)
		}
	}
}
