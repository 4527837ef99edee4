package store

import (
	"bytes"
	"context"
	"crypto/cipher"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"

	"vigie/monitor"
)

// KeySize is the length in bytes of the key that Unlock takes.
const KeySize = chacha20poly1305.KeySize

// errWrongKey is told from the absence of a key, which is ErrSealed alone.
var errWrongKey = fmt.Errorf("%w: %w", monitor.ErrSealed, monitor.ErrWrongKey)

// sealer seals and opens documents with XChaCha20-Poly1305. Its 24-byte nonces
// are drawn at random: with the 12 bytes of plain ChaCha20-Poly1305 they might
// repeat over a database's life.
type sealer struct{ aead cipher.AEAD }

func newSealer(key []byte) (*sealer, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("the key has %d bytes, not %d", len(key), KeySize)
	}
	aead, err := chacha20poly1305.NewX(key)
	return &sealer{aead}, err
}

// padding is the unit of a sealed document's length, in bytes. Lengths would
// otherwise tell short names from long ones, and one public breach from another.
const padding = 128

// seal returns nonce and ciphertext of a JSON document. The table and the row
// id are authenticated with it: a sealed row that was moved does not open.
func (s *sealer) seal(table, id string, doc []byte) []byte {
	padded := make([]byte, (len(doc)+padding-1)/padding*padding)
	for i := copy(padded, doc); i < len(padded); i++ {
		padded[i] = ' '
	}
	nonce := make([]byte, s.aead.NonceSize(), s.aead.NonceSize()+len(padded)+s.aead.Overhead())
	_, _ = rand.Read(nonce) // never fails
	return s.aead.Seal(nonce, nonce, padded, associated(table, id))
}

// open returns the document that seal was given.
func (s *sealer) open(table, id string, sealed []byte) ([]byte, error) {
	if len(sealed) < s.aead.NonceSize() {
		return nil, fmt.Errorf("%w: a sealed row of %s is cut", errDamaged, table)
	}
	nonce, text := sealed[:s.aead.NonceSize()], sealed[s.aead.NonceSize():]
	doc, err := s.aead.Open(nil, nonce, text, associated(table, id))
	if err != nil {
		return nil, fmt.Errorf("%w: a sealed row of %s does not open", errDamaged, table)
	}
	return bytes.TrimRight(doc, " "), nil
}

func associated(table, id string) []byte { return []byte(table + "\x00" + id) }

// Unlock opens what is sealed. The first key ever given is the one that seals
// the store from then on.
//
// A wrong key is a *[monitor.Problem] that wraps [monitor.ErrWrongKey] and
// [monitor.ErrSealed]: nothing was changed, and nothing is sealed with it.
func (s *Store) Unlock(key []byte) error {
	sealer, err := newSealer(key)
	if err != nil {
		return err
	}
	ctx := context.Background()
	err = sealer.check(ctx, s.reader)
	if errors.Is(err, errNoSeal) {
		err = transact(ctx, s.writer, func(t *sql.Tx) error { return sealer.mark(ctx, t) })
	}
	if err != nil {
		return s.fail(err)
	}
	s.sealer.Store(sealer)
	return nil
}

// Lock forgets the key: what is about people is sealed again for this Store.
func (s *Store) Lock() { s.sealer.Store(nil) }

const (
	sealTable = "seal"
	sealID    = "1"
	sealText  = "vigie"
)

var errNoSeal = errors.New("nothing was ever sealed")

// check compares the key with the one that the store was sealed with.
func (s *sealer) check(ctx context.Context, q querier) error {
	var sealed []byte
	var crc int64
	err := q.QueryRowContext(ctx, "SELECT sealed, crc FROM seal").Scan(&sealed, &crc)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return errNoSeal
	case err != nil:
		return err
	case crc != checksum(int64(1), sealed):
		return fmt.Errorf("%w: the seal", errDamaged)
	}
	if _, err := s.open(sealTable, sealID, sealed); err != nil {
		return errWrongKey
	}
	return nil
}

// mark makes the key the one that the store is sealed with, unless another
// process was faster.
func (s *sealer) mark(ctx context.Context, t *sql.Tx) error {
	if err := s.check(ctx, t); !errors.Is(err, errNoSeal) {
		return err
	}
	sealed := s.seal(sealTable, sealID, []byte(sealText))
	_, err := t.ExecContext(ctx, "INSERT INTO seal (id, sealed, crc) VALUES (1, ?, ?)", sealed, checksum(int64(1), sealed))
	return err
}
