package attach

import (
	"path"
	"strings"
)

// sheetReader reads what is visible in an .xlsx file (ISO/IEC 29500).
type sheetReader struct {
	a       *archive
	left    report
	count   int
	size    int
	strings [][]sheetRun // shared by cells
	styles  sheetStyles
	figures figures
	cells   int
}

// sheetRun is a stretch of text in a cell; look says what it has of its own.
type sheetRun struct {
	text   string
	change change
}

// sheet is a visible sheet.
type sheet struct {
	name  string
	cells []sheetCell
}

// sheetCell is a visible cell with something in it.
type sheetCell struct {
	row, column int
	text        string
	figure      figure // of a number
	number      bool
}

// readSheet reads an .xlsx file as a heading and a table for each visible sheet.
func readSheet(file []byte) (document, report, error) {
	sheets, left, err := readSheets(file)
	if err != nil {
		return document{}, nil, err
	}
	var d document
	for _, s := range sheets {
		rows, err := s.table()
		if err != nil {
			return document{}, nil, err
		}
		if len(rows) > 0 {
			d.blocks = append(d.blocks, block{paragraph: paragraph{heading: 1, runs: []run{{text: s.name}}}}, block{rows: cellsOf(rows)})
		}
	}
	return d, left, nil
}

func readSheets(file []byte) ([]sheet, report, error) {
	a, err := openArchive(file)
	if err != nil {
		return nil, nil, err
	}
	r := &sheetReader{a: a, left: report{}, figures: figures{codes: map[int]string{}}}
	sheets, err := r.read()
	if err != nil {
		return nil, nil, err
	}
	r.leaveParts()
	return sheets, r.left, nil
}

func (r *sheetReader) read() ([]sheet, error) {
	main, err := mainPart(r.a, &r.count, "xl/workbook.xml")
	if err != nil {
		return nil, err
	}
	dir, base := path.Split(main)
	links, shared, styles := map[string]string{}, dir+"sharedStrings.xml", dir+"styles.xml"
	err = readRelationships(r.a, &r.count, dir+"_rels/"+base+".rels", func(kind string, e element) {
		target := inPackage(dir, e.attr("Target"))
		switch kind {
		case "sharedStrings":
			shared = target
		case "styles":
			styles = target
		default:
			links[e.attr("Id")] = target
		}
	})
	if err != nil {
		return nil, err
	}
	if err := r.readStyles(styles, dir+"theme/theme1.xml"); err != nil {
		return nil, err
	}
	if err := r.readStrings(shared); err != nil {
		return nil, err
	}
	return r.readBook(main, links)
}

// readBook reads the list of sheets, and those that are visible.
func (r *sheetReader) readBook(main string, links map[string]string) ([]sheet, error) {
	part, err := r.a.read(main)
	if err != nil {
		return nil, err
	}
	if part == nil {
		return nil, refuse(ReasonDamaged)
	}
	var sheets []sheet
	s := readElements(part, &r.count)
	err = s.into(map[string]func(element) error{"x:workbook": func(element) error {
		return s.into(map[string]func(element) error{
			"x:workbookPr": func(e element) error {
				r.figures.date04 = e.attr("date1904") == "1" || e.attr("date1904") == "true"
				return s.skip()
			},
			"x:definedNames": func(element) error { r.left.add(LeftObjects); return s.skip() },
			"x:sheets": func(element) error {
				return s.into(map[string]func(element) error{"x:sheet": func(e element) error {
					if state := e.attr("state"); state != "" && state != "visible" {
						r.left.add(LeftSheets)
						return s.skip()
					}
					one, err := r.readSheet(e.attr("name"), links[e.attr("id")])
					if err != nil {
						return err
					}
					sheets = append(sheets, one)
					return s.skip()
				}})
			},
		})
	}})
	if err != nil {
		return nil, err
	}
	return sheets, r.fill(sheets)
}

// fill puts the looks of numbers into their cells.
func (r *sheetReader) fill(sheets []sheet) error {
	var all []figure
	for _, s := range sheets {
		for _, c := range s.cells {
			if c.number {
				all = append(all, c.figure)
			}
		}
	}
	if err := r.figures.show(all); err != nil {
		return err
	}
	for _, s := range sheets {
		for i := range s.cells {
			if c := &s.cells[i]; c.number {
				text, err := r.take(strings.TrimSpace(r.figures.shown[c.figure]))
				if err != nil {
					return err
				}
				if c.text = text; text == "" {
					r.left.add(LeftHidden) // its format shows nothing
				}
			}
		}
	}
	return nil
}

// leaveParts reports the parts that are never read.
func (r *sheetReader) leaveParts() {
	for name := range r.a.members {
		switch {
		case strings.HasPrefix(name, "docprops/"), strings.HasPrefix(name, "customxml/"), strings.HasPrefix(name, "xl/persons/"):
			r.left[LeftProperties] = 1
		case strings.HasPrefix(name, "xl/comments"), strings.HasPrefix(name, "xl/threadedcomments"):
			r.left.add(LeftComments)
		case strings.HasPrefix(name, "xl/media/"):
			r.left.add(LeftPictures)
		case strings.HasPrefix(name, "xl/pivot"), strings.HasPrefix(name, "xl/externallinks/"), strings.HasPrefix(name, "xl/embeddings/"), strings.HasPrefix(name, "xl/charts/"), strings.HasPrefix(name, "xl/querytables/"), name == "xl/connections.xml":
			r.left.add(LeftObjects)
		}
	}
	r.left[LeftLayout] = 1
}

func (r *sheetReader) take(s string) (string, error) {
	text, gone := shown(s)
	r.left[LeftCharacters] += gone
	if r.size += len(text); r.size > maxText {
		return "", refuse(ReasonTooLarge)
	}
	return text, nil
}

// maxArea is how many places a table may have, empty ones included.
const maxArea = 2_000_000

// table is the sheet without its empty rows and columns, so that a single cell far out makes no large table.
func (s sheet) table() ([][]string, error) {
	rows, columns := places{}, places{}
	for _, c := range s.cells {
		if c.text != "" {
			rows[c.row], columns[c.column] = 0, 0
		}
	}
	rows.number()
	columns.number()
	if len(rows)*len(columns) > maxArea {
		return nil, refuse(ReasonTooLarge)
	}
	table := make([][]string, len(rows))
	for y := range table {
		table[y] = make([]string, len(columns))
	}
	for _, c := range s.cells {
		if c.text != "" {
			table[rows[c.row]][columns[c.column]] = c.text
		}
	}
	return table, nil
}
