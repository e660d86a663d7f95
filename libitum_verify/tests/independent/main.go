// Reads a Libitum log with Go's own checksum-database packages and none of Libitum's code.
//
// usage: main FOLDER VKEY OLD_SIZE OLD_ROOT_HEX INDEX LEAF_HASH_HEX
package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil && tile.W < 256 {
			data, err = os.ReadFile(filepath.Join(string(f), strings.Split(path, ".p/")[0]))
			if err == nil {
				data = data[:tile.W*32]
			}
		}
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func hash(text string) (h tlog.Hash) {
	data, err := hex.DecodeString(text)
	must(err)
	copy(h[:], data)
	return h
}

func main() {
	log := folder(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	message, err := os.ReadFile(filepath.Join(string(log), "checkpoint"))
	must(err)
	opened, err := note.Open(message, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	rootBytes, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	var root tlog.Hash
	copy(root[:], rootBytes)
	if size == 0 {
		fmt.Println("ok 0")
		return
	}
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, log)
	index, err := strconv.ParseInt(os.Args[5], 10, 64)
	must(err)
	record, err := tlog.ProveRecord(size, index, reader)
	must(err)
	must(tlog.CheckRecord(record, size, root, index, hash(os.Args[6])))
	old, err := strconv.ParseInt(os.Args[3], 10, 64)
	must(err)
	if old > 0 {
		proof, err := tlog.ProveTree(size, old, reader)
		must(err)
		must(tlog.CheckTree(proof, size, root, old, hash(os.Args[4])))
	}
	fmt.Println("ok", size)
}
