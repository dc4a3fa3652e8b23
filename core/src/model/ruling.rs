//! The decision for a person and a parcel: delivered, or the first reason why not.

use super::code::codes;
use super::profile::Axis;

codes! {
    /// Why a person is not in a parcel: the first condition that failed.
    Weigering {
        /// the BRP no longer keeps the record
        Bijhouding = "bijhouding",
        /// objection, protection or court order
        Uitgesloten = "uitgesloten",
        /// the rule set of the peildatum or of the verstrekdatum has no such rule
        GeenRegel = "geen_regel_in_werking",
        /// what the law forbids whatever a rule says: a party that never receives, a field it may never hold, or what is kept apart
        Verboden = "verboden",
        /// another age group
        Leeftijdsgroep = "leeftijdsgroep",
        /// leer- or kwalificatieplicht
        Plicht = "plicht",
        /// startkwalificatie
        Startkwalificatie = "startkwalificatie",
        /// enrolment
        Ingeschreven = "ingeschreven",
        /// absence
        Verzuim = "verzuim",
        /// target group
        Doelgroep = "doelgroep",
        /// economic independence
        EconomischZelfstandig = "economisch_zelfstandig",
        /// Jongeren in Beeld list
        Jib = "jib",
        /// consultation with the school
        OverlegSchool = "overleg_school",
        /// municipality or region
        Woonplaats = "woonplaats",
        /// income already known
        InkomenBekend = "inkomen_bekend",
        /// we are not the contactgemeente
        Contactgemeente = "geen_contactgemeente",
        /// too young for the municipality to ask about, or the age is uncertain
        BevragingLeeftijd = "bevraging_leeftijd",
        /// no dossier records that contact failed
        DossierGeenContact = "dossier_geen_contact",
        /// no active Doorstroompunt dossier on the path Pw 7a
        DossierPw7a = "dossier_pw7a",
        /// the school must be consulted first, and no dossier says that it was, or that this was not needed
        OverlegNietGevoerd = "overleg_niet_gevoerd",
        /// no active Doorstroompunt dossier
        DossierDoorstroompunt = "dossier_doorstroompunt",
        /// plicht is not in doubt because of what only the school can say, or there is no reason to ask
        PlichtNaTeGaan = "plicht_na_te_gaan",
        /// no mandaat with its AVG arrangement is in force
        GeenMandaat = "geen_mandaat",
        /// no agreement on systematic delivery is in force
        GeenOvereenkomst = "geen_overeenkomst",
        /// no ambtsinstructie in force names this party as a partner
        GeenPartner = "geen_partner",
        /// not in a parcel that the contact details belong to
        NietInPakket = "niet_in_pakket",
        /// no contact row that may be used
        GeenContactgegevens = "geen_contactgegevens",
        /// no absence record whose status may be reported back
        GeenMelding = "geen_melding",
        /// the record did not come from DUO
        NietVanDuo = "niet_van_duo",
        /// the school to send it to is unknown
        SchoolOnbekend = "school_onbekend",
        /// no consent names this party, this purpose and these fields
        GeenToestemming = "geen_toestemming",
        /// there is a consent, but one of its conditions fails
        ToestemmingTeltNiet = "toestemming_telt_niet",
        /// was not in the parcel that this one follows up
        NietEerder = "niet_eerder_geleverd",
        /// earlier deliveries are unknown: the state was lost
        EerderOnbekend = "eerder_onbekend",
        /// already delivered, and the rule allows it once only
        AlGeleverd = "al_geleverd",
        /// the party was asked about this person too recently
        AlBevraagd = "al_bevraagd",
        /// a handover row under another school's responsibility
        NietEigenGegevens = "niet_eigen_gegevens",
        /// no processor agreement with the school is in force
        GeenVerwerker = "geen_verwerker",
        /// the delivery is too old to support a conclusion
        LeveringVerouderd = "levering_verouderd",
        /// a row about this person was set aside
        RijInQuarantaine = "rij_in_quarantaine",
        /// held on the peildatum, but no longer on the verstrekdatum
        Verstrekdatum = "niet_meer_op_verstrekdatum",
        /// is in the `-geheim` parcel instead
        Geheim = "geheim_adres",
        /// is in the parcel without `-geheim` instead
        NietGeheim = "geen_geheim_adres",
        /// no recipient is configured
        GeenOntvanger = "geen_ontvanger",
        /// the configuration says that nothing goes to this party
        NietGewenst = "niet_gewenst",
        /// the recipient's channel is not secure
        KanaalOnbeveiligd = "kanaal_onbeveiligd",
    }
}

impl Weigering {
    /// The reason when a rule's condition on this axis fails.
    pub fn of_axis(axis: Axis) -> Weigering {
        match axis {
            Axis::Leeftijdsgroep => Weigering::Leeftijdsgroep,
            Axis::Plicht => Weigering::Plicht,
            Axis::Startkwalificatie => Weigering::Startkwalificatie,
            Axis::Ingeschreven => Weigering::Ingeschreven,
            Axis::Verzuim => Weigering::Verzuim,
            Axis::Doelgroep => Weigering::Doelgroep,
            Axis::EconomischZelfstandig => Weigering::EconomischZelfstandig,
            Axis::Jib => Weigering::Jib,
            Axis::OverlegSchool => Weigering::OverlegSchool,
            Axis::Bijhouding => Weigering::Bijhouding,
            Axis::Woonplaats => Weigering::Woonplaats,
            Axis::Geheim => Weigering::Geheim,
            Axis::InkomenBekend => Weigering::InkomenBekend,
            Axis::Contactgemeente => Weigering::Contactgemeente,
            Axis::BevragingLeeftijd => Weigering::BevragingLeeftijd,
            Axis::DossierGeenContact => Weigering::DossierGeenContact,
            Axis::DossierPw7a => Weigering::DossierPw7a,
            Axis::DossierPw7aNaOverleg => Weigering::OverlegNietGevoerd,
            Axis::DossierDoorstroompunt => Weigering::DossierDoorstroompunt,
            Axis::PlichtNaTeGaan => Weigering::PlichtNaTeGaan,
        }
    }
}

/// Delivered, or the first reason why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ruling {
    /// The person has a row in the parcel.
    Released,
    /// The person is not in the parcel.
    Denied(Weigering),
}
