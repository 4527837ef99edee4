-- Schema 1.
--
-- Public facts stand in clear; everything about people is sealed (seal.go).
-- seq is the order in which rows were first written. Times are seconds since
-- 1970, UTC. crc is the checksum of the columns before it, but for seq
-- (verify.go): it finds the flipped bits that quick_check cannot see.

PRAGMA application_id = 1447642953; -- "VIGI", so that file(1) and Open can tell it is ours

CREATE TABLE record (
	seq        INTEGER PRIMARY KEY,
	feed       TEXT NOT NULL,
	key        TEXT NOT NULL,
	first_seen INTEGER NOT NULL,
	doc        TEXT NOT NULL, -- monitor.Record as JSON
	crc        INTEGER NOT NULL,
	UNIQUE (feed, key)
) STRICT;

CREATE TABLE feed (
	name TEXT PRIMARY KEY,
	doc  TEXT NOT NULL, -- monitor.FeedStatus as JSON
	crc  INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL,
	crc   INTEGER NOT NULL
) STRICT;

-- sealed is NULL on rows that tell nothing about anybody.
CREATE TABLE ledger (
	id        INTEGER PRIMARY KEY,
	at        INTEGER NOT NULL,
	feed      TEXT NOT NULL,
	host      TEXT NOT NULL,
	purpose   TEXT NOT NULL,
	sealed    BLOB,
	bytes_out INTEGER NOT NULL,
	bytes_in  INTEGER NOT NULL,
	outcome   TEXT NOT NULL,
	crc       INTEGER NOT NULL
) STRICT;

-- A known text under the key that seals the other rows: tells a wrong key
-- from damaged rows before any of them is touched.
CREATE TABLE seal (
	id     INTEGER PRIMARY KEY CHECK (id = 1),
	sealed BLOB NOT NULL,
	crc    INTEGER NOT NULL
) STRICT;

-- The ids of sealed rows are random: they tell nothing about what is inside.
CREATE TABLE person      (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
CREATE TABLE identifier  (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
CREATE TABLE affiliation (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
CREATE TABLE evidence    (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
CREATE TABLE consent     (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
CREATE TABLE known       (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
CREATE TABLE alert       (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
