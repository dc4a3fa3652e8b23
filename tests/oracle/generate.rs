//! Random towns with dates close to every boundary of the law. The same seed gives the same town.

mod casework;
mod handover;

use crate::oracle::day::{Day, Partial, is_leap};
use crate::oracle::town::{
    Absence, Enrolment, Exclusion, Exemption, INDEPENDENT, Income, JIB_LIMIT, Link, Listed, OURS, Person,
    Priority, Qualification, Setup, Town,
};
use std::collections::BTreeSet;

/// The splitmix64 sequence.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).expect("a small bound")).expect("below the bound")
    }

    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = usize::try_from(high - low + 1).expect("low before high");
        low + i32::try_from(self.below(width)).expect("a small range")
    }

    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// The `count`th synthetic bsn: starts with 9 and passes the eleven-test.
pub fn bsn(count: usize) -> String {
    (0..10)
        .find_map(|shift| number_with_check(90_000_000 + count * 40 + shift, 0))
        .expect("one in eleven fails")
}

/// The `count`th synthetic onderwijsnummer: starts with 10, and the weighted sum leaves 5.
pub fn onderwijsnummer(count: usize) -> String {
    (0..10)
        .find_map(|shift| number_with_check(10_000_000 + count * 40 + shift, 5))
        .expect("one in eleven fails")
}

/// The eight digits, weighted 9 to 2, minus the ninth: the sum modulo 11 must be `rest`.
fn number_with_check(eight: usize, rest: usize) -> Option<String> {
    let sum: usize = eight
        .to_string()
        .bytes()
        .zip((2..=9).rev())
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum();
    let check = (sum + 11 - rest) % 11;
    (check < 10).then(|| format!("{eight}{check}"))
}

pub fn town(seed: u64, count: usize, setup: &Setup) -> Town {
    let mut random = Random::new(seed);
    let mut town = Town::default();
    let income_offset = -i32::try_from(seed % 2).expect("0 or 1");
    for place in 0..count {
        let person = person(&mut random, place, setup);
        add_enrolments(&mut random, &mut town, &person, setup);
        add_qualification(&mut random, &mut town, &person, setup);
        add_exemption(&mut random, &mut town, &person, setup);
        add_absences(&mut random, &mut town, &person, setup);
        add_income(&mut random, &mut town, &person, setup, income_offset);
        add_listing(&mut random, &mut town, &person, setup);
        add_priority(&mut random, &mut town, &person, setup, income_offset);
        add_exclusion(&mut random, &mut town, &person, setup);
        casework::add_contacts(&mut random, &mut town, &person, setup);
        casework::add_case_files(&mut random, &mut town, &person, setup);
        casework::add_consents(&mut random, &mut town, &person, setup);
        handover::add(&mut random, &mut town, &person, setup, 12);
        if random.percent(3) {
            move_to_onderwijsnummer(&mut town, &person, place);
        }
        town.persons.push(person);
    }
    add_strangers(&mut random, &mut town, count, setup);
    if setup.duo_is_delta {
        turn_into_delta(&mut random, &mut town);
    }
    town
}

/// A term that starts on 29 February has no undisputed end.
fn not_a_leap_day(day: Day) -> Day {
    if day.month == 2 && day.day == 29 { Day::new(day.year, 2, 28) } else { day }
}

