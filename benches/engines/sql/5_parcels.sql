-- Turns values into parcels: the columns of every person in one. It does not seal and makes no kenmerk: SQL has no HMAC, and
-- a plain sha256 of the number would be neither a kenmerk nor safe.

CREATE MACRO iso(d) AS CASE
    WHEN d % 100 > 0 THEN make_date(d // 10000, d // 100 % 100, d % 100)::VARCHAR
    ELSE left(lpad(d::VARCHAR, 8, '0'), 4) || '-' || lpad(d::VARCHAR, 8, '0')[5:6] || '-00'
END;
CREATE MACRO brin_tekst(b) AS lpad((b // 676)::VARCHAR, 2, '0') || chr((65 + b % 676 // 26)::INTEGER) || chr((65 + b % 26)::INTEGER);
CREATE MACRO dag_tekst(d) AS CASE WHEN d > 0 THEN (DATE '0001-01-01' + d::INTEGER)::VARCHAR ELSE '' END;

CREATE TEMP TABLE rij AS
SELECT
    pakket, v.geheim, weg, lpad(v.bsn::VARCHAR, 9, '0') AS bsn, v.bsn AS nummer, geslachtsnaam, voorvoegsel, voornamen,
    iso(v.geboren) AS geboortedatum, straatnaam, huisnummer, huisletter,
    huisnummertoevoeging, postcode, brp.woonplaats,
    CASE
        WHEN dekt IS NOT NULL THEN brin_tekst(131071 - (dekt >> 26 & 131071))
        WHEN gedekt IS NOT NULL THEN brin_tekst(131071 - (gedekt >> 4 & 131071))
    END AS brin,
    enum_range(NULL::niveau_code)[(coalesce(dekt, gedekt) & 15) + 1] AS niveau,
    CASE WHEN dekt IS NOT NULL THEN dag_tekst(dekt >> 43) WHEN gedekt IS NOT NULL THEN dag_tekst(gedekt >> 21 & 1048575) END
        AS datum_inschrijving,
    CASE WHEN dekt IS NOT NULL THEN dag_tekst(dekt >> 4 & 4194303) WHEN gedekt IS NOT NULL THEN dag_tekst(gedekt >> 41) END
        AS datum_uitschrijving,
    sk AS startkwalificatie, CASE WHEN plicht = 'vrijgesteld' THEN 'ja' ELSE 'nee' END AS vrijgesteld, 
    CASE WHEN diploma_leeg THEN '' ELSE coalesce(diploma::VARCHAR, '') END AS hoogste_diploma,
    economisch_zelfstandig, CASE WHEN overleg THEN 'ja' ELSE 'nee' END AS overleg_school, coalesce(brin_diploma, '') AS brin_diploma,
    soort_verzuim, begin AS begindatum_verzuim,
    regexp_replace(replace(uren, ',', '.'), '^[+]?0*([0-9])', '\1') AS uren_verzuim
FROM persoon AS v
JOIN brp ON brp.rowid = v.rij
LEFT JOIN melding ON melding.rij = beslissend
WHERE pakket > 0;

-- The newest row of contact details that a party may use: its own, one of the department that the law pairs with it, or one
-- of a department whose purpose overlaps. On the same day, the lowest department comes first, then the lowest purpose.
-- Packed in a number that sorts in that order.
CREATE TEMP TABLE herkomst AS
SELECT
    afdeling, doel, row_number() OVER (ORDER BY afdeling DESC, doel DESC) AS rang,
    afdeling IN ('leerplicht', 'doorstroompunt') AS van_paar,
    afdeling = 'participatie' OR list_contains(getvariable('overlap'), afdeling || '/' || doel) AS van_participatie
FROM (SELECT DISTINCT afdeling, doel FROM contactgegevens WHERE code IS NULL);
CREATE MACRO contactrij(volgorde) AS volgorde & 4294967295;
CREATE TEMP TABLE contact AS
SELECT
    nummer, max(volgorde) FILTER (van_paar) AS paar, max(volgorde) FILTER (van_participatie) AS participatie
FROM (
    SELECT
        coalesce(koppel.bsn, n) AS nummer, (dagnummer(op) << 42) | (rang << 32) | c.rowid AS volgorde, van_paar, van_participatie
    FROM contactgegevens AS c
    JOIN herkomst USING (afdeling, doel)
    LEFT JOIN koppel ON n = ond
    WHERE code IS NULL AND (van_paar OR van_participatie)
)
WHERE nummer NOT IN (SELECT bsn FROM terzijde WHERE weg & 16 > 0)
GROUP BY nummer;

-- Enrolments that cover the day at a school the register knows, for persons with an absence record.
CREATE TEMP TABLE eigen_school AS
SELECT DISTINCT coalesce(bsn, n) AS nummer, brin
FROM duo_inschrijving LEFT JOIN koppel ON n = ond
WHERE code IS NULL AND sector <> 'NIETBEK' AND begin <= getvariable('peil')
    AND (eind IS NULL OR eind >= getvariable('peil'))
    AND coalesce(bsn, n) IN (SELECT nummer FROM rij WHERE pakket & 2048 > 0 AND weg & 1 = 0);

-- Handovers, row by row, only from the school's own deliveries. A person who is not in the BRP is handed over too.
CREATE TEMP TABLE overdracht AS
SELECT
    o.*, coalesce(koppel.bsn, o.n) AS nummer,
    CASE
        WHEN NOT actueel THEN 'bijhouding'
        WHEN coalesce(u.uit, 0) & 128 > 0 OR coalesce(w.weg, 0) & 64 > 0 THEN 'uitgesloten'
        WHEN coalesce(koppel.bsn, o.n) IN (
            SELECT coalesce(koppel.bsn, n) FROM overstap LEFT JOIN koppel ON n = ond
            WHERE code <> 'R-DUB-001' AND n IS NOT NULL
        ) THEN 'rij_in_quarantaine'
        WHEN brin_latend <> getvariable('latend') THEN 'niet_eigen_gegevens'
        WHEN NOT getvariable('verwerker') THEN 'geen_verwerker'
        WHEN NOT list_contains(getvariable('mbo'), brin_ontvangend) THEN 'geen_ontvanger'
    END AS reden
FROM overstap AS o
LEFT JOIN koppel ON o.n = ond
LEFT JOIN (SELECT bsn, actueel FROM persoon WHERE bsn IN (
    SELECT coalesce(koppel.bsn, n) FROM overstap LEFT JOIN koppel ON n = ond
)) AS persoon ON persoon.bsn = coalesce(koppel.bsn, o.n)
LEFT JOIN uitgesloten AS u ON u.bsn = coalesce(koppel.bsn, o.n)
LEFT JOIN (SELECT bsn, bit_or(weg) AS weg FROM terzijde GROUP BY bsn) AS w ON w.bsn = coalesce(koppel.bsn, o.n)
WHERE code IS NULL;
CREATE TEMP TABLE resultaat AS
SELECT n, brin, vak, cijfer
FROM leerresultaat AS l
WHERE code IS NULL
    AND coalesce((SELECT koppel.bsn FROM koppel WHERE ond = l.n), l.n) NOT IN (
        SELECT coalesce(koppel.bsn, n) FROM leerresultaat LEFT JOIN koppel ON n = ond
        WHERE code <> 'R-DUB-001' AND n IS NOT NULL
    )
    AND brin = getvariable('latend')
QUALIFY schooljaar = max(schooljaar) OVER (PARTITION BY n, brin);

-- Consents that count, with the fields that remain: those consented to, named by the samenwerking, and allowed to the party.
CREATE TEMP TABLE gegeven AS
SELECT nummer, doel, velden, sha256(doel || chr(10) || array_to_string(list_sort(velden), '|'))[1:8] AS naam
FROM (
    SELECT
        brp.n AS nummer, t.doel,
        list_filter(getvariable('toestemmingsvelden'), lambda veld: list_contains(
            list_transform(string_split(t.velden, '|'), lambda woord: trim(woord)), veld) AND list_contains(s.velden, veld)) AS velden
    FROM toestemming AS t
    LEFT JOIN koppel ON t.n = ond
    JOIN brp ON brp.n = coalesce(koppel.bsn, t.n) AND brp.code IS NULL
    JOIN samenwerking AS s USING (ontvanger, doel)
    LEFT JOIN (SELECT bsn, bit_or(weg) AS weg FROM terzijde GROUP BY bsn) AS w ON w.bsn = brp.n
    WHERE t.code IS NULL AND coalesce(w.weg, 0) & 128 = 0
        AND (ingetrokken IS NULL OR ingetrokken > getvariable('verstrek')) AND verkregen <= getvariable('verstrek')
        AND (tot IS NULL OR tot >= getvariable('verstrek'))
        AND (vorm <> 'MONDELING' OR coalesce(bevestigd <= getvariable('verstrek'), false))
        AND coalesce(CASE gegeven_door
            WHEN 'BETROKKENE' THEN NOT onder(getal(verkregen), eerste(geboren), laatste(geboren), 16)
            ELSE onder(getal(verkregen), eerste(geboren), laatste(geboren), 16)
                AND onder(getvariable('verstrek_n'), eerste(geboren), laatste(geboren), 16)
        END, false)
)
WHERE len(velden) > 0;

CREATE TEMP TABLE toestemmingscontact AS
SELECT nummer, naam, arg_min(c.rowid, row(-dagnummer(op), afdeling, c.doel, -c.rowid)) AS contactrij
FROM (SELECT c.rowid, c.*, coalesce(koppel.bsn, n) AS nummer FROM contactgegevens AS c LEFT JOIN koppel ON n = ond
      WHERE code IS NULL) AS c
JOIN gegeven USING (nummer)
WHERE afdeling = 'gebiedsteam'
    AND nummer NOT IN (SELECT bsn FROM terzijde WHERE weg & 16 > 0)
GROUP BY ALL;
