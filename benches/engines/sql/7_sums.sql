-- What was read, accepted and set aside, and what became of every person in each parcel: the sums that must balance.

CREATE TEMP TABLE behoud_extracten AS
SELECT extract, count(*) AS gelezen, count(*) FILTER (goed) AS aanvaard, count(*) FILTER (NOT goed) AS quarantaine
FROM (
    SELECT 'brp' AS extract, code IS NULL OR code = 'R-DUB-001' AS goed FROM brp
    UNION ALL SELECT 'duo_inschrijving', code IS NULL OR code = 'R-DUB-001' FROM duo_inschrijving
    UNION ALL SELECT 'duo_startkwalificatie', code IS NULL OR code = 'R-DUB-001' FROM duo_startkwalificatie
    UNION ALL SELECT 'vrijstelling', code IS NULL OR code = 'R-DUB-001' FROM vrijstelling
    UNION ALL SELECT 'verzuim', code IS NULL OR code = 'R-DUB-001' FROM verzuim
    UNION ALL SELECT 'inkomen', code IS NULL OR code = 'R-DUB-001' FROM inkomen
    UNION ALL SELECT 'jib_lijst', code IS NULL OR code = 'R-DUB-001' FROM jib_lijst
    UNION ALL SELECT 'contactgegevens', code IS NULL OR code = 'R-DUB-001' FROM contactgegevens
    UNION ALL SELECT 'dossier', code IS NULL OR code = 'R-DUB-001' FROM dossier
    UNION ALL SELECT 'overstap', code IS NULL OR code = 'R-DUB-001' FROM overstap
    UNION ALL SELECT 'leerresultaat', code IS NULL OR code = 'R-DUB-001' FROM leerresultaat
    UNION ALL SELECT 'toestemming', code IS NULL OR code = 'R-DUB-001' FROM toestemming
    UNION ALL SELECT 'uitsluiting', code IS NULL OR code = 'R-DUB-001' FROM uitsluiting
    UNION ALL SELECT 'koppeling', code IS NULL OR code = 'R-DUB-001' FROM koppeling
)
GROUP BY extract;

-- Groups persons by everything that decides about them: some thousand groups, however many persons there are.
CREATE TEMP TABLE groep AS
SELECT
    actueel, uit, woonplaats, plicht, plicht_v, doelgroep, doelgroep_v, verzuim, jib, jib_v, overleg, overleg_v, inkomen_bekend,
    coalesce(zestien, false) AS zestien, coalesce(zestien_v, false) AS zestien_v, geen_contact, pw7a, geheim, sk,
    weg & 8 > 0 AS verzuim_weg,
    CASE WHEN woonplaats <> 'gemeente' THEN 'woonplaats' END AS buiten,
    CASE WHEN woonplaats = 'elders' THEN 'woonplaats' END AS ver_buiten,
    CASE WHEN NOT is_plichtig(plicht) THEN 'plicht' END AS niet_plichtig,
    CASE WHEN verzuim NOT IN ('relatief', 'absoluut') THEN 'verzuim' END AS geen_verzuim,
    CASE WHEN doelgroep <> 'ja' THEN 'doelgroep' END AS geen_doelgroep,
    CASE WHEN jib <> 'terecht' THEN 'jib' END AS onterecht,
    CASE WHEN plicht IN ('vrijgesteld', 'onbekend') THEN 'plicht' END AS zonder_vrijstelling,
    CASE WHEN NOT geen_contact THEN 'dossier_geen_contact' END AS niet_benaderd,
    count(*) AS aantal
FROM persoon
GROUP BY ALL;

-- The first condition that fails, or NULL. `fout` is the first that fails on the peildatum; `later` says whether all hold
-- again later.
CREATE MACRO uitkomst(actueel, uit, partijbit, fout, later) AS CASE
    WHEN NOT actueel THEN 'bijhouding'
    WHEN uit & partijbit > 0 THEN 'uitgesloten'
    WHEN fout IS NOT NULL THEN fout
    WHEN NOT later THEN 'niet_meer_op_verstrekdatum'