fn born(random: &mut Random, setup: &Setup) -> Partial {
    let anchor = random.pick(&[setup.peildatum, setup.verstrekdatum]);
    let age = random.pick(&[5, 16, 18, 23, 27]);
    let day = match random.below(20) {
        0..=10 => anchor.plus_years(-age).plus_days(random.between(-2, 2)),
        11 => {
            let month = random.pick(&[
                anchor.first_of_month(),
                anchor.first_of_next_month(),
                anchor.first_of_month().plus_days(-1).first_of_month(),
            ]);
            month.plus_years(-5).plus_days(random.between(-2, 2))
        }
        12 | 13 => Day::new(anchor.year - 16 - random.between(0, 1), 7, 31).plus_days(random.between(-1, 2)),
        14 => {
            let years: Vec<i32> = (anchor.year - 28..anchor.year - 3).filter(|year| is_leap(*year)).collect();
            Day::new(random.pick(&years), 2, 29)
        }
        _ => anchor.plus_years(-random.between(1, 29)).plus_days(-random.between(0, 364)),
    };
    let partial = match random.below(20) {
        0 => Partial::Month(day.year, day.month),
        1 => Partial::Year(day.year),
        2 if random.percent(40) => Partial::Unknown,
        _ => Partial::Full(day),
    };
    // Not a birth after the peildatum: such a row is set aside.
    match partial.ends() {
        Some((_, latest)) if latest > setup.peildatum => Partial::Full(setup.peildatum.plus_years(-20)),
        _ => partial,
    }
}

fn person(random: &mut Random, place: usize, setup: &Setup) -> Person {
    let (peildatum, verstrekdatum) = (setup.peildatum, setup.verstrekdatum);
    let born = born(random, setup);
    let opschorting_reden =
        if random.percent(12) { random.pick(&["O", "E", "M", "R", "F", "."]) } else { "" };
    let opschorting_datum = match (opschorting_reden, random.below(8)) {
        ("", _) | (_, 0) => None,
        (_, 1) => Some(Partial::Month(peildatum.year, peildatum.month)),
        (_, 2) => Some(random.pick(&[Partial::Year(peildatum.year - 1), Partial::Unknown])),
        (_, 3..=5) => Some(Partial::Full(verstrekdatum.plus_days(random.between(-1, 1)))),
        _ => Some(Partial::Full(peildatum.plus_days(random.between(-1, 1)))),
    };
    let old_enough = born.ends().is_some_and(|(_, latest)| latest.year < peildatum.year - 2);
    let overlijden = (old_enough && random.percent(2)).then(|| {
        random.pick(&[
            Partial::Full(peildatum),
            Partial::Full(peildatum.plus_days(-1)),
            Partial::Year(peildatum.year - 1),
        ])
    });
    let gemeente = match random.below(100) {
        0..=74 => OURS,
        75..=88 => random.pick(&["0606", "0622"]),
        89..=93 => random.pick(&["0363", "0344"]),
        94..=96 => "",
        _ => "1999",
    };
    Person {
        bsn: bsn(place),
        voornamen: random.pick(&["Anna", "Bram Jan", "Chaimae", "Daniël", "Eef, Fien", "Zoë"]).to_owned(),
        voorvoegsel: random.pick(&["", "", "van", "de", "van der"]).to_owned(),
        geslachtsnaam: format!(
            "{}{place}",
            random.pick(&["Jansen", "Yılmaz", "O'Neil", "Groot \"G\" ", "Vries"])
        ),
        born,
        gemeente: gemeente.to_owned(),
        straatnaam: random.pick(&["Dorpsstraat", "Laan van Noord, West", "'s-Gravenweg"]).to_owned(),
        huisnummer: random.between(1, 400).to_string(),
        huisletter: random.pick(&["", "", "A", "b"]).to_owned(),
        toevoeging: random.pick(&["", "", "bis", "2"]).to_owned(),
        postcode: format!("{}AB", random.between(3000, 3099)),
        woonplaats: random.pick(&["Rotterdam", "Hoek van Holland"]).to_owned(),
        geheim: if random.percent(80) { "0" } else { random.pick(&["1", "2", "3", "4", "5", "6", "7", ""]) }
            .to_owned(),
        opschorting_reden: opschorting_reden.to_owned(),
        opschorting_datum,
        overlijden,
    }
}

