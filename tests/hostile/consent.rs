//! Consents as sources write them. Whatever the fields say, nobody receives more than was consented to, than the samenwerking
//! names, and than the party may ever hold.

use std::collections::BTreeSet;

use jib::config::Config;
use jib::intake::delivery::Files;
use jib::model::birth::PartialDate;
use jib::model::day::Day;
use jib::model::days::Days;
use jib::model::facts::{Toestemming, Vorm};
use jib::model::labels::Labels;
use jib::model::number::Persoonsnummer;
use jib::release::assessment::{Basis, InForce};
use jib::release::consent::{Stated, pakket_name};
use proptest::prelude::*;

use crate::hostile::speech::CANARY;
use crate::support::damage::fuzz;
use crate::support::{day, repository};

/// Recipient, purpose and fields as written, form, giver, the four days, and the parts of a birth date.
type Case = (String, String, String, Vorm, bool, (Day, Day, Day, Day), (u32, u32, u32));

/// A day of a source; also none and "no end".
fn source_day() -> impl Strategy<Value = Day> {
    prop_oneof![
        4 => (700_000i32..750_000).prop_map(|number| Day::from_number(number).expect("a day")),
        1 => Just(Day::NONE),
        1 => Just(Day::OPEN),
        1 => Just(day("2026-11-23")),
    ]
}

fn fields() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => prop::sample::select(vec![
            "geslachtsnaam", "voornamen", "telefoon", "email", "bsn", "straatnaam", "geboortedatum", "verzuim",
        ])
        .prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ];
    let separator = prop::sample::select(vec!["|", " | ", "||", ",", ";", "\n", "\u{a0}|"]);
    (prop::collection::vec(word, 0..6), separator).prop_map(|(words, separator)| words.join(separator))
}

/// No field without consent, none that the party may not hold, no consent for another day, and none by a child alone.
#[test]
fn no_consent_gives_more_than_it_says() {
    let library = crate::support::library();
    let path = repository("sample-data/jib.toml");
    let config = Config::load(&path, &library.schemas, &library.policy.parties).expect("the configuration");
    let days = Days { peildatum: day("2026-11-01"), verstrekdatum: day("2026-11-23") };
    let rules = InForce::on(&library, days).expect("rules");
    let basis = Basis::link(&library, &config, days, &rules, Files::Disk);
    let judge = basis.consent_judge();
    let labels = Labels::default();
    let label = labels.label(b"x").expect("a label");
    let (persoon, ..) = Persoonsnummer::parse(CANARY.as_bytes()).expect("a number");
    let parties: Vec<String> = library.policy.parties.iter().map(|party| party.id.clone()).collect();
    let named = &config.file.samenwerking;
    assert!(!named.is_empty(), "the sample has a samenwerking");
    let party = prop_oneof![
        3 => prop::sample::select(named.iter().map(|own| own.get_ref().ontvanger.clone()).collect::<Vec<_>>()),
        1 => prop::sample::select(parties),
        1 => "\\PC{0,12}".prop_map(String::from),
    ];
    let purpose = prop_oneof![
        4 => prop::sample::select(named.iter().map(|own| own.get_ref().doel.clone()).collect::<Vec<_>>()),
        1 => "\\PC{0,12}",
    ];
    let vorm = prop_oneof![Just(Vorm::Mondeling), Just(Vorm::Schriftelijk)];
    let dates = (source_day(), source_day(), source_day(), source_day());
    let born = (1990u32..2027, 0u32..13, 0u32..29);
    let first = named[0].get_ref();
    let velden = first.velden.join("|");
    let good = Toestemming {
        persoon,
        ontvanger: label,
        doel: label,
        velden: label,
        verkregen_op: first.geldig_van,
        vorm: Vorm::Schriftelijk,
        bevestigd_op: Day::NONE,
        door_betrokkene: true,
        geldig_tot: Day::OPEN,
        ingetrokken_op: Day::NONE,
    };
    let stated = Stated { row: &good, ontvanger: &first.ontvanger, doel: &first.doel, velden: &velden };
    let adult = PartialDate::from_parts(2000, 0, 0).and_then(PartialDate::interval);
    assert!(judge.judge(stated, adult).is_ok_and(|gifts| !gifts.is_empty()), "one that counts does give");
    let case = (party, purpose, fields(), vorm, any::<bool>(), dates, born);
    fuzz("consent", 3_000, &case, |case| {
        let (ontvanger, doel, velden, vorm, door_betrokkene, dates, born): Case = case;
        let (verkregen_op, bevestigd_op, geldig_tot, ingetrokken_op) = dates;
        let row = Toestemming {
            verkregen_op,
            vorm,
            bevestigd_op,
            door_betrokkene,
            geldig_tot,
            ingetrokken_op,
            ..good
        };
        let birth = PartialDate::from_parts(born.0, born.1, born.2).and_then(PartialDate::interval);
        let stated = Stated { row: &row, ontvanger: &ontvanger, doel: &doel, velden: &velden };
        let Ok(gifts) = judge.judge(stated, birth) else { return Ok(()) };
        let today = days.verstrekdatum;
        prop_assert!(verkregen_op <= today && today <= geldig_tot);
        prop_assert!(ingetrokken_op.known().is_none_or(|day| day > today));
        prop_assert!(vorm != Vorm::Mondeling || bevestigd_op.known().is_some_and(|day| day <= today));
        let birth = birth.expect("of an unknown age no consent counts");
        if door_betrokkene {
            prop_assert!(verkregen_op.age_of(birth.latest) >= 16);
        } else {
            prop_assert!(today.age_of(birth.earliest) < 16);
        }
        let consented: BTreeSet<&str> = velden.split('|').map(str::trim).collect();
        let party = library.policy.parties.iter().find(|own| own.id == ontvanger).expect("a party");
        for gift in gifts {
            let with = named.iter().map(|own| own.get_ref()).any(|own| {
                let names = |word: &str| own.velden.iter().any(|named| named == word);
                own.ontvanger == ontvanger && own.doel == doel && gift.fields.iter().all(|f| names(f.word()))
            });
            prop_assert!(with, "no samenwerking names these fields");
            for field in &gift.fields {
                prop_assert!(consented.contains(field.word()) && party.may_ever_hold.contains(field));
                prop_assert!(!party.not_by_consent.contains(field));
            }
            prop_assert!(pakket_name(&gift.doel, &gift.fields).len() == "toestemming.".len() + 8);
        }
        Ok(())
    });
}
