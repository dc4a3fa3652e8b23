-- Reads every extract, checks it cell by cell and types it. An unusable row gets the code of its first defect.
--
-- The reader takes quotes as plain characters and pads short rows with NULL, so one bad line affects only itself. An empty
-- cell is '' and a missing one NULL. `regel_tekst` keeps the delivered line only where the typed columns cannot rebuild it:
-- in a row with a defect, or a row not written in the usual form. `rowid + 2` is the line number.

CREATE TYPE geheim_code AS ENUM ('', '0', '1', '2', '3', '4', '5', '6', '7');
CREATE TYPE reden_code AS ENUM ('', 'O', 'E', 'M', 'R', 'F', '.');
CREATE TYPE sector_code AS ENUM ('PO', 'VO', 'VSO', 'VAVO', 'MBO', 'HO', 'NIETBEK');
CREATE TYPE niveau_code AS ENUM (
    'PRO', 'VMBO-B', 'VMBO-K', 'VMBO-G', 'VMBO-T', 'HAVO', 'VWO', 'VSO', 'MBO1', 'MBO2', 'MBO3', 'MBO4', 'HBO', 'WO', 'ONB'
);
CREATE TYPE profiel_code AS ENUM ('', 'ARBEIDSMARKT', 'DAGBESTEDING', 'VERVOLG');
CREATE TYPE ja_nee_code AS ENUM ('J', 'N');
CREATE TYPE diploma_code AS ENUM (
    '', 'GEEN', 'ENTREE', 'PRO', 'VSO', 'VMBO', 'MBO2', 'MBO3', 'MBO4', 'HAVO', 'VWO', 'BUITENLAND', 'HO'
);
CREATE TYPE categorie_code AS ENUM ('WERK', 'UITKERING', 'PENSIOEN', 'GEEN');

