-- The schema of a registry: who belonged to a council, in which role, and who chaired it, on a given day.
--
-- Dates are text and as precise as the source: 1998, 1998-09, 1998-09-18 (EDTF level 0), or known between two of these,
-- if a constraint says so: 2019..2020-06-02. The generated columns *_min and *_max are the first and last day that a date
-- can mean, and *_to is what follows `..`. The lengths 4, 7 and 10 are checked as length % 3 = 1; date() rejects the
-- others. Periods are half-open: a day d is in a period if start <= d < end, so a handover day belongs to the incoming
-- holder. A period without an end has no known end.
--
-- A constraint is named "column: reason", and its name is the error message, in this program and in any other. The
-- remark after a column is its entry in the codebook. Lists of words are spelled out with OR: for IN, SQLite would build
-- a table for each row that it checks.

PRAGMA application_id = 1095910228; -- "ARCT"
PRAGMA user_version = 10;

CREATE TABLE meta ( -- a property of the data set
  key   TEXT NOT NULL PRIMARY KEY, -- `name`, `version`, `founded`, `verified_through`, `term_years`, `license`, `homepage`, or `label.` followed by a word used in the data
  value TEXT NOT NULL,             -- the value: a day (YYYY-MM-DD) for `founded` and `verified_through`, a number for `term_years`, else text
  note  TEXT,                      -- explanation of the value
  CONSTRAINT "key: unknown key" CHECK (key = 'name' OR key = 'version' OR key = 'founded' OR key = 'verified_through' OR key = 'term_years' OR key = 'license' OR key = 'homepage' OR key GLOB 'label.?*'),
  CONSTRAINT "value: not a day (YYYY-MM-DD)" CHECK (key NOT IN ('founded', 'verified_through') OR (length(value) = 10 AND value IS date(value))),
  CONSTRAINT "value: a line break" CHECK (instr(value, char(10)) = 0),
  CONSTRAINT "value: not a web address" CHECK (key <> 'homepage' OR value GLOB 'http://?*' OR value GLOB 'https://?*'),
  CONSTRAINT "value: not a number of years" CHECK (key <> 'term_years' OR value GLOB '[1-9]' OR value GLOB '[1-9][0-9]')
) STRICT;

CREATE TABLE source ( -- a cited document
  id        TEXT NOT NULL PRIMARY KEY, -- short name
  title     TEXT NOT NULL,             -- title of the document, or a description in plain English
  publisher TEXT,                      -- publisher; several are separated by semicolons
  url       TEXT,                      -- web address (http or https); empty if only an unreliable copy was found
  published TEXT,                      -- date of publication, as precise as known
  note      TEXT,                      -- what the document was used for
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "url: not a web address" CHECK (url GLOB 'http://?*' OR url GLOB 'https://?*'),
  CONSTRAINT "published: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK (length(published) % 3 = 1 AND published || substr('-01-01', length(published) - 3) IS date(published || substr('-01-01', length(published) - 3)))
) STRICT;

CREATE TABLE party ( -- a state or organisation that holds, held or applied for a role
  id            TEXT NOT NULL PRIMARY KEY, -- short name, used in all other tables and on the command line
  kind          TEXT NOT NULL,             -- `state`, `indigenous` (organisation of Indigenous peoples), `igo` (intergovernmental organisation) or `ngo` (non-governmental organisation)
  name          TEXT NOT NULL,             -- common name
  official_name TEXT,                      -- full formal name
  council_name  TEXT,                      -- name used by the council
  abbreviation  TEXT,                      -- abbreviation that the party uses for itself
  iso2          TEXT UNIQUE,               -- ISO 3166-1 alpha-2 code; states only
  iso3          TEXT UNIQUE,               -- ISO 3166-1 alpha-3 code; states only
  iso_numeric   TEXT,                      -- ISO 3166-1 numeric code, three digits
  cow           INTEGER UNIQUE,            -- Correlates of War country code; states only
  wikidata      TEXT,                      -- Wikidata item, such as `Q20`
  arctic        INTEGER NOT NULL,          -- 1 for an Arctic State, else 0
  website       TEXT,                      -- web address of the party
  confidence    TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note          TEXT,                      -- remarks
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'), CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified'),
  CONSTRAINT "name: empty" CHECK (name <> ''), CONSTRAINT "kind: not one of state, indigenous, igo, ngo" CHECK (kind = 'state' OR kind = 'indigenous' OR kind = 'igo' OR kind = 'ngo'),
  CONSTRAINT "iso2: not two capital letters" CHECK (iso2 GLOB '[A-Z][A-Z]'), CONSTRAINT "iso3: not three capital letters" CHECK (iso3 GLOB '[A-Z][A-Z][A-Z]'),
  CONSTRAINT "iso_numeric: not three digits" CHECK (iso_numeric GLOB '[0-9][0-9][0-9]'),
  CONSTRAINT "iso3: a code is for states only" CHECK (kind = 'state' OR (iso2 IS NULL AND iso3 IS NULL AND cow IS NULL)),
  CONSTRAINT "website: not a web address" CHECK (website GLOB 'http://?*' OR website GLOB 'https://?*'),
  CONSTRAINT "wikidata: not an item (Q and digits)" CHECK (wikidata GLOB 'Q[0-9]*' AND substr(wikidata, 2) NOT GLOB '*[^0-9]*'),
  CONSTRAINT "arctic: not 0 or 1" CHECK (arctic IN (0, 1)), CONSTRAINT "arctic: only a state can be an Arctic State" CHECK (arctic = 0 OR kind = 'state')
) STRICT;

