//! Every table of records: what its rows are called, how they lie in time, and in which order they are shown.
//!
//! Lists, the timeline, profiles and the site read it here. What a column is stands in the schema.

/// A table of records, as people see it.
#[derive(Debug)]
#[non_exhaustive]
pub struct TableInfo {
    /// Name of the table in the schema, such as `office_holder`.
    pub table: &'static str,
    /// What one row is called, such as `person`.
    pub singular: &'static str,
    /// The command that lists the table, if one does.
    pub command: Option<&'static str>,
    /// The columns that its list shows to people, each with its heading.
    pub shown: &'static [(&'static str, &'static str)],
    /// Heading of the page with all rows.
    pub(crate) title: &'static str,
    /// The folder of the site in which each row has a page of its own; otherwise one page holds all rows.
    pub(crate) folder: Option<&'static str>,
    /// What follows ORDER BY.
    pub(crate) order: &'static str,
    pub(crate) dated: Dating,
    /// Rows of other tables that belong to a row.
    pub(crate) related: &'static [Related],
}

/// Rows of a table that belong to a record of another one.
#[derive(Debug)]
pub(crate) struct Related {
    pub heading: &'static str,
    pub table: &'static str,
    /// Which rows, where `?1` is the id of the record.
    pub condition: &'static str,
}

/// How the rows of a table lie in time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Dating {
    /// Not at all.
    Never,
    /// At the date in this column, which may be partial or empty.
    Point(&'static str),
    /// From the day in one column to the day in another, both included.
    Days(&'static str, &'static str),
    /// From `start` up to, but not including, `end`.
    Period,
}

impl Dating {
    /// Returns the condition for rows that lie, or may lie, in the days from `?1` to `?2`.
    pub fn touches(self) -> String {
        match self {
            Dating::Never => "?1 <= ?2".to_string(),
            Dating::Point(date) => format!(
                "{date} || substr('-01-01', length({date}) - 3) <= ?2
                 AND {date} || substr('-12-31', length({date}) - 3) >= ?1"
            ),
            Dating::Days(first, last) => format!("{first} <= ?2 AND {last} >= ?1"),
            Dating::Period => "start_min <= ?2 AND end_max > ?1".to_string(),
        }
    }

    /// Returns the column with the date on which a row begins, or with its only date.
    pub fn start(self) -> Option<&'static str> {
        match self {
            Dating::Never => None,
            Dating::Point(date) | Dating::Days(date, _) => Some(date),
            Dating::Period => Some("start"),
        }
    }
}

const PLAIN: TableInfo = TableInfo {
    table: "",
    singular: "",
    command: None,
    shown: &[],
    title: "",
    folder: None,
    order: "id",
    dated: Dating::Never,
    related: &[],
};