-- Person numbers have 8 or 9 digits and pass the eleven-test; an onderwijsnummer begins with 10 and leaves remainder 5.
CREATE MACRO cijfers(x) AS try_cast(CASE WHEN regexp_full_match(x, '[0-9]{8,9}') THEN x END AS INTEGER);
CREATE MACRO elf(n) AS (
    n // 100000000 * 9 + n // 10000000 % 10 * 8 + n // 1000000 % 10 * 7 + n // 100000 % 10 * 6 + n // 10000 % 10 * 5
    + n // 1000 % 10 * 4 + n // 100 % 10 * 3 + n // 10 % 10 * 2 - n % 10
) % 11;
CREATE MACRO bsn_of(c) AS CASE WHEN c > 0 AND elf(c) = 0 THEN c END;
CREATE MACRO nummer_of(c) AS CASE
    WHEN c > 0 AND elf(c) IN (0, CASE WHEN c // 10000000 = 10 THEN 5 ELSE 0 END) THEN c
END;

-- Complete dates, in three forms. An open end is not a date.
CREATE MACRO datum(x) AS CASE
    WHEN try_cast(x AS DATE)::VARCHAR = x THEN try_cast(x AS DATE)
    WHEN x = '' THEN NULL
    WHEN regexp_full_match(x, '[0-9]{8}') AND x >= '0001' THEN try_strptime(x, '%Y%m%d')::DATE
    WHEN regexp_full_match(x, '[0-9]{2}-[0-9]{2}-[0-9]{4}') AND x[7:] >= '0001' THEN try_strptime(x, '%d-%m-%Y')::DATE
END;
CREATE MACRO is_open(x) AS
    x IN ('99991230', '99991231', '9999-12-30', '9999-12-31', '30-12-9999', '31-12-9999');
CREATE MACRO einde(x) AS CASE WHEN x = '' OR is_open(x) THEN NULL ELSE datum(x) END;
CREATE MACRO datum_goed(x) AS x = '' OR datum(x) IS NOT NULL;
CREATE MACRO einde_goed(x) AS x = '' OR is_open(x) OR datum(x) IS NOT NULL;
CREATE MACRO is_iso(x) AS strlen(x) IN (0, 10) AND x[3] <> '-';

-- Dates whose parts may be 00, as the number YYYYMMDD.
CREATE MACRO deeldatum(x) AS CASE
    WHEN regexp_full_match(x, '[0-9]{8}') THEN x::INTEGER
    WHEN regexp_full_match(x, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN replace(x, '-', '')::INTEGER
    WHEN regexp_full_match(x, '[0-9]{2}-[0-9]{2}-[0-9]{4}') AND x[1:2] <> '00' AND x[4:5] <> '00'
        THEN (x[7:] || x[4:5] || x[1:2])::INTEGER
END;
CREATE MACRO dagen(jaar, maand) AS CASE
    WHEN maand IN (4, 6, 9, 11) THEN 30
    WHEN maand <> 2 THEN 31
    WHEN jaar % 4 = 0 AND (jaar % 100 <> 0 OR jaar % 400 = 0) THEN 29
    ELSE 28
END;
CREATE MACRO deeldatum_goed(d) AS
    d = 0
    OR (d >= 10000 AND d % 10000 = 0)
    OR (d >= 10000 AND d // 100 % 100 BETWEEN 1 AND 12 AND d % 100 <= dagen(d // 10000, d // 100 % 100));
CREATE MACRO eerste(d) AS CASE
    WHEN d = 0 THEN NULL WHEN d % 10000 = 0 THEN d + 101 WHEN d % 100 = 0 THEN d + 1 ELSE d
END;
CREATE MACRO laatste(d) AS CASE
    WHEN d = 0 THEN NULL
    WHEN d % 10000 = 0 THEN d + 1231
    WHEN d % 100 = 0 THEN d + dagen(d // 10000, d // 100 % 100)
    ELSE d
END;
CREATE MACRO getal(dag) AS year(dag) * 10000 + month(dag) * 100 + day(dag);

CREATE MACRO tekst_goed(x) AS (strlen(x) <= 200 OR length(x) <= 200) AND NOT contains(x, '"');
CREATE MACRO vol_tekst(x) AS x <> '' AND tekst_goed(x);
CREATE MACRO brin_goed(x) AS regexp_full_match(x, '[0-9]{2}[A-Z]{2}');
CREATE MACRO maand_goed(x) AS regexp_full_match(x, '[0-9]{4}(0[1-9]|1[0-2])') AND x >= '0001';

-- The code of a cell's defect; NULL if there is none. Only evaluated for rows with a defect.
CREATE MACRO excel_fout(x) AS x IN (
    '#N/B', '#N/A', '#VERW!', '#REF!', '#WAARDE!', '#VALUE!', '#NAAM?', '#NAME?', '#DEEL/0!', '#DIV/0!', '#LEEG!', '#NULL!',
    '#GETAL!', '#NUM!'
);
CREATE MACRO nummer_code(x, n) AS CASE
    WHEN n IS NOT NULL THEN NULL
    WHEN x = '' THEN 'R-VLD-001'
    WHEN excel_fout(x) THEN 'R-VLD-013'
    WHEN regexp_full_match(x, '0{8,9}') THEN 'R-BSN-003'
    WHEN regexp_full_match(x, '1{9}|2{9}|3{9}|4{9}|5{9}|6{9}|7{9}|8{9}|9{9}') THEN 'R-BSN-010'
    WHEN regexp_full_match(x, '[0-9]{8,9}') THEN 'R-BSN-001'
    WHEN regexp_full_match(x, '[0-9+,.-]+[eE][0-9eE+,.-]*') THEN 'R-BSN-006'
    WHEN regexp_full_match(x, '[0-9]{1,7}') THEN 'R-BSN-009'
    WHEN regexp_full_match(x, '[0-9]{8,}[.,]0+') THEN 'R-BSN-007'
    WHEN regexp_full_match(x, '[0-9. -]+') AND length(regexp_replace(x, '[. -]', '', 'g')) >= 7
        AND NOT regexp_full_match(x, '[0-9]+') THEN 'R-BSN-008'
    ELSE 'R-BSN-004'
END;
-- A bsn in the place of an onderwijsnummer has its own code.
CREATE MACRO bsn_code(x, n) AS CASE
    WHEN n IS NULL AND nummer_of(cijfers(x)) IS NOT NULL THEN 'R-BSN-005' ELSE nummer_code(x, n)
END;
CREATE MACRO vorm_code(x) AS CASE
    WHEN excel_fout(x) THEN 'R-VLD-013'
    WHEN regexp_full_match(x, '[0-9]{5}') AND x BETWEEN '10000' AND '60000' THEN 'R-DAT-004'
    WHEN regexp_full_match(
        x, '[0-9]{1,2}/([0-9]{1,2}|[a-zA-Z]{3,})/([0-9]{2}|[0-9]{4})|[0-9]{4}/([0-9]/[0-9]{1,2}|[0-9]{1,2}/[0-9])'
    ) THEN 'R-DAT-006'
    WHEN regexp_full_match(x, '[0-9]{2}-[0-9]{2}-[0-9]{4}') THEN 'R-DAT-001'
    WHEN regexp_full_match(
        x, '[0-9]{1,2}-([0-9]{1,2}|[a-zA-Z]{3,})-([0-9]{2}|[0-9]{4})|[0-9]{4}-([0-9]-[0-9]{1,2}|[0-9]{1,2}-[0-9])'
    ) OR regexp_full_match(x, '[0-9]{1,2} ([0-9]{1,2}|[a-zA-Z]{3,}) ([0-9]{2}|[0-9]{4})')
        OR regexp_full_match(x, '[0-9]{1,2}[.]([0-9]{1,2}|[a-zA-Z]{3,})[.]([0-9]{2}|[0-9]{4})')
        THEN 'R-DAT-005'
    ELSE 'R-DAT-001'
END;
CREATE MACRO datum_code(x) AS CASE WHEN datum_goed(x) THEN NULL ELSE vorm_code(x) END;
CREATE MACRO vol_datum_code(x) AS CASE
    WHEN x = '' THEN 'R-VLD-001' WHEN datum(x) IS NULL THEN vorm_code(x)
END;
CREATE MACRO einde_code(x) AS CASE WHEN einde_goed(x) THEN NULL ELSE vorm_code(x) END;
-- `d` is the date as a number; `op` is the latest day allowed.
CREATE MACRO deel_code(x, d, op) AS CASE
    WHEN x = '' THEN NULL
    WHEN d IS NULL THEN vorm_code(x)
    WHEN NOT deeldatum_goed(d) THEN 'R-DAT-001'
    WHEN eerste(d) > op THEN 'R-DAT-002'
END;
CREATE MACRO tekst_code(x) AS CASE WHEN length(x) > 200 THEN 'R-VLD-005' END;
CREATE MACRO vol_tekst_code(x) AS CASE WHEN x = '' THEN 'R-VLD-001' ELSE tekst_code(x) END;
CREATE MACRO code_code(x, t) AS CASE
    WHEN t IS NOT NULL THEN NULL
    WHEN x = '' THEN 'R-VLD-001'
    WHEN excel_fout(x) THEN 'R-VLD-013'
    ELSE 'R-VLD-002'
END;
CREATE MACRO brin_code(x) AS CASE WHEN x <> '' AND NOT brin_goed(x) THEN 'R-VLD-003' END;
CREATE MACRO vol_brin_code(x) AS CASE WHEN x = '' THEN 'R-VLD-001' ELSE brin_code(x) END;
CREATE MACRO maand_code(x) AS CASE WHEN x = '' THEN 'R-VLD-001' WHEN NOT maand_goed(x) THEN 'R-VLD-003' END;
CREATE MACRO gemeente_code(x) AS CASE WHEN x <> '' AND NOT regexp_full_match(x, '[0-9]{3,4}') THEN 'R-VLD-003' END;
-- A line whose quotes are all well placed: a quoted cell is not a defect there.
CREATE MACRO is_wel_aangehaald(x) AS
    regexp_full_match(x, '([^",]*|"([^"]|"")*")(,([^",]*|"([^"]|"")*"))*');
-- Defects of the line as a whole: a quote, too few cells, too many cells.
CREATE MACRO regel_code(regel, laatste_cel, extra) AS CASE
    WHEN contains(regel, '"') THEN
        CASE
            WHEN is_wel_aangehaald(regel) THEN error('a quoted cell in an extract that is read without quotes')
            ELSE 'R-RIJ-003'
        END
    WHEN laatste_cel IS NULL THEN 'R-RIJ-001'
    WHEN extra IS NOT NULL THEN 'R-RIJ-002'
END;

CREATE TEMP TABLE brp AS
SELECT
    n, voornamen, voorvoegsel, geslachtsnaam, geboren, gemeente_inschrijving, straatnaam, huisnummer, huisletter,
    huisnummertoevoeging, postcode, woonplaats, geheim, reden, geschorst, overleden,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, datum_overlijden, extra_1), bsn_code(bsn, n), tekst_code(voornamen), tekst_code(voorvoegsel),
        tekst_code(geslachtsnaam), CASE WHEN geboortedatum = '' THEN 'R-VLD-001' END,
        deel_code(geboortedatum, geboren, getal(getvariable('peil'))), gemeente_code(gemeente_inschrijving),
        tekst_code(straatnaam), tekst_code(huisnummer), tekst_code(huisletter), tekst_code(huisnummertoevoeging),
        tekst_code(postcode), tekst_code(woonplaats), code_code(indicatie_geheim, geheim),
        code_code(opschorting_reden, reden), deel_code(opschorting_datum, geschorst, 99991231),
        deel_code(datum_overlijden, overleden, getal(getvariable('peil'))), 'R-DAT-003'
    ) END AS code
FROM (
    SELECT
        *,
        CASE WHEN goed AND strlen(bsn) = 9 AND strlen(geboortedatum) = 8 AND strlen(opschorting_datum) IN (0, 8)
            AND strlen(datum_overlijden) IN (0, 8) THEN NULL
        ELSE concat_ws(
            ',', bsn, voornamen, voorvoegsel, geslachtsnaam, geboortedatum, gemeente_inschrijving, straatnaam, huisnummer,
            huisletter, huisnummertoevoeging, postcode, woonplaats, indicatie_geheim, opschorting_reden, opschorting_datum,
            datum_overlijden, extra_1, extra_2
        ) END AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                datum_overlijden IS NOT NULL AND extra_1 IS NULL AND n IS NOT NULL
                AND tekst_goed(voornamen) AND tekst_goed(voorvoegsel) AND tekst_goed(geslachtsnaam)
                AND deeldatum_goed(geboren) AND coalesce(eerste(geboren), 0) <= getal(getvariable('peil'))
                AND (gemeente_inschrijving = '' OR regexp_full_match(gemeente_inschrijving, '[0-9]{3,4}'))
                AND tekst_goed(straatnaam) AND tekst_goed(huisnummer) AND tekst_goed(huisletter)
                AND tekst_goed(huisnummertoevoeging) AND tekst_goed(postcode) AND tekst_goed(woonplaats)
                AND geheim IS NOT NULL AND reden IS NOT NULL
                AND (opschorting_datum = '' OR coalesce(deeldatum_goed(geschorst), false))
                AND (datum_overlijden = '' OR coalesce(
                    deeldatum_goed(overleden) AND coalesce(eerste(overleden), 0) <= getal(getvariable('peil'))
                    AND coalesce(laatste(overleden) >= eerste(geboren), true), false)),
                false
            ) AS goed
        FROM (
            SELECT
                *, bsn_of(cijfers(bsn)) AS n, deeldatum(geboortedatum) AS geboren, deeldatum(opschorting_datum) AS geschorst,
                deeldatum(datum_overlijden) AS overleden, try_cast(indicatie_geheim AS geheim_code) AS geheim,
                try_cast(opschorting_reden AS reden_code) AS reden
            FROM read_csv('$brp', $as_it_stands, columns = {
                bsn: 'VARCHAR', voornamen: 'VARCHAR', voorvoegsel: 'VARCHAR', geslachtsnaam: 'VARCHAR', geboortedatum: 'VARCHAR',
                gemeente_inschrijving: 'VARCHAR', straatnaam: 'VARCHAR', huisnummer: 'VARCHAR', huisletter: 'VARCHAR',
                huisnummertoevoeging: 'VARCHAR', postcode: 'VARCHAR', woonplaats: 'VARCHAR', indicatie_geheim: 'VARCHAR',
                opschorting_reden: 'VARCHAR', opschorting_datum: 'VARCHAR', datum_overlijden: 'VARCHAR', extra_1: 'VARCHAR',
                extra_2: 'VARCHAR'
            })
        )
    )
);