CREATE TABLE country ( -- a state or area that is not a party, so that a country without a role is told from an unknown name
  id             TEXT NOT NULL PRIMARY KEY, -- short name
  kind           TEXT NOT NULL,             -- `state` (member or observer state of the United Nations), `area`, or `part` (of a party, without codes)
  name           TEXT NOT NULL,             -- common name
  official_name  TEXT,                      -- full formal name
  iso2           TEXT UNIQUE,               -- ISO 3166-1 alpha-2 code; empty for a part
  iso3           TEXT UNIQUE,               -- ISO 3166-1 alpha-3 code; empty for a part
  iso_numeric    TEXT,                      -- ISO 3166-1 numeric code, three digits
  cow            INTEGER UNIQUE,            -- Correlates of War country code
  represented_by TEXT REFERENCES party (id) ON UPDATE CASCADE, -- party whose seat covers this area
  note           TEXT,                      -- remarks
  part_of        TEXT REFERENCES party (id) ON UPDATE CASCADE, -- party of which this is a part
  wikidata       TEXT,                      -- Wikidata item, such as `Q223`
  since          TEXT,                      -- first day as a state (YYYY-MM-DD), by the list of the Correlates of War Project; empty if it is older than the council
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'),
  CONSTRAINT "kind: not one of state, area, part" CHECK (kind = 'state' OR kind = 'area' OR kind = 'part'), CONSTRAINT "name: empty" CHECK (name <> ''),
  CONSTRAINT "iso3: a state or area has ISO codes, a part has none" CHECK (CASE kind WHEN 'part' THEN iso2 IS NULL AND iso3 IS NULL AND iso_numeric IS NULL AND cow IS NULL ELSE iso2 IS NOT NULL AND iso3 IS NOT NULL END),
  CONSTRAINT "part_of: a part is part of a party" CHECK (kind <> 'part' OR part_of IS NOT NULL),
  CONSTRAINT "part_of: an area is either represented by a party or part of one" CHECK (part_of IS NULL OR represented_by IS NULL),
  CONSTRAINT "wikidata: not an item (Q and digits)" CHECK (wikidata GLOB 'Q[0-9]*' AND substr(wikidata, 2) NOT GLOB '*[^0-9]*'),
  CONSTRAINT "iso2: not two capital letters" CHECK (iso2 GLOB '[A-Z][A-Z]'), CONSTRAINT "iso3: not three capital letters" CHECK (iso3 GLOB '[A-Z][A-Z][A-Z]'),
  CONSTRAINT "iso_numeric: not three digits" CHECK (iso_numeric GLOB '[0-9][0-9][0-9]'),
  CONSTRAINT "since: not a day (YYYY-MM-DD)" CHECK (length(since) = 10 AND since IS date(since))
) STRICT;

-- The key is declared first: otherwise integrity_check of SQLite before 3.45 reports NULL in every row.
CREATE TABLE alias ( -- a spelling of the name of a party or country
  key     TEXT NOT NULL PRIMARY KEY, -- computed from `alias`, not in the file: the name without accents, case, punctuation and "the"; unique
  alias   TEXT NOT NULL,             -- the name as written
  party   TEXT REFERENCES party (id) ON DELETE CASCADE ON UPDATE CASCADE,   -- party with this name; empty if it is the name of a country
  country TEXT REFERENCES country (id) ON DELETE CASCADE ON UPDATE CASCADE, -- country with this name; empty if it is the name of a party
  kind    TEXT NOT NULL,             -- `short`, `official`, `endonym`, `translation`, `abbreviation`, `former`, `colloquial`, `code`, `deprecated` (insulting or wrong; recognised, never shown) or `people` (a people, read as its organisation)
  lang    TEXT,                      -- language tag (BCP 47), if the name belongs to a language
  CONSTRAINT "alias: no letter or digit in it" CHECK (key <> ''), CONSTRAINT "party: a name belongs to either a party or a country" CHECK ((party IS NULL) <> (country IS NULL)),
  CONSTRAINT "kind: not one of short, official, endonym, translation, abbreviation, former, colloquial, code, deprecated, people" CHECK (kind = 'short' OR kind = 'official' OR kind = 'endonym' OR kind = 'translation' OR kind = 'abbreviation' OR kind = 'former' OR kind = 'colloquial' OR kind = 'code' OR kind = 'deprecated' OR kind = 'people')
) STRICT, WITHOUT ROWID;

