package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight  = 8 // of every tile in c2sp.org/tlog-tiles
	tileWidth   = 1 << tileHeight
	bundleLevel = -1 // what sumdb/tlog calls the level of entries
)

// tilesOf answers the tiles of a level in a tree of a size: full ones, and the partial one that ends it.
func tilesOf(level int, size int64) (tiles []tlog.Tile) {
	hashes := size >> (level * tileHeight)
	for n := int64(0); n*tileWidth < hashes; n++ {
		width := hashes - n*tileWidth
		if width > tileWidth {
			width = tileWidth
		}
		tiles = append(tiles, tlog.Tile{H: tileHeight, L: level, N: n, W: int(width)})
	}
	return tiles
}

// tilePath is Tile.Path without the height, which c2sp.org/tlog-tiles leaves out, and with its word for entries.
func tilePath(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

// A tileReader reads tiles for sumdb/tlog, and keeps none.
type tileReader struct{ files fs.FS }

func (tileReader) Height() int { return tileHeight }

func (r tileReader) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	data = make([][]byte, len(tiles))
	for i := range tiles {
		if data[i], err = fs.ReadFile(r.files, tilePath(tiles[i])); err != nil {
			return nil, err
		}
	}
	return data, nil
}

func (tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

// storedHashes are the hashes of a tree in the order of sumdb/tlog. It is the HashReader of that tree.
type storedHashes []tlog.Hash

func (s storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = s[index]
	}
	return hashes, nil
}

// readBundle reads the entries whose hashes a tile of level 0 holds, each after its length, a big-endian uint16.
func readBundle(files fs.FS, tile tlog.Tile) ([][]byte, error) {
	tile.L = bundleLevel
	rest, err := fs.ReadFile(files, tilePath(tile))
	if err != nil {
		return nil, err
	}
	entries := make([][]byte, tile.W)
	for i := range entries {
		if len(rest) < 2 || len(rest) < 2+int(binary.BigEndian.Uint16(rest)) {
			return nil, fmt.Errorf("%s: entry %d is cut", tilePath(tile), i)
		}
		end := 2 + int(binary.BigEndian.Uint16(rest))
		entries[i], rest = rest[2:end], rest[end:]
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("%s: goes on after %d entries", tilePath(tile), tile.W)
	}
	return entries, nil
}

// openCheckpoint reads the tree of a c2sp.org/tlog-checkpoint that the log's key has signed: origin, size and root.
func openCheckpoint(signed string, key note.Verifier) (tree tlog.Tree, err error) {
	opened, err := note.Open([]byte(signed), note.VerifierList(key))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != key.Name() {
		return tree, errors.New("is not a checkpoint of this log")
	}
	if tree.N, err = parseDecimal(lines[1]); err != nil {
		return tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, err
}

// openProof reads a c2sp.org/tlog-proof whose checkpoint the log's key has signed.
func openProof(text string, key note.Verifier) (tree tlog.Tree, index int64, proof tlog.RecordProof, err error) {
	head, signed, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if len(lines) > 1 && strings.HasPrefix(lines[1], "extra ") {
		lines = append(lines[:1], lines[2:]...)
	}
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return tree, 0, nil, errors.New("is not a proof")
	}
	if index, err = parseDecimal(strings.TrimPrefix(lines[1], "index ")); err != nil {
		return tree, 0, nil, err
	}
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return tree, 0, nil, err
		}
		proof = append(proof, hash)
	}
	tree, err = openCheckpoint(signed, key)
	return tree, index, proof, err
}

// parseDecimal reads a number that is not negative, and not written in another way than need be.
func parseDecimal(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err == nil && (number < 0 || strconv.FormatInt(number, 10) != text) {
		err = fmt.Errorf("%q is not a decimal number", text)
	}
	return number, err
}