END;
CREATE TEMP TABLE oordelen AS
SELECT partij, pakket, splitst, reden, geheim, sum(aantal)::BIGINT AS aantal
FROM (
    SELECT 'leerplicht' AS partij, 'toezicht' AS pakket, true AS splitst, geheim, aantal, uitkomst(actueel, uit, 1, coalesce(buiten,
        CASE WHEN plicht IN ('geen', 'onbekend') THEN 'plicht' END,
        CASE WHEN verzuim NOT IN ('geen', 'relatief_onbevestigd', 'onbekend') THEN 'verzuim' END),
        plicht_v NOT IN ('geen', 'onbekend')) AS reden FROM groep
    UNION ALL SELECT 'leerplicht', 'verzuim', true, geheim, aantal,
        uitkomst(actueel, uit, 1, coalesce(buiten, niet_plichtig, geen_verzuim), is_plichtig(plicht_v)) FROM groep
    UNION ALL SELECT 'doorstroompunt', 'begeleiding', true, geheim, aantal,
        uitkomst(actueel, uit, 2, coalesce(buiten, geen_doelgroep), doelgroep_v = 'ja') FROM groep
    UNION ALL SELECT 'doorstroompunt', 'regio', true, geheim, aantal, uitkomst(actueel, uit, 2, coalesce(
        CASE WHEN woonplaats <> 'regio' THEN 'woonplaats' END, geen_doelgroep), doelgroep_v = 'ja') FROM groep
    UNION ALL SELECT 'doorstroompunt', 'jongeren-in-beeld', true, geheim, aantal, coalesce(
        uitkomst(actueel, uit, 2, coalesce(buiten, onterecht), jib_v = 'terecht'),
        CASE WHEN NOT getvariable('mandaat') THEN 'geen_mandaat' END) FROM groep
    UNION ALL SELECT 'doorstroompunt', 'startkwalificatie', false, geheim, aantal, coalesce(uitkomst(actueel, uit, 2, coalesce(ver_buiten,
        CASE WHEN sk <> 'ja' THEN 'startkwalificatie' END), true), 'niet_eerder_geleverd') FROM groep
    UNION ALL SELECT 'participatie', 'jongeren-in-beeld', true, geheim, aantal,
        uitkomst(actueel, uit, 4, coalesce(buiten, onterecht), jib_v = 'terecht') FROM groep
    UNION ALL SELECT 'participatie', 'toeleiding', true, geheim, aantal, uitkomst(actueel, uit, 4, coalesce(buiten, geen_doelgroep,
        CASE WHEN NOT pw7a THEN 'dossier_pw7a' END), doelgroep_v = 'ja') FROM groep
    UNION ALL SELECT 'participatie', 'bevraging', false, geheim, aantal, uitkomst(actueel, uit, 4, coalesce(buiten, niet_plichtig,
        geen_verzuim, CASE WHEN NOT zestien THEN 'bevraging_leeftijd' END, niet_benaderd),
        is_plichtig(plicht_v) AND zestien_v) FROM groep
    UNION ALL SELECT 'gebiedsteam', 'bevraging', false, geheim, aantal, coalesce(uitkomst(actueel, uit, 8, coalesce(buiten,
        niet_plichtig, geen_verzuim, niet_benaderd), is_plichtig(plicht_v)),
        CASE WHEN NOT getvariable('partner') THEN 'geen_partner' END) FROM groep
    UNION ALL SELECT 'inlichtingenbureau', 'bevraging', false, geheim, aantal, uitkomst(actueel, uit, 16, coalesce(ver_buiten,
        geen_doelgroep, CASE WHEN inkomen_bekend THEN 'inkomen_bekend' END), doelgroep_v = 'ja') FROM groep
    UNION ALL SELECT 'contactgemeente', 'rapportage', false, geheim, aantal, uitkomst(actueel, uit, 256, ver_buiten, true) FROM groep
    -- Conditions that depend on a row of the person: the next step splits what remains here.
    UNION ALL SELECT 'school', 'overleg', false, geheim, aantal, coalesce(uitkomst(actueel, uit, 32, coalesce(buiten,
        CASE WHEN NOT overleg THEN 'overleg_school' END), overleg_v), '?') FROM groep
    UNION ALL SELECT 'school', 'verzuim', false, geheim, aantal, coalesce(uitkomst(actueel, uit, 32, coalesce(buiten, zonder_vrijstelling),
        plicht_v NOT IN ('vrijgesteld', 'onbekend')), CASE WHEN verzuim_weg THEN 'rij_in_quarantaine' END, '?') FROM groep
    UNION ALL SELECT 'duo', 'verzuim', false, geheim, aantal, coalesce(uitkomst(actueel, uit, 64, coalesce(buiten, zonder_vrijstelling),
        plicht_v NOT IN ('vrijgesteld', 'onbekend')), CASE WHEN verzuim_weg THEN 'rij_in_quarantaine' END, '?') FROM groep
    UNION ALL SELECT partij, 'contact', false, geheim, aantal, coalesce(uitkomst(actueel, uit, bit, NULL, true), '?') FROM groep,
        (VALUES ('leerplicht', 1), ('doorstroompunt', 2), ('participatie', 4)) AS partijen (partij, bit)
    UNION ALL SELECT 'gebiedsteam', 'toestemming.' || naam, false, geheim, aantal,
        coalesce(uitkomst(actueel, uit, 8, ver_buiten, true), '?') FROM groep, (SELECT DISTINCT naam FROM gegeven)
)
GROUP BY ALL;

