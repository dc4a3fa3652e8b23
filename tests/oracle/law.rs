//! The classification, section 4 of the contract, spelled out: one function per value, no shortcuts.
//!
//! Takes a town and a setup. Returns the values of one person on the peildatum, and again for the verstrekdatum. Shares nothing
//! with the program under test.

mod conditions;
mod register;

pub use conditions::{Tri, age_condition};
pub use register::{Dossier, Register};

use crate::oracle::day::{Day, Partial, birthday, leerplicht_last_day};
use crate::oracle::town::{Absence, Delivery, Enrolment, OURS, Person, REGION};
use conditions::{all, column_is, day_condition, leeftijd, leeftijdsgroep, yes_no_unknown};

/// The columns of `classificatie.csv`, without `redenen`.
#[derive(Clone, Debug)]
pub struct Values {
    pub bsn: String,
    pub leeftijd: String,
    pub leeftijdsgroep: &'static str,
    pub plicht: &'static str,
    pub startkwalificatie: &'static str,
    pub ingeschreven: &'static str,
    pub verzuim: &'static str,
    pub doelgroep: &'static str,
    pub economisch_zelfstandig: &'static str,
    pub jib: &'static str,
    pub overleg_school: &'static str,
    pub bijhouding: &'static str,
    pub woonplaats: &'static str,
    pub geheim: &'static str,
    pub regelset: &'static str,
    /// plicht is `onbekend` for PRO_VERKLARING or VSO_PROFIEL. No column.
    pub school_knows: bool,
}

pub const COLUMNS: [&str; 16] = [
    "bsn",
    "leeftijd",
    "leeftijdsgroep",
    "plicht",
    "startkwalificatie",
    "ingeschreven",
    "verzuim",
    "doelgroep",
    "economisch_zelfstandig",
    "jib",
    "overleg_school",
    "bijhouding",
    "woonplaats",
    "geheim",
    "regelset",
    "redenen",
];

impl Values {
    pub fn get(&self, column: &str) -> &str {
        match column {
            "bsn" => &self.bsn,
            "leeftijd" => &self.leeftijd,
            "leeftijdsgroep" => self.leeftijdsgroep,
            "plicht" => self.plicht,
            "startkwalificatie" => self.startkwalificatie,
            "ingeschreven" => self.ingeschreven,
            "verzuim" => self.verzuim,
            "doelgroep" => self.doelgroep,
            "economisch_zelfstandig" => self.economisch_zelfstandig,
            "jib" => self.jib,
            "overleg_school" => self.overleg_school,
            "bijhouding" => self.bijhouding,
            "woonplaats" => self.woonplaats,
            "geheim" => self.geheim,
            "regelset" => self.regelset,
            other => panic!("no such column: {other}"),
        }
    }

    pub fn plichtig(&self) -> bool {
        is_plichtig(self.plicht)
    }
}

fn is_plichtig(plicht: &str) -> bool {
    plicht == "leerplichtig" || plicht == "kwalificatieplichtig"
}

/// The two reasons for an unknown plicht that the school can take away.
const SCHOOL_KNOWS: [&str; 2] = ["VSO_PROFIEL", "PRO_VERKLARING"];

