-- Turns rows into facts per person. A person is a bsn of an accepted `brp` row; a linked onderwijsnummer is read as that
-- bsn.

-- Which onderwijsnummer belongs to which bsn. If two bsns claim the same one, it belongs to neither, and the number of both
-- persons is unknown. The same goes for a person whose link was set aside.
CREATE TEMP TABLE koppel AS
SELECT ond, min(n) AS bsn, min(n) <> max(n) AS betwist
FROM koppeling
WHERE code IS NULL AND elf(ond) <> 0
GROUP BY ond;
CREATE TEMP TABLE twijfel AS
SELECT n AS nummer FROM koppeling WHERE code NOT IN ('R-DUB-001') AND n IS NOT NULL
UNION
SELECT ond FROM koppel WHERE betwist
UNION
SELECT n FROM koppeling WHERE code IS NULL AND ond IN (SELECT ond FROM koppel WHERE betwist);
DELETE FROM koppel WHERE betwist;

-- Persons with a row set aside, as one bit per extract. A person whose number is in doubt has 255: every extract that uses
-- either number.
CREATE TEMP TABLE terzijde AS
SELECT coalesce(bsn, n) AS bsn, bit_or(bit)::INTEGER AS weg
FROM (
    SELECT n, 1 AS bit FROM duo_inschrijving WHERE code <> 'R-DUB-001'
    UNION ALL SELECT n, 2 FROM duo_startkwalificatie WHERE code <> 'R-DUB-001'
    UNION ALL SELECT n, 4 FROM vrijstelling WHERE code <> 'R-DUB-001'
    UNION ALL SELECT n, 8 FROM verzuim WHERE code <> 'R-DUB-001'
    UNION ALL SELECT n, 16 FROM contactgegevens WHERE code <> 'R-DUB-001'
    UNION ALL SELECT n, 32 FROM dossier WHERE code <> 'R-DUB-001'
    UNION ALL SELECT n, 64 FROM uitsluiting WHERE code <> 'R-DUB-001'
    UNION ALL SELECT n, 128 FROM toestemming WHERE code <> 'R-DUB-001'
    UNION ALL SELECT n, 256 FROM inkomen WHERE code IS NOT NULL
    UNION ALL SELECT n, 512 FROM jib_lijst WHERE code <> 'R-DUB-001'
    UNION ALL SELECT nummer, 255 FROM twijfel
)
LEFT JOIN koppel ON n = ond
WHERE n IS NOT NULL
GROUP BY ALL;

-- Enrolments, as flags (1: a funded school covers the day; 2: any school does; 4: vso with a profile that ends the plicht;
-- 8: praktijkonderwijs that has ended), and the enrolment that a parcel shows. That one is packed in a number that sorts in
-- the order of the contract: among those that cover the day the latest begun, else the one that ended last; then the latest
-- begun, then the lowest brin.
CREATE MACRO brin_getal(b) AS
    (((ascii(b[1]) - 48) * 10 + ascii(b[2]) - 48) * 676 + (ascii(b[3]) - 65) * 26 + ascii(b[4]) - 65)::BIGINT;
CREATE MACRO dagnummer(d) AS d - DATE '0001-01-01';
CREATE TEMP TABLE school AS
SELECT
    coalesce(bsn, n) AS bsn, bit_or(vlag) AS vlag,
    max((dagnummer(begin) << 43) | ((131071 - brin_getal(brin)) << 26) | (coalesce(dagnummer(eind), 0) << 4) | niveau_getal)
        FILTER (vlag & 2 > 0) AS dekt,
    max((dagnummer(eind) << 41) | (dagnummer(begin) << 21) | ((131071 - brin_getal(brin)) << 4) | niveau_getal)
        FILTER (eind < getvariable('peil')) AS gedekt
FROM (
    SELECT
        *, enum_code(niveau)::BIGINT AS niveau_getal,
        (CASE WHEN begin <= getvariable('peil') AND (eind IS NULL OR eind >= getvariable('peil'))
            THEN CASE WHEN sector = 'NIETBEK' THEN 2 ELSE 3 END ELSE 0 END
        + CASE WHEN sector = 'VSO' AND profiel IN ('ARBEIDSMARKT', 'DAGBESTEDING') AND begin <= getvariable('peil')
            THEN 4 ELSE 0 END
        + CASE WHEN niveau = 'PRO' AND eind < getvariable('peil') THEN 8 ELSE 0 END)::UTINYINT AS vlag
    FROM duo_inschrijving
    WHERE code IS NULL
)
LEFT JOIN koppel ON n = ond
GROUP BY ALL;

