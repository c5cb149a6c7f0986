-- The log of changes. What citations do when their record goes or is renamed is in its trigger now.

DROP TRIGGER party_deleted;
DROP TRIGGER party_renamed;
DROP TRIGGER country_deleted;
DROP TRIGGER country_renamed;
DROP TRIGGER meeting_deleted;
DROP TRIGGER meeting_renamed;
DROP TRIGGER membership_deleted;
DROP TRIGGER membership_renamed;
DROP TRIGGER chairship_deleted;
DROP TRIGGER chairship_renamed;
DROP TRIGGER office_holder_deleted;
DROP TRIGGER office_holder_renamed;
DROP TRIGGER body_deleted;
DROP TRIGGER body_renamed;
DROP TRIGGER agreement_deleted;
DROP TRIGGER agreement_renamed;
DROP TRIGGER event_deleted;
DROP TRIGGER event_renamed;
DROP TRIGGER application_deleted;
DROP TRIGGER application_renamed;
DROP TRIGGER tally_deleted;
DROP TRIGGER tally_renamed;

ALTER TABLE meta ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('key', key, 'value', value, 'note', note)) VIRTUAL;
ALTER TABLE source ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'title', title, 'publisher', publisher, 'url', url, 'published', published, 'note', note)) VIRTUAL;
ALTER TABLE party ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'kind', kind, 'name', name, 'official_name', official_name, 'council_name', council_name, 'abbreviation', abbreviation, 'iso2', iso2, 'iso3', iso3, 'iso_numeric', iso_numeric, 'cow', cow, 'wikidata', wikidata, 'arctic', arctic, 'website', website, 'confidence', confidence, 'note', note)) VIRTUAL;
ALTER TABLE country ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'kind', kind, 'name', name, 'official_name', official_name, 'iso2', iso2, 'iso3', iso3, 'iso_numeric', iso_numeric, 'cow', cow, 'represented_by', represented_by, 'note', note)) VIRTUAL;
ALTER TABLE alias ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('alias', alias, 'party', party, 'country', country, 'kind', kind, 'lang', lang, 'key', key)) VIRTUAL;
ALTER TABLE meeting ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'ordinal', ordinal, 'kind', kind, 'first_day', first_day, 'last_day', last_day, 'place', place, 'host', host, 'outcome', outcome, 'signed', signed, 'confidence', confidence, 'note', note)) VIRTUAL;
ALTER TABLE membership ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'party', party, 'role', role, 'start', start, 'end', "end", 'granted_at', granted_at, 'confidence', confidence, 'note', note)) VIRTUAL;
ALTER TABLE chairship ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'ordinal', ordinal, 'party', party, 'start', start, 'end', "end", 'start_meeting', start_meeting, 'end_meeting', end_meeting, 'theme', theme, 'priorities', priorities, 'secretariat', secretariat, 'confidence', confidence, 'note', note)) VIRTUAL;
ALTER TABLE office_holder ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'chairship', chairship, 'office', office, 'person', person, 'start', start, 'end', "end", 'confidence', confidence, 'note', note)) VIRTUAL;
ALTER TABLE body ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'name', name, 'abbreviation', abbreviation, 'kind', kind, 'start', start, 'end', "end", 'website', website, 'confidence', confidence, 'note', note)) VIRTUAL;
ALTER TABLE agreement ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'name', name, 'short_name', short_name, 'signed', signed, 'place', place, 'meeting', meeting, 'in_force', in_force, 'confidence', confidence, 'note', note)) VIRTUAL;
ALTER TABLE event ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'date', date, 'kind', kind, 'title', title, 'description', description, 'confidence', confidence, 'note', note)) VIRTUAL;
ALTER TABLE application ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'party', party, 'date', date, 'outcome', outcome, 'meeting', meeting, 'confidence', confidence, 'note', note)) VIRTUAL;
ALTER TABLE tally ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'date', date, 'role', role, 'kind', kind, 'count', count, 'confidence', confidence, 'note', note)) VIRTUAL;
ALTER TABLE citation ADD COLUMN as_json TEXT GENERATED ALWAYS AS (json_object('table_name', table_name, 'record', record, 'source', source)) VIRTUAL;

DROP TRIGGER party_followed;