impl Register<'_> {
    /// The latest verklaring that is not dated after the day, of either team and any status: true for a diploma or verklaring,
    /// false for GEEN.
    // READING: without a date it is not "on or before the day". Two of the same day that differ say nothing certain: then plicht
    // is unknown as if nothing was said, and the brake holds.
    fn verklaring(&self, dossier: &Dossier<'_>) -> Verklaring {
        let day = self.setup.peildatum;
        let answers = || {
            let rows = dossier.case_files.iter().filter(|row| !row.verklaring.is_empty());
            rows.filter_map(move |row| Some((row.verklaring_op.filter(|on| *on <= day)?, &row.verklaring)))
        };
        let Some(latest) = answers().map(|(on, _)| on).max() else { return Verklaring::NotSaid };
        let of_latest: Vec<bool> =
            answers().filter(|(on, _)| *on == latest).map(|(_, said)| said != "GEEN").collect();
        match (of_latest.contains(&true), of_latest.contains(&false)) {
            (true, true) => Verklaring::Contradictory,
            (true, false) => Verklaring::Has,
            _ => Verklaring::HasNot,
        }
    }

    /// The values of a person. Facts are judged on the peildatum. `age_day` is the day for age, the date of a suspension or
    /// death, the rule set and the overleg term: first the peildatum, the second time the verstrekdatum.
    pub fn values(&self, dossier: &Dossier<'_>, age_day: Day) -> Values {
        let ends = dossier.person.born.ends();
        let startkwalificatie = self.startkwalificatie(dossier);
        let ingeschreven = self.ingeschreven(dossier);
        let duty = self.plicht(dossier, age_day, startkwalificatie, ingeschreven);
        let school_knows = SCHOOL_KNOWS.contains(&duty);
        let plicht = if school_knows { "onbekend" } else { duty };
        let verzuim = self.verzuim(dossier, plicht, ingeschreven);
        let doelgroep = self.doelgroep(dossier, age_day, plicht, startkwalificatie, ingeschreven, verzuim);
        Values {
            bsn: dossier.person.bsn.clone(),
            leeftijd: leeftijd(ends, age_day),
            leeftijdsgroep: leeftijdsgroep(ends, age_day),
            plicht,
            startkwalificatie,
            ingeschreven,
            verzuim,
            doelgroep,
            economisch_zelfstandig: self.economisch_zelfstandig(dossier),
            jib: self.jib(dossier, age_day, startkwalificatie, ingeschreven),
            overleg_school: self.overleg_school(dossier, age_day, doelgroep),
            bijhouding: bijhouding(dossier.person, age_day),
            woonplaats: woonplaats(dossier.person),
            geheim: if dossier.person.geheim == "0" { "nee" } else { "ja" },
            regelset: regelset(age_day),
            school_knows,
        }
    }

    /// LPW 1(f), WEB 7.2.2.
    fn startkwalificatie(&self, dossier: &Dossier<'_>) -> &'static str {
        let Some(row) = dossier.qualification else { return "onbekend" };
        let highest = self.highest_diploma(dossier);
        let value = if row.startkwalificatie == "J" {
            if row.behaald.is_some_and(|day| day > self.setup.peildatum) {
                "nee"
            } else if ["GEEN", "ENTREE", "PRO", "PRO_VERKLARING", "VSO", "VSO_VERKLARING", "VMBO"]
                .contains(&highest)
            {
                "onbekend"
            } else {
                "ja"
            }
        } else if ["MBO2", "MBO3", "MBO4", "HAVO", "VWO", "HO", "BUITENLAND"].contains(&highest) {
            "onbekend"
        } else {
            "nee"
        };
        if value == "nee" && self.setup.delivery("duo_startkwalificatie") == Delivery::Stale {
            "onbekend"
        } else {
            value
        }
    }

    /// An empty cell is GEEN, and so is a diploma dated after the day.
    // READING: a stale duo_startkwalificatie still tells which diploma a person has; only its `nee` is in doubt.
    pub fn highest_diploma<'row>(&self, dossier: &Dossier<'row>) -> &'row str {
        match dossier.qualification {
            None => "GEEN",
            Some(row) if row.diploma.is_empty() => "GEEN",
            Some(row) if row.diploma_datum.is_some_and(|day| day > self.setup.peildatum) => "GEEN",
            Some(row) => &row.diploma,
        }
    }

    pub fn covers(&self, row: &Enrolment) -> bool {
        row.begin <= self.setup.peildatum && row.end.is_none_or(|end| self.setup.peildatum <= end)
    }

    fn ingeschreven(&self, dossier: &Dossier<'_>) -> &'static str {
        if dossier.enrolments_unknown {
            return "onbekend";
        }
        let day = self.setup.peildatum;
        let covering: Vec<&&Enrolment> = dossier.enrolments.iter().filter(|row| self.covers(row)).collect();
        if covering.iter().any(|row| row.sector != "NIETBEK") {
            return "ja";
        }
        if !covering.is_empty() {
            return "onbekend";
        }
        if self.setup.delivery("duo_inschrijving") != Delivery::Fresh || self.setup.duo_is_delta {
            return "onbekend";
        }
        let in_gap = Day::new(day.year, 8, 1) <= day && day <= Day::new(day.year, 9, 30);
        let last_end = dossier.enrolments.iter().filter_map(|row| row.end).filter(|end| *end < day).max();
        let ended_in_summer =
            last_end.is_some_and(|end| Day::new(day.year, 6, 1) <= end && end <= Day::new(day.year, 7, 31));
        if in_gap && ended_in_summer { "onbekend" } else { "nee" }
    }

    /// LPW 3, 4a-4c, 5, 15.
    fn plicht(
        &self,
        dossier: &Dossier<'_>,
        age_day: Day,
        startkwalificatie: &str,
        ingeschreven: &str,
    ) -> &'static str {
        let Some((earliest, latest)) = dossier.person.born.ends() else { return "onbekend" };
        let one = self.plicht_for(dossier, earliest, age_day, startkwalificatie);
        let other = self.plicht_for(dossier, latest, age_day, startkwalificatie);
        if one != other {
            return "onbekend";
        }
        if !is_plichtig(one) && !SCHOOL_KNOWS.contains(&one) {
            return one;
        }
        if dossier.exemptions_unknown {
            // READING: a set-aside vrijstelling leaves a plichtig person's plicht unknown, enrolled or not.
            return "onbekend";
        }
        let day = self.setup.peildatum;
        let exempt = dossier.exemptions.iter().any(|row| {
            row.soort == "VRIJGESTELD" && row.begin <= day && row.end.is_none_or(|end| day <= end)
        });
        // READING: a stale vrijstelling still exempts. A person who is plichtig without it and not enrolled is unknown.
        if exempt {
            return "vrijgesteld";
        }
        if SCHOOL_KNOWS.contains(&one) {
            return one;
        }
        if self.setup.delivery("vrijstelling") != Delivery::Fresh && ingeschreven == "nee" {
            // READING: "is not enrolled" is ingeschreven `nee`, as everywhere in section 4.
            return "onbekend";
        }
        one
    }

    fn plicht_for(
        &self,
        dossier: &Dossier<'_>,
        birth: Day,
        age_day: Day,
        startkwalificatie: &str,
    ) -> &'static str {
        if age_day < birthday(birth, 5).first_of_next_month() {
            return "geen";
        }
        if age_day <= leerplicht_last_day(birth) {
            return "leerplichtig";
        }
        if age_day >= birthday(birth, 18) {
            return "geen";
        }
        if startkwalificatie == "ja" {
            return "geen";
        }
        let diploma = self.highest_diploma(dossier);
        let day = self.setup.peildatum;
        let said = self.verklaring(dossier);
        let vso = |profiles: &[&str]| {
            dossier.enrolments.iter().any(|row| {
                row.sector == "VSO" && row.begin <= day && profiles.contains(&row.uitstroomprofiel.as_str())
            })
        };
        if ["PRO", "PRO_VERKLARING", "VSO", "VSO_VERKLARING"].contains(&diploma)
            || said == Verklaring::Has
            || vso(&["ARBEIDSMARKT", "DAGBESTEDING"])
        {
            return "geen";
        }
        // READING: with an enrolment, a diploma or a dossier set aside nobody knows about a vso or pro past or a verklaring, so the
        // duty is unknown for that reason, before any other: an exemption does not help, and the school is not asked.
        if dossier.enrolments_unknown || dossier.qualification_unknown || dossier.case_files_unknown {
            return "onbekend";
        }
        // READING: an absent duo_startkwalificatie, or a stale one without a row, leaves the highest diploma unknown too.
        if dossier.qualification.is_none() && self.setup.delivery("duo_startkwalificatie") != Delivery::Fresh
        {
            return "onbekend";
        }
        if vso(&[""]) {
            return "VSO_PROFIEL";
        }
        let pro = || dossier.enrolments.iter().filter(|row| row.niveau == "PRO");
        let left =
            pro().any(|row| row.end.is_some_and(|end| end < day)) && !pro().any(|row| self.covers(row));
        if (left && said != Verklaring::HasNot) || said == Verklaring::Contradictory {
            return "PRO_VERKLARING";
        }
        match startkwalificatie {
            "onbekend" => "onbekend",
            // READING: with an absent or stale delivery, or a DELTA, the contract makes only ingeschreven unknown.
            _ => "kwalificatieplichtig",
        }
    }

    pub fn counts(&self, row: &Absence) -> bool {
        let day = self.setup.peildatum;
        row.begin <= day && row.end.is_none_or(|end| day <= end) && row.status != "AFGESLOTEN"
    }

    /// LPW 19, 21a, 22; WEB 9.2.2.
    fn verzuim(&self, dossier: &Dossier<'_>, plicht: &str, ingeschreven: &str) -> &'static str {
        if plicht == "vrijgesteld" {
            return "geen";
        }
        if plicht == "onbekend" || ingeschreven == "onbekend" {
            return "onbekend";
        }
        if ingeschreven == "nee" {
            return if is_plichtig(plicht) { "absoluut" } else { "geen" };
        }
        if dossier.absences_unknown {
            // READING: an absent, stale or set-aside verzuim comes after `vrijgesteld` in the order: that stays `geen`.
            return "onbekend";
        }
        let records: Vec<&Absence> =
            dossier.absences.iter().copied().filter(|row| self.counts(row)).collect();
        if records.iter().any(|row| row.soort == "ABSOLUUT") {
            return "onbekend";
        }
        if records.is_empty() {
            return "geen";
        }
        if is_plichtig(plicht) {
            if records.iter().any(|row| confirms_relatief(row)) { "relatief" } else { "relatief_onbevestigd" }
        } else if records.iter().any(|row| self.confirms_langdurig(row)) {
            "langdurig"
        } else {
            "relatief_onbevestigd"
        }
    }

    fn confirms_langdurig(&self, row: &Absence) -> bool {
        row.soort == "LANGDURIG_4WEKEN" && row.begin.plus_days(28) <= self.setup.peildatum
    }

    /// The record that decides the verzuim value: the one that started first.
    // READING: `absoluut` follows from not being enrolled, not from a record, so its verzuim columns are empty.
    pub fn deciding_absence<'row>(&self, dossier: &Dossier<'row>, values: &Values) -> Option<&'row Absence> {
        let counting = dossier.absences.iter().copied().filter(|row| self.counts(row));
        let deciding: Vec<&Absence> = match values.verzuim {
            "relatief" => counting.filter(|row| confirms_relatief(row)).collect(),
            "langdurig" => counting.filter(|row| self.confirms_langdurig(row)).collect(),
            // READING: a record that is too light decides this value too; only a consent parcel can show it.
            "relatief_onbevestigd" => counting.collect(),
            _ => Vec::new(),
        };
        deciding.into_iter().min_by_key(|row| row.begin)
    }

    /// WEB 9.2.1 from 2026; WEB 8.3.1 before.
    fn doelgroep(
        &self,
        dossier: &Dossier<'_>,
        age_day: Day,
        plicht: &str,
        startkwalificatie: &str,
        ingeschreven: &str,
        verzuim: &str,
    ) -> &'static str {
        let ends = dossier.person.born.ends();
        let behind_one = match plicht {
            // READING: a plicht that is `onbekend` is unknown here even if both ends say that the leerplicht has not ended.
            "onbekend" => Tri::Unknown,
            "geen" => day_condition(ends, |birth| age_day > leerplicht_last_day(birth)),
            _ => Tri::No,
        };
        let out_of_school = column_is(verzuim, "langdurig").or(column_is(ingeschreven, "nee"));
        let no_qualification = column_is(startkwalificatie, "nee");
        // READING: an age condition looks at both ends, not at leeftijdsgroep: `onbepaald` around 18 is still under 27.
        let verdict = if regelset(age_day) == "2026-01-01" {
            all(&[behind_one, age_condition(ends, age_day, |age| age < 27), no_qualification, out_of_school])
        } else {
            let diploma = Tri::of(["ENTREE", "PRO", "VSO"].contains(&self.highest_diploma(dossier)));
            let works = match dossier.earned {
                Some(earned) => Tri::of(earned.work_cent > 0),
                None => Tri::Unknown,
            };
            let working_with_diploma = all(&[diploma, works]);
            all(&[
                behind_one,
                age_condition(ends, age_day, |age| age < 23),
                no_qualification,
                out_of_school,
                working_with_diploma.not(),
            ])
        };
        yes_no_unknown(verdict)
    }

    fn economisch_zelfstandig(&self, dossier: &Dossier<'_>) -> &'static str {
        // READING: without a parameter the value is `onbekend`, even for a person with a benefit.
        match (dossier.earned, self.parameter(&self.setup.independent)) {
            (Some(earned), Some(limit)) => {
                if earned.work_cent >= limit && !earned.benefit {
                    "ja"
                } else {
                    "nee"
                }
            }
            _ => "onbekend",
        }
    }

    fn jib(
        &self,
        dossier: &Dossier<'_>,
        age_day: Day,
        startkwalificatie: &str,
        ingeschreven: &str,
    ) -> &'static str {
        match dossier.on_list {
            Tri::No => return "niet_op_lijst",
            Tri::Unknown => return "onbekend",
            Tri::Yes => {}
        }
        let below = match (dossier.earned, self.parameter(&self.setup.jib_limit)) {
            (Some(earned), Some(limit)) => Tri::of(earned.work_cent < limit),
            _ => Tri::Unknown,
        };
        let no_benefit = match dossier.earned {
            Some(earned) => Tri::of(!earned.benefit),
            None => Tri::Unknown,
        };
        let verdict = all(&[
            age_condition(dossier.person.born.ends(), age_day, |age| (23..27).contains(&age)),
            column_is(startkwalificatie, "nee"),
            column_is(ingeschreven, "nee"),
            below,
            no_benefit,
        ]);
        match verdict {
            Tri::Yes => "terecht",
            Tri::No => "onterecht",
            Tri::Unknown => "onbekend",
        }
    }

    /// WEB 9.2.5(5).
    fn overleg_school(&self, dossier: &Dossier<'_>, age_day: Day, doelgroep: &str) -> &'static str {
        if regelset(age_day) != "2026-01-01" || doelgroep != "ja" {
            return "nee";
        }
        let years = match self.highest_diploma(dossier) {
            "ENTREE" => 1,
            "PRO" | "PRO_VERKLARING" | "VSO" | "VSO_VERKLARING" => 2,
            _ => 0,
        };
        // READING: a term that starts on 29 February ends on 1 March; no generated diploma has that date.
        let by_diploma = years > 0
            && dossier
                .qualification
                .and_then(|row| row.diploma_datum)
                .is_none_or(|date| age_day < date.plus_years(years));
        if by_diploma || self.left_with_verklaring(dossier, age_day).is_some() { "ja" } else { "nee" }
    }

    /// The ended enrolment after which there may be a verklaring that nobody delivers.
    pub fn left_with_verklaring<'row>(
        &self,
        dossier: &Dossier<'row>,
        age_day: Day,
    ) -> Option<&'row Enrolment> {
        if self.verklaring(dossier) == Verklaring::HasNot {
            return None;
        }
        let left = |row: &&Enrolment| {
            let of_kind =
                row.niveau == "PRO" || (row.sector == "VSO" && row.uitstroomprofiel == "ARBEIDSMARKT");
            let recently = |end: Day| end < self.setup.peildatum && age_day < end.plus_years(2);
            of_kind && row.end.is_some_and(recently)
        };
        dossier.enrolments.iter().copied().filter(left).max_by_key(|row| row.end)
    }

    /// Of the covering enrolments of this kind: the one that started last, then the lowest brin.
    pub fn latest_covering<'row>(
        &self,
        dossier: &Dossier<'row>,
        is_of_kind: impl Fn(&Enrolment) -> bool,
    ) -> Option<&'row Enrolment> {
        let mut covering: Vec<&Enrolment> =
            dossier.enrolments.iter().copied().filter(|row| self.covers(row) && is_of_kind(row)).collect();
        covering.sort_by(|one, other| other.begin.cmp(&one.begin).then(one.brin.cmp(&other.brin)));
        covering.first().copied()
    }

    /// The enrolment whose brin, niveau and dates are shown.
    // READING: "covering" includes NIETBEK here.
    pub fn shown_enrolment<'row>(&self, dossier: &Dossier<'row>) -> Option<&'row Enrolment> {
        self.latest_covering(dossier, |_| true).or_else(|| {
            let ended = dossier
                .enrolments
                .iter()
                .copied()
                .filter(|row| row.end.is_some_and(|end| end < self.setup.peildatum));
            ended.max_by_key(|row| row.end)
        })
    }
}

