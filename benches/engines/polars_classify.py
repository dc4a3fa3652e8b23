"""Rows to facts per person, and facts to values, in polars: the peildatum, and with suffix `_v` the verstrekdatum."""

import datetime

import polars as pl

from polars_read import DIPLOMAS, LEVELS, eleven, first, last
from town import PARTIES

c = pl.col

NO_QUALIFICATION = ["GEEN", "ENTREE", "PRO", "VSO", "VMBO"]
AGE_GROUPS = pl.Enum(["onder_18", "18_tot_23", "23_tot_27", "vanaf_27", "onbepaald"])
DUTIES = pl.Enum(["leerplichtig", "kwalificatieplichtig", "vrijgesteld", "geen", "onbekend"])
TRI = pl.Enum(["ja", "nee", "onbekend"])
ABSENCE = pl.Enum(["geen", "relatief", "relatief_onbevestigd", "langdurig", "absoluut", "onbekend"])
LISTED = pl.Enum(["niet_op_lijst", "terecht", "onterecht", "onbekend"])
KEPT = pl.Enum(["actueel", "overleden", "vertrokken", "niet_ingezetene", "fout"])
HOMES = pl.Enum(["gemeente", "regio", "elders"])
PHASES = pl.Enum(["voor", "leerplicht", "kwalificatie", "voorbij", "sk_onbekend", "twijfel", "rij_weg", "onbepaald"])
EPOCH = datetime.date(1, 1, 1)

#: The extracts of which rows may be set aside, one bit each; whoever's number is in doubt has all of the first eight.
ASIDE = {
    "duo_inschrijving": 1, "duo_startkwalificatie": 2, "vrijstelling": 4, "verzuim": 8, "contactgegevens": 16, "dossier": 32,
    "uitsluiting": 64, "toestemming": 128, "inkomen": 256, "jib_lijst": 512,
}  # fmt: skip
IN_DOUBT = 255

#: The reasons, in the order in which they are written: one bit each.
REASONS = [
    "GEBOORTEDATUM_ONVOLLEDIG", "GEBOORTEDATUM_ONBEKEND", "SCHRIKKELDAG_GRENS", "RIJ_IN_QUARANTAINE", "ALLEEN_NIET_BEKOSTIGD",
    "ZOMEROVERGANG", "STARTKWALIFICATIE_GEEN_RIJ", "STARTKWALIFICATIE_TEGENSTRIJDIG", "STARTKWALIFICATIE_LATER",
    "PRAKTIJKONDERWIJS_TWIJFEL", "VERZUIM_TEGENSTRIJDIG", "INKOMEN_NIET_BEVRAAGD", "PARAMETER_ONTBREEKT", "JIB_LEEFTIJD",
    "JIB_STARTKWALIFICATIE", "JIB_INGESCHREVEN", "JIB_INKOMEN", "JIB_UITKERING", "ANDERS_OP_VERSTREKDATUM",
]  # fmt: skip


def as_number(day):
    """A day as the number YYYYMMDD."""
    return day.year * 10_000 + day.month * 100 + day.day


def _word(enum, *cases):
    """The first case that holds, as a word of a closed list; the last one is what is left."""
    chain = None
    for holds, word in cases[:-1]:
        value = pl.lit(word, enum) if isinstance(word, str) else word
        chain = (pl if chain is None else chain).when(holds).then(value)
    left = cases[-1]
    return chain.otherwise(pl.lit(left, enum) if isinstance(left, str) else left)


def _bits(*flags):
    """Flags as one number."""
    return pl.sum_horizontal(flag.fill_null(False).cast(pl.Int32) * (1 << at) for at, flag in enumerate(flags))