CREATE TABLE code ( -- a code that a party or country has in another system than ISO 3166, if it differs from its ISO code
  system  TEXT NOT NULL, -- `eurostat` and `fips` (in place of alpha-2 codes), or `ioc` (in place of alpha-3 codes)
  code    TEXT NOT NULL, -- code in this system
  party   TEXT REFERENCES party (id) ON DELETE CASCADE ON UPDATE CASCADE,   -- party with this code; empty if it is that of a country
  country TEXT REFERENCES country (id) ON DELETE CASCADE ON UPDATE CASCADE, -- country with this code; empty if it is that of a party
  CONSTRAINT "system: not one of eurostat, fips, ioc" CHECK (system = 'eurostat' OR system = 'fips' OR system = 'ioc'),
  CONSTRAINT "code: not two capital letters, or three for ioc" CHECK (CASE system WHEN 'ioc' THEN code GLOB '[A-Z][A-Z][A-Z]' ELSE code GLOB '[A-Z][A-Z]' END),
  CONSTRAINT "party: a code belongs to either a party or a country" CHECK ((party IS NULL) <> (country IS NULL)),
  PRIMARY KEY (system, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting ( -- a ministerial meeting of the council, or one held in its place
  id         TEXT NOT NULL PRIMARY KEY, -- place and year
  ordinal    INTEGER NOT NULL UNIQUE,   -- number given by the council; 0 for the founding meeting
  kind       TEXT NOT NULL,             -- `establishment`, `ministerial` or `council_meeting` (below the level of ministers)
  first_day  TEXT NOT NULL,             -- first day (YYYY-MM-DD)
  last_day   TEXT NOT NULL,             -- last day, included (YYYY-MM-DD)
  place      TEXT NOT NULL,             -- town
  host       TEXT REFERENCES party (id) ON UPDATE CASCADE, -- state that hosted the meeting
  outcome    TEXT,                      -- declarations, agreements and statements, separated by semicolons
  signed     TEXT,                      -- day of signature or issue (YYYY-MM-DD), if a source states it
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- what is disputed or missing
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'), CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified'),
  CONSTRAINT "kind: not one of establishment, ministerial, council_meeting" CHECK (kind = 'establishment' OR kind = 'ministerial' OR kind = 'council_meeting'),
  CONSTRAINT "first_day: not a day (YYYY-MM-DD)" CHECK (length(first_day) = 10 AND first_day IS date(first_day)),
  CONSTRAINT "last_day: not a day (YYYY-MM-DD)" CHECK (length(last_day) = 10 AND last_day IS date(last_day)), CONSTRAINT "last_day: before first_day" CHECK (last_day >= first_day),
  CONSTRAINT "signed: not a day (YYYY-MM-DD)" CHECK (length(signed) = 10 AND signed IS date(signed))
) STRICT;

CREATE TABLE membership ( -- one party in one role over one period
  id         TEXT NOT NULL PRIMARY KEY, -- party, role and year
  party      TEXT NOT NULL REFERENCES party (id) ON UPDATE CASCADE, -- party that holds the role
  role       TEXT NOT NULL,             -- `member`, `permanent_participant` or `observer`
  start      TEXT NOT NULL,             -- first day in the role
  end        TEXT,                      -- first day no longer in the role; empty if it lasts
  granted_at TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- meeting that granted the role
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- what is disputed or inferred
  start_to TEXT AS (trim(substr(replace(start, '..', '          '), -10))),
  start_min TEXT AS (substr(replace(start, '..', '-01-01') || '-01-01', 1, 10)), start_max TEXT AS (coalesce(date(start_to || '-01', '+1 month', '-1 day'), substr(start_to || '-12-31', 1, 10))),
  end_to TEXT AS (trim(substr(replace("end", '..', '          '), -10))),
  end_min TEXT AS (coalesce(substr(replace("end", '..', '-01-01') || '-01-01', 1, 10), '9999-12-31')), end_max TEXT AS (coalesce(date(end_to || '-01', '+1 month', '-1 day'), substr(end_to || '-12-31', 1, 10), '9999-12-31')),
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'), CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified'),
  CONSTRAINT "role: not one of member, permanent_participant, observer" CHECK (role = 'member' OR role = 'permanent_participant' OR role = 'observer'),
  CONSTRAINT "start: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)" CHECK (start_min IS date(start_min) AND start_max IS date(start_max) AND start_min <= start_max AND (start = start_to OR start = substr(start_min, 1, length(start) - length(start_to) - 2) || '..' || start_to)),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)" CHECK (end_min IS date(end_min) AND end_max IS date(end_max) AND end_min <= end_max AND ("end" = end_to OR "end" = substr(end_min, 1, length("end") - length(end_to) - 2) || '..' || end_to)), CONSTRAINT "end: not after start" CHECK (end_max > start_min)
) STRICT;

