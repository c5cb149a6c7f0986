-- The registry of a council: who belonged to it, as what, and who chaired it, on a given day.
-- This is the newest whole schema; it is compiled into the program and is the one place that says what a table is.
--
-- Dates are text, as precise as the source: 1998, 1998-09 or 1998-09-18 (EDTF level 0).
-- Periods are half-open: a day d lies in one when start <= d < end. A handover day therefore belongs to the
-- incoming holder alone. An empty end means that the period has no known end.
-- The generated columns *_min and *_max are the first and last day that a partial date can mean; as_json is the whole
-- row, for the log.
--
-- A constraint is named "column: reason", so that whoever breaks it, with this program or another,
-- reads where and why. The remark behind a column is its entry in the data dictionary.
-- Words that a column allows are spelled out with OR: for IN with more than two, SQLite builds a table, anew for
-- each row that it checks.

PRAGMA application_id = 1095910228; -- "ARCT"
PRAGMA user_version = 3;

CREATE TABLE meta ( -- what the data says of itself
  key   TEXT NOT NULL PRIMARY KEY, -- `name`, `version`, `founded`, `verified_through`, `term_years`, `license`, `homepage`, or `label.` and a word of the data
  value TEXT NOT NULL,             -- its value
  note  TEXT,                      -- how to read it
  as_json TEXT GENERATED ALWAYS AS (json_object('key', key, 'value', value, 'note', note)) VIRTUAL,
  CONSTRAINT "key: not a key that is known"
    CHECK (key = 'name' OR key = 'version' OR key = 'founded' OR key = 'verified_through' OR key = 'term_years' OR key = 'license' OR key = 'homepage' OR key GLOB 'label.?*'),
  CONSTRAINT "value: not a day (YYYY-MM-DD)" CHECK (key NOT IN ('founded', 'verified_through') OR (length(value) = 10 AND value IS date(value))),
  CONSTRAINT "value: not a number of years" CHECK (key <> 'term_years' OR value GLOB '[1-9]' OR value GLOB '[1-9][0-9]')
) STRICT;

CREATE TABLE source ( -- a document that is cited
  id        TEXT NOT NULL PRIMARY KEY, -- short name
  title     TEXT NOT NULL,             -- title, in the document's or in plain English words
  publisher TEXT,                      -- who published it
  url       TEXT,                      -- where it can be read; empty where only a doubtful copy was found
  published TEXT,                      -- when it was published, as far as known
  note      TEXT,                      -- what it was used for
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'title', title, 'publisher', publisher, 'url', url, 'published', published, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "url: not a web address" CHECK (url GLOB 'http://?*' OR url GLOB 'https://?*'),
  CONSTRAINT "published: not a date (YYYY, YYYY-MM or YYYY-MM-DD)"
    CHECK ((length(published) = 4 OR length(published) = 7 OR length(published) = 10) AND published || substr('-01-01', length(published) - 3) IS date(published || substr('-01-01', length(published) - 3)))
) STRICT;