fn add_enrolments(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup) {
    let day = setup.peildatum;
    let count = random.pick(&[0, 0, 1, 1, 1, 2, 3]);
    let mut brins = vec!["20KD", "01AB", "10ZZ", "27DV"];
    let mut ends = BTreeSet::new();
    for _ in 0..count {
        let sector = random.pick(&["VO", "VO", "MBO", "MBO", "VSO", "VSO", "VAVO", "PO", "HO", "NIETBEK"]);
        let begin = random.pick(&[-700, -400, -400, -365, -90, -2, -1, 0, 1]);
        let mut begin = day.plus_days(begin);
        let end = match random.below(10) {
            0..=3 => None,
            4..=6 => Some(day.plus_days(random.between(-1, 1))),
            7 if random.percent(40) => {
                let anchor = random.pick(&[setup.peildatum, setup.verstrekdatum]);
                Some(not_a_leap_day(anchor.plus_years(-2).plus_days(random.between(-1, 1))))
            }
            7 => Some(day.plus_days(-random.between(20, 300))),
            _ => {
                let year = if random.percent(85) { day.year } else { day.year - 1 };
                let gap = [
                    Day::new(year, 5, 31),
                    Day::new(year, 6, 1),
                    Day::new(year, 7, 15),
                    Day::new(year, 7, 31),
                    Day::new(year, 8, 1),
                ];
                Some(random.pick(&gap))
            }
        };
        // Avoids two that end on the same day: the contract does not say which is shown.
        if end.is_some_and(|end| !ends.insert(end)) {
            continue;
        }
        if end.is_some_and(|end| end < begin) {
            begin = end.expect("just seen").plus_days(-random.between(0, 300));
        }
        let brin = brins.remove(random.below(brins.len()));
        let profile =
            if sector == "VSO" { random.pick(&["ARBEIDSMARKT", "DAGBESTEDING", "VERVOLG", ""]) } else { "" };
        town.enrolments.push(Enrolment {
            number: person.bsn.clone(),
            mutatie: String::new(),
            brin: brin.to_owned(),
            sector: sector.to_owned(),
            opleiding: format!("{}", random.between(10_000, 99_999)),
            niveau: random
                .pick(&["PRO", "PRO", "VMBO-T", "HAVO", "VWO", "VSO", "MBO1", "MBO2", "MBO4", "HBO", "ONB"])
                .to_owned(),
            uitstroomprofiel: profile.to_owned(),
            begin,
            end,
        });
    }
}

fn add_qualification(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup) {
    if random.percent(6) {
        return;
    }
    let day = setup.peildatum;
    let around = |random: &mut Random| {
        let anchor = random.pick(&[setup.peildatum, setup.verstrekdatum]);
        not_a_leap_day(anchor.plus_years(-random.pick(&[1, 2])).plus_days(random.between(-1, 1)))
    };
    let low =
        ["", "GEEN", "GEEN", "ENTREE", "PRO", "VSO", "VMBO", "ENTREE", "PRO_VERKLARING", "VSO_VERKLARING"];
    let high = ["MBO2", "MBO3", "MBO4", "HAVO", "VWO", "BUITENLAND", "HO"];
    let has = random.percent(25);
    let diploma =
        if random.percent(if has { 85 } else { 6 }) { random.pick(&high) } else { random.pick(&low) };
    let near = |random: &mut Random| not_a_leap_day(day.plus_days(random.between(-1, 1)));
    let behaald = if has && random.percent(70) { Some(near(random)) } else { None };
    let dated = !["", "GEEN"].contains(&diploma);
    let diploma_datum = match random.below(10) {
        _ if !dated => None,
        0 | 1 => None,
        2 | 3 => Some(near(random)),
        _ => Some(around(random)),
    };
    town.qualifications.push(Qualification {
        number: person.bsn.clone(),
        startkwalificatie: if has { "J" } else { "N" }.to_owned(),
        behaald,
        diploma: diploma.to_owned(),
        diploma_datum,
        brin_diploma: if dated { random.pick(&["20KD", "20KD", "01AB", "10ZZ", ""]) } else { "" }.to_owned(),
    });
}

