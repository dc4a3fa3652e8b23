-- Keys that occur more than once: identical repeats become one row (R-DUB-001, accepted); conflicting ones are all set aside
-- (R-DUB-002). A hash of the key finds the few candidates, and only those are compared in full. `inkomen` has no key.

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, n,
        row(voornamen, voorvoegsel, geslachtsnaam, geboren, lpad(gemeente_inschrijving, 4, '0'), straatnaam,
            huisnummer, huisletter, huisnummertoevoeging, postcode, woonplaats, geheim, reden, geschorst, overleden) AS inhoud
    FROM brp
    WHERE code IS NULL AND hash(n) IN (SELECT hash(n) FROM brp WHERE code IS NULL GROUP BY hash(n) HAVING count(*) > 1)
),
groepen AS (
    SELECT n, count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (n)
WHERE soorten > 1 OR rij <> eerste;
-- A good row and one set aside contradict each other, so there is no such person.
INSERT INTO herhaald
SELECT rowid, 'R-DUB-002' FROM brp
WHERE code IS NULL AND n IN (SELECT n FROM brp WHERE code IS NOT NULL AND n IS NOT NULL);
CREATE OR REPLACE TEMP TABLE herhaald AS SELECT rij, max(code) AS code FROM herhaald GROUP BY rij;
UPDATE brp SET code = herhaald.code FROM herhaald WHERE brp.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, n, brin, opleidingscode, begin, row(sector, niveau, profiel, eind) AS inhoud
    FROM duo_inschrijving
    WHERE code IS NULL AND hash(n, brin, opleidingscode, begin) IN (
        SELECT hash(n, brin, opleidingscode, begin) FROM duo_inschrijving
        WHERE code IS NULL GROUP BY hash(n, brin, opleidingscode, begin) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT n, brin, opleidingscode, begin,
        count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (n, brin, opleidingscode, begin)
WHERE soorten > 1 OR rij <> eerste;
UPDATE duo_inschrijving SET code = herhaald.code FROM herhaald WHERE duo_inschrijving.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, n, row(sk, behaald, diploma, diploma_op, brin_diploma) AS inhoud
    FROM duo_startkwalificatie
    WHERE code IS NULL AND hash(n) IN (
        SELECT hash(n) FROM duo_startkwalificatie
        WHERE code IS NULL GROUP BY hash(n) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT n, count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (n)
WHERE soorten > 1 OR rij <> eerste;
UPDATE duo_startkwalificatie SET code = herhaald.code FROM herhaald WHERE duo_startkwalificatie.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, n, afdeling, doel, op, row(telefoon, email) AS inhoud
    FROM contactgegevens
    WHERE code IS NULL AND hash(n, afdeling, doel, op) IN (
        SELECT hash(n, afdeling, doel, op) FROM contactgegevens
        WHERE code IS NULL GROUP BY hash(n, afdeling, doel, op) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT n, afdeling, doel, op,
        count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (n, afdeling, doel, op)
WHERE soorten > 1 OR rij <> eerste;
UPDATE contactgegevens SET code = herhaald.code FROM herhaald WHERE contactgegevens.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, n, soort, begin, row(eind) AS inhoud
    FROM vrijstelling
    WHERE code IS NULL AND hash(n, soort, begin) IN (
        SELECT hash(n, soort, begin) FROM vrijstelling
        WHERE code IS NULL GROUP BY hash(n, soort, begin) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT n, soort, begin, count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (n, soort, begin)
WHERE soorten > 1 OR rij <> eerste;
UPDATE vrijstelling SET code = herhaald.code FROM herhaald WHERE vrijstelling.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, meldingsnummer, row(n, brin, begin, eind, soort_verzuim, uren_getal, status) AS inhoud
    FROM verzuim
    WHERE code IS NULL AND hash(meldingsnummer) IN (
        SELECT hash(meldingsnummer) FROM verzuim
        WHERE code IS NULL GROUP BY hash(meldingsnummer) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT meldingsnummer, count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (meldingsnummer)
WHERE soorten > 1 OR rij <> eerste;
UPDATE verzuim SET code = herhaald.code FROM herhaald WHERE verzuim.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, n, maand, row(1) AS inhoud
    FROM jib_lijst
    WHERE code IS NULL AND hash(n, maand) IN (
        SELECT hash(n, maand) FROM jib_lijst
        WHERE code IS NULL GROUP BY hash(n, maand) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT n, maand, count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (n, maand)
WHERE soorten > 1 OR rij <> eerste;
UPDATE jib_lijst SET code = herhaald.code FROM herhaald WHERE jib_lijst.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, dossiernummer, row(n, team, status, pad, begin, eind) AS inhoud
    FROM dossier
    WHERE code IS NULL AND hash(dossiernummer) IN (
        SELECT hash(dossiernummer) FROM dossier
        WHERE code IS NULL GROUP BY hash(dossiernummer) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT dossiernummer, count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (dossiernummer)
WHERE soorten > 1 OR rij <> eerste;
UPDATE dossier SET code = herhaald.code FROM herhaald WHERE dossier.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, n, partij, van, row(tot) AS inhoud
    FROM uitsluiting
    WHERE code IS NULL AND hash(n, partij, van) IN (
        SELECT hash(n, partij, van) FROM uitsluiting
        WHERE code IS NULL GROUP BY hash(n, partij, van) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT n, partij, van, count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (n, partij, van)
WHERE soorten > 1 OR rij <> eerste;
UPDATE uitsluiting SET code = herhaald.code FROM herhaald WHERE uitsluiting.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, n, ond, row(1) AS inhoud
    FROM koppeling
    WHERE code IS NULL AND hash(n, ond) IN (
        SELECT hash(n, ond) FROM koppeling
        WHERE code IS NULL GROUP BY hash(n, ond) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT n, ond, count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (n, ond)
WHERE soorten > 1 OR rij <> eerste;
UPDATE koppeling SET code = herhaald.code FROM herhaald WHERE koppeling.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, toestemming_id,
        row(n, ontvanger, doel, velden, verkregen, vorm, bevestigd, gegeven_door,
            informatieversie, tot, ingetrokken, bewijs_ref) AS inhoud
    FROM toestemming
    WHERE code IS NULL AND hash(toestemming_id) IN (
        SELECT hash(toestemming_id) FROM toestemming
        WHERE code IS NULL GROUP BY hash(toestemming_id) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT toestemming_id, count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (toestemming_id)
WHERE soorten > 1 OR rij <> eerste;
UPDATE toestemming SET code = herhaald.code FROM herhaald WHERE toestemming.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, n, brin_ontvangend,
        row(geslachtsnaam, voorvoegsel, voornamen, geboren, brin_latend, fase, niveau_latend, profiel, leerjaar, diploma,
            uitstroom) AS inhoud
    FROM overstap
    WHERE code IS NULL AND hash(n, brin_ontvangend) IN (
        SELECT hash(n, brin_ontvangend) FROM overstap
        WHERE code IS NULL GROUP BY hash(n, brin_ontvangend) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT n, brin_ontvangend, count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (n, brin_ontvangend)
WHERE soorten > 1 OR rij <> eerste;
UPDATE overstap SET code = herhaald.code FROM herhaald WHERE overstap.rowid = herhaald.rij;
DROP TABLE herhaald;

CREATE TEMP TABLE herhaald AS
WITH rijen AS (
    SELECT rowid AS rij, n, brin, schooljaar, vak, row(cijfer) AS inhoud
    FROM leerresultaat
    WHERE code IS NULL AND hash(n, brin, schooljaar, vak) IN (
        SELECT hash(n, brin, schooljaar, vak) FROM leerresultaat
        WHERE code IS NULL GROUP BY hash(n, brin, schooljaar, vak) HAVING count(*) > 1
    )
),
groepen AS (
    SELECT n, brin, schooljaar, vak,
        count(DISTINCT inhoud) AS soorten, min(rij) AS eerste FROM rijen GROUP BY ALL HAVING count(*) > 1
)
SELECT rij, CASE WHEN soorten > 1 THEN 'R-DUB-002' ELSE 'R-DUB-001' END AS code
FROM rijen JOIN groepen USING (n, brin, schooljaar, vak)
WHERE soorten > 1 OR rij <> eerste;
UPDATE leerresultaat SET code = herhaald.code FROM herhaald WHERE leerresultaat.rowid = herhaald.rij;
DROP TABLE herhaald;
