// Package store keeps what a node holds, on disk: the lists of its network, the repositories of its peers and its own,
// and the private records of its body. It implements specs/store.md, and alone names the storage engine, Pebble.
//
// A [Store] answers what the exchange asks ([exchange.Store]) and takes what the exchange decides: [Store.Commit] stores
// one batch and any private records with it, all or nothing, on the disk before it returns where the batch asks for that.
// Content that was withdrawn or ended is deleted with the batch that says so; [Store.Erase] then removes its bytes from
// every file of the directory, and only after that does [Store.Unpurged] stop naming it.
//
// The package refuses to keep text in keys, to store content of an entry that was withdrawn or ended, to hand out a
// linked block to whom does not name an entry that links it, to open a directory that another Praxis uses or a newer one
// wrote, to go on writing after the disk failed, and to fill the disk to its last byte. It decides nothing: what is to be
// stored, who may read it and when it is to be erased is for its callers to say.
package store
