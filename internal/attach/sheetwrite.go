package attach

import (
	"fmt"
	"strconv"
	"strings"
)

// rebuildSheet makes a fresh .xlsx file of the visible cells as they look: without formulas, formats and styles.
func rebuildSheet(file []byte) (rebuilt, error) {
	sheets, left, err := readSheets(file)
	if err != nil {
		return rebuilt{}, err
	}
	var d document
	var names, bodies []string
	taken := map[string]bool{}
	for _, s := range sheets {
		rows, err := s.table()
		if err != nil {
			return rebuilt{}, err
		}
		if len(rows) == 0 {
			continue
		}
		name := sheetName(s.name, taken)
		d.blocks = append(d.blocks, block{paragraph: paragraph{heading: 1, runs: []run{{text: name}}}}, block{rows: cellsOf(rows)})
		names, bodies = append(names, name), append(bodies, sheetRows(rows))
	}
	if err := d.settle(); err != nil {
		return rebuilt{}, err
	}
	fresh, err := sheetPackage("", names, bodies, `<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>`+
		`<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs>`)
	return rebuilt{file: fresh, text: d.plain(), left: left}, err
}

// sheetName is a name that spreadsheet programs take, each once.
func sheetName(name string, taken map[string]bool) string {
	const longest = 31 // characters
	letters := []rune(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("[]:*?/\\'\n\t", r) }), "-"))
	base := strings.TrimSpace(string(letters[:min(len(letters), longest)]))
	if base == "" {
		base = "Sheet"
	}
	name = base
	for n := 2; taken[strings.ToLower(name)]; n++ {
		end := " " + strconv.Itoa(n)
		letters := []rune(base)
		name = strings.TrimSpace(string(letters[:min(len(letters), longest-len(end))])) + end
	}
	taken[strings.ToLower(name)] = true
	return name
}

func sheetRows(rows [][]string) string {
	var b strings.Builder
	for y, row := range rows {
		fmt.Fprintf(&b, `<row r="%d">`, y+1)
		for x, text := range row {
			switch {
			case text == "":
			case isPlainNumber(text):
				fmt.Fprintf(&b, `<c r="%s%d"><v>%s</v></c>`, columnName(x+1), y+1, text)
			default:
				fmt.Fprintf(&b, `<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, columnName(x+1), y+1, escaped(text))
			}
		}
		b.WriteString("</row>")
	}
	return b.String()
}

// isPlainNumber tells whether a text is a number that looks the same when it is read again.
func isPlainNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil && strings.Trim(text, "-.0123456789") == "" && general(text) == text
}

func columnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
