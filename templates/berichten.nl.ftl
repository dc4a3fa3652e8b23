### Alles wat een pagina of een opdracht zelf zegt. Dezelfde namen en variabelen staan in berichten.en.ftl. Wat een aantal is, krijgt
### punten tussen de duizendtallen. Tekst tussen `accenten` is code.

maand-01 = januari
maand-02 = februari
maand-03 = maart
maand-04 = april
maand-05 = mei
maand-06 = juni
maand-07 = juli
maand-08 = augustus
maand-09 = september
maand-10 = oktober
maand-11 = november
maand-12 = december

pagina-naar_inhoud = Naar de inhoud
pagina-inhoud = Op deze pagina
pagina-tabel = Tabel: { $titel }
pagina-synthetisch = gemaakt door jib
pagina-en = en

getal-onleesbaar = niet te lezen
getal-personen = { $aantal ->
    [one] 1 persoon
   *[other] { $aantal } personen
}

rapport-onder = { $gemeente } ({ $code }) · peildatum { $peildatum } · verstrekdatum { $verstrekdatum } · regelset van { $regelset }
rapport-boven = Rapport van de nachtelijke verwerking
aantallen-afgerond = Aantallen personen zijn afgerond op een veelvoud van { $veelvoud }; totalen zijn apart afgerond en hoeven niet op te tellen.
aantallen-precies = Precieze aantallen: dit exemplaar is alleen voor de gemeente zelf. Om door te geven is er het afgeronde rapport in de map `rapport`.
rapport-titel = Jongeren: wat is vastgesteld en wat is geleverd
rapport-kort = Rapport { $gemeente }, { $dag }
rapport-peildatum = Peildatum
rapport-peildatum_uitleg = Op deze dag is naar de gegevens gekeken.
rapport-verstrekdatum = Verstrekdatum
rapport-verstrekdatum_uitleg = Op deze dag gingen de gegevens weg.
rapport-verstrekdatum_niet = Op deze dag zouden de gegevens weggaan.
rapport-regelset = Regelset van
rapport-regelset_uitleg = De jongste datum waarop een regel veranderde. Welke tekst van een wet daarbij hoort, staat achter elk artikel.
rapport-exitcode = Exitcode
rapport-wetten = Welke regels golden
rapport-vanaf = regels van { $dag }
rapport-vertaling = { "" }

feiten-titel = Waarover gaat dit rapport

uitkomst-goed = Goed
uitkomst-let_op = Let op
uitkomst-niet_goed = Niet goed
uitkomst-geleverd = De verwerking is gelukt: { $bestanden } { $partijen }.
uitkomst-geleverd_niets = De verwerking is gelukt, maar er is geen enkel bestand klaargezet.
uitkomst-geleverd_uitleg = Elk bestand is verzegeld en bevat alleen wat de ontvanger mag hebben.
uitkomst-eerst = Vandaag eerst
uitkomst-geleverd_met_quarantaine = Er is geleverd, maar te veel rijen staan apart.
uitkomst-geleverd_met_quarantaine_uitleg = De grens is bewust gepasseerd met `--accept-quarantine`. Wat is geleverd, klopt; wie apart staat, ontbreekt. Laat de bron de rijen herstellen.
uitkomst-extract_geweigerd = Er is niets geleverd: een bestand is geweigerd.
uitkomst-extract_geweigerd_uitleg = Geen enkele partij kreeg iets. Herstel het bestand en draai opnieuw.
uitkomst-quarantaine_te_groot = Er is niets geleverd: te veel rijen staan apart.
uitkomst-quarantaine_te_groot_uitleg = Geen enkele partij kreeg iets. Laat de bron de rijen herstellen. Leveren kan alleen bewust, met `--accept-quarantine`.
uitkomst-gecontroleerd = Alleen gecontroleerd: er is niets geleverd.
uitkomst-gecontroleerd_uitleg = De bestanden zijn gelezen en de jongeren ingedeeld. Er is niets besloten en niets verzonden.
uitkomst-exit_0 = 0: klaar
uitkomst-exit_4 = 4: een bestand is geweigerd
uitkomst-exit_5 = 5: te veel rijen staan apart

vandaag-titel = Wat moet er vandaag gebeuren?
vandaag-niets = Niets. Er is niets dat vandaag een mens nodig heeft.
vandaag-som = { $aantal ->
    [one] Eén ding.
   *[other] { $aantal } dingen, het dringendste eerst.
}
vandaag-straks = { $aantal ->
    [one] Eén ding dat kan wachten
   *[other] { $aantal } dingen die kunnen wachten
}
vandaag-wie = Wie
vandaag-doen = Doen
vandaag-waar = Waar

wanneer-nu = Nu
wanneer-vandaag = Vandaag
wanneer-binnenkort = Binnenkort

wie-applicatiebeheerder = Applicatiebeheerder
wie-databeheerder = Databeheerder
wie-privacy_officer = Privacy officer
wie-manager = Manager

taak-geweigerd = Het bestand { $extract } is geweigerd: { $titel }.
taak-drempel = { $aantal ->
    [one] In 1 bestand staan meer rijen apart dan de grens toelaat.
   *[other] In { $aantal } bestanden staan meer rijen apart dan de grens toelaat.
}
taak-drempel_bestand = { $extract } ({ $apart } van { $gelezen } rijen; grens { $grens } per duizend)
taak-drempel_bestand_afgerond = { $extract } ({ $apart ->
    [one] 1 rij
   *[other] { $apart } rijen
} apart, meer dan de grens van { $grens } per duizend)
taak-drempel_doen = Laat de bron de rijen herstellen en draai opnieuw. Het gaat om: { $bestanden }.
taak-drempel_geleverd = Laat de bron de rijen herstellen. De volgende run levert wat dan klopt; wat al is geleverd, blijft staan. Het gaat om: { $bestanden }.
taak-gepasseerd = Er is bewust geleverd terwijl te veel rijen apart staan.
taak-gepasseerd_doen = Leg vast wie dat besloot, en waarom. Op een afdruk kan dat bij de opmerking onder dit rapport.
taak-niets_geleverd = Geen enkele partij kreeg een regel.
taak-niets_geleverd_doen = Kijk bij de partijen waarom niemand in een pakket staat. Komt dat door de bestanden, herstel ze dan en draai opnieuw.
taak-incident = Beoordeel een mogelijk datalek: { $extract } van { $bron } kwam onbeveiligd binnen.
taak-incident_doen = Leg het vast in het register van datalekken. Beoordeel of het binnen 72 uur nadat u het weet gemeld moet worden bij de Autoriteit Persoonsgegevens (AVG 33). Spreek met de bron een beveiligde weg af.
taak-onbeveiligd = { $partij } kreeg niets: de weg ernaartoe is niet beveiligd.
taak-geen_ontvanger = { $aantal ->
    [one] Voor { $partij } staat geen ontvanger in de instellingen; 1 pakket is niet gemaakt.
   *[other] Voor { $partij } staat geen ontvanger in de instellingen; { $aantal } pakketten zijn niet gemaakt.
}
taak-geen_ontvanger_deel = { $aantal ->
    [one] Voor { $partij } ontbreekt een ontvanger in de instellingen; 1 pakket is niet volledig.
   *[other] Voor { $partij } ontbreekt een ontvanger in de instellingen; { $aantal } pakketten zijn niet volledig.
}
taak-geen_ontvanger_doen = Hoort deze partij of school iets te krijgen, zet die dan met een eigen sleutel in `jib.toml` onder `[[ontvanger]]`. Gaat er bewust niets heen, zet dan daar `niet = true`; dan vraagt deze run er niet meer om.
taak-intrekking = { $partij } moet gegevens wissen: van sommige jongeren mag zij die niet meer hebben.
taak-intrekking_doen = Wijs de ontvanger op het bestand `intrekking`, en vraag om te bevestigen dat de gegevens zijn gewist.
taak-quarantaine = { $aantal ->
    [one] 1 rij in { $bestanden } heeft een fout en staat apart.
   *[other] { $aantal } rijen in { $bestanden } hebben een fout en staan apart.
}
taak-quarantaine_doen = Open de herstelwerkmap, laat de bron de rijen verbeteren en lever het blad als HERSTEL naast de levering; het blad toelichting zegt hoe. Van deze jongeren geldt het gegeven tot die tijd als onbekend.
taak-verouderd = Het bestand { $extract } is te oud: het is van { $dag }.
taak-uit_de_toekomst = Het bestand { $extract } is van na de peildatum: volgens jib.toml is het van { $dag }.
taak-uit_de_toekomst_doen = Verbeter `peildatum` bij deze levering in jib.toml, of de peildatum waarmee u jib draait.
taak-verloopt = { $soort } { $naam } loopt af op { $dag }.
taak-verlopen = { $soort } { $naam } is afgelopen op { $dag }.
taak-verloopt_doen = Besluit of deze afspraak wordt verlengd. Zonder afspraak stopt de levering die erop rust.
taak-waarschuwingen = { $aantal ->
    [one] 1 soort waarschuwing over aangeleverde gegevens.
   *[other] { $aantal } soorten waarschuwingen over aangeleverde gegevens.
}
taak-waarschuwingen_doen = Bespreek ze met de bron. Ze hielden de levering niet tegen.
bijzonder-bestand = Verwacht werd het bestand { $pad }; het is er niet.
bijzonder-dekking = Van de inwoners van 6 tot en met 15 jaar zonder vrijstelling { $nu ->
        [0] heeft bijna niemand
       *[other] hebben er { $nu } van de 1.000
    } een inschrijving in dit bestand; verwacht werden er minstens { $minstens } van de 1.000.
bijzonder-minder = Dit bestand heeft { $nu } { $nu ->
        [one] rij
       *[other] rijen
    }. In de run van { $dag } waren het er { $eerder }; verwacht werden er minstens { $minstens }.
bijzonder-minder_afgerond = Dit bestand heeft minder dan { $minstens } van elke 1.000 rijen die het in de run van { $dag } had: ongeveer { $nu }, toen ongeveer { $eerder }. De precieze aantallen staan in intern/rapport.html.age.
bijzonder-kopregel_lager = Regel { $regel } lijkt de kopregel te zijn: haal de regels erboven weg.
bijzonder-getoond = De kolom { $kolom } blijft leeg in: { $pakketten }.
bijzonder-bedoeld = Bedoelt u { $keuze }? Zet dan in jib.toml bij deze levering: kolommen = { "{" } { $kopnaam } = "{ $kolom }" { "}" }.
bijzonder-of = of
bijzonder-kopnaam_weg = De kopnaam `{ $kopnaam }` staat niet in het bestand.
bijzonder-codes = In { $kolom } mag staan: { $codes }.
bijzonder-vorm = In { $kolom } hoort: { $vorm }.
bijzonder-map = De map: { $map }.
bijzonder-bestanden = Het gaat om: { $bestanden }.
bijzonder-oorzaak = Oorzaak: { $oorzaak }.

stroom-titel = Van bestand naar ontvanger
stroom-uitleg = Wat kwam er binnen, wat telde mee, en wat ging eruit.
stroom-aangeleverd = Aangeleverd
stroom-aanvaard = Aanvaard
stroom-ingedeeld = Ingedeeld
stroom-geleverd = Geleverd
stroom-rijen = rijen
stroom-bestanden = { $aantal ->
    [one] 1 bestand
   *[other] { $aantal } bestanden
}
stroom-apart = { $aantal ->
    [one] 1 rij apart gezet
   *[other] { $aantal } rijen apart gezet
}
stroom-personen = personen
stroom-per_wet = regels { $dag }
stroom-verzegeld = bestanden
stroom-partijen = { $aantal ->
    [one] voor 1 partij
   *[other] voor { $aantal } partijen
}
stroom-optelling = Wie in twee pakketten zit, telt twee keer: bij elkaar { $aantal } keer iemand in een pakket.
stroom-tekst = Aangeleverde rijen: { $gelezen }. Daarvan aanvaard: { $aanvaard }, apart gezet: { $apart }. Ingedeelde personen: { $personen }. Verzegelde bestanden met een pakket: { $bestanden }, { $partijen }.

