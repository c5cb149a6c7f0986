//! The registry of one time alone.

use super::{Registry, log};
use crate::Error;
use crate::date::When;

/// What was not in force in the span goes. A date that is only partly known may lie in it, and stays.
const CUT: &str = "
DELETE FROM membership WHERE start_min > (SELECT last FROM span) OR end_max <= (SELECT first FROM span);
DELETE FROM chairship WHERE start_min > (SELECT last FROM span) OR end_max <= (SELECT first FROM span);
DELETE FROM office_holder WHERE start_min > (SELECT last FROM span) OR end_max <= (SELECT first FROM span)
                             OR chairship NOT IN (SELECT id FROM chairship);
DELETE FROM body WHERE start_min > (SELECT last FROM span) OR end_max <= (SELECT first FROM span);
DELETE FROM agreement WHERE signed > (SELECT last FROM span);
DELETE FROM event WHERE date || substr('-01-01', length(date) - 3) > (SELECT last FROM span)
                     OR date || substr('-12-31', length(date) - 3) < (SELECT first FROM span);
DELETE FROM application WHERE date || substr('-01-01', length(date) - 3) > (SELECT last FROM span)
                           OR date || substr('-12-31', length(date) - 3) < (SELECT first FROM span);
DELETE FROM tally WHERE date > (SELECT last FROM span) OR date < (SELECT first FROM span);";

/// A state that had nothing to do with the council then is a country like others, under its names.
const STATES_TO_COUNTRIES: &str = "
INSERT INTO country (id, kind, name, official_name, iso2, iso3, iso_numeric, cow, note)
  SELECT id, 'state', name, official_name, iso2, iso3, iso_numeric, cow, note FROM party
  WHERE id IN (SELECT id FROM gone) AND kind = 'state' AND iso2 IS NOT NULL AND iso3 IS NOT NULL;
DELETE FROM alias WHERE country IN (SELECT id FROM country WHERE kind = 'part' AND part_of IN (SELECT id FROM gone));
DELETE FROM country WHERE kind = 'part' AND part_of IN (SELECT id FROM gone);
UPDATE country SET part_of = NULL WHERE part_of IN (SELECT id FROM gone);
UPDATE alias SET country = party, party = NULL WHERE party IN (SELECT id FROM country);
UPDATE citation SET table_name = 'country' WHERE table_name = 'party' AND record IN (SELECT id FROM country);
DELETE FROM alias WHERE party IN (SELECT id FROM gone);
DELETE FROM party WHERE id IN (SELECT id FROM gone);";

impl Registry {
    /// A registry in memory of what was in force on any day of `when`, or may have been: roles,
    /// chairships, people, bodies, and agreements signed by then; meetings, events, applications and
    /// tallies of that time; and of all else what these refer to. A state without a part in it is a
    /// country. The version of the data says that it is cut: of other times it knows nothing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn during(&self, when: &When) -> Result<Registry, Error> {
        let cut = self.copy()?;
        let tables = cut.tables()?;
        let batch = |sql: &str| cut.conn.execute_batch(sql);
        // Rows go in an order that breaks rules on the way, and keeps them in the end.
        batch("PRAGMA foreign_keys = OFF")?;
        log::drop_all(&cut.conn, log::ALL_TRIGGERS)?;
        let (first, last) = (when.first_day().to_string(), when.last_day().to_string());
        cut.conn.execute("CREATE TEMP TABLE span AS SELECT ?1 AS first, ?2 AS last", [first, last])?;
        batch("DELETE FROM revision")?;
        batch(CUT)?;
        // Names and parts alone keep no party.
        let referred = |table: &str| {
            let columns = tables.iter().filter(|from| from.name != "alias").flat_map(|from| {
                let columns = from
                    .columns
                    .iter()
                    .filter(|column| column.references.as_deref() == Some(table) && column.name != "part_of");
                columns.map(|column| (&from.name, &column.name))
            });
            let query = |(from, column)| format!("SELECT \"{column}\" FROM {from} WHERE \"{column}\" IS NOT NULL");
            columns.map(query).collect::<Vec<_>>().join(" UNION ")
        };
        batch(&format!(
            "DELETE FROM meeting WHERE (first_day > (SELECT last FROM span) OR last_day < (SELECT first FROM span))
               AND id NOT IN ({});
             CREATE TEMP TABLE gone AS SELECT id FROM party WHERE id NOT IN ({});",
            referred("meeting"),
            referred("party"),
        ))?;
        batch(STATES_TO_COUNTRIES)?;
        for table in tables.iter().filter(|table| table.has_id()) {
            let name = &table.name;
            batch(&format!(
                "DELETE FROM citation WHERE table_name = '{name}' AND record NOT IN (SELECT id FROM {name})"
            ))?;
        }
        batch(&format!("DELETE FROM source WHERE id NOT IN ({})", referred("source")))?;
        let version = format!("{}, only {when}", self.meta.version);
        cut.conn.execute("UPDATE meta SET value = ?1 WHERE key = 'version'", [version])?;
        Ok(Registry::of(cut.conn)?.at(self.today))
    }
}
