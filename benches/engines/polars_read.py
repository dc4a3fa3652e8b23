"""Every extract in polars: read, checked cell by cell, typed, repeats of a key settled.

The csv reader of polars fills a short row up in silence, so that lines are read and split: a missing cell is null then, an empty
one an empty text. Expressions only; the code of a defect is worked out for the few rows that have one.
"""

import dataclasses

import polars as pl

from town import HEADERS, PARTIES

c = pl.col

SECTORS = pl.Enum(["PO", "VO", "VSO", "VAVO", "MBO", "HO", "NIETBEK"])
LEVELS = pl.Enum(
    "PRO VMBO-B VMBO-K VMBO-G VMBO-T HAVO VWO VSO MBO1 MBO2 MBO3 MBO4 HBO WO ONB".split()
)  # fmt: skip
PROFILES = pl.Enum(["", "ARBEIDSMARKT", "DAGBESTEDING", "VERVOLG"])
DIPLOMAS = pl.Enum(
    ["", "GEEN", "ENTREE", "PRO", "VSO", "VMBO", "MBO2", "MBO3", "MBO4", "HAVO", "VWO", "BUITENLAND", "HO"]
)  # fmt: skip
INCOMES = pl.Enum(["WERK", "UITKERING", "PENSIOEN", "GEEN"])
SECRECY = ["", "0", "1", "2", "3", "4", "5", "6", "7"]
SUSPENSIONS = ["", "O", "E", "M", "R", "F", "."]
ABSENCES = ["16UUR_4WEKEN", "LANGDURIG_4WEKEN", "LUXE", "OVERIG", "ABSOLUUT"]
ABSENCE_STATES = ["OPEN", "IN_BEHANDELING", "AFGESLOTEN"]
OPEN_ENDS = ["99991230", "99991231", "9999-12-30", "9999-12-31", "30-12-9999", "31-12-9999"]
EXCEL_FAULTS = [
    "#N/B", "#N/A", "#VERW!", "#REF!", "#WAARDE!", "#VALUE!", "#NAAM?", "#NAME?", "#DEEL/0!", "#DIV/0!", "#LEEG!",
    "#NULL!", "#GETAL!", "#NUM!",
]  # fmt: skip
WELL_QUOTED = r'^(?:[^",]*|"(?:[^"]|"")*")(?:,(?:[^",]*|"(?:[^"]|"")*"))*$'
CHARS_MAX = 200


def digits(x):
    """Eight or nine digits as a number."""
    return pl.when(x.str.contains(r"^[0-9]{8,9}$")).then(x.cast(pl.Int32, strict=False))


def eleven(n):
    """The weighted sum of nine digits modulo 11."""
    total = n // 100_000_000 * 9 - n % 10
    for weight in range(2, 9):
        total += n // 10 ** (weight - 1) % 10 * weight
    return total % 11


def bsn(x):
    """The number, if it is a bsn."""
    n = digits(x)
    return pl.when((n > 0) & (eleven(n) == 0)).then(n)