/// What the school said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verklaring {
    NotSaid,
    Has,
    HasNot,
    Contradictory,
}

fn confirms_relatief(row: &Absence) -> bool {
    match row.soort.as_str() {
        "16UUR_4WEKEN" | "LANGDURIG_4WEKEN" | "LUXE" => true,
        "OVERIG" => row.uren.replace(',', ".").parse::<f64>().is_ok_and(|hours| hours >= 16.0),
        _ => false,
    }
}

fn bijhouding(person: &Person, day: Day) -> &'static str {
    let passed = |date: Partial| match date {
        Partial::Full(date) => date <= day,
        partial => partial.is_partial(),
    };
    let suspended = person.opschorting_datum.is_none_or(passed);
    let reason = if suspended { person.opschorting_reden.as_str() } else { "" };
    if reason == "O" || person.overlijden.is_some_and(passed) {
        "overleden"
    } else if reason == "E" {
        "vertrokken"
    } else if reason == "R" || reason == "M" || person.gemeente == "1999" {
        "niet_ingezetene"
    } else if reason == "F" || reason == "." {
        "fout"
    } else {
        "actueel"
    }
}

fn woonplaats(person: &Person) -> &'static str {
    if person.gemeente == OURS {
        "gemeente"
    } else if REGION.contains(&person.gemeente.as_str()) {
        "regio"
    } else {
        "elders"
    }
}

pub fn regelset(day: Day) -> &'static str {
    if day < Day::new(2026, 1, 1) { "2020-07-01" } else { "2026-01-01" }
}