CREATE TEMP TABLE duo_inschrijving AS
SELECT
    n, brin, sector, opleidingscode, niveau_t AS niveau, profiel, begin, eind,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, datum_uitschrijving, extra_1), nummer_code(persoonsnummer, n),
        CASE WHEN mutatie <> '' THEN error('mutatie in a SNAPSHOT') END, vol_brin_code(brin),
        code_code(onderwijssector, sector), tekst_code(opleidingscode), code_code(niveau, niveau_t),
        code_code(uitstroomprofiel, profiel), vol_datum_code(datum_inschrijving), einde_code(datum_uitschrijving),
        'R-DAT-003'
    ) END AS code
FROM (
    SELECT
        *,
        CASE WHEN goed AND strlen(persoonsnummer) = 9 AND is_iso(datum_inschrijving) AND is_iso(datum_uitschrijving)
            AND NOT is_open(datum_uitschrijving) THEN NULL
        ELSE concat_ws(
            ',', persoonsnummer, mutatie, brin, onderwijssector, opleidingscode, niveau, uitstroomprofiel,
            datum_inschrijving, datum_uitschrijving, extra_1, extra_2
        ) END AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                datum_uitschrijving IS NOT NULL AND extra_1 IS NULL
                AND n IS NOT NULL AND mutatie = '' AND brin_goed(brin) AND sector IS NOT NULL
                AND tekst_goed(opleidingscode) AND niveau_t IS NOT NULL AND profiel IS NOT NULL
                AND begin IS NOT NULL AND (eind IS NOT NULL OR datum_uitschrijving = '' OR is_open(datum_uitschrijving))
                AND (eind IS NULL OR eind >= begin),
                false
            ) AS goed
        FROM (
            SELECT
                *, nummer_of(cijfers(persoonsnummer)) AS n,
                try_cast(onderwijssector AS sector_code) AS sector,
                try_cast(niveau AS niveau_code) AS niveau_t,
                try_cast(uitstroomprofiel AS profiel_code) AS profiel,
                datum(datum_inschrijving) AS begin,
                einde(datum_uitschrijving) AS eind
            FROM read_csv('$duo_inschrijving', $as_it_stands, columns = {
                persoonsnummer: 'VARCHAR', mutatie: 'VARCHAR', brin: 'VARCHAR', onderwijssector: 'VARCHAR',
                opleidingscode: 'VARCHAR', niveau: 'VARCHAR', uitstroomprofiel: 'VARCHAR', datum_inschrijving: 'VARCHAR',
                datum_uitschrijving: 'VARCHAR', extra_1: 'VARCHAR', extra_2: 'VARCHAR'
            })
        )
    )
);

