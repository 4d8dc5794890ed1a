package store

import (
	"encoding/binary"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// How the blocks of contents come and go within one batch: kept as long as an entry that has not ended references them,
// and due for erasure when the last reference goes.

// end marks an entry's content as ended and drops it.
func (c *change) end(n entryName, cause uint64) error {
	if c.ended[n] {
		return nil
	}
	put(&c.ended, n, true)
	c.key = entryKey(c.key, spaceEnded, n.repository, n.entry)
	c.set(c.key, binary.BigEndian.AppendUint64(nil, cause))
	return c.drop(n, cause)
}

// isEnded tells whether an entry's content is ended, as of this batch.
func (c *change) isEnded(n entryName) (bool, error) {
	if c.ended[n] || !c.known(n) {
		return c.ended[n], nil
	}
	c.key = entryKey(c.key, spaceEnded, n.repository, n.entry)
	return c.s.has(c.key)
}

// drop deletes the root block that is held of an entry, and what it references.
func (c *change) drop(n entryName, cause uint64) error {
	if !c.known(n) {
		return nil
	}
	c.key = entryKey(c.key, spaceHeld, n.repository, n.entry)
	v, err := c.s.get(c.key)
	if err != nil || v == nil {
		return err
	}
	links, err := parseLinks(v)
	if err != nil {
		return err
	}
	c.delete(c.key)
	c.key = entryKey(c.key, spaceRoot, n.repository, n.entry)
	c.delete(c.key)
	d := &due{name: n, cause: cause}
	c.due = append(c.due, d)
	for _, cid := range links {
		block := blockName{n.repository, cid}
		c.key = referenceKey(c.key, n.repository, cid, n.entry)
		c.delete(c.key)
		put(&c.dropped, reference{block, n.entry}, true)
		c.orphans = append(c.orphans, orphan{block, d})
	}
	return nil
}

// contents writes blocks, but for those of ended entries and those that their entry's root block does not link.
func (c *change) contents(all []exchange.Content) error {
	var name protocol.Repository
	var r protocol.RepositoryKey
	for i := range all {
		b := &all[i]
		if i == 0 || b.Repository != name {
			name, r = b.Repository, b.Repository.Key()
		}
		n := entryName{r, b.Entry}
		ended, err := c.isEnded(n)
		if err != nil {
			return err
		}
		if ended {
			continue
		}
		if b.Root {
			c.root(n, b.Block)
		} else if err := c.linked(n, b.Block); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) root(n entryName, b wire.Block) {
	c.key = entryKey(c.key, spaceRoot, n.repository, n.entry)
	c.setBytes(c.key, b.Bytes())
	c.key = entryKey(c.key, spaceHeld, n.repository, n.entry)
	links := b.Links()
	if len(links) == 0 {
		c.set(c.key, nil)
		return
	}
	c.set(c.key, appendLinks(nil, links))
	put(&c.roots, n, links)
	for _, cid := range links {
		c.key = referenceKey(c.key, n.repository, cid, n.entry)
		c.set(c.key, nil)
		if len(c.orphans) > 0 {
			put(&c.added, blockName{n.repository, cid}, true)
			delete(c.dropped, reference{blockName{n.repository, cid}, n.entry})
		}
	}
}

func (c *change) linked(n entryName, b wire.Block) error {
	linked := contains(c.roots[n], b.CID())
	if !linked && c.known(n) {
		var err error
		c.key = referenceKey(c.key, n.repository, b.CID(), n.entry)
		if linked, err = c.s.has(c.key); err != nil {
			return err
		}
	}
	if linked {
		c.key = blockKey(c.key, spaceLinked, n.repository, b.CID())
		c.setBytes(c.key, b.Bytes())
	}
	return nil
}

// setBytes writes a large value straight into the engine's batch.
func (c *change) setBytes(key, value []byte) {
	op := c.batch.SetDeferred(len(key), len(value))
	copy(op.Key, key)
	copy(op.Value, value)
	c.keep(op.Finish())
}

// collect deletes linked blocks that nothing references any more, and writes down what is due for erasure.
func (c *change) collect() error {
	for _, o := range c.orphans {
		if c.added[o.block] {
			continue
		}
		referenced, err := c.referenced(o.block)
		if err != nil {
			return err
		}
		if !referenced {
			c.key = blockKey(c.key, spaceLinked, o.block.repository, o.block.cid)
			c.delete(c.key)
			o.due.blocks = append(o.due.blocks, o.block.cid)
		}
	}
	for _, d := range c.due {
		value := binary.BigEndian.AppendUint64(nil, d.name.entry)
		for _, cid := range d.blocks {
			value = append(value, cid[:]...)
		}
		c.set(dueKey(nil, d.name.repository, d.cause, random()), value)
	}
	return nil
}

// referenced tells whether any entry references a block, but for the references that this batch drops.
func (c *change) referenced(b blockName) (found bool, err error) {
	prefix := blockKey(nil, spaceReference, b.repository, b.cid)
	err = c.s.each(prefix, after(prefix), func(key, _ []byte) (bool, error) {
		found = !c.dropped[reference{b, lastNumber(key)}]
		return !found, nil
	})
	return found, err
}
