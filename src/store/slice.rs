//! A registry cut down to one time.

use super::{Registry, log};
use crate::Error;
use crate::date::When;

/// Deletes what was not in force in the span. A record with imprecise dates stays if it may have been. Earlier roles,
/// chairships and applications stay: what a party was before, and whose turn it is, belongs to the answers of that time.
/// So does the next chairship, without which a gap before it would look like the end of the record.
const CUT: &str = "
DELETE FROM chairship WHERE start_min > (SELECT last FROM span)
                        AND ordinal > (SELECT min(ordinal) FROM chairship WHERE start_min > (SELECT last FROM span));
DELETE FROM membership WHERE start_min > (SELECT last FROM span) AND party NOT IN (SELECT party FROM chairship);
DELETE FROM office_holder WHERE start_min > (SELECT last FROM span) OR end_max <= (SELECT first FROM span)
                             OR chairship NOT IN (SELECT id FROM chairship);
DELETE FROM body WHERE start_min > (SELECT last FROM span) OR end_max <= (SELECT first FROM span);
DELETE FROM agreement WHERE signed > (SELECT last FROM span);
DELETE FROM event WHERE date_min > (SELECT last FROM span)
                     OR CASE WHEN kind IN ('pause', 'resumption') THEN end_max <= (SELECT first FROM span)
                             ELSE date_max < (SELECT first FROM span) END;
DELETE FROM application WHERE date_min > (SELECT last FROM span);
DELETE FROM tally WHERE date > (SELECT last FROM span) OR date < (SELECT first FROM span);";

/// Makes a country of each state without any part in the span, and keeps its names.
const STATES_TO_COUNTRIES: &str = "
INSERT INTO country (id, kind, name, official_name, iso2, iso3, iso_numeric, cow, note)
  SELECT id, 'state', name, official_name, iso2, iso3, iso_numeric, cow, note FROM party
  WHERE id IN (SELECT id FROM gone) AND kind = 'state' AND iso2 IS NOT NULL AND iso3 IS NOT NULL;
DELETE FROM alias WHERE country IN (SELECT id FROM country WHERE kind = 'part' AND part_of IN (SELECT id FROM gone));
DELETE FROM country WHERE kind = 'part' AND part_of IN (SELECT id FROM gone);
UPDATE country SET part_of = NULL WHERE part_of IN (SELECT id FROM gone);
UPDATE alias SET country = party, party = NULL WHERE party IN (SELECT id FROM country);
UPDATE code SET country = party, party = NULL WHERE party IN (SELECT id FROM country);
UPDATE citation SET table_name = 'country' WHERE table_name = 'party' AND record IN (SELECT id FROM country);
DELETE FROM alias WHERE party IN (SELECT id FROM gone);
DELETE FROM code WHERE party IN (SELECT id FROM gone);
DELETE FROM party WHERE id IN (SELECT id FROM gone);";

impl Registry {
    /// Returns a registry in memory that answers for `when` as this one does, and has no more than that takes: what was,
    /// or may have been, in force on any day of it, and what these records refer to; the roles, chairships, applications
    /// and agreements of before; and the next chairship. Other states become countries. The version of the data names
    /// the time.
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
        // An alias or a code alone is no reason to keep a party.
        let referred = |table: &str| {
            let columns =
                tables.iter().filter(|from| !matches!(from.name.as_str(), "alias" | "code")).flat_map(|from| {
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
