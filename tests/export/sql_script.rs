//! `export sql`: scripts for database engines.

use super::export;
use crate::support::Home;

/// tests/clients/engines.py runs the scripts in their engines.
#[test]
fn a_script_has_the_periods_and_names_of_the_council() {
    let home = Home::tundra();
    for dialect in ["postgres", "duckdb", "spark"] {
        let form = format!("sql --dialect {dialect}");
        let script = String::from_utf8(export(&home, &form)).unwrap();
        assert_eq!(script.as_bytes(), export(&home, &form), "{dialect}");
        assert!(!script.contains(['{', '}']), "{dialect}: a placeholder is left");
        assert_eq!(script.matches('\'').count() % 2, 0, "{dialect}: an unclosed string");
        for made in [
            "arctic_letter",
            "arctic_name",
            "arctic_membership",
            "arctic_chairship",
            "arctic_key",
            "arctic_na",
            "arctic_named",
            "arctic_day",
            "arctic_on",
        ] {
            assert_eq!(
                script
                    .lines()
                    .filter(|line| line.starts_with("CREATE") && line.ends_with(&format!(" {made} AS")))
                    .count(),
                1,
                "{made}"
            );
        }
        let data = script.split("arctic_chairship AS").nth(1).unwrap();
        let chairs =
            data.lines().find(|line| line.starts_with("FROM")).and_then(|line| line.split('\'').nth(1)).unwrap();
        let founded =
            "2,20200601,borea,certain,;3,20210602,arvik,certain,;4,20220603,celsia,certain,;5,20230601,,not_known,";
        assert!(chairs.contains(founded), "{dialect}: {chairs}");
        assert!(chairs.contains(",20230630,borea,projected,"), "{dialect}: {chairs}");
    }
}

#[test]
fn no_text_of_the_registry_becomes_part_of_the_script() {
    let home = Home::tundra();
    let plain = String::from_utf8(export(&home, "sql --dialect duckdb")).unwrap();
    let hostile = "x\n'); DROP TABLE events; --\r\u{2028}\\'";
    let sql = home.unguarded();
    sql.execute("UPDATE meta SET value = ?1 WHERE key IN ('name', 'version')", [hostile]).unwrap();
    sql.execute("INSERT INTO alias (key, alias, country, kind) VALUES (?1, ?1, 'floe', 'short')", [hostile]).unwrap();
    for dialect in ["postgres", "duckdb", "spark"] {
        let script = String::from_utf8(export(&home, &format!("sql --dialect {dialect}"))).unwrap();
        assert_eq!(script.lines().count(), plain.lines().count(), "{dialect}");
        let code = script.lines().filter(|line| !line.starts_with("--"));
        assert!(code.clone().all(|line| !line.contains("DROP")), "{dialect}");
        assert!(script.lines().take(3).all(|line| line.starts_with("-- ")), "{dialect}");
    }
}
