SELECT
    lpad(bsn::VARCHAR, 9, '0') AS bsn, leeftijd, leeftijdsgroep, plicht, sk AS startkwalificatie, ingeschreven, verzuim, doelgroep,
    economisch_zelfstandig, jib, CASE WHEN overleg THEN 'ja' ELSE 'nee' END AS overleg_school, bijhouding, woonplaats,
    CASE WHEN geheim THEN 'ja' ELSE 'nee' END AS geheim, getvariable('regelset') AS regelset,
    CASE
        WHEN redenen = 0 AND NOT anders THEN ''
        ELSE concat_ws(
            '|',
            CASE WHEN redenen & 1 > 0 THEN 'GEBOORTEDATUM_ONVOLLEDIG' END,
            CASE WHEN redenen & 2 > 0 THEN 'GEBOORTEDATUM_ONBEKEND' END,
            CASE WHEN redenen & 4 > 0 THEN 'SCHRIKKELDAG_GRENS' END,
            CASE WHEN redenen & 8 > 0 THEN 'RIJ_IN_QUARANTAINE' END,
            CASE WHEN redenen & 16 > 0 THEN 'ALLEEN_NIET_BEKOSTIGD' END,
            CASE WHEN redenen & 32 > 0 THEN 'ZOMEROVERGANG' END,
            CASE WHEN redenen & 64 > 0 THEN 'STARTKWALIFICATIE_GEEN_RIJ' END,
            CASE WHEN redenen & 128 > 0 THEN 'STARTKWALIFICATIE_TEGENSTRIJDIG' END,
            CASE WHEN redenen & 256 > 0 THEN 'STARTKWALIFICATIE_LATER' END,
            CASE WHEN redenen & 512 > 0 THEN 'PRAKTIJKONDERWIJS_TWIJFEL' END,
            CASE WHEN redenen & 1024 > 0 THEN 'VERZUIM_TEGENSTRIJDIG' END,
            CASE WHEN redenen & 2048 > 0 THEN 'INKOMEN_NIET_BEVRAAGD' END,
            CASE WHEN redenen & 4096 > 0 THEN 'PARAMETER_ONTBREEKT' END,
            CASE WHEN redenen & 8192 > 0 THEN 'JIB_LEEFTIJD' END,
            CASE WHEN redenen & 16384 > 0 THEN 'JIB_STARTKWALIFICATIE' END,
            CASE WHEN redenen & 32768 > 0 THEN 'JIB_INGESCHREVEN' END,
            CASE WHEN redenen & 65536 > 0 THEN 'JIB_INKOMEN' END,
            CASE WHEN redenen & 131072 > 0 THEN 'JIB_UITKERING' END,
            CASE WHEN anders THEN 'ANDERS_OP_VERSTREKDATUM' END
        )
    END AS redenen
FROM (
    SELECT
        *,
        leeftijdsgroep <> leeftijdsgroep_v OR plicht <> plicht_v OR doelgroep <> doelgroep_v OR jib <> jib_v
            OR overleg <> overleg_v OR bijhouding <> bijhouding_v OR zestien IS DISTINCT FROM zestien_v AS anders
    FROM persoon
)