CREATE TEMP TABLE duo_startkwalificatie AS
SELECT
    n, sk, behaald, diploma, diploma_op, brin_diploma,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, brin_diploma, extra_1), nummer_code(persoonsnummer, n),
        CASE WHEN sk IS NULL AND upper(startkwalificatie) IN ('J', 'N') THEN 'R-VLD-011' END,
        CASE WHEN sk IS NULL AND upper(startkwalificatie) IN ('0', '1', '2', 'JA', 'NEE', 'Y', 'X', 'WAAR', 'ONWAAR', 'TRUE')
            THEN 'R-VLD-012' END,
        code_code(startkwalificatie, sk), datum_code(datum_behaald), code_code(hoogste_diploma, diploma),
        datum_code(datum_diploma), brin_code(brin_diploma)
    ) END AS code
FROM (
    SELECT
        *,
        CASE WHEN goed AND strlen(persoonsnummer) = 9 AND is_iso(datum_behaald) AND is_iso(datum_diploma) THEN NULL
        ELSE concat_ws(
            ',', persoonsnummer, startkwalificatie, datum_behaald, hoogste_diploma, datum_diploma, brin_diploma,
            extra_1, extra_2
        ) END AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                brin_diploma IS NOT NULL AND extra_1 IS NULL
                AND n IS NOT NULL AND sk IS NOT NULL AND (behaald IS NOT NULL OR datum_behaald = '') AND diploma IS NOT NULL
                AND (diploma_op IS NOT NULL OR datum_diploma = '') AND (brin_diploma = '' OR brin_goed(brin_diploma)),
                false
            ) AS goed
        FROM (
            SELECT
                *, nummer_of(cijfers(persoonsnummer)) AS n,
                try_cast(startkwalificatie AS ja_nee_code) AS sk,
                datum(datum_behaald) AS behaald,
                try_cast(hoogste_diploma AS diploma_code) AS diploma,
                datum(datum_diploma) AS diploma_op
            FROM read_csv('$duo_startkwalificatie', $as_it_stands, columns = {
                persoonsnummer: 'VARCHAR', startkwalificatie: 'VARCHAR', datum_behaald: 'VARCHAR',
                hoogste_diploma: 'VARCHAR', datum_diploma: 'VARCHAR', brin_diploma: 'VARCHAR', extra_1: 'VARCHAR',
                extra_2: 'VARCHAR'
            })
        )
    )
);