CREATE TABLE chairship ( -- a state in the chair over one period
  id            TEXT NOT NULL PRIMARY KEY, -- state and year
  ordinal       INTEGER NOT NULL UNIQUE,   -- number in order of time, from 1
  party         TEXT NOT NULL REFERENCES party (id) ON UPDATE CASCADE, -- state that holds the chair
  start         TEXT NOT NULL,             -- first day in the chair: the handover day
  end           TEXT,                      -- first day of the next chairship: the next handover day; empty if not known
  start_meeting TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- meeting at which it began
  end_meeting   TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- meeting at which it ended
  theme         TEXT,                      -- title of the programme
  priorities    TEXT,                      -- stated priorities, separated by semicolons
  secretariat   TEXT,                      -- town of the secretariat
  confidence    TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note          TEXT,                      -- what is disputed or planned
  start_to TEXT AS (trim(substr(replace(start, '..', '          '), -10))),
  start_min TEXT AS (substr(replace(start, '..', '-01-01') || '-01-01', 1, 10)), start_max TEXT AS (coalesce(date(start_to || '-01', '+1 month', '-1 day'), substr(start_to || '-12-31', 1, 10))),
  end_to TEXT AS (trim(substr(replace("end", '..', '          '), -10))),
  end_min TEXT AS (coalesce(substr(replace("end", '..', '-01-01') || '-01-01', 1, 10), '9999-12-31')), end_max TEXT AS (coalesce(date(end_to || '-01', '+1 month', '-1 day'), substr(end_to || '-12-31', 1, 10), '9999-12-31')),
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'), CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified'),
  CONSTRAINT "ordinal: less than 1" CHECK (ordinal >= 1), CONSTRAINT "start: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)" CHECK (start_min IS date(start_min) AND start_max IS date(start_max) AND start_min <= start_max AND (start = start_to OR start = substr(start_min, 1, length(start) - length(start_to) - 2) || '..' || start_to)),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)" CHECK (end_min IS date(end_min) AND end_max IS date(end_max) AND end_min <= end_max AND ("end" = end_to OR "end" = substr(end_min, 1, length("end") - length(end_to) - 2) || '..' || end_to)), CONSTRAINT "end: not after start" CHECK (end_max > start_min)
) STRICT;

CREATE TABLE office_holder ( -- a person in an office during a chairship
  id         TEXT NOT NULL PRIMARY KEY, -- person, office and year
  chairship  TEXT NOT NULL REFERENCES chairship (id) ON UPDATE CASCADE, -- chairship during which the office was held
  office     TEXT NOT NULL,             -- `chair_of_council`, `chair_of_saos` (Senior Arctic Officials) or another word in lower case
  person     TEXT NOT NULL,             -- name of the person
  start      TEXT NOT NULL,             -- first day in the office
  end        TEXT,                      -- first day no longer in the office; empty if not known
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- what is disputed or inferred
  basis      TEXT NOT NULL,             -- `stated` (a source calls the person holder of the office), `presided` (a source says that the person presided over the meeting) or `by_office` (inferred from another office, such as foreign minister)
  start_to TEXT AS (trim(substr(replace(start, '..', '          '), -10))),
  start_min TEXT AS (substr(replace(start, '..', '-01-01') || '-01-01', 1, 10)), start_max TEXT AS (coalesce(date(start_to || '-01', '+1 month', '-1 day'), substr(start_to || '-12-31', 1, 10))),
  end_to TEXT AS (trim(substr(replace("end", '..', '          '), -10))),
  end_min TEXT AS (coalesce(substr(replace("end", '..', '-01-01') || '-01-01', 1, 10), '9999-12-31')), end_max TEXT AS (coalesce(date(end_to || '-01', '+1 month', '-1 day'), substr(end_to || '-12-31', 1, 10), '9999-12-31')),
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'), CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified'),
  CONSTRAINT "office: lower-case letters and underscores only" CHECK (office <> '' AND office NOT GLOB '*[^a-z_]*'), CONSTRAINT "person: empty" CHECK (person <> ''), CONSTRAINT "basis: not one of stated, presided, by_office" CHECK (basis = 'stated' OR basis = 'presided' OR basis = 'by_office'),
  CONSTRAINT "start: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)" CHECK (start_min IS date(start_min) AND start_max IS date(start_max) AND start_min <= start_max AND (start = start_to OR start = substr(start_min, 1, length(start) - length(start_to) - 2) || '..' || start_to)),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)" CHECK (end_min IS date(end_min) AND end_max IS date(end_max) AND end_min <= end_max AND ("end" = end_to OR "end" = substr(end_min, 1, length("end") - length(end_to) - 2) || '..' || end_to)), CONSTRAINT "end: not after start" CHECK (end_max > start_min)
) STRICT;

CREATE TABLE body ( -- a Working Group, secretariat, task force or expert group
  id           TEXT NOT NULL PRIMARY KEY, -- short name
  name         TEXT NOT NULL,             -- full name
  abbreviation TEXT,                      -- abbreviation that the body uses for itself
  kind         TEXT NOT NULL,             -- `working_group`, `secretariat`, `task_force` or `expert_group`
  start        TEXT NOT NULL,             -- date on which it was set up
  end          TEXT,                      -- date on which it ended; empty if it lasts
  website      TEXT,                      -- web address of the body
  confidence   TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note         TEXT,                      -- what is disputed or inferred
  start_min TEXT AS (start || substr('-01-01', length(start) - 3)), end_max TEXT AS (coalesce("end" || substr('-12-31', length("end") - 3), '9999-12-31')),
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'), CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified'),
  CONSTRAINT "website: not a web address" CHECK (website GLOB 'http://?*' OR website GLOB 'https://?*'),
  CONSTRAINT "kind: not one of working_group, secretariat, task_force, expert_group" CHECK (kind = 'working_group' OR kind = 'secretariat' OR kind = 'task_force' OR kind = 'expert_group'),
  CONSTRAINT "start: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK (length(start) % 3 = 1 AND start_min IS date(start_min)),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK (length("end") % 3 = 1 AND "end" || substr('-01-01', length("end") - 3) IS date("end" || substr('-01-01', length("end") - 3))), CONSTRAINT "end: not after start" CHECK (end_max > start_min)
) STRICT;

