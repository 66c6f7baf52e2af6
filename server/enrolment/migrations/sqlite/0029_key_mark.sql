-- The master key that this database was begun with, by a mark that follows from it one way: a process with another key must not write here.
CREATE TABLE key_mark (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    mark BLOB NOT NULL,
    marked_at INTEGER NOT NULL
);
