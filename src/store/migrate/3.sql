-- Every program that opens a registry reads all triggers first: the same rules in fewer words. The index by party has
-- all that the rule about two roles at once looks at. Programs with an older SQLite can add and remove rows: to them
-- NULL was no valid JSON, and the log refused it.

DROP TRIGGER membership_insert;
DROP TRIGGER membership_update;
DROP TRIGGER membership_party_insert;
DROP TRIGGER membership_party_update;
DROP TRIGGER chairship_insert;
DROP TRIGGER chairship_update;
DROP TRIGGER chairship_party_insert;
DROP TRIGGER chairship_party_update;
DROP TRIGGER application_party_insert;
DROP TRIGGER application_party_update;
DROP TRIGGER party_insert;
DROP TRIGGER party_update;
DROP TRIGGER country_insert;
DROP TRIGGER country_update;
DROP TRIGGER party_kept;
DROP TRIGGER citation_insert;
DROP TRIGGER citation_update;
DROP TRIGGER change_logged;
DROP VIEW change;

DROP TRIGGER revision_in_order;
DROP TRIGGER revision_kept;
DROP TRIGGER revision_not_removed;
ALTER TABLE revision RENAME TO revision_2;

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
  -- Before SQLite 3.45, NULL was no valid JSON.
  CONSTRAINT "before: not JSON" CHECK (before IS NULL OR json_valid(before)),
  CONSTRAINT "after: not JSON" CHECK (after IS NULL OR json_valid(after))
) STRICT;

INSERT INTO revision SELECT * FROM revision_2;
DROP TABLE revision_2;

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

CREATE VIEW change (table_name, record, before, after) AS
SELECT table_name, record, before, after FROM revision;

CREATE TRIGGER membership_insert AFTER INSERT ON membership
BEGIN
  SELECT RAISE(ABORT, 'party: no such party') WHERE NEW.party NOT IN (SELECT id FROM party);
  SELECT RAISE(ABORT, 'party: already holds a role in that period') FROM membership AS other
  WHERE other.party = NEW.party AND other.id <> NEW.id AND other.start_max < NEW.end_min AND NEW.start_max < other.end_min;
END;

CREATE TRIGGER membership_update AFTER UPDATE ON membership
BEGIN
  SELECT RAISE(ABORT, 'party: no such party') WHERE NEW.party NOT IN (SELECT id FROM party);
  SELECT RAISE(ABORT, 'party: already holds a role in that period') FROM membership AS other
  WHERE other.party = NEW.party AND other.id <> NEW.id AND other.start_max < NEW.end_min AND NEW.start_max < other.end_min;
END;

CREATE TRIGGER chairship_insert AFTER INSERT ON chairship
BEGIN
  SELECT RAISE(ABORT, 'party: no such party') WHERE NEW.party NOT IN (SELECT id FROM party);
  -- The others do not overlap, so of those with a certain day only the last that starts before the new end can be in the way.
  SELECT RAISE(ABORT, 'start: another chairship covers part of that period') FROM (
    SELECT end_min FROM chairship AS other
    WHERE other.id <> NEW.id AND other.start_max < NEW.end_min AND other.start_max < other.end_min
    ORDER BY other.start_max DESC LIMIT 1)
  WHERE NEW.start_max < end_min;
END;

CREATE TRIGGER chairship_update AFTER UPDATE ON chairship
BEGIN
  SELECT RAISE(ABORT, 'party: no such party') WHERE NEW.party NOT IN (SELECT id FROM party);
  -- The others do not overlap, so of those with a certain day only the last that starts before the new end can be in the way.
  SELECT RAISE(ABORT, 'start: another chairship covers part of that period') FROM (
    SELECT end_min FROM chairship AS other
    WHERE other.id <> NEW.id AND other.start_max < NEW.end_min AND other.start_max < other.end_min
    ORDER BY other.start_max DESC LIMIT 1)
  WHERE NEW.start_max < end_min;
END;

CREATE TRIGGER party_insert BEFORE INSERT ON party
WHEN NEW.id IN (SELECT id FROM country) OR NEW.iso2 IN (SELECT iso2 FROM country) OR NEW.iso3 IN (SELECT iso3 FROM country)
BEGIN SELECT RAISE(ABORT, 'id: this id or its ISO code stands in table `country` already'); END;

CREATE TRIGGER party_update BEFORE UPDATE ON party
WHEN NEW.id IN (SELECT id FROM country) OR NEW.iso2 IN (SELECT iso2 FROM country) OR NEW.iso3 IN (SELECT iso3 FROM country)
BEGIN SELECT RAISE(ABORT, 'id: this id or its ISO code stands in table `country` already'); END;