CREATE TABLE agreement ( -- a binding agreement negotiated under the council
  id         TEXT NOT NULL PRIMARY KEY, -- short name and year
  name       TEXT NOT NULL,             -- full title
  short_name TEXT,                      -- common name
  signed     TEXT NOT NULL,             -- day of signature (YYYY-MM-DD)
  place      TEXT,                      -- town
  meeting    TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- meeting at which it was signed
  in_force   TEXT,                      -- day of entry into force (YYYY-MM-DD)
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- what is disputed or missing
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'), CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified'),
  CONSTRAINT "signed: not a day (YYYY-MM-DD)" CHECK (length(signed) = 10 AND signed IS date(signed)),
  CONSTRAINT "in_force: not a day (YYYY-MM-DD)" CHECK (length(in_force) = 10 AND in_force IS date(in_force)), CONSTRAINT "in_force: before signed" CHECK (in_force >= signed)
) STRICT;

CREATE TABLE event ( -- a dated event in the history of the council
  id          TEXT NOT NULL PRIMARY KEY, -- short name and year
  date        TEXT NOT NULL,             -- date of the event
  kind        TEXT NOT NULL,             -- `founding`, `reform`, `handover`, `pause`, `resumption` or `other`
  title       TEXT NOT NULL,             -- title, a few words
  description TEXT,                      -- description, one sentence; that of a pause is a note on every answer whose time it touches
  confidence  TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note        TEXT,                      -- what is disputed or inferred
  end         TEXT,                      -- of a pause or resumption, the first day on which it no longer applies; empty if not known
  date_to TEXT AS (trim(substr(replace(date, '..', '          '), -10))),
  date_min TEXT AS (substr(replace(date, '..', '-01-01') || '-01-01', 1, 10)), date_max TEXT AS (coalesce(date(date_to || '-01', '+1 month', '-1 day'), substr(date_to || '-12-31', 1, 10))),
  end_max TEXT AS (coalesce("end" || substr('-12-31', length("end") - 3), '9999-12-31')),
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'), CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified'),
  CONSTRAINT "date: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)" CHECK (date_min IS date(date_min) AND date_max IS date(date_max) AND date_min <= date_max AND (date = date_to OR date = substr(date_min, 1, length(date) - length(date_to) - 2) || '..' || date_to)),
  CONSTRAINT "kind: not one of founding, reform, handover, pause, resumption, other" CHECK (kind = 'founding' OR kind = 'reform' OR kind = 'handover' OR kind = 'pause' OR kind = 'resumption' OR kind = 'other'),
  CONSTRAINT "end: not a date (YYYY, YYYY-MM or YYYY-MM-DD)" CHECK (length("end") % 3 = 1 AND "end" || substr('-01-01', length("end") - 3) IS date("end" || substr('-01-01', length("end") - 3))), CONSTRAINT "end: not after date" CHECK (end_max > date_min),
  CONSTRAINT "end: only a pause or a resumption has one" CHECK ("end" IS NULL OR kind = 'pause' OR kind = 'resumption')
) STRICT;

CREATE TABLE application ( -- an application for observer status and its outcome
  id         TEXT NOT NULL PRIMARY KEY, -- party, year and outcome
  party      TEXT NOT NULL REFERENCES party (id) ON UPDATE CASCADE, -- party that applied
  date       TEXT NOT NULL,             -- date of the outcome; for `pending` and `ad_hoc`, a date on which a source attests it
  outcome    TEXT NOT NULL,             -- `granted`, `deferred`, `not_granted` (no text of a refusal is known), `refused`, `pending` or `ad_hoc` (admitted meeting by meeting)
  meeting    TEXT REFERENCES meeting (id) ON UPDATE CASCADE, -- meeting that decided on it
  confidence TEXT NOT NULL,             -- `verified`, `single_source` or `unverified`
  note       TEXT,                      -- date of filing, and what is disputed
  date_to TEXT AS (trim(substr(replace(date, '..', '          '), -10))),
  date_min TEXT AS (substr(replace(date, '..', '-01-01') || '-01-01', 1, 10)), date_max TEXT AS (coalesce(date(date_to || '-01', '+1 month', '-1 day'), substr(date_to || '-12-31', 1, 10))),
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'), CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified'),
  CONSTRAINT "date: not a date (YYYY, YYYY-MM, YYYY-MM-DD, or two of these with .. between them)" CHECK (date_min IS date(date_min) AND date_max IS date(date_max) AND date_min <= date_max AND (date = date_to OR date = substr(date_min, 1, length(date) - length(date_to) - 2) || '..' || date_to)),
  CONSTRAINT "outcome: not one of granted, deferred, not_granted, refused, pending, ad_hoc" CHECK (outcome = 'granted' OR outcome = 'deferred' OR outcome = 'not_granted' OR outcome = 'refused' OR outcome = 'pending' OR outcome = 'ad_hoc')
) STRICT;