aangeleverd-titel = Wat is aangeleverd
aangeleverd-uitleg = Gelezen is aanvaard plus apart gezet. Een rij die apart staat, maakt het gegeven van die persoon onbekend.
aangeleverd-afgerond = Van bestanden waarin een rij iets over een jongere zegt, zijn gelezen en aanvaard afgerond.
aangeleverd-bestand = Bestand
aangeleverd-bron = Bron
aangeleverd-stand = Gegevens van
aangeleverd-gelezen = Gelezen
aangeleverd-aanvaard = Aanvaard
aangeleverd-apart = Apart
aangeleverd-verouderd = verouderd
aangeleverd-geweigerd = geweigerd: niets gebruikt
aangeleverd-onbeveiligd = onbeveiligd
aangeleverd-wijzigingen = alleen wijzigingen

partijen-titel = Wie kreeg wat, en op welk artikel
partijen-uitleg = Elk pakket rust op een artikel en heeft één vaste lijst met velden. Alleen wat hier staat, ging weg. Daarnaast kan een partij een bestand `intrekking` krijgen, met alleen kenmerken.
partijen-overzicht = Alle pakketten
partijen-partij = Partij
partijen-pakket = Pakket
partijen-personen = Personen
partijen-artikel = Artikel
partijen-sinds = Sinds
partijen-nooit = Krijgt nooit een pakket.
partijen-geen_pakket = Kreeg nu geen pakket.
partijen-niets_geleverd = Deze run leverde niets. Geen enkele partij kreeg een pakket.
partijen-over = aantallen over { $aantal } personen
partijen-meer = en { $aantal } meer
partijen-geteld = alleen geteld
partijen-niet_gemaakt = niet gemaakt
partijen-doel = Doel
partijen-grondslag = Rust op
partijen-velden = Velden
partijen-velden_som = { $aantal ->
    [one] 1 veld, met artikel
   *[other] { $aantal } velden, elk met artikel
}
partijen-veld = Veld
partijen-regel = Regel
partijen-bewaren_maanden = { $aantal ->
    [one] Een pakket mag 1 maand worden bewaard.
   *[other] Een pakket mag { $aantal } maanden worden bewaard.
}
partijen-waarvan_geheim = waarvan met een geheim adres, in een eigen pakket: { $aantal }
partijen-sinds_dag = { $dag }, voor het eerst in deze reeks
partijen-bestanden = { $aantal ->
    [one] 1 bestand
   *[other] { $aantal } bestanden
}
partijen-gesloten = Niemand: { $reden }
partijen-geweigerd = Wie er niet in zit, en waarom
partijen-geweigerd_uitleg = Iedereen staat onder de eerste reden die niet klopte.
partijen-reden = Reden
partijen-redenen = Wat de redenen betekenen
partijen-redenen_som = { $aantal ->
    [one] 1 reden, met wat er kan
   *[other] { $aantal } redenen, met wat er kan
}

jongeren-titel = Hoe staat het met de jongeren
jongeren-uitleg = Iedereen is ingedeeld op de peildatum. Balken in één figuur hebben dezelfde schaal.
jongeren-figuur = Leeftijd, plicht en doelgroep
jongeren-doelgroep_uitleg = De doelgroep is wie het Doorstroompunt mag helpen: jong, niet meer plichtig, zonder startkwalificatie en niet op school.
jongeren-beide_onbekend = plicht en doelgroep onbekend
jongeren-doelgroep_ja = in de doelgroep
jongeren-doelgroep_onbekend = doelgroep onbekend
jongeren-iedereen = Iedereen
jongeren-doelgroep_kort = Doelgroep van het Doorstroompunt
jongeren-cijfers = De cijfers achter deze figuren
jongeren-leeftijd = Leeftijd
jongeren-plicht_kop = Plicht
jongeren-startkwalificatie = Startkwalificatie
jongeren-doelgroep_kop = Doelgroep
jongeren-personen = Personen
jongeren-geen = Er is niemand ingedeeld.

jib-titel = Jongeren in Beeld
jib-uitleg = Staat wie op de lijst staat, er terecht op? De voorwaarden zijn nagerekend met de eigen gegevens.
jib-op_lijst = Op de lijst
jib-waarom = Waarom niet terecht
jib-waarom_uitleg = Iedereen staat onder precies één reden. Deze jongeren gaan niet mee naar Participatie; u hoeft niets te doen.
jib-waarom_onbekend = Waarom onbekend
jib-waarom_onbekend_uitleg = Herstel deze gegevens bij de bron; dan is het de volgende keer bekend.
jib-niemand = Niemand staat op de lijst.

verloop-titel = Het verloop van de runs
verloop-uitleg = Zoals die rapporten het zelf toonden, dus afgerond. De onderste is deze run. Van lang geleden staat hier de laatste run van elke maand.
verloop-eerste = Dit is de eerste run in deze reeks. Er is nog niets om mee te vergelijken.
verloop-niet = niet gebeurd
verloop-controle = Een controle hoort niet bij de reeks van runs.
verloop-personen = Ingedeelde personen
verloop-doelgroep = In de doelgroep
verloop-apart = Rijen apart gezet
verloop-geleverd = Keer iemand in een pakket
verloop-deze = deze run
verloop-hoogste = hoogste: { $aantal }
verloop-nu = nu: { $aantal }
verloop-run = Run van

resultaten-titel = Wat er werd van wie begeleiding kreeg
resultaten-uitleg = Voor de resultaten in de effectrapportage (WEB 9.2.10): iedereen die ooit in een pakket voor begeleiding van het Doorstroompunt zat, met wat nu geldt. Ieder telt één keer, bij het eerste dat klopt. De streefcijfers en de toelichting maakt de contactgemeente zelf.
resultaten-nu = Nu
resultaten-geen = Uit eerdere runs is van niemand bekend dat hij voor begeleiding is geleverd.
code-resultaat-startkwalificatie = heeft een startkwalificatie
code-resultaat-school = gaat weer naar school
code-resultaat-vertrokken = verhuisd, overleden of uitgeschreven
code-resultaat-te_oud = is 27 of ouder
code-resultaat-werk = verdient genoeg om van te leven
code-resultaat-doelgroep = hoort nog bij de doelgroep
code-resultaat-niet_in_brp = staat niet meer in de BRP-levering: waarom, is niet bekend
code-resultaat-anders = anders, of onbekend

veranderingen-titel = Nieuw, gewijzigd en weg
veranderingen-uitleg = Vergeleken met de vorige run. Weg is: zat er toen in, en nu niet. Wie weg is, hoeft niet te worden gewist: een partij mag een pakket bewaren tot de bewaartermijn om is. Wissen moet alleen wat hieronder bij “Wat partijen moeten wissen” staat. Van een pakket met alleen aantallen wordt niets onthouden.
veranderingen-geen = In een eerste run, en na een run zonder staat, is er niets om mee te vergelijken.
veranderingen-niets = Deze run leverde niets, en veranderde dus niets.
veranderingen-gelijk = Niets veranderd, of afgerond nul, in:
veranderingen-nieuw = Nieuw
veranderingen-gewijzigd = Gewijzigd
veranderingen-weg = Weg
veranderingen-intrekkingen = Wat partijen moeten wissen
veranderingen-intrekkingen_uitleg = Deze partijen kregen een bestand `intrekking`: van deze jongeren mogen zij de gegevens niet langer hebben.
veranderingen-intrekkingen_geen = Geen partij hoeft iets te wissen.
veranderingen-intrekkingen_niet = Een of meer intrekkingen konden niet worden geleverd, omdat de ontvanger niet bereikbaar is (`jib explain R-STA-003`).
veranderingen-intrekkingen_onbepaald = Deze run leverde niets; wat partijen moeten wissen is daarom niet bepaald.
veranderingen-aantal = Aantal

bevindingen-titel = Bevindingen
bevindingen-uitleg = Elke bevinding staat met regel en kolom in `bevindingen.ndjson`. De rijen die apart staan, liggen verzegeld in `intern/quarantaine`.
bevindingen-geen = Er is niets gevonden.
bevindingen-keer = { $aantal ->
    [one] 1 keer
   *[other] { $aantal } keer
}
bevindingen-in = in { $extract }
bevindingen-doen = Doen

incidenten-titel = Mogelijke datalekken
incidenten-geen = Geen gevonden.
incidenten-wat = { $extract } van { $bron } kwam binnen over een onbeveiligd kanaal.
incidenten-omvang = Aantal rijen: { $rijen }. Aantal personen: { $personen }.

niet_te_weten-titel = Wat niet te weten is
niet_te_weten-uitleg = Dit staat in geen enkele levering, hoe goed die ook is. Achter elk punt staat voor hoeveel jongeren het kan uitmaken. Een mens kan het wel te weten komen.
niet_te_weten-aantal = { $aantal ->
    [one] Voor 1 jongere.
   *[other] Voor { $aantal } jongeren.
}
niet_te_weten-sinds = Geteld in elk rapport sinds ten minste { $dag }.
niet_te_weten-pakket = Wie het zijn, staat in het pakket { $pakket }.
niet_te_weten-meer = Van één jongere zegt `jib explain` of het speelt. `jib explain { $code }` en `docs/beheer.md` leggen het uit.
niet_te_weten-redenen = Wat onbekend is omdat een gegeven ontbreekt
niet_te_weten-redenen_uitleg = Dit kan met een beter gegeven wel bekend worden. Iemand kan onder meer dan één reden vallen.
niet_te_weten-redenen_geen = Van niemand.
niet_te_weten-reden = Waarom
niet_te_weten-minstens = Ten minste sinds
niet_te_weten-redenen_som = { $aantal ->
    [one] Wat deze reden betekent, en wat u kunt doen
   *[other] Wat deze { $aantal } redenen betekenen, en wat u kunt doen
}
niet_te_weten-TWAALF_SCHOOLJAREN-titel = Twaalf schooljaren
niet_te_weten-TWAALF_SCHOOLJAREN-betekenis = De leerplicht eindigt ook na twaalf volledige schooljaren (artikel 3, eerste lid, onder a, Leerplichtwet). Hoeveel schooljaren iemand heeft gevolgd, staat in geen levering. jib rekent daarom tot en met het schooljaar waarin iemand 16 wordt.
niet_te_weten-TWAALF_SCHOOLJAREN-doen = Zegt de jongere of een ouder dat het er al twaalf zijn, dan vraagt leerplicht dat na bij de scholen en houdt er in het dossier rekening mee.
niet_te_weten-TWEEDE_DIPLOMA-titel = Een tweede diploma
niet_te_weten-TWEEDE_DIPLOMA-betekenis = DUO levert alleen het hoogste diploma. Een tweede, recent diploma of een verklaring kan daarachter schuilgaan, zoals praktijkonderwijs van korter dan twee jaar geleden achter een entreediploma. Dan hoort er toch eerst overleg met de school te zijn (artikel 9.2.5, vijfde lid, WEB).
niet_te_weten-TWEEDE_DIPLOMA-doen = De medewerker van het Doorstroompunt vraagt de jongere welke diploma's er zijn, voordat de hulp begint.
niet_te_weten-VERTEGENWOORDIGING-titel = Curatele, bewind of mentorschap
niet_te_weten-VERTEGENWOORDIGING-betekenis = Wie onder curatele staat, of voor deze zaak een bewindvoerder of mentor heeft, kan niet zelf toestemming geven; dat doet de vertegenwoordiger (artikel 5, tweede lid, UAVG). Geen levering zegt dat.
niet_te_weten-VERTEGENWOORDIGING-doen = Wie de toestemming vraagt, vraagt ook of er een curator, bewindvoerder of mentor is. Is die er, dan tekent die.
niet_te_weten-VERKLARING-titel = De verklaring van het praktijkonderwijs
niet_te_weten-VERKLARING-betekenis = Wie een deel van het praktijkonderwijs heeft voltooid en weggaat zonder diploma, krijgt van de school een verklaring (artikel 2.59, tweede lid, WVO 2020), en met die verklaring geldt de kwalificatieplicht niet meer. Geen register houdt bij wie er een heeft, en dus ook geen levering.
niet_te_weten-VERKLARING-doen = Leerplicht vraagt de school ernaar (artikel 18, derde lid, Leerplichtwet) en legt het antwoord vast in het dossier: verklaring DIPLOMA, VERKLARING of GEEN, en verklaring_op de datum.

