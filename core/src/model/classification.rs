//! What classification says of a person: closed lists of values (contract, section 4) and the reasons.

use super::code::codes;

codes! {
    /// Yes, no, or unknown. Unknown never counts as either.
    Tri { /// yes
        Ja = "ja", /// no
        Nee = "nee", /// unknown, or contradicted
        Onbekend = "onbekend" }
}

codes! {
    /// Yes or no, where a fact cannot be unknown.
    JaNee { /// yes
        Ja = "ja", /// no
        Nee = "nee" }
}

codes! {
    /// The age group on the day, by the age limits of the law (LPW 4b, WEB 8.3.1, WEB 9.2.1).
    Leeftijdsgroep { /// younger than 18
        Onder18 = "onder_18", /// 18 to 22
        Van18Tot23 = "18_tot_23", /// 23 to 26
        Van23Tot27 = "23_tot_27", /// 27 or older
        Vanaf27 = "vanaf_27", /// the birth date leaves it open
        Onbepaald = "onbepaald" }
}

codes! {
    /// Leerplicht or kwalificatieplicht (LPW 3, 4a, 4b, 5).
    Plicht { /// LPW 3
        Leerplichtig = "leerplichtig", /// LPW 4a
        Kwalificatieplichtig = "kwalificatieplichtig", /// LPW 5, 5a, 15; never with its ground
        Vrijgesteld = "vrijgesteld", /// not yet, or no longer
        Geen = "geen", /// unknown
        Onbekend = "onbekend" }
}

codes! {
    /// Absence from school (LPW 19, 21a; WEB 9.2.2).
    Verzuim { /// none
        Geen = "geen", /// LPW 21a: 16 hours in four school weeks, or an official report of it
        Relatief = "relatief", /// a record of less than that
        RelatiefOnbevestigd = "relatief_onbevestigd", /// WEB 9.2.2: four weeks on end, not plichtig
        Langdurig = "langdurig", /// LPW 19, 22: plichtig and not enrolled
        Absoluut = "absoluut", /// unknown, or contradicted
        Onbekend = "onbekend" }
}

codes! {
    /// Whether the Jongeren in Beeld list names the person, and whether it should.
    Jib { /// not named
        NietOpLijst = "niet_op_lijst", /// every condition holds
        Terecht = "terecht", /// one condition is false
        Onterecht = "onterecht", /// one condition is unknown, none false
        Onbekend = "onbekend" }
}

codes! {
    /// Whether the BRP still keeps the record (element 07.67.20).
    Bijhouding { /// kept
        Actueel = "actueel", /// died
        Overleden = "overleden", /// left the country
        Vertrokken = "vertrokken", /// registered as non-resident
        NietIngezetene = "niet_ingezetene", /// an error, or an unknown reason
        Fout = "fout" }
}

codes! {
    /// Where the person lives, seen from the controller.
    Woonplaats { /// our municipality
        Gemeente = "gemeente", /// our Doorstroompunt region
        Regio = "regio", /// elsewhere, or not stated
        Elders = "elders" }
}

