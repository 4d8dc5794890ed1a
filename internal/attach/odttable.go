package attach

// table reads a table. Repeated rows and cells are counted, since a file can claim a million of them.
func (b *odtBlocks) table(e element) error {
	if err := b.deeper(); err != nil {
		return err
	}
	defer func() { b.nested-- }()
	r := b.r
	if e.prefixed("table:display") == "false" {
		r.left.add(LeftHidden)
		return b.s.skip()
	}
	t := odtTable{b: b, ground: r.look(b.ground, "table", e.prefixed("table:style-name"))}
	if err := b.s.children(t.element, nil); err != nil || len(t.rows) == 0 {
		return err
	}
	return b.add(block{rows: t.rows})
}

type odtTable struct {
	b      *odtBlocks
	ground look
	rows   [][]cell
	hidden []bool // columns
	cells  int
}

func (t *odtTable) element(e element) error {
	switch e.name {
	case "table:table-header-rows", "table:table-rows", "table:table-row-group", "table:table-columns", "table:table-header-columns", "table:table-column-group":
		return t.b.s.children(t.element, nil)
	case "table:table-column":
		collapsed := invisible(e)
		for range min(max(number(e.attr("number-columns-repeated")), 1), maxColumns-len(t.hidden)) {
			t.hidden = append(t.hidden, collapsed)
		}
		if collapsed {
			t.b.r.left.add(LeftRows)
		}
	case "table:table-row":
		return t.row(e)
	}
	return t.b.s.skip()
}

func invisible(e element) bool {
	v := e.prefixed("table:visibility")
	return v == "collapse" || v == "filter"
}

func (t *odtTable) row(e element) error {
	r := t.b.r
	if invisible(e) {
		r.left.add(LeftRows)
		return t.b.s.skip()
	}
	ground := r.look(t.ground, "table-row", e.prefixed("table:style-name"))
	var cells []cell
	column, empty := 0, true
	err := t.b.s.children(func(e element) error {
		if e.name != "table:table-cell" && e.name != "table:covered-table-cell" {
			return t.b.s.skip()
		}
		inner := odtBlocks{r: r, s: t.b.s, nested: t.b.nested, ground: r.look(ground, "table-cell", e.prefixed("table:style-name"))}
		if err := inner.read(); err != nil {
			return err
		}
		var c cell
		for _, one := range inner.blocks {
			c = append(c, one.flat()...)
		}
		repeated := max(number(e.attr("number-columns-repeated")), 1)
		if len(c) == 0 {
			repeated = min(repeated, maxColumns-column) // room at the end of a row
		}
		empty = empty && len(c) == 0
		for range repeated {
			if t.cells++; t.cells > maxCells || column >= maxColumns && len(c) > 0 {
				return refuse(ReasonTooLarge)
			}
			if column >= len(t.hidden) || !t.hidden[column] {
				cells = append(cells, c)
			}
			column++
		}
		return nil
	}, nil)
	if err != nil {
		return err
	}
	times := max(number(e.attr("number-rows-repeated")), 1)
	if empty {
		times = 1
	}
	for range times {
		if t.cells += len(cells); t.cells > maxCells {
			return refuse(ReasonTooLarge)
		}
		t.rows = append(t.rows, cells)
	}
	return nil
}
