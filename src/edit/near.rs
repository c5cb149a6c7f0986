//! Names in place of ids, and ids that may have been meant.

use rusqlite::Connection;

use crate::Error;
use crate::store::Entity;
use crate::store::entity;
use crate::store::schema::Column;
use crate::wording::shown;

/// How similar an id must be to be suggested.
const NEAR: f64 = 0.9;

/// Returns the id that `text` means in `column`: in a column that refers to parties or countries, any name of one. The
/// inner error is the reason why it means none.
pub(super) fn id_of(conn: &Connection, column: &Column, text: &str) -> Result<Result<String, String>, Error> {
    let Some(parent @ ("party" | "country")) = column.references.as_deref() else { return Ok(Ok(text.to_string())) };
    if text.is_empty() || exists(conn, parent, text)? {
        return Ok(Ok(text.to_string()));
    }
    let found = match entity::resolve(conn, text) {
        Ok(found) => found,
        Err(error @ Error::AmbiguousName { .. }) => return Ok(Err(format!("{}: {error}", column.name))),
        // The constraint reports it.
        Err(Error::UnknownName { .. }) => return Ok(Ok(text.to_string())),
        Err(other) => return Err(other),
    };
    let table = if matches!(found, Entity::Party(_)) { "party" } else { "country" };
    Ok(if table == parent {
        Ok(found.id().to_string())
    } else {
        Err(format!("{}: `{}` is in table `{table}`, not in `{parent}`", column.name, shown(text)))
    })
}

fn exists(conn: &Connection, table: &str, id: &str) -> Result<bool, Error> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)");
    Ok(conn.query_row(&sql, [id], |row| row.get(0))?)
}

/// Returns the id in `table` that `id` may have meant.
pub(super) fn id_near(conn: &Connection, table: &str, id: &str) -> Result<Option<String>, Error> {
    if matches!(table, "party" | "country")
        && let Err(Error::UnknownName { suggestions, .. }) = entity::resolve(conn, id)
        && let Some(first) = suggestions.into_iter().next()
        && exists(conn, table, &first)?
    {
        return Ok(Some(first));
    }
    let mut statement = conn.prepare(&format!("SELECT id FROM {table}"))?;
    let ids = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let scored = ids.into_iter().map(|other| (strsim::jaro_winkler(id, &other), other));
    let best = scored.filter(|(score, _)| *score >= NEAR).max_by(|a, b| a.0.total_cmp(&b.0));
    Ok(best.map(|(_, id)| id))
}

/// Returns the question whether another id was meant, as the end of a reason.
pub(super) fn did_you_mean(conn: &Connection, table: &str, id: &str) -> String {
    match id_near(conn, table, id) {
        Ok(Some(near)) => format!("; did you mean `{near}`?"),
        _ => String::new(),
    }
}