codes! {
    /// Why a value is unknown, wrongly listed, or near a boundary (column `redenen`).
    Reden {
        /// Day or month of birth is unknown.
        GeboortedatumOnvolledig = "GEBOORTEDATUM_ONVOLLEDIG",
        /// Nothing is known about the date of birth.
        GeboortedatumOnbekend = "GEBOORTEDATUM_ONBEKEND",
        /// Born on 29 February, and the day is 28 February or 1 March of a year without one.
        SchrikkeldagGrens = "SCHRIKKELDAG_GRENS",
        /// A row about this person was set aside.
        RijInQuarantaine = "RIJ_IN_QUARANTAINE",
        /// No delivery of enrolments.
        InschrijvingOntbreekt = "INSCHRIJVING_ONTBREEKT",
        /// The delivery of enrolments is too old.
        InschrijvingVerouderd = "INSCHRIJVING_VEROUDERD",
        /// The delivery of enrolments holds changes only.
        InschrijvingAlleenWijzigingen = "INSCHRIJVING_ALLEEN_WIJZIGINGEN",
        /// Enrolled only at a school that the state does not fund.
        AlleenNietBekostigd = "ALLEEN_NIET_BEKOSTIGD",
        /// Enrolment ended in June or July; the new one may not be registered before October.
        Zomerovergang = "ZOMEROVERGANG",
        /// No row about a startkwalificatie.
        StartkwalificatieGeenRij = "STARTKWALIFICATIE_GEEN_RIJ",
        /// No delivery of startkwalificaties.
        StartkwalificatieOntbreekt = "STARTKWALIFICATIE_ONTBREEKT",
        /// The delivery of startkwalificaties is too old for a `nee`.
        StartkwalificatieVerouderd = "STARTKWALIFICATIE_VEROUDERD",
        /// The statement and the highest diploma contradict each other.
        StartkwalificatieTegenstrijdig = "STARTKWALIFICATIE_TEGENSTRIJDIG",
        /// The startkwalificatie is dated after the peildatum.
        StartkwalificatieLater = "STARTKWALIFICATIE_LATER",
        /// Left praktijkonderwijs without a diploma, and may hold the verklaring of WVO 2020 2.59 lid 2, which no register has.
        ProVerklaring = "PRO_VERKLARING",
        /// Special education without a stated profile: the duty depends on the profile (LPW 4a lid 2).
        VsoProfiel = "VSO_PROFIEL",
        /// Exemptions are not known, and the person is not enrolled.
        VrijstellingOntbreekt = "VRIJSTELLING_ONTBREEKT",
        /// The delivery of exemptions is too old.
        VrijstellingVerouderd = "VRIJSTELLING_VEROUDERD",
        /// No delivery of absence records.
        VerzuimOntbreekt = "VERZUIM_ONTBREEKT",
        /// The delivery of absence records is too old.
        VerzuimVerouderd = "VERZUIM_VEROUDERD",
        /// Absoluut verzuim was reported while enrolled.
        VerzuimTegenstrijdig = "VERZUIM_TEGENSTRIJDIG",
        /// No delivery of income.
        InkomenOntbreekt = "INKOMEN_ONTBREEKT",
        /// The delivery of income is too old.
        InkomenVerouderd = "INKOMEN_VEROUDERD",
        /// Not asked about in the latest period.
        InkomenNietBevraagd = "INKOMEN_NIET_BEVRAAGD",
        /// The configuration gives no amount for the period.
        ParameterOntbreekt = "PARAMETER_ONTBREEKT",
        /// No delivery of the Jongeren in Beeld list.
        JibOntbreekt = "JIB_LIJST_ONTBREEKT",
        /// The Jongeren in Beeld list is too old.
        JibVerouderd = "JIB_LIJST_VEROUDERD",
        /// Listed, but too young or too old.
        JibLeeftijd = "JIB_LEEFTIJD",
        /// Listed, but with a startkwalificatie.
        JibStartkwalificatie = "JIB_STARTKWALIFICATIE",
        /// Listed, but enrolled.
        JibIngeschreven = "JIB_INGESCHREVEN",
        /// Listed, but with enough income from work.
        JibInkomen = "JIB_INKOMEN",
        /// Listed, but with a benefit.
        JibUitkering = "JIB_UITKERING",
        /// The delivery is absent, so it supports no conclusion.
        LeveringOntbreekt = "LEVERING_ONTBREEKT",
        /// The delivery is too old to support a conclusion.
        LeveringVerouderd = "LEVERING_VEROUDERD",
        /// The answer on the verstrekdatum differs from the one on the peildatum.
        AndersOpVerstrekdatum = "ANDERS_OP_VERSTREKDATUM",
    }
}

impl Reden {
    /// Whether it says why a value is `onbekend`. The others say why a known value is as it is.
    pub fn is_unknown(self) -> bool {
        !matches!(
            self,
            Reden::SchrikkeldagGrens
                | Reden::StartkwalificatieLater
                | Reden::JibLeeftijd
                | Reden::JibStartkwalificatie
                | Reden::JibIngeschreven
                | Reden::JibInkomen
                | Reden::JibUitkering
                | Reden::AndersOpVerstrekdatum
        )
    }
}

