"""What the second migration adds to the schema, as SQL: what a person does to photos and folders, and finer counts.

Pure data, written once and never edited, as in `schema`.
"""

from __future__ import annotations

# The directory of a relpath with its slash at the end, "" at the root: everything but slashes is cut from the right.
# Slashes become spaces in the set of what is cut, so that bytes on both sides of one never join to a character.
_DIRECTORY = "rtrim({0}.relpath, replace({0}.relpath, '/', ' '))"
_SHOWN = "{0}.state != 'missing' AND {0}.hidden = 0"
_FINDABLE = "{0}.state IN ('pending', 'indexed') AND {0}.hidden = 0"


def _for(row: str, expression: str) -> str:
    return expression.format(row)


CURATION = f"""
ALTER TABLE photos ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
-- A failed photo that is listed as a problem no more, until its file changes.
ALTER TABLE photos ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0;
-- When a person removed the folder. It is shown nowhere, and purged a little later; until then it can be restored.
ALTER TABLE folders ADD COLUMN retired_at TEXT;

-- These hold all that a list of ids or contents needs, so that the rows themselves are not read for it.
DROP INDEX photos_by_time;
CREATE INDEX photos_by_time ON photos (shown_at DESC, id DESC, folder_id, state, hidden)
    WHERE state != 'missing' AND hidden = 0;
DROP INDEX photos_by_content;
CREATE INDEX photos_by_content ON photos (content_id, state, hidden, folder_id) WHERE content_id IS NOT NULL;
CREATE INDEX photos_hidden ON photos (shown_at DESC, id DESC, folder_id, state, hidden) WHERE hidden = 1;
CREATE INDEX photos_favourite ON photos (shown_at DESC, id DESC, folder_id, state, hidden, favourite)
    WHERE favourite = 1;
CREATE INDEX photos_by_added ON photos (added_at, shown_at, folder_id, state, hidden)
    WHERE state != 'missing' AND hidden = 0;
CREATE INDEX photos_rated ON photos (rating) WHERE rating > 0;
CREATE INDEX photos_dismissed ON photos (folder_id) WHERE dismissed = 1;

CREATE TABLE saved_searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    folder BLOB
);

-- Every request to a network that this program ever made, the newest ten thousand of them.
CREATE TABLE requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    url TEXT NOT NULL,
    purpose TEXT NOT NULL,
    outcome TEXT NOT NULL,
    received INTEGER NOT NULL
);

DROP TRIGGER photo_added;
DROP TRIGGER photo_restated;
DROP TRIGGER photo_removed;
DROP TRIGGER photo_removed_with_content;
DROP TRIGGER photo_let_go;
DROP TRIGGER photo_took_hold;
DROP TRIGGER embedding_added;
DROP TRIGGER embedding_removed;

-- How many photos of a folder are in a state, hidden ones apart.
DROP TABLE tallies;
CREATE TABLE tallies (
    folder_id INTEGER NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    photos INTEGER NOT NULL,
    PRIMARY KEY (folder_id, state, hidden)
) WITHOUT ROWID;
INSERT INTO tallies (folder_id, state, hidden, photos)
    SELECT folder_id, state, 0, count(*) FROM photos GROUP BY folder_id, state;

-- How many photos lie directly in a directory of a folder and are shown; those with none are left for the sweep.
CREATE TABLE directories (
    folder_id INTEGER NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    photos INTEGER NOT NULL,
    PRIMARY KEY (folder_id, path)
) WITHOUT ROWID;
INSERT INTO directories (folder_id, path, photos)
    SELECT folder_id, {_for("photos", _DIRECTORY)} AS path, count(*) FROM photos
    WHERE state != 'missing' GROUP BY folder_id, path;

-- How many photos of a folder can be found in a space.
CREATE TABLE searchable (
    space_id INTEGER NOT NULL REFERENCES spaces(id) ON DELETE CASCADE,
    folder_id INTEGER NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
    photos INTEGER NOT NULL,
    PRIMARY KEY (space_id, folder_id)
) WITHOUT ROWID;
INSERT INTO searchable (space_id, folder_id, photos)
    SELECT embeddings.space_id, photos.folder_id, count(*) FROM photos
    JOIN embeddings ON embeddings.content_id = photos.content_id
    WHERE photos.state IN ('pending', 'indexed') GROUP BY embeddings.space_id, photos.folder_id;
ALTER TABLE spaces DROP COLUMN searchable;

CREATE TRIGGER photo_added AFTER INSERT ON photos BEGIN
    INSERT INTO tallies (folder_id, state, hidden, photos) VALUES (new.folder_id, new.state, new.hidden, 1)
        ON CONFLICT DO UPDATE SET photos = photos + 1;
    INSERT INTO directories (folder_id, path, photos)
        SELECT new.folder_id, {_for("new", _DIRECTORY)}, 1 WHERE {_for("new", _SHOWN)}
        ON CONFLICT DO UPDATE SET photos = photos + 1;
END;

CREATE TRIGGER photo_restated AFTER UPDATE OF folder_id, state, hidden ON photos
WHEN old.folder_id != new.folder_id OR old.state != new.state OR old.hidden != new.hidden BEGIN
    UPDATE tallies SET photos = photos - 1
        WHERE folder_id = old.folder_id AND state = old.state AND hidden = old.hidden;
    INSERT INTO tallies (folder_id, state, hidden, photos) VALUES (new.folder_id, new.state, new.hidden, 1)
        ON CONFLICT DO UPDATE SET photos = photos + 1;
END;

CREATE TRIGGER photo_replaced AFTER UPDATE OF folder_id, relpath, state, hidden ON photos
WHEN old.folder_id != new.folder_id OR old.relpath != new.relpath
    OR ({_for("old", _SHOWN)}) != ({_for("new", _SHOWN)}) BEGIN
    UPDATE directories SET photos = photos - 1
        WHERE folder_id = old.folder_id AND path = {_for("old", _DIRECTORY)} AND {_for("old", _SHOWN)};
    INSERT INTO directories (folder_id, path, photos)
        SELECT new.folder_id, {_for("new", _DIRECTORY)}, 1 WHERE {_for("new", _SHOWN)}
        ON CONFLICT DO UPDATE SET photos = photos + 1;
END;

CREATE TRIGGER photo_removed AFTER DELETE ON photos BEGIN
    UPDATE tallies SET photos = photos - 1
        WHERE folder_id = old.folder_id AND state = old.state AND hidden = old.hidden;
    UPDATE directories SET photos = photos - 1
        WHERE folder_id = old.folder_id AND path = {_for("old", _DIRECTORY)} AND {_for("old", _SHOWN)};
    INSERT INTO removed_photos (photo_id) VALUES (old.id);
END;

CREATE TRIGGER photo_removed_with_content AFTER DELETE ON photos WHEN old.content_id IS NOT NULL BEGIN
    INSERT INTO loose_contents (content_id) VALUES (old.content_id) ON CONFLICT DO NOTHING;
    UPDATE searchable SET photos = photos - 1
        WHERE folder_id = old.folder_id AND {_for("old", _FINDABLE)}
        AND space_id IN (SELECT space_id FROM embeddings WHERE content_id = old.content_id);
END;

CREATE TRIGGER photo_let_go AFTER UPDATE OF content_id, state, folder_id, hidden ON photos
WHEN old.content_id IS NOT NULL AND (old.content_id IS NOT new.content_id OR old.state != new.state
    OR old.folder_id != new.folder_id OR old.hidden != new.hidden) BEGIN
    INSERT INTO loose_contents (content_id) SELECT old.content_id WHERE old.content_id IS NOT new.content_id
        ON CONFLICT DO NOTHING;
    UPDATE searchable SET photos = photos - 1
        WHERE folder_id = old.folder_id AND {_for("old", _FINDABLE)}
        AND space_id IN (SELECT space_id FROM embeddings WHERE content_id = old.content_id);
END;

CREATE TRIGGER photo_took_hold AFTER UPDATE OF content_id, state, folder_id, hidden ON photos
WHEN new.content_id IS NOT NULL AND (old.content_id IS NOT new.content_id OR old.state != new.state
    OR old.folder_id != new.folder_id OR old.hidden != new.hidden) BEGIN
    INSERT INTO searchable (space_id, folder_id, photos)
        SELECT space_id, new.folder_id, 1 FROM embeddings
        WHERE content_id = new.content_id AND {_for("new", _FINDABLE)}
        ON CONFLICT DO UPDATE SET photos = photos + 1;
END;

CREATE TRIGGER embedding_added AFTER INSERT ON embeddings BEGIN
    INSERT INTO searchable (space_id, folder_id, photos)
        SELECT new.space_id, folder_id, count(*) FROM photos
        WHERE content_id = new.content_id AND content_id IS NOT NULL AND {_for("photos", _FINDABLE)}
        GROUP BY folder_id
        ON CONFLICT DO UPDATE SET photos = photos + excluded.photos;
END;

CREATE TRIGGER embedding_removed AFTER DELETE ON embeddings BEGIN
    UPDATE searchable SET photos = photos - (
        SELECT count(*) FROM photos
        WHERE content_id = old.content_id AND content_id IS NOT NULL AND folder_id = searchable.folder_id
        AND {_for("photos", _FINDABLE)}
    ) WHERE space_id = old.space_id;
END;
"""