CREATE TABLE tally ( -- a count of the parties in one role on one day; `arctic verify` compares it with the memberships
  id         TEXT NOT NULL PRIMARY KEY, -- role, kind and day
  date       TEXT NOT NULL,             -- day of the count (YYYY-MM-DD)
  role       TEXT NOT NULL,             -- `member`, `permanent_participant` or `observer`
  kind       TEXT,                      -- kind of party: `state`, `indigenous`, `igo` or `ngo`; empty for all kinds
  count      INTEGER NOT NULL,          -- number of parties
  confidence TEXT NOT NULL,             -- `verified` if published; else derived from the sources of the memberships
  note       TEXT,                      -- sources that state another number
  CONSTRAINT "id: lower-case letters, digits and hyphens only" CHECK (id <> '' AND id NOT GLOB '*[^a-z0-9-]*'), CONSTRAINT "confidence: not one of verified, single_source, unverified" CHECK (confidence = 'verified' OR confidence = 'single_source' OR confidence = 'unverified'),
  CONSTRAINT "date: not a day (YYYY-MM-DD)" CHECK (length(date) = 10 AND date IS date(date)),
  CONSTRAINT "role: not one of member, permanent_participant, observer" CHECK (role = 'member' OR role = 'permanent_participant' OR role = 'observer'),
  CONSTRAINT "kind: not one of state, indigenous, igo, ngo" CHECK (kind = 'state' OR kind = 'indigenous' OR kind = 'igo' OR kind = 'ngo'),
  CONSTRAINT "count: less than 0" CHECK (count >= 0)
) STRICT;

CREATE TABLE citation ( -- a source that supports a record; every fact has at least one
  table_name TEXT NOT NULL, -- table of the record
  record     TEXT NOT NULL, -- id of the record
  source     TEXT NOT NULL REFERENCES source (id) ON UPDATE CASCADE, -- source that supports it
  CONSTRAINT "table_name: not a table of facts" CHECK (table_name = 'party' OR table_name = 'country' OR table_name = 'meeting' OR table_name = 'membership' OR table_name = 'chairship' OR table_name = 'office_holder' OR table_name = 'body' OR table_name = 'agreement' OR table_name = 'event' OR table_name = 'application' OR table_name = 'tally'),
  PRIMARY KEY (table_name, record, source)
) STRICT;

CREATE INDEX membership_by_party ON membership (party, start_max, end_min);
CREATE INDEX chairship_by_start ON chairship (start_max);
CREATE INDEX event_by_kind ON event (kind, date, id);

-- Rules across rows. Each is a trigger on a view, to which the triggers of a table pass every new and changed row.
-- Facts without a party are refused even if foreign keys are off, as they are in many tools.

CREATE VIEW new_fact (table_name, id, party, start_max, end_min) AS SELECT NULL, NULL, NULL, NULL, NULL;
CREATE TRIGGER membership_insert AFTER INSERT ON membership BEGIN INSERT INTO new_fact VALUES ('membership', NEW.id, NEW.party, NEW.start_max, NEW.end_min); END;
CREATE TRIGGER membership_update AFTER UPDATE ON membership BEGIN INSERT INTO new_fact VALUES ('membership', NEW.id, NEW.party, NEW.start_max, NEW.end_min); END;
CREATE TRIGGER chairship_insert AFTER INSERT ON chairship BEGIN INSERT INTO new_fact VALUES ('chairship', NEW.id, NEW.party, NEW.start_max, NEW.end_min); END;
CREATE TRIGGER chairship_update AFTER UPDATE ON chairship BEGIN INSERT INTO new_fact VALUES ('chairship', NEW.id, NEW.party, NEW.start_max, NEW.end_min); END;
CREATE TRIGGER application_insert AFTER INSERT ON application BEGIN INSERT INTO new_fact VALUES ('application', NEW.id, NEW.party, NULL, NULL); END;
CREATE TRIGGER application_update AFTER UPDATE ON application BEGIN INSERT INTO new_fact VALUES ('application', NEW.id, NEW.party, NULL, NULL); END;
CREATE TRIGGER new_fact_checked INSTEAD OF INSERT ON new_fact
BEGIN
  SELECT RAISE(ABORT, 'party: no such party') WHERE NEW.party NOT IN (SELECT id FROM party);
  SELECT RAISE(ABORT, 'party: already holds a role in that period') FROM membership AS other WHERE NEW.table_name = 'membership'
    AND other.party = NEW.party AND other.id <> NEW.id AND other.start_max < NEW.end_min AND NEW.start_max < other.end_min;
  -- Stored chairships do not overlap, so only the last one that starts before the new end can be in the way.
  SELECT RAISE(ABORT, 'start: another chairship covers part of that period') FROM (
    SELECT end_min FROM chairship AS other WHERE other.id <> NEW.id AND other.start_max < NEW.end_min AND other.start_max < other.end_min
    ORDER BY other.start_max DESC LIMIT 1) WHERE NEW.table_name = 'chairship' AND NEW.start_max < end_min;