CREATE TRIGGER country_insert BEFORE INSERT ON country
WHEN NEW.id IN (SELECT id FROM party) OR NEW.iso2 IN (SELECT iso2 FROM party) OR NEW.iso3 IN (SELECT iso3 FROM party)
BEGIN SELECT RAISE(ABORT, 'id: this id or its ISO code stands in table `party` already'); END;

CREATE TRIGGER country_update BEFORE UPDATE ON country
WHEN NEW.id IN (SELECT id FROM party) OR NEW.iso2 IN (SELECT iso2 FROM party) OR NEW.iso3 IN (SELECT iso3 FROM party)
BEGIN SELECT RAISE(ABORT, 'id: this id or its ISO code stands in table `party` already'); END;

CREATE TRIGGER application_insert AFTER INSERT ON application
WHEN NEW.party NOT IN (SELECT id FROM party)
BEGIN SELECT RAISE(ABORT, 'party: no such party'); END;

CREATE TRIGGER application_update AFTER UPDATE ON application
WHEN NEW.party NOT IN (SELECT id FROM party)
BEGIN SELECT RAISE(ABORT, 'party: no such party'); END;

CREATE TRIGGER party_kept BEFORE DELETE ON party
WHEN OLD.id IN (SELECT party FROM membership) OR OLD.id IN (SELECT party FROM chairship) OR OLD.id IN (SELECT party FROM application)
BEGIN SELECT RAISE(ABORT, 'id: roles, chairships or applications are this party''s'); END;

CREATE TRIGGER citation_insert BEFORE INSERT ON citation
WHEN NOT CASE NEW.table_name
  WHEN 'party' THEN NEW.record IN (SELECT id FROM party)
  WHEN 'country' THEN NEW.record IN (SELECT id FROM country)
  WHEN 'meeting' THEN NEW.record IN (SELECT id FROM meeting)
  WHEN 'membership' THEN NEW.record IN (SELECT id FROM membership)
  WHEN 'chairship' THEN NEW.record IN (SELECT id FROM chairship)
  WHEN 'office_holder' THEN NEW.record IN (SELECT id FROM office_holder)
  WHEN 'body' THEN NEW.record IN (SELECT id FROM body)
  WHEN 'agreement' THEN NEW.record IN (SELECT id FROM agreement)
  WHEN 'event' THEN NEW.record IN (SELECT id FROM event)
  WHEN 'application' THEN NEW.record IN (SELECT id FROM application)
  WHEN 'tally' THEN NEW.record IN (SELECT id FROM tally)
  ELSE 1 END
BEGIN SELECT RAISE(ABORT, 'record: no such record in that table'); END;

CREATE TRIGGER citation_update BEFORE UPDATE ON citation
WHEN NOT CASE NEW.table_name
  WHEN 'party' THEN NEW.record IN (SELECT id FROM party)
  WHEN 'country' THEN NEW.record IN (SELECT id FROM country)
  WHEN 'meeting' THEN NEW.record IN (SELECT id FROM meeting)
  WHEN 'membership' THEN NEW.record IN (SELECT id FROM membership)
  WHEN 'chairship' THEN NEW.record IN (SELECT id FROM chairship)
  WHEN 'office_holder' THEN NEW.record IN (SELECT id FROM office_holder)
  WHEN 'body' THEN NEW.record IN (SELECT id FROM body)
  WHEN 'agreement' THEN NEW.record IN (SELECT id FROM agreement)
  WHEN 'event' THEN NEW.record IN (SELECT id FROM event)
  WHEN 'application' THEN NEW.record IN (SELECT id FROM application)
  WHEN 'tally' THEN NEW.record IN (SELECT id FROM tally)
  ELSE 1 END
BEGIN SELECT RAISE(ABORT, 'record: no such record in that table'); END;

CREATE TRIGGER change_cited INSTEAD OF INSERT ON change WHEN NEW.before IS NOT NULL
BEGIN
  DELETE FROM citation WHERE NEW.after IS NULL AND table_name = NEW.table_name AND record = NEW.record;
  UPDATE citation SET record = NEW.record
  WHERE NEW.after IS NOT NULL AND table_name = NEW.table_name AND record = json_extract(NEW.before, '$.id') AND record <> NEW.record;
END;

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

CREATE VIEW replaced (by) AS SELECT command FROM editing;

CREATE TRIGGER replaced_by_insert INSTEAD OF INSERT ON replaced WHEN NEW.by = 'insert' AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;

CREATE TRIGGER replaced_by_update INSTEAD OF INSERT ON replaced WHEN NEW.by = 'update' AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;

DROP INDEX membership_by_party;
CREATE INDEX membership_by_party ON membership (party, start_max, end_min);