onzeker-titel = Wat deze run niet kan weten
onzeker-geen = Er zijn geen bestanden die ontbreken of te oud zijn, en van elke rij die apart staat is bekend over wie die gaat.
onzeker-vast = jib ziet alleen wat is aangeleverd. Of een bron zelf gelijk heeft, en wat een ontvanger met een pakket doet, kan het niet weten.
onzeker-onleesbaar = { $aantal ->
    [one] { $extract }: van 1 rij die apart staat is het persoonsnummer niet leesbaar; over wie die gaat is onbekend.
   *[other] { $extract }: van { $aantal } rijen die apart staan is het persoonsnummer niet leesbaar; over wie zij gaan is onbekend.
}
onzeker-verouderd = { $extract }: de levering is verouderd; wat er niet in staat, geldt als onbekend.
onzeker-ontbreekt = { $extract }: niet geleverd; wat daaruit zou volgen, is onbekend.

lezen-titel = Hoe leest u dit rapport
lezen-afgerond = Elk aantal personen is afgerond op een veelvoud van { $veelvoud }, naar boven of naar beneden. Hoe dichter bij het veelvoud erboven, hoe groter de kans op naar boven; gemiddeld klopt het. Elk aantal is apart afgerond, ook een totaal: tel dus niet op. Hetzelfde aantal wordt elke nacht hetzelfde afgerond.
lezen-precies = De aantallen in dit exemplaar zijn niet afgerond. Geef het niet door: daarvoor is het afgeronde rapport in de map `rapport`.
lezen-nul = Wat in een lijst ontbreekt, is nul, of afgerond nul.
lezen-rijen = Aantallen bestanden, en rijen die apart zijn gezet, zijn precies: zo kan de bron ze terugvinden. Ook precies zijn de rijen van `brp`, van `duo` en van `inkomen`. Bij elk ander bestand zegt een rij iets over een jongere, en telt zij als persoon. Zo ook een bevinding die iets over jongeren zelf zegt.
lezen-onbekend = Onbekend is iets anders dan nee. Wat onbekend is, wordt niet gedeeld.
lezen-echt = De cijfers staan ook in `rapport.json`. Met `jib verify` is na te gaan dat er niets is veranderd.

akkoord-titel = Beoordeling
akkoord-uitleg = Gelezen en beoordeeld: het rapport van { $gemeente } ({ $code }), peildatum { $peildatum }, verstrekdatum { $verstrekdatum }. Het nummer van de run staat in de naam van de map.
akkoord-naam = Naam
akkoord-rol = Rol
akkoord-datum = Datum
akkoord-handtekening = Handtekening
akkoord-opmerking = Opmerking

matrix-titel = Wie mag wat ontvangen, en op welk artikel
matrix-kort = Wie mag wat, op { $dag }
matrix-boven = Op { $dag } · regels van { $regelset } · { $velden } velden, { $partijen } partijen
matrix-uitleg = Een veld dat hier niet staat, gaat niet naar die partij. Voor elk pakket over personen geldt ook: de BRP houdt de persoon bij, er is geen uitsluiting, en wie een geheim adres heeft, staat in een eigen pakket zodra er een adres in staat.
matrix-nooit = Nooit een pakket.
matrix-nooit_pakket = Nooit: { $pakket }.
matrix-wie = Wie
matrix-of = of:
matrix-ook = Ook nodig
matrix-onbekend = Onbekend telt mee
matrix-toestemming = alleen met toestemming
matrix-wetten = Wetten in werking op { $dag }

profielen-titel = Elk profiel dat voorkomt, en wat ervoor is besloten
profielen-kort = Profielen { $gemeente }, { $dag }
profielen-vertrouwelijk = Vertrouwelijk: alleen voor de eigen gemeente. Er staan kleine aantallen op deze pagina.
profielen-uitleg = { $personen } personen hebben samen { $profielen } profielen. Wie hetzelfde profiel heeft, komt voor dezelfde pakketten in aanmerking.
profielen-smaller = In aanmerking komen is nog niet geleverd. Per persoon kan het smaller worden, nooit breder: door een uitsluiting, een ontvanger die niet bereikbaar is, het ontbreken van een melding, gegevens of een bericht dat al is gegaan, of iets dat bij “Ook nodig” staat. Hoeveel er is geleverd, staat in het rapport. Een geheim adres verandert het pakket: die persoon staat dan in het pakket met `-geheim`. Toestemming en overstap staan hier niet: die volgen uit wat iemand zelf of een school heeft aangeleverd, niet uit een profiel.
profielen-zonder_ontvanger = Deze partijen hebben geen ontvanger in de instellingen; er gaat niets heen, en hun pakketten staan hier niet:
profielen-pakketten = De pakketten
profielen-profielen = De profielen
profielen-groep_som = { $aantal ->
    [one] 1 profiel, { $personen } personen
   *[other] { $aantal } profielen, { $personen } personen
}
profielen-profiel = Profiel { $nummer }
profielen-recht = In deze run
profielen-gesloten = gesloten: { $reden }
profielen-wel = Komt in aanmerking
profielen-niet = Niet
profielen-niets = niets
profielen-later = op de verstrekdatum: { $waarde }
profielen-redenen = Wat de redenen betekenen

overzicht-titel = Alle gemeenten: ging het goed?
overzicht-kort = Overzicht, { $dag }
overzicht-boven = { $aantal ->
    [one] 1 gemeente · peildatum { $peildatum } · verstrekdatum { $verstrekdatum }
   *[other] { $aantal } gemeenten · peildatum { $peildatum } · verstrekdatum { $verstrekdatum }
}
overzicht-goed = { $aantal ->
    [one] Bij deze gemeente ging het goed.
   *[other] Bij alle { $aantal } gemeenten ging het goed.
}
overzicht-let_op = Alles is gedraaid. Kijk bij { $aantal } van de { $alle } gemeenten nog even.
overzicht-let_op_uitleg = Daar is iets te doen. Hieronder staat bij welke, en wat eerst.
overzicht-eerst = { $aantal ->
    [0] Eerst: { $taak }
    [one] Eerst: { $taak } Daarna nog 1 taak.
   *[other] Eerst: { $taak } Daarna nog { $aantal } taken.
}
overzicht-niet_goed = Bij { $aantal } van de { $alle } gemeenten ging het niet goed.
overzicht-niet_goed_uitleg = Daar is niets geleverd. Hieronder staat bij welke, en waarom.
overzicht-tabel = Gemeenten
overzicht-uitleg = Elke gemeente is een eigen verantwoordelijke, met eigen sleutels en een eigen map. Er zijn geen totalen: niemand gaat over alle samen.
overzicht-afgerond = Aantallen personen zijn afgerond, elk voor zich, zoals in het rapport van de gemeente zelf.
overzicht-gemeente = Gemeente
overzicht-oordeel = Oordeel
overzicht-uitkomst = Uitkomst
overzicht-gelezen = Gelezen
overzicht-apart = Apart
overzicht-personen = Personen (BRP)
overzicht-pakketten = Pakketten geleverd
overzicht-waarschuwingen = Waarschuwingen
overzicht-exitcode = Exitcode
overzicht-niet_gedraaid = niet gedraaid: { $fout }
overzicht-incidenten = { $aantal ->
    [one] mogelijk datalek: 1
   *[other] mogelijke datalekken: { $aantal }
}
overzicht-rapport = rapport
overzicht-exitcodes = Exitcode 0 is klaar · 2 een fout in de configuratie of een datum · 4 een bestand geweigerd · 5 te veel rijen apart · 7 een andere run was nog bezig · 1 een fout van programma of computer.

samenvatting-goed = GOED
samenvatting-let_op = LET OP
samenvatting-niet_goed = NIET GOED
samenvatting-proefrun = proefrun: er is niets geschreven
samenvatting-geleverd = geleverd
samenvatting-geleverd_met_quarantaine = geleverd, hoewel te veel rijen in quarantaine staan
samenvatting-extract_geweigerd = er is niets geleverd, want een extract is geweigerd
samenvatting-quarantaine_te_groot = er is niets geleverd, want te veel rijen staan in quarantaine
samenvatting-gecontroleerd = gecontroleerd; er is niets geleverd
samenvatting-regel_gelezen = gelezen
samenvatting-gelezen = { $gelezen } rijen in { $extracten } extracten, { $apart } in quarantaine
samenvatting-regel_beoordeeld = beoordeeld
samenvatting-beoordeeld = { $personen } personen
samenvatting-regel_geweigerd = geweigerd
samenvatting-regel_geleverd = geleverd
samenvatting-regel_bevindingen = bevindingen
samenvatting-geen = geen
samenvatting-regel_nu = nu doen
samenvatting-verzegeld = { $bestanden ->
    [one] 1 bestand
   *[other] { $bestanden } bestanden
} in { $pakketten ->
    [one] 1 pakket
   *[other] { $pakketten } pakketten
}, voor { $partijen ->
    [one] 1 partij
   *[other] { $partijen } partijen
}
samenvatting-regel_ook = en ook
samenvatting-meer = { $aantal ->
    [one] nog 1 taak: zie het rapport
   *[other] nog { $aantal } taken: zie het rapport
}
samenvatting-regel_rapport = rapport

voortgang-lezen = lezen
voortgang-beoordelen = beoordelen
voortgang-beslissen = beslissen
voortgang-verzegelen = verzegelen
voortgang-nog = nog

code-uitkomst-geleverd = geleverd
code-uitkomst-geleverd_met_quarantaine = geleverd, met te veel rijen apart
code-uitkomst-extract_geweigerd = bestand geweigerd, niets geleverd
code-uitkomst-quarantaine_te_groot = te veel rijen apart, niets geleverd
code-uitkomst-gecontroleerd = alleen gecontroleerd

code-ernst-BLOKKEREND = Blokkerend: het bestand is geweigerd
code-ernst-QUARANTAINE = Quarantaine: de rij staat apart
code-ernst-WAARSCHUWING = Waarschuwing: kijk ernaar
code-ernst-INFO = Ter informatie

code-afspraak-samenwerking = Samenwerking
code-afspraak-doeloverlap = Doeloverlap
code-afspraak-mandaat = Mandaat
code-afspraak-verwerker = Verwerkersovereenkomst met school
code-afspraak-overeenkomst = Overeenkomst met UWV
code-afspraak-ambtsinstructie = Ambtsinstructie van

code-intrekking-toestemming_ingetrokken = toestemming ingetrokken
code-intrekking-niet_meer_in_groep = niet meer in de groep
code-intrekking-uitgesloten = bezwaar, bescherming of besluit van de rechter
code-intrekking-gecorrigeerd = de bron heeft het gegeven verbeterd

code-kolom-leeftijdsgroep = leeftijd
code-kolom-plicht = plicht
code-kolom-startkwalificatie = startkwalificatie
code-kolom-ingeschreven = ingeschreven bij een school
code-kolom-verzuim = verzuim
code-kolom-doelgroep = doelgroep Doorstroompunt
code-kolom-economisch_zelfstandig = leeft van eigen werk
code-kolom-jib = Jongeren in Beeld
code-kolom-overleg_school = eerst overleg met school
code-kolom-bijhouding = inschrijving BRP
code-kolom-woonplaats = woonplaats
code-kolom-geheim = geheim adres
code-kolom-inkomen_bekend = inkomen bekend
code-kolom-contactgemeente = wij zijn contactgemeente
code-kolom-bevraging_leeftijd = oud genoeg voor bevraging
code-kolom-dossier_geen_contact = dossier zegt: geen contact
code-kolom-dossier_pw7a = dossier op pad Pw 7a
code-kolom-dossier_pw7a_na_overleg = dossier op pad Pw 7a, na overleg
code-kolom-dossier_doorstroompunt = actief dossier Doorstroompunt
code-kolom-plicht_na_te_gaan = plicht na te gaan bij school