END;

CREATE VIEW new_code (table_name, id, iso2, iso3) AS SELECT NULL, NULL, NULL, NULL;
CREATE TRIGGER party_insert BEFORE INSERT ON party BEGIN INSERT INTO new_code VALUES ('party', NEW.id, NEW.iso2, NEW.iso3); END;
CREATE TRIGGER party_update BEFORE UPDATE ON party BEGIN INSERT INTO new_code VALUES ('party', NEW.id, NEW.iso2, NEW.iso3); END;
CREATE TRIGGER country_insert BEFORE INSERT ON country BEGIN INSERT INTO new_code VALUES ('country', NEW.id, NEW.iso2, NEW.iso3); END;
CREATE TRIGGER country_update BEFORE UPDATE ON country BEGIN INSERT INTO new_code VALUES ('country', NEW.id, NEW.iso2, NEW.iso3); END;
CREATE TRIGGER new_code_checked INSTEAD OF INSERT ON new_code
BEGIN
  SELECT RAISE(ABORT, 'id: this id or its ISO code is already in table `country`') FROM country
  WHERE NEW.table_name = 'party' AND (id = NEW.id OR iso2 = NEW.iso2 OR iso3 = NEW.iso3);
  SELECT RAISE(ABORT, 'id: this id or its ISO code is already in table `party`') FROM party
  WHERE NEW.table_name = 'country' AND (id = NEW.id OR iso2 = NEW.iso2 OR iso3 = NEW.iso3);
END;

CREATE VIEW new_citation (table_name, record) AS SELECT NULL, NULL;
CREATE TRIGGER citation_insert BEFORE INSERT ON citation BEGIN INSERT INTO new_citation VALUES (NEW.table_name, NEW.record); END;
CREATE TRIGGER citation_update BEFORE UPDATE ON citation BEGIN INSERT INTO new_citation VALUES (NEW.table_name, NEW.record); END;
CREATE TRIGGER new_citation_checked INSTEAD OF INSERT ON new_citation
BEGIN
  SELECT RAISE(ABORT, 'record: no such record in that table') WHERE NOT CASE NEW.table_name
    WHEN 'party' THEN NEW.record IN (SELECT id FROM party) WHEN 'country' THEN NEW.record IN (SELECT id FROM country)
    WHEN 'meeting' THEN NEW.record IN (SELECT id FROM meeting) WHEN 'membership' THEN NEW.record IN (SELECT id FROM membership)
    WHEN 'chairship' THEN NEW.record IN (SELECT id FROM chairship) WHEN 'office_holder' THEN NEW.record IN (SELECT id FROM office_holder)
    WHEN 'body' THEN NEW.record IN (SELECT id FROM body) WHEN 'agreement' THEN NEW.record IN (SELECT id FROM agreement)
    WHEN 'event' THEN NEW.record IN (SELECT id FROM event) WHEN 'application' THEN NEW.record IN (SELECT id FROM application)
    WHEN 'tally' THEN NEW.record IN (SELECT id FROM tally) ELSE 1 END;
END;

-- A party that is referred to is not deleted, and references follow its id.
CREATE TRIGGER party_kept BEFORE DELETE ON party
BEGIN
  SELECT RAISE(ABORT, 'id: the party still has roles, chairships or applications')
  WHERE OLD.id IN (SELECT party FROM membership) OR OLD.id IN (SELECT party FROM chairship) OR OLD.id IN (SELECT party FROM application);
END;
CREATE TRIGGER party_followed AFTER UPDATE OF id ON party WHEN NEW.id <> OLD.id
BEGIN
  UPDATE membership SET party = NEW.id WHERE party = OLD.id;
  UPDATE chairship SET party = NEW.id WHERE party = OLD.id;
  UPDATE application SET party = NEW.id WHERE party = OLD.id;
  UPDATE alias SET party = NEW.id WHERE party = OLD.id;
  UPDATE code SET party = NEW.id WHERE party = OLD.id;
  UPDATE country SET represented_by = NEW.id WHERE represented_by = OLD.id;
  UPDATE country SET part_of = NEW.id WHERE part_of = OLD.id;
  UPDATE meeting SET host = NEW.id WHERE host = OLD.id;
END;

CREATE TRIGGER meta_kept BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'key: every registry needs this row') WHERE OLD.key IN ('name', 'version', 'founded', 'verified_through'); END;
CREATE TRIGGER meta_not_renamed BEFORE UPDATE OF key ON meta WHEN NEW.key <> OLD.key
BEGIN SELECT RAISE(ABORT, 'key: every registry needs this row') WHERE OLD.key IN ('name', 'version', 'founded', 'verified_through'); END;

-- The log. Once the rows are inserted, src/store/log.rs adds to each table the generated column `as_json`, which is the
-- whole row, and triggers that pass every change of a row, by any program, to the view `change`.