-- No key: each row counts, so no row has to be rebuilt.
CREATE TEMP TABLE inkomen AS
SELECT
    n, maand AS periode, soort AS categorie, bedrag,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, bedrag_cent, extra_1), bsn_code(bsn, n), maand_code(periode), code_code(categorie, soort),
        CASE
            WHEN bedrag_cent = '' THEN 'R-VLD-001'
            WHEN bedrag IS NULL AND excel_fout(bedrag_cent) THEN 'R-VLD-013'
            WHEN bedrag IS NULL AND regexp_full_match(bedrag_cent, '[0-9,.+ eE€-]*[0-9][0-9,.+ eE€-]*') THEN 'R-VLD-010'
            WHEN bedrag IS NULL THEN 'R-VLD-003'
        END,
        'R-VLD-004'
    ) END AS code
FROM (
    SELECT
        *,
        CASE WHEN goed THEN NULL ELSE concat_ws(
            ',', bsn, periode, categorie, bedrag_cent, extra_1, extra_2
        ) END AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                bedrag_cent IS NOT NULL AND extra_1 IS NULL
                AND n IS NOT NULL AND maand IS NOT NULL AND soort IS NOT NULL
                AND bedrag BETWEEN 0 AND 100000000000,
                false
            ) AS goed
        FROM (
            SELECT
                *, bsn_of(cijfers(bsn)) AS n,
                CASE WHEN maand_goed(periode) THEN periode::INTEGER END AS maand,
                try_cast(categorie AS categorie_code) AS soort,
                CASE WHEN regexp_full_match(bedrag_cent, '[+-]?[0-9]{1,18}') THEN bedrag_cent::BIGINT END AS bedrag
            FROM read_csv('$inkomen', $as_it_stands, columns = {
                bsn: 'VARCHAR', periode: 'VARCHAR', categorie: 'VARCHAR', bedrag_cent: 'VARCHAR', extra_1: 'VARCHAR',
                extra_2: 'VARCHAR'
            })
        )
    )
);

CREATE TEMP TABLE contactgegevens AS
SELECT
    n, telefoon, email, afdeling, doel, op,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, datum, extra_1), nummer_code(persoonsnummer, n), tekst_code(telefoon), tekst_code(email),
        vol_tekst_code(afdeling), vol_tekst_code(doel), vol_datum_code(datum)
    ) END AS code
FROM (
    SELECT
        *,
        CASE WHEN goed AND strlen(persoonsnummer) = 9 AND is_iso(datum) THEN NULL
        ELSE concat_ws(
            ',', persoonsnummer, telefoon, email, afdeling, doel, datum, extra_1, extra_2
        ) END AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                datum IS NOT NULL AND extra_1 IS NULL
                AND n IS NOT NULL AND tekst_goed(telefoon) AND tekst_goed(email)
                AND vol_tekst(afdeling) AND vol_tekst(doel) AND op IS NOT NULL,
                false
            ) AS goed
        FROM (
            SELECT
                *, nummer_of(cijfers(persoonsnummer)) AS n,
                datum(datum) AS op
            FROM read_csv('$contactgegevens', $as_it_stands, columns = {
                persoonsnummer: 'VARCHAR', telefoon: 'VARCHAR', email: 'VARCHAR', afdeling: 'VARCHAR', doel: 'VARCHAR',
                datum: 'VARCHAR', extra_1: 'VARCHAR', extra_2: 'VARCHAR'
            })
        )
    )
);

-- The small extracts keep their lines, because rebuilding would save nothing.
CREATE TEMP TABLE vrijstelling AS
SELECT
    n, soort, begin, eind,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, einddatum, extra_1), nummer_code(persoonsnummer, n), code_code(soort, soort_t),
        vol_datum_code(begindatum), einde_code(einddatum), 'R-DAT-003'
    ) END AS code
FROM (
    SELECT
        *,
        concat_ws(
            ',', persoonsnummer, soort, begindatum, einddatum, extra_1, extra_2
        ) AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                einddatum IS NOT NULL AND extra_1 IS NULL
                AND n IS NOT NULL AND soort_t IS NOT NULL AND begin IS NOT NULL AND einde_goed(einddatum)
                AND (eind IS NULL OR eind >= begin),
                false
            ) AS goed
        FROM (
            SELECT
                *, nummer_of(cijfers(persoonsnummer)) AS n,
                CASE WHEN soort IN ('VRIJGESTELD', 'VERVANGEND') THEN soort END AS soort_t,
                datum(begindatum) AS begin,
                einde(einddatum) AS eind
            FROM read_csv('$vrijstelling', $as_it_stands, columns = {
                persoonsnummer: 'VARCHAR', soort: 'VARCHAR', begindatum: 'VARCHAR', einddatum: 'VARCHAR',
                extra_1: 'VARCHAR', extra_2: 'VARCHAR'
            })
        )
    )
);

CREATE TEMP TABLE jib_lijst AS
SELECT
    n, maand,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, gemeentecode, extra_1), bsn_code(bsn, n), maand_code(rapportmaand),
        CASE WHEN gemeentecode = '' THEN 'R-VLD-001' END, gemeente_code(gemeentecode)
    ) END AS code
FROM (
    SELECT
        *,
        concat_ws(
            ',', bsn, rapportmaand, gemeentecode, extra_1, extra_2
        ) AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                gemeentecode IS NOT NULL AND extra_1 IS NULL
                AND n IS NOT NULL AND maand IS NOT NULL
                AND CASE
                    WHEN lpad(gemeentecode, 4, '0') = getvariable('gemeente') THEN true
                    WHEN regexp_full_match(gemeentecode, '[0-9]{3,4}') THEN error('the list of another municipality')
                    ELSE false
                END,
                false
            ) AS goed
        FROM (
            SELECT
                *, bsn_of(cijfers(bsn)) AS n,
                CASE WHEN maand_goed(rapportmaand) THEN rapportmaand::INTEGER END AS maand
            FROM read_csv('$jib_lijst', $as_it_stands, columns = {
                bsn: 'VARCHAR', rapportmaand: 'VARCHAR', gemeentecode: 'VARCHAR', extra_1: 'VARCHAR', extra_2: 'VARCHAR'
            })
        )
    )
);