CREATE TRIGGER party_followed AFTER UPDATE OF id ON party WHEN NEW.id <> OLD.id
BEGIN
  UPDATE membership SET party = NEW.id WHERE party = OLD.id;
  UPDATE chairship SET party = NEW.id WHERE party = OLD.id;
  UPDATE application SET party = NEW.id WHERE party = OLD.id;
  UPDATE alias SET party = NEW.id WHERE party = OLD.id;
  UPDATE country SET represented_by = NEW.id WHERE represented_by = OLD.id;
  UPDATE meeting SET host = NEW.id WHERE host = OLD.id;
END;

-- What the data says of itself has four rows that no registry opens without.

CREATE TRIGGER meta_kept BEFORE DELETE ON meta
WHEN OLD.key IN ('name', 'version', 'founded', 'verified_through')
BEGIN SELECT RAISE(ABORT, 'key: every registry needs this row'); END;

CREATE TRIGGER meta_not_renamed BEFORE UPDATE OF key ON meta
WHEN NEW.key <> OLD.key AND OLD.key IN ('name', 'version', 'founded', 'verified_through')
BEGIN SELECT RAISE(ABORT, 'key: every registry needs this row'); END;

CREATE TABLE revision ( -- a change of one row; the changes made by one command are one revision
  change     INTEGER NOT NULL PRIMARY KEY, -- its place in the log
  number     INTEGER NOT NULL, -- number of the revision
  at         TEXT NOT NULL,    -- when it was made: UTC, as YYYY-MM-DDTHH:MM:SS.SSSZ
  command    TEXT,             -- the command that made it; empty for another program, each statement of which is a revision
  who        TEXT,             -- who made it, as far as known
  why        TEXT,             -- the reason given
  table_name TEXT NOT NULL,    -- the table
  record     TEXT NOT NULL,    -- key of the row
  before     TEXT,             -- the row as it was, as a JSON object; empty where there was none
  after      TEXT,             -- the row as it is since, as a JSON object; empty where it was removed
  CONSTRAINT "change: not a number of a change" CHECK (change > 0),
  CONSTRAINT "at: not a time (YYYY-MM-DDTHH:MM:SS.SSSZ)" CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  CONSTRAINT "after: neither a row before nor one after" CHECK (before IS NOT NULL OR after IS NOT NULL),
  CONSTRAINT "before: not JSON" CHECK (json_valid(before)),
  CONSTRAINT "after: not JSON" CHECK (json_valid(after))
) STRICT;

CREATE INDEX revision_by_number ON revision (number);
CREATE INDEX revision_by_record ON revision (table_name, record);

CREATE TRIGGER revision_in_order BEFORE INSERT ON revision
WHEN NEW.change <= (SELECT max(change) FROM revision) AND NEW.change <> -1 OR NEW.number < (SELECT max(number) FROM revision)
  OR NEW.number > (SELECT coalesce(max(number), 0) + 1 FROM revision)
BEGIN SELECT RAISE(ABORT, 'number: the log only grows at its end'); END;

CREATE TRIGGER revision_kept BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'the log is never altered: undo a revision with a new one'); END;

CREATE TRIGGER revision_not_removed BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'the log is never altered: undo a revision with a new one'); END;

CREATE TABLE editing ( -- the revision being made; a row is here only within the transaction that makes it
  only    INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
  number  INTEGER NOT NULL,
  at      TEXT NOT NULL,
  command TEXT NOT NULL,
  who     TEXT,
  why     TEXT
) STRICT;

CREATE VIEW change (table_name, record, before, after) AS
SELECT table_name, record, before, after FROM revision;

CREATE TRIGGER change_logged INSTEAD OF INSERT ON change
WHEN NEW.before IS NOT NEW.after
BEGIN
  -- Within one statement `now` stands still: what another program changes with one statement has one number.
  INSERT INTO revision (number, at, command, who, why, table_name, record, before, after)
  SELECT coalesce(
      editing.number,
      (SELECT iif(command IS NULL AND at = strftime('%Y-%m-%dT%H:%M:%fZ'), number, NULL) FROM revision ORDER BY change DESC LIMIT 1),
      (SELECT max(number) FROM revision) + 1, 1),
    coalesce(editing.at, strftime('%Y-%m-%dT%H:%M:%fZ')), command, who, why, NEW.table_name, NEW.record, NEW.before, NEW.after
  FROM (SELECT 1) LEFT JOIN editing;
END;
