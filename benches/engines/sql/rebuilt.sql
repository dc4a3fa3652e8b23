-- brp
concat_ws(',', lpad(n::VARCHAR, 9, '0'), voornamen, voorvoegsel, geslachtsnaam, lpad(geboren::VARCHAR, 8, '0'),
    gemeente_inschrijving, straatnaam, huisnummer, huisletter, huisnummertoevoeging, postcode, woonplaats, geheim, reden,
    coalesce(lpad(geschorst::VARCHAR, 8, '0'), ''), coalesce(lpad(overleden::VARCHAR, 8, '0'), ''))
-- duo_inschrijving
concat_ws(',', lpad(n::VARCHAR, 9, '0'), '', brin, sector, opleidingscode, niveau, profiel, begin, coalesce(eind::VARCHAR, ''))
-- duo_startkwalificatie
concat_ws(',', lpad(n::VARCHAR, 9, '0'), sk, coalesce(behaald::VARCHAR, ''), diploma, coalesce(diploma_op::VARCHAR, ''),
    brin_diploma)
-- contactgegevens
concat_ws(',', lpad(n::VARCHAR, 9, '0'), telefoon, email, afdeling, doel, op)
-- end
