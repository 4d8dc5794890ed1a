package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"

	"praxis/protocol/exchange"
)

// format is the number of the store's format. A store of another one is refused.
const format = 2

// Options of a store. The zero value works.
type Options struct {
	Logger   *slog.Logger // nil: nothing is logged
	ReadOnly bool         // the directory is not written to; Commit and Erase are refused

	// MemTable is how many bytes are collected in memory before they are sorted into a file; 0 means 64 MiB.
	MemTable uint64
	// Cache is how many bytes of files are kept in memory; 0 means 16 MiB.
	Cache int64

	// FreeSpace says how many bytes are free where dir is; nil asks the file system.
	FreeSpace func(dir string) (uint64, error)
	// Reserve is how many bytes of the disk are never used for growth, and the size of the ballast file that is given up
	// for withdrawals when the disk is full; 0 means 64 MiB.
	Reserve uint64

	// Committed is told of every batch that was stored, with its records, in the order in which they were. It must not
	// call the store, nor change or keep what it is given.
	Committed func(b *exchange.Batch, records []Record)

	tune func(*pebble.Options) // tests change the engine's options with it
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.MemTable == 0 {
		o.MemTable = 64 << 20
	}
	if o.Cache == 0 {
		o.Cache = 16 << 20
	}
	if o.Reserve == 0 {
		o.Reserve = 64 << 20
	}
	return o
}

// Errors that callers branch on.
var (
	ErrInUse    = errors.New("another praxis is running")
	ErrReadOnly = errors.New("the store was opened for reading only")
	ErrFailed   = errors.New("the store has failed and takes nothing more: see to the disk, then start praxis again")
	ErrClosed   = errors.New("the store is closed")
)

// Store is an open store. Reading is safe from any goroutine; commits are applied one after another.
type Store struct {
	options Options
	fs      FS
	dir     string
	db      *pebble.DB
	lock    *pebble.Lock
	space   *space
	*breakage

	mu     sync.Mutex // held while a batch is committed; guards closed
	closed bool

	erasing sync.Mutex // held by Erase
	readers readers
	opened  opened
	stuck   stuck
	cleaned chan struct{} // has room for one; told whenever the engine removed or finished a file
}

// Open opens the store in a directory, creating both where there are none.
func Open(fsys FS, dir string, o Options) (*Store, error) {
	o = o.withDefaults()
	s := &Store{options: o, fs: forgetfulFS{fsys}, dir: dir, cleaned: make(chan struct{}, 1)}
	s.breakage = newBreakage(func(cause error) { o.Logger.Error("the store has failed", "cause", cause) })
	if !o.ReadOnly {
		if err := fsys.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("create the store's directory: %w", err)
		}
	}
	lock, err := pebble.LockDirectory(dir, s.fs)
	switch {
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("open the store in %s: %w", dir, err)
	case err != nil:
		return nil, fmt.Errorf("%w on %s: stop it first, or name another directory", ErrInUse, dir)
	}
	s.lock = lock
	if err := s.open(); err != nil {
		_ = lock.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) open() (err error) {
	s.space = newSpace(s.fs, s.dir, s.options)
	if !s.options.ReadOnly {
		if err := s.space.layBallast(); err != nil {
			return err
		}
	}
	err = s.openEngine()
	if err != nil && s.neverWhole() {
		if err = s.removeAll(); err == nil {
			err = s.openEngine()
		}
	}
	if err != nil {
		return fmt.Errorf("open the store in %s: %w", s.dir, err)
	}
	if err := s.guard(s.checkFormat); err != nil {
		_ = s.guard(s.db.Close)
		return fmt.Errorf("open the store in %s: %w", s.dir, err)
	}
	return nil
}

func (s *Store) openEngine() error {
	cache := pebble.NewCache(s.options.Cache)
	defer cache.Unref()
	opened := make(chan *pebble.DB, 1)
	err := s.guard(func() error {
		db, err := pebble.Open(s.dir, s.engineOptions(cache))
		opened <- db
		return err
	})
	if err == nil {
		s.db = <-opened
	}
	return err
}