class Facts:
    """Everything that is known, by bsn; a coupled onderwijsnummer is read as that bsn."""

    def __init__(self, town, checked):
        self.town, self.checked = town, checked
        self.peil = pl.lit(town.peildatum)
        self._couple()
        self.aside = self._aside()
        self.absences = self._absences()

    def of(self, extract):
        """The good rows of an extract, with whose they are."""
        rows = self.checked[extract].rows.lazy()
        return rows.join(self.coupled.lazy(), left_on="n", right_on="ond", how="left").with_columns(pl.coalesce("bsn", "n").alias("bsn"))

    def _couple(self):
        """Which onderwijsnummer belongs to which bsn; one that two bsn's claim is nobody's, and both are in doubt."""
        rows = self.checked["koppeling"].rows.filter(eleven(c("ond")) != 0)
        claims = rows.group_by("ond").agg(c("n").min().alias("bsn"), c("n").n_unique().alias("aantal"))
        disputed = claims.filter(c("aantal") > 1).select("ond")
        self.coupled = claims.filter(c("aantal") == 1).select("ond", "bsn")
        self.doubted = pl.concat([
            self.checked["koppeling"].aside["n"].drop_nulls(), disputed["ond"], rows.join(disputed, on="ond", how="semi")["n"],
        ]).unique()  # fmt: skip

    def _aside(self):
        """Of whom a row was set aside, as bits."""
        parts = [
            self.checked[extract].aside.drop_nulls("n").select("n", pl.lit(bit, pl.Int32).alias("weg")) for extract, bit in ASIDE.items()
        ]
        parts.append(self.doubted.to_frame("n").with_columns(pl.lit(IN_DOUBT, pl.Int32).alias("weg")))
        both = pl.concat(parts).join(self.coupled, left_on="n", right_on="ond", how="left")
        return both.group_by(pl.coalesce("bsn", "n").alias("bsn")).agg(c("weg").bitwise_or())

    def _in_force(self, begin="begin", until="eind", day=None):
        day = self.peil if day is None else day
        return (c(begin) <= day) & (c(until).is_null() | (c(until) >= day))

    def enrolments(self):
        """Flags, and the enrolment that a parcel shows packed in a number that sorts as the contract wants it."""
        rows = self.checked["duo_inschrijving"].rows
        self.schools = pl.Enum(rows["brin"].unique().sort())
        from_last = len(self.schools.categories) - c("brin").cast(self.schools).to_physical().cast(pl.Int64)
        covers, ended = self._in_force(), c("eind") < self.peil
        begin, until = ((c(name) - EPOCH).dt.total_days() for name in ("begin", "eind"))
        level = c("niveau").to_physical().cast(pl.Int64)
        shared = from_last * 2**26
        return (
            self.of("duo_inschrijving")
            .select(
                "bsn",
                (covers & (c("sector") != "NIETBEK")).alias("ja"),
                covers.alias("gedekt"),
                ((c("sector") == "VSO") & c("profiel").is_in(["ARBEIDSMARKT", "DAGBESTEDING"]) & (c("begin") <= self.peil)).alias("vso"),
                ((c("niveau") == "PRO") & ended.fill_null(False)).alias("pro"),
                pl.when(covers).then(begin * 2**43 + shared + until.fill_null(0) * 16 + level).alias("dekt"),
                pl.when(ended).then(until * 2**41 + begin * 2**21 + from_last * 16 + level).alias("voorbij"),
            )
            .group_by("bsn")
            .agg(c("ja", "gedekt", "vso", "pro").any(), c("dekt", "voorbij").max())
        )

    def qualifications(self):
        """One row per person; whoever has two numbers with contradicting rows is unknown."""
        rows = self.of("duo_startkwalificatie").drop("n")
        mine = rows.filter(c("bsn").is_in(self.coupled["bsn"].implode())).collect()
        content = ["sk_j", "behaald", "hoogste", "diploma_op", "brin_diploma"]
        twice = mine.group_by("bsn").agg(pl.struct(content).n_unique().alias("soorten"), pl.len(), c("nr").min().alias("eerste"))
        twice = twice.filter(c("len") > 1)
        against = twice.filter(c("soorten") > 1).select("bsn", pl.lit(2, pl.Int32).alias("weg"))
        self.aside = pl.concat([self.aside, against]).group_by("bsn").agg(c("weg").bitwise_or())
        rows = rows.join(twice.lazy().select("bsn", "eerste"), on="bsn", how="left")
        rows = rows.filter(c("eerste").is_null() | (c("nr") == c("eerste")))
        return rows.join(against.lazy(), on="bsn", how="anti").select("bsn", *content)

    def _absences(self):
        """The records that count on the day, with what each can make of the value."""
        return (
            self.of("verzuim")
            .filter(self._in_force() & (c("status") != "AFGESLOTEN"))
            .select(
                "bsn", "nr", "meldingsnummer", "brin", "begin", "soort_verzuim", "uren", "status",
                (c("soort_verzuim") == "ABSOLUUT").alias("is_absoluut"),
                (c("soort_verzuim").is_in(["16UUR_4WEKEN", "LANGDURIG_4WEKEN", "LUXE"])
                 | ((c("soort_verzuim") == "OVERIG") & (c("uren_getal") >= 16).fill_null(False))).alias("is_relatief"),
                ((c("soort_verzuim") == "LANGDURIG_4WEKEN")
                 & (c("begin") + pl.duration(days=28) <= self.peil)).alias("is_langdurig"),
            )
            .collect()
        )  # fmt: skip

    def absent(self):
        """Per person the records that may decide: the earliest begun, then the first."""
        in_order = self.absences.lazy().sort("begin", "nr")
        return in_order.group_by("bsn", maintain_order=True).agg(
            c("is_absoluut").any().alias("absoluut"),
            c("nr").filter(c("is_relatief")).first().alias("relatief"),
            c("nr").filter(c("is_langdurig")).first().alias("langdurig"),
            c("nr").first().alias("enige"),
        )

    def incomes(self):
        """Of the latest period that is not after the month of the day."""
        rows = self.checked["inkomen"].rows
        month = self.town.peildatum.year * 100 + self.town.peildatum.month
        self.period = rows.select(c("maand").filter(c("maand") <= month).max()).item()
        return (
            rows.lazy()
            .filter(c("maand") == (self.period or 0))
            .select(
                c("n").alias("bsn"), pl.when(c("soort") == "WERK").then(c("bedrag")).otherwise(0).alias("werk"),
                (c("soort") == "UITKERING").alias("uitkering"),
            )
            .group_by("bsn")
            .agg(c("werk").sum(), c("uitkering").any())
        )  # fmt: skip

    def _amount(self, name):
        first_day = f"{self.period // 100:04}-{self.period % 100:02}-01" if self.period else ""
        in_force = [amount for since, amount in self.town.amounts(name) if since <= first_day]
        return pl.lit(in_force[-1] if in_force else None, pl.Int64)

    def exempt(self):
        """Whom an exemption in force frees."""
        rows = self.of("vrijstelling").filter((c("soort") == "VRIJGESTELD") & self._in_force())
        return rows.select("bsn").unique().with_columns(pl.lit(True).alias("vrij"))

    def listed(self):
        """Who is on the latest list."""
        rows = self.of("jib_lijst")
        return rows.filter(c("maand") == c("maand").max()).select("bsn").unique().with_columns(pl.lit(True).alias("op_lijst"))

    def dossiers(self):
        """What dossiers that count say."""
        rows = self.of("dossier").filter(self._in_force())
        pw7a = (c("team") == "DOORSTROOMPUNT") & (c("status") == "ACTIEF") & (c("pad") == "PW7A")
        return rows.group_by("bsn").agg((c("status") == "GEEN_CONTACT").any().alias("geen_contact"), pw7a.any().alias("pw7a"))

    def excluded(self):
        """Parties that an exclusion keeps a person from, as bits; an empty party is all of them."""
        day = pl.lit(self.town.verstrekdatum)
        rows = self.of("uitsluiting").filter(self._in_force("van", "tot", day))
        bit = c("partij").replace_strict({"": 2047, **{party: 1 << at for at, party in enumerate(PARTIES)}}, return_dtype=pl.Int32)
        return rows.group_by("bsn").agg(bit.bitwise_or().alias("uit"))

    def persons(self):
        """One row per person, with every fact."""
        frames = [
            self.enrolments(), self.qualifications(), self.incomes(), self.exempt(), self.absent(), self.listed(), self.dossiers(),
            self.excluded(), self.aside.lazy(),
        ]  # fmt: skip
        people = (
            self.checked["brp"]
            .rows.lazy()
            .select("nr", c("n").alias("bsn"), "geboren", "gemeente", "geheim", "reden", "geschorst", "overleden")
        )
        for frame in frames:
            people = people.join(frame, on="bsn", how="left", maintain_order="left")
        return self._classified(people)

    def _classified(self, people):
        town = self.town
        peil, later = as_number(town.peildatum), as_number(town.verstrekdatum)
        weg = c("weg")
        known = {extract: (weg & bit) == 0 for extract, bit in ASIDE.items()}
        people = people.with_columns(c("weg", "uit").fill_null(0), c("uitkering", "vrij", "op_lijst").fill_null(False))
        school, stated = known["duo_inschrijving"], known["duo_startkwalificatie"]
        people = people.with_columns(
            first(c("geboren")).alias("van"), last(c("geboren")).alias("tot"),
            *((c(flag).fill_null(False) & school).alias(flag) for flag in ("ja", "gedekt", "vso", "pro")),
            *(pl.when(school).then(c(shown)).alias(shown) for shown in ("dekt", "voorbij")),
            *(pl.when(stated).then(c(column)).alias(column) for column in ("sk_j", "behaald")),
            (c("hoogste") == "").alias("diploma_leeg"),
            pl.when(stated & c("sk_j").is_not_null()).then(
                pl.when((c("hoogste") == "") | (c("diploma_op") > self.peil).fill_null(False))
                .then(pl.lit("GEEN", DIPLOMAS)).otherwise(c("hoogste"))).alias("diploma"),
            pl.when(known["inkomen"] & pl.lit(self.period is not None))
            .then(c("werk").fill_null(0) if town.covers_everyone else c("werk")).alias("werk"),
            pl.when(known["jib_lijst"]).then(c("op_lijst")).alias("op_lijst"),
            *((c(flag).fill_null(False) & known["dossier"]).alias(flag) for flag in ("geen_contact", "pw7a")),
        )  # fmt: skip
        below = c("diploma").is_in(NO_QUALIFICATION)
        after_day = ((c("behaald") > self.peil) & c("sk_j")).fill_null(False)
        ended_in = EPOCH + pl.duration(days=c("voorbij") // 2**41)
        summer = pl.lit(801 <= peil % 10_000 <= 930) & ended_in.is_between(
            pl.date(town.peildatum.year, 6, 1), pl.date(town.peildatum.year, 7, 31)
        ).fill_null(False)
        people = people.with_columns(
            _word(TRI, (c("sk_j").is_null(), "onbekend"), (after_day, "nee"), (c("sk_j") & ~below, "ja"), (~c("sk_j") & below, "nee"),
                  "onbekend").alias("sk"),
            _word(TRI, (~school, "onbekend"), (c("ja"), "ja"), (c("gedekt") | summer, "onbekend"), "nee").alias("ingeschreven"),
        )  # fmt: skip
        after = _word(
            PHASES, ((c("diploma") == "PRO").fill_null(False) | c("vso"), "voorbij"),
            ((c("diploma") == "ENTREE").fill_null(False) & c("pro"), "twijfel"), (c("sk") == "ja", "voorbij"),
            (c("sk") == "onbekend", "sk_onbekend"), (~school, "rij_weg"), "kwalificatie",
        )  # fmt: skip
        people = people.with_columns(after.alias("erna"))
        people = people.with_columns(_phase(peil).alias("fase"), _phase(later).alias("fase_v"))
        free = known["vrijstelling"]
        people = people.with_columns(_duty("fase", free).alias("plicht"), _duty("fase_v", free).alias("plicht_v"))
        people = people.with_columns(
            _absence("plicht", known["verzuim"]).alias("verzuim"), _absence("plicht_v", known["verzuim"]).alias("verzuim_v"),
            (c("werk") < self._amount("jib_inkomensgrens_cent")).alias("weinig"),
            pl.when(c("werk").is_not_null()).then(~c("uitkering")).alias("geen_uitkering"),
        )  # fmt: skip
        limit = self._amount("economisch_zelfstandig_cent")
        people = people.with_columns(
            pl.when(_age(peil, "van") == _age(peil, "tot")).then(_age(peil, "van")).alias("leeftijd"),
            _group(peil).alias("leeftijdsgroep"), _group(later).alias("leeftijdsgroep_v"),
            _target("plicht", "fase", "verzuim", peil).alias("doelgroep"),
            _target("plicht_v", "fase_v", "verzuim_v", later).alias("doelgroep_v"),
            _tri(pl.when(c("werk").is_not_null() & limit.is_not_null()).then((c("werk") >= limit) & ~c("uitkering")))
            .alias("economisch_zelfstandig"),
            _listed(peil).alias("jib"), _listed(later).alias("jib_v"),
            _kept(peil).alias("bijhouding"), _kept(later).alias("bijhouding_v"),
            _word(HOMES, (c("gemeente") == town.municipality, "gemeente"), (c("gemeente").is_in(town.region), "regio"), "elders")
            .alias("woonplaats"),
            (~_under(peil, 16)).alias("zestien"), (~_under(later, 16)).alias("zestien_v"),
            pl.when(known["uitsluiting"]).then(c("uit")).otherwise(2047).alias("uit"),
            (c("enige").is_not_null() & known["verzuim"]).alias("heeft_melding"),
        )  # fmt: skip
        people = people.with_columns(
            ((c("bijhouding") == "actueel") & (c("bijhouding_v") == "actueel")).alias("actueel"),
            ((c("doelgroep") == "ja") & _within_term(peil)).alias("overleg"),
            ((c("doelgroep_v") == "ja") & _within_term(later)).alias("overleg_v"),
            pl.when(c("verzuim") == "relatief").then(c("relatief")).when(c("verzuim") == "langdurig").then(c("langdurig"))
            .when(c("verzuim") == "relatief_onbevestigd").then(c("enige")).alias("beslissend"),
        )  # fmt: skip
        people = people.with_columns(self._reasons(known, after_day, peil).alias("redenen"))
        return people.select(
            "nr", "bsn", "geboren", "geheim", "weg", "uit", "dekt", "voorbij", "diploma", "diploma_leeg", "brin_diploma",
            "leeftijd", "leeftijdsgroep", "plicht", "plicht_v", "sk", "ingeschreven", "verzuim", "doelgroep", "doelgroep_v",
            "economisch_zelfstandig", "jib", "jib_v", "bijhouding", "woonplaats", "zestien", "zestien_v", "geen_contact", "pw7a",
            "heeft_melding", "actueel", "overleg", "overleg_v", "beslissend", "redenen", c("werk").is_not_null().alias("inkomen_bekend"),
        ).collect()  # fmt: skip

    def _reasons(self, known, after_day, peil):
        aged = pl.when((_age(peil, "van").is_between(23, 26)) == (_age(peil, "tot").is_between(23, 26))).then(
            _age(peil, "van").is_between(23, 26)
        )
        day = self.town.peildatum
        leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
        at_the_edge = (day.month, day.day) in ((2, 28), (3, 1)) and not leap
        at_school = ~c("plicht").is_in(["vrijgesteld", "onbekend"]) & (c("ingeschreven") == "ja")
        zelfstandig = self._amount("economisch_zelfstandig_cent").is_null()
        grens = self._amount("jib_inkomensgrens_cent").is_null() & c("op_lijst") & (c("jib") == "onbekend")
        different = pl.any_horizontal(
            c(name).ne_missing(c(f"{name}_v"))
            for name in ("leeftijdsgroep", "plicht", "doelgroep", "jib", "overleg", "bijhouding", "zestien")
        )
        return _bits(
            c("van") != c("tot"), c("van").is_null(),
            (c("van") == c("tot")) & (c("van") % 10_000 == 229) & pl.lit(at_the_edge),
            ~known["duo_inschrijving"] | ~known["duo_startkwalificatie"] | ~known["inkomen"] | ~known["jib_lijst"]
            | (~known["vrijstelling"] & c("fase").is_in(["leerplicht", "kwalificatie"])) | (~known["verzuim"] & at_school),
            c("gedekt") & ~c("ja"), known["duo_inschrijving"] & ~c("gedekt") & (c("ingeschreven") == "onbekend"),
            known["duo_startkwalificatie"] & c("sk_j").is_null(), c("sk_j").is_not_null() & (c("sk") == "onbekend"), after_day,
            c("fase") == "twijfel", known["verzuim"] & c("absoluut") & at_school, known["inkomen"] & c("werk").is_null(),
            c("werk").is_not_null() & (zelfstandig | grens), c("op_lijst") & ~aged, c("op_lijst") & (c("sk") == "ja"),
            c("op_lijst") & (c("ingeschreven") == "ja"), c("op_lijst") & ~c("weinig"), c("op_lijst") & ~c("geen_uitkering"), different,
        )  # fmt: skip


def _age(day, birth):
    """Completed years: a subtraction of days written as numbers, floored."""
    return (day - c(birth)).floordiv(10_000)


def _group(day):
    def of(birth):
        years = _age(day, birth)
        return _word(AGE_GROUPS, (years < 18, "onder_18"), (years < 23, "18_tot_23"), (years < 27, "23_tot_27"), "vanaf_27")

    return pl.when(c("van").is_not_null() & (of("van") == of("tot"))).then(of("van")).otherwise(pl.lit("onbepaald", AGE_GROUPS))


def _under(day, years):
    """A condition on the age, where both ends of a partial date of birth agree."""
    lower, upper = _age(day, "van") < years, _age(day, "tot") < years
    return pl.when(lower == upper).then(lower)


def _phase_at(day, birth):
    born = c(birth)
    year, md = born // 10_000, born % 10_000
    month = pl.when(md == 229).then(3).otherwise(md // 100)
    last_year = pl.when(md > 731).then(17).otherwise(16)
    return _word(
        PHASES, (day // 100 <= (year + 5) * 100 + month, "voor"), (day <= (year + last_year) * 10_000 + 731, "leerplicht"),
        (day >= born + 180_000, "voorbij"), c("erna"),
    )  # fmt: skip


def _phase(day):
    early, late = _phase_at(day, "van"), _phase_at(day, "tot")
    return pl.when(c("van").is_not_null() & (early == late)).then(early).otherwise(pl.lit("onbepaald", PHASES))


def _duty(phase, known):
    phase = c(phase)
    return _word(
        DUTIES, (phase.is_in(["voor", "voorbij"]), "geen"), (~phase.is_in(["leerplicht", "kwalificatie"]) | ~known, "onbekend"),
        (c("vrij"), "vrijgesteld"), (phase == "leerplicht", "leerplichtig"), "kwalificatieplichtig",
    )  # fmt: skip


def under_duty(duty):
    """Leer- or kwalificatieplichtig."""
    return c(duty).is_in(["leerplichtig", "kwalificatieplichtig"])


def _absence(duty, known):
    must = under_duty(duty)
    return _word(
        ABSENCE, (c(duty) == "vrijgesteld", "geen"), ((c(duty) == "onbekend") | (c("ingeschreven") == "onbekend"), "onbekend"),
        ((c("ingeschreven") == "nee") & must, "absoluut"), (c("ingeschreven") == "nee", "geen"), (~known, "onbekend"),
        (c("enige").is_null(), "geen"), (c("absoluut"), "onbekend"), (must & c("relatief").is_not_null(), "relatief"),
        (~must & c("langdurig").is_not_null(), "langdurig"), "relatief_onbevestigd",
    )  # fmt: skip


def _true(name):
    """`ja` as true, `nee` as false, `onbekend` as null: three-valued logic then does what the contract says."""
    return pl.when(c(name) != "onbekend").then(c(name) == "ja")


def _tri(condition):
    return _word(TRI, (condition.is_null(), "onbekend"), (condition, "ja"), "nee")


def _target(duty, phase, absence, day):
    past = pl.when(c(duty) != "onbekend").then((c(duty) == "geen") & (c(phase) == "voorbij"))
    long_absent = pl.when(c(absence) != "onbekend").then(c(absence) == "langdurig")
    return _tri(past & _under(day, 27) & ~_true("sk") & (long_absent | ~_true("ingeschreven")))


def _listed(day):
    lower, upper = _age(day, "van").is_between(23, 26), _age(day, "tot").is_between(23, 26)
    of_age = pl.when(lower == upper).then(lower)
    rightly = of_age & ~_true("sk") & ~_true("ingeschreven") & c("weinig") & c("geen_uitkering")
    return _word(
        LISTED, (c("op_lijst").is_null(), "onbekend"), (~c("op_lijst"), "niet_op_lijst"), (rightly.is_null(), "onbekend"),
        (rightly, "terecht"), "onterecht",
    )  # fmt: skip


def _kept(day):
    def reached(name, empty):
        return pl.when(c(name).is_null()).then(empty).otherwise((c(name) % 100 == 0) | (c(name) <= day))

    reason = pl.when(reached("geschorst", True)).then(c("reden")).otherwise(pl.lit(""))
    return _word(
        KEPT, ((reason == "O") | reached("overleden", False), "overleden"), (reason == "E", "vertrokken"),
        (reason.is_in(["R", "M"]) | (c("gemeente") == "1999"), "niet_ingezetene"), (reason != "", "fout"), "actueel",
    )  # fmt: skip


def _within_term(day):
    obtained = c("diploma_op").dt.year() * 10_000 + c("diploma_op").dt.month().cast(pl.Int32) * 100 + c("diploma_op").dt.day()
    years = pl.when(c("diploma") == "ENTREE").then(1).when(c("diploma").is_in(["PRO", "VSO"])).then(2)
    return (years.is_not_null() & (obtained.is_null() | (day < obtained + years * 10_000))).fill_null(False)


def reasons_text(values):
    """The text behind each set of reasons that occurs: some hundred, whatever the number of persons."""
    occurring = values.unique()
    texts = ["|".join(name for at, name in enumerate(REASONS) if value >> at & 1) for value in occurring]
    return pl.DataFrame({"redenen": occurring, "tekst": texts})


def level_words():
    """The niveau behind its place in the list."""
    return dict(enumerate(LEVELS.categories))
