-- Turns facts into values: one row per person, on the peildatum and, with the suffix `_v`, on the verstrekdatum from the
-- same facts. Days are numbers YYYYMMDD, so an age is a subtraction: a person born on 29 February turns a year older on 1
-- March.

CREATE TYPE leeftijdsgroep_t AS ENUM ('onder_18', '18_tot_23', '23_tot_27', 'vanaf_27', 'onbepaald');
CREATE TYPE plicht_t AS ENUM ('leerplichtig', 'kwalificatieplichtig', 'vrijgesteld', 'geen', 'onbekend');
CREATE TYPE tri_t AS ENUM ('ja', 'nee', 'onbekend');
CREATE TYPE verzuim_t AS ENUM ('geen', 'relatief', 'relatief_onbevestigd', 'langdurig', 'absoluut', 'onbekend');
CREATE TYPE jib_t AS ENUM ('niet_op_lijst', 'terecht', 'onterecht', 'onbekend');
CREATE TYPE bijhouding_t AS ENUM ('actueel', 'overleden', 'vertrokken', 'niet_ingezetene', 'fout');
CREATE TYPE woonplaats_t AS ENUM ('gemeente', 'regio', 'elders');
CREATE TYPE fase_t AS ENUM ('voor', 'leerplicht', 'kwalificatie', 'voorbij', 'sk_onbekend', 'twijfel', 'rij_weg', 'onbepaald');

CREATE MACRO jaren(dag, geboren) AS (dag + 20000000 - geboren) // 10000 - 2000;
CREATE MACRO groep(jaar) AS CASE
    WHEN jaar IS NULL THEN NULL
    WHEN jaar < 18 THEN 'onder_18'::leeftijdsgroep_t
    WHEN jaar < 23 THEN '18_tot_23'::leeftijdsgroep_t
    WHEN jaar < 27 THEN '23_tot_27'::leeftijdsgroep_t
    ELSE 'vanaf_27'::leeftijdsgroep_t
END;
CREATE MACRO groep_op(dag, van, tot) AS CASE
    WHEN groep(jaren(dag, van)) = groep(jaren(dag, tot)) THEN groep(jaren(dag, van)) ELSE 'onbepaald'::leeftijdsgroep_t
END;
CREATE MACRO tri(voorwaarde) AS CASE
    WHEN voorwaarde THEN 'ja'::tri_t WHEN NOT voorwaarde THEN 'nee'::tri_t ELSE 'onbekend'::tri_t
END;
-- `ja` is true, `nee` false and `onbekend` NULL, so SQL's own three-valued logic does what the contract says.
CREATE MACRO waar(t) AS CASE WHEN t = 'ja' THEN true WHEN t = 'nee' THEN false END;
-- A condition on the age, if it comes out the same at both ends of a partial birth date.
CREATE MACRO onder(dag, van, tot, jaar) AS
    CASE WHEN (jaren(dag, van) < jaar) = (jaren(dag, tot) < jaar) THEN jaren(dag, van) < jaar END;
CREATE MACRO tussen(dag, van, tot) AS CASE
    WHEN (jaren(dag, van) BETWEEN 23 AND 26) = (jaren(dag, tot) BETWEEN 23 AND 26) THEN jaren(dag, van) BETWEEN 23 AND 26
