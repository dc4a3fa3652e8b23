"""The whole job in polars: `python polars_engine.py TOWN… OUT [--peildatum DAY] [--verstrekdatum DAY] [--threads N]`.

Lazy frames and expressions; Python touches no row. Writes the same plain csv as `duckdb_engine.py`.
"""

import argparse
import collections
import csv
import hashlib
import os
import pathlib
import time

_parser = argparse.ArgumentParser(description=__doc__)
_parser.add_argument("town", nargs="+")
_parser.add_argument("out")
_parser.add_argument("--peildatum", default="2026-11-01")
_parser.add_argument("--verstrekdatum", default="2026-11-23")
_parser.add_argument("--threads", default="2")
if __name__ == "__main__":
    ASKED = _parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = ASKED.threads  # read when polars is imported

import polars as pl  # noqa: E402

import polars_read  # noqa: E402
from polars_classify import ASIDE, EPOCH, Facts, as_number, level_words, reasons_text, under_duty  # noqa: E402
from polars_read import first, last  # noqa: E402
from town import BY_CONSENT, HEADERS, RULE_SET, Town  # noqa: E402

c = pl.col

PERSON = ["bsn", "geslachtsnaam", "voorvoegsel", "voornamen", "geboortedatum"]
ADDRESS = ["straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats"]
NAME = PERSON[1:]
DUTY = [*PERSON, *ADDRESS, "brin", "niveau", "datum_inschrijving", "startkwalificatie", "vrijgesteld"]
ENROLLED = [*PERSON, *ADDRESS, "brin", "niveau", "datum_uitschrijving", "startkwalificatie", "hoogste_diploma"]
REGION = [*ENROLLED, "economisch_zelfstandig", "overleg_school"]
GUIDANCE = [*ENROLLED, "soort_verzuim", "begindatum_verzuim", "economisch_zelfstandig", "overleg_school"]
LISTED = [*PERSON, *ADDRESS]

OURS = c("woonplaats") == "gemeente"
NEAR = c("woonplaats") != "elders"
DUTIES = ["leerplichtig", "kwalificatieplichtig", "vrijgesteld"]
FREE_TO_REPORT = ["leerplichtig", "kwalificatieplichtig", "geen"]
MUST = under_duty("plicht")
ABSENT = c("verzuim").is_in(["relatief", "absoluut"])


class Rule:
    """One parcel: the conditions on the peildatum in the order in which they are reasons, and whether all hold again later."""

    def __init__(self, party, parcel, bit, conditions, later, columns=None, *, splits=False, last_reason=None):
        self.party, self.parcel, self.bit, self.conditions, self.later = party, parcel, bit, conditions, later
        self.columns, self.splits, self.last_reason = columns, splits, last_reason

    def reason(self):
        """The first thing that fails, or null."""
        chain = pl.when(~c("actueel")).then(pl.lit("bijhouding")).when((c("uit") & self.bit) > 0).then(pl.lit("uitgesloten"))
        for holds, reason in self.conditions:
            chain = chain.when(~holds.fill_null(False)).then(pl.lit(reason))
        chain = chain.when(~self.later.fill_null(False)).then(pl.lit("niet_meer_op_verstrekdatum"))
        return chain.otherwise(pl.lit(self.last_reason, pl.String))

    def holds(self):
        """Whether nothing fails."""
        all_hold = [c("actueel"), (c("uit") & self.bit) == 0, *(holds for holds, _ in self.conditions), self.later]
        return pl.all_horizontal(condition.fill_null(False) for condition in all_hold) & pl.lit(self.last_reason is None)