code-leeftijdsgroep-onder_18 = onder 18
code-leeftijdsgroep-18_tot_23 = 18 tot 23
code-leeftijdsgroep-23_tot_27 = 23 tot 27
code-leeftijdsgroep-vanaf_27 = 27 of ouder
code-leeftijdsgroep-onbepaald = leeftijd niet zeker

code-plicht-leerplichtig = leerplichtig
code-plicht-kwalificatieplichtig = kwalificatieplichtig
code-plicht-vrijgesteld = vrijgesteld
code-plicht-geen = geen plicht
code-plicht-onbekend = plicht onbekend

code-startkwalificatie-ja = wel
code-startkwalificatie-nee = niet
code-startkwalificatie-onbekend = onbekend

code-doelgroep-ja = in de doelgroep
code-doelgroep-nee = niet in de doelgroep
code-doelgroep-onbekend = doelgroep onbekend

code-verzuim-geen = geen
code-verzuim-relatief = relatief
code-verzuim-relatief_onbevestigd = relatief, niet bevestigd
code-verzuim-langdurig = langdurig
code-verzuim-absoluut = absoluut
code-verzuim-onbekend = onbekend

code-jib-niet_op_lijst = niet op de lijst
code-jib-terecht = terecht
code-jib-onterecht = niet terecht
code-jib-onbekend = onbekend

code-bijhouding-actueel = actueel
code-bijhouding-overleden = overleden
code-bijhouding-vertrokken = vertrokken
code-bijhouding-niet_ingezetene = niet-ingezetene
code-bijhouding-fout = niet meer bijgehouden

code-woonplaats-gemeente = woont in onze gemeente
code-woonplaats-regio = woont in onze regio
code-woonplaats-elders = woont elders

code-ja_nee-ja = ja
code-ja_nee-nee = nee
code-ja_nee-onbekend = onbekend

code-jib_onterecht-leeftijd = te jong of te oud
code-jib_onterecht-startkwalificatie = heeft een startkwalificatie
code-jib_onterecht-ingeschreven = is ingeschreven bij een school
code-jib_onterecht-inkomen = verdient genoeg met werk
code-jib_onterecht-uitkering = heeft een uitkering
code-jib_onterecht-meer_dan_een = meer dan één reden
code-jib_onterecht-anders = een andere reden

code-jib_onbekend-leeftijd = geboortedatum niet zeker
code-jib_onbekend-startkwalificatie = startkwalificatie niet bekend
code-jib_onbekend-ingeschreven = inschrijving niet bekend
code-jib_onbekend-inkomen = inkomen niet bekend
code-jib_onbekend-lijst = de lijst ontbreekt of is te oud
code-jib_onbekend-meer_dan_een = meer dan één reden
code-jib_onbekend-anders = een rij apart, of iets anders

code-reden-GEBOORTEDATUM_ONVOLLEDIG = geboortedatum niet volledig
code-reden-GEBOORTEDATUM_ONBEKEND = geboortedatum onbekend
code-reden-RIJ_IN_QUARANTAINE = een rij staat apart
code-reden-INSCHRIJVING_ONTBREEKT = geen bestand met inschrijvingen
code-reden-INSCHRIJVING_VEROUDERD = inschrijvingen te oud
code-reden-INSCHRIJVING_ALLEEN_WIJZIGINGEN = van inschrijvingen alleen wijzigingen
code-reden-ALLEEN_NIET_BEKOSTIGD = alleen op een school die het Rijk niet betaalt
code-reden-ZOMEROVERGANG = zomervakantie: nieuwe school nog niet gemeld
code-reden-STARTKWALIFICATIE_GEEN_RIJ = DUO zegt niets over diploma’s
code-reden-STARTKWALIFICATIE_ONTBREEKT = geen bestand met diploma’s
code-reden-STARTKWALIFICATIE_VEROUDERD = diploma’s te oud
code-reden-STARTKWALIFICATIE_TEGENSTRIJDIG = diploma en startkwalificatie spreken elkaar tegen
code-reden-VSO_PROFIEL = uitstroomprofiel van het vso niet ingevuld
code-reden-VRIJSTELLING_ONTBREEKT = geen bestand met vrijstellingen
code-reden-VRIJSTELLING_VEROUDERD = vrijstellingen te oud
code-reden-VERZUIM_ONTBREEKT = geen bestand met verzuim
code-reden-VERZUIM_VEROUDERD = verzuim te oud
code-reden-VERZUIM_TEGENSTRIJDIG = gemeld als nergens ingeschreven, en toch ingeschreven
code-reden-INKOMEN_ONTBREEKT = geen bestand met inkomen
code-reden-INKOMEN_VEROUDERD = inkomen te oud
code-reden-INKOMEN_NIET_BEVRAAGD = niet naar inkomen gevraagd
code-reden-PARAMETER_ONTBREEKT = gemeente heeft geen bedrag vastgelegd
code-reden-JIB_LIJST_ONTBREEKT = geen lijst Jongeren in Beeld
code-reden-JIB_LIJST_VEROUDERD = lijst Jongeren in Beeld te oud
code-reden-LEVERING_ONTBREEKT = een bestand ontbreekt
code-reden-LEVERING_VEROUDERD = een bestand is te oud
code-weigering-bijhouding = de BRP houdt de gegevens niet meer bij
code-weigering-uitgesloten = er geldt een uitsluiting, of dat is niet zeker
code-weigering-geen_regel_in_werking = op een van beide dagen geldt geen regel
code-weigering-verboden = dit mag deze partij nooit hebben, of niet samen
code-weigering-leeftijdsgroep = andere leeftijd, of niet zeker
code-weigering-plicht = niet de plicht die het artikel vraagt, of onbekend
code-weigering-startkwalificatie = startkwalificatie past niet, of onbekend
code-weigering-ingeschreven = inschrijving past niet, of onbekend
code-weigering-verzuim = het verzuim past niet bij dit pakket, of is onbekend
code-weigering-doelgroep = hoort niet bij de doelgroep, of onbekend
code-weigering-economisch_zelfstandig = leven van eigen werk past niet, of onbekend
code-weigering-jib = niet terecht op de lijst, of onbekend
code-weigering-overleg_school = de wet vraagt geen overleg met de school
code-weigering-woonplaats = woont niet in het gebied van dit pakket
code-weigering-inkomen_bekend = over inkomen is al iets bekend
code-weigering-geen_contactgemeente = wij zijn niet de contactgemeente
code-weigering-bevraging_leeftijd = nog geen 16, of niet zeker
code-weigering-dossier_geen_contact = geen dossier zegt dat contact niet lukte
code-weigering-dossier_pw7a = geen dossier op het pad naar werk (Pw 7a)
code-weigering-overleg_niet_gevoerd = overleg met de school nog niet gevoerd
code-weigering-dossier_doorstroompunt = geen actief dossier van het Doorstroompunt
code-weigering-plicht_na_te_gaan = niets na te gaan bij de school
code-weigering-geen_overeenkomst = geen overeenkomst met UWV
code-weigering-geen_mandaat = er is geen geldig mandaat
code-weigering-geen_partner = de ambtsinstructie noemt deze dienst niet
code-weigering-niet_in_pakket = staat niet in het pakket waar dit bij hoort
code-weigering-geen_contactgegevens = geen gegevens die deze ontvanger mag gebruiken
code-weigering-geen_melding = er loopt geen melding
code-weigering-niet_van_duo = de melding kwam niet van DUO
code-weigering-school_onbekend = niet bekend is welke school
code-weigering-geen_toestemming = er is geen toestemming
code-weigering-toestemming_telt_niet = de toestemming telt nu niet
code-weigering-niet_eerder_geleverd = zat niet eerder in het pakket waarop dit volgt
code-weigering-eerder_onbekend = niet bekend is wat eerder is geleverd
code-weigering-al_geleverd = dit bericht gaat één keer, en is al gegaan
code-weigering-al_bevraagd = kort geleden al gevraagd
code-weigering-niet_eigen_gegevens = niet van de school die de leerling verlaat
code-weigering-geen_verwerker = geen overeenkomst met de school
code-weigering-levering_verouderd = het bestand is te oud
code-weigering-rij_in_quarantaine = een rij over de jongere staat apart
code-weigering-niet_meer_op_verstrekdatum = mocht op de peildatum, niet meer op de verstrekdatum
code-weigering-geheim_adres = heeft een geheim adres: staat in het eigen bestand daarvoor, als dat er is
code-weigering-geen_geheim_adres = staat in het gewone pakket
code-weigering-geen_ontvanger = er staat geen ontvanger in de instellingen
code-weigering-niet_gewenst = er gaat bewust niets naar deze partij
code-weigering-kanaal_onbeveiligd = de weg naar de ontvanger is niet beveiligd

# Wat u een leverancier vraagt: `jib explain brp` en docs/leveringen.

aanlevering-bestand = Een csv-bestand (komma of puntkomma, kopregel verplicht, liefst UTF-8), hetzelfde als .csv.gz, of een werkmap (.xlsx) met alle cellen als tekst. De kolommen mogen in elke volgorde staan.
aanlevering-extract = Bestand
aanlevering-titel = Wat het is
aanlevering-wie = Wie hoort erin
aanlevering-nodig-voor = Nodig voor
aanlevering-nodig-altijd = elk pakket: zonder dit bestand levert een run niets
aanlevering-nodig-niet = geen pakket
aanlevering-index-titel = Wat u uw leveranciers vraagt
aanlevering-index-uitleg = Eén bladzijde per bestand, om af te drukken of door te sturen. `jib explain brp` laat hetzelfde zien. Deze bladzijden zijn gemaakt uit `schemas/`; wijzig ze daar.
aanlevering-soort = Levering
aanlevering-soort-snapshot = alles wat er op de dag is (SNAPSHOT)
aanlevering-soort-delta = alleen wat veranderde (DELTA)
aanlevering-sleutel = Eén rij per
aanlevering-sleutel-geen = geen sleutel: elke rij telt
aanlevering-indelingen = Indelingen (`profiel` in jib.toml)
aanlevering-niet-leveren = Lever niet
aanlevering-voorbeeld = Voorbeeld, over niemand
aanlevering-kolommen = Kolommen
aanlevering-kolom = Kolom
aanlevering-betekenis = Betekenis
aanlevering-vorm = Vorm
aanlevering-vullen = Vullen
aanlevering-ster = \* Zonder deze kolom wordt het bestand geweigerd. Elke andere kolom mag ontbreken; hieronder staat wat er dan verloren gaat.
aanlevering-per-kolom = Codes, andere kopnamen en wat er zonder een kolom gebeurt
aanlevering-code = Code
aanlevering-codes = codes
aanlevering-ook = ook
aanlevering-zonder = zonder
aanlevering-ook-herkend = Ook herkend als
aanlevering-vullen-altijd = altijd
aanlevering-vullen-mag-leeg = mag leeg
aanlevering-vullen-delta = altijd in een DELTA, nooit in een SNAPSHOT
aanlevering-vullen-behalve = altijd, behalve als { $kolom } is: { $codes }
aanlevering-zonder-geweigerd = Zonder deze kolom wordt het bestand geweigerd.
aanlevering-zonder-leeg = Zonder deze kolom blijft zij leeg in: { $pakketten }.
aanlevering-zonder-onzeker = Zonder deze kolom is minder zeker: { $waarde }. Dat weegt mee in: { $pakketten }.
aanlevering-zonder-niets = Zonder deze kolom verliest geen pakket iets.
aanlevering-alle-pakketten = elk pakket
aanlevering-alle-personen = elk pakket met personen
aanlevering-hoogstens = hoogstens { $aantal } tekens
aanlevering-open-eind = leeg, 99991230 of 99991231 is zonder einde
aanlevering-niet-na-peildatum = niet na de peildatum
aanlevering-vorm-bsn = negen cijfers die aan de elfproef voldoen
aanlevering-vorm-persoonsnummer = negen cijfers: een bsn of een onderwijsnummer
aanlevering-vorm-onderwijsnummer = negen cijfers, beginnend met 10
aanlevering-vorm-tekst = tekst
aanlevering-vorm-code = een van de codes hieronder
aanlevering-vorm-datum = een hele datum: JJJJ-MM-DD, JJJJMMDD of DD-MM-JJJJ
aanlevering-vorm-deeldatum = een datum: JJJJ-MM-DD, JJJJMMDD of DD-MM-JJJJ, met 00 voor wat onbekend is (JJJJMM00, JJJJ0000, 00000000)
aanlevering-vorm-maand = JJJJMM
aanlevering-vorm-geheel = een geheel getal van 0 of meer
aanlevering-vorm-getal = een getal met een komma of een punt
aanlevering-vorm-brin = twee cijfers en twee hoofdletters
aanlevering-vorm-gemeente = vier cijfers uit de landelijke tabel van gemeenten