CREATE TABLE party ( -- a state or organisation that holds, held or asked for a role
  id            TEXT NOT NULL PRIMARY KEY, -- short name, used by every other table and on the command line
  kind          TEXT NOT NULL,             -- `state`, `indigenous` (organisation of Indigenous peoples), `igo` or `ngo`
  name          TEXT NOT NULL,             -- the name people use
  official_name TEXT,                      -- full formal name
  council_name  TEXT,                      -- the name the council itself writes
  abbreviation  TEXT,                      -- its own short form
  iso2          TEXT UNIQUE,               -- ISO 3166-1 alpha-2, states only
  iso3          TEXT UNIQUE,               -- ISO 3166-1 alpha-3, states only
  iso_numeric   TEXT,                      -- ISO 3166-1 numeric, three digits
  cow           INTEGER UNIQUE,            -- Correlates of War country code
  wikidata      TEXT,                      -- Wikidata item
  arctic        INTEGER NOT NULL,          -- 1 for one of the Arctic States, else 0
  website       TEXT,                      -- its own site
  confidence    TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note          TEXT,                      -- what a reader should know
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'kind', kind, 'name', name, 'official_name', official_name, 'council_name', council_name, 'abbreviation', abbreviation, 'iso2', iso2, 'iso3', iso3, 'iso_numeric', iso_numeric, 'cow', cow, 'wikidata', wikidata, 'arctic', arctic, 'website', website, 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "name: empty" CHECK (name <> ''),
  CONSTRAINT "kind: not one of state, indigenous, igo, ngo" CHECK (kind = 'state' OR kind = 'indigenous' OR kind = 'igo' OR kind = 'ngo'),
  CONSTRAINT "iso2: not two capital letters" CHECK (iso2 GLOB '[A-Z][A-Z]'),
  CONSTRAINT "iso3: not three capital letters" CHECK (iso3 GLOB '[A-Z][A-Z][A-Z]'),
  CONSTRAINT "iso_numeric: not three digits" CHECK (iso_numeric GLOB '[0-9][0-9][0-9]'),
  CONSTRAINT "iso3: a code is for states only" CHECK (kind = 'state' OR (iso2 IS NULL AND iso3 IS NULL AND cow IS NULL)),
  CONSTRAINT "wikidata: not an item (Q and digits)" CHECK (wikidata GLOB 'Q[0-9]*' AND substr(wikidata, 2) NOT GLOB '*[^0-9]*'),
  CONSTRAINT "arctic: not 0 or 1" CHECK (arctic IN (0, 1)),
  CONSTRAINT "arctic: only a state can be an Arctic State" CHECK (arctic = 0 OR kind = 'state'),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;

CREATE TABLE country ( -- a state or area that is no party: so that "no role" and "no such country" differ
  id             TEXT NOT NULL PRIMARY KEY, -- short name
  kind           TEXT NOT NULL,             -- `state` (member or observer state of the United Nations) or `area`
  name           TEXT NOT NULL,             -- the name people use
  official_name  TEXT,                      -- full formal name
  iso2           TEXT NOT NULL UNIQUE,      -- ISO 3166-1 alpha-2
  iso3           TEXT NOT NULL UNIQUE,      -- ISO 3166-1 alpha-3
  iso_numeric    TEXT,                      -- ISO 3166-1 numeric, three digits
  cow            INTEGER UNIQUE,            -- Correlates of War country code
  represented_by TEXT REFERENCES party (id) ON UPDATE CASCADE, -- the party whose seat covers this area
  note           TEXT,                      -- what a reader should know
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'kind', kind, 'name', name, 'official_name', official_name, 'iso2', iso2, 'iso3', iso3, 'iso_numeric', iso_numeric, 'cow', cow, 'represented_by', represented_by, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "kind: not one of state, area" CHECK (kind IN ('state', 'area')),
  CONSTRAINT "name: empty" CHECK (name <> ''),
  CONSTRAINT "iso2: not two capital letters" CHECK (iso2 GLOB '[A-Z][A-Z]'),
  CONSTRAINT "iso3: not three capital letters" CHECK (iso3 GLOB '[A-Z][A-Z][A-Z]'),
  CONSTRAINT "iso_numeric: not three digits" CHECK (iso_numeric GLOB '[0-9][0-9][0-9]')
) STRICT;

CREATE TABLE alias ( -- one way of writing the name of a party or of a country
  alias   TEXT NOT NULL,             -- the name as it is written
  party   TEXT REFERENCES party (id) ON DELETE CASCADE ON UPDATE CASCADE,   -- the party it names, or
  country TEXT REFERENCES country (id) ON DELETE CASCADE ON UPDATE CASCADE, -- the country it names
  kind    TEXT NOT NULL,             -- `short`, `official`, `endonym`, `translation`, `abbreviation`, `former`, `colloquial` or `code`
  lang    TEXT,                      -- language of the name (BCP 47), where it has one
  key     TEXT NOT NULL PRIMARY KEY, -- computed from `alias`, not in the file: accents, case, punctuation and "the" folded away; no two names share one
  as_json TEXT GENERATED ALWAYS AS (json_object('alias', alias, 'party', party, 'country', country, 'kind', kind, 'lang', lang, 'key', key)) VIRTUAL,
  CONSTRAINT "alias: nothing is left of it when folded" CHECK (key <> ''),
  CONSTRAINT "party: a name belongs to a party or to a country, and not to both" CHECK ((party IS NULL) <> (country IS NULL)),
  CONSTRAINT "kind: not one of short, official, endonym, translation, abbreviation, former, colloquial, code"
    CHECK (kind = 'short' OR kind = 'official' OR kind = 'endonym' OR kind = 'translation'
        OR kind = 'abbreviation' OR kind = 'former' OR kind = 'colloquial' OR kind = 'code')
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting ( -- a meeting of the council at the level of ministers, or in its place
  id         TEXT NOT NULL PRIMARY KEY, -- place and year
  ordinal    INTEGER NOT NULL UNIQUE,   -- the council's own number; 0 for the founding meeting
  kind       TEXT NOT NULL,             -- `establishment`, `ministerial` or `council_meeting` (below the level of ministers)
  first_day  TEXT NOT NULL,             -- first day
  last_day   TEXT NOT NULL,             -- last day, part of the meeting
  place      TEXT NOT NULL,             -- town
  host       TEXT REFERENCES party (id) ON UPDATE CASCADE, -- the state that hosted
  outcome    TEXT,                      -- declaration, agreements, statements
  signed     TEXT,                      -- day of signature or issue, where a source states it
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- what is disputed or missing
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'ordinal', ordinal, 'kind', kind, 'first_day', first_day, 'last_day', last_day, 'place', place, 'host', host, 'outcome', outcome, 'signed', signed, 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "kind: not one of establishment, ministerial, council_meeting" CHECK (kind = 'establishment' OR kind = 'ministerial' OR kind = 'council_meeting'),
  CONSTRAINT "first_day: not a day (YYYY-MM-DD)" CHECK (length(first_day) = 10 AND first_day IS date(first_day)),
  CONSTRAINT "last_day: not a day (YYYY-MM-DD)" CHECK (length(last_day) = 10 AND last_day IS date(last_day)),
  CONSTRAINT "last_day: before first_day" CHECK (last_day >= first_day),
  CONSTRAINT "signed: not a day (YYYY-MM-DD)" CHECK (signed IS NULL OR (length(signed) = 10 AND signed IS date(signed))),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;

CREATE TABLE membership ( -- one party in one role over one period
  id         TEXT NOT NULL PRIMARY KEY, -- party, role and year
  party      TEXT NOT NULL REFERENCES party (id) ON UPDATE CASCADE, -- who
  role       TEXT NOT NULL,             -- `member`, `permanent_participant` or `observer`
  start      TEXT NOT NULL,             -- first day in the role
  end        TEXT,                      -- first day no longer in it; empty while it lasts
  granted_at TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- the meeting that granted it
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- what is disputed or inferred
  start_min  TEXT GENERATED ALWAYS AS (start || substr('-01-01', length(start) - 3)) VIRTUAL,
  start_max  TEXT GENERATED ALWAYS AS (start || substr('-12-31', length(start) - 3)) VIRTUAL,
  end_min    TEXT GENERATED ALWAYS AS (coalesce("end" || substr('-01-01', length("end") - 3), '9999-12-31')) VIRTUAL,
  end_max    TEXT GENERATED ALWAYS AS (coalesce("end" || substr('-12-31', length("end") - 3), '9999-12-31')) VIRTUAL,
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'party', party, 'role', role, 'start', start, 'end', "end", 'granted_at', granted_at, 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "role: not one of member, permanent_participant, observer" CHECK (role = 'member' OR role = 'permanent_participant' OR role = 'observer'),
  CONSTRAINT "start: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK ((length(start) = 4 OR length(start) = 7 OR length(start) = 10) AND start_min IS date(start_min)),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK ("end" IS NULL OR ((length("end") = 4 OR length("end") = 7 OR length("end") = 10) AND end_min IS date(end_min))),
  CONSTRAINT "end: not after start" CHECK (end_max > start_min),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;

CREATE INDEX membership_by_party ON membership (party, start_max, end_min);

CREATE TABLE chairship ( -- a state in the chair over one period
  id            TEXT NOT NULL PRIMARY KEY, -- state and year
  ordinal       INTEGER NOT NULL UNIQUE,   -- 1 for the first
  party         TEXT NOT NULL REFERENCES party (id) ON UPDATE CASCADE, -- the state
  start         TEXT NOT NULL,             -- first day in the chair: the handover day
  end           TEXT,                      -- first day of the next chair: the next handover day
  start_meeting TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- the meeting at which it began
  end_meeting   TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- the meeting at which it ended
  theme         TEXT,                      -- title of the programme
  priorities    TEXT,                      -- what it set out to do, split by semicolons
  secretariat   TEXT,                      -- town of the secretariat
  confidence    TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note          TEXT,                      -- what is disputed or planned
  start_min     TEXT GENERATED ALWAYS AS (start || substr('-01-01', length(start) - 3)) VIRTUAL,
  start_max     TEXT GENERATED ALWAYS AS (start || substr('-12-31', length(start) - 3)) VIRTUAL,
  end_min       TEXT GENERATED ALWAYS AS (coalesce("end" || substr('-01-01', length("end") - 3), '9999-12-31')) VIRTUAL,
  end_max       TEXT GENERATED ALWAYS AS (coalesce("end" || substr('-12-31', length("end") - 3), '9999-12-31')) VIRTUAL,
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'ordinal', ordinal, 'party', party, 'start', start, 'end', "end", 'start_meeting', start_meeting, 'end_meeting', end_meeting, 'theme', theme, 'priorities', priorities, 'secretariat', secretariat, 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "ordinal: less than 1" CHECK (ordinal >= 1),
  CONSTRAINT "start: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK ((length(start) = 4 OR length(start) = 7 OR length(start) = 10) AND start_min IS date(start_min)),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK ("end" IS NULL OR ((length("end") = 4 OR length("end") = 7 OR length("end") = 10) AND end_min IS date(end_min))),
  CONSTRAINT "end: not after start" CHECK (end_max > start_min),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;

CREATE INDEX chairship_by_start ON chairship (start_max);

CREATE TABLE office_holder ( -- a person in an office during a chairship
  id         TEXT NOT NULL PRIMARY KEY, -- person, office and year
  chairship  TEXT NOT NULL REFERENCES chairship (id) ON UPDATE CASCADE, -- the chairship it belongs to
  office     TEXT NOT NULL,             -- `chair_of_council`, `chair_of_saos` (Senior Arctic Officials) or another word
  person     TEXT NOT NULL,             -- name
  start      TEXT NOT NULL,             -- first day in the office
  end        TEXT,                      -- first day no longer in it; empty where not known
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- what is disputed or inferred
  basis      TEXT,                      -- `stated` (a source says that the person held the office), `presided` (a source says that the person presided over the meeting) or `by_office` (inferred from another office, such as that of foreign minister)
  start_min  TEXT GENERATED ALWAYS AS (start || substr('-01-01', length(start) - 3)) VIRTUAL,
  end_min    TEXT GENERATED ALWAYS AS (coalesce("end" || substr('-01-01', length("end") - 3), '9999-12-31')) VIRTUAL,
  end_max    TEXT GENERATED ALWAYS AS (coalesce("end" || substr('-12-31', length("end") - 3), '9999-12-31')) VIRTUAL,
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'chairship', chairship, 'office', office, 'person', person, 'start', start, 'end', "end", 'confidence', confidence, 'note', note, 'basis', basis)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "office: lower-case letters and underscores only" CHECK (office <> '' AND office NOT GLOB '*[^a-z_]*'),
  CONSTRAINT "person: empty" CHECK (person <> ''),
  CONSTRAINT "basis: not one of stated, presided, by_office" CHECK (basis = 'stated' OR basis = 'presided' OR basis = 'by_office'),
  CONSTRAINT "start: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK ((length(start) = 4 OR length(start) = 7 OR length(start) = 10) AND start_min IS date(start_min)),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK ("end" IS NULL OR ((length("end") = 4 OR length("end") = 7 OR length("end") = 10) AND end_min IS date(end_min))),
  CONSTRAINT "end: not after start" CHECK (end_max > start_min),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;

CREATE TABLE body ( -- a Working Group, secretariat, task force or expert group
  id           TEXT NOT NULL PRIMARY KEY, -- short name
  name         TEXT NOT NULL,             -- full name
  abbreviation TEXT,                      -- its own short form
  kind         TEXT NOT NULL,             -- `working_group`, `secretariat`, `task_force` or `expert_group`
  start        TEXT NOT NULL,             -- when it was set up
  end          TEXT,                      -- when it ended; empty while it lasts
  website      TEXT,                      -- its own site
  confidence   TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note         TEXT,                      -- what is disputed or inferred
  start_min    TEXT GENERATED ALWAYS AS (start || substr('-01-01', length(start) - 3)) VIRTUAL,
  end_min      TEXT GENERATED ALWAYS AS (coalesce("end" || substr('-01-01', length("end") - 3), '9999-12-31')) VIRTUAL,
  end_max      TEXT GENERATED ALWAYS AS (coalesce("end" || substr('-12-31', length("end") - 3), '9999-12-31')) VIRTUAL,
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'name', name, 'abbreviation', abbreviation, 'kind', kind, 'start', start, 'end', "end", 'website', website, 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "kind: not one of working_group, secretariat, task_force, expert_group" CHECK (kind = 'working_group' OR kind = 'secretariat' OR kind = 'task_force' OR kind = 'expert_group'),
  CONSTRAINT "start: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK ((length(start) = 4 OR length(start) = 7 OR length(start) = 10) AND start_min IS date(start_min)),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK ("end" IS NULL OR ((length("end") = 4 OR length("end") = 7 OR length("end") = 10) AND end_min IS date(end_min))),
  CONSTRAINT "end: not after start" CHECK (end_max > start_min),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;

CREATE TABLE agreement ( -- a binding agreement negotiated under the council
  id         TEXT NOT NULL PRIMARY KEY, -- short name and year
  name       TEXT NOT NULL,             -- full title
  short_name TEXT,                      -- the name people use
  signed     TEXT NOT NULL,             -- day of signature
  place      TEXT,                      -- town
  meeting    TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- the meeting at which it was signed
  in_force   TEXT,                      -- day of entry into force
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- what is disputed or missing
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'name', name, 'short_name', short_name, 'signed', signed, 'place', place, 'meeting', meeting, 'in_force', in_force, 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "signed: not a day (YYYY-MM-DD)" CHECK (length(signed) = 10 AND signed IS date(signed)),
  CONSTRAINT "in_force: not a day (YYYY-MM-DD)" CHECK (in_force IS NULL OR (length(in_force) = 10 AND in_force IS date(in_force))),
  CONSTRAINT "in_force: before signed" CHECK (in_force >= signed),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;

CREATE TABLE event ( -- something that happened to the council
  id          TEXT NOT NULL PRIMARY KEY, -- short name and year
  date        TEXT NOT NULL,             -- when
  kind        TEXT NOT NULL,             -- `founding`, `reform`, `handover`, `pause`, `resumption` or `other`
  title       TEXT NOT NULL,             -- in a few words
  description TEXT,                      -- in a sentence
  confidence  TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note        TEXT,                      -- what is disputed or inferred
  end         TEXT,                      -- of a pause or resumption, the first day on which it no longer holds; empty while it lasts
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'date', date, 'kind', kind, 'title', title, 'description', description, 'confidence', confidence, 'note', note, 'end', "end")) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "date: not a date (YYYY, YYYY-MM or YYYY-MM-DD)"
    CHECK ((length(date) = 4 OR length(date) = 7 OR length(date) = 10) AND date || substr('-01-01', length(date) - 3) IS date(date || substr('-01-01', length(date) - 3))),
  CONSTRAINT "kind: not one of founding, reform, handover, pause, resumption, other" CHECK (kind = 'founding' OR kind = 'reform' OR kind = 'handover' OR kind = 'pause' OR kind = 'resumption' OR kind = 'other'),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM or YYYY-MM-DD)"
    CHECK ("end" IS NULL OR ((length("end") = 4 OR length("end") = 7 OR length("end") = 10) AND "end" || substr('-01-01', length("end") - 3) IS date("end" || substr('-01-01', length("end") - 3)))),
  CONSTRAINT "end: not after date" CHECK ("end" || substr('-12-31', length("end") - 3) > date || substr('-01-01', length(date) - 3)),
  CONSTRAINT "end: only a pause or a resumption has one" CHECK ("end" IS NULL OR kind = 'pause' OR kind = 'resumption'),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;

CREATE TABLE application ( -- a request to become an observer, and what came of it
  id         TEXT NOT NULL PRIMARY KEY, -- party, year and outcome
  party      TEXT NOT NULL REFERENCES party (id) ON UPDATE CASCADE, -- who asked
  date       TEXT NOT NULL,             -- day of the outcome; for `pending` and `ad_hoc` the date for which it is attested
  outcome    TEXT NOT NULL,             -- `granted`, `deferred`, `not_granted` (no text of a refusal is known), `refused`, `pending` or `ad_hoc` (let in meeting by meeting)
  meeting    TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- the meeting that dealt with it
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- filing date and what is disputed
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'party', party, 'date', date, 'outcome', outcome, 'meeting', meeting, 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "date: not a date (YYYY, YYYY-MM or YYYY-MM-DD)"
    CHECK ((length(date) = 4 OR length(date) = 7 OR length(date) = 10) AND date || substr('-01-01', length(date) - 3) IS date(date || substr('-01-01', length(date) - 3))),
  CONSTRAINT "outcome: not one of granted, deferred, not_granted, refused, pending, ad_hoc" CHECK (outcome = 'granted' OR outcome = 'deferred' OR outcome = 'not_granted' OR outcome = 'refused' OR outcome = 'pending' OR outcome = 'ad_hoc'),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;

CREATE TABLE tally ( -- a count of role holders on a day; `verify` holds the memberships against it
  id         TEXT NOT NULL PRIMARY KEY, -- role, kind and day
  date       TEXT NOT NULL,             -- the day counted
  role       TEXT NOT NULL,             -- `member`, `permanent_participant` or `observer`
  kind       TEXT,                      -- `state`, `igo` or `ngo`; empty for all kinds together
  count      INTEGER NOT NULL,          -- how many
  confidence TEXT NOT NULL,             -- `verified` (published), else worked out from the memberships' sources
  note       TEXT,                      -- who counts otherwise
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'date', date, 'role', role, 'kind', kind, 'count', count, 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "date: not a day (YYYY-MM-DD)" CHECK (length(date) = 10 AND date IS date(date)),
  CONSTRAINT "role: not one of member, permanent_participant, observer" CHECK (role = 'member' OR role = 'permanent_participant' OR role = 'observer'),
  CONSTRAINT "kind: not one of state, indigenous, igo, ngo" CHECK (kind = 'state' OR kind = 'indigenous' OR kind = 'igo' OR kind = 'ngo'),
  CONSTRAINT "count: less than 0" CHECK (count >= 0),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;

CREATE TABLE citation ( -- which source supports which record; every fact has at least one
  table_name TEXT NOT NULL, -- the table of the record
  record     TEXT NOT NULL, -- its id
  source     TEXT NOT NULL REFERENCES source (id) ON UPDATE CASCADE, -- the source
  as_json TEXT GENERATED ALWAYS AS (json_object('table_name', table_name, 'record', record, 'source', source)) VIRTUAL,
  PRIMARY KEY (table_name, record, source),
  CONSTRAINT "table_name: not a table of facts"
    CHECK (table_name = 'party' OR table_name = 'country' OR table_name = 'meeting' OR table_name = 'membership' OR table_name = 'chairship'
        OR table_name = 'office_holder' OR table_name = 'body' OR table_name = 'agreement' OR table_name = 'event' OR table_name = 'application' OR table_name = 'tally')
) STRICT;

-- Rules that take two rows. They look after the change, when the generated columns are there, and undo it. A fact
-- without a party is refused also where foreign keys are off, as they are in many tools.

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

-- A citation names a record that exists.

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

-- The log. Each table has triggers that write every change of a row, by whatever program, into view `change`. They are
-- all of one kind, so the program makes them from the tables above when a registry is complete (src/store/log.rs).
-- Every program that opens a registry reads all triggers first, so they are as short as can be.

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

-- Citations go with their record, or follow its new id.
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

-- A row that REPLACE replaces goes without a trigger being told, so a program has to say whether it means UPDATE or
-- DELETE. Where it would, a trigger of the table writes here how. What this program does, it has looked at before.

CREATE VIEW replaced (by) AS SELECT command FROM editing;

CREATE TRIGGER replaced_by_insert INSTEAD OF INSERT ON replaced WHEN NEW.by = 'insert' AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;

CREATE TRIGGER replaced_by_update INSTEAD OF INSERT ON replaced WHEN NEW.by = 'update' AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;

-- Indexes for questions. No rule needs them: a registry gets them when its rows are in.

CREATE INDEX membership_by_role ON membership (role, end_max, start_min);
CREATE INDEX chairship_by_party ON chairship (party);
CREATE INDEX chairship_by_end ON chairship (end_max, start_min);
CREATE INDEX citation_by_source ON citation (source);
CREATE INDEX revision_by_number ON revision (number);
CREATE INDEX revision_by_record ON revision (table_name, record);
