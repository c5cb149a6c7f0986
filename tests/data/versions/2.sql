-- The made-up council in a file of schema version 2, in which a change was made and undone.
PRAGMA application_id = 1095910228;
PRAGMA user_version = 2;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO meta VALUES('founded','2020-06-01','Day of the Borea Charter');
INSERT INTO meta VALUES('label.chair_of_council','Speaker of the Forum',NULL);
INSERT INTO meta VALUES('label.member','Member',NULL);
INSERT INTO meta VALUES('label.observer','Observer',NULL);
INSERT INTO meta VALUES('license','CC0-1.0',NULL);
INSERT INTO meta VALUES('name','Tundra Forum',NULL);
INSERT INTO meta VALUES('term_years','1',NULL);
INSERT INTO meta VALUES('verified_through','2022-08-31',NULL);
INSERT INTO meta VALUES('version','2022.9.1',NULL);
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
INSERT INTO source VALUES('almanac','Tundra Almanac, third edition','Celsia Press','https://tundra.example/almanac','2022-08',NULL);
INSERT INTO source VALUES('charter','Borea Charter','Tundra Forum',NULL,'2020-06-01','The founding text');
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
INSERT INTO party VALUES('arvik','state','Arvik','Republic of Arvik',NULL,NULL,'XA','XAV',NULL,1001,NULL,1,NULL,'verified',NULL);
INSERT INTO party VALUES('borea','state','Borea','Kingdom of Borea',NULL,NULL,'XB','XBO',NULL,1002,NULL,1,NULL,'verified',NULL);
INSERT INTO party VALUES('celsia','state','Celsia','Celsian Union',NULL,NULL,'XC','XCE',NULL,1003,NULL,1,NULL,'verified',NULL);
INSERT INTO party VALUES('drift','state','Drift',NULL,NULL,NULL,'XD','XDR',NULL,NULL,NULL,0,NULL,'verified',NULL);
INSERT INTO party VALUES('lichen-fund','ngo','Lichen Fund',NULL,NULL,'LF',NULL,NULL,NULL,NULL,NULL,0,'https://lichen.example/','single_source',NULL);
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
INSERT INTO country VALUES('elsewhere','state','Elsewhere',NULL,'XE','XEL',NULL,NULL,NULL,NULL);
INSERT INTO country VALUES('floe','area','Floe',NULL,'XF','XFL',NULL,NULL,'borea',NULL);
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
INSERT INTO alias VALUES('Arvik','arvik',NULL,'short','en','arvik');
INSERT INTO alias VALUES('Borea','borea',NULL,'short','en','borea');
INSERT INTO alias VALUES('Celsia','celsia',NULL,'short','en','celsia');
INSERT INTO alias VALUES('Celsian Union','celsia',NULL,'official','en','celsian union');
INSERT INTO alias VALUES('Drift','drift',NULL,'short','en','drift');
INSERT INTO alias VALUES('Elsewhere',NULL,'elsewhere','short','en','elsewhere');
INSERT INTO alias VALUES('Floe',NULL,'floe','short','en','floe');
INSERT INTO alias VALUES('Kingdom of Borea','borea',NULL,'official','en','kingdom of borea');
INSERT INTO alias VALUES('LF','lichen-fund',NULL,'abbreviation','en','lf');
INSERT INTO alias VALUES('Lichen Fund','lichen-fund',NULL,'short','en','lichen fund');
INSERT INTO alias VALUES('Old Rime','arvik',NULL,'former','en','old rime');
INSERT INTO alias VALUES('Republic of Arvik','arvik',NULL,'official','en','republic of arvik');
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
INSERT INTO meeting VALUES('borea-2020',0,'establishment','2020-05-31','2020-06-01','Borea Town','borea','Borea Charter','2020-06-01','verified',NULL);
INSERT INTO meeting VALUES('celsia-2022',2,'ministerial','2022-06-03','2022-06-03','Celsia Port','celsia',NULL,NULL,'single_source',NULL);
INSERT INTO meeting VALUES('rime-2021',1,'ministerial','2021-06-01','2021-06-02','Rime','arvik','Rime Declaration',NULL,'verified',NULL);
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
INSERT INTO membership VALUES('arvik-member-2020','arvik','member','2020-06-01',NULL,'borea-2020','verified',NULL);
INSERT INTO membership VALUES('borea-member-2020','borea','member','2020-06-01',NULL,'borea-2020','verified',NULL);
INSERT INTO membership VALUES('celsia-member-2020','celsia','member','2020-06-01',NULL,'borea-2020','verified',NULL);
INSERT INTO membership VALUES('drift-observer-2021','drift','observer','2021-06-02',NULL,'rime-2021','verified',NULL);
INSERT INTO membership VALUES('lichen-fund-observer-2021','lichen-fund','observer','2021','2022-07','rime-2021','single_source','The day is in neither source.');
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
INSERT INTO chairship VALUES('arvik-2021',2,'arvik','2021-06-02','2022-06-03','rime-2021','celsia-2022',NULL,NULL,NULL,'verified',NULL);
INSERT INTO chairship VALUES('borea-2020',1,'borea','2020-06-01','2021-06-02','borea-2020','rime-2021','Moss','peat; lichen','Borea Town','verified',NULL);
INSERT INTO chairship VALUES('celsia-2022',3,'celsia','2022-06-03','2023-06','celsia-2022',NULL,NULL,NULL,NULL,'single_source','The end is planned.');
CREATE TABLE office_holder ( -- a person in an office during a chairship
  id         TEXT NOT NULL PRIMARY KEY, -- person, office and year
  chairship  TEXT NOT NULL REFERENCES chairship (id) ON UPDATE CASCADE, -- the chairship it belongs to
  office     TEXT NOT NULL,             -- `chair_of_council`, `chair_of_saos` (Senior Arctic Officials) or another word
  person     TEXT NOT NULL,             -- name
  start      TEXT NOT NULL,             -- first day in the office
  end        TEXT,                      -- first day no longer in it; empty where not known
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- what is disputed or inferred
  start_min  TEXT GENERATED ALWAYS AS (start || substr('-01-01', length(start) - 3)) VIRTUAL,
  end_min    TEXT GENERATED ALWAYS AS (coalesce("end" || substr('-01-01', length("end") - 3), '9999-12-31')) VIRTUAL,
  end_max    TEXT GENERATED ALWAYS AS (coalesce("end" || substr('-12-31', length("end") - 3), '9999-12-31')) VIRTUAL,
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'chairship', chairship, 'office', office, 'person', person, 'start', start, 'end', "end", 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "office: lower-case letters and underscores only" CHECK (office <> '' AND office NOT GLOB '*[^a-z_]*'),
  CONSTRAINT "person: empty" CHECK (person <> ''),
  CONSTRAINT "start: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK ((length(start) = 4 OR length(start) = 7 OR length(start) = 10) AND start_min IS date(start_min)),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK ("end" IS NULL OR ((length("end") = 4 OR length("end") = 7 OR length("end") = 10) AND end_min IS date(end_min))),
  CONSTRAINT "end: not after start" CHECK (end_max > start_min),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;
INSERT INTO office_holder VALUES('ada-2020','borea-2020','chair_of_council','Ada Moor','2020-06-01','2021-06-02','verified',NULL);
INSERT INTO office_holder VALUES('bo-2021','arvik-2021','chair_of_council','Bo Fell','2021-06-02','2022-06-03','verified',NULL);
INSERT INTO office_holder VALUES('cy-2022','celsia-2022','chair_of_council','Cy Heath','2022-06-03',NULL,'single_source',NULL);
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
INSERT INTO body VALUES('moss-group','Moss Working Group','MWG','working_group','2020-06',NULL,NULL,'verified',NULL);
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
INSERT INTO agreement VALUES('peat-2021','Agreement on Peat','Peat Agreement','2021-06-02','Rime','rime-2021','2022-01-01','verified',NULL);
CREATE TABLE event ( -- something that happened to the council
  id          TEXT NOT NULL PRIMARY KEY, -- short name and year
  date        TEXT NOT NULL,             -- when
  kind        TEXT NOT NULL,             -- `founding`, `reform`, `handover`, `pause`, `resumption` or `other`
  title       TEXT NOT NULL,             -- in a few words
  description TEXT,                      -- in a sentence
  confidence  TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note        TEXT,                      -- what is disputed or inferred
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'date', date, 'kind', kind, 'title', title, 'description', description, 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "date: not a date (YYYY, YYYY-MM or YYYY-MM-DD)"
    CHECK ((length(date) = 4 OR length(date) = 7 OR length(date) = 10) AND date || substr('-01-01', length(date) - 3) IS date(date || substr('-01-01', length(date) - 3))),
  CONSTRAINT "kind: not one of founding, reform, handover, pause, resumption, other" CHECK (kind = 'founding' OR kind = 'reform' OR kind = 'handover' OR kind = 'pause' OR kind = 'resumption' OR kind = 'other'),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;
INSERT INTO event VALUES('founding-2020','2020-06-01','founding','Tundra Forum founded',NULL,'verified',NULL);
CREATE TABLE application ( -- a request to become an observer, and what came of it
  id         TEXT NOT NULL PRIMARY KEY, -- party, year and outcome
  party      TEXT NOT NULL REFERENCES party (id) ON UPDATE CASCADE, -- who asked
  date       TEXT NOT NULL,             -- day of the outcome; for `pending` and `ad_hoc` the date for which it is attested
  outcome    TEXT NOT NULL,             -- `granted`, `deferred`, `refused`, `pending` or `ad_hoc` (let in meeting by meeting)
  meeting    TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- the meeting that dealt with it
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- filing date and what is disputed
  as_json TEXT GENERATED ALWAYS AS (json_object('id', id, 'party', party, 'date', date, 'outcome', outcome, 'meeting', meeting, 'confidence', confidence, 'note', note)) VIRTUAL,
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "date: not a date (YYYY, YYYY-MM or YYYY-MM-DD)"
    CHECK ((length(date) = 4 OR length(date) = 7 OR length(date) = 10) AND date || substr('-01-01', length(date) - 3) IS date(date || substr('-01-01', length(date) - 3))),
  CONSTRAINT "outcome: not one of granted, deferred, refused, pending, ad_hoc" CHECK (outcome = 'granted' OR outcome = 'deferred' OR outcome = 'refused' OR outcome = 'pending' OR outcome = 'ad_hoc'),
  CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified')
) STRICT;
INSERT INTO application VALUES('drift-2021-granted','drift','2021-06-02','granted','rime-2021','verified',NULL);
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
INSERT INTO tally VALUES('member-2021','2021-12-31','member',NULL,3,'verified',NULL);
INSERT INTO tally VALUES('observer-2021','2021-12-31','observer',NULL,2,'single_source',NULL);
INSERT INTO tally VALUES('observer-ngo-2022','2022-08-01','observer','ngo',0,'single_source',NULL);
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
INSERT INTO citation VALUES('agreement','peat-2021','almanac');
INSERT INTO citation VALUES('application','drift-2021-granted','almanac');
INSERT INTO citation VALUES('body','moss-group','almanac');
INSERT INTO citation VALUES('chairship','arvik-2021','almanac');
INSERT INTO citation VALUES('chairship','borea-2020','almanac');
INSERT INTO citation VALUES('chairship','celsia-2022','almanac');
INSERT INTO citation VALUES('country','elsewhere','almanac');
INSERT INTO citation VALUES('country','floe','almanac');
INSERT INTO citation VALUES('event','founding-2020','almanac');
INSERT INTO citation VALUES('event','founding-2020','charter');
INSERT INTO citation VALUES('meeting','borea-2020','almanac');
INSERT INTO citation VALUES('meeting','celsia-2022','almanac');
INSERT INTO citation VALUES('meeting','rime-2021','almanac');
INSERT INTO citation VALUES('membership','arvik-member-2020','almanac');
INSERT INTO citation VALUES('membership','arvik-member-2020','charter');
INSERT INTO citation VALUES('membership','borea-member-2020','almanac');
INSERT INTO citation VALUES('membership','borea-member-2020','charter');
INSERT INTO citation VALUES('membership','celsia-member-2020','almanac');
INSERT INTO citation VALUES('membership','celsia-member-2020','charter');
INSERT INTO citation VALUES('membership','drift-observer-2021','almanac');
INSERT INTO citation VALUES('membership','drift-observer-2021','charter');
INSERT INTO citation VALUES('membership','lichen-fund-observer-2021','almanac');
INSERT INTO citation VALUES('office_holder','ada-2020','almanac');
INSERT INTO citation VALUES('office_holder','bo-2021','almanac');
INSERT INTO citation VALUES('office_holder','cy-2022','almanac');
INSERT INTO citation VALUES('party','arvik','almanac');
INSERT INTO citation VALUES('party','arvik','charter');
INSERT INTO citation VALUES('party','borea','almanac');
INSERT INTO citation VALUES('party','borea','charter');
INSERT INTO citation VALUES('party','celsia','almanac');
INSERT INTO citation VALUES('party','celsia','charter');
INSERT INTO citation VALUES('party','drift','almanac');
INSERT INTO citation VALUES('party','drift','charter');
INSERT INTO citation VALUES('party','lichen-fund','almanac');
INSERT INTO citation VALUES('tally','member-2021','almanac');
INSERT INTO citation VALUES('tally','observer-2021','almanac');
INSERT INTO citation VALUES('tally','observer-ngo-2022','almanac');
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
INSERT INTO revision VALUES(1,1,'2022-09-01T00:00:00.000Z','put','Ada','Read the text','agreement','peat-2021','{"id":"peat-2021","name":"Agreement on Peat","short_name":"Peat Agreement","signed":"2021-06-02","place":"Rime","meeting":"rime-2021","in_force":"2022-01-01","confidence":"verified","note":null}','{"id":"peat-2021","name":"Agreement on Peat","short_name":"Peat Agreement","signed":"2021-06-02","place":"Rime","meeting":"rime-2021","in_force":"2022-01-01","confidence":"verified","note":"Signed"}');
INSERT INTO revision VALUES(2,2,'2022-09-01T00:00:00.000Z','undo','Ada','undo of revision 1','agreement','peat-2021','{"id":"peat-2021","name":"Agreement on Peat","short_name":"Peat Agreement","signed":"2021-06-02","place":"Rime","meeting":"rime-2021","in_force":"2022-01-01","confidence":"verified","note":"Signed"}','{"id":"peat-2021","name":"Agreement on Peat","short_name":"Peat Agreement","signed":"2021-06-02","place":"Rime","meeting":"rime-2021","in_force":"2022-01-01","confidence":"verified","note":null}');
CREATE TABLE editing ( -- the revision being made; a row is here only within the transaction that makes it
  only    INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
  number  INTEGER NOT NULL,
  at      TEXT NOT NULL,
  command TEXT NOT NULL,
  who     TEXT,
  why     TEXT
) STRICT;
CREATE INDEX membership_by_party ON membership (party, start_max);
CREATE INDEX membership_by_role ON membership (role, end_max, start_min);
CREATE INDEX chairship_by_party ON chairship (party);
CREATE INDEX chairship_by_start ON chairship (start_max);
CREATE INDEX chairship_by_end ON chairship (end_max, start_min);
CREATE INDEX citation_by_source ON citation (source);
CREATE TRIGGER membership_insert AFTER INSERT ON membership
WHEN EXISTS (
  SELECT 1 FROM membership AS other
  WHERE other.party = NEW.party AND other.id <> NEW.id
    AND other.start_max < NEW.end_min AND NEW.start_max < other.end_min)
BEGIN SELECT RAISE(ABORT, 'party: already holds a role in that period'); END;
CREATE TRIGGER membership_update AFTER UPDATE ON membership
WHEN EXISTS (
  SELECT 1 FROM membership AS other
  WHERE other.party = NEW.party AND other.id <> NEW.id
    AND other.start_max < NEW.end_min AND NEW.start_max < other.end_min)
BEGIN SELECT RAISE(ABORT, 'party: already holds a role in that period'); END;
CREATE TRIGGER chairship_insert AFTER INSERT ON chairship
WHEN EXISTS ( -- the others do not overlap, so of those with a certain day only the last that starts before the new end can be in the way
  SELECT 1 FROM (
    SELECT end_min FROM chairship AS other
    WHERE other.id <> NEW.id AND other.start_max < NEW.end_min AND other.start_max < other.end_min
    ORDER BY other.start_max DESC LIMIT 1)
  WHERE NEW.start_max < end_min)
BEGIN SELECT RAISE(ABORT, 'start: another chairship covers part of that period'); END
;
CREATE TRIGGER chairship_update AFTER UPDATE ON chairship
WHEN EXISTS ( -- the others do not overlap, so of those with a certain day only the last that starts before the new end can be in the way
  SELECT 1 FROM (
    SELECT end_min FROM chairship AS other
    WHERE other.id <> NEW.id AND other.start_max < NEW.end_min AND other.start_max < other.end_min
    ORDER BY other.start_max DESC LIMIT 1)
  WHERE NEW.start_max < end_min)
BEGIN SELECT RAISE(ABORT, 'start: another chairship covers part of that period'); END
;
CREATE TRIGGER party_insert BEFORE INSERT ON party
WHEN EXISTS (SELECT 1 FROM country WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM country WHERE iso2 = NEW.iso2) OR EXISTS (SELECT 1 FROM country WHERE iso3 = NEW.iso3)
BEGIN SELECT RAISE(ABORT, 'id: this id or its ISO code stands in table `country` already'); END;
CREATE TRIGGER party_update BEFORE UPDATE ON party
WHEN EXISTS (SELECT 1 FROM country WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM country WHERE iso2 = NEW.iso2) OR EXISTS (SELECT 1 FROM country WHERE iso3 = NEW.iso3)
BEGIN SELECT RAISE(ABORT, 'id: this id or its ISO code stands in table `country` already'); END;
CREATE TRIGGER country_insert BEFORE INSERT ON country
WHEN EXISTS (SELECT 1 FROM party WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM party WHERE iso2 = NEW.iso2) OR EXISTS (SELECT 1 FROM party WHERE iso3 = NEW.iso3)
BEGIN SELECT RAISE(ABORT, 'id: this id or its ISO code stands in table `party` already'); END;
CREATE TRIGGER country_update BEFORE UPDATE ON country
WHEN EXISTS (SELECT 1 FROM party WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM party WHERE iso2 = NEW.iso2) OR EXISTS (SELECT 1 FROM party WHERE iso3 = NEW.iso3)
BEGIN SELECT RAISE(ABORT, 'id: this id or its ISO code stands in table `party` already'); END;
CREATE TRIGGER membership_party_insert AFTER INSERT ON membership
WHEN NOT EXISTS (SELECT 1 FROM party WHERE id = NEW.party)
BEGIN SELECT RAISE(ABORT, 'party: no such party'); END;
CREATE TRIGGER membership_party_update AFTER UPDATE ON membership
WHEN NOT EXISTS (SELECT 1 FROM party WHERE id = NEW.party)
BEGIN SELECT RAISE(ABORT, 'party: no such party'); END;
CREATE TRIGGER chairship_party_insert AFTER INSERT ON chairship
WHEN NOT EXISTS (SELECT 1 FROM party WHERE id = NEW.party)
BEGIN SELECT RAISE(ABORT, 'party: no such party'); END;
CREATE TRIGGER chairship_party_update AFTER UPDATE ON chairship
WHEN NOT EXISTS (SELECT 1 FROM party WHERE id = NEW.party)
BEGIN SELECT RAISE(ABORT, 'party: no such party'); END;
CREATE TRIGGER application_party_insert AFTER INSERT ON application
WHEN NOT EXISTS (SELECT 1 FROM party WHERE id = NEW.party)
BEGIN SELECT RAISE(ABORT, 'party: no such party'); END;
CREATE TRIGGER application_party_update AFTER UPDATE ON application
WHEN NOT EXISTS (SELECT 1 FROM party WHERE id = NEW.party)
BEGIN SELECT RAISE(ABORT, 'party: no such party'); END;
CREATE TRIGGER party_kept BEFORE DELETE ON party
WHEN EXISTS (SELECT 1 FROM membership WHERE party = OLD.id) OR EXISTS (SELECT 1 FROM chairship WHERE party = OLD.id)
  OR EXISTS (SELECT 1 FROM application WHERE party = OLD.id)
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
CREATE TRIGGER meta_kept BEFORE DELETE ON meta
WHEN OLD.key IN ('name', 'version', 'founded', 'verified_through')
BEGIN SELECT RAISE(ABORT, 'key: every registry needs this row'); END;
CREATE TRIGGER meta_not_renamed BEFORE UPDATE OF key ON meta
WHEN NEW.key <> OLD.key AND OLD.key IN ('name', 'version', 'founded', 'verified_through')
BEGIN SELECT RAISE(ABORT, 'key: every registry needs this row'); END;
CREATE TRIGGER citation_insert BEFORE INSERT ON citation
WHEN NOT CASE NEW.table_name
  WHEN 'party' THEN EXISTS (SELECT 1 FROM party WHERE id = NEW.record)
  WHEN 'country' THEN EXISTS (SELECT 1 FROM country WHERE id = NEW.record)
  WHEN 'meeting' THEN EXISTS (SELECT 1 FROM meeting WHERE id = NEW.record)
  WHEN 'membership' THEN EXISTS (SELECT 1 FROM membership WHERE id = NEW.record)
  WHEN 'chairship' THEN EXISTS (SELECT 1 FROM chairship WHERE id = NEW.record)
  WHEN 'office_holder' THEN EXISTS (SELECT 1 FROM office_holder WHERE id = NEW.record)
  WHEN 'body' THEN EXISTS (SELECT 1 FROM body WHERE id = NEW.record)
  WHEN 'agreement' THEN EXISTS (SELECT 1 FROM agreement WHERE id = NEW.record)
  WHEN 'event' THEN EXISTS (SELECT 1 FROM event WHERE id = NEW.record)
  WHEN 'application' THEN EXISTS (SELECT 1 FROM application WHERE id = NEW.record)
  WHEN 'tally' THEN EXISTS (SELECT 1 FROM tally WHERE id = NEW.record)
  ELSE 1 END
BEGIN SELECT RAISE(ABORT, 'record: no such record in that table'); END;
CREATE TRIGGER citation_update BEFORE UPDATE ON citation
WHEN NOT CASE NEW.table_name
  WHEN 'party' THEN EXISTS (SELECT 1 FROM party WHERE id = NEW.record)
  WHEN 'country' THEN EXISTS (SELECT 1 FROM country WHERE id = NEW.record)
  WHEN 'meeting' THEN EXISTS (SELECT 1 FROM meeting WHERE id = NEW.record)
  WHEN 'membership' THEN EXISTS (SELECT 1 FROM membership WHERE id = NEW.record)
  WHEN 'chairship' THEN EXISTS (SELECT 1 FROM chairship WHERE id = NEW.record)
  WHEN 'office_holder' THEN EXISTS (SELECT 1 FROM office_holder WHERE id = NEW.record)
  WHEN 'body' THEN EXISTS (SELECT 1 FROM body WHERE id = NEW.record)
  WHEN 'agreement' THEN EXISTS (SELECT 1 FROM agreement WHERE id = NEW.record)
  WHEN 'event' THEN EXISTS (SELECT 1 FROM event WHERE id = NEW.record)
  WHEN 'application' THEN EXISTS (SELECT 1 FROM application WHERE id = NEW.record)
  WHEN 'tally' THEN EXISTS (SELECT 1 FROM tally WHERE id = NEW.record)
  ELSE 1 END
BEGIN SELECT RAISE(ABORT, 'record: no such record in that table'); END;
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
END
;
CREATE TRIGGER log_meta_insert AFTER INSERT ON meta
BEGIN INSERT INTO change VALUES ('meta', NEW."key", NULL, NEW.as_json); END;
CREATE TRIGGER log_meta_update AFTER UPDATE ON meta
BEGIN INSERT INTO change VALUES ('meta', NEW."key", OLD.as_json, NEW.as_json); END;
CREATE TRIGGER log_meta_delete AFTER DELETE ON meta
BEGIN INSERT INTO change VALUES ('meta', OLD."key", OLD.as_json, NULL); END;
CREATE TRIGGER log_meta_replace BEFORE INSERT ON meta
WHEN EXISTS (SELECT 1 FROM meta WHERE "key" = NEW."key") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_meta_replace_by_update BEFORE UPDATE OF "key" ON meta
WHEN EXISTS (SELECT 1 FROM meta WHERE ("key" = NEW."key") AND NOT ("key" = OLD."key")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_source_insert AFTER INSERT ON source
BEGIN INSERT INTO change VALUES ('source', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_source_update AFTER UPDATE ON source
BEGIN INSERT INTO change VALUES ('source', NEW."id", OLD.as_json, NEW.as_json); END;
CREATE TRIGGER log_source_delete AFTER DELETE ON source
BEGIN INSERT INTO change VALUES ('source', OLD."id", OLD.as_json, NULL); END;
CREATE TRIGGER log_source_replace BEFORE INSERT ON source
WHEN EXISTS (SELECT 1 FROM source WHERE "id" = NEW."id") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_source_replace_by_update BEFORE UPDATE OF "id" ON source
WHEN EXISTS (SELECT 1 FROM source WHERE ("id" = NEW."id") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_party_insert AFTER INSERT ON party
BEGIN INSERT INTO change VALUES ('party', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_party_update AFTER UPDATE ON party
BEGIN INSERT INTO change VALUES ('party', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'party' AND record = OLD.id; END;
CREATE TRIGGER log_party_delete AFTER DELETE ON party
BEGIN INSERT INTO change VALUES ('party', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'party' AND record = OLD.id; END;
CREATE TRIGGER log_party_replace BEFORE INSERT ON party
WHEN EXISTS (SELECT 1 FROM party WHERE "id" = NEW."id" OR "iso2" = NEW."iso2" OR "iso3" = NEW."iso3" OR "cow" = NEW."cow") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_party_replace_by_update BEFORE UPDATE OF "id", "iso2", "iso3", "cow" ON party
WHEN EXISTS (SELECT 1 FROM party WHERE ("id" = NEW."id" OR "iso2" = NEW."iso2" OR "iso3" = NEW."iso3" OR "cow" = NEW."cow") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_country_insert AFTER INSERT ON country
BEGIN INSERT INTO change VALUES ('country', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_country_update AFTER UPDATE ON country
BEGIN INSERT INTO change VALUES ('country', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'country' AND record = OLD.id; END;
CREATE TRIGGER log_country_delete AFTER DELETE ON country
BEGIN INSERT INTO change VALUES ('country', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'country' AND record = OLD.id; END;
CREATE TRIGGER log_country_replace BEFORE INSERT ON country
WHEN EXISTS (SELECT 1 FROM country WHERE "id" = NEW."id" OR "iso2" = NEW."iso2" OR "iso3" = NEW."iso3" OR "cow" = NEW."cow") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_country_replace_by_update BEFORE UPDATE OF "id", "iso2", "iso3", "cow" ON country
WHEN EXISTS (SELECT 1 FROM country WHERE ("id" = NEW."id" OR "iso2" = NEW."iso2" OR "iso3" = NEW."iso3" OR "cow" = NEW."cow") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_alias_insert AFTER INSERT ON alias
BEGIN INSERT INTO change VALUES ('alias', NEW."key", NULL, NEW.as_json); END;
CREATE TRIGGER log_alias_update AFTER UPDATE ON alias
BEGIN INSERT INTO change VALUES ('alias', NEW."key", OLD.as_json, NEW.as_json); END;
CREATE TRIGGER log_alias_delete AFTER DELETE ON alias
BEGIN INSERT INTO change VALUES ('alias', OLD."key", OLD.as_json, NULL); END;
CREATE TRIGGER log_alias_replace BEFORE INSERT ON alias
WHEN EXISTS (SELECT 1 FROM alias WHERE "key" = NEW."key") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_alias_replace_by_update BEFORE UPDATE OF "key" ON alias
WHEN EXISTS (SELECT 1 FROM alias WHERE ("key" = NEW."key") AND NOT ("key" = OLD."key")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_meeting_insert AFTER INSERT ON meeting
BEGIN INSERT INTO change VALUES ('meeting', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_meeting_update AFTER UPDATE ON meeting
BEGIN INSERT INTO change VALUES ('meeting', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'meeting' AND record = OLD.id; END;
CREATE TRIGGER log_meeting_delete AFTER DELETE ON meeting
BEGIN INSERT INTO change VALUES ('meeting', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'meeting' AND record = OLD.id; END;
CREATE TRIGGER log_meeting_replace BEFORE INSERT ON meeting
WHEN EXISTS (SELECT 1 FROM meeting WHERE "id" = NEW."id" OR "ordinal" = NEW."ordinal") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_meeting_replace_by_update BEFORE UPDATE OF "id", "ordinal" ON meeting
WHEN EXISTS (SELECT 1 FROM meeting WHERE ("id" = NEW."id" OR "ordinal" = NEW."ordinal") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_membership_insert AFTER INSERT ON membership
BEGIN INSERT INTO change VALUES ('membership', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_membership_update AFTER UPDATE ON membership
BEGIN INSERT INTO change VALUES ('membership', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'membership' AND record = OLD.id; END;
CREATE TRIGGER log_membership_delete AFTER DELETE ON membership
BEGIN INSERT INTO change VALUES ('membership', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'membership' AND record = OLD.id; END;
CREATE TRIGGER log_membership_replace BEFORE INSERT ON membership
WHEN EXISTS (SELECT 1 FROM membership WHERE "id" = NEW."id") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_membership_replace_by_update BEFORE UPDATE OF "id" ON membership
WHEN EXISTS (SELECT 1 FROM membership WHERE ("id" = NEW."id") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_chairship_insert AFTER INSERT ON chairship
BEGIN INSERT INTO change VALUES ('chairship', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_chairship_update AFTER UPDATE ON chairship
BEGIN INSERT INTO change VALUES ('chairship', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'chairship' AND record = OLD.id; END;
CREATE TRIGGER log_chairship_delete AFTER DELETE ON chairship
BEGIN INSERT INTO change VALUES ('chairship', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'chairship' AND record = OLD.id; END;
CREATE TRIGGER log_chairship_replace BEFORE INSERT ON chairship
WHEN EXISTS (SELECT 1 FROM chairship WHERE "id" = NEW."id" OR "ordinal" = NEW."ordinal") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_chairship_replace_by_update BEFORE UPDATE OF "id", "ordinal" ON chairship
WHEN EXISTS (SELECT 1 FROM chairship WHERE ("id" = NEW."id" OR "ordinal" = NEW."ordinal") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_office_holder_insert AFTER INSERT ON office_holder
BEGIN INSERT INTO change VALUES ('office_holder', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_office_holder_update AFTER UPDATE ON office_holder
BEGIN INSERT INTO change VALUES ('office_holder', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'office_holder' AND record = OLD.id; END;
CREATE TRIGGER log_office_holder_delete AFTER DELETE ON office_holder
BEGIN INSERT INTO change VALUES ('office_holder', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'office_holder' AND record = OLD.id; END;
CREATE TRIGGER log_office_holder_replace BEFORE INSERT ON office_holder
WHEN EXISTS (SELECT 1 FROM office_holder WHERE "id" = NEW."id") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_office_holder_replace_by_update BEFORE UPDATE OF "id" ON office_holder
WHEN EXISTS (SELECT 1 FROM office_holder WHERE ("id" = NEW."id") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_body_insert AFTER INSERT ON body
BEGIN INSERT INTO change VALUES ('body', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_body_update AFTER UPDATE ON body
BEGIN INSERT INTO change VALUES ('body', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'body' AND record = OLD.id; END;
CREATE TRIGGER log_body_delete AFTER DELETE ON body
BEGIN INSERT INTO change VALUES ('body', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'body' AND record = OLD.id; END;
CREATE TRIGGER log_body_replace BEFORE INSERT ON body
WHEN EXISTS (SELECT 1 FROM body WHERE "id" = NEW."id") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_body_replace_by_update BEFORE UPDATE OF "id" ON body
WHEN EXISTS (SELECT 1 FROM body WHERE ("id" = NEW."id") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_agreement_insert AFTER INSERT ON agreement
BEGIN INSERT INTO change VALUES ('agreement', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_agreement_update AFTER UPDATE ON agreement
BEGIN INSERT INTO change VALUES ('agreement', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'agreement' AND record = OLD.id; END;
CREATE TRIGGER log_agreement_delete AFTER DELETE ON agreement
BEGIN INSERT INTO change VALUES ('agreement', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'agreement' AND record = OLD.id; END;
CREATE TRIGGER log_agreement_replace BEFORE INSERT ON agreement
WHEN EXISTS (SELECT 1 FROM agreement WHERE "id" = NEW."id") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_agreement_replace_by_update BEFORE UPDATE OF "id" ON agreement
WHEN EXISTS (SELECT 1 FROM agreement WHERE ("id" = NEW."id") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_event_insert AFTER INSERT ON event
BEGIN INSERT INTO change VALUES ('event', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_event_update AFTER UPDATE ON event
BEGIN INSERT INTO change VALUES ('event', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'event' AND record = OLD.id; END;
CREATE TRIGGER log_event_delete AFTER DELETE ON event
BEGIN INSERT INTO change VALUES ('event', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'event' AND record = OLD.id; END;
CREATE TRIGGER log_event_replace BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE "id" = NEW."id") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_event_replace_by_update BEFORE UPDATE OF "id" ON event
WHEN EXISTS (SELECT 1 FROM event WHERE ("id" = NEW."id") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_application_insert AFTER INSERT ON application
BEGIN INSERT INTO change VALUES ('application', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_application_update AFTER UPDATE ON application
BEGIN INSERT INTO change VALUES ('application', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'application' AND record = OLD.id; END;
CREATE TRIGGER log_application_delete AFTER DELETE ON application
BEGIN INSERT INTO change VALUES ('application', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'application' AND record = OLD.id; END;
CREATE TRIGGER log_application_replace BEFORE INSERT ON application
WHEN EXISTS (SELECT 1 FROM application WHERE "id" = NEW."id") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_application_replace_by_update BEFORE UPDATE OF "id" ON application
WHEN EXISTS (SELECT 1 FROM application WHERE ("id" = NEW."id") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_tally_insert AFTER INSERT ON tally
BEGIN INSERT INTO change VALUES ('tally', NEW."id", NULL, NEW.as_json); END;
CREATE TRIGGER log_tally_update AFTER UPDATE ON tally
BEGIN INSERT INTO change VALUES ('tally', NEW."id", OLD.as_json, NEW.as_json); UPDATE citation SET record = NEW.id WHERE NEW.id <> OLD.id AND table_name = 'tally' AND record = OLD.id; END;
CREATE TRIGGER log_tally_delete AFTER DELETE ON tally
BEGIN INSERT INTO change VALUES ('tally', OLD."id", OLD.as_json, NULL); DELETE FROM citation WHERE table_name = 'tally' AND record = OLD.id; END;
CREATE TRIGGER log_tally_replace BEFORE INSERT ON tally
WHEN EXISTS (SELECT 1 FROM tally WHERE "id" = NEW."id") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_tally_replace_by_update BEFORE UPDATE OF "id" ON tally
WHEN EXISTS (SELECT 1 FROM tally WHERE ("id" = NEW."id") AND NOT ("id" = OLD."id")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
CREATE TRIGGER log_citation_insert AFTER INSERT ON citation
BEGIN INSERT INTO change VALUES ('citation', NEW."table_name" || ' ' || NEW."record" || ' ' || NEW."source", NULL, NEW.as_json); END;
CREATE TRIGGER log_citation_update AFTER UPDATE ON citation
BEGIN INSERT INTO change VALUES ('citation', NEW."table_name" || ' ' || NEW."record" || ' ' || NEW."source", OLD.as_json, NEW.as_json); END;
CREATE TRIGGER log_citation_delete AFTER DELETE ON citation
BEGIN INSERT INTO change VALUES ('citation', OLD."table_name" || ' ' || OLD."record" || ' ' || OLD."source", OLD.as_json, NULL); END;
CREATE TRIGGER log_citation_replace BEFORE INSERT ON citation
WHEN EXISTS (SELECT 1 FROM citation WHERE "table_name" = NEW."table_name" AND "record" = NEW."record" AND "source" = NEW."source") AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'a row with this key is there already: UPDATE it, so that the log is told'); END;
CREATE TRIGGER log_citation_replace_by_update BEFORE UPDATE OF "table_name", "record", "source" ON citation
WHEN EXISTS (SELECT 1 FROM citation WHERE ("table_name" = NEW."table_name" AND "record" = NEW."record" AND "source" = NEW."source") AND NOT ("table_name" = OLD."table_name" AND "record" = OLD."record" AND "source" = OLD."source")) AND NOT EXISTS (SELECT 1 FROM editing)
BEGIN SELECT RAISE(ABORT, 'another row has this key, code or number: change or DELETE that one first'); END;
COMMIT;
