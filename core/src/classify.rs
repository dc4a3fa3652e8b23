//! Facts → values: one file per legal question, each a pure function of typed facts, a day and dated terms.
//!
//! Takes [`PersonFacts`], [`Terms`] and [`Setting`]; gives a [`Classification`] with its reasons. Knows no file, no engine, no
//! policy. An unknown never widens what may be released; each file says how.

pub mod bijhouding;
pub mod doelgroep;
pub mod dossier;
pub mod economisch_zelfstandig;
pub mod ingeschreven;
pub mod jib;
pub mod leeftijd;
pub mod overleg_school;
pub mod plicht;
mod setting;
pub mod startkwalificatie;
pub mod verzuim;
pub mod woonplaats;

use crate::model::classification::{
    Bijhouding, JaNee, Jib, Leeftijdsgroep, Plicht, Reden, Redenen, Tri, Verzuim, Woonplaats,
};
use crate::model::facts::PersonFacts;
use crate::model::profile::{Axis, Profile};
use crate::model::terms::Terms;

pub use setting::{JudgedDays, Setting};

/// A person's values, as `classificatie.csv` shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classification {
    /// Completed years, if known.
    pub leeftijd: Option<i32>,
    /// Age group.
    pub leeftijdsgroep: Leeftijdsgroep,
    /// Leer- or kwalificatieplicht.
    pub plicht: Plicht,
    /// Startkwalificatie.
    pub startkwalificatie: Tri,
    /// Enrolled.
    pub ingeschreven: Tri,
    /// Absence.
    pub verzuim: Verzuim,
    /// Doorstroompunt target group.
    pub doelgroep: Tri,
    /// Economically independent.
    pub economisch_zelfstandig: Tri,
    /// Jongeren in Beeld.
    pub jib: Jib,
    /// Whether the school must be consulted first.
    pub overleg_school: JaNee,
    /// State of the BRP record.
    pub bijhouding: Bijhouding,
    /// Where the person lives.
    pub woonplaats: Woonplaats,
    /// Secret address.
    pub geheim: JaNee,
    /// Whether an income fact exists.
    pub inkomen_bekend: JaNee,
    /// Old enough for the municipality to ask participatie about.
    pub bevraging_leeftijd: Tri,
    /// A dossier records that contact failed.
    pub dossier_geen_contact: Tri,
    /// An active Doorstroompunt dossier is on the path Pw 7a.
    pub dossier_pw7a: Tri,
    /// Such a dossier also says that the school was consulted, or that it was decided to do without.
    pub dossier_pw7a_na_overleg: Tri,
    /// The Doorstroompunt has an active dossier.
    pub dossier_doorstroompunt: Tri,
    /// Plicht is unknown because of what only the school can say, and there is a reason to ask.
    pub plicht_na_te_gaan: Tri,
    /// The reasons behind these values.
    pub redenen: Redenen,
}

/// Classifies one person.
pub fn classify(
    facts: &PersonFacts<'_>,
    days: JudgedDays,
    terms: &Terms,
    setting: &Setting,
) -> Classification {
    let geboorte = facts.geboortedatum.interval();
    let mut redenen = leeftijd::redenen(facts.geboortedatum, days.leeftijdsdag);

    let mut noted = |(value, why): (Tri, Redenen)| {
        redenen = redenen.and(why);
        value
    };
    let startkwalificatie =
        noted(startkwalificatie::startkwalificatie(&facts.startkwalificatie, days.peildatum, terms));
    let ingeschreven = noted(ingeschreven::ingeschreven(&facts.inschrijvingen, days.peildatum, terms));
    let economisch_zelfstandig =
        noted(economisch_zelfstandig::economisch_zelfstandig(facts.inkomen, setting.grenzen));

    let fase = plicht::fase(geboorte, facts, days, terms, startkwalificatie);
    let (plicht, why) = plicht::plicht(fase, facts, days.peildatum, ingeschreven);
    let plicht_na_te_gaan = plicht::na_te_gaan((plicht, why), facts, days.peildatum, ingeschreven, terms);
    redenen = redenen.and(why);
    let (verzuim, why) = verzuim::verzuim(&facts.verzuim, days.peildatum, plicht, ingeschreven, terms);
    redenen = redenen.and(why);
    let group = doelgroep::DoelgroepColumns { plicht, fase, startkwalificatie, ingeschreven, verzuim };
    let (doelgroep, why) = doelgroep::doelgroep(group, geboorte, facts, days, terms);
    redenen = redenen.and(why);
    let columns = jib::JibColumns { startkwalificatie, ingeschreven };
    let (jib, why) = jib::jib(columns, geboorte, facts, days, terms, setting.grenzen);
    redenen = redenen.and(why);

    Classification {
        leeftijd: leeftijd::leeftijd(geboorte, days.leeftijdsdag),
        leeftijdsgroep: leeftijd::leeftijdsgroep(geboorte, days.leeftijdsdag),
        plicht,
        startkwalificatie,
        ingeschreven,
        verzuim,
        doelgroep,
        economisch_zelfstandig,
        jib,
        overleg_school: overleg_school::overleg_school(doelgroep, facts, days, terms),
        bijhouding: bijhouding::bijhouding(&facts.registratie, days.leeftijdsdag),
        woonplaats: woonplaats::woonplaats(&facts.registratie, setting),
        geheim: if facts.geheim { JaNee::Ja } else { JaNee::Nee },
        inkomen_bekend: if facts.inkomen.is_ok() { JaNee::Ja } else { JaNee::Nee },
        bevraging_leeftijd: leeftijd::age_condition(geboorte, days.leeftijdsdag, |age| {
            age >= terms.bevraging_leeftijd_vanaf
        }),
        dossier_geen_contact: dossier::geen_contact(&facts.dossiers, days.peildatum),
        dossier_pw7a: dossier::pad_pw7a(&facts.dossiers, days.peildatum),
        dossier_pw7a_na_overleg: dossier::pad_pw7a_na_overleg(&facts.dossiers, days.peildatum),
        dossier_doorstroompunt: dossier::doorstroompunt_actief(&facts.dossiers, days.peildatum),
        plicht_na_te_gaan,
        redenen,
    }
}