CREATE TEMP TABLE dossier AS
SELECT
    dossiernummer, n, team, status, pad, begin, eind,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, datum_einde, extra_1), vol_tekst_code(dossiernummer), nummer_code(persoonsnummer, n),
        CASE WHEN team NOT IN ('LEERPLICHT', 'DOORSTROOMPUNT') THEN code_code(team, NULL) END,
        CASE WHEN status NOT IN ('ACTIEF', 'GESLOTEN', 'GEEN_CONTACT') THEN code_code(status, NULL) END,
        CASE WHEN pad NOT IN ('', 'ONDERWIJS', 'WERK', 'PW7A', 'ONBEKEND') THEN code_code(pad, NULL) END,
        vol_datum_code(datum_start), einde_code(datum_einde), 'R-DAT-003'
    ) END AS code
FROM (
    SELECT
        *,
        concat_ws(
            ',', dossiernummer, persoonsnummer, team, status, pad, datum_start, datum_einde, extra_1, extra_2
        ) AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                datum_einde IS NOT NULL AND extra_1 IS NULL
                AND vol_tekst(dossiernummer) AND n IS NOT NULL AND team IN ('LEERPLICHT', 'DOORSTROOMPUNT')
                AND status IN ('ACTIEF', 'GESLOTEN', 'GEEN_CONTACT')
                AND pad IN ('', 'ONDERWIJS', 'WERK', 'PW7A', 'ONBEKEND') AND begin IS NOT NULL AND einde_goed(datum_einde)
                AND (eind IS NULL OR eind >= begin),
                false
            ) AS goed
        FROM (
            SELECT
                *, nummer_of(cijfers(persoonsnummer)) AS n,
                datum(datum_start) AS begin,
                einde(datum_einde) AS eind
            FROM read_csv('$dossier', $as_it_stands, columns = {
                dossiernummer: 'VARCHAR', persoonsnummer: 'VARCHAR', team: 'VARCHAR', status: 'VARCHAR', pad: 'VARCHAR',
                datum_start: 'VARCHAR', datum_einde: 'VARCHAR', extra_1: 'VARCHAR', extra_2: 'VARCHAR'
            })
        )
    )
);

CREATE TEMP TABLE uitsluiting AS
SELECT
    n, partij, van, tot,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, geldig_tot, extra_1), nummer_code(persoonsnummer, n),
        CASE WHEN partij <> '' AND NOT list_contains(getvariable('partijen'), partij) THEN code_code(partij, NULL) END,
        vol_datum_code(geldig_van), einde_code(geldig_tot), 'R-DAT-003'
    ) END AS code
FROM (
    SELECT
        *,
        concat_ws(
            ',', persoonsnummer, partij, geldig_van, geldig_tot, extra_1, extra_2
        ) AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                geldig_tot IS NOT NULL AND extra_1 IS NULL
                AND n IS NOT NULL AND (partij = '' OR list_contains(getvariable('partijen'), partij)) AND van IS NOT NULL
                AND einde_goed(geldig_tot) AND (tot IS NULL OR tot >= van),
                false
            ) AS goed
        FROM (
            SELECT
                *, nummer_of(cijfers(persoonsnummer)) AS n,
                datum(geldig_van) AS van,
                einde(geldig_tot) AS tot
            FROM read_csv('$uitsluiting', $as_it_stands, columns = {
                persoonsnummer: 'VARCHAR', partij: 'VARCHAR', geldig_van: 'VARCHAR', geldig_tot: 'VARCHAR',
                extra_1: 'VARCHAR', extra_2: 'VARCHAR'
            })
        )
    )
);

CREATE TEMP TABLE koppeling AS
SELECT
    n, ond,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, onderwijsnummer, extra_1), bsn_code(bsn, n), nummer_code(onderwijsnummer, ond)
    ) END AS code
FROM (
    SELECT
        *,
        concat_ws(
            ',', bsn, onderwijsnummer, extra_1, extra_2
        ) AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                onderwijsnummer IS NOT NULL AND extra_1 IS NULL
                AND n IS NOT NULL AND ond IS NOT NULL,
                false
            ) AS goed
        FROM (
            SELECT
                *, bsn_of(cijfers(bsn)) AS n,
                nummer_of(cijfers(onderwijsnummer)) AS ond
            FROM read_csv('$koppeling', $as_it_stands, columns = {
                bsn: 'VARCHAR', onderwijsnummer: 'VARCHAR', extra_1: 'VARCHAR', extra_2: 'VARCHAR'
            })
        )
    )
);

