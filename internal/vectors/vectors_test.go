package vectors_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ipfs/go-cid"
	"github.com/ipld/go-ipld-prime/codec/dagcbor"
	"github.com/ipld/go-ipld-prime/node/basicnode"
	"github.com/multiformats/go-multihash"

	"praxis/internal/vectors"
)

var update = flag.Bool("update", false, "write specs/vectors anew")

const directory = "../../specs/vectors"

// generated returns the files as the generator makes them.
func generated(t *testing.T) []vectors.File {
	t.Helper()
	files, err := vectors.Files()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// stored reads the files as they stand in specs/vectors.
func stored(t *testing.T) []vectors.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(directory, "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no vectors in %s: %v", directory, err)
	}
	var files []vectors.File
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f := vectors.File{Name: filepath.Base(path)}
		d := json.NewDecoder(bytes.NewReader(b))
		d.DisallowUnknownFields()
		if err := d.Decode(&f); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		files = append(files, f)
	}
	return files
}

// The stored files are those that the generator makes. With -update they are written.
func TestStoredVectorsAreCurrent(t *testing.T) {
	var names []string
	for _, f := range generated(t) {
		names = append(names, f.Name)
		want, err := f.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(directory, f.Name)
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator makes (%v): run go test ./internal/vectors -update and read the diff", f.Name, err)
		}
	}
	for _, f := range stored(t) {
		if !slices.Contains(names, f.Name) {
			t.Errorf("%s is made by no generator", f.Name)
		}
	}
}

// Every stored vector goes through the real reader: valid ones are accepted, invalid ones refused for their reason.
func TestVectors(t *testing.T) {
	files := stored(t)
	for _, f := range files {
		for _, v := range f.Valid {
			t.Run(v.Name, func(t *testing.T) {
				if err := vectors.Check(files, v); err != nil {
					t.Errorf("refused: %v", err)
				}
			})
		}
		for _, v := range f.Invalid {
			t.Run(v.Name, func(t *testing.T) {
				switch err := vectors.Check(files, v); {
				case err == nil:
					t.Errorf("accepted, although: %s", v.Reason)
				case v.Refusal == "" || v.Reason == "":
					t.Errorf("it has no reason; the error is: %v", err)
				case !strings.Contains(err.Error(), v.Refusal):
					t.Errorf("refused with %q, which does not say %q", err, v.Refusal)
				}
			})
		}
	}
}

func TestVectorNamesAreUnique(t *testing.T) {
	seen := map[string]string{}
	for _, f := range stored(t) {
		for _, v := range slices.Concat(f.Valid, f.Invalid) {
			if other, ok := seen[v.Name]; ok {
				t.Errorf("%s stands in %s and in %s", v.Name, other, f.Name)
			}
			seen[v.Name] = f.Name
		}
	}
}

// An independent reader accepts every valid vector, writes the same bytes, and names blocks by the same CID.
func TestAnotherReaderAcceptsValidVectors(t *testing.T) {
	for _, f := range stored(t) {
		for _, v := range f.Valid {
			b, err := hex.DecodeString(v.Hex)
			if err != nil {
				t.Fatal(err)
			}
			if v.Reader == "frame" {
				b = b[1:]
			}
			if v.Reader == "raw" { // no value, but bytes with a CID
				c, err := cid.Prefix{Version: 1, Codec: cid.Raw, MhType: multihash.SHA2_256, MhLength: -1}.Sum(b)
				if err != nil || c.String() != v.CID {
					t.Errorf("%s: CID %s, stored is %s, %v", v.Name, c, v.CID, err)
				}
				continue
			}
			build := basicnode.Prototype.Any.NewBuilder()
			if err := dagcbor.Decode(build, bytes.NewReader(b)); err != nil {
				t.Errorf("%s: %v", v.Name, err)
				continue
			}
			var again bytes.Buffer
			if err := dagcbor.Encode(build.Build(), &again); err != nil || !bytes.Equal(again.Bytes(), b) {
				t.Errorf("%s: written as %x, %v", v.Name, again.Bytes(), err)
			}
			c, err := cid.Prefix{Version: 1, Codec: cid.DagCBOR, MhType: multihash.SHA2_256, MhLength: -1}.Sum(again.Bytes())
			if err != nil || (v.CID != "" && c.String() != v.CID) {
				t.Errorf("%s: CID %s, stored is %s, %v", v.Name, c, v.CID, err)
			}
		}
	}
}
