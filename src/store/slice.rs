//! A registry cut down to one time.

use super::{Registry, log};
use crate::Error;
use crate::date::When;

/// Deletes what was not in force in the span, except the chairships before it. A record with imprecise dates stays if it may have been.
const CUT: &str = "
DELETE FROM membership WHERE start_min > (SELECT last FROM span) OR end_max <= (SELECT first FROM span);
DELETE FROM chairship WHERE start_min > (SELECT last FROM span);
DELETE FROM office_holder WHERE start_min > (SELECT last FROM span) OR end_max <= (SELECT first FROM span)
                             OR chairship NOT IN (SELECT id FROM chairship);
DELETE FROM body WHERE start_min > (SELECT last FROM span) OR end_max <= (SELECT first FROM span);
DELETE FROM agreement WHERE signed > (SELECT last FROM span);
DELETE FROM event WHERE date_min > (SELECT last FROM span) OR date_max < (SELECT first FROM span);
DELETE FROM application WHERE date_min > (SELECT last FROM span) OR date_max < (SELECT first FROM span);
DELETE FROM tally WHERE date > (SELECT last FROM span) OR date < (SELECT first FROM span);";

/// Makes a country of each state without any part in the span, and keeps its names.
const STATES_TO_COUNTRIES: &str = "
INSERT INTO country (id, kind, name, official_name, iso2, iso3, iso_numeric, cow, note)
  SELECT id, 'state', name, official_name, iso2, iso3, iso_numeric, cow, note FROM party
  WHERE id IN (SELECT id FROM gone) AND kind = 'state' AND iso2 IS NOT NULL AND iso3 IS NOT NULL;
UPDATE alias SET country = party, party = NULL WHERE party IN (SELECT id FROM country);
UPDATE citation SET table_name = 'country' WHERE table_name = 'party' AND record IN (SELECT id FROM country);
DELETE FROM alias WHERE party IN (SELECT id FROM gone);
DELETE FROM party WHERE id IN (SELECT id FROM gone);";

impl Registry {
    /// Returns a registry in memory that has only what was, or may have been, in force on any day of `when`: roles,
    /// people, bodies, and agreements signed by then; meetings, events, applications and tallies of that
    /// time; and what these refer to. Earlier chairships stay, because they number the turns of the states. Other states become countries. The version of the data names the time.
    pub fn during(&self, when: &When) -> Result<Registry, Error> {
        let cut = self.copy()?;
        let tables = cut.tables()?;
        let batch = |sql: &str| cut.conn.execute_batch(sql);
        // The constraints hold in the end, but not after each statement.
        batch("PRAGMA foreign_keys = OFF")?;
        log::drop_all(&cut.conn, log::ALL_TRIGGERS)?;
        let (first, last) = when.sql_days();
        cut.conn.execute("CREATE TEMP TABLE span AS SELECT ?1 AS first, ?2 AS last", [first, last])?;
        batch("DELETE FROM revision")?;
        batch(CUT)?;
        // An alias alone is no reason to keep a party.
        let referred = |table: &str| {
            let columns = tables.iter().filter(|from| from.name != "alias").flat_map(|from| {
                let columns = from.columns.iter().filter(|column| column.references.as_deref() == Some(table));
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