# Wat `--help` en de handleiding zeggen. Een opdracht heet naar haar naam achter die van de opdrachten erboven. Een argument heet naar
# zijn opdracht als het daar iets anders betekent dan bij de andere, en anders alleen naar zichzelf.

hulp-gebruik = Gebruik
hulp-opdrachten = Opdrachten
hulp-opdracht_naam = OPDRACHT
hulp-argumenten = Argumenten
hulp-opties = Opties
hulp-opties_naam = OPTIES
hulp-opties_van_elke_opdracht = Opties van elke opdracht
hulp-keuze = [keuze: { $waarden }]
hulp-standaard = [standaard: { $waarden }]
hulp-omgeving = [omgeving: { $waarden }]
handleiding-naam = NAAM
handleiding-overzicht = OVERZICHT
handleiding-beschrijving = BESCHRIJVING
handleiding-versie = VERSIE

hulp-opdracht-jib = Leest, controleert en ordent gegevens over jongeren, en levert iedere partij alleen wat de wet haar geeft.
hulp-opdracht-jib-run = De nachtelijke verwerking: controleren, indelen, beslissen, verzegelen, verslag doen
hulp-opdracht-jib-check = Controleren en indelen; levert niets
hulp-opdracht-jib-verify = Een run narekenen, zonder hem te vertrouwen
hulp-opdracht-jib-open = Een pakket ontsleutelen, of elk pakket in een map
hulp-opdracht-jib-sample = Verzonnen bestanden maken, met instellingen en sleutels
hulp-opdracht-jib-keygen = Nieuwe sleutels maken
hulp-opdracht-jib-explain = Uitleggen wat over één persoon geldt, wat een code betekent of wat in een bestand hoort
hulp-opdracht-jib-inzage = Zeggen wat er met de gegevens van één persoon is gedaan (AVG 15)
hulp-opdracht-jib-doctor = Nakijken of sleutels, mappen en bewaartermijnen in orde zijn
hulp-opdracht-jib-prune = Opruimen wat niet langer bewaard mag worden
hulp-opdracht-jib-register = Het register van verwerkingen (AVG 30), uit wet en instellingen
hulp-opdracht-jib-dpia = De feiten van een DPIA (Model DPIA Rijksdienst, onderdeel A), uit wet en instellingen
hulp-opdracht-jib-policy = Bewijzen en laten zien wat de wetsbestanden doen
hulp-opdracht-jib-policy-lint = Nagaan of de regels op elke dag kloppen, voor elk profiel dat kan bestaan
hulp-opdracht-jib-policy-matrix = Elke ontvanger, elk pakket en elk veld met de grondslag, op een dag
hulp-opdracht-jib-policy-diff = Wat verandert tussen twee dagen of twee mappen, en voor hoeveel personen
hulp-opdracht-jib-policy-coverage = Welke regels in geen uitgewerkt geval voorkomen
hulp-opdracht-jib-policy-test = De uitgewerkte gevallen naast de wet narekenen
hulp-opdracht-jib-policy-sql = De wet als tabellen en vragen, voor waar de gegevens al staan
hulp-opdracht-jib-init = Een toegelichte jib.toml schrijven om mee te beginnen; vraagt niets
hulp-opdracht-jib-completions = Een script afdrukken dat opdrachten in uw shell aanvult
hulp-opdracht-jib-man = De handleiding afdrukken, of die van elke opdracht schrijven
hulp-opdracht-jib-help = Deze hulp tonen, of die van een opdracht

hulp-optie-help = Deze hulp tonen
hulp-optie-version = De versie tonen
hulp-optie-format = Hoe gegevens op stdout staan: text voor mensen, json voor programma's, html alleen bij policy matrix
hulp-optie-lang = Taal van hulp, bevindingen en verslag
hulp-optie-quiet = Op stderr alleen fouten en taken
hulp-optie-color = Kleur op stderr
hulp-optie-threads = Aantal draden (anders: elke kern)
hulp-optie-schemas = Map met bestanden, woorden, partijen en wet (anders: wat is ingebouwd)
hulp-optie-config = Instellingen (jib.toml)
hulp-optie-peildatum = Dag waarnaar de feiten worden beoordeeld: jjjj-mm-dd, `vandaag` of `eerste-van-de-maand`
hulp-optie-verstrekdatum = Dag waarop gegevens weggaan: jjjj-mm-dd of `vandaag`
hulp-optie-out = Map met runs
hulp-optie-bsn = `-`: lees het bsn van stdin, zodat het in geen lijst van processen staat
hulp-optie-reden = Waarvoor: het komt met uw naam naast de runs te staan, en de persoon kan het zien
hulp-optie-identity = Bestand met uw geheime sleutel (age); mag vaker
hulp-optie-datum = Dag waartegen bewaartermijnen worden gehouden: jjjj-mm-dd of `vandaag`
hulp-optie-jib-run-config = Instellingen (jib.toml); mag vaker: elk is een eigen verantwoordelijke
hulp-optie-jib-run-out = Map waarin de runs komen
hulp-optie-jib-run-dry_run = Alles behalve schrijven: aantallen per pakket en waarom iets niet gaat
hulp-optie-jib-run-sprong = Lever ook als de verstrekdatum meer dan 31 dagen na die van de vorige run ligt
hulp-optie-jib-run-accept_quarantine = Lever ook als te veel rijen apart staan (eindigt nog steeds met 5)
hulp-optie-jib-check-config = Instellingen (jib.toml); mag vaker: elk is een eigen verantwoordelijke
hulp-optie-jib-check-out = Map waarin de controle komt
hulp-optie-jib-verify-run = Map van de run
hulp-optie-jib-verify-public = Openbare sleutel van de ondertekenaar die u vertrouwt (minisign)
hulp-optie-jib-verify-config = Instellingen van de verantwoordelijke: vergelijk ook de hashes met sleutel
hulp-optie-jib-verify-identity = Bestand met een geheime sleutel (age); mag vaker: open wat kan, en leid de pakketten opnieuw af
hulp-optie-jib-open-path = Verzegeld bestand, of een map daarmee
hulp-optie-jib-open-out = Bij een map: waar de geopende bestanden komen (anders: naast de verzegelde)
hulp-optie-jib-sample-personen = Aantal personen
hulp-optie-jib-sample-seed = Startgetal: hetzelfde getal geeft dezelfde bestanden
hulp-optie-jib-sample-vuil = Deel vuile rijen, per duizend; tot 20 blijft de run binnen zijn grens
hulp-optie-jib-sample-peildatum = Dag van de gegevens: jjjj-mm-dd of `vandaag`
hulp-optie-jib-sample-out = Map die wordt gemaakt; de bestanden mogen er nog niet staan
hulp-optie-jib-keygen-out = Map voor de sleutels; zij mogen er nog niet staan
hulp-optie-jib-explain-code = Code van een bevinding, reden, weigering, regel of artikel, of de naam van een bestand (brp)
hulp-optie-jib-explain-list = Elke code en elk bestand noemen
hulp-optie-jib-explain-verstrekdatum = Dag waarop gegevens weggaan: jjjj-mm-dd of `vandaag` (anders: de peildatum)
hulp-optie-jib-explain-out = Map met runs: wat zij leverden telt mee (anders: als in een eerste run)
hulp-optie-jib-explain-reden = Waarvoor: met --out komt naast de runs te staan wie er keek, en de persoon kan het zien
hulp-optie-jib-inzage-runs = Map met runs
hulp-optie-jib-doctor-dagen = Zoveel dagen mag de laatste run oud zijn
hulp-optie-jib-prune-dry_run = Zeggen wat weg zou gaan, en niets weghalen
hulp-optie-jib-register-datum = Dag van wet en afspraken: jjjj-mm-dd of `vandaag`
hulp-optie-jib-dpia-datum = Dag van wet en afspraken: jjjj-mm-dd of `vandaag`
hulp-optie-jib-policy-matrix-date = Dag van de wet: jjjj-mm-dd of `vandaag` (anders: de eerste dag van de nieuwste regels)
hulp-optie-jib-policy-matrix-html = Als bladzijde om af te drukken
hulp-optie-jib-policy-diff-from = Dag van de ene wet: jjjj-mm-dd of `vandaag`
hulp-optie-jib-policy-diff-to = Dag van de andere wet: jjjj-mm-dd of `vandaag`
hulp-optie-jib-policy-diff-other = De andere regels: een map zoals `schemas`
hulp-optie-jib-policy-diff-config = Tel ook de personen van deze instellingen, per pakket
hulp-optie-jib-policy-diff-peildatum = Met -c: dag waarnaar de feiten worden beoordeeld (anders: die van de BRP-levering)
hulp-optie-jib-policy-sql-dialect = Voor welke database: duckdb, postgres of spark
hulp-optie-jib-policy-sql-peildatum = Dag waarnaar de feiten worden beoordeeld: jjjj-mm-dd of `vandaag`
hulp-optie-jib-policy-sql-out = Map voor tabellen en vragen; zij mogen er nog niet staan
hulp-optie-jib-policy-sql-rollen = Ook een rol per partij, die alleen de eigen views ziet (PostgreSQL)
hulp-optie-jib-init-out = Map waarin jib.toml komt; er mag er nog geen staan
hulp-optie-jib-completions-shell = Uw shell
hulp-optie-jib-man-out = Map voor de bladzijde van elke opdracht (anders: die van `jib` afdrukken)

# Wat er mis is met de argumenten van een opdracht, en wat u dan doet.

gebruik-doen = { $doen }; `--help` achter de opdracht zegt wat er kan
gebruik-bedoeld = bedoelt u { $wat }?
gebruik-kies = kies uit { $wat }
gebruik-ontbreekt = er ontbreekt: { $wat }
gebruik-ontbreekt_doen = vul de opdracht daarmee aan
gebruik-onbekend = { $wat } bestaat niet bij deze opdracht
gebruik-onbekend_doen = haal het weg
gebruik-opdracht_onbekend = de opdracht { $wat } bestaat niet
gebruik-opdracht_onbekend_doen = `jib --help` noemt elke opdracht
gebruik-opdracht_ontbreekt = er ontbreekt een opdracht
gebruik-waarde = { $waarde } kan niet bij { $wat }
gebruik-waarde_doen = schrijf een andere waarde
gebruik-waarde_ontbreekt = { $wat } heeft een waarde nodig
gebruik-waarde_ontbreekt_doen = schrijf de waarde erachter
gebruik-dubbel = { $wat } staat er meer dan eens
gebruik-dubbel_doen = laat er één staan
gebruik-samen = { $wat } gaat niet samen met { $ander }
gebruik-samen_doen = laat een van beide weg
gebruik-aantal = { $wat } heeft een ander aantal waarden nodig
gebruik-aantal_doen = geef er één
gebruik-onleesbaar = een argument is geen leesbare tekst
gebruik-onleesbaar_doen = schrijf het opnieuw
gebruik-onbegrepen = de opdracht is niet te begrijpen
gebruik-onbegrepen_doen = begin met `jib --help`
gebruik-heel_getal_doen = schrijf een heel getal
gebruik-getal_mag_doen = schrijf een getal dat mag
gebruik-dag_doen = geen bestaande datum; schrijf jjjj-mm-dd of `vandaag`
gebruik-peildatum_doen = geen bestaande datum; schrijf jjjj-mm-dd, `vandaag` of `eerste-van-de-maand`
gebruik-dialect_doen = kies `duckdb`, `postgres` of `spark`