CREATE TEMP TABLE toestemming AS
SELECT
    toestemming_id, n, ontvanger, doel, velden, verkregen, vorm, bevestigd, gegeven_door, informatieversie, tot,
    ingetrokken, bewijs_ref,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, bewijs_ref, extra_1), vol_tekst_code(toestemming_id), nummer_code(persoonsnummer, n),
        vol_tekst_code(ontvanger), vol_tekst_code(doel),
        CASE WHEN velden = '' THEN 'R-VLD-001' WHEN length(velden) > 1000 THEN 'R-VLD-005' END,
        vol_datum_code(verkregen_op),
        CASE WHEN vorm NOT IN ('SCHRIFTELIJK', 'EMAIL', 'MONDELING') THEN code_code(vorm, NULL) END,
        datum_code(bevestigd_op),
        CASE WHEN gegeven_door NOT IN ('BETROKKENE', 'VERTEGENWOORDIGER') THEN code_code(gegeven_door, NULL) END,
        vol_tekst_code(informatieversie), einde_code(geldig_tot), datum_code(ingetrokken_op),
        vol_tekst_code(bewijs_ref), 'R-DAT-003'
    ) END AS code
FROM (
    SELECT
        *,
        concat_ws(
            ',', toestemming_id, persoonsnummer, ontvanger, doel, velden, verkregen_op, vorm, bevestigd_op,
            gegeven_door, informatieversie, geldig_tot, ingetrokken_op, bewijs_ref, extra_1, extra_2
        ) AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                bewijs_ref IS NOT NULL AND extra_1 IS NULL
                AND vol_tekst(toestemming_id) AND n IS NOT NULL AND vol_tekst(ontvanger) AND vol_tekst(doel)
                AND velden <> '' AND length(velden) <= 1000 AND NOT contains(velden, '"') AND verkregen IS NOT NULL
                AND vorm IN ('SCHRIFTELIJK', 'EMAIL', 'MONDELING') AND datum_goed(bevestigd_op)
                AND gegeven_door IN ('BETROKKENE', 'VERTEGENWOORDIGER') AND vol_tekst(informatieversie) AND einde_goed(geldig_tot)
                AND datum_goed(ingetrokken_op) AND vol_tekst(bewijs_ref) AND (tot IS NULL OR tot >= verkregen),
                false
            ) AS goed
        FROM (
            SELECT
                *, nummer_of(cijfers(persoonsnummer)) AS n,
                datum(verkregen_op) AS verkregen,
                datum(bevestigd_op) AS bevestigd,
                einde(geldig_tot) AS tot,
                datum(ingetrokken_op) AS ingetrokken
            FROM read_csv('$toestemming', $as_it_stands, columns = {
                toestemming_id: 'VARCHAR', persoonsnummer: 'VARCHAR', ontvanger: 'VARCHAR', doel: 'VARCHAR',
                velden: 'VARCHAR', verkregen_op: 'VARCHAR', vorm: 'VARCHAR', bevestigd_op: 'VARCHAR',
                gegeven_door: 'VARCHAR', informatieversie: 'VARCHAR', geldig_tot: 'VARCHAR', ingetrokken_op: 'VARCHAR',
                bewijs_ref: 'VARCHAR', extra_1: 'VARCHAR', extra_2: 'VARCHAR'
            })
        )
    )
);

CREATE TEMP TABLE overstap AS
SELECT
    n, geslachtsnaam, voorvoegsel, voornamen, geboren, brin_latend, brin_ontvangend, fase, niveau_latend, profiel,
    leerjaar, diploma, uitstroom,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, ondersteuningsbehoefte, extra_1), nummer_code(persoonsnummer, n),
        tekst_code(geslachtsnaam), tekst_code(voorvoegsel), tekst_code(voornamen),
        deel_code(geboortedatum, geboren, getal(getvariable('peil'))),
        vol_brin_code(brin_latend), vol_brin_code(brin_ontvangend),
        CASE WHEN fase NOT IN ('AANGEMELD', 'INGESCHREVEN') THEN code_code(fase, NULL) END,
        tekst_code(niveau_latend), tekst_code(profiel), tekst_code(leerjaar), tekst_code(diploma),
        datum_code(datum_uitstroom)
    ) END AS code
FROM (
    SELECT
        *,
        concat_ws(
            ',', persoonsnummer, geslachtsnaam, voorvoegsel, voornamen, geboortedatum, brin_latend,
            brin_ontvangend, fase, niveau_latend, profiel, leerjaar, diploma, datum_uitstroom,
            ondersteuningsbehoefte, extra_1, extra_2
        ) AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                ondersteuningsbehoefte IS NOT NULL AND extra_1 IS NULL
                AND n IS NOT NULL AND tekst_goed(geslachtsnaam) AND tekst_goed(voorvoegsel) AND tekst_goed(voornamen)
                AND (geboortedatum = '' OR coalesce(
                    deeldatum_goed(geboren) AND coalesce(eerste(geboren), 0) <= getal(getvariable('peil')), false))
                AND brin_goed(brin_latend) AND brin_goed(brin_ontvangend) AND fase IN ('AANGEMELD', 'INGESCHREVEN')
                AND tekst_goed(niveau_latend) AND tekst_goed(profiel) AND tekst_goed(leerjaar) AND tekst_goed(diploma)
                AND datum_goed(datum_uitstroom),
                false
            ) AS goed
        FROM (
            SELECT
                *, nummer_of(cijfers(persoonsnummer)) AS n,
                deeldatum(geboortedatum) AS geboren,
                datum(datum_uitstroom) AS uitstroom
            FROM read_csv('$overstap', $as_it_stands, columns = {
                persoonsnummer: 'VARCHAR', geslachtsnaam: 'VARCHAR', voorvoegsel: 'VARCHAR', voornamen: 'VARCHAR',
                geboortedatum: 'VARCHAR', brin_latend: 'VARCHAR', brin_ontvangend: 'VARCHAR', fase: 'VARCHAR',
                niveau_latend: 'VARCHAR', profiel: 'VARCHAR', leerjaar: 'VARCHAR', diploma: 'VARCHAR',
                datum_uitstroom: 'VARCHAR', ondersteuningsbehoefte: 'VARCHAR', extra_1: 'VARCHAR', extra_2: 'VARCHAR'
            })
        )
    )
);