fn add_exemption(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup) {
    if random.percent(82) {
        return;
    }
    let day = setup.peildatum;
    let begin = day.plus_days(random.pick(&[-100, -100, -1, 0, 1]));
    let end = random
        .pick(&[None, Some(-1), Some(0), Some(1), Some(60)])
        .map(|offset: i32| day.plus_days(offset).max(begin));
    let soort = random.pick(&["VRIJGESTELD", "VRIJGESTELD", "VERVANGEND"]);
    town.exemptions.push(Exemption { number: person.bsn.clone(), soort: soort.to_owned(), begin, end });
}

fn add_absences(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup) {
    let day = setup.peildatum;
    let mut offsets = vec![-60, -29, -28, -27, -1, 0, 1];
    for _ in 0..random.pick(&[0, 0, 1, 1, 2, 3]) {
        // They start on different days, so that only one record is the earliest.
        let begin = day.plus_days(offsets.remove(random.below(offsets.len())));
        let end = random
            .pick(&[None, None, Some(-32), Some(-31), Some(-30), Some(-1), Some(0), Some(1)])
            .map(|offset: i32| day.plus_days(offset).max(begin));
        let soort = random.pick(&[
            "16UUR_4WEKEN",
            "LANGDURIG_4WEKEN",
            "LANGDURIG_4WEKEN",
            "LUXE",
            "OVERIG",
            "OVERIG",
            "OVERIG",
            "ABSOLUUT",
        ]);
        let mut brin = random.pick(&["20KD", "01AB", "10ZZ"]);
        if soort == "ABSOLUUT" {
            if random.percent(70) {
                continue;
            }
            brin = random.pick(&["", "", "20KD"]);
        }
        town.absences.push(Absence {
            melding: format!("M{:07}", town.absences.len() + 1),
            number: person.bsn.clone(),
            brin: brin.to_owned(),
            begin,
            end,
            soort: soort.to_owned(),
            uren: random.pick(&["15.9", "15,9", "16", "16,0", "16.1", "", "0", "40"]).to_owned(),
            status: random.pick(&["OPEN", "OPEN", "IN_BEHANDELING", "AFGESLOTEN"]).to_owned(),
        });
    }
}

fn add_income(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup, latest: i32) {
    let mut limits: Vec<u64> = JIB_LIMIT.iter().chain(&INDEPENDENT).map(|(_, cent)| *cent).collect();
    limits.push(1);
    for _ in 0..random.pick(&[0, 0, 1, 1, 1, 2]) {
        let limit = random.pick(&limits);
        // A month after the peildatum does not count, nor does one before the latest.
        let periode =
            setup.peildatum.period(if random.percent(80) { latest } else { random.pick(&[latest - 1, 1]) });
        let categorie = random.pick(&["WERK", "WERK", "WERK", "WERK", "UITKERING", "PENSIOEN", "GEEN"]);
        let cent = if categorie == "GEEN" { 0 } else { (limit + random.pick(&[0, 1, 2])).saturating_sub(1) };
        let mut add = |cent: u64| {
            town.incomes.push(Income {
                bsn: person.bsn.clone(),
                periode: periode.clone(),
                categorie: categorie.to_owned(),
                cent,
            });
        };
        if random.percent(20) {
            add(cent / 3);
            add(cent - cent / 3);
        } else {
            add(cent);
        }
    }
}

fn add_listing(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup) {
    let near = person.born.ends().is_none_or(|(earliest, _)| {
        let years = setup.peildatum.year - earliest.year;
        (22..=28).contains(&years)
    });
    if !random.percent(if near { 65 } else { 5 }) {
        return;
    }
    let months: &[i32] = random.pick(&[&[0][..], &[0, -1][..], &[-1][..], &[0][..]]);
    for month in months {
        town.listed.push(Listed { bsn: person.bsn.clone(), maand: setup.peildatum.period(*month) });
    }
}

