"""A town as DuckDB's version takes it: reads `jib.toml` and stops at anything that version does not cover.

It covers the rule set of 2026, fresh deliveries of all fourteen extracts in the canonical layout, and a controller that is the
contactgemeente. Anything else stops here: silently computing something different would make the comparison worthless.
"""

import datetime
import pathlib
import tomllib

RULE_SET = "2026-01-01"

#: The canonical headers of contract section 3, in the order in which `jib sample` writes them.
HEADERS = {
    "brp": "bsn,voornamen,voorvoegsel,geslachtsnaam,geboortedatum,gemeente_inschrijving,straatnaam,huisnummer,"
    "huisletter,huisnummertoevoeging,postcode,woonplaats,indicatie_geheim,opschorting_reden,opschorting_datum,"
    "datum_overlijden",
    "duo_inschrijving": "persoonsnummer,mutatie,brin,onderwijssector,opleidingscode,niveau,uitstroomprofiel,"
    "datum_inschrijving,datum_uitschrijving",
    "duo_startkwalificatie": "persoonsnummer,startkwalificatie,datum_behaald,hoogste_diploma,datum_diploma,brin_diploma",
    "vrijstelling": "persoonsnummer,soort,begindatum,einddatum",
    "verzuim": "meldingsnummer,persoonsnummer,brin,begindatum,einddatum,soort_verzuim,uren,status",
    "inkomen": "bsn,periode,categorie,bedrag_cent",
    "jib_lijst": "bsn,rapportmaand,gemeentecode",
    "contactgegevens": "persoonsnummer,telefoon,email,afdeling,doel,datum",
    "dossier": "dossiernummer,persoonsnummer,team,status,pad,datum_start,datum_einde",
    "overstap": "persoonsnummer,geslachtsnaam,voorvoegsel,voornamen,geboortedatum,brin_latend,brin_ontvangend,fase,"
    "niveau_latend,profiel,leerjaar,diploma,datum_uitstroom,ondersteuningsbehoefte",
    "leerresultaat": "persoonsnummer,brin,schooljaar,vak,cijfer",
    "toestemming": "toestemming_id,persoonsnummer,ontvanger,doel,velden,verkregen_op,vorm,bevestigd_op,gegeven_door,"
    "informatieversie,geldig_tot,ingetrokken_op,bewijs_ref",
    "uitsluiting": "persoonsnummer,partij,geldig_van,geldig_tot",
    "koppeling": "bsn,onderwijsnummer",
}

#: The parties of `schemas/parties`, in the order in which an exclusion numbers them.
PARTIES = [
    "leerplicht", "doorstroompunt", "participatie", "gebiedsteam", "inlichtingenbureau", "school", "duo", "mbo",
    "contactgemeente", "zorg", "jeugd_wmo",
]  # fmt: skip

#: The fields that consent can release, in column order: everything the gebiedsteam may ever hold.
BY_CONSENT = (
    "geslachtsnaam voorvoegsel voornamen geboortedatum straatnaam huisnummer huisletter huisnummertoevoeging postcode "
    "woonplaats telefoon email"
).split()


class NotComparable(Exception):
    """The town holds something that the job in SQL does not cover."""


def _need(holds, what):
    if not holds:
        raise NotComparable(what)