CREATE TEMP TABLE leerresultaat AS
SELECT
    n, brin, schooljaar, vak, cijfer,
    regel_tekst,
    CASE WHEN goed THEN NULL ELSE coalesce(
        regel_code(regel_tekst, cijfer, extra_1), nummer_code(persoonsnummer, n), vol_brin_code(brin),
        vol_tekst_code(schooljaar), vol_tekst_code(vak), tekst_code(cijfer)
    ) END AS code
FROM (
    SELECT
        *,
        concat_ws(
            ',', persoonsnummer, brin, schooljaar, vak, cijfer, extra_1, extra_2
        ) AS regel_tekst
    FROM (
        SELECT
            *,
            coalesce(
                cijfer IS NOT NULL AND extra_1 IS NULL
                AND n IS NOT NULL AND brin_goed(brin) AND vol_tekst(schooljaar) AND vol_tekst(vak) AND tekst_goed(cijfer),
                false
            ) AS goed
        FROM (
            SELECT
                *, nummer_of(cijfers(persoonsnummer)) AS n
            FROM read_csv('$leerresultaat', $as_it_stands, columns = {
                persoonsnummer: 'VARCHAR', brin: 'VARCHAR', schooljaar: 'VARCHAR', vak: 'VARCHAR', cijfer: 'VARCHAR',
                extra_1: 'VARCHAR', extra_2: 'VARCHAR'
            })
        )
    )
);

-- Hours have a decimal comma and are therefore quoted. This extract is read line by line, and properly quoted cells lose
-- their quotes.
CREATE TEMP TABLE verzuim AS
SELECT
    meldingsnummer, n, brin, begin, eind, soort_verzuim, uren, uren_getal, status, regel AS regel_tekst,
    list_transform(cellen, lambda x: coalesce(x, '')) AS cellen,
    CASE WHEN goed THEN NULL ELSE coalesce(
        CASE
            WHEN contains(regel, '"') AND NOT is_wel_aangehaald(regel) THEN 'R-RIJ-003'
            WHEN len(cellen) < 8 THEN 'R-RIJ-001'
            WHEN len(cellen) > 8 THEN 'R-RIJ-002'
        END,
        vol_tekst_code(meldingsnummer), nummer_code(persoonsnummer, n), brin_code(brin), vol_datum_code(begindatum),
        einde_code(einddatum),
        CASE WHEN soort_verzuim NOT IN ('16UUR_4WEKEN', 'LANGDURIG_4WEKEN', 'LUXE', 'OVERIG', 'ABSOLUUT')
            THEN code_code(soort_verzuim, NULL) END,
        CASE WHEN uren <> '' AND uren_getal IS NULL THEN 'R-VLD-003' WHEN uren_getal < 0 THEN 'R-VLD-004' END,
        CASE WHEN status NOT IN ('OPEN', 'IN_BEHANDELING', 'AFGESLOTEN') THEN code_code(status, NULL) END,
        CASE WHEN brin = '' AND soort_verzuim <> 'ABSOLUUT' THEN 'R-VLD-001' END, 'R-DAT-003'
    ) END AS code
FROM (
    SELECT
        *,
        coalesce(
            len(cellen) = 8 AND (NOT contains(regel, '"') OR is_wel_aangehaald(regel))
            AND meldingsnummer <> '' AND length(meldingsnummer) <= 200 AND n IS NOT NULL
            AND (brin_goed(brin) OR (brin = '' AND soort_verzuim = 'ABSOLUUT')) AND begin IS NOT NULL
            AND einde_goed(einddatum) AND (eind IS NULL OR eind >= begin)
            AND soort_verzuim IN ('16UUR_4WEKEN', 'LANGDURIG_4WEKEN', 'LUXE', 'OVERIG', 'ABSOLUUT')
            AND (uren = '' OR uren_getal >= 0) AND status IN ('OPEN', 'IN_BEHANDELING', 'AFGESLOTEN'),
            false
        ) AS goed
    FROM (
        SELECT
            regel, cellen, cellen[1] AS meldingsnummer, cellen[2] AS persoonsnummer, cellen[3] AS brin,
            cellen[4] AS begindatum, cellen[5] AS einddatum, cellen[6] AS soort_verzuim, cellen[7] AS uren,
            cellen[8] AS status, nummer_of(cijfers(cellen[2])) AS n, datum(cellen[4]) AS begin, einde(cellen[5]) AS eind,
            CASE WHEN regexp_full_match(cellen[7], '[+-]?[0-9]{1,9}([.,][0-9]{1,6})?|[.,][0-9]{1,6}')
                THEN replace(cellen[7], ',', '.')::DECIMAL(18, 6) END AS uren_getal
        FROM (
            SELECT
                regel,
                CASE
                    WHEN contains(regel, '"') AND is_wel_aangehaald(regel) THEN list_transform(
                        regexp_extract_all(regel, '(?:^|,)("(?:[^"]|"")*"|[^",]*)', 1),
                        lambda x: CASE WHEN x[1] = '"' THEN replace(x[2:-2], '""', '"') ELSE x END
                    )
                    ELSE string_split(regel, ',')
                END AS cellen
            FROM read_csv('$verzuim', $as_lines, columns = {regel: 'VARCHAR'})
        )
    )
);