CREATE TABLE revision ( -- a change of one row; the changes made by one command are one revision
  change     INTEGER NOT NULL PRIMARY KEY, -- position in the log
  number     INTEGER NOT NULL, -- number of the revision
  at         TEXT NOT NULL,    -- time of the change in UTC (YYYY-MM-DDTHH:MM:SS.SSSZ)
  command    TEXT,             -- command that made it; empty for another program, where each statement is a revision
  who        TEXT,             -- person who made it, if known
  why        TEXT,             -- reason given
  table_name TEXT NOT NULL,    -- table of the row
  record     TEXT NOT NULL,    -- key of the row
  before     TEXT,             -- the row before the change as a JSON object; empty if it was added
  after      TEXT,             -- the row after the change as a JSON object; empty if it was removed
  CONSTRAINT "change: not a positive number" CHECK (change > 0), CONSTRAINT "at: not a time (YYYY-MM-DDTHH:MM:SS.SSSZ)" CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  CONSTRAINT "after: before and after are both empty" CHECK (before IS NOT NULL OR after IS NOT NULL),
  -- Before SQLite 3.45, json_valid(NULL) was false.
  CONSTRAINT "before: not JSON" CHECK (before IS NULL OR json_valid(before)), CONSTRAINT "after: not JSON" CHECK (after IS NULL OR json_valid(after))
) STRICT;

CREATE TRIGGER revision_in_order BEFORE INSERT ON revision
BEGIN
  SELECT RAISE(ABORT, 'number: revisions are only added at the end of the log')
  WHERE NEW.change BETWEEN 0 AND (SELECT max(change) FROM revision) OR NEW.number - (SELECT coalesce(max(number), 0) FROM revision) NOT IN (0, 1);
END;
CREATE TRIGGER revision_kept BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'the log is never changed: undo a revision with a new one'); END;
CREATE TRIGGER revision_not_removed BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'the log is never changed: undo a revision with a new one'); END;

CREATE TABLE editing ( -- the revision that this program is making; empty outside of its transaction
  only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL, at TEXT NOT NULL, command TEXT NOT NULL, who TEXT, why TEXT
) STRICT;

CREATE VIEW change (table_name, record, before, after) AS SELECT NULL, NULL, NULL, NULL;
-- In JSON, control characters are escaped, and so are backslashes. Line feeds are allowed. An id is the name of a file on
-- the site, next to index.html.
CREATE TRIGGER change_plain INSTEAD OF INSERT ON change WHEN NEW.after IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'text: a control character') WHERE replace(NEW.after, '\\', '') GLOB '*\[bfrtu]*' OR NEW.after GLOB '*[' || char(127) || '-' || char(159) || ']*';
  SELECT RAISE(ABORT, 'id: longer than 100 letters') WHERE length(json_extract(NEW.after, '$.id')) > 100;
  SELECT RAISE(ABORT, 'id: `index` is the name of another page') WHERE json_extract(NEW.after, '$.id') = 'index';
END;
-- Citations are deleted with their record and follow a change of its id.
CREATE TRIGGER change_cited INSTEAD OF INSERT ON change WHEN NEW.before IS NOT NULL
BEGIN
  DELETE FROM citation WHERE NEW.after IS NULL AND table_name = NEW.table_name AND record = NEW.record;
  UPDATE citation SET record = NEW.record WHERE NEW.after IS NOT NULL AND table_name = NEW.table_name AND record = json_extract(NEW.before, '$.id') AND record <> NEW.record;
END;

CREATE TRIGGER change_logged INSTEAD OF INSERT ON change WHEN NEW.before IS NOT NEW.after
BEGIN
  -- `now` is the same throughout a statement, so the changes that another program makes in one statement get one number.
  INSERT INTO revision (number, at, command, who, why, table_name, record, before, after)
  SELECT coalesce(editing.number,
      (SELECT iif(command IS NULL AND at = strftime('%Y-%m-%dT%H:%M:%fZ'), number, NULL) FROM revision ORDER BY change DESC LIMIT 1),
      (SELECT max(number) FROM revision) + 1, 1),
    coalesce(editing.at, strftime('%Y-%m-%dT%H:%M:%fZ')), command, who, why, NEW.table_name, NEW.record, NEW.before, NEW.after
  FROM (SELECT 1) LEFT JOIN editing;
END;

-- REPLACE deletes rows without firing a trigger, so the generated triggers refuse it, except from this program.
CREATE VIEW not_editing AS SELECT 1 AS one WHERE NOT EXISTS (SELECT 1 FROM editing);

-- Indexes for queries. No rule needs them, so they are created after the rows are inserted.

CREATE INDEX membership_by_role ON membership (role, end_max, start_min);
CREATE INDEX chairship_by_party ON chairship (party);
CREATE INDEX chairship_by_end ON chairship (end_max, start_min);
CREATE INDEX chairship_between ON chairship (start_min) WHERE instr(start || coalesce("end", ''), '..');
CREATE INDEX citation_by_source ON citation (source);
CREATE INDEX revision_by_number ON revision (number);
CREATE INDEX revision_by_record ON revision (table_name, record);