/// Every table of records, in the order in which the site lists them.
pub(crate) const CATALOGUE: &[TableInfo] = &[
    TableInfo {
        table: "party",
        singular: "party",
        title: "Parties",
        folder: Some("parties"),
        order: "name, id",
        related: &[
            Related { heading: "Roles", table: "membership", condition: "party = ?1" },
            Related { heading: "Chairships", table: "chairship", condition: "party = ?1" },
            Related {
                heading: "People in office during its chairships",
                table: "office_holder",
                condition: "chairship IN (SELECT id FROM chairship WHERE party = ?1)",
            },
            Related { heading: "Applications", table: "application", condition: "party = ?1" },
            Related { heading: "Meetings hosted", table: "meeting", condition: "host = ?1" },
            Related { heading: "Areas that its seat covers", table: "country", condition: "represented_by = ?1" },
        ],
        ..PLAIN
    },
    TableInfo {
        table: "chairship",
        singular: "chairship",
        title: "Chairships",
        folder: Some("chairships"),
        order: "ordinal",
        dated: Dating::Period,
        related: &[
            Related { heading: "People in office", table: "office_holder", condition: "chairship = ?1" },
            Related {
                heading: "Events during it",
                table: "event",
                condition: "date >= (SELECT start FROM chairship WHERE id = ?1)
                            AND date < (SELECT coalesce(\"end\", '9999') FROM chairship WHERE id = ?1)",
            },
        ],
        ..PLAIN
    },
    TableInfo {
        table: "meeting",
        singular: "meeting",
        command: Some("meetings"),
        shown: &[
            ("ordinal", "nth"),
            ("first_day", "first day"),
            ("last_day", "last day"),
            ("place", "place"),
            ("kind", "kind"),
            ("outcome", "outcome"),
        ],
        title: "Meetings",
        folder: Some("meetings"),
        order: "ordinal",
        dated: Dating::Days("first_day", "last_day"),
        related: &[
            Related { heading: "Roles granted", table: "membership", condition: "granted_at = ?1" },
            Related { heading: "Chairship that began here", table: "chairship", condition: "start_meeting = ?1" },
            Related { heading: "Chairship that ended here", table: "chairship", condition: "end_meeting = ?1" },
            Related { heading: "Agreements signed", table: "agreement", condition: "meeting = ?1" },
            Related { heading: "Applications considered", table: "application", condition: "meeting = ?1" },
        ],
    },
    TableInfo {
        table: "membership",
        singular: "role",
        title: "Roles",
        order: "start_min, role, party, id",
        dated: Dating::Period,
        ..PLAIN
    },
    TableInfo {
        table: "office_holder",
        singular: "person",
        command: Some("people"),
        shown: &[
            ("person", "person"),
            ("office", "office"),
            ("start", "from"),
            ("end", "until"),
            ("chairship", "chairship"),
        ],
        title: "People in office",
        order: "start, office, id",
        dated: Dating::Period,
        ..PLAIN
    },
    TableInfo {
        table: "body",
        singular: "body",
        command: Some("bodies"),
        shown: &[("abbreviation", "short"), ("name", "name"), ("kind", "kind"), ("start", "from"), ("end", "until")],
        title: "Working Groups and other bodies",
        order: "CASE kind WHEN 'working_group' THEN 1 WHEN 'secretariat' THEN 2 ELSE 3 END, start, id",
        dated: Dating::Period,
        ..PLAIN
    },
    TableInfo {
        table: "agreement",
        singular: "agreement",
        command: Some("agreements"),
        shown: &[("signed", "signed"), ("in_force", "in force"), ("place", "place"), ("name", "name")],
        title: "Agreements",
        order: "signed, id",
        dated: Dating::Point("signed"),
        ..PLAIN
    },
    TableInfo {
        table: "event",
        singular: "event",
        command: Some("events"),
        shown: &[("date", "date"), ("kind", "kind"), ("title", "what"), ("description", "in a sentence")],
        title: "Events",
        order: "date, id",
        dated: Dating::Point("date"),
        ..PLAIN
    },
    TableInfo {
        table: "application",
        singular: "application",
        command: Some("applications"),
        shown: &[
            ("date", "date"),
            ("party", "party"),
            ("outcome", "outcome"),
            ("meeting", "meeting"),
            ("note", "note"),
        ],
        title: "Applications",
        order: "date, party, id",
        dated: Dating::Point("date"),
        ..PLAIN
    },
    TableInfo {
        table: "tally",
        singular: "count",
        title: "Counts",
        order: "date, id",
        dated: Dating::Point("date"),
        ..PLAIN
    },
    TableInfo { table: "country", singular: "country", title: "Other countries and areas", order: "name, id", ..PLAIN },
    TableInfo {
        table: "source",
        singular: "source",
        command: Some("sources"),
        shown: &[
            ("id", "id"),
            ("title", "title"),
            ("publisher", "publisher"),
            ("published", "published"),
            ("url", "address"),
        ],
        title: "Sources",
        dated: Dating::Point("published"),
        ..PLAIN
    },
];

/// Kinds of party: the word in the data, and what one and several are called.
pub(crate) const PARTY_KINDS: [(&str, &str, &str); 4] = [
    ("state", "State", "States"),
    ("indigenous", "Indigenous peoples' organisation", "Indigenous peoples' organisations"),
    ("igo", "Intergovernmental organisation", "Intergovernmental organisations"),
    ("ngo", "Non-governmental organisation", "Non-governmental organisations"),
];

/// Returns the tables that a command lists; [`Registry::list`](super::Registry::list) takes one of them.
pub fn lists() -> impl Iterator<Item = &'static TableInfo> {
    CATALOGUE.iter().filter(|info| info.command.is_some())
}

/// Returns the entry of `table`, if it is a table of records.
pub(crate) fn info(table: &str) -> Option<&'static TableInfo> {
    CATALOGUE.iter().find(|info| info.table == table)
}