codes! {
    /// What no delivery can tell, whatever it holds.
    NietTeWeten {
        /// After twelve whole school years the leerplicht ends too (LPW 3 lid 1 a).
        TwaalfSchooljaren = "TWAALF_SCHOOLJAREN",
        /// A second recent diploma may stand behind the highest (WEB 9.2.5 lid 5).
        TweedeDiploma = "TWEEDE_DIPLOMA",
        /// Under curatele, bewind or mentorschap another consents (UAVG 5 lid 2).
        Vertegenwoordiging = "VERTEGENWOORDIGING",
        /// The verklaring of who left praktijkonderwijs without a diploma (WVO 2020 2.59 lid 2).
        Verklaring = "VERKLARING",
    }
}

/// A set of [`Reden`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redenen(u64);

impl Redenen {
    /// No reason.
    pub const NONE: Redenen = Redenen(0);

    /// This set with one more reason.
    #[must_use]
    pub fn with(self, reden: Reden) -> Redenen {
        Redenen(self.0 | 1 << reden.index())
    }

    /// Adds one reason.
    pub fn add(&mut self, reden: Reden) {
        *self = self.with(reden);
    }

    /// The union of both sets.
    #[must_use]
    pub fn and(self, other: Redenen) -> Redenen {
        Redenen(self.0 | other.0)
    }

    /// Whether a reason is in the set.
    pub fn contains(self, reden: Reden) -> bool {
        self.0 & 1 << reden.index() != 0
    }

    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The reasons, in fixed order.
    pub fn iter(self) -> impl Iterator<Item = Reden> {
        Reden::ALL.iter().copied().filter(move |reden| self.0 & 1 << reden.index() != 0)
    }
}

impl Tri {
    /// `ja` or `nee`, from a known fact.
    pub fn from_bool(value: bool) -> Tri {
        if value { Tri::Ja } else { Tri::Nee }
    }

    /// `onbekend` for `None`.
    pub fn from_known(value: Option<bool>) -> Tri {
        value.map_or(Tri::Onbekend, Tri::from_bool)
    }

    /// Swaps `ja` and `nee`; unknown stays unknown.
    #[must_use]
    pub fn negated(self) -> Tri {
        match self {
            Tri::Ja => Tri::Nee,
            Tri::Nee => Tri::Ja,
            Tri::Onbekend => Tri::Onbekend,
        }
    }

    /// All must hold: `nee` if any is `nee`, else `onbekend` if any is unknown.
    pub fn all(conditions: impl IntoIterator<Item = Tri>) -> Tri {
        conditions.into_iter().fold(Tri::Ja, |sum, next| match (sum, next) {
            (Tri::Nee, _) | (_, Tri::Nee) => Tri::Nee,
            (Tri::Onbekend, _) | (_, Tri::Onbekend) => Tri::Onbekend,
            (Tri::Ja, Tri::Ja) => Tri::Ja,
        })
    }

    /// One must hold: `ja` if any is `ja`, else `onbekend` if any is unknown.
    pub fn any(conditions: impl IntoIterator<Item = Tri>) -> Tri {
        Tri::all(conditions.into_iter().map(Tri::negated)).negated()
    }
}

impl Plicht {
    /// Leerplichtig or kwalificatieplichtig, and not exempt.
    pub fn is_plichtig(self) -> bool {
        matches!(self, Plicht::Leerplichtig | Plicht::Kwalificatieplichtig)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_false_settles_it_before_one_unknown() {
        use Tri::{Ja, Nee, Onbekend};
        assert_eq!(Tri::all([Ja, Onbekend, Nee]), Nee);
        assert_eq!(Tri::all([Ja, Onbekend]), Onbekend);
        assert_eq!(Tri::any([Nee, Onbekend]), Onbekend);
        assert_eq!(Tri::any([Onbekend, Ja]), Ja);
    }

    #[test]
    fn every_reason_fits_in_the_set() {
        assert!(Reden::ALL.len() <= 64);
        let all = Reden::ALL.iter().fold(Redenen::NONE, |set, reden| set.with(*reden));
        assert_eq!(all.iter().count(), Reden::ALL.len());
    }
}
