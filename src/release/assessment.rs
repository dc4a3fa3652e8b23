//! What every question about persons stands on: the rules of two days, the linked facts, and what follows from them. A run
//! publishes it, `explain` tells it about one person, `policy diff` counts it under two laws, worked cases hold it to what was
//! worked out by hand: all of them through this one path.

use crate::classify::Setting;
use crate::config::Config;
use crate::config::arrangements::{Arrangements, Instructie, TOESTEMMING};
use crate::config::file::{AMBTSINSTRUCTIE, Afspraak, Kanaal, Mandaat, Parameters};
use crate::intake::delivery::{Delivery, Files, Intake};
use crate::law::decide::{Parcel, parcels};
use crate::law::fault::PolicyFault;
use crate::law::in_force::RuleSet;
use crate::law::library::Library;
use crate::model::days::Days;
use crate::model::facts::Inkomensgrenzen;
use crate::model::field::Field;
use crate::model::finding::{Code, Finding};
use crate::persons::classified::{Classified, Judged, classify_all};
use crate::persons::link::{Linked, link};
use crate::progress::{Progress, Unheard};
use crate::release::consent::{Consents, Judge};
use crate::release::memory::Memory;
use crate::release::minimise::Sources;

/// Under which name findings about the configuration stand, where others name their extract.
pub const CONFIGURATION: &str = "jib.toml";

/// The rule sets of the two days, and the parcels that follow.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Of the peildatum.
    pub on_peildatum: RuleSet,
    /// Of the verstrekdatum.
    pub on_verstrekdatum: RuleSet,
    /// One for each rule of the verstrekdatum.
    pub parcels: Vec<Parcel>,
}

impl InForce {
    /// What is in force on both days.
    pub fn on(library: &Library, days: Days) -> Result<InForce, PolicyFault> {
        let on_peildatum = library.policy.on(days.peildatum, &library.schemas)?;
        let on_verstrekdatum = library.policy.on(days.verstrekdatum, &library.schemas)?;
        let parcels = parcels(&on_peildatum, &on_verstrekdatum);
        Ok(InForce { on_peildatum, on_verstrekdatum, parcels })
    }
}

/// The facts of a run, under the rules of its days.
pub struct Basis<'a> {
    library: &'a Library,
    /// The configuration.
    pub config: &'a Config,
    /// The days.
    pub days: Days,
    /// The rules.
    pub rules: &'a InForce,
    /// The facts.
    pub linked: Linked,
    setting: Setting,
}