-- One row per number. A person with two numbers whose rows contradict each other is unknown.
CREATE TEMP TABLE waardedocument AS
SELECT coalesce(bsn, n) AS bsn, sk, behaald, diploma AS hoogste, diploma_op, brin_diploma
FROM duo_startkwalificatie LEFT JOIN koppel ON n = ond
WHERE code IS NULL;
CREATE TEMP TABLE twee_nummers AS
SELECT bsn, count(DISTINCT row(sk, behaald, hoogste, diploma_op, brin_diploma)) > 1 AS strijdig, min(rowid) AS eerste
FROM waardedocument
WHERE bsn IN (SELECT bsn FROM koppel)
GROUP BY bsn HAVING count(*) > 1;
DELETE FROM waardedocument USING twee_nummers
WHERE waardedocument.bsn = twee_nummers.bsn AND (strijdig OR waardedocument.rowid <> eerste);
INSERT INTO terzijde SELECT bsn, 2 FROM twee_nummers WHERE strijdig;

CREATE TEMP TABLE vrij AS
SELECT DISTINCT coalesce(bsn, n) AS bsn
FROM vrijstelling LEFT JOIN koppel ON n = ond
WHERE code IS NULL AND soort = 'VRIJGESTELD' AND begin <= getvariable('peil')
    AND (eind IS NULL OR eind >= getvariable('peil'));

-- Absence records that count on the day, and per person those that may decide: the earliest begun, then the first.
CREATE TEMP TABLE melding AS
SELECT
    coalesce(bsn, n) AS bsn, v.rowid AS rij, meldingsnummer, brin, begin, soort_verzuim, uren, status,
    soort_verzuim = 'ABSOLUUT' AS absoluut,
    soort_verzuim IN ('16UUR_4WEKEN', 'LANGDURIG_4WEKEN', 'LUXE')
        OR (soort_verzuim = 'OVERIG' AND coalesce(uren_getal >= 16, false)) AS relatief,
    soort_verzuim = 'LANGDURIG_4WEKEN' AND begin + 28 <= getvariable('peil') AS langdurig
FROM verzuim AS v LEFT JOIN koppel ON n = ond
WHERE code IS NULL AND status <> 'AFGESLOTEN' AND begin <= getvariable('peil')
    AND (eind IS NULL OR eind >= getvariable('peil'));
CREATE TEMP TABLE afwezig AS
SELECT
    bsn, bool_or(absoluut) AS absoluut, arg_min(rij, row(begin, rij)) FILTER (relatief) AS relatief,
    arg_min(rij, row(begin, rij)) FILTER (langdurig) AS langdurig, arg_min(rij, row(begin, rij)) AS enige
FROM melding
GROUP BY bsn;

-- Income of the latest period that is not later than the month of the day.
SET VARIABLE periode = (
    SELECT max(periode) FROM inkomen
    WHERE code IS NULL AND periode <= year(getvariable('peil')) * 100 + month(getvariable('peil'))
);
CREATE TEMP TABLE inkomsten AS
SELECT n AS bsn, coalesce(sum(bedrag) FILTER (categorie = 'WERK'), 0)::BIGINT AS werk, bool_or(categorie = 'UITKERING') AS uitkering
FROM inkomen
WHERE code IS NULL AND periode = getvariable('periode')
GROUP BY n;

CREATE TEMP TABLE op_lijst AS
SELECT DISTINCT n AS bsn FROM jib_lijst
WHERE code IS NULL AND maand = (SELECT max(maand) FROM jib_lijst WHERE code IS NULL);

CREATE TEMP TABLE dossiers AS
SELECT
    coalesce(bsn, n) AS bsn, bool_or(status = 'GEEN_CONTACT') AS geen_contact,
    bool_or(team = 'DOORSTROOMPUNT' AND status = 'ACTIEF' AND pad = 'PW7A') AS pw7a
FROM dossier LEFT JOIN koppel ON n = ond
WHERE code IS NULL AND begin <= getvariable('peil') AND (eind IS NULL OR eind >= getvariable('peil'))
GROUP BY ALL;

-- Parties that an exclusion keeps a person from, as bits in the order of `partijen`. An empty party means all parties.
CREATE TEMP TABLE uitgesloten AS
SELECT
    coalesce(bsn, n) AS bsn,
    bit_or(CASE WHEN partij = '' THEN 2047 ELSE 1 << (list_position(getvariable('partijen'), partij) - 1) END)::INTEGER AS uit
FROM uitsluiting LEFT JOIN koppel ON n = ond
WHERE code IS NULL AND van <= getvariable('verstrek') AND (tot IS NULL OR tot >= getvariable('verstrek'))
GROUP BY ALL;
