//! Errors of files that people write: the line is shown, and the mend is said.

use std::fs;

use crate::support::{Schemas, jib, text};

const WEB: &str = "law/wet_educatie_en_beroepsonderwijs/2026-01-01.toml";

#[test]
fn a_slip_in_a_law_file_shows_its_line_and_the_mend() {
    let schemas = Schemas::copied();
    schemas.edit(WEB, "pakket = \"toeleiding\"", "paket = \"toeleiding\"");
    let line = schemas.read(WEB).lines().position(|line| line.starts_with("paket")).expect("the slip") + 1;
    let output = jib(&["policy", "lint", "--schemas", &schemas.path().display().to_string()]);
    assert_eq!(output.status.code(), Some(3));
    let shown = text(&output.stderr);
    assert!(shown.contains("onbekende naam `paket`") && shown.contains("bedoelt u `pakket`?"), "{shown}");
    assert!(shown.contains(&format!("2026-01-01.toml:{line}:1")), "the line is {line}: {shown}");
    assert!(shown.contains("paket = \"toeleiding\""), "the line is shown: {shown}");
}

#[test]
fn a_rule_that_names_what_does_not_exist_is_shown_on_its_line() {
    for (from, to, says) in [
        (
            "partij = \"participatie\"\npakket = \"toeleiding\"",
            "partij = \"participtie\"\npakket = \"toeleiding\"",
            "participtie",
        ),
        ("doelgroep = [\"ja\"]\ndossier_pw7a", "doelgroep = [\"jaa\"]\ndossier_pw7a", "jaa"),
        ("\"WEB 9.2.6\", \"Pw 7a\"", "\"WEB 9.2.6\", \"Pw 77a\"", "Pw 77a"),
    ] {
        let schemas = Schemas::copied();
        schemas.edit(WEB, from, to);
        let line = schemas
            .read(WEB)
            .lines()
            .position(|line| line.contains(&format!("\"{says}\"")))
            .expect("the slip")
            + 1;
        let place = format!("{WEB}:{line}");
        let folder = schemas.path().display().to_string();
        let output = jib(&["policy", "lint", "--schemas", &folder]);
        assert_eq!(output.status.code(), Some(3));
        assert!(text(&output.stdout).contains(&place), "{place}: {}", text(&output.stdout));
        let output = jib(&["policy", "matrix", "--date", "2026-11-01", "--schemas", &folder]);
        assert_eq!(output.status.code(), Some(3));
        let shown = text(&output.stderr);
        assert!(shown.contains(&place) && shown.contains("WEB-9.2.5-toeleiding"), "{shown}");
        assert!(shown.contains(&format!("\"{says}\"")), "the line itself is shown: {shown}");
    }
}

#[test]
fn a_new_configuration_leads_by_its_errors_to_one_that_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    assert!(jib(&["init", "--out", &at("")]).status.success());
    let config = at("jib.toml");
    let check = || {
        let output = jib(&["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &at("runs")]);
        (output.status.code(), text(&output.stderr))
    };
    let mend = |from: &str, to: &str| {
        let before = fs::read_to_string(&config).expect("a configuration");
        let after = before.replacen(from, to, 1);
        assert_ne!(before, after);
        fs::write(&config, after).expect("a configuration");
    };
    for (says, from, to) in [
        ("een gemeentecode heeft vier cijfers", "code = \"\"", "code = \"0599\""),
        ("bestand `brp.csv` is er niet", "pad = \"brp.csv\"", "pad = \"stad/brp.csv\""),
        ("de sleutel van `beheer` is geen age-sleutel", "age1…", "KEY"),
    ] {
        let (code, errors) = check();
        assert_eq!(code, Some(2), "{errors}");
        assert!(errors.contains(says) && errors.contains(from), "says `{says}` and shows `{from}`: {errors}");
        if to == "KEY" {
            let made = jib(&["keygen", "--out", &at("sleutels")]);
            mend(from, text(&made.stdout).trim());
        } else {
            mend(from, to);
        }
        if from.starts_with("pad") {
            assert!(
                jib(&["sample", "--personen", "60", "--vuil", "0", "--out", &at("stad")]).status.success()
            );
        }
    }
    let (code, errors) = check();
    assert_eq!(code, Some(0), "{errors}");
}

#[test]
fn init_after_keygen_fills_in_the_key_and_never_writes_over_a_configuration() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let key = text(&jib(&["keygen", "--out", &at("sleutels")]).stdout).trim().to_owned();
    assert!(jib(&["init", "--out", &at("")]).status.success());
    let written = fs::read_to_string(at("jib.toml")).expect("a configuration");
    assert!(written.contains(&format!("sleutel = \"{key}\"")), "the key stands in it");
    assert_eq!(jib(&["init", "--out", &at("")]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(at("jib.toml")).expect("a configuration"), written);
}