func (s *Store) engineOptions(cache *pebble.Cache) *pebble.Options {
	o := &pebble.Options{
		FS:                          brittleFS{s.space.watched(s.fs), s.breakage},
		Lock:                        s.lock,
		Logger:                      logger{s},
		EventListener:               s.listener(),
		Cache:                       cache,
		Cleaner:                     remover{},
		FormatMajorVersion:          pebble.FormatTableFormatV6,
		ReadOnly:                    s.options.ReadOnly,
		ErrorIfNotExists:            s.options.ReadOnly,
		MemTableSize:                s.options.MemTable,
		MemTableStopWritesThreshold: 2,
	}
	for i := range o.Levels {
		o.Levels[i].FilterPolicy = bloom.FilterPolicy(10)
	}
	if s.options.tune != nil {
		s.options.tune(o)
	}
	return o
}

// remover removes files that the engine does not need any more, logs included: without the second cleaner, which is never
// asked to clean, the engine keeps old logs for reuse, and the bytes of what was withdrawn live on in them.
type remover struct {
	pebble.DeleteCleaner
	keepsNoLogs
}

type keepsNoLogs struct{ pebble.ArchiveCleaner }

// checkFormat refuses a store of another format and marks a new one.
func (s *Store) checkFormat() error {
	held, err := s.get([]byte{spaceFormat})
	if err != nil {
		return fmt.Errorf("read the store's format: %w", err)
	}
	if held == nil {
		if s.options.ReadOnly {
			return errors.New("it holds no store of Praxis")
		}
		return s.db.Set([]byte{spaceFormat}, binary.BigEndian.AppendUint64(nil, format), pebble.Sync)
	}
	if len(held) != 8 {
		return errors.New("its format cannot be read: restore it from a backup")
	}
	switch n := binary.BigEndian.Uint64(held); {
	case n > format:
		return fmt.Errorf("it is of format %d and this Praxis knows format %d: install a newer Praxis", n, format)
	case n < format:
		return fmt.Errorf("it is of format %d, which this Praxis does not read any more: with the Praxis that wrote it, save each draft to a file, "+
			"then set up a new data directory; what was shared comes again from the network", n)
	}
	return nil
}

// Close ends the use of the store, after an erasure under way. Nothing may read it any more. A store that has failed is
// left as it is on the disk.
func (s *Store) Close() error {
	s.erasing.Lock()
	defer s.erasing.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	return errors.Join(s.guard(s.db.Close), s.lock.Close())
}

// listener notices removed files, which Erase waits for, and work in the background that failed.
func (s *Store) listener() *pebble.EventListener {
	clean := func(path string, err error) {
		if err != nil {
			s.stuck.add(path)
		}
		select {
		case s.cleaned <- struct{}{}:
		default:
		}
	}
	return &pebble.EventListener{
		TableDeleted:    func(i pebble.TableDeleteInfo) { clean(i.Path, i.Err) },
		WALDeleted:      func(i pebble.WALDeleteInfo) { clean(i.Path, i.Err) },
		FlushEnd:        func(pebble.FlushInfo) { clean("", nil) },
		CompactionEnd:   func(pebble.CompactionInfo) { clean("", nil) },
		BackgroundError: func(err error) { s.fail(fmt.Errorf("write in the background: %w", err)) },
	}
}

// logger turns what the engine would end the process for into a failed store.
type logger struct{ s *Store }

func (logger) Infof(string, ...any) {}

func (l logger) Errorf(text string, args ...any) {
	l.s.options.Logger.Warn("storage engine", "message", fmt.Sprintf(text, args...))
}

func (l logger) Fatalf(text string, args ...any) { l.s.fail(fmt.Errorf(text, args...)) }
