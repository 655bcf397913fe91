// Command verify-log verifies a log that has entries with nothing of ours: its notes by sumdb/note and its tree by
// sumdb/tlog, the packages by which Go verifies its checksum database. The log's directory is laid out as
// c2sp.org/tlog-tiles says; beside the checkpoint lie log.vkey, older checkpoints as checkpoints/<size>, and
// proofs/<name>.tlog-proof, each with what it is of as proofs/<name>.entry.
//
// It prints what was verified and exits 0, or prints "refused: <step>: <reason>" and exits 1.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A log is a directory, and what was found in it.
type log struct {
	files  fs.FS
	key    note.Verifier
	newest tlog.Tree
	hashes storedHashes // of the entries
	others []checkpoint
}

type checkpoint struct {
	path string
	tree tlog.Tree
}

// readCheckpoints checks that the key has signed the newest checkpoint and all older ones.
func (l *log) readCheckpoints() error {
	vkey, err := fs.ReadFile(l.files, "log.vkey")
	if err != nil {
		return err
	}
	if l.key, err = note.NewVerifier(strings.TrimSpace(string(vkey))); err != nil {
		return err
	}
	paths, err := fs.Glob(l.files, "checkpoints/*")
	if err != nil {
		return err
	}
	for _, path := range append(paths, "checkpoint") { // the newest comes last
		signed, err := fs.ReadFile(l.files, path)
		if err != nil {
			return err
		}
		if l.newest, err = openCheckpoint(string(signed), l.key); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		l.others = append(l.others, checkpoint{path, l.newest})
	}
	return nil
}

// checkEntries checks that the entries of all bundles lead to the root.
func (l *log) checkEntries() error {
	for _, tile := range tilesOf(0, l.newest.N) {
		entries, err := readBundle(l.files, tile)
		if err != nil {
			return err
		}
		for i, entry := range entries {
			hashes, err := tlog.StoredHashes(tile.N*tileWidth+int64(i), entry, l.hashes)
			if err != nil {
				return err
			}
			l.hashes = append(l.hashes, hashes...)
		}
	}
	root, err := tlog.TreeHash(l.newest.N, l.hashes)
	if err == nil && root != l.newest.Hash {
		err = errors.New("the checkpoint is of others")
	}
	return err
}

// checkTiles checks that every tile holds the hashes of the entries. TileHashReader, which checks tiles on their way to
// the root, would not do: before x/mod v0.40.0 it lets some pass (CVE-2026-56865).
func (l *log) checkTiles() error {
	for level := 0; l.newest.N>>(level*tileHeight) > 0; level++ {
		for _, tile := range tilesOf(level, l.newest.N) {
			want, err := tlog.ReadTileData(tile, l.hashes)
			if err != nil {
				return err
			}
			data, err := fs.ReadFile(l.files, tilePath(tile))
			if err != nil {
				return err
			}
			if !bytes.Equal(data, want) {
				return fmt.Errorf("%s: does not hold the hashes of the entries", tilePath(tile))
			}
		}
	}
	return nil
}

// checkInclusion checks every proof by the key and the entry alone. Its checkpoint is one more to be consistent with.
func (l *log) checkInclusion() error {
	paths, err := fs.Glob(l.files, "proofs/*.tlog-proof")
	if err != nil {
		return err
	}
	for _, path := range paths {
		text, err := fs.ReadFile(l.files, path)
		if err != nil {
			return err
		}
		entry, err := fs.ReadFile(l.files, strings.TrimSuffix(path, ".tlog-proof")+".entry")
		if err != nil {
			return err
		}
		tree, index, proof, err := openProof(string(text), l.key)
		if err == nil {
			err = tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		l.others = append(l.others, checkpoint{path, tree})
	}
	return nil
}

// checkConsistency checks that the newest tree begins with that of every other checkpoint, by proofs made of the tiles.
func (l *log) checkConsistency() error {
	hashes := tlog.TileHashReader(l.newest, tileReader{l.files})
	for _, other := range l.others {
		proof, err := tlog.ProveTree(l.newest.N, other.tree.N, hashes)
		if err == nil {
			err = tlog.CheckTree(proof, l.newest.N, l.newest.Hash, other.tree.N, other.tree.Hash)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", other.path, err)
		}
	}
	return nil
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: verify-log <directory>")
		os.Exit(2)
	}
	l := log{files: os.DirFS(os.Args[1])}
	for _, step := range []struct {
		name  string
		check func() error
	}{
		{"checkpoint", l.readCheckpoints},
		{"entries", l.checkEntries},
		{"tiles", l.checkTiles},
		{"inclusion", l.checkInclusion},
		{"consistency", l.checkConsistency},
	} {
		if err := step.check(); err != nil {
			fmt.Printf("refused: %s: %v\n", step.name, err)
			os.Exit(1)
		}
	}
	fmt.Printf("verified: %d entries, %d checkpoints\n", l.newest.N, len(l.others))
}
