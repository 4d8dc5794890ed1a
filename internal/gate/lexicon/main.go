// Command lexicon makes the sets of ordinary words of package words from the word lists of Tesseract in a folder, the same
// ones bit by bit each time, and prints the SHA-256 of every file it read and of what it wrote. Which packages they come from,
// in which version and under which licence, is said in specs/decisions.
package main

import (
	"cmp"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/gate/words"
)

// files are the lists of each language, by its code in ISO 639-1.
var files = map[string][]string{
	"en": {"eng"}, "fr": {"fra"}, "es": {"spa"}, "de": {"deu"}, "it": {"ita"}, "pt": {"por"}, "nl": {"nld"}, "pl": {"pol"}, "cs": {"ces"}, "sk": {"slk"},
	"hu": {"hun"}, "ro": {"ron"}, "hr": {"hrv"}, "bs": {"bos"}, "sr": {"srp", "srp_latn"}, "sl": {"slv"}, "mk": {"mkd"}, "bg": {"bul"}, "uk": {"ukr"}, "ru": {"rus"},
	"el": {"ell"}, "tr": {"tur"}, "sv": {"swe"}, "da": {"dan"}, "nb": {"nor"}, "is": {"isl"}, "fi": {"fin"}, "et": {"est"}, "lv": {"lav"}, "lt": {"lit"},
	"sq": {"sqi"}, "mt": {"mlt"}, "ga": {"gle"}, "hy": {"hye"}, "ka": {"kat"}, "az": {"aze"}, "ca": {"cat"}, "lb": {"ltz"},
}

// mostWords bounds the set of a language, so that all of them together stay small.
const mostWords = 36_000

func main() {
	data := flag.String("data", "", "the folder with the files *.traineddata")
	out := flag.String("out", "", "the file for the sets; none: only their hash is printed")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	sets := map[string][]string{}
	codes := make([]string, 0, len(files))
	for code := range files {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		for _, name := range files[code] {
			list, err := read(filepath.Join(data, name+".traineddata"), code, mostWords/len(files[code]))
			if err != nil {
				return err
			}
			sets[code] = append(sets[code], list...)
		}
		slices.Sort(sets[code])
		sets[code] = slices.Compact(sets[code])
	}
	b := words.Encode(sets)
	fmt.Printf("%x  words, %d bytes\n", sha256.Sum256(b), len(b))
	if out == "" {
		return nil
	}
	return os.WriteFile(out, b, 0o644)
}

// forms are the ways in which a list has a word.
type forms struct{ small, title, capitals bool }

// read returns the words of a file that it has in small letters, those first that it also has with a capital and in capitals:
// it has the frequent ones so. In German and Luxembourgish, nouns are taken that it has with a capital and in capitals.
func read(path, language string, most int) ([]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the data: %w", err)
	}
	fmt.Printf("%x  %s\n", sha256.Sum256(b), filepath.Base(path))
	all := map[string]forms{}
	err = eachWord(b, func(w string) {
		if strings.IndexFunc(w, func(c rune) bool { return !unicode.IsLetter(c) }) >= 0 || utf8.RuneCountInString(w) < 2 {
			return
		}
		low := strings.ToLower(w)
		f := all[low]
		switch {
		case w == low:
			f.small = true
		case w == strings.ToUpper(w):
			f.capitals = true
		default:
			f.title = true
		}
		all[low] = f
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	nouns := language == "de" || language == "lb"
	var list []string
	for w, f := range all {
		if f.small || nouns && f.title && f.capitals {
			list = append(list, w)
		}
	}
	rank := func(w string) int {
		switch f := all[w]; {
		case f.title && f.capitals:
			return 0
		case f.title || f.capitals:
			return 1
		}
		return 2
	}
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), cmp.Compare(a, b))
	})
	return list[:min(len(list), most)], nil
}