-- Per person, for the parcels that depend on a row of that person.
CREATE TEMP TABLE van_persoon AS
WITH schoolmelding AS (
    SELECT
        nummer, bool_or(eigen AND list_contains(getvariable('scholen'), brin)) AS geleverd, bool_or(eigen) AS eigen
    FROM (
        SELECT nummer, melding.brin, (nummer, melding.brin) IN (SELECT (nummer, brin) FROM eigen_school) AS eigen
        FROM rij JOIN melding ON melding.bsn = nummer
        WHERE NOT absoluut AND pakket & 2048 > 0
    )
    GROUP BY nummer
)
SELECT 'school' AS partij, 'overleg' AS pakket, CASE
        WHEN brin_diploma = '' THEN 'school_onbekend'
        WHEN NOT list_contains(getvariable('scholen'), brin_diploma) THEN 'geen_ontvanger'
    END AS reden
FROM rij WHERE pakket & 1024 > 0
UNION ALL SELECT 'school', 'verzuim', CASE WHEN eigen AND NOT geleverd THEN 'geen_ontvanger' WHEN NOT eigen THEN 'andere_school' END
FROM schoolmelding
UNION ALL SELECT 'duo', 'verzuim', NULL
FROM (SELECT DISTINCT nummer FROM rij JOIN melding ON melding.bsn = nummer WHERE NOT absoluut AND pakket & 4096 > 0)
UNION ALL SELECT partij, 'contact', CASE WHEN (partij = 'participatie' AND participatie IS NULL)
        OR (partij <> 'participatie' AND paar IS NULL) THEN 'geen_contactgegevens' END
FROM rij LEFT JOIN contact USING (nummer),
    (VALUES ('leerplicht', 3), ('doorstroompunt', 4), ('participatie', 32)) AS partijen (partij, bits)
WHERE rij.pakket & bits > 0
UNION ALL SELECT 'gebiedsteam', 'toestemming.' || g.naam, CASE WHEN geheim AND adres THEN 'geheim_adres' END
FROM (SELECT nummer, naam, bool_or(list_has_any(velden, ['straatnaam', 'huisnummer', 'huisletter', 'huisnummertoevoeging',
    'postcode', 'woonplaats'])) AS adres FROM gegeven GROUP BY ALL) AS g JOIN rij USING (nummer)
WHERE pakket & 8192 > 0
UNION ALL SELECT 'gebiedsteam', 'toestemming.' || naam, 'toestemming_telt_niet'
FROM (SELECT DISTINCT naam FROM gegeven) AS g, (
    SELECT DISTINCT nummer FROM rij JOIN toestemming ON n = nummer
    WHERE code IS NULL AND ontvanger = 'gebiedsteam' AND pakket & 8192 > 0 AND weg & 128 = 0
) AS t
WHERE (nummer, naam) NOT IN (SELECT (nummer, naam) FROM gegeven);

CREATE TEMP TABLE behoud_pakketten AS
WITH alles AS (
    SELECT partij, pakket, coalesce(reden, CASE WHEN splitst AND geheim THEN 'geheim_adres' END) AS reden, aantal FROM oordelen
    UNION ALL
    SELECT partij, pakket || '-geheim', coalesce(reden, CASE WHEN NOT geheim THEN 'geen_geheim_adres' END), aantal
    FROM oordelen WHERE splitst
    UNION ALL SELECT 'mbo', 'overstap', reden, 1 FROM overdracht
    UNION ALL SELECT partij, pakket, reden, 1 FROM van_persoon
),
rest AS (
    SELECT partij, pakket, sum(CASE WHEN reden = '?' THEN aantal END) - coalesce((
        SELECT count(*) FROM van_persoon AS v WHERE v.partij = alles.partij AND v.pakket = alles.pakket), 0) AS aantal
    FROM alles GROUP BY partij, pakket
)
SELECT partij, pakket, coalesce(reden, 'geleverd') AS reden, sum(aantal)::BIGINT AS aantal
FROM (
    SELECT * FROM alles WHERE reden IS NULL OR reden <> '?'
    UNION ALL
    SELECT partij, pakket, CASE
        WHEN pakket = 'contact' THEN 'niet_in_pakket' WHEN pakket = 'verzuim' THEN 'geen_melding' ELSE 'geen_toestemming' END, aantal
    FROM rest WHERE aantal > 0
)
GROUP BY ALL;
