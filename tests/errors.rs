//! Errors in files that people write show the line and say how to fix it.

use std::fs;

use crate::support::{Schemas, copy, jib, repository, text};

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
    let folder = crate::support::folder();
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
    let (code, errors) = check();
    assert_eq!(code, Some(2), "{errors}");
    for (says, shows) in [
        ("een gemeentecode heeft vier cijfers", "code = \"\""),
        ("nog de invultekst van `jib init`", "naam = \"vul in\""),
        ("nog de invultekst van `jib init`", "age1…"),
        ("de ondertekeningssleutel kan niet worden gelezen", "ondertekening.key"),
        ("de pseudoniemsleutel kan niet worden gelezen", "pseudoniem.key"),
    ] {
        assert!(
            errors.contains(says) && errors.contains(shows),
            "says `{says}` and shows `{shows}`: {errors}"
        );
    }
    assert!(errors.contains("5 fouten"), "all of them at once, and no others: {errors}");
    let made = jib(&["keygen", "--out", &at("sleutels")]);
    assert!(jib(&["sample", "--personen", "60", "--vuil", "0", "--out", &at("stad")]).status.success());
    mend("code = \"\"", "code = \"0599\"");
    mend("naam = \"vul in\"", "naam = \"Voorbeeldstad\"");
    mend("age1…", text(&made.stdout).trim());
    mend("pad = \"brp.csv\"", "pad = \"stad/brp.csv\"");
    let (code, errors) = check();
    assert_eq!(code, Some(0), "{errors}");
}