END;
CREATE MACRO fase_op(dag, geboren, erna) AS CASE
    WHEN dag // 100 <= (geboren // 10000 + 5) * 100 + CASE WHEN geboren % 10000 = 229 THEN 3 ELSE geboren // 100 % 100 END
        THEN 'voor'::fase_t
    WHEN dag <= (geboren // 10000 + CASE WHEN geboren % 10000 > 731 THEN 17 ELSE 16 END) * 10000 + 731 THEN 'leerplicht'::fase_t
    WHEN dag >= geboren + 180000 THEN 'voorbij'::fase_t
    ELSE erna
END;
CREATE MACRO fase(dag, van, tot, erna) AS CASE
    WHEN van IS NULL THEN 'onbepaald'::fase_t
    WHEN van = tot THEN fase_op(dag, van, erna)
    WHEN fase_op(dag, van, erna) = fase_op(dag, tot, erna) THEN fase_op(dag, van, erna)
    ELSE 'onbepaald'::fase_t
END;
CREATE MACRO plicht_van(fase, vrij_weg, vrij) AS CASE
    WHEN fase IN ('voor', 'voorbij') THEN 'geen'::plicht_t
    WHEN fase IN ('leerplicht', 'kwalificatie') THEN CASE
        WHEN vrij_weg THEN 'onbekend'::plicht_t
        WHEN vrij THEN 'vrijgesteld'::plicht_t
        WHEN fase = 'leerplicht' THEN 'leerplichtig'::plicht_t
        ELSE 'kwalificatieplichtig'::plicht_t
    END
    ELSE 'onbekend'::plicht_t
END;
CREATE MACRO is_plichtig(plicht) AS plicht IN ('leerplichtig', 'kwalificatieplichtig');
CREATE MACRO verzuim_van(plicht, ingeschreven, weg, absoluut, relatief, langdurig, enige) AS CASE
    WHEN plicht = 'vrijgesteld' THEN 'geen'::verzuim_t
    WHEN plicht = 'onbekend' OR ingeschreven = 'onbekend' THEN 'onbekend'::verzuim_t
    WHEN ingeschreven = 'nee' THEN CASE WHEN is_plichtig(plicht) THEN 'absoluut'::verzuim_t ELSE 'geen'::verzuim_t END
    WHEN weg THEN 'onbekend'::verzuim_t
    WHEN enige IS NULL THEN 'geen'::verzuim_t
    WHEN absoluut THEN 'onbekend'::verzuim_t
    WHEN is_plichtig(plicht) AND relatief IS NOT NULL THEN 'relatief'::verzuim_t
    WHEN NOT is_plichtig(plicht) AND langdurig IS NOT NULL THEN 'langdurig'::verzuim_t
    ELSE 'relatief_onbevestigd'::verzuim_t
END;
CREATE MACRO plicht_voorbij(plicht, fase) AS CASE WHEN plicht <> 'onbekend' THEN plicht = 'geen' AND fase = 'voorbij' END;
CREATE MACRO doelgroep_van(plicht, fase, jong, sk, ingeschreven, verzuim) AS tri(
    plicht_voorbij(plicht, fase) AND jong AND NOT waar(sk)
    AND (CASE WHEN verzuim <> 'onbekend' THEN verzuim = 'langdurig' END OR NOT waar(ingeschreven))
);
CREATE MACRO jib_van(op_lijst, leeftijd, sk, ingeschreven, weinig, geen_uitkering) AS CASE
    WHEN op_lijst IS NULL THEN 'onbekend'::jib_t
    WHEN NOT op_lijst THEN 'niet_op_lijst'::jib_t
    WHEN leeftijd AND NOT waar(sk) AND NOT waar(ingeschreven) AND weinig AND geen_uitkering THEN 'terecht'::jib_t
    WHEN NOT (leeftijd AND NOT waar(sk) AND NOT waar(ingeschreven) AND weinig AND geen_uitkering) THEN 'onterecht'::jib_t
    ELSE 'onbekend'::jib_t
END;
CREATE MACRO is_heel(d) AS d % 100 > 0;
CREATE MACRO bereikt(d, dag) AS NOT is_heel(d) OR d <= dag;
CREATE MACRO bijhouding_op(dag, reden, geschorst, overleden, gemeente) AS CASE
    WHEN reden = '' AND overleden IS NULL THEN
        CASE WHEN gemeente = '1999' THEN 'niet_ingezetene'::bijhouding_t ELSE 'actueel'::bijhouding_t END
    WHEN (reden = 'O' AND coalesce(bereikt(geschorst, dag), true)) OR coalesce(bereikt(overleden, dag), false)
        THEN 'overleden'::bijhouding_t
    WHEN reden = 'E' AND coalesce(bereikt(geschorst, dag), true) THEN 'vertrokken'::bijhouding_t
    WHEN (reden IN ('R', 'M') AND coalesce(bereikt(geschorst, dag), true)) OR gemeente = '1999'
        THEN 'niet_ingezetene'::bijhouding_t
    WHEN reden <> '' AND coalesce(bereikt(geschorst, dag), true) THEN 'fout'::bijhouding_t
    ELSE 'actueel'::bijhouding_t
END;
-- A term in years. 29 February becomes 1 March in a year without it, which compares the same as a number.
CREATE MACRO binnen_termijn(dag, diploma, op) AS
    CASE WHEN diploma = 'ENTREE' THEN op IS NULL OR dag < getal(op) + 10000
         WHEN diploma IN ('PRO', 'VSO') THEN op IS NULL OR dag < getal(op) + 20000
         ELSE false END;

CREATE TEMP TABLE persoon AS
WITH feiten AS (
    SELECT
        brp.rowid AS rij, brp.n AS bsn, geboren, eerste(geboren) AS van, laatste(geboren) AS tot, reden, geschorst, overleden,
        CASE WHEN strlen(gemeente_inschrijving) = 3 THEN '0' || gemeente_inschrijving ELSE gemeente_inschrijving END AS gemeente,
        geheim <> '0' AS geheim, coalesce(weg, 0) AS weg, coalesce(uit, 0) AS uit,
        CASE WHEN coalesce(weg, 0) & 1 = 0 THEN coalesce(vlag, 0) ELSE 0 END AS vlag,
        CASE WHEN coalesce(weg, 0) & 1 = 0 THEN dekt END AS dekt,
        CASE WHEN coalesce(weg, 0) & 1 = 0 THEN gedekt END AS gedekt,
        CASE WHEN coalesce(weg, 0) & 2 = 0 THEN waardedocument.sk END AS sk_j,
        CASE WHEN coalesce(weg, 0) & 2 = 0 THEN behaald END AS behaald,
        CASE
            WHEN coalesce(weg, 0) & 2 > 0 OR waardedocument.sk IS NULL THEN NULL
            WHEN hoogste = '' OR diploma_op > getvariable('peil') THEN 'GEEN'::diploma_code
            ELSE hoogste
        END AS diploma,
        hoogste = '' AS diploma_leeg, diploma_op, brin_diploma,
        vrij.bsn IS NOT NULL AS vrij, absoluut, relatief, langdurig, enige,
        CASE
            WHEN coalesce(weg, 0) & 256 > 0 OR getvariable('periode') IS NULL THEN NULL
            WHEN getvariable('dekt_allen') THEN coalesce(werk, 0)
            ELSE werk
        END AS werk,
        coalesce(uitkering, false) AS uitkering,
        CASE WHEN coalesce(weg, 0) & 512 = 0 THEN op_lijst.bsn IS NOT NULL END AS op_lijst,
        CASE WHEN coalesce(weg, 0) & 32 = 0 THEN coalesce(geen_contact, false) ELSE false END AS geen_contact,
        CASE WHEN coalesce(weg, 0) & 32 = 0 THEN coalesce(pw7a, false) ELSE false END AS pw7a
    FROM brp
    LEFT JOIN school ON school.bsn = brp.n
    LEFT JOIN waardedocument ON waardedocument.bsn = brp.n
    LEFT JOIN inkomsten ON inkomsten.bsn = brp.n
    LEFT JOIN vrij ON vrij.bsn = brp.n
    LEFT JOIN afwezig ON afwezig.bsn = brp.n
    LEFT JOIN op_lijst ON op_lijst.bsn = brp.n
    LEFT JOIN dossiers ON dossiers.bsn = brp.n
    LEFT JOIN uitgesloten ON uitgesloten.bsn = brp.n
    LEFT JOIN (SELECT bsn, bit_or(weg) AS weg FROM terzijde GROUP BY bsn) AS terzijde ON terzijde.bsn = brp.n
    WHERE brp.code IS NULL
),
eerst AS (
    SELECT
        *,
        CASE
            WHEN sk_j IS NULL THEN 'onbekend'::tri_t
            WHEN sk_j = 'J' AND behaald > getvariable('peil') THEN 'nee'::tri_t
            WHEN sk_j = 'J' AND diploma NOT IN ('GEEN', 'ENTREE', 'PRO', 'VSO', 'VMBO') THEN 'ja'::tri_t
            WHEN sk_j = 'N' AND diploma IN ('GEEN', 'ENTREE', 'PRO', 'VSO', 'VMBO') THEN 'nee'::tri_t
            ELSE 'onbekend'::tri_t
        END AS sk,
        CASE
            WHEN weg & 1 > 0 THEN 'onbekend'::tri_t
            WHEN vlag & 1 > 0 THEN 'ja'::tri_t
            WHEN vlag & 2 > 0 OR coalesce(
                getvariable('peil_n') % 10000 BETWEEN 801 AND 930
                AND getal(DATE '0001-01-01' + (gedekt >> 41)::INTEGER)
                    BETWEEN getvariable('peil_n') // 10000 * 10000 + 601 AND getvariable('peil_n') // 10000 * 10000 + 731,
                false
            ) THEN 'onbekend'::tri_t
            ELSE 'nee'::tri_t
        END AS ingeschreven
    FROM feiten
),
fasen AS (
    SELECT
        * EXCLUDE (erna), fase(getvariable('peil_n'), van, tot, erna) AS fase,
        fase(getvariable('verstrek_n'), van, tot, erna) AS fase_v
    FROM (
        SELECT
            *,
            CASE
                WHEN diploma = 'PRO' OR vlag & 4 > 0 THEN 'voorbij'::fase_t
                WHEN diploma = 'ENTREE' AND vlag & 8 > 0 THEN 'twijfel'::fase_t
                WHEN sk = 'ja' THEN 'voorbij'::fase_t
                WHEN sk = 'onbekend' THEN 'sk_onbekend'::fase_t
                WHEN weg & 1 > 0 THEN 'rij_weg'::fase_t
                ELSE 'kwalificatie'::fase_t
            END AS erna
        FROM eerst
    )
),
plichten AS (
    SELECT *, plicht_van(fase, weg & 4 > 0, vrij) AS plicht, plicht_van(fase_v, weg & 4 > 0, vrij) AS plicht_v
    FROM fasen
),
waarden AS (
    SELECT
        *,
        verzuim_van(plicht, ingeschreven, weg & 8 > 0, absoluut, relatief, langdurig, enige) AS verzuim,
        verzuim_van(plicht_v, ingeschreven, weg & 8 > 0, absoluut, relatief, langdurig, enige) AS verzuim_v,
        onder(getvariable('peil_n'), van, tot, 27) AS jong, onder(getvariable('verstrek_n'), van, tot, 27) AS jong_v,
        werk < getvariable('jib_grens') AS weinig, CASE WHEN werk IS NOT NULL THEN NOT uitkering END AS geen_uitkering
    FROM plichten
),
uitkomsten AS (
    SELECT
        rij, bsn, geboren, geheim, weg, CASE WHEN weg & 64 > 0 THEN 2047 ELSE uit END AS uit, dekt, gedekt, diploma,
        diploma_leeg, brin_diploma,
        CASE WHEN jaren(getvariable('peil_n'), van) = jaren(getvariable('peil_n'), tot)
            AND jaren(getvariable('peil_n'), van) >= 0 THEN jaren(getvariable('peil_n'), van)::UTINYINT END AS leeftijd,
        groep_op(getvariable('peil_n'), van, tot) AS leeftijdsgroep,
        groep_op(getvariable('verstrek_n'), van, tot) AS leeftijdsgroep_v,
        plicht, plicht_v, sk, ingeschreven, verzuim,
        doelgroep_van(plicht, fase, jong, sk, ingeschreven, verzuim) AS doelgroep,
        doelgroep_van(plicht_v, fase_v, jong_v, sk, ingeschreven, verzuim_v) AS doelgroep_v,
        tri(CASE WHEN werk IS NOT NULL AND getvariable('zelfstandig_grens') IS NOT NULL
            THEN werk >= getvariable('zelfstandig_grens') AND NOT uitkering END) AS economisch_zelfstandig,
        jib_van(op_lijst, tussen(getvariable('peil_n'), van, tot), sk, ingeschreven, weinig, geen_uitkering) AS jib,
        jib_van(op_lijst, tussen(getvariable('verstrek_n'), van, tot), sk, ingeschreven, weinig, geen_uitkering) AS jib_v,
        binnen_termijn(getvariable('peil_n'), diploma, diploma_op) AS binnen_termijn,
        binnen_termijn(getvariable('verstrek_n'), diploma, diploma_op) AS binnen_termijn_v,
        bijhouding_op(getvariable('peil_n'), reden, geschorst, overleden, gemeente) AS bijhouding,
        bijhouding_op(getvariable('verstrek_n'), reden, geschorst, overleden, gemeente) AS bijhouding_v,
        CASE
            WHEN gemeente = getvariable('gemeente') THEN 'gemeente'::woonplaats_t
            WHEN list_contains(getvariable('regio'), gemeente) THEN 'regio'::woonplaats_t
            ELSE 'elders'::woonplaats_t
        END AS woonplaats,
        werk IS NOT NULL AS inkomen_bekend,
        NOT onder(getvariable('peil_n'), van, tot, 16) AS zestien, NOT onder(getvariable('verstrek_n'), van, tot, 16) AS zestien_v,
        geen_contact, pw7a,
        CASE verzuim WHEN 'relatief' THEN relatief WHEN 'langdurig' THEN langdurig WHEN 'relatief_onbevestigd' THEN enige END
            AS beslissend,
        enige IS NOT NULL AND weg & 8 = 0 AS heeft_melding,
        -- The reasons, as bits in the order in which they are written.
        (CASE WHEN van IS NULL THEN 2 WHEN van <> tot THEN 1 WHEN van % 10000 = 229 AND getvariable('schrikkelgrens') THEN 4
            ELSE 0 END
        + CASE WHEN weg & 1 > 0 OR weg & 2 > 0 OR fase = 'rij_weg' OR (weg & 4 > 0 AND fase IN ('leerplicht', 'kwalificatie'))
            OR (weg & 8 > 0 AND plicht NOT IN ('vrijgesteld', 'onbekend') AND ingeschreven = 'ja')
            OR weg & 256 > 0 OR weg & 512 > 0 THEN 8 ELSE 0 END
        + CASE WHEN weg & 1 = 0 AND vlag & 3 = 2 THEN 16 ELSE 0 END
        + CASE WHEN weg & 1 = 0 AND vlag & 3 = 0 AND ingeschreven = 'onbekend' THEN 32 ELSE 0 END
        + CASE WHEN weg & 2 = 0 AND sk_j IS NULL THEN 64 ELSE 0 END
        + CASE WHEN sk_j IS NOT NULL AND sk = 'onbekend' THEN 128 ELSE 0 END
        + CASE WHEN sk_j = 'J' AND behaald > getvariable('peil') THEN 256 ELSE 0 END
        + CASE WHEN fase = 'twijfel' THEN 512 ELSE 0 END
        + CASE WHEN weg & 8 = 0 AND absoluut AND plicht NOT IN ('vrijgesteld', 'onbekend') AND ingeschreven = 'ja'
            THEN 1024 ELSE 0 END
        + CASE WHEN weg & 256 = 0 AND werk IS NULL THEN 2048 ELSE 0 END
        + CASE WHEN werk IS NOT NULL AND (getvariable('zelfstandig_grens') IS NULL
            OR (getvariable('jib_grens') IS NULL AND op_lijst
                AND jib_van(op_lijst, tussen(getvariable('peil_n'), van, tot), sk, ingeschreven, weinig, geen_uitkering)
                    = 'onbekend')) THEN 4096 ELSE 0 END
        + CASE WHEN op_lijst AND NOT tussen(getvariable('peil_n'), van, tot) THEN 8192 ELSE 0 END
        + CASE WHEN op_lijst AND sk = 'ja' THEN 16384 ELSE 0 END
        + CASE WHEN op_lijst AND ingeschreven = 'ja' THEN 32768 ELSE 0 END
        + CASE WHEN op_lijst AND NOT weinig THEN 65536 ELSE 0 END
        + CASE WHEN op_lijst AND NOT geen_uitkering THEN 131072 ELSE 0 END)::INTEGER AS redenen
    FROM waarden
),
beslist AS (
    SELECT
        *, bijhouding = 'actueel' AND bijhouding_v = 'actueel' AS actueel,
        doelgroep = 'ja' AND coalesce(binnen_termijn, false) AS overleg,
        doelgroep_v = 'ja' AND coalesce(binnen_termijn_v, false) AS overleg_v
    FROM uitkomsten
)
-- The person's parcels, one bit each: a rule must hold on both days.
SELECT
    *,
    CASE WHEN actueel THEN (CASE WHEN uit & 1 = 0 AND woonplaats = 'gemeente'
        AND plicht IN ('leerplichtig', 'kwalificatieplichtig', 'vrijgesteld')
        AND plicht_v IN ('leerplichtig', 'kwalificatieplichtig', 'vrijgesteld')
        AND verzuim IN ('geen', 'relatief_onbevestigd', 'onbekend') THEN 1 ELSE 0 END
    + CASE WHEN uit & 1 = 0 AND woonplaats = 'gemeente' AND is_plichtig(plicht) AND is_plichtig(plicht_v)
        AND verzuim IN ('relatief', 'absoluut') THEN 2 ELSE 0 END
    + CASE WHEN uit & 2 = 0 AND woonplaats = 'gemeente' AND doelgroep = 'ja' AND doelgroep_v = 'ja' THEN 4 ELSE 0 END
    + CASE WHEN uit & 2 = 0 AND woonplaats = 'regio' AND doelgroep = 'ja' AND doelgroep_v = 'ja' THEN 8 ELSE 0 END
    + CASE WHEN uit & 2 = 0 AND woonplaats = 'gemeente' AND jib = 'terecht' AND jib_v = 'terecht'
        AND getvariable('mandaat') THEN 16 ELSE 0 END
    + CASE WHEN uit & 4 = 0 AND woonplaats = 'gemeente' AND jib = 'terecht' AND jib_v = 'terecht' THEN 32 ELSE 0 END
    + CASE WHEN uit & 4 = 0 AND woonplaats = 'gemeente' AND doelgroep = 'ja' AND doelgroep_v = 'ja' AND pw7a
        THEN 64 ELSE 0 END
    + CASE WHEN uit & 4 = 0 AND woonplaats = 'gemeente' AND is_plichtig(plicht) AND is_plichtig(plicht_v)
        AND verzuim IN ('relatief', 'absoluut') AND zestien AND zestien_v AND geen_contact THEN 128 ELSE 0 END
    + CASE WHEN uit & 8 = 0 AND woonplaats = 'gemeente' AND is_plichtig(plicht) AND is_plichtig(plicht_v)
        AND verzuim IN ('relatief', 'absoluut') AND geen_contact AND getvariable('partner') THEN 256 ELSE 0 END
    + CASE WHEN uit & 16 = 0 AND woonplaats IN ('gemeente', 'regio') AND doelgroep = 'ja' AND doelgroep_v = 'ja'
        AND NOT inkomen_bekend THEN 512 ELSE 0 END
    + CASE WHEN uit & 32 = 0 AND woonplaats = 'gemeente' AND overleg AND overleg_v THEN 1024 ELSE 0 END
    + CASE WHEN uit & 32 = 0 AND woonplaats = 'gemeente' AND plicht IN ('leerplichtig', 'kwalificatieplichtig', 'geen')
        AND plicht_v IN ('leerplichtig', 'kwalificatieplichtig', 'geen') AND heeft_melding THEN 2048 ELSE 0 END
    + CASE WHEN uit & 64 = 0 AND woonplaats = 'gemeente' AND plicht IN ('leerplichtig', 'kwalificatieplichtig', 'geen')
        AND plicht_v IN ('leerplichtig', 'kwalificatieplichtig', 'geen') AND heeft_melding AND getvariable('van_duo')
        THEN 4096 ELSE 0 END
    + CASE WHEN uit & 8 = 0 AND woonplaats IN ('gemeente', 'regio')
        AND bsn IN (SELECT coalesce(koppel.bsn, n) FROM toestemming LEFT JOIN koppel ON n = ond WHERE code IS NULL)
        THEN 8192 ELSE 0 END)::INTEGER ELSE 0 END AS pakket
FROM beslist;