# Hoe bevindingen heten en wat u eraan doet, per code van schemas/vocabulary/bevindingen.toml.

bevinding-R-LEV-001-titel = Bestand is niet wat is aangekondigd
bevinding-R-LEV-001-advies = Vraag de leverancier het bestand opnieuw te sturen, of neem de nieuwe sha256 over als de leverancier die bevestigt.
bevinding-R-LEV-002-titel = Ander aantal rijen dan aangekondigd
bevinding-R-LEV-002-advies = Haal het bestand opnieuw op; klopt het aantal wel, verbeter dan `regels`.
bevinding-R-LEV-003-titel = Levering is verouderd
bevinding-R-LEV-003-advies = Vraag een nieuwe levering, of controleer `peildatum` en `max_leeftijd_dagen` in jib.toml.
bevinding-R-LEV-004-titel = Bestand kan niet worden gelezen
bevinding-R-LEV-004-advies = Sla het bestand in Excel op als werkmap (.xlsx) zonder wachtwoord of als "CSV UTF-8 (door lijstscheidingsteken gescheiden)" en lever het opnieuw.
bevinding-R-LEV-005-titel = Kopregel ontbreekt of is niet te herkennen
bevinding-R-LEV-005-advies = Open het bestand. Is het leeg of iets heel anders, haal het dan opnieuw op. Zijn het de gegevens, zorg dan dat de eerste regel de namen van de kolommen noemt, gescheiden door een komma, puntkomma, tab of |; `jib explain` met de naam van het extract toont ze.
bevinding-R-LEV-006-titel = Onmisbare kolom ontbreekt
bevinding-R-LEV-006-advies = Staat de kolom er onder een andere naam, zet dan bij de levering in jib.toml `kolommen = { "{" } "kop in het bestand" = "onze kolom" { "}" }`. Staat zij er niet, vraag haar dan bij de leverancier; zij mag leeg zijn waar er niets is.
bevinding-R-LEV-007-titel = Kolom staat er twee keer
bevinding-R-LEV-007-advies = Haal één van beide kolommen weg en lever opnieuw. Hebben zij verschillende namen, zet dan in jib.toml bij deze levering welke het is: kolommen = { "{" } "kopnaam in het bestand" = "kolom van jib" { "}" }.
bevinding-R-LEV-008-titel = Onnodig veld aangeleverd
bevinding-R-LEV-008-advies = Onnodig veld aangeleverd: vraag de leverancier deze kolom weg te laten.
bevinding-R-LEV-009-titel = Wijzigingen onder de naam momentopname
bevinding-R-LEV-009-advies = Zet `soort = "DELTA"` in jib.toml, of lever een volledige momentopname.
bevinding-R-LEV-010-titel = Lijst van een andere gemeente
bevinding-R-LEV-010-advies = Kijk eerst of `code` bij [gemeente] in jib.toml de eigen code is. Zo ja, stuur de lijst dan niet door, meld het bij het Inlichtingenbureau en laat de privacy officer beoordelen of dit een datalek is.
bevinding-R-LEV-011-titel = Onbeveiligd ontvangen
bevinding-R-LEV-011-advies = Laat de FG of de privacy officer beoordelen of dit een datalek is. Antwoord niet met de inhoud en vraag om een beveiligd kanaal.
bevinding-R-LEV-012-titel = Voetregel overgeslagen
bevinding-R-LEV-012-advies = U hoeft niets te doen.
bevinding-R-LEV-013-titel = Lege regels overgeslagen
bevinding-R-LEV-013-advies = U hoeft niets te doen.
bevinding-R-LEV-014-titel = Extract is niet geleverd
bevinding-R-LEV-014-advies = Voeg een [[levering]] toe als de gemeente dit extract heeft.
bevinding-R-LEV-015-titel = Niemand uit onze gemeente
bevinding-R-LEV-015-advies = Controleer of dit het bestand van de eigen gemeente is.
bevinding-R-LEV-016-titel = Kolom niet aangeleverd
bevinding-R-LEV-016-advies = Vraag de kolom aan als de gegevens er wel zijn.
bevinding-R-LEV-017-titel = Levering met alleen wijzigingen
bevinding-R-LEV-017-advies = Lever een momentopname als u van iedereen een antwoord wilt.
bevinding-R-LEV-018-titel = Bestand is te groot
bevinding-R-LEV-018-advies = Controleer of dit het goede bestand is; splits het zo nodig per gemeente.
bevinding-R-LEV-019-titel = Onmisbaar extract ontbreekt
bevinding-R-LEV-019-advies = Voeg een [[levering]] met extract = "brp" toe.
bevinding-R-LEV-020-titel = Onmisbaar extract is niet van deze dagen
bevinding-R-LEV-020-advies = Kijk naar `peildatum` bij deze levering in jib.toml. Ligt die na de peildatum van de run, verbeter haar dan of kies een latere --peildatum. Is zij te oud, vraag dan vandaag een nieuwe levering. Draai daarna opnieuw.
bevinding-R-RIJ-001-titel = Rij is te kort
bevinding-R-RIJ-001-advies = Herstel de rij bij de bron; vaak ontbreekt een scheidingsteken.
bevinding-R-RIJ-002-titel = Rij is te lang
bevinding-R-RIJ-002-advies = Zet een cel met een scheidingsteken erin tussen aanhalingstekens.
bevinding-R-RIJ-003-titel = Aanhalingsteken niet gesloten
bevinding-R-RIJ-003-advies = Sluit het aanhalingsteken, of verdubbel een aanhalingsteken dat bij de tekst hoort.
bevinding-R-RIJ-004-titel = Onleesbare tekens
bevinding-R-RIJ-004-advies = Lever het bestand opnieuw als CSV UTF-8; dan blijven letters met accenten heel. Is het met zekerheid Windows-1252, zet dan `codering = "windows-1252"` bij de levering.
bevinding-R-RIJ-005-titel = Veld is veel te lang
bevinding-R-RIJ-005-advies = Kijk of er een aanhalingsteken of regeleinde ontbreekt.
bevinding-R-RIJ-006-titel = Stuurteken in de rij
bevinding-R-RIJ-006-advies = Verwijder het teken bij de bron; typ de waarde zo nodig opnieuw in.
bevinding-R-VLD-001-titel = Verplichte cel is leeg
bevinding-R-VLD-001-advies = Vul de cel bij de bron.
bevinding-R-VLD-002-titel = Code is onbekend
bevinding-R-VLD-002-advies = Gebruik een code uit het schema van dit extract; let op hoofdletters.
bevinding-R-VLD-003-titel = Verkeerde vorm
bevinding-R-VLD-003-advies = Herstel de waarde bij de bron. Heeft Excel een getal veranderd, maak de kolom dan eerst tekst.
bevinding-R-VLD-004-titel = Getal buiten het bereik
bevinding-R-VLD-004-advies = Herstel het getal bij de bron; bedragen zijn in hele eurocenten.
bevinding-R-VLD-005-titel = Tekst is te lang
bevinding-R-VLD-005-advies = Kort de tekst in bij de bron; vrije tekst hoort hier niet.
bevinding-R-VLD-006-titel = Gemeentecode is onbekend
bevinding-R-VLD-006-advies = Controleer de code; is het een nieuwe gemeente, vul dan schemas/vocabulary/gemeenten.csv aan.
bevinding-R-VLD-007-titel = Ongewone vorm
bevinding-R-VLD-007-advies = Kijk of de bron een tikfout heeft.
bevinding-R-VLD-008-titel = Indicatie geheim is leeg
bevinding-R-VLD-008-advies = Vul de indicatie bij de bron; 0 is niet geheim.
bevinding-R-BSN-001-titel = Nummer voldoet niet aan de elfproef
bevinding-R-BSN-001-advies = Zoek het goede nummer op bij de bron; let op omgewisselde cijfers.
bevinding-R-BSN-002-titel = Voorloopnul hersteld
bevinding-R-BSN-002-advies = Maak de kolom in Excel tekst voordat u opslaat.
bevinding-R-BSN-003-titel = Nummer bestaat uit nullen
bevinding-R-BSN-003-advies = Vul het echte nummer in bij de bron.
bevinding-R-BSN-004-titel = Nummer heeft een verkeerde vorm
bevinding-R-BSN-004-advies = Maak de kolom tekst en lever opnieuw; Excel maakt van een nummer soms 9,99E+08.
bevinding-R-BSN-005-titel = Onderwijsnummer in een bsn-kolom
bevinding-R-BSN-005-advies = Zoek het bsn van deze persoon op bij de bron en zet dat in de kolom. Een koppeling helpt hier niet.
bevinding-R-DAT-001-titel = Geen bestaande datum
bevinding-R-DAT-001-advies = Herstel de datum bij de bron. Heeft Excel er een getal van gemaakt, zet de kolom dan op tekst.
bevinding-R-DAT-002-titel = Datum ligt na de peildatum
bevinding-R-DAT-002-advies = Herstel de datum bij de bron.
bevinding-R-DAT-003-titel = Einde ligt vóór het begin
bevinding-R-DAT-003-advies = Herstel een van de twee datums bij de bron.
bevinding-R-DUB-001-titel = Zelfde rij nog een keer
bevinding-R-DUB-001-advies = Laat de dubbele rij weg bij de bron.
bevinding-R-DUB-002-titel = Rijen spreken elkaar tegen
bevinding-R-DUB-002-advies = Laat bij de bron alleen de juiste rij over.
bevinding-R-KPL-001-titel = Nummer staat niet in het BRP-extract
bevinding-R-KPL-001-advies = Controleer of de persoon is verhuisd of dat het BRP-extract volledig is.
bevinding-R-KPL-002-titel = Onderwijsnummer zonder bsn
bevinding-R-KPL-002-advies = Lever het extract koppeling mee met bsn en onderwijsnummer van deze persoon.
bevinding-R-KPL-003-titel = Onderwijsnummer bij twee bsn's
bevinding-R-KPL-003-advies = Zoek bij de bron uit van wie het onderwijsnummer is en laat alleen die rij over.
bevinding-R-LEV-021-titel = Ondersteuningsbehoefte of dossier aangeleverd
bevinding-R-LEV-021-advies = Onnodig veld aangeleverd: vraag de school deze kolom weg te laten. Na de inschrijving bespreekt het mbo met de student wat nodig is; de school kan dan meer geven, buiten dit bestand om.
bevinding-R-HST-001-titel = Herstelblad geleverd als hele levering
bevinding-R-HST-001-advies = Laat de oorspronkelijke levering staan en zet het herstelde blad ernaast: een tweede [[levering]] van hetzelfde extract en dezelfde peildatum, met soort = "HERSTEL".
bevinding-R-HST-002-titel = Herstelblad van een andere levering
bevinding-R-HST-002-advies = Niets, als er sindsdien een nieuwe levering kwam. Anders: neem het herstelblad uit de laatste run, of zet de levering terug waar dit blad bij hoort.
bevinding-R-HST-003-titel = Herstelde rij zonder plaats
bevinding-R-HST-003-advies = Zet in `regel` het nummer terug dat in de herstelwerkmap stond, of haal de rij uit het blad. Een nieuwe rij hoort in de levering zelf.
bevinding-R-HST-004-titel = Twee herstelde rijen voor één regel
bevinding-R-HST-004-advies = Houd per `regel` één rij over.
bevinding-R-HST-005-titel = Geen herstelblad
bevinding-R-HST-005-advies = Neem het blad uit de herstelwerkmap van de laatste run over met al zijn kolommen, of haal deze [[levering]] uit jib.toml.
bevinding-R-HST-006-titel = Kolom ontbreekt in het herstelblad
bevinding-R-HST-006-advies = Zet de kolom terug in het blad, met de cellen die erin stonden.
bevinding-R-HST-007-titel = Rij van het herstelblad is niet te lezen
bevinding-R-HST-007-advies = Bewaar het blad in Excel of LibreOffice opnieuw als werkmap (.xlsx) en lever het zo.
bevinding-R-HST-008-titel = Herstelblad met rijen van verschillende leveringen
bevinding-R-HST-008-advies = Laat alleen de rijen staan uit de herstelwerkmap van de laatste run.
bevinding-R-HST-009-titel = Herstelde rij zonder kenmerk van haar levering
bevinding-R-HST-009-advies = Neem in deze rij de waarde van `levering` over die in de andere rijen staat.
bevinding-R-TST-001-titel = Toestemming voor een ontvanger die zo niets kan krijgen
bevinding-R-TST-001-advies = Controleer de naam van de ontvanger. Voor zorg, jeugdhulp en Wmo: een medewerker deelt de gegevens per geval zelf, met uitdrukkelijke toestemming.
bevinding-R-TST-002-titel = Toestemming zonder samenwerking
bevinding-R-TST-002-advies = Leg de samenwerking vast in jib.toml (ontvanger, doel, velden, geldigheid), of verbeter ontvanger en doel van de toestemming: zij moeten precies gelijk zijn.
bevinding-R-TST-003-titel = Toestemming is nog niet of niet meer geldig
bevinding-R-TST-003-advies = Vraag de jongere opnieuw om toestemming als delen nog nodig is.
bevinding-R-TST-004-titel = Toestemming is ingetrokken
bevinding-R-TST-004-advies = Met dit bestand hoeft er niets: intrekken werkt meteen. Kreeg een partij de gegevens al, dan staat de jongere in haar bestand `intrekking`: zorg dat zij die wist.
bevinding-R-TST-005-titel = Mondelinge toestemming zonder bevestiging
bevinding-R-TST-005-advies = Stuur na het gesprek een e-mail met wat is besproken, en vul `bevestigd_op` in zodra de jongere die bevestigt.
bevinding-R-TST-006-titel = Toestemming gegeven door wie dat niet kon
bevinding-R-TST-006-advies = Vraag toestemming aan wie haar nu kan geven; controleer de geboortedatum als die onvolledig is.
bevinding-R-TST-007-titel = Toestemming waarvan geen veld overblijft
bevinding-R-TST-007-advies = Vergelijk de velden van de toestemming met die van de [[samenwerking]] in jib.toml. Een bsn kan nooit met toestemming mee.
bevinding-R-TST-008-titel = Toestemming noemt meer velden dan gedeeld worden
bevinding-R-TST-008-advies = Niets, of vul de samenwerking aan als de velden nodig zijn en de ontvanger ze mag hebben.
bevinding-R-TST-009-titel = Twee toestemmingen zouden één pakket vormen
bevinding-R-TST-009-advies = Geef een van de twee doelen in de [[samenwerking]] en in de toestemmingen een andere naam.
bevinding-R-TST-010-titel = Mondelinge toestemming voor gegevens over werk en inkomen
bevinding-R-TST-010-advies = Vraag de jongere om een schriftelijke toestemming, en leg die vast met de vorm SCHRIFTELIJK of EMAIL.
bevinding-R-OVS-001-titel = Overstap onder een andere school aangeleverd
bevinding-R-OVS-001-advies = Laat elke school haar eigen overstap aanleveren, of verbeter `verantwoordelijke` in jib.toml.
bevinding-R-OVS-002-titel = Geen verwerkersovereenkomst met deze school
bevinding-R-OVS-002-advies = Sluit of verleng de verwerkersovereenkomst en neem haar op als [[verwerker]] in jib.toml.
bevinding-R-CFG-001-titel = Ambtsinstructie ontbreekt
bevinding-R-CFG-001-advies = Neem de vastgestelde ambtsinstructie op: vastgesteld_op, geldig_van en partners.
bevinding-R-CFG-002-titel = Ambtsinstructie is niet in werking
bevinding-R-CFG-002-advies = Controleer vastgesteld_op, geldig_van en geldig_tot, of laat een nieuwe instructie vaststellen.
bevinding-R-CFG-003-titel = Ontvanger met een onbeveiligd kanaal
bevinding-R-CFG-003-advies = Spreek met de ontvanger een beveiligd kanaal af (beveiligde mail, portaal of SFTP) en zet kanaal op beveiligd.
bevinding-R-CFG-004-titel = Afspraak is niet in werking
bevinding-R-CFG-004-advies = Verleng de afspraak als zij nog geldt, of haal haar weg.
bevinding-R-CFG-005-titel = Afspraak zonder werking
bevinding-R-CFG-005-advies = Controleer partij, pakket, doel, taak en grondslag. Zorg, jeugdhulp en Wmo krijgen nooit een bestand; daar deelt een medewerker per geval, met toestemming.
bevinding-R-CFG-006-titel = Samenwerking noemt velden die de ontvanger niet mag hebben
bevinding-R-CFG-006-advies = Haal deze velden uit de [[samenwerking]] in jib.toml.
bevinding-R-LEV-080-titel = Bestand ligt achter een snelkoppeling
bevinding-R-LEV-080-advies = Zoek uit wie in deze map kan schrijven, zet het bestand zelf neer en draai opnieuw.
bevinding-R-CFG-060-titel = Kleine aantallen worden niet afgerond
bevinding-R-CFG-060-advies = Zet `drempel_kleine_cellen` onder [beheer] op 5, of haal de regel weg. Geef het rapport van deze run niet door.
bevinding-R-CFG-061-titel = Anderen kunnen bij een geheime sleutel
bevinding-R-CFG-061-advies = Sluit het bestand af met chmod 600 en zijn map met chmod 700. Kan iemand het al hebben gelezen, beschouw de sleutel dan als gelekt en maak een nieuwe (docs/keys.md).
bevinding-R-WET-070-titel = De wet komt uit een andere map dan de ingebouwde
bevinding-R-WET-070-advies = Is dit niet bedoeld, laat --schemas en JIB_SCHEMAS dan weg, draai opnieuw en lever deze run niet uit.
bevinding-R-WET-071-titel = De wet of de schema's zijn anders dan in de vorige run
bevinding-R-WET-071-advies = Is er geen nieuwe versie geplaatst, zoek dan uit wie de wet heeft gewijzigd voor u deze run uitlevert. `jib policy diff --other <map>` laat zien wat er anders is.
bevinding-R-STA-001-titel = De staat van de vorige run ontbreekt of is gewijzigd
bevinding-R-STA-001-advies = Zet de map .staat terug uit de reservekopie van na de vorige run en draai opnieuw. Is er geen kopie, meld dan de partijen zelf wie zij moeten wissen; de volgende runs onthouden het weer.
bevinding-R-STA-002-titel = De staat is met een andere pseudoniemsleutel gemaakt
bevinding-R-STA-002-advies = Is de sleutel bedoeld vervangen, dan is dit eenmalig: meld de partijen dat alle kenmerken zijn veranderd. Is zij dat niet, zet dan de oude sleutel terug en draai opnieuw.
bevinding-R-STA-003-titel = Een intrekking kan niet worden geleverd
bevinding-R-STA-003-advies = Zet de ontvanger terug met een beveiligd kanaal, of laat de partij langs een andere weg weten wat zij moet wissen.
bevinding-R-STA-004-titel = Veel minder rijen dan de vorige keer
bevinding-R-STA-004-advies = Vraag de bron of het bestand volledig is, en lever het anders opnieuw. Is het volledig, dan hoeft er niets: het volgende bestand wordt met dit vergeleken.
bevinding-R-STA-005-titel = Een code die veel voorkwam, is verdwenen
bevinding-R-STA-005-advies = Vergelijk `invoer.codes` in manifest.json van deze en de vorige run: daar staat welke code ontbreekt. Vraag de bron of de selectie is veranderd.
bevinding-R-STA-060-titel = De vorige run is niet te geloven
bevinding-R-STA-060-advies = Zoek uit wie de map met runs heeft gewijzigd: draai `jib verify` op de laatste run. Zet de map met runs en .staat terug uit de reservekopie en draai opnieuw. Is de ondertekeningssleutel bedoeld vervangen, begin dan een nieuwe map met runs.
bevinding-R-RPT-060-titel = In de raadplegingen is iets gewijzigd of weggehaald
bevinding-R-RPT-060-advies = Zoek uit wie de map .raadplegingen heeft gewijzigd, en zet haar terug uit de reservekopie. Meld het aan de privacy officer.
bevinding-R-STA-061-titel = De nieuwste run is weg, of er zijn oude runs teruggezet
bevinding-R-STA-061-advies = Zoek uit wie runs heeft weggehaald of teruggezet. Zet de hele map met runs, met .staat, terug uit één reservekopie en draai opnieuw.
bevinding-R-STA-062-titel = In de keten ontbreekt een oudere run, of zij is gewijzigd
bevinding-R-STA-062-advies = Zoek uit wie de run heeft weggehaald of gewijzigd; jib inzage en jib verify noemen de plaats. Zet haar terug uit de reservekopie. Is zij er niet meer, begin dan een nieuwe map met runs en bewaar deze.
bevinding-R-LOG-001-titel = Het logboek van verwerkingen staat uit
bevinding-R-LOG-001-advies = Zet het logboek aan, tenzij het logboek ergens anders wordt bijgehouden.
bevinding-R-LEV-031-titel = Bestand is niet in UTF-8
bevinding-R-LEV-031-advies = Zet `codering` bij deze levering in jib.toml als zij klopt, of vraag de leverancier om UTF-8: daarin blijft elke letter heel.
bevinding-R-LEV-032-titel = Codering is niet de opgegeven, of jib leest haar niet
bevinding-R-LEV-032-advies = Haal `codering` bij deze levering weg, dan herkent jib haar zelf, of zet de juiste erin. Staat er geen `codering`, sla het bestand dan op als CSV UTF-8 en lever het opnieuw.
bevinding-R-LEV-033-titel = Bestand is beschadigd of afgebroken
bevinding-R-LEV-033-advies = Haal het bestand opnieuw op; open het eerst zelf om te zien of het heel is.
bevinding-R-LEV-034-titel = Werkmap heeft meer dan één gevuld blad
bevinding-R-LEV-034-advies = Maak verborgen bladen zichtbaar en houd één blad over, of geef het blad de naam van het extract (bijvoorbeeld brp).
bevinding-R-LEV-036-titel = Te veel kolommen
bevinding-R-LEV-036-advies = Controleer of dit het goede bestand is; vraag alleen de kolommen die nodig zijn.
bevinding-R-LEV-037-titel = Dit lijkt een ander extract
bevinding-R-LEV-037-advies = Vergelijk `extract`, `pad` en `profiel` in jib.toml; misschien zijn twee bestanden verwisseld.
bevinding-R-LEV-038-titel = Vervolgregels horen bij de rij erboven
bevinding-R-LEV-038-advies = U hoeft niets te doen.
bevinding-R-LEV-039-titel = Excel heeft de kopregel veranderd
bevinding-R-LEV-039-advies = Open het bestand niet in Excel voordat het wordt aangeleverd, of lees alle kolommen in als tekst.
bevinding-R-LEV-040-titel = Hetzelfde bestand onder twee leveringen
bevinding-R-LEV-040-advies = Controleer de paden in jib.toml en vraag het ontbrekende bestand op.
bevinding-R-LEV-041-titel = Voetregel noemt een ander aantal
bevinding-R-LEV-041-advies = Vraag de leverancier hoeveel rijen er horen te zijn; zet dat aantal bij `regels` in jib.toml.
bevinding-R-LEV-042-titel = Bestand lijkt afgebroken
bevinding-R-LEV-042-advies = Haal het bestand opnieuw op; zet het aantal rijen bij `regels` in jib.toml, dan wordt een afgebroken bestand geweigerd.
bevinding-R-LEV-043-titel = Bestand van een andere gemeente
bevinding-R-LEV-043-advies = Controleer `pad` bij deze levering en `code` en `regio` bij [gemeente] in jib.toml; haal het bestand van de eigen gemeente op.
bevinding-R-LEV-074-titel = Extract staat niet meer in jib.toml
bevinding-R-LEV-074-advies = Zet de [[levering]] terug. Komt dit extract echt niet meer, kijk dan in het rapport welke pakketten kolommen missen en zeg dat tegen de ontvangers.
bevinding-R-LEV-075-titel = Koppelingen ontbreken, en een uitsluiting hoort misschien bij een inwoner
bevinding-R-LEV-075-advies = Lever de koppelingen opnieuw aan en draai daarna opnieuw.
bevinding-R-LEV-076-titel = Er zijn geen uitsluitingen meer
bevinding-R-LEV-076-advies = Klopt dat niet, verstuur de pakketten van deze run dan niet: vraag het bestand opnieuw, met alle rijen, en draai opnieuw.
bevinding-R-LEV-070-titel = Kopnaam lijkt op een kolom die ontbreekt
bevinding-R-LEV-070-advies = Wijs de kopnaam in jib.toml met `kolommen` aan als hij die kolom is. Is hij iets anders, dan is deze kolom niet nodig en kan de leverancier haar weglaten.
bevinding-R-LEV-071-titel = Kopnaam uit `kolommen` staat niet in het bestand
bevinding-R-LEV-071-advies = Vergelijk de kopregel van het bestand met `kolommen` in jib.toml: heeft de leverancier de kopnaam veranderd, neem dan de nieuwe over.
bevinding-R-LEV-072-titel = Bestand is niet te openen
bevinding-R-LEV-072-advies = Laat de systeembeheerder de oorzaak wegnemen (rechten van het account waaronder jib draait, de schijf, de netwerkmap) en draai opnieuw. Aan het bestand zelf hoeft niemand iets te veranderen.
bevinding-R-LEV-073-titel = Koppen zijn elementnummers van de BRP
bevinding-R-LEV-073-advies = Zet in jib.toml bij deze levering: profiel = "gba-v".
bevinding-R-LEV-050-titel = Codering is niet zeker
bevinding-R-LEV-050-advies = Kijk op deze regel welk teken er staat; vaak komt het bestand van een oude Mac of uit DOS. Vraag de leverancier om CSV UTF-8. Weet u zeker dat het bestand Windows-1252 is, zet dan bij de levering in jib.toml `codering = "windows-1252"` en draai opnieuw.
bevinding-R-LEV-060-titel = Kolom die een pakket toont, ontbreekt
bevinding-R-LEV-060-advies = Vraag de leverancier om deze kolom. Staat zij er onder een andere naam, zet dan bij de levering in jib.toml `kolommen = { "{" } "kop in het bestand" = "onze kolom" { "}" }`.
bevinding-R-LEV-061-titel = Bestand is er niet
bevinding-R-LEV-061-advies = Vraag de leverancier waar het bestand blijft, en kijk of `pad` en de map kloppen. Komt deze levering niet meer, haal dan de hele [[levering]] weg.
bevinding-R-LEV-062-titel = Onmisbaar bestand is er niet
bevinding-R-LEV-062-advies = Vraag de leverancier waar het bestand blijft, kijk of `pad` en de map kloppen, en draai daarna opnieuw.
bevinding-R-LEV-063-titel = Uitsluitingen staan niet meer in jib.toml
bevinding-R-LEV-063-advies = Zet de [[levering]] met extract = "uitsluiting" terug. Zijn er geen uitsluitingen meer, lever dan een bestand met alleen de kopregel.
bevinding-R-LEV-064-titel = Geen uitsluitingen ingericht
bevinding-R-LEV-064-advies = Voeg een [[levering]] met extract = "uitsluiting" toe. Zijn er geen uitsluitingen, lever dan een bestand met alleen de kopregel.
bevinding-R-LEV-065-titel = Levering is voor een groot deel weg
bevinding-R-LEV-065-advies = Vraag de leverancier het bestand opnieuw, en kijk of het niet te klein is; draai daarna opnieuw. Klopt het lage aantal wel, zet dan bij deze levering in jib.toml een lagere `min_rijen_promille` (0 is: nooit weigeren), en haal die regel na deze run weer weg.
bevinding-R-LEV-066-titel = Te weinig leerplichtige inwoners staan ingeschreven
bevinding-R-LEV-066-advies = Vraag de leverancier het bestand opnieuw, van alle scholen en voor alle inwoners; draai daarna opnieuw. Klopt het wel, zet dan bij deze levering in jib.toml een lagere `min_dekking_promille` (0 is: nooit weigeren).
bevinding-R-LEV-067-titel = Eerste run: bekijk de aantallen rijen
bevinding-R-LEV-067-advies = Vergelijk in het rapport, bij Wat is aangeleverd, de rijen van elk bestand met wat u van de bron verwacht. Open van elke ontvanger één pakket voordat u iets verstuurt.
bevinding-R-LEV-068-titel = Levering met alleen een kopregel
bevinding-R-LEV-068-advies = Verstuur de pakketten van deze run niet. Vraag de leverancier het bestand opnieuw, met alle rijen, en draai daarna opnieuw.
bevinding-R-RIJ-007-titel = Kopregel staat tussen de rijen
bevinding-R-RIJ-007-advies = Haal de tweede kopregel weg en controleer of de rijen eronder bij deze levering horen.
bevinding-R-VLD-009-titel = Gemeente bestaat niet meer
bevinding-R-VLD-009-advies = Vraag de bron om de huidige code.
bevinding-R-VLD-010-titel = Bedrag is niet in hele eurocenten
bevinding-R-VLD-010-advies = Lever het bedrag als heel getal in eurocenten, zonder tekens erin.
bevinding-R-VLD-011-titel = Code met andere hoofdletters
bevinding-R-VLD-011-advies = Schrijf de code precies zoals in het schema van dit extract.
bevinding-R-VLD-012-titel = Ja of nee in een andere codering
bevinding-R-VLD-012-advies = Zet `profiel = "suwi"` bij deze levering als het bestand uit Suwinet komt; anders lever J of N.
bevinding-R-VLD-013-titel = Foutwaarde van Excel
bevinding-R-VLD-013-advies = Herstel de formule, of plak de kolom als waarden voordat u opslaat.
bevinding-R-VLD-014-titel = Letters zijn waarschijnlijk beschadigd
bevinding-R-VLD-014-advies = Laat de bron het bestand opnieuw maken in UTF-8; herstellen achteraf is raden.
bevinding-R-VLD-015-titel = Voorloopnul van gemeentecode hersteld
bevinding-R-VLD-015-advies = Maak de kolom in Excel tekst voordat u opslaat.
bevinding-R-VLD-016-titel = Formule zonder uitkomst
bevinding-R-VLD-016-advies = Open de werkmap in Excel of LibreOffice, laat alles berekenen (F9), kopieer de kolom en plak haar als waarden. Sla op en lever opnieuw.
bevinding-R-VLD-017-titel = WAAR of ONWAAR in een cel
bevinding-R-VLD-017-advies = Schrijf de waarde die bij deze kolom hoort, bijvoorbeeld J of N, als tekst.
bevinding-R-VLD-018-titel = Cel is niet te bepalen
bevinding-R-VLD-018-advies = Open de werkmap in Excel, kijk wat er in de cel hoort, vul dat in en sla op. Gebeurt dit vaker: meld het bij de leverancier van het programma dat de werkmap maakt.
bevinding-R-VLD-019-titel = Datum of tijd waar die niet hoort
bevinding-R-VLD-019-advies = Maak de kolom in Excel eerst tekst en vul de cel opnieuw in.
bevinding-R-VLD-020-titel = Woord dat "geen waarde" betekent
bevinding-R-VLD-020-advies = Lever de cel leeg. Bedoelt deze leverancier er altijd een lege cel mee, zet dan bij de levering in jib.toml bijvoorbeeld `leeg = ["NULL"]`.
bevinding-R-VLD-021-titel = Bsn in een tekst
bevinding-R-VLD-021-advies = Haal het nummer uit de tekst bij de bron.
bevinding-R-VLD-022-titel = Teken zonder breedte
bevinding-R-VLD-022-advies = Typ de waarde bij de bron opnieuw in; kopiëren en plakken neemt het teken mee.
bevinding-R-VLD-023-titel = Teken dat de leesrichting draait
bevinding-R-VLD-023-advies = Typ de waarde bij de bron opnieuw in; kopiëren en plakken neemt het teken mee.
bevinding-R-VLD-024-titel = Zacht afbreekstreepje
bevinding-R-VLD-024-advies = Haal het teken weg bij de bron, of schrijf een gewoon streepje als dat bij de naam hoort.
bevinding-R-VLD-025-titel = Teken zonder betekenis
bevinding-R-VLD-025-advies = Kijk bij de bron welke letter er hoort en typ die opnieuw in.
bevinding-R-BSN-006-titel = Excel maakte van het nummer een macht van tien
bevinding-R-BSN-006-advies = Lever het bestand opnieuw uit de bron, zonder het in Excel te openen; maak de kolom anders eerst tekst.
bevinding-R-BSN-007-titel = Nummer heeft decimalen
bevinding-R-BSN-007-advies = Maak de kolom tekst en haal de decimalen weg.
bevinding-R-BSN-008-titel = Nummer heeft leestekens
bevinding-R-BSN-008-advies = Lever het nummer als negen cijfers achter elkaar.
bevinding-R-BSN-009-titel = Nummer heeft te weinig cijfers
bevinding-R-BSN-009-advies = Zoek het nummer op bij de bron en maak de kolom in Excel tekst.
bevinding-R-BSN-010-titel = Nummer is een invulwaarde
bevinding-R-BSN-010-advies = Vul het echte nummer in bij de bron.
bevinding-R-BSN-011-titel = Bsn in een kolom voor onderwijsnummers
bevinding-R-BSN-011-advies = Zoek het onderwijsnummer op bij de bron. Heeft deze persoon alleen een bsn, haal de rij dan weg: een koppeling is niet nodig.
bevinding-R-DAT-004-titel = Datum is een getal van Excel
bevinding-R-DAT-004-advies = Geef de kolom in Excel de opmaak jjjj-mm-dd en sla opnieuw op.
bevinding-R-DAT-005-titel = Datum is verkort
bevinding-R-DAT-005-advies = Lever datums als JJJJ-MM-DD, JJJJMMDD of DD-MM-JJJJ.
bevinding-R-DAT-006-titel = Datum met schuine strepen
bevinding-R-DAT-006-advies = Lever datums als JJJJ-MM-DD, JJJJMMDD of DD-MM-JJJJ.
bevinding-R-DAT-007-titel = Datum lijkt een invulwaarde
bevinding-R-DAT-007-advies = Controleer de datum bij de bron; een onbekend deel is 00.
bevinding-R-KPL-004-titel = Overleden en toch ingeschreven
bevinding-R-KPL-004-advies = Meld het aan de school of DUO: de inschrijving moet worden beëindigd.
bevinding-R-KPL-005-titel = Startkwalificatie en diploma spreken elkaar tegen
bevinding-R-KPL-005-advies = Vraag DUO welke van de twee klopt.
bevinding-R-KPL-006-titel = Op de lijst en toch ingeschreven
bevinding-R-KPL-006-advies = U hoeft niets te doen: de persoon gaat niet als terecht op de lijst door.
bevinding-R-KPL-007-titel = Op de lijst met een startkwalificatie
bevinding-R-KPL-007-advies = U hoeft niets te doen: de persoon gaat niet als terecht op de lijst door.
bevinding-R-KPL-008-titel = Onderwijsnummer lijkt op iemand met een bsn
bevinding-R-KPL-008-advies = Vraag bij DUO de koppeling van onderwijsnummer en bsn op en lever haar als extract `koppeling`.
