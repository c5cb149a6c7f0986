//! Every table of records: what its rows are called, how they lie in time, and in which order they are shown.
//!
//! Lists, the timeline, profiles and the site read it here. The schema describes their columns.

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
    /// What follows ORDER BY.
    pub(crate) order: &'static str,
    pub(crate) dated: Dating,
    /// The folder of the site in which each row has a page of its own; otherwise one page holds all rows.
    pub(crate) folder: Option<&'static str>,
    /// What belongs to a row.
    pub(crate) related: &'static [Related],
}

/// Records that belong to one of another table: their heading, their table, and which of its rows they are. `?1` is
/// the id of the other record.
pub(crate) type Related = (&'static str, &'static str, &'static str);

/// How the rows of a table lie in time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Dating {
    /// Not at all.
    Never,
    /// At the date in this column, which may be imprecise.
    Point(&'static str),
    /// Published at the date in this column: the fact that it is cited for lies at another time.
    Publication(&'static str),
    /// From the day in this column on.
    Since(&'static str),
    /// From the day in one column to the day in another, both included.
    Days(&'static str, &'static str),
    /// From `start` up to, but not including, `end`.
    Period,
}

impl Dating {
    /// Returns the condition for rows that lie, or may lie, in the days from `?1` to `?2`.
    pub fn touches(self) -> String {
        match self {
            Dating::Never | Dating::Publication(_) => "?1 <= ?2".to_string(),
            Dating::Point(date) => format!("{date}_min <= ?2 AND {date}_max >= ?1"),
            Dating::Since(first) => format!("{first} <= ?2 AND ?1 <= ?2"),
            Dating::Days(first, last) => format!("{first} <= ?2 AND {last} >= ?1"),
            Dating::Period => "start_min <= ?2 AND end_max > ?1".to_string(),
        }
    }

    /// Returns whether a row can be uncertain at a time.
    pub fn is_uncertain(self) -> bool {
        matches!(self, Dating::Point(_) | Dating::Since(_) | Dating::Period)
    }

    /// Returns the column with the date on which a row begins, or with its only date.
    pub fn start(self) -> Option<&'static str> {
        match self {
            Dating::Never => None,
            Dating::Point(date) | Dating::Since(date) | Dating::Days(date, _) | Dating::Publication(date) => Some(date),
            Dating::Period => Some("start"),
        }
    }
}

const fn table(
    table: &'static str,
    singular: &'static str,
    title: &'static str,
    dated: Dating,
    order: &'static str,
) -> TableInfo {
    TableInfo { table, singular, title, dated, order, command: None, shown: &[], folder: None, related: &[] }
}

impl TableInfo {
    /// Returns the columns that its list has after those of the table.
    pub fn more_columns(&self) -> &'static [&'static str] {
        match self.dated {
            Dating::Since(_) => &["standing", "certainty"],
            dated if dated.is_uncertain() => &["certainty"],
            _ => &[],
        }
    }

    const fn listed(self, command: &'static str, shown: &'static [(&'static str, &'static str)]) -> Self {
        TableInfo { command: Some(command), shown, ..self }
    }

    const fn with_pages(self, folder: &'static str, related: &'static [Related]) -> Self {
        TableInfo { folder: Some(folder), related, ..self }
    }
}

/// Every table of records, in the order in which the site lists them.
pub(crate) const CATALOGUE: &[TableInfo] = &[
    table("party", "party", "Parties", Dating::Never, "name, id").with_pages(
        "parties",
        &[
            ("Roles", "membership", "party = ?1"),
            ("Chairships", "chairship", "party = ?1"),
            (
                "People in office during its chairships",
                "office_holder",
                "chairship IN (SELECT id FROM chairship WHERE party = ?1)",
            ),
            ("Applications", "application", "party = ?1"),
            ("Meetings hosted", "meeting", "host = ?1"),
            ("Areas that its seat covers", "country", "represented_by = ?1"),
            ("Parts", "country", "part_of = ?1"),
        ],
    ),
    table("chairship", "chairship", "Chairships", Dating::Period, "ordinal").with_pages(
        "chairships",
        &[
            ("People in office", "office_holder", "chairship = ?1"),
            (
                "Events during it",
                "event",
                "date_max >= (SELECT start_min FROM chairship WHERE id = ?1)
                 AND date_min < (SELECT end_max FROM chairship WHERE id = ?1)",
            ),
        ],
    ),
    table("meeting", "meeting", "Meetings", Dating::Days("first_day", "last_day"), "ordinal")
        .listed(
            "meetings",
            &[
                ("ordinal", "nth"),
                ("first_day", "first day"),
                ("last_day", "last day"),
                ("place", "place"),
                ("kind", "kind"),
                ("outcome", "outcome"),
            ],
        )
        .with_pages(
            "meetings",
            &[
                ("Roles granted", "membership", "granted_at = ?1"),
                ("Chairship that began here", "chairship", "start_meeting = ?1"),
                ("Chairship that ended here", "chairship", "end_meeting = ?1"),
                ("Agreements signed", "agreement", "meeting = ?1"),
                ("Applications considered", "application", "meeting = ?1"),
            ],
        ),
    table("membership", "role", "Roles", Dating::Period, "start_min, role, party, id"),
    table("office_holder", "person", "People in office", Dating::Period, "start_min, office, id").listed(
        "people",
        &[
            ("person", "person"),
            ("office", "office"),
            ("start", "from"),
            ("end", "until"),
            ("chairship", "chairship"),
            ("basis", "basis"),
        ],
    ),
    table(
        "body",
        "body",
        "Working Groups and other bodies",
        Dating::Period,
        "CASE kind WHEN 'working_group' THEN 1 WHEN 'secretariat' THEN 2 ELSE 3 END, start_min, id",
    )
    .listed(
        "bodies",
        &[("abbreviation", "short"), ("name", "name"), ("kind", "kind"), ("start", "from"), ("end", "until")],
    ),
    table("agreement", "agreement", "Agreements", Dating::Since("signed"), "signed, id")
        .listed("agreements", &[("signed", "signed"), ("in_force", "in force"), ("place", "place"), ("name", "name")]),
    table("event", "event", "Events", Dating::Point("date"), "date_min, id")
        .listed("events", &[("date", "date"), ("kind", "kind"), ("title", "what"), ("description", "description")]),
    table("application", "application", "Applications", Dating::Point("date"), "date_min, party, id").listed(
        "applications",
        &[("date", "date"), ("party", "party"), ("outcome", "outcome"), ("meeting", "meeting"), ("note", "note")],
    ),
    table("tally", "count", "Counts", Dating::Days("date", "date"), "date, id"),
    table("country", "country", "Other countries and areas", Dating::Never, "name, id"),
    table("source", "source", "Sources", Dating::Publication("published"), "id").listed(
        "sources",
        &[("id", "id"), ("title", "title"), ("publisher", "publisher"), ("published", "published"), ("url", "address")],
    ),
];

/// Returns the tables that a command lists; [`Registry::list`](super::Registry::list) takes one of them.
pub fn lists() -> impl Iterator<Item = &'static TableInfo> {
    CATALOGUE.iter().filter(|info| info.command.is_some())
}

/// Returns the entry of `table`, if it is a table of records.
pub(crate) fn info(table: &str) -> Option<&'static TableInfo> {
    CATALOGUE.iter().find(|info| info.table == table)
}
