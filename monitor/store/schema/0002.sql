-- Schema 2: what other packages keep about people (progress, letters, notices).
CREATE TABLE document (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