/// In the latest report, or in one before it or after the peildatum.
fn add_priority(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup, latest: i32) {
    if random.percent(60) {
        return;
    }
    let months: &[i32] = random.pick(&[&[0][..], &[0][..], &[-1, 0][..], &[-1][..], &[1][..]]);
    for month in months {
        let month = if *month > 0 { 1 } else { latest + month };
        town.priorities.push(Priority {
            bsn: person.bsn.clone(),
            maand: setup.peildatum.period(month),
            prioriteit: random.pick(&["1", "2", "3", "4", "5"]).to_owned(),
        });
    }
}

fn add_exclusion(random: &mut Random, town: &mut Town, person: &Person, setup: &Setup) {
    if random.percent(88) {
        return;
    }
    let day = setup.verstrekdatum;
    let begin = day.plus_days(random.pick(&[-30, -1, 0, 1]));
    let end =
        random.pick(&[None, Some(-1), Some(0), Some(1)]).map(|offset: i32| day.plus_days(offset).max(begin));
    let partij = random.pick(&[
        "",
        "",
        "leerplicht",
        "doorstroompunt",
        "participatie",
        "gebiedsteam",
        "inlichtingenbureau",
        "school",
        "duo",
        "mbo",
        "contactgemeente",
    ]);
    let grond =
        random.pick(&["", "", "BEZWAAR", "BEZWAAR", "BEPERKING", "BESCHERMING", "RECHTER"]).to_owned();
    town.exclusions.push(Exclusion {
        number: person.bsn.clone(),
        partij: partij.to_owned(),
        begin,
        end,
        grond,
    });
}

/// Puts a pupil's school records under an onderwijsnummer, which `koppeling` links to the person.
fn move_to_onderwijsnummer(town: &mut Town, person: &Person, place: usize) {
    let number = onderwijsnummer(place);
    for row in town.enrolments.iter_mut().filter(|row| row.number == person.bsn) {
        row.number.clone_from(&number);
    }
    for row in town.qualifications.iter_mut().filter(|row| row.number == person.bsn) {
        row.number.clone_from(&number);
    }
    for row in town.case_files.iter_mut().filter(|row| row.number == person.bsn) {
        row.number.clone_from(&number);
    }
    for row in town.contacts.iter_mut().filter(|row| row.number == person.bsn) {
        row.number.clone_from(&number);
    }
    for row in town.handovers.iter_mut().filter(|row| row.number == person.bsn) {
        row.number.clone_from(&number);
    }
    for row in town.marks.iter_mut().filter(|row| row.number == person.bsn) {
        row.number.clone_from(&number);
    }
    town.links.push(Link { bsn: person.bsn.clone(), onderwijsnummer: number });
}

/// Rows about numbers that are not in `brp`: accepted, but without effect except for a handover.
fn add_strangers(random: &mut Random, town: &mut Town, count: usize, setup: &Setup) {
    for place in count..count + 40 {
        let mut stranger = person(random, place, setup);
        stranger.bsn = bsn(place);
        handover::add(random, town, &stranger, setup, 80);
        add_exclusion(random, town, &stranger, setup);
        if place >= count + 5 {
            continue;
        }
        add_enrolments(random, town, &stranger, setup);
        add_qualification(random, town, &stranger, setup);
        add_absences(random, town, &stranger, setup);
        add_listing(random, town, &stranger, setup);
        casework::add_contacts(random, town, &stranger, setup);
        casework::add_case_files(random, town, &stranger, setup);
        casework::add_consents(random, town, &stranger, setup);
    }
}

/// Gives rows a mutatie. Some keys come twice, and the last wins; some rows end in V.
fn turn_into_delta(random: &mut Random, town: &mut Town) {
    let mut rows = Vec::new();
    for mut row in std::mem::take(&mut town.enrolments) {
        row.mutatie = random.pick(&["T", "W"]).to_owned();
        if random.percent(15) {
            let mut earlier = row.clone();
            earlier.mutatie = random.pick(&["T", "V"]).to_owned();
            earlier.niveau = "ONB".to_owned();
            rows.push(earlier);
        }
        rows.push(row.clone());
        if random.percent(12) {
            row.mutatie = "V".to_owned();
            rows.push(row);
        }
    }
    town.enrolments = rows;
}