def rules(town):
    """The parcels of one row a person."""
    target, target_v = c("doelgroep") == "ja", c("doelgroep_v") == "ja"
    ours, must, absent = (OURS, "woonplaats"), (MUST, "plicht"), (ABSENT, "verzuim")
    group, listed = (target, "doelgroep"), (c("jib") == "terecht", "jib")
    unreached = (c("geen_contact"), "dossier_geen_contact")
    reporting = [ours, (c("plicht").is_in(FREE_TO_REPORT), "plicht")]
    supervised = c("verzuim").is_in(["geen", "relatief_onbevestigd", "onbekend"])
    must_v, jib_v, always = under_duty("plicht_v"), c("jib_v") == "terecht", pl.lit(True)
    return [
        Rule("leerplicht", "toezicht", 1, [ours, (c("plicht").is_in(DUTIES), "plicht"), (supervised, "verzuim")],
             c("plicht_v").is_in(DUTIES), DUTY, splits=True),
        Rule("leerplicht", "verzuim", 1, [ours, must, absent], must_v,
             [*DUTY, "soort_verzuim", "begindatum_verzuim", "uren_verzuim"], splits=True),
        Rule("doorstroompunt", "begeleiding", 2, [ours, group], target_v, GUIDANCE, splits=True),
        Rule("doorstroompunt", "regio", 2, [(c("woonplaats") == "regio", "woonplaats"), group], target_v, REGION, splits=True),
        Rule("doorstroompunt", "jongeren-in-beeld", 2, [ours, listed], jib_v, LISTED, splits=True,
             last_reason=None if town.has_mandate else "geen_mandaat"),
        # Nobody can have been in doorstroompunt/begeleiding before a first run.
        Rule("doorstroompunt", "startkwalificatie", 2, [(NEAR, "woonplaats"), (c("sk") == "ja", "startkwalificatie")], always,
             ["bsn", "startkwalificatie"], last_reason="niet_eerder_geleverd"),
        Rule("participatie", "jongeren-in-beeld", 4, [ours, listed], jib_v, LISTED, splits=True),
        Rule("participatie", "toeleiding", 4, [ours, group, (c("pw7a"), "dossier_pw7a")], target_v,
             [*LISTED, "brin", "niveau", "startkwalificatie"], splits=True),
        Rule("participatie", "bevraging", 4, [ours, must, absent, (c("zestien"), "bevraging_leeftijd"), unreached],
             must_v & c("zestien_v"), NAME),
        Rule("gebiedsteam", "bevraging", 8, [ours, must, absent, unreached], must_v, NAME,
             last_reason=None if town.asks_gebiedsteam else "geen_partner"),
        Rule("inlichtingenbureau", "bevraging", 16, [(NEAR, "woonplaats"), group, (~c("inkomen_bekend"), "inkomen_bekend")],
             target_v, ["bsn"]),
        Rule("contactgemeente", "rapportage", 256, [(NEAR, "woonplaats")], always),
        # Those that depend on a row of the person as well.
        Rule("school", "overleg", 32, [ours, (c("overleg"), "overleg_school")], c("overleg_v")),
        Rule("school", "verzuim", 32, reporting, c("plicht_v").is_in(FREE_TO_REPORT)),
        Rule("duo", "verzuim", 64, reporting, c("plicht_v").is_in(FREE_TO_REPORT)),
        Rule("leerplicht", "contact", 1, [], always),
        Rule("doorstroompunt", "contact", 2, [], always),
        Rule("participatie", "contact", 4, [], always),
        Rule("gebiedsteam", "toestemming", 8, [(NEAR, "woonplaats")], always),
    ]  # fmt: skip


def partial_text(d):
    """A partial date as ISO, with 00 for what is unknown."""
    text = d.cast(pl.String).str.zfill(8)
    return pl.concat_str(text.str.slice(0, 4), pl.lit("-"), text.str.slice(4, 2), pl.lit("-"), text.str.slice(6, 2))


def nine(d):
    """A number of a person as text."""
    return d.cast(pl.String).str.zfill(9)