class Town:
    """The configuration of one town on one pair of days."""

    def __init__(self, folder, peildatum, verstrekdatum):
        self.folder = pathlib.Path(folder)
        self.peildatum = datetime.date.fromisoformat(peildatum)
        self.verstrekdatum = datetime.date.fromisoformat(verstrekdatum)
        with open(self.folder / "jib.toml", "rb") as file:
            self.config = tomllib.load(file)
        since = datetime.date.fromisoformat(RULE_SET)
        _need(since <= self.peildatum <= self.verstrekdatum, "days before the rule set of 2026")
        _need(self.config["gemeente"].get("contactgemeente", False), "a controller that is no contactgemeente")
        self._check_deliveries()
        self._check_arrangements()

    def _check_deliveries(self):
        self.files = {}
        schools = set()
        for levering in self.config["levering"]:
            extract = levering["extract"]
            _need(extract not in self.files, f"two deliveries of {extract}")
            _need(levering["soort"] == "SNAPSHOT" and "profiel" not in levering, f"the layout of {extract}")
            age = (self.peildatum - datetime.date.fromisoformat(levering["peildatum"])).days
            _need(0 <= age <= levering["max_leeftijd_dagen"], f"a stale delivery of {extract}")
            path = self.folder / levering["pad"]
            with open(path, encoding="utf-8", newline="") as file:
                _need(file.readline() == HEADERS[extract] + "\n", f"the header of {extract}")
            self.files[extract] = str(path)
            if extract == "inkomen":
                self.covers_everyone = levering.get("dekking", "bevraging") == "gemeente"
            if extract == "verzuim":
                self.absences_from_duo = levering["bron"].lower() == "duo"
            if extract in ("overstap", "leerresultaat"):
                schools.add(levering["verantwoordelijke"])
        missing = HEADERS.keys() - self.files.keys()
        _need(not missing, f"no delivery of {sorted(missing)}")
        _need(len(schools) == 1, "handovers of two schools")
        self.school_handed_over = schools.pop()

    def _check_arrangements(self):
        for ontvanger in self.config.get("ontvanger", []):
            _need(ontvanger["kanaal"] == "beveiligd" and ontvanger["formaat"] == "csv", "a recipient other than csv")
        reached = {own["partij"] for own in self.config.get("ontvanger", [])}
        _need(reached == set(PARTIES[:9]), "a party without a recipient")
        for own in self.cooperations:
            _need(own["ontvanger"] == "gebiedsteam", "a consent for another party than the gebiedsteam")
            _need(set(own["velden"]) <= set(BY_CONSENT), "a consent on other fields than name, address and contact")

        for own in self.overlaps:
            wanted = ("participatie", "jongeren-in-beeld")
            _need((own["naar_partij"], own["naar_doel"]) == wanted, "an overlap of purposes for another parcel")

    def _in_force(self, entry, since="geldig_van"):
        until = entry.get("geldig_tot", "9999-12-31")
        return datetime.date.fromisoformat(entry[since]) <= self.verstrekdatum <= datetime.date.fromisoformat(until)

    @property
    def region(self):
        """The other municipalities of the region."""
        return [code for code in self.config["gemeente"]["regio"] if code != self.municipality]

    @property
    def municipality(self):
        """The code of the controller's own municipality."""
        return self.config["gemeente"]["code"]

    @property
    def threshold(self):
        """Counts below this are not shown."""
        return self.config["beheer"].get("drempel_kleine_cellen", 5)

    def schools(self, party):
        """The schools or institutions that have a parcel of their own."""
        return [own["brin"] for own in self.config["ontvanger"] if own["partij"] == party]

    @property
    def cooperations(self):
        """The consent-based samenwerkingen in force."""
        entries = self.config.get("samenwerking", [])
        return [own for own in entries if own["grondslag"] == "toestemming" and self._in_force(own)]

    @property
    def overlaps(self):
        """The doeloverlappen in force."""
        return [own for own in self.config.get("doeloverlap", []) if self._in_force(own, "vastgesteld_op")]

    @property
    def has_mandate(self):
        """Whether participatie gave the Doorstroompunt the task of the list."""
        wanted = ("participatie", "doorstroompunt", "jongeren-in-beeld")
        entries = self.config.get("mandaat", [])
        return any((own["van"], own["aan"], own["taak"]) == wanted and self._in_force(own) for own in entries)

    @property
    def asks_gebiedsteam(self):
        """Whether the ambtsinstructie in force names the gebiedsteam."""
        own = self.config.get("ambtsinstructie")
        if own is None or "gebiedsteam" not in own["partners"]:
            return False
        return self._in_force(own) and self._in_force(own, "vastgesteld_op")

    @property
    def is_processor(self):
        """Whether the handovers are processed for the school that is left."""
        entries = self.config.get("verwerker", [])
        return any(own["voor"] == self.school_handed_over and self._in_force(own) for own in entries)

    def amounts(self, name):
        """The dated amounts of a parameter, oldest first."""
        return sorted((own["vanaf"], own["waarde"]) for own in self.config.get("parameters", {}).get(name, []))