#[test]
fn init_after_keygen_fills_in_the_key_and_never_writes_over_a_configuration() {
    let folder = crate::support::folder();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let key = text(&jib(&["keygen", "--out", &at("sleutels")]).stdout).trim().to_owned();
    assert!(jib(&["init", "--out", &at("")]).status.success());
    let written = fs::read_to_string(at("jib.toml")).expect("a configuration");
    assert!(written.contains(&format!("sleutel = \"{key}\"")), "the key stands in it");
    assert_eq!(jib(&["init", "--out", &at("")]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(at("jib.toml")).expect("a configuration"), written);
}

/// Whoever may not read a key was told to make one: that begins a new chain and changes every kenmerk.
#[cfg(unix)]
#[test]
fn who_may_not_read_a_file_is_told_as_whom_to_run() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let folder = tempfile::tempdir().expect("a folder");
    copy(&repository("sample-data"), folder.path());
    fs::create_dir(folder.path().join("runs")).expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let rights = |name: &str, mode| {
        fs::set_permissions(at(name), fs::Permissions::from_mode(mode)).expect("rights");
    };
    rights("", 0o755);
    rights("jib.toml", 0o644);
    rights("sleutels", 0o755);
    let asked = |command: &str| {
        // As the superuser everything can be read.
        let mut jib = std::process::Command::new(env!("CARGO_BIN_EXE_jib"));
        if rustix::process::geteuid().is_root() {
            jib.uid(65534).gid(65534);
        }
        jib.arg(command).arg("-c").arg(at("jib.toml")).arg("--out").arg(at("runs"));
        let output = jib.output().expect("the program starts");
        let said = text(&output.stdout) + &text(&output.stderr).replace('│', " ");
        (output.status.code(), said.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    for name in ["sleutels/ondertekening.key", "sleutels/pseudoniem.key"] {
        rights(name, 0o644);
    }
    for (name, command, code) in [
        ("sleutels/ondertekening.key", "doctor", 2),
        ("sleutels/pseudoniem.key", "doctor", 2),
        ("jib.toml", "doctor", 2),
        ("runs", "doctor", 6),
        ("runs", "prune", 2),
    ] {
        rights(name, 0o000);
        let (found, said) = asked(command);
        assert_eq!(found, Some(code), "{name}: {said}");
        assert!(said.contains("als de gebruiker") && said.contains("runuser -u jib"), "{name}: {said}");
        assert!(!said.contains("keygen") && !said.contains("jib sample"), "{name}: {said}");
        rights(name, if name == "runs" { 0o755 } else { 0o644 });
    }
}

/// A copy of this repository's town, with a configuration to edit.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let folder = crate::support::folder();
        copy(&repository("sample-data"), folder.path());
        Desk { folder }
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// The configuration with these changes. Each must match.
    fn with(&self, changes: &[(&str, &str)]) -> String {
        let mut config = fs::read_to_string(repository("sample-data/jib.toml")).expect("a configuration");
        for (from, to) in changes {
            assert!(config.contains(from), "`{from}` is in the configuration");
            config = config.replacen(from, to, 1);
        }
        config
    }

    fn write(&self, bytes: impl AsRef<[u8]>) {
        fs::write(self.at("jib.toml"), bytes).expect("a configuration");
    }

    /// The output of `jib check` on the configuration.
    fn check(&self, more: &[&str]) -> (Option<i32>, String, String) {
        let (config, out) = (self.at("jib.toml"), self.at("runs"));
        let fixed = ["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &out];
        let output = jib(&[&fixed, more].concat());
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    /// The output for a configuration with these changes, which must be refused.
    fn refused(&self, changes: &[(&str, &str)]) -> String {
        self.write(self.with(changes));
        let (code, _, errors) = self.check(&[]);
        assert_eq!(code, Some(2), "{changes:?}: {errors}");
        errors
    }
}

const BRP: &str = "extract = \"brp\"\npad = \"brp.csv\"\nsoort = \"SNAPSHOT\"\npeildatum = \"2026-11-01\"\n";
const MAY: &str = "max_leeftijd_dagen = 31\n";

/// All faults are reported at once. Otherwise an administrator fixes one per night.
#[test]
fn all_faults_of_a_configuration_are_told_at_once_in_text_and_as_data() {
    let desk = Desk::new();
    desk.write(desk.with(&[
        ("contactgemeente = true", "contactgemeente = \"ja\"\nkleur = \"blauw\""),
        ("max_leeftijd_dagen = 31\n", ""),
        ("pad = \"verzuim.csv\"", "pad = \"/verzuim.csv\""),
        ("partij = \"gebiedsteam\"", "partij = \"gebiedsteem\""),
        ("formaat = \"csv\"", "formaat = \"csf\""),
    ]));
    let says = [
        "onbekende naam `kleur`",
        "achter `contactgemeente` hoort true (ja) of false (nee)",
        "`max_leeftijd_dagen` ontbreekt",
        "`pad` wijst buiten de map van dit configuratiebestand",
        "`gebiedsteem` is geen bekende partij",
        "bedoelt u `csv`?",
    ];
    let (code, out, errors) = desk.check(&["--format", "json"]);
    assert_eq!(code, Some(2), "{errors}");
    for said in says {
        assert!(errors.contains(said), "{said}: {errors}");
    }
    assert!(errors.contains("6 fouten"), "{errors}");
    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let all = value["fout"]["alle"].as_array().expect("a list");
    assert_eq!(all.len(), says.len(), "{out}");
    assert_eq!(all[0]["melding"], value["fout"]["melding"]);
    assert_eq!(all[0]["regel"], value["fout"]["regel"]);
    let lines: Vec<u64> = all.iter().filter_map(|fault| fault["regel"].as_u64()).collect();
    assert_eq!(lines.len(), says.len(), "each has its line");
    assert!(lines.is_sorted(), "in order of place: {lines:?}");
}

/// Common mistakes in a configuration, and what their makers read.
#[test]
fn each_slip_in_a_configuration_is_told_with_its_cause() {
    let desk = Desk::new();
    let at_brp = |more: &str| format!("{BRP}{more}{MAY}");
    for (from, to, says) in [
        ("code = \"0599\"", "code = 0355".to_owned(), "een code is een tekst"),
        ("code = \"0599\"", "code = 599".to_owned(), "zet er aanhalingstekens omheen"),
        ("code = \"0599\"", "code = \"9999\"".to_owned(), "van geen enkele Nederlandse gemeente"),
        ("regio = [\"0599\", ", "regio = [".to_owned(), "uw eigen gemeente staat niet in `regio`"),
        ("\"sleutels/ondertekening.key\"", "\"C:\\jib\\ondertekening.key\"".to_owned(), "gebruik / in paden"),
        ("\"sleutels/ondertekening.key\"", "'C:\\jib\\ondertekening.key'".to_owned(), "het bestaat niet"),
        (
            "\"sleutels/ondertekening.key\"",
            "\"sleutels/ondertekening.pub\"".to_owned(),
            "is de openbare helft",
        ),
        ("waarde = 47300", "waarde = 473,00".to_owned(), "een getal met een komma"),
        ("waarde = 47300", "waarde = 473.00".to_owned(), "geheel getal, zonder punt of komma"),
        ("vanaf = \"2019-01-01\"", "vanaf = 2019-01-01".to_owned(), "niet tussen aanhalingstekens"),
        (BRP, at_brp("kanaal = \"beveiligd\"\n"), "`kanaal` staat er twee keer in deze sectie"),
        (BRP, BRP.replace("\"SNAPSHOT\"", "\"DELTA\""), "`brp` komt niet als DELTA"),
        (BRP, BRP.replace("\"SNAPSHOT\"", "\"snapshot\""), "bedoelt u `SNAPSHOT`?"),
        (BRP, BRP.replace("peildatum = \"2026-11-01\"\n", ""), "`peildatum` ontbreekt"),
        (BRP, BRP.replace("brp.csv", "brp_{datum}.csv"), "gaan niet samen"),
        (BRP, at_brp("kolommen = { \"Achternaam\" = \"geslachtnaam\" }\n"), "bedoelt u `geslachtsnaam`?"),
        (
            BRP,
            at_brp("kolommen = { \"Achternaam\" = \"geslachtsnaam\", \"Naam\" = \"geslachtsnaam\" }\n"),
            "twee kopnamen naar `geslachtsnaam`",
        ),
        (BRP, at_brp("leeg = [\"\"]\n"), "in `leeg` staat een leeg woord"),
        (BRP, at_brp("min_rijen_promille = 1001\n"), "van 0 tot en met 1000 promille"),
        (BRP, at_brp("min_rijen_promille = -1\n"), "een geheel getal van 0 of meer"),
        (BRP, at_brp("min_dekking_promille = 800\n"), "hoort alleen bij het extract duo_inschrijving"),
        (BRP, BRP.replace("SNAPSHOT", "HERSTEL"), "zonder de levering die het herstelt"),
        (
            "[logboek]",
            "[[overeenkomst]]\nmet = \"uvw\"\nkenmerk = \"\"\ngeldig_van = \"2026-01-01\"\n[logboek]"
                .to_owned(),
            "bedoelt u `uwv`?",
        ),
        ("[logboek]", "[inlees]\nmap = \"er-niet\"\n[logboek]".to_owned(), "de map van [inlees] is er niet"),
        (
            "[logboek]",
            "[[ontvanger]]\npartij = \"zorg\"\nniet = true\nkanaal = \"beveiligd\"\n[logboek]".to_owned(),
            "`kanaal` en `niet = true` gaan niet samen",
        ),
        ("[logboek]", "[gemeente]\n[logboek]".to_owned(), "de sectie `gemeente` staat er twee keer"),
    ] {
        let errors = desk.refused(&[(from, &to)]);
        let flat = errors.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        assert!(flat.contains(says), "{to:?} says `{says}`: {errors}");
    }
}

/// What follows from a line that cannot be read is no second error.
#[test]
fn one_slip_is_told_once() {
    let desk = Desk::new();
    for (from, to) in [
        ("code = \"0599\"", "code = 0599"),
        ("code = \"0599\"", "code = “0599”"),
        ("pad = \"brp.csv\"", "pad = \"C:\\data\\brp.csv\""),
        ("[logboek]", "[inlees]\nmap = \"D:\\new\\in\"\n[logboek]"),
        ("[logboek]", "[gemeente]\ncode = \"0599\"\nnaam = \"Proef\"\n[logboek]"),
        ("[logboek]", "[logboek]\naan = true\n[logboek]"),
        ("[logboek]", "[beheer]\n[logboek]"),
        ("[[levering]]", "[levering]"),
        ("[[levering]]\nextract = \"verzuim\"", "[levering]\nextract = \"verzuim\""),
        ("[[ontvanger]]\npartij = \"gebiedsteam\"", "[ontvanger]\npartij = \"gebiedsteam\""),
    ] {
        let errors = desk.refused(&[(from, to)]);
        assert_eq!(errors.matches('×').count(), 1, "{to}: {errors}");
    }
}

/// One shared key opens what the law keeps apart.
#[test]
fn two_parties_have_two_keys_and_beheer_has_its_own() {
    let desk = Desk::new();
    let config = desk.with(&[]);
    let key_of = |head: &str| {
        let from = config.split_once(head).expect("an entry").1;
        from.split_once("sleutel = \"").expect("its key").1.split('"').next().expect("a key").to_owned()
    };
    let keys = ["[beheer]", "partij = \"leerplicht\"", "partij = \"doorstroompunt\"", "partij = \"duo\""]
        .map(key_of);
    let errors = desk.refused(&[(&keys[2], &keys[1])]);
    assert!(errors.contains("heeft twee sleutels nodig"), "{errors}");
    let errors = desk.refused(&[(&keys[3], &keys[0])]);
    assert!(errors.contains("dezelfde sleutel als [beheer]"), "{errors}");
    let errors = desk.refused(&[(&keys[3], &keys[1])]);
    assert!(errors.contains("`duo` heeft dezelfde sleutel als `leerplicht`"), "{errors}");
    let schools = [key_of("brin = \"20KD\""), key_of("brin = \"01AA\"")];
    desk.write(desk.with(&[(&schools[1], &schools[0])]));
    assert_eq!(desk.check(&[]).0, Some(0), "a board has one mailbox for its schools");
}

/// A secret key where a public one belongs, and a key where the path of its file belongs: told as what it is, and shown by no message.
#[test]
fn a_key_in_the_wrong_place_is_told_and_never_shown() {
    let desk = Desk::new();
    let config = desk.with(&[]);
    let public = config.split("sleutel = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key");
    let last = |name: &str| {
        let file = fs::read_to_string(desk.at(&format!("sleutels/{name}"))).expect("a key");
        file.lines().last().expect("a line").to_owned()
    };
    let (identity, signing) = (last("identiteit.txt"), last("ondertekening.key"));
    let password = signing.replacen("RWQAAEIy", "RWRTY0Iy", 1);
    for secret in [identity.clone(), identity.to_lowercase(), signing, password] {
        for place in [public, "sleutels/ondertekening.key", "sleutels/pseudoniem.key"] {
            let errors = desk.refused(&[(place, &secret)]);
            assert!(errors.contains("bevat een geheime sleutel") && errors.contains("gelekt"), "{errors}");
            assert!(!errors.contains(secret.get(..40).expect("long")), "shown");
        }
    }
    for key in [public.to_owned(), last("ondertekening.pub")] {
        for place in ["sleutels/ondertekening.key", "sleutels/pseudoniem.key"] {
            let errors = desk.refused(&[(place, &key)]);
            let flat = errors.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
            assert!(flat.contains("hier hoort het pad van het bestand"), "{errors}");
        }
    }
    let errors = desk.refused(&[(public, &last("ondertekening.pub"))]);
    assert!(errors.contains("dit is een minisign-sleutel"), "{errors}");
}

/// Files as Notepad and PowerShell write them.
#[test]
fn a_configuration_is_read_however_it_was_saved() {
    let desk = Desk::new();
    let config = desk.with(&[("naam = \"Voorbeeldstad", "naam = \"Fryslân")]);
    let utf16: Vec<u8> = format!("\u{feff}{config}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let unmarked: Vec<u8> = config.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ansi: Vec<u8> =
        config.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect();
    for bytes in [
        format!("\u{feff}{config}").into_bytes(),
        config.replace('\n', "\r\n").into_bytes(),
        utf16,
        unmarked,
        ansi,
    ] {
        desk.write(bytes);
        let (code, _, errors) = desk.check(&[]);
        assert_eq!(code, Some(0), "{errors}");
    }
    for key in ["ondertekening.key", "identiteit.txt"] {
        let path = desk.at(&format!("sleutels/{key}"));
        let written = fs::read_to_string(&path).expect("a key");
        let utf16: Vec<u8> = format!("\u{feff}{}", written.replace('\n', "\r\n"))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        fs::write(path, utf16).expect("a key");
    }
    let (code, _, errors) = desk.check(&[]);
    assert_eq!(code, Some(0), "{errors}");
}

/// The newest file by its name, in a folder of its own. The day in the name is the day of the data.
#[test]
fn deliveries_of_another_folder_are_found_by_their_date() {
    let desk = Desk::new();
    fs::create_dir(desk.at("in")).expect("a folder");
    for entry in fs::read_dir(desk.folder.path()).expect("the town").flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "csv") {
            fs::copy(entry.path(), desk.folder.path().join("in").join(entry.file_name())).expect("a file");
        }
    }
    let from = desk.at("in/brp.csv");
    for date in ["20261101", "2026-10-31", "20261102"] {
        fs::copy(&from, desk.at(&format!("in/brp_{date}.csv"))).expect("a file");
    }
    let dated = "extract = \"brp\"\npad = \"brp_{datum}.csv\"\nsoort = \"SNAPSHOT\"\n";
    let changes = [(BRP, dated), ("[logboek]", "[inlees]\nmap = \"in\"\n[logboek]")];
    desk.write(desk.with(&changes));
    let (code, _, errors) = desk.check(&[]);
    assert_eq!(code, Some(0), "{errors}");
    let run = fs::read_dir(desk.at("runs"))
        .expect("runs")
        .flatten()
        .find(|run| run.path().join("manifest.json").exists());
    let manifest = fs::read_to_string(run.expect("a run").path().join("manifest.json")).expect("a manifest");
    assert!(manifest.contains("brp_20261101.csv"), "{manifest}");
    fs::copy(&from, desk.at("in/brp_2026-11-01.csv")).expect("a file");
    let errors = desk.refused(&changes);
    assert!(errors.contains("twee bestanden passen bij dit `pad` met de datum 2026-11-01"), "{errors}");
    desk.write(desk.with(&[(BRP, &dated.replace("brp_", "brp-")), changes[1]]));
    let (code, _, errors) = desk.check(&[]);
    assert_eq!(code, Some(4), "no such file is an absent delivery: {errors}");
    assert!(errors.contains("R-LEV-062"), "{errors}");
}

/// A party that deliberately receives nothing is not a recipient.
#[test]
fn a_party_that_is_not_wanted_gets_nothing() {
    let desk = Desk::new();
    let config = desk.with(&[]);
    let begin = config.find("[[ontvanger]]\npartij = \"duo\"").expect("an entry");
    let length = config[begin + 2..].find("[[").expect("the next") + 2;
    desk.write(
        config.replace(&config[begin..begin + length], "[[ontvanger]]\npartij = \"duo\"\nniet = true\n\n"),
    );
    let output = jib(&[
        "run",
        "-c",
        &desk.at("jib.toml"),
        "--peildatum",
        "2026-11-01",
        "--verstrekdatum",
        "2026-11-23",
        "--out",
        &desk.at("runs"),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let run = text(&output.stdout).trim().to_owned();
    let out = std::path::Path::new(&run).join("uitvoer");
    assert!(out.join("leerplicht").exists() && !out.join("duo").exists());
}

/// Whatever the operating system refuses, a municipal user reads it in Dutch.
#[test]
fn what_the_operating_system_refuses_is_said_in_dutch() {
    let folder = crate::support::folder();
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::write(at("bestand"), "geen map").expect("a file");
    let (gone, file, below) = (at("weg"), at("bestand"), at("bestand/daaronder"));
    let days = ["--peildatum", "2026-11-01"];
    for arguments in [
        vec!["policy", "lint", "--schemas", &gone],
        vec!["policy", "lint", "--schemas", &file],
        vec!["open", &gone, "-i", &gone],
        vec!["open", &file, "-i", &below],
        vec!["keygen", "--out", &below],
        vec!["sample", "--personen", "1", "--out", &below],
        vec!["init", "--out", &below],
        vec!["man", "--out", &below],
        vec!["verify", &gone],
        vec!["check", "-c", &gone, "--out", &below, days[0], days[1]],
        vec!["doctor", "-c", &gone],
    ] {
        let output = jib(&arguments);
        let said = text(&output.stderr);
        assert_ne!(output.status.code(), Some(0), "{arguments:?}");
        for english in ["os error", "No such", "Not a directory", "denied"] {
            assert!(!said.contains(english), "{arguments:?}: {said}");
        }
        assert!(
            said.contains("bestaat niet")
                || said.contains("geen map")
                || said.contains("is een map")
                || said.contains("help:"),
            "{said}"
        );
    }
}

/// A file name used to reach the terminal with its colour codes, and could hide part of the message.
#[cfg(unix)]
#[test]
fn a_name_colours_no_message() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let schemas = Schemas::copied();
    let folder = schemas.path().display().to_string();
    let shown = |arguments: &[&str]| {
        let output = jib(&[arguments, &["--color", "always"]].concat());
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("zz") && !said.contains("\u{1b}[8m"), "{said:?}");
    };
    let pipe = schemas.path().join("extracts/\u{1b}[8mzz.toml");
    mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe");
    shown(&["policy", "lint", "--schemas", &folder]);
    fs::remove_file(&pipe).expect("the pipe");
    fs::write(&pipe, "").expect("a file");
    shown(&["policy", "lint", "--schemas", &folder]);
    let config = schemas.path().join("\u{1b}[8mzz.toml");
    fs::write(&config, "[gemeente]\nkode = \"0599\"\n").expect("a file");
    let config = config.display().to_string();
    shown(&["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &folder]);
    shown(&["prune", "-c", &repository("sample-data/jib.toml").display().to_string(), "--out", &config]);
    // Where nothing came in, our own colours stay.
    let output = jib(&["open", "er-niet.age", "-i", "er-niet.txt", "--color", "always"]);
    assert!(text(&output.stderr).contains("\u{1b}["), "{:?}", text(&output.stderr));
}

#[test]
fn a_refused_code_is_told_with_those_that_may_stand_there() {
    let folder = crate::support::folder();
    let town = folder.path().join("stad");
    copy(&repository("sample-data"), &town);
    crate::support::close(&town.join("sleutels"));
    let path = town.join("vrijstelling.csv");
    let before = fs::read_to_string(&path).expect("an extract");
    fs::write(&path, before.replace(",VRIJGESTELD,", ",vrij,")).expect("an extract");
    let config = town.join("jib.toml").display().to_string();
    let out = folder.path().join("runs").display().to_string();
    let output = jib(&["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &out]);
    let run = text(&output.stdout).trim().to_owned();
    let found = fs::read_to_string(format!("{run}/bevindingen.ndjson")).expect("findings");
    let own: Vec<&str> =
        found.lines().filter(|line| line.contains("R-VLD-002") && line.contains("vrijstelling")).collect();
    assert!(own.len() > 1, "{found}");
    for line in own {
        assert!(line.contains("In soort mag staan: VRIJGESTELD, VERVANGEND."), "{line}");
    }
}

/// A supplier reads no pattern: the finding says the form in words, and with what fits and what does not.
#[test]
fn a_refused_form_is_told_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let town = folder.path().join("stad");
    copy(&repository("sample-data"), &town);
    crate::support::close(&town.join("sleutels"));
    let replace = |name: &str, from: &str, to: &str| {
        let path = town.join(name);
        let before = fs::read_to_string(&path).expect("an extract");
        let after = before.replacen(from, to, 1);
        assert_ne!(before, after, "{name}");
        fs::write(&path, after).expect("an extract");
    };
    let contact = fs::read_to_string(town.join("contactgegevens.csv")).expect("an extract");
    let line = contact.lines().nth(1).expect("a row");
    let bsn = line.split(',').next().expect("a number");
    replace(
        "contactgegevens.csv",
        line,
        &format!("{bsn},06-00000076 (werk),,leerplicht,toezicht,2026-10-12"),
    );
    let income = fs::read_to_string(town.join("inkomen.csv")).expect("an extract");
    let line = income.lines().nth(1).expect("a row");
    replace("inkomen.csv", line, &line.replace(",202610,", ",oktober,"));
    let config = town.join("jib.toml").display().to_string();
    let out = folder.path().join("runs").display().to_string();
    let output = jib(&["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &out]);
    let run = text(&output.stdout).trim().to_owned();
    let found = fs::read_to_string(format!("{run}/bevindingen.ndjson")).expect("findings");
    let advice_on = |column: &str| {
        let own = found
            .lines()
            .find(|line| line.contains("R-VLD-003") && line.contains(&format!("\"kolom\":\"{column}\"")));
        own.unwrap_or_else(|| panic!("{column}: {found}")).to_owned()
    };
    let telephone = advice_on("telefoon");
    for words in [
        "In telefoon hoort: één telefoonnummer en verder niets",
        "wel `06-00000076`",
        "niet `06-00000076 (thuis)`",
    ] {
        assert!(telephone.contains(words), "{words}: {telephone}");
    }
    assert!(!found.contains("(werk)"), "a finding holds no value");
    assert!(
        advice_on("periode").contains("In periode hoort: JJJJMM."),
        "a form without a pattern has words too"
    );
}

/// What people read of a pattern cannot differ from the pattern.
#[test]
fn a_pattern_and_its_words_hold_each_other() {
    let fault = |from: &str, to: &str| {
        let schemas = crate::support::Schemas::copied();
        schemas.edit("extracts/contactgegevens.json", from, to);
        let fault = jib::law::library::Library::load(schemas.path()).err().expect("a fault");
        format!("{:?}", miette::Report::new(fault))
    };
    let told = fault("\"wel\": [\"jongere76@", "\"wel\": [\"jongere 76@");
    assert!(told.contains("`email`") && told.contains("verkeerde kant"), "{told}");
    let told = fault(" (school)\"] },", "\"] },");
    assert!(told.contains("`email`") && told.contains("verkeerde kant"), "{told}");
    let told = fault("\"wel\": [\"jongere76@voorbeeld.invalid\"], ", "");
    assert!(told.contains("wel"), "{told}");
}

/// Texts put the word before the name themselves.
#[test]
fn a_municipality_that_is_called_gemeente_is_not_called_so_twice() {
    let folder = crate::support::folder();
    let town = folder.path().join("stad");
    copy(&repository("sample-data"), &town);
    crate::support::close(&town.join("sleutels"));
    let path = town.join("jib.toml");
    let before = fs::read_to_string(&path).expect("a configuration");
    let after = before.replacen("naam = \"", "naam = \"Gemeente ", 1);
    assert_ne!(before, after);
    fs::write(&path, after.replacen("formaat = \"csv\"", "formaat = \"xlsx\"", 1)).expect("a configuration");
    let out = folder.path().join("runs").display().to_string();
    let config = path.display().to_string();
    let days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];
    let output = jib(&[["run", "-c", &config, "--out", &out].as_slice(), &days].concat());
    let run = text(&output.stdout).trim().to_owned();
    let mut read = 0;
    for path in ["rapport/index.html", "rapport/rapport.json", "uitvoer/leerplicht/LEESMIJ.txt"] {
        let page = fs::read_to_string(format!("{run}/{path}")).expect(path).to_lowercase();
        assert!(page.contains("voorbeeldstad") && !page.contains("gemeente gemeente"), "{path}");
        read += 1;
    }
    assert_eq!(read, 3);
}