class Engine:
    """One run."""

    def __init__(self, town, out):
        self.town, self.out = town, pathlib.Path(out)
        self.seconds, self.began = {}, time.perf_counter()

    def lap(self, name):
        """Notes how long a step took."""
        now = time.perf_counter()
        self.seconds[name], self.began = now - self.began, now

    def run(self):
        """From files to files."""
        town = self.town
        self.checked = {name: polars_read.check(town, name, extract) for name, extract in polars_read.extracts(town).items()}
        self.lap("read")
        self.facts = Facts(town, self.checked)
        self.persons = self.facts.persons()
        self.lap("classify")
        self.write_classification()
        self.lap("classificatie.csv")
        self.rules = {(rule.party, rule.parcel): rule for rule in rules(town)}
        self.flags = [rule for rule in self.rules.values() if rule.columns and rule.last_reason is None]
        self.released = self.fill()
        self.lap("fill")
        self.write_parcels()
        self.lap("uitvoer")
        for extract in HEADERS:
            self.write_set_aside(extract)
        self.lap("quarantaine")
        self.write_sums()
        self.lap("sums")

    def write(self, frame, *path):
        """Writes a frame as csv."""
        file = self.out.joinpath(*path)
        file.parent.mkdir(parents=True, exist_ok=True)
        frame.write_csv(file)

    def write_classification(self):
        """One row per accepted brp row."""
        persons = self.persons
        texts = reasons_text(persons["redenen"])
        yes = {True: "ja", False: "nee"}
        table = persons.lazy().join(texts.lazy(), on="redenen", how="left", maintain_order="left").select(
            nine(c("bsn")).alias("bsn"), pl.when(c("leeftijd") >= 0).then(c("leeftijd")).alias("leeftijd"), "leeftijdsgroep", "plicht",
            c("sk").alias("startkwalificatie"), "ingeschreven", "verzuim", "doelgroep", "economisch_zelfstandig", "jib",
            c("overleg").replace_strict(yes).alias("overleg_school"), "bijhouding", "woonplaats",
            c("geheim").replace_strict(yes), pl.lit(RULE_SET).alias("regelset"), c("tekst").alias("redenen"),
        )  # fmt: skip
        self.write(table.collect(), "classificatie.csv")

    def fill(self):
        """Everybody who is in a parcel, with every column that one can show."""
        school = self.rules["school", "verzuim"].holds() & c("heeft_melding")
        duo = self.rules["duo", "verzuim"].holds() & c("heeft_melding") & pl.lit(self.town.absences_from_duo)
        consents = self.facts.of("toestemming").select("bsn").unique().collect()["bsn"].implode()
        flags = {f"{rule.party}/{rule.parcel}": rule.holds() for rule in self.flags}
        flags |= {
            "school/overleg": self.rules["school", "overleg"].holds(), "school/verzuim": school, "duo/verzuim": duo,
            "gebiedsteam/toestemming": self.rules["gebiedsteam", "toestemming"].holds() & c("bsn").is_in(consents),
        }  # fmt: skip
        persons = self.persons.lazy().with_columns(**flags).filter(pl.any_horizontal(list(flags)))
        persons = persons.rename({"woonplaats": "plaats", "bsn": "nummer"})
        texts = self.checked["brp"].rows.lazy().select("nr", "voornamen", "voorvoegsel", "geslachtsnaam", *ADDRESS)
        record = self.facts.absences.lazy().select(
            c("nr").alias("beslissend"), "soort_verzuim", c("begin").alias("begindatum_verzuim"), "uren"
        )
        filled = persons.join(texts, on="nr").join(record, on="beslissend", how="left")
        schools = self.facts.schools.categories
        covered, ended = c("dekt"), c("voorbij")
        place = len(schools) - pl.when(covered.is_not_null()).then(covered // 2**26 % 2**17).otherwise(ended // 16 % 2**17)
        begin = pl.when(covered.is_not_null()).then(covered // 2**43).otherwise(ended // 2**21 % 2**20)
        until = pl.when(covered.is_not_null()).then(covered // 16 % 2**22).otherwise(ended // 2**41)
        level = pl.coalesce(covered, ended) % 16
        hours = c("uren").str.replace(",", ".", literal=True).str.replace(r"^\+?0*(\d)", "$1")
        yes = {True: "ja", False: "nee"}

        def on(days):
            return pl.when(days > 0).then(EPOCH + pl.duration(days=days))

        return filled.with_columns(
            nine(c("nummer")).alias("bsn"), partial_text(c("geboren")).alias("geboortedatum"),
            place.cast(pl.Int64).replace_strict(dict(enumerate(schools)), default=None, return_dtype=pl.String).alias("brin"),
            level.replace_strict(level_words(), default=None, return_dtype=pl.String).alias("niveau"),
            on(begin).alias("datum_inschrijving"), on(until).alias("datum_uitschrijving"), c("sk").alias("startkwalificatie"),
            (c("plicht") == "vrijgesteld").replace_strict(yes).alias("vrijgesteld"),
            pl.when(~c("diploma_leeg")).then(c("diploma").cast(pl.String)).alias("hoogste_diploma"),
            c("overleg").replace_strict(yes).alias("overleg_school"), hours.alias("uren_verzuim"),
            c("brin_diploma").fill_null(""),
        ).collect()  # fmt: skip

    def write_parcels(self):
        """Every parcel."""
        released = self.released
        for rule in self.flags:
            own = released.filter(c(f"{rule.party}/{rule.parcel}"))
            if rule.splits:
                self.write(own.filter(~c("geheim")).select(rule.columns), "uitvoer", rule.party, f"{rule.parcel}.csv")
                self.write(own.filter(c("geheim")).select(rule.columns), "uitvoer", rule.party, f"{rule.parcel}-geheim.csv")
            else:
                self.write(own.select(rule.columns), "uitvoer", rule.party, f"{rule.parcel}.csv")
        for rule in self.rules.values():
            if rule.columns and rule.last_reason is not None:
                self.write(released.head(0).select(rule.columns), "uitvoer", rule.party, f"{rule.parcel}.csv")
        self.write_contacts()
        self.write_records()
        self.write_handovers()
        self.write_consents()
        counts = self.persons.lazy().filter(self.rules["contactgemeente", "rapportage"].holds())
        counts = counts.group_by("leeftijdsgroep", "doelgroep").agg(pl.len().alias("aantal"))
        self.write(counts.filter(c("aantal") >= self.town.threshold).collect(), "uitvoer", "contactgemeente", "rapportage.csv")

    def newest(self, admitted, numbers):
        """The newest row of contact details that may be used; of one day the lowest department, then the lowest purpose."""
        known = self.facts.aside.lazy().filter((c("weg") & ASIDE["contactgegevens"]) > 0)
        rows = self.facts.of("contactgegevens").filter(admitted)
        rows = rows.join(numbers.lazy().select(c("nummer").alias("bsn")), on="bsn", how="semi").join(known, on="bsn", how="anti")
        rows = rows.sort("op", "afdeling", "doel", "nr", descending=[True, False, False, True])
        return rows.unique("bsn", keep="first", maintain_order=True).select(c("bsn").alias("nummer"), "telefoon", "email").collect()

    def write_contacts(self):
        """Contact details of who is in a parcel that they hang on."""
        overlap = [f"{own['van_afdeling']}/{own['van_doel']}" for own in self.town.overlaps]
        pair = c("afdeling").is_in(["leerplicht", "doorstroompunt"])
        own = (c("afdeling") == "participatie") | pl.concat_str("afdeling", pl.lit("/"), "doel").is_in(overlap)
        self.contacts = {}
        for party, parcels, admitted in (
            ("leerplicht", ["toezicht", "verzuim"], pair), ("doorstroompunt", ["begeleiding"], pair),
            ("participatie", ["jongeren-in-beeld"], own),
        ):  # fmt: skip
            inside = self.released.filter(pl.any_horizontal(*(f"{party}/{parcel}" for parcel in parcels))).select("nummer", "bsn")
            found = inside.join(self.newest(admitted, inside), on="nummer")
            self.contacts[party] = (inside.height, found.height)
            self.write(found.select("bsn", "telefoon", "email"), "uitvoer", party, "contact.csv")

    def write_records(self):
        """Absence records that go back to school and DUO, and whom a school is to be consulted about."""
        records = self.facts.absences.filter(~c("is_absoluut")).rename({"bsn": "nummer", "brin": "school"})
        self.reported = self.released.filter(c("duo/verzuim")).join(records, on="nummer")
        self.write(self.reported.select("bsn", "meldingsnummer", "status"), "uitvoer", "duo", "verzuim.csv")
        of_school = self.released.filter(c("school/verzuim")).join(records, on="nummer")
        funded = self.facts.of("duo_inschrijving").filter(self.facts._in_force() & (c("sector") != "NIETBEK"))
        known = funded.join(self.facts.aside.lazy().filter((c("weg") & 1) > 0), on="bsn", how="anti")
        known = known.join(of_school.lazy().select(c("nummer").alias("bsn")), on="bsn", how="semi")
        known = known.select(c("bsn").alias("nummer"), c("brin").alias("school"), pl.lit(True).alias("eigen")).unique().collect()
        self.of_school = of_school.join(known, on=["nummer", "school"], how="left").with_columns(c("eigen").fill_null(False))
        for brin in self.town.schools("school"):
            own = self.of_school.filter(c("eigen") & (c("school") == brin))
            columns = ["bsn", "geslachtsnaam", "voorvoegsel", "voornamen", "meldingsnummer", "status"]
            self.write(own.select(columns), "uitvoer", "school", f"verzuim.{brin}.csv")
            asked = self.released.filter(c("school/overleg") & (c("brin_diploma") == brin))
            self.write(asked.select(NAME), "uitvoer", "school", f"overleg.{brin}.csv")

    def _in_doubt(self, extract):
        """Persons of whom a row of an extract that comes per school was set aside."""
        aside = self.checked[extract].aside.drop_nulls("n").select("n")
        return (
            aside.join(self.facts.coupled, left_on="n", right_on="ond", how="left").select(pl.coalesce("bsn", "n").alias("bsn")).unique()
        )

    def write_handovers(self):
        """Row by row, from the school's own deliveries only."""
        town, facts = self.town, self.facts
        rows = facts.of("overstap").collect()
        rows = rows.join(self.persons.select("bsn", "actueel"), on="bsn", how="left").join(
            facts.excluded().collect(), on="bsn", how="left"
        )
        rows = rows.join(facts.aside, on="bsn", how="left")
        doubted = self._in_doubt("overstap")["bsn"].implode()
        reason = (
            pl.when(~c("actueel")).then(pl.lit("bijhouding"))
            .when(((c("uit").fill_null(0) & 128) > 0) | ((c("weg").fill_null(0) & 64) > 0)).then(pl.lit("uitgesloten"))
            .when(c("bsn").is_in(doubted)).then(pl.lit("rij_in_quarantaine"))
            .when(c("brin_latend") != town.school_handed_over).then(pl.lit("niet_eigen_gegevens"))
            .when(pl.lit(not town.is_processor)).then(pl.lit("geen_verwerker"))
            .when(~c("brin_ontvangend").is_in(town.schools("mbo"))).then(pl.lit("geen_ontvanger"))
        )  # fmt: skip
        self.handovers = rows.with_columns(reason.alias("weigering"))
        results = facts.of("leerresultaat").collect().filter(c("brin") == town.school_handed_over)
        results = results.filter(~c("bsn").is_in(self._in_doubt("leerresultaat")["bsn"].implode()))
        results = results.filter(c("schooljaar") == c("schooljaar").max().over("n")).select("n", "vak", "cijfer")
        lines = self.handovers.filter(c("weigering").is_null()).join(results, on="n", how="left")
        lines = lines.select(
            "brin_ontvangend", nine(c("n")).alias("persoonsnummer"), "geslachtsnaam", "voorvoegsel", "voornamen",
            partial_text(c("geboren")).alias("geboortedatum"), "brin_latend", "niveau_latend", "profiel", "leerjaar", "diploma",
            c("uitstroom").alias("datum_uitstroom"), "vak", "cijfer",
        )  # fmt: skip
        for brin in town.schools("mbo"):
            own = lines.filter(c("brin_ontvangend") == brin).drop("brin_ontvangend")
            self.write(own, "uitvoer", "mbo", f"overstap.{brin}.csv")

    def write_consents(self):
        """The consents that count, a parcel for each purpose and set of fields."""
        town = self.town
        day, day_number = pl.lit(town.verstrekdatum), as_number(town.verstrekdatum)
        born = self.checked["brp"].rows.select(c("n").alias("bsn"), first(c("geboren")).alias("van"), last(c("geboren")).alias("tot_dag"))
        rows = self.facts.of("toestemming").collect().join(born, on="bsn").join(self.facts.aside, on="bsn", how="left")
        self.stated = rows = rows.filter((c("weg").fill_null(0) & ASIDE["toestemming"]) == 0)

        def old_enough(on):
            early, late = ((on - c(name)).floordiv(10_000) >= 16 for name in ("van", "tot_dag"))
            return pl.when(early == late).then(early)

        given = c("verkregen").dt.year() * 10_000 + c("verkregen").dt.month().cast(pl.Int32) * 100 + c("verkregen").dt.day()
        by_person, by_other = old_enough(given), ~old_enough(given) & ~old_enough(pl.lit(day_number, pl.Int32))
        may_give = pl.when(c("gegeven_door") == "BETROKKENE").then(by_person).otherwise(by_other).fill_null(False)
        rows = rows.filter(
            (c("ingetrokken").is_null() | (c("ingetrokken") > day)) & (c("verkregen") <= day) & (c("tot").is_null() | (c("tot") >= day))
            & ((c("vorm") != "MONDELING") | (c("bevestigd") <= day).fill_null(False)) & may_give
        )  # fmt: skip
        self.consents = {}
        for own in town.cooperations:
            of_it = rows.filter((c("ontvanger") == own["ontvanger"]) & (c("doel") == own["doel"]))
            words = c("velden").str.split("|").list.eval(pl.element().str.strip_chars(" "))
            of_it = of_it.with_columns(
                words.list.set_intersection(own["velden"]).list.set_intersection(BY_CONSENT).list.sort().alias("over")
            )
            for (fields,), persons in of_it.filter(c("over").list.len() > 0).group_by("over"):
                text = f"{own['doel']}\n{'|'.join(fields)}"
                name = hashlib.sha256(text.encode()).hexdigest()[:8]
                who = persons.select(c("bsn").alias("nummer")).unique()
                self.consents[name] = (list(fields), who)
                contact = self.newest(c("afdeling") == "gebiedsteam", who)
                inside = self.released.filter(c("gebiedsteam/toestemming")).join(who, on="nummer")
                if set(fields) & set(ADDRESS):
                    inside = inside.filter(~c("geheim"))
                shown = [field for field in BY_CONSENT if field in fields]
                table = inside.join(contact, on="nummer", how="left").select(shown)
                self.write(table, "uitvoer", "gebiedsteam", f"toestemming.{name}.csv")

    def write_set_aside(self, extract):
        """The rows of one extract that were set aside: line, code, and the columns, or the whole line where it has no columns."""
        columns = HEADERS[extract].split(",")
        aside = self.checked[extract].aside
        if extract == "overstap":
            columns.pop()
        broken = c("code").str.starts_with("R-RIJ")
        whole = pl.lit("") if extract == "overstap" else c("regel")
        cells = [c("cel").list.get(at, null_on_oob=True) for at in range(len(columns))]
        shown = [
            pl.when(broken).then(whole if at == 0 else pl.lit("")).otherwise(cell).alias(column)
            for at, (column, cell) in enumerate(zip(columns, cells, strict=True))
        ]
        table = aside.with_columns(c("regel").str.split(",").alias("cel")).select(c("nr").alias("lijn"), "code", *shown)
        if extract == "verzuim":
            table = self._requoted(aside, columns)
        self.write(table.rename({table.columns[0]: "regel"}), "quarantaine", f"{extract}.csv")

    def _requoted(self, aside, columns):
        """The few rows of the one extract with quoted cells."""
        rows = []
        for nr, line, code in aside.select("nr", "regel", "code").iter_rows():
            cells = [line] if code.startswith("R-RIJ") else next(csv.reader([line]))
            rows.append([nr, code, *cells, *[""] * (len(columns) - len(cells))])
        schema = {"lijn": pl.Int64, "code": pl.String, **dict.fromkeys(columns, pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def write_sums(self):
        """What was read, accepted and set aside, and what became of everybody in each parcel."""
        extracts = [(name, own.read, own.read - own.aside.height, own.aside.height) for name, own in self.checked.items()]
        table = pl.DataFrame(extracts, schema=["extract", "gelezen", "aanvaard", "quarantaine"], orient="row")
        self.write(table, "behoud_extracten.csv")
        axes = [
            "actueel", "uit", "woonplaats", "plicht", "plicht_v", "doelgroep", "doelgroep_v", "verzuim", "jib", "jib_v", "overleg",
            "overleg_v", "inkomen_bekend", "zestien", "zestien_v", "geen_contact", "pw7a", "geheim", "sk",
        ]  # fmt: skip
        self.groups = self.persons.lazy().group_by(*axes, (c("weg") & 8 > 0).alias("verzuim_weg")).agg(pl.len().alias("aantal")).collect()
        self.sums = []
        for rule in self.rules.values():
            if rule.parcel in {"overleg", "contact", "toestemming"} or rule.party in {"school", "duo"}:
                continue
            outcome = self.groups.with_columns(rule.reason().alias("reden"))
            if rule.splits:
                for parcel, reason, other in (
                    (rule.parcel, "geheim_adres", True),
                    (f"{rule.parcel}-geheim", "geen_geheim_adres", False),
                ):
                    hidden = pl.when(c("reden").is_null() & (c("geheim") == other)).then(pl.lit(reason)).otherwise(c("reden"))
                    self._count(rule.party, parcel, outcome.with_columns(hidden.alias("reden")))
            else:
                self._count(rule.party, rule.parcel, outcome)
        self._count("mbo", "overstap", self.handovers.select(c("weigering").alias("reden"), pl.lit(1).alias("aantal")))
        self._sums_by_row()
        table = pl.DataFrame(self.sums, schema=["partij", "pakket", "reden", "aantal"], orient="row")
        self.write(table.filter(c("aantal") > 0), "behoud_pakketten.csv")

    def _count(self, party, parcel, outcome):
        for reason, count in outcome.group_by("reden").agg(c("aantal").sum()).iter_rows():
            self.sums.append((party, parcel, reason or "geleverd", count))

    def _add(self, party, parcel, left, counted):
        """What fails on the profile, then what the person's own rows decide; the rest has the last reason."""
        rule = self.rules[party, parcel.split(".")[0]]
        outcome = self.groups.with_columns(rule.reason().alias("reden"))
        if parcel == "verzuim":
            unknown = c("reden").is_null() & c("verzuim_weg")
            outcome = outcome.with_columns(pl.when(unknown).then(pl.lit("rij_in_quarantaine")).otherwise(c("reden")).alias("reden"))
        self._count(party, parcel, outcome.filter(c("reden").is_not_null()))
        rest = outcome.filter(c("reden").is_null())["aantal"].sum() - sum(counted.values())
        self.sums.extend((party, parcel, reason, count) for reason, count in {**counted, left: rest}.items())

    def _sums_by_row(self):
        schools = self.town.schools("school")
        for party, (inside, found) in self.contacts.items():
            self._add(party, "contact", "niet_in_pakket", {"geleverd": found, "geen_contactgegevens": inside - found})
        self._add("duo", "verzuim", "geen_melding", {"geleverd": self.reported["nummer"].n_unique()})
        outcome = self.of_school.group_by("nummer").agg(
            (c("eigen") & c("school").is_in(schools)).any().alias("geleverd"), c("eigen").any()
        )
        given, own = outcome["geleverd"].sum(), outcome["eigen"].sum()
        self._add(
            "school", "verzuim", "geen_melding",
            {"geleverd": given, "geen_ontvanger": own - given, "andere_school": outcome.height - own},
        )  # fmt: skip
        asked = self.released.filter(c("school/overleg"))["brin_diploma"]
        unknown, reached = (asked == "").sum(), asked.is_in(schools).sum()
        self._add(
            "school", "overleg", "geleverd", {"school_onbekend": unknown, "geen_ontvanger": len(asked) - unknown - reached}
        )  # fmt: skip
        stated = self.stated.filter(c("ontvanger") == "gebiedsteam").select(c("bsn").alias("nummer")).unique()
        inside = self.released.filter(c("gebiedsteam/toestemming")).join(stated, on="nummer", how="semi")
        for name, (fields, who) in self.consents.items():
            given = inside.join(who, on="nummer", how="semi")
            secret = given.filter(c("geheim")).height if set(fields) & set(ADDRESS) else 0
            counted = {
                "geleverd": given.height - secret, "geheim_adres": secret, "toestemming_telt_niet": inside.height - given.height,
            }  # fmt: skip
            self._add("gebiedsteam", f"toestemming.{name}", "geen_toestemming", counted)


if __name__ == "__main__":
    several = len(ASKED.town) > 1
    spent = collections.Counter()
    for town in ASKED.town:
        target = pathlib.Path(ASKED.out, pathlib.Path(town).name) if several else ASKED.out
        engine = Engine(Town(town, ASKED.peildatum, ASKED.verstrekdatum), target)
        engine.run()
        spent.update(engine.seconds)
    print(" ".join(f"{name} {seconds:.2f}" for name, seconds in spent.items()))