impl<'a> Basis<'a> {
    /// Reads, checks and links every delivery.
    pub fn link(
        library: &'a Library,
        config: &'a Config,
        days: Days,
        rules: &'a InForce,
        files: Files<'_>,
    ) -> Basis<'a> {
        Basis::link_heard(library, config, days, rules, files, &Unheard)
    }

    /// The same, while somebody listens to how far it is.
    pub fn link_heard(
        library: &'a Library,
        config: &'a Config,
        days: Days,
        rules: &'a InForce,
        files: Files<'_>,
        progress: &dyn Progress,
    ) -> Basis<'a> {
        let schemas = &library.schemas;
        let intake = Intake { config, schemas, peildatum: days.peildatum, files, progress };
        intake.begin();
        let linked = link(config, &intake, &library.policy, &rules.on_peildatum.terms);
        let setting = setting(config, &linked);
        Basis { library, config, days, rules, linked, setting }
    }

    /// The days and terms of the classification.
    pub fn judged(&self) -> Judged<'a> {
        Judged {
            peildatum: self.days.peildatum,
            peildatum_terms: &self.rules.on_peildatum.terms,
            verstrekdatum: self.days.verstrekdatum,
            verstrekdatum_terms: &self.rules.on_verstrekdatum.terms,
        }
    }

    /// What the controller is.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// Classifies everyone.
    pub fn classify(&self) -> Classified {
        classify_all(&self.linked, self.judged(), &self.setting)
    }

    /// The arrangements in force on the verstrekdatum.
    pub fn arrangements(&self) -> Arrangements<'a> {
        Arrangements::on(&self.config.file, self.days.verstrekdatum)
    }

    /// What consents are held against.
    pub fn consent_judge(&self) -> Judge<'a> {
        Judge {
            parcels: &self.rules.parcels,
            parties: &self.library.policy.parties,
            arrangements: self.arrangements(),
            verstrekdatum: self.days.verstrekdatum,
            leeftijd_vanaf: self.rules.on_verstrekdatum.terms.toestemming_leeftijd_vanaf,
        }
    }

    /// Every consent, judged.
    pub fn consents(&self) -> Consents {
        Consents::judge(&self.linked, self.consent_judge())
    }

    /// What parcels are decided and filled from.
    pub fn sources<'s>(
        &'s self,
        classified: &'s Classified,
        consents: &'s Consents,
        memory: &'s Memory,
    ) -> Sources<'s> {
        Sources {
            linked: &self.linked,
            classified,
            terms: &self.rules.on_peildatum.terms,
            peildatum: self.days.peildatum,
            verstrekdatum: self.days.verstrekdatum,
            schemas: &self.library.schemas,
            pseudonym: &self.config.keys.pseudonym,
            config: &self.config.file,
            arrangements: self.arrangements(),
            parcels: &self.rules.parcels,
            consents,
            parties: &self.library.policy.parties,
            memory,
        }
    }

    /// Extracts that are not configured. The BRP may not be missing.
    pub fn absent_extracts(&self) -> Vec<(String, Finding)> {
        let file = &self.config.file;
        let configured = |id: &str| file.levering.iter().any(|levering| levering.get_ref().extract == id);
        let missing = self.library.schemas.extracts.iter().filter(|schema| !configured(&schema.id));
        missing
            .map(|schema| {
                let code = if schema.id == "brp" { Code::VerplichtOntbreekt } else { Code::ExtractOntbreekt };
                (schema.id.clone(), Finding::file(code))
            })
            .collect()
    }

    /// Deliveries with the same contents as another: one of the two is the wrong file. Two without a row are no sign of that.
    pub fn repeated_files(&self) -> Vec<(String, Finding)> {
        let deliveries = self.linked.deliveries();
        let same = |one: &Delivery, other: &Delivery| {
            !std::ptr::eq(one, other) && one.sha256 == other.sha256 && !one.sha256.is_empty()
        };
        let filled = deliveries.iter().filter(|delivery| delivery.sums.read > 0);
        filled
            .filter(|one| deliveries.iter().any(|other| same(one, other)))
            .map(|one| (one.extract.clone(), Finding::file(Code::ZelfdeBestand)))
            .collect()
    }

    /// What the arrangements of the configuration do not do on this day, so that nobody counts on them.
    pub fn arrangement_findings(&self) -> Vec<(String, Finding)> {
        let file = &self.config.file;
        let day = self.days.verstrekdatum;
        let mut codes = Vec::new();
        match self.arrangements().instructie() {
            Instructie::Absent => codes.push(Code::InstructieOntbreekt),
            Instructie::NotInForce => codes.push(Code::InstructieNietInWerking),
            Instructie::InForce => {}
        }
        let unsecured =
            |o: &&toml::Spanned<crate::config::file::Ontvanger>| o.get_ref().kanaal == Kanaal::Onbeveiligd;
        codes.extend(file.ontvanger.iter().filter(unsecured).map(|_| Code::OntvangerOnbeveiligd));
        let arrangements = file.arrangements();
        // Of the ambtsinstructie there is more to say, above.
        let others = arrangements.iter().filter(|own| own.kind != AMBTSINSTRUCTIE);
        let not_in_force = |own: &&Afspraak<'_>| day < own.van || own.tot.is_some_and(|tot| tot < day);
        codes.extend(others.filter(not_in_force).map(|_| Code::AfspraakNietInWerking));
        let party_has = |partij: &str, pakket: Option<&str>| {
            self.rules.parcels.iter().any(|parcel| {
                parcel.rule.partij == partij && pakket.is_none_or(|pakket| parcel.rule.pakket == pakket)
            })
        };
        let recipients = file.ontvanger.iter().map(|ontvanger| &ontvanger.get_ref().partij);
        codes.extend(
            recipients.filter(|partij| !party_has(partij, None)).map(|_| Code::AfspraakZonderWerking),
        );
        let overlaps = file.doeloverlap.iter().map(toml::Spanned::get_ref);
        // A consent parcel is named by its purpose and fields; the rule is that of all of them.
        let idle = overlaps.filter(|entry| {
            let rule = entry.naar_doel.split('.').next();
            !party_has(&entry.naar_partij, rule)
        });
        codes.extend(idle.map(|_| Code::AfspraakZonderWerking));
        let is_asked = |own: &Mandaat| {
            self.rules.parcels.iter().any(|parcel| {
                parcel.rule.partij == own.aan
                    && parcel
                        .rule
                        .mandaat
                        .as_ref()
                        .is_some_and(|eis| (&eis.van, &eis.taak) == (&own.van, &own.taak))
            })
        };
        let mandates = file.mandaat.iter().map(toml::Spanned::get_ref);
        codes.extend(mandates.filter(|own| !is_asked(own)).map(|_| Code::AfspraakZonderWerking));
        for entry in file.samenwerking.iter().map(toml::Spanned::get_ref) {
            match self.library.policy.party(&entry.ontvanger) {
                Some((_, party))
                    if entry.grondslag == TOESTEMMING && party_has(&entry.ontvanger, Some(TOESTEMMING)) =>
                {
                    let may = |word: &String| {
                        Field::from_word(word)
                            .is_some_and(|field| party.with_consent().any(|own| own == field))
                    };
                    if !entry.velden.iter().all(may) {
                        codes.push(Code::SamenwerkingVelden);
                    }
                }
                _ => codes.push(Code::AfspraakZonderWerking),
            }
        }
        let of_configuration = |code| (CONFIGURATION.to_owned(), Finding::file(code));
        codes.into_iter().map(of_configuration).collect()
    }

    /// What decisions on release found wrong with rows: consents that do not count, handovers of another school.
    pub fn release_findings(&self, consents: &Consents) -> Vec<(String, Finding)> {
        let named = |extract: &str, finding: &Finding| (extract.to_owned(), *finding);
        let mut findings: Vec<(String, Finding)> =
            consents.findings().iter().map(|finding| named("toestemming", finding)).collect();
        for delivery in &self.linked.handovers().overstap {
            let brin = String::from_utf8_lossy(delivery.verantwoordelijke.as_bytes()).into_owned();
            if !self.arrangements().is_processor_for(&brin) {
                findings.push(named("overstap", &Finding::file(Code::OverstapGeenVerwerker)));
            }
            let strange = delivery.rows().filter(|(row, _)| row.latend != delivery.verantwoordelijke);
            findings.extend(strange.map(|(_, place)| {
                let line = u64::from(place.line);
                named("overstap", &Finding { code: Code::OverstapNietEigen, line, column: None })
            }));
        }
        findings
    }
}

/// What the configuration contributes to the classification. Amounts are those of the first day of the income's period.
fn setting(config: &Config, linked: &Linked) -> Setting {
    let file = &config.file;
    let on = linked.income_period().map(|period| period.first_day());
    let amount = |entries| on.and_then(|day| Parameters::on(entries, day));
    Setting {
        gemeente: config.gemeente(),
        regio: config.regio(),
        contactgemeente: file.gemeente.contactgemeente,
        grenzen: Inkomensgrenzen {
            jib_cent: amount(&file.parameters.jib_inkomensgrens_cent),
            zelfstandig_cent: amount(&file.parameters.economisch_zelfstandig_cent),
        },
    }
}