def number(x):
    """The number, if it is a bsn or an onderwijsnummer."""
    n = digits(x)
    rest = eleven(n)
    return pl.when((n > 0) & ((rest == 0) | ((rest == 5) & (n // 10_000_000 == 10)))).then(n)


def day(x):
    """A whole date in one of three forms; null for what is none."""
    iso = x.str.replace(r"^(\d{4})(\d{2})(\d{2})$", "$1-$2-$3").str.replace(r"^(\d{2})-(\d{2})-(\d{4})$", "$3-$2-$1")
    parsed = iso.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(iso.str.contains(r"^\d{4}-\d{2}-\d{2}$") & (iso >= "0001")).then(parsed)


def end(x):
    """A last day; null where it is open, or no date."""
    return pl.when(~x.is_in(OPEN_ENDS)).then(day(x))


def partial(x):
    """A date of which parts may be 00, as the number YYYYMMDD."""
    plain = x.str.replace(r"^(\d{4})-(\d{2})-(\d{2})$", "$1$2$3")
    plain = plain.str.replace(r"^(0[1-9]|[12]\d|3[01])-(0[1-9]|1[0-2])-(\d{4})$", "$3$2$1")
    return pl.when(plain.str.contains(r"^\d{8}$")).then(plain.cast(pl.Int32, strict=False))


def month_days(year, month):
    """Days of a month."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    february = pl.when(leap).then(29).otherwise(28)
    return pl.when(month.is_in([4, 6, 9, 11])).then(30).when(month != 2).then(31).otherwise(february).cast(pl.Int32)


def partial_holds(d):
    """Whether the calendar has such a date."""
    month = d // 100 % 100
    return (
        (d == 0)
        | ((d >= 10_000) & (d % 10_000 == 0))
        | ((d >= 10_000) & month.is_between(1, 12) & (d % 100 <= month_days(d // 10_000, month)))
    )


def first(d):
    """The first day that a partial date can be, as a number."""
    return pl.when(d == 0).then(None).when(d % 10_000 == 0).then(d + 101).when(d % 100 == 0).then(d + 1).otherwise(d)


def last(d):
    """The last day that a partial date can be, as a number."""
    in_month = d + month_days(d // 10_000, d // 100 % 100)
    return pl.when(d == 0).then(None).when(d % 10_000 == 0).then(d + 1231).when(d % 100 == 0).then(in_month).otherwise(d)


def text_holds(*names, most=CHARS_MAX):
    """Texts that are not too long; quotes are looked for in the line."""
    return pl.all_horizontal(c(name).str.len_bytes() <= most for name in names) | pl.all_horizontal(
        c(name).str.len_chars() <= most for name in names
    )


def filled(*names):
    """Cells that may not be empty."""
    return pl.all_horizontal(c(name) != "" for name in names)


def ordered(begin, until):
    """An end that is not before its begin."""
    return c(until).is_null() | (c(until) >= c(begin))


def is_brin(x):
    """Two digits and two letters."""
    return x.str.contains(r"^[0-9]{2}[A-Z]{2}$")


def is_month(x):
    """YYYYMM."""
    return x.str.contains(r"^[0-9]{4}(?:0[1-9]|1[0-2])$") & (x >= "0001")


# What is wrong with a cell; null where nothing is. Only asked of rows with a defect.


def _first_of(*cases):
    chain = None
    for holds, code in cases:
        chain = (pl if chain is None else chain).when(holds).then(pl.lit(code) if isinstance(code, str) else code)
    return chain


def number_code(name, n="n", *, bsn_only=False):
    """Of a number of a person."""
    x = c(name)
    cases = [
        (c(n).is_not_null(), pl.lit(None, pl.String)),
        (x == "", "R-VLD-001"),
        (x.is_in(EXCEL_FAULTS), "R-VLD-013"),
    ]
    if bsn_only:
        cases.append((number(x).is_not_null(), "R-BSN-005"))
    forms = [
        (r"^0{8,9}$", "R-BSN-003"),
        ("^(?:" + "|".join(f"{digit}{{9}}" for digit in range(1, 10)) + ")$", "R-BSN-010"),
        (r"^[0-9]{8,9}$", "R-BSN-001"),
        (r"^[0-9+,.-]+[eE][0-9eE+,.-]*$", "R-BSN-006"),
        (r"^[0-9]{1,7}$", "R-BSN-009"),
        (r"^[0-9]{8,}[.,]0+$", "R-BSN-007"),
        (r"^[0-9]+$", "R-BSN-004"),
        (r"^[. -]*(?:[0-9][. -]*){7,}$", "R-BSN-008"),
        ("", "R-BSN-004"),
    ]
    return _first_of(*cases, *((x.str.contains(form), code) for form, code in forms))


def form_code(x):
    """Of what is no date."""
    word = r"(?:[0-9]{1,2}|[a-zA-Z]{3,})"
    year = r"(?:[0-9]{2}|[0-9]{4})"

    def shortened(mark):
        return (
            rf"^[0-9]{{1,2}}{mark}{word}{mark}{year}$"
            rf"|^[0-9]{{4}}{mark}(?:[0-9]{mark}[0-9]{{1,2}}|[0-9]{{1,2}}{mark}[0-9])$"
        )

    return _first_of(
        (x.is_in(EXCEL_FAULTS), "R-VLD-013"),
        (x.str.contains(r"^[0-9]{5}$") & x.is_between(pl.lit("10000"), pl.lit("60000")), "R-DAT-004"),
        (x.str.contains(shortened("/")), "R-DAT-006"),
        (x.str.contains(r"^[0-9]{2}-[0-9]{2}-[0-9]{4}$"), "R-DAT-001"),
        (x.str.contains("|".join(shortened(mark) for mark in ("-", " ", "[.]"))), "R-DAT-005"),
        (pl.lit(True), "R-DAT-001"),
    )


def day_code(name, *, required=False):
    """Of a whole date."""
    x = c(name)
    empty = pl.lit("R-VLD-001") if required else pl.lit(None, pl.String)
    return _first_of((x == "", empty), (day(x).is_null(), form_code(x)))


def end_code(name):
    """Of a last day."""
    x = c(name)
    return _first_of(((x == "") | x.is_in(OPEN_ENDS), pl.lit(None, pl.String)), (day(x).is_null(), form_code(x)))


def partial_code(name, d, latest=99_991_231, *, required=False):
    """Of a date of which parts may be 00."""
    x = c(name)
    empty = pl.lit("R-VLD-001") if required else pl.lit(None, pl.String)
    return _first_of(
        (x == "", empty),
        (c(d).is_null(), form_code(x)),
        (~partial_holds(c(d)), "R-DAT-001"),
        (first(c(d)) > latest, "R-DAT-002"),
    )


def text_code(name, *, required=False, most=CHARS_MAX):
    """Of a text."""
    x = c(name)
    cases = [(x == "", "R-VLD-001")] if required else []
    return _first_of(*cases, (x.str.len_chars() > most, "R-VLD-005"))


def list_code(name, words):
    """Of a code of a list."""
    x = c(name)
    return _first_of(
        (x.is_in(words), pl.lit(None, pl.String)), (x == "", "R-VLD-001"), (x.is_in(EXCEL_FAULTS), "R-VLD-013"),
        (pl.lit(True), "R-VLD-002"),
    )  # fmt: skip


def form(name, holds, *, required=True):
    """Of a cell with a form of its own."""
    x = c(name)
    empty = pl.lit("R-VLD-001") if required else pl.lit(None, pl.String)
    return _first_of((x == "", empty), (~holds(x), "R-VLD-003"))


@dataclasses.dataclass
class Extract:
    """What is known of one column set: typed columns, when a row is good, what is kept of it, and what is wrong with a bad one."""

    typed: list
    good: pl.Expr
    kept: list
    codes: list
    key: list = dataclasses.field(default_factory=list)


def municipality(x):
    """Three or four digits."""
    return x.str.contains(r"^[0-9]{3,4}$")


def extracts(town):
    """The fourteen of them, for one peildatum."""
    peil = town.peildatum.year * 10_000 + town.peildatum.month * 100 + town.peildatum.day
    person = number(c("persoonsnummer")).alias("n")
    names = ["voornamen", "voorvoegsel", "geslachtsnaam"]
    address = ["straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats"]

    def born(d):
        return partial_holds(c(d)) & (first(c(d)).fill_null(0) <= peil)

    return {
        "brp": Extract(
            [bsn(c("bsn")).alias("n"), partial(c("geboortedatum")).alias("geboren"),
             partial(c("opschorting_datum")).alias("geschorst"), partial(c("datum_overlijden")).alias("overleden")],
            c("n").is_not_null() & text_holds(*names, *address) & born("geboren")
            & ((c("gemeente_inschrijving") == "") | municipality(c("gemeente_inschrijving")))
            & c("indicatie_geheim").is_in(SECRECY) & c("opschorting_reden").is_in(SUSPENSIONS)
            & ((c("opschorting_datum") == "") | partial_holds(c("geschorst")))
            & ((c("datum_overlijden") == "") | (born("overleden")
               & (last(c("overleden")) >= first(c("geboren"))).fill_null(True))),
            ["n", *names, "geboren", c("gemeente_inschrijving").str.zfill(4).alias("gemeente"), *address,
             (c("indicatie_geheim") != "0").alias("geheim"), c("indicatie_geheim"), c("opschorting_reden").alias("reden"),
             "geschorst", "overleden"],
            [number_code("bsn", bsn_only=True), *map(text_code, names), partial_code("geboortedatum", "geboren", peil, required=True),
             form("gemeente_inschrijving", municipality, required=False), *map(text_code, address),
             list_code("indicatie_geheim", SECRECY), list_code("opschorting_reden", SUSPENSIONS),
             partial_code("opschorting_datum", "geschorst"), partial_code("datum_overlijden", "overleden", peil)],
            ["n"],
        ),
        "duo_inschrijving": Extract(
            [person, c("onderwijssector").cast(SECTORS, strict=False).alias("sector"),
             c("niveau").cast(LEVELS, strict=False).alias("niveau_t"),
             c("uitstroomprofiel").cast(PROFILES, strict=False).alias("profiel"),
             day(c("datum_inschrijving")).alias("begin"), end(c("datum_uitschrijving")).alias("eind")],
            c("n").is_not_null() & (c("mutatie") == "") & is_brin(c("brin")) & c("sector").is_not_null()
            & text_holds("opleidingscode") & c("niveau_t").is_not_null() & c("profiel").is_not_null()
            & c("begin").is_not_null()
            & (c("eind").is_not_null() | (c("datum_uitschrijving") == "") | c("datum_uitschrijving").is_in(OPEN_ENDS))
            & ordered("begin", "eind"),
            ["n", "brin", "sector", "opleidingscode", c("niveau_t").alias("niveau"), "profiel", "begin", "eind"],
            [number_code("persoonsnummer"), form("brin", is_brin), list_code("onderwijssector", SECTORS.categories),
             text_code("opleidingscode"), list_code("niveau", LEVELS.categories),
             list_code("uitstroomprofiel", PROFILES.categories), day_code("datum_inschrijving", required=True),
             end_code("datum_uitschrijving")],
            ["n", "brin", "opleidingscode", "begin"],
        ),
        "duo_startkwalificatie": Extract(
            [person, c("hoogste_diploma").cast(DIPLOMAS, strict=False).alias("hoogste"), day(c("datum_behaald")).alias("behaald"),
             day(c("datum_diploma")).alias("diploma_op")],
            c("n").is_not_null() & c("startkwalificatie").is_in(["J", "N"]) & c("hoogste").is_not_null()
            & (c("behaald").is_not_null() | (c("datum_behaald") == ""))
            & (c("diploma_op").is_not_null() | (c("datum_diploma") == ""))
            & ((c("brin_diploma") == "") | is_brin(c("brin_diploma"))),
            ["n", (c("startkwalificatie") == "J").alias("sk_j"), "behaald", "hoogste", "diploma_op", "brin_diploma"],
            [number_code("persoonsnummer"),
             _first_of(
                 (c("startkwalificatie").is_in(["J", "N"]), pl.lit(None, pl.String)),
                 (c("startkwalificatie").str.to_uppercase().is_in(["J", "N"]), "R-VLD-011"),
                 (c("startkwalificatie").str.to_uppercase().is_in(
                     ["0", "1", "2", "JA", "NEE", "Y", "X", "WAAR", "ONWAAR", "TRUE"]), "R-VLD-012"),
                 (pl.lit(True), list_code("startkwalificatie", ["J", "N"]))),
             day_code("datum_behaald"), list_code("hoogste_diploma", DIPLOMAS.categories), day_code("datum_diploma"),
             form("brin_diploma", is_brin, required=False)],
            ["n"],
        ),
        "inkomen": Extract(
            [bsn(c("bsn")).alias("n"), pl.when(is_month(c("periode"))).then(c("periode").cast(pl.Int32, strict=False)).alias("maand"),
             c("categorie").cast(INCOMES, strict=False).alias("soort"),
             pl.when(c("bedrag_cent").str.contains(r"^[+-]?[0-9]{1,18}$"))
             .then(c("bedrag_cent").str.strip_prefix("+").cast(pl.Int64, strict=False)).alias("bedrag")],
            c("n").is_not_null() & c("maand").is_not_null() & c("soort").is_not_null()
            & c("bedrag").is_between(0, 100_000_000_000),
            ["n", "maand", "soort", "bedrag"],
            [number_code("bsn", bsn_only=True), form("periode", is_month), list_code("categorie", INCOMES.categories),
             _first_of(
                 (c("bedrag_cent") == "", "R-VLD-001"),
                 (c("bedrag").is_not_null(), pl.lit(None, pl.String)),
                 (c("bedrag_cent").is_in(EXCEL_FAULTS), "R-VLD-013"),
                 (c("bedrag_cent").str.contains("^[0-9,.+ eE€-]*[0-9][0-9,.+ eE€-]*$"), "R-VLD-010"),
                 (pl.lit(True), "R-VLD-003")),
             pl.lit("R-VLD-004")],
        ),
        "contactgegevens": Extract(
            [person, day(c("datum")).alias("op")],
            c("n").is_not_null() & text_holds("telefoon", "email", "afdeling", "doel") & filled("afdeling", "doel")
            & c("op").is_not_null(),
            ["n", "telefoon", "email", "afdeling", "doel", "op"],
            [number_code("persoonsnummer"), text_code("telefoon"), text_code("email"), text_code("afdeling", required=True),
             text_code("doel", required=True), day_code("datum", required=True)],
            ["n", "afdeling", "doel", "op"],
        ),
        "vrijstelling": Extract(
            [person, day(c("begindatum")).alias("begin"), end(c("einddatum")).alias("eind")],
            c("n").is_not_null() & c("soort").is_in(["VRIJGESTELD", "VERVANGEND"]) & c("begin").is_not_null()
            & (c("eind").is_not_null() | (c("einddatum") == "") | c("einddatum").is_in(OPEN_ENDS)) & ordered("begin", "eind"),
            ["n", "soort", "begin", "eind"],
            [number_code("persoonsnummer"), list_code("soort", ["VRIJGESTELD", "VERVANGEND"]),
             day_code("begindatum", required=True), end_code("einddatum")],
            ["n", "soort", "begin"],
        ),
        "verzuim": Extract(
            [person, day(c("begindatum")).alias("begin"), end(c("einddatum")).alias("eind"),
             pl.when(c("uren").str.contains(r"^(?:[+-]?[0-9]{1,9}(?:[.,][0-9]{1,6})?|[.,][0-9]{1,6})$"))
             .then(c("uren").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)).alias("uren_getal")],
            filled("meldingsnummer") & text_holds("meldingsnummer") & c("n").is_not_null()
            & (is_brin(c("brin")) | ((c("brin") == "") & (c("soort_verzuim") == "ABSOLUUT"))) & c("begin").is_not_null()
            & (c("eind").is_not_null() | (c("einddatum") == "") | c("einddatum").is_in(OPEN_ENDS)) & ordered("begin", "eind")
            & c("soort_verzuim").is_in(ABSENCES) & ((c("uren") == "") | (c("uren_getal") >= 0))
            & c("status").is_in(ABSENCE_STATES),
            ["meldingsnummer", "n", "brin", "begin", "eind", "soort_verzuim", "uren", "uren_getal", "status"],
            [text_code("meldingsnummer", required=True), number_code("persoonsnummer"), form("brin", is_brin, required=False),
             day_code("begindatum", required=True), end_code("einddatum"), list_code("soort_verzuim", ABSENCES),
             _first_of(
                 (c("uren") == "", pl.lit(None, pl.String)), (c("uren_getal").is_null(), "R-VLD-003"),
                 (c("uren_getal") < 0, "R-VLD-004")),
             list_code("status", ABSENCE_STATES),
             _first_of(((c("brin") == "") & (c("soort_verzuim") != "ABSOLUUT"), "R-VLD-001"))],
            ["meldingsnummer"],
        ),
        "jib_lijst": Extract(
            [bsn(c("bsn")).alias("n"),
             pl.when(is_month(c("rapportmaand"))).then(c("rapportmaand").cast(pl.Int32, strict=False)).alias("maand")],
            c("n").is_not_null() & c("maand").is_not_null() & (c("gemeentecode").str.zfill(4) == town.municipality),
            ["n", "maand"],
            [number_code("bsn", bsn_only=True), form("rapportmaand", is_month), form("gemeentecode", municipality)],
            ["n", "maand"],
        ),
        "dossier": Extract(
            [person, day(c("datum_start")).alias("begin"), end(c("datum_einde")).alias("eind")],
            filled("dossiernummer") & text_holds("dossiernummer") & c("n").is_not_null()
            & c("team").is_in(["LEERPLICHT", "DOORSTROOMPUNT"]) & c("status").is_in(["ACTIEF", "GESLOTEN", "GEEN_CONTACT"])
            & c("pad").is_in(["", "ONDERWIJS", "WERK", "PW7A", "ONBEKEND"]) & c("begin").is_not_null()
            & (c("eind").is_not_null() | (c("datum_einde") == "") | c("datum_einde").is_in(OPEN_ENDS)) & ordered("begin", "eind"),
            ["dossiernummer", "n", "team", "status", "pad", "begin", "eind"],
            [text_code("dossiernummer", required=True), number_code("persoonsnummer"),
             list_code("team", ["LEERPLICHT", "DOORSTROOMPUNT"]), list_code("status", ["ACTIEF", "GESLOTEN", "GEEN_CONTACT"]),
             list_code("pad", ["", "ONDERWIJS", "WERK", "PW7A", "ONBEKEND"]), day_code("datum_start", required=True),
             end_code("datum_einde")],
            ["dossiernummer"],
        ),
        "uitsluiting": Extract(
            [person, day(c("geldig_van")).alias("van"), end(c("geldig_tot")).alias("tot")],
            c("n").is_not_null() & c("partij").is_in(["", *PARTIES]) & c("van").is_not_null()
            & (c("tot").is_not_null() | (c("geldig_tot") == "") | c("geldig_tot").is_in(OPEN_ENDS)) & ordered("van", "tot"),
            ["n", "partij", "van", "tot"],
            [number_code("persoonsnummer"), list_code("partij", ["", *PARTIES]), day_code("geldig_van", required=True),
             end_code("geldig_tot")],
            ["n", "partij", "van"],
        ),
        "koppeling": Extract(
            [bsn(c("bsn")).alias("n"), number(c("onderwijsnummer")).alias("ond")],
            c("n").is_not_null() & c("ond").is_not_null(),
            ["n", "ond"],
            [number_code("bsn", bsn_only=True), number_code("onderwijsnummer", "ond")],
            ["n", "ond"],
        ),
        "toestemming": Extract(
            [person, day(c("verkregen_op")).alias("verkregen"), day(c("bevestigd_op")).alias("bevestigd"),
             end(c("geldig_tot")).alias("tot"), day(c("ingetrokken_op")).alias("ingetrokken")],
            filled("toestemming_id", "ontvanger", "doel", "velden", "informatieversie", "bewijs_ref")
            & text_holds("toestemming_id", "ontvanger", "doel", "informatieversie", "bewijs_ref") & text_holds("velden", most=1000)
            & c("n").is_not_null() & c("verkregen").is_not_null() & c("vorm").is_in(["SCHRIFTELIJK", "EMAIL", "MONDELING"])
            & (c("bevestigd").is_not_null() | (c("bevestigd_op") == ""))
            & c("gegeven_door").is_in(["BETROKKENE", "VERTEGENWOORDIGER"])
            & (c("tot").is_not_null() | (c("geldig_tot") == "") | c("geldig_tot").is_in(OPEN_ENDS)) & ordered("verkregen", "tot")
            & (c("ingetrokken").is_not_null() | (c("ingetrokken_op") == "")),
            ["toestemming_id", "n", "ontvanger", "doel", "velden", "verkregen", "vorm", "bevestigd", "gegeven_door",
             "informatieversie", "tot", "ingetrokken", "bewijs_ref"],
            [text_code("toestemming_id", required=True), number_code("persoonsnummer"), text_code("ontvanger", required=True),
             text_code("doel", required=True), text_code("velden", required=True, most=1000),
             day_code("verkregen_op", required=True), list_code("vorm", ["SCHRIFTELIJK", "EMAIL", "MONDELING"]),
             day_code("bevestigd_op"), list_code("gegeven_door", ["BETROKKENE", "VERTEGENWOORDIGER"]),
             text_code("informatieversie", required=True), end_code("geldig_tot"), day_code("ingetrokken_op"),
             text_code("bewijs_ref", required=True)],
            ["toestemming_id"],
        ),
        "overstap": Extract(
            [person, partial(c("geboortedatum")).alias("geboren"), day(c("datum_uitstroom")).alias("uitstroom")],
            c("n").is_not_null() & text_holds(*names, "niveau_latend", "profiel", "leerjaar", "diploma")
            & ((c("geboortedatum") == "") | born("geboren")) & is_brin(c("brin_latend")) & is_brin(c("brin_ontvangend"))
            & c("fase").is_in(["AANGEMELD", "INGESCHREVEN"]) & (c("uitstroom").is_not_null() | (c("datum_uitstroom") == "")),
            ["n", *names, "geboren", "brin_latend", "brin_ontvangend", "fase", "niveau_latend", "profiel", "leerjaar", "diploma",
             "uitstroom"],
            [number_code("persoonsnummer"), *map(text_code, ["geslachtsnaam", "voorvoegsel", "voornamen"]),
             partial_code("geboortedatum", "geboren", peil), form("brin_latend", is_brin), form("brin_ontvangend", is_brin),
             list_code("fase", ["AANGEMELD", "INGESCHREVEN"]),
             *map(text_code, ["niveau_latend", "profiel", "leerjaar", "diploma"]), day_code("datum_uitstroom")],
            ["n", "brin_ontvangend"],
        ),
        "leerresultaat": Extract(
            [person],
            c("n").is_not_null() & is_brin(c("brin")) & filled("schooljaar", "vak") & text_holds("schooljaar", "vak", "cijfer"),
            ["n", "brin", "schooljaar", "vak", "cijfer"],
            [number_code("persoonsnummer"), form("brin", is_brin), text_code("schooljaar", required=True),
             text_code("vak", required=True), text_code("cijfer")],
            ["n", "brin", "schooljaar", "vak"],
        ),
    }  # fmt: skip


def _lines(path):
    return pl.scan_lines(path, name="regel").with_row_index("nr", offset=1).slice(1)


def _cells(extract):
    columns = HEADERS[extract].split(",")
    return c("regel").str.split_exact(",", len(columns)).struct.rename_fields([*columns, "extra"]).alias("cel")


def _unquoted(path, extract):
    """The lines of an extract in which quoted cells occur, with their cells taken out of their quotes."""
    columns = HEADERS[extract].split(",")
    lines = _lines(path).collect()
    quoted = c("regel").str.contains('"', literal=True) & c("regel").str.contains(WELL_QUOTED)
    cells = (
        c("regel")
        .str.extract_all(r'(?:^|,)(?:"(?:[^"]|"")*"|[^",]*)')
        .list.eval(pl.element().str.strip_prefix(",").str.replace(r'^"(.*)"$', "$1").str.replace_all('""', '"', literal=True))
    )
    own = lines.filter(quoted).with_columns(cells.list.to_struct(fields=[*columns, "extra"]).alias("cel"), pl.lit(True).alias("heel"))
    # A line of which the first cell is empty begins with its separator.
    rest = lines.filter(~quoted).with_columns(_cells(extract), pl.lit(False).alias("heel"))
    return pl.concat([rest, own]).sort("nr").lazy().unnest("cel")


@dataclasses.dataclass
class Checked:
    """Good rows, rows set aside (line, code, number), and the sums."""

    rows: pl.DataFrame
    aside: pl.DataFrame
    read: int


def check(town, name, extract):
    """Reads and checks one extract."""
    columns = HEADERS[name].split(",")
    if name == "verzuim":
        cells = _unquoted(town.files[name], name)
        broken = c("regel").str.contains('"', literal=True) & ~c("heel")
    else:
        cells = _lines(town.files[name]).with_columns(_cells(name)).unnest("cel")
        broken = c("regel").str.contains('"', literal=True)
    whole = c(columns[-1]).is_not_null() & c("extra").is_null() & ~broken
    typed = cells.with_columns(extract.typed).with_columns((whole & extract.good).fill_null(False).alias("goed"))
    shape = _first_of((broken, "R-RIJ-003"), (c(columns[-1]).is_null(), "R-RIJ-001"), (c("extra").is_not_null(), "R-RIJ-002"))
    good = typed.filter(c("goed")).select("nr", *extract.kept)
    bad = typed.filter(~c("goed")).select("nr", "regel", pl.coalesce(shape, *extract.codes, pl.lit("R-DAT-003")).alias("code"), "n")
    rows, aside = pl.collect_all([good, bad], engine="streaming")
    quoted = aside.filter((c("code") == "R-RIJ-003") & c("regel").str.contains(WELL_QUOTED))
    if not quoted.is_empty():
        raise ValueError(f"a quoted cell in {name}, which is read without quotes")
    if name == "jib_lijst" and not aside.filter(c("code") == "R-DAT-003").is_empty():
        raise ValueError("the list of another municipality")
    return _settled(town, name, extract, Checked(rows, aside, rows.height + aside.height))


def _settled(town, name, extract, checked):
    """Takes repeats of a key out: identical ones are one row, conflicting ones are all set aside."""
    rows, key = checked.rows, extract.key
    if not key:
        return checked
    content = [column for column in rows.columns if column not in {"nr", *key}] or [pl.lit(1).alias("niets")]
    repeated = rows.join(rows.group_by(key).len().filter(c("len") > 1), on=key, how="semi")
    kinds = repeated.group_by(key).agg(pl.struct(content).n_unique().alias("soorten"), c("nr").min().alias("eerste"))
    repeated = repeated.join(kinds, on=key)
    out = repeated.filter((c("soorten") > 1) | (c("nr") != c("eerste")))
    conflict = out.filter(c("soorten") > 1).select("nr", "n")
    if name == "brp":
        # A good row beside one that was set aside: they contradict each other, and there is no such person.
        doubted = rows.join(checked.aside.drop_nulls("n"), on="n", how="semi").select("nr", "n")
        conflict = pl.concat([conflict, doubted]).unique("nr")
        out = pl.concat([out.select("nr"), doubted.select("nr")]).unique()
    if out.is_empty():
        return checked
    lines = _lines(town.files[name]).filter(c("nr").is_in(conflict["nr"].implode())).collect(engine="streaming")
    conflict = conflict.join(lines, on="nr").select("nr", "regel", pl.lit("R-DUB-002").alias("code"), "n")
    rows = rows.join(out.select("nr"), on="nr", how="anti", maintain_order="left")
    return Checked(rows, pl.concat([checked.aside, conflict]).sort("nr"), checked.read)