/// The answer to each target group condition, to show which one failed.
pub fn doelgroep_conditions(
    facts: &PersonFacts<'_>,
    days: JudgedDays,
    terms: &Terms,
    setting: &Setting,
) -> doelgroep::Conditions {
    let geboorte = facts.geboortedatum.interval();
    let values = classify(facts, days, terms, setting);
    let fase = plicht::fase(geboorte, facts, days, terms, values.startkwalificatie);
    let Classification { plicht, startkwalificatie, ingeschreven, verzuim, .. } = values;
    let columns = doelgroep::DoelgroepColumns { plicht, fase, startkwalificatie, ingeschreven, verzuim };
    doelgroep::conditions(columns, geboorte, facts, days, terms).0
}

impl Classification {
    /// Packs the values and the controller's own facts into a profile.
    pub fn profile(&self, setting: &Setting) -> Profile {
        let contactgemeente = if setting.contactgemeente { JaNee::Ja } else { JaNee::Nee };
        Profile::default()
            .with(Axis::Leeftijdsgroep, self.leeftijdsgroep.index())
            .with(Axis::Plicht, self.plicht.index())
            .with(Axis::Startkwalificatie, self.startkwalificatie.index())
            .with(Axis::Ingeschreven, self.ingeschreven.index())
            .with(Axis::Verzuim, self.verzuim.index())
            .with(Axis::Doelgroep, self.doelgroep.index())
            .with(Axis::EconomischZelfstandig, self.economisch_zelfstandig.index())
            .with(Axis::Jib, self.jib.index())
            .with(Axis::OverlegSchool, self.overleg_school.index())
            .with(Axis::Bijhouding, self.bijhouding.index())
            .with(Axis::Woonplaats, self.woonplaats.index())
            .with(Axis::Geheim, self.geheim.index())
            .with(Axis::InkomenBekend, self.inkomen_bekend.index())
            .with(Axis::Contactgemeente, contactgemeente.index())
            .with(Axis::BevragingLeeftijd, self.bevraging_leeftijd.index())
            .with(Axis::DossierGeenContact, self.dossier_geen_contact.index())
            .with(Axis::DossierPw7a, self.dossier_pw7a.index())
            .with(Axis::DossierPw7aNaOverleg, self.dossier_pw7a_na_overleg.index())
            .with(Axis::DossierDoorstroompunt, self.dossier_doorstroompunt.index())
            .with(Axis::PlichtNaTeGaan, self.plicht_na_te_gaan.index())
    }

    /// These values, but with age, plicht, doelgroep, jib, overleg_school and bijhouding as on the verstrekdatum. Every rule
    /// must hold on these values too (contract, section 5).
    #[must_use]
    pub fn as_of(&self, on_verstrekdatum: &Classification) -> Classification {
        Classification {
            leeftijd: on_verstrekdatum.leeftijd,
            leeftijdsgroep: on_verstrekdatum.leeftijdsgroep,
            plicht: on_verstrekdatum.plicht,
            plicht_na_te_gaan: on_verstrekdatum.plicht_na_te_gaan,
            doelgroep: on_verstrekdatum.doelgroep,
            jib: on_verstrekdatum.jib,
            overleg_school: on_verstrekdatum.overleg_school,
            bijhouding: on_verstrekdatum.bijhouding,
            bevraging_leeftijd: on_verstrekdatum.bevraging_leeftijd,
            redenen: self.redenen.with(Reden::AndersOpVerstrekdatum),
            ..*self
        }
    }
}
