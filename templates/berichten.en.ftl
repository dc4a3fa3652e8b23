### All that a page or a command says by itself. The same names and variables are in berichten.nl.ftl. A number gets commas
### between its thousands. Text between `backticks` is code.

maand-01 = January
maand-02 = February
maand-03 = March
maand-04 = April
maand-05 = May
maand-06 = June
maand-07 = July
maand-08 = August
maand-09 = September
maand-10 = October
maand-11 = November
maand-12 = December

pagina-naar_inhoud = Skip to content
pagina-inhoud = On this page
pagina-tabel = Table: { $titel }
pagina-synthetisch = made by jib
pagina-en = and

getal-onleesbaar = cannot be read
getal-personen = { $aantal ->
    [one] 1 person
   *[other] { $aantal } persons
}

rapport-onder = { $gemeente } ({ $code }) · reference date { $peildatum } · release date { $verstrekdatum } · rule set of { $regelset }
rapport-boven = Report of the nightly batch
aantallen-afgerond = Numbers of persons are rounded to a multiple of { $veelvoud }; totals are rounded by themselves and need not add up.
aantallen-precies = Exact numbers: this copy is for the municipality alone. The rounded report in the folder `rapport` is there to pass on.
rapport-titel = Young people: what was found and what was released
rapport-kort = Report { $gemeente }, { $dag }
rapport-peildatum = Reference date
rapport-peildatum_uitleg = The data was looked at as of this day (peildatum).
rapport-verstrekdatum = Release date
rapport-verstrekdatum_uitleg = The data left on this day (verstrekdatum).
rapport-verstrekdatum_niet = On this day the data would have left.
rapport-regelset = Rule set of
rapport-regelset_uitleg = The latest day on which a rule changed. Which text of a law belongs to it is behind each article.
rapport-exitcode = Exit code
rapport-wetten = Which rules were in force
rapport-vanaf = rules of { $dag }
rapport-vertaling = Names of parties, purposes, explanations of reasons and the law itself are in Dutch: they are quoted from the law and from the registers that the rules are made of.

feiten-titel = What this report is about

uitkomst-goed = Good
uitkomst-let_op = Take note
uitkomst-niet_goed = Not good
uitkomst-geleverd = The run succeeded: { $bestanden } { $partijen }.
uitkomst-geleverd_niets = The run succeeded, but not a single file was made.
uitkomst-geleverd_uitleg = Each file is sealed and holds only what its recipient may have.
uitkomst-eerst = First today
uitkomst-geleverd_met_quarantaine = Data was released, but too many rows are set aside.
uitkomst-geleverd_met_quarantaine_uitleg = The limit was passed on purpose with `--accept-quarantine`. What was released is right; whoever is set aside is missing. Have the source mend the rows.
uitkomst-extract_geweigerd = Nothing was released: a file was refused.
uitkomst-extract_geweigerd_uitleg = No party received anything. Mend the file and run again.
uitkomst-quarantaine_te_groot = Nothing was released: too many rows are set aside.
uitkomst-quarantaine_te_groot_uitleg = No party received anything. Have the source mend the rows. Releasing is possible on purpose only, with `--accept-quarantine`.
uitkomst-gecontroleerd = Only checked: nothing was released.
uitkomst-gecontroleerd_uitleg = The files were read and the young people classified. Nothing was decided and nothing was sent.
uitkomst-exit_0 = 0: done
uitkomst-exit_4 = 4: a file was refused
uitkomst-exit_5 = 5: too many rows are set aside

vandaag-titel = What must be done today?
vandaag-niets = Nothing. Nothing needs a human today.
vandaag-som = { $aantal ->
    [one] One thing.
   *[other] { $aantal } things, the most urgent first.
}
vandaag-straks = { $aantal ->
    [one] One thing that can wait
   *[other] { $aantal } things that can wait
}
vandaag-wie = Who
vandaag-doen = Do
vandaag-waar = Where

wanneer-nu = Now
wanneer-vandaag = Today
wanneer-binnenkort = Soon

wie-applicatiebeheerder = Application manager
wie-databeheerder = Data steward
wie-privacy_officer = Privacy officer
wie-manager = Manager

taak-geweigerd = The file { $extract } was refused: { $titel }.
taak-drempel = { $aantal ->
    [one] In 1 file more rows are set aside than the limit allows.
   *[other] In { $aantal } files more rows are set aside than the limit allows.
}
taak-drempel_bestand = { $extract } ({ $apart } of { $gelezen } rows; limit { $grens } per thousand)
taak-drempel_bestand_afgerond = { $extract } ({ $apart ->
    [one] 1 row
   *[other] { $apart } rows
} set aside, more than the limit of { $grens } per thousand)
taak-drempel_doen = Have the source mend the rows and run again. The files: { $bestanden }.
taak-drempel_geleverd = Have the source mend the rows. The next run releases what is right by then; what was released stays. The files: { $bestanden }.
taak-gepasseerd = Data was released on purpose while too many rows are set aside.
taak-gepasseerd_doen = Write down who decided so, and why. On paper there is room for it under this report.
taak-niets_geleverd = No party received a single line.
taak-niets_geleverd_doen = See under the parties why nobody is in a parcel. If the files are the cause, repair them and run again.
taak-incident = Assess a possible data breach: { $extract } from { $bron } came in unsecured.
taak-incident_doen = Record it in the register of data breaches. Judge whether it must be reported to the Autoriteit Persoonsgegevens within 72 hours after you know of it (AVG 33). Agree on a secured channel with the source.
taak-onbeveiligd = { $partij } received nothing: the way there is not secured.
taak-geen_ontvanger = { $aantal ->
    [one] No recipient of { $partij } is configured; 1 parcel was not made.
   *[other] No recipient of { $partij } is configured; { $aantal } parcels were not made.
}
taak-geen_ontvanger_deel = { $aantal ->
    [one] A recipient of { $partij } is missing in the configuration; 1 parcel is not complete.
   *[other] A recipient of { $partij } is missing in the configuration; { $aantal } parcels are not complete.
}
taak-geen_ontvanger_doen = If this party or school should receive something, add it with a key of its own to `jib.toml` under `[[ontvanger]]`. If deliberately nothing goes there, write `niet = true` there instead; the run will no longer ask.
taak-intrekking = { $partij } must erase data: about some young people it may no longer hold any.
taak-intrekking_doen = Point the recipient to the file `intrekking`, and ask for confirmation that the data was erased.
taak-quarantaine = { $aantal ->
    [one] 1 row in { $bestanden } has a fault and is set aside.
   *[other] { $aantal } rows in { $bestanden } have a fault and are set aside.
}
taak-quarantaine_doen = Open the repair workbook, have the source mend the rows and deliver the sheet as HERSTEL beside the delivery; the sheet toelichting says how. Until then that fact about these young people counts as unknown.
taak-verouderd = The file { $extract } is too old: it is of { $dag }.
taak-uit_de_toekomst = The file { $extract } is dated after the peildatum: jib.toml says { $dag }.
taak-uit_de_toekomst_doen = Correct `peildatum` of this delivery in jib.toml, or the peildatum that you run jib for.
taak-verloopt = { $soort } { $naam } ends on { $dag }.
taak-verlopen = { $soort } { $naam } ended on { $dag }.
taak-verloopt_doen = Decide whether this arrangement is renewed. Without it the release that rests on it stops.
taak-waarschuwingen = { $aantal ->
    [one] 1 kind of warning about delivered data.
   *[other] { $aantal } kinds of warnings about delivered data.
}
taak-waarschuwingen_doen = Discuss them with the source. They did not hold up the release.
bijzonder-bestand = The file { $pad } was expected; it is not there.
bijzonder-dekking = Of the residents aged 6 to 15 without an exemption { $nu ->
        [0] hardly anyone has
       *[other] { $nu } in 1,000 have
    } an enrolment in this file; at least { $minstens } in 1,000 were expected.
bijzonder-minder = This file has { $nu } { $nu ->
        [one] row
       *[other] rows
    }. In the run of { $dag } there were { $eerder }; at least { $minstens } were expected.
bijzonder-minder_afgerond = This file has fewer than { $minstens } of every 1,000 rows that it had in the run of { $dag }: about { $nu }, then about { $eerder }. The exact counts are in intern/rapport.html.age.
bijzonder-kopregel_lager = Line { $regel } seems to be the header: remove the lines above it.
bijzonder-getoond = The column { $kolom } stays empty in: { $pakketten }.
bijzonder-bedoeld = Do you mean { $keuze }? If so, write in jib.toml at this levering: kolommen = { "{" } { $kopnaam } = "{ $kolom }" { "}" }.
bijzonder-of = or
bijzonder-kopnaam_weg = The header `{ $kopnaam }` is not in the file.
bijzonder-codes = In { $kolom } may stand: { $codes }.
bijzonder-vorm = In { $kolom } belongs: { $vorm }.
bijzonder-map = The folder: { $map }.
bijzonder-bestanden = The files: { $bestanden }.
bijzonder-oorzaak = Cause: { $oorzaak }.

stroom-titel = From file to recipient
stroom-uitleg = What came in, what counted, and what went out.
stroom-aangeleverd = Delivered
stroom-aanvaard = Accepted
stroom-ingedeeld = Classified
stroom-geleverd = Released
stroom-rijen = rows
stroom-bestanden = { $aantal ->
    [one] 1 file
   *[other] { $aantal } files
}
stroom-apart = { $aantal ->
    [one] 1 row set aside
   *[other] { $aantal } rows set aside
}
stroom-personen = persons
stroom-per_wet = rules { $dag }
stroom-verzegeld = files
stroom-partijen = { $aantal ->
    [one] for 1 party
   *[other] for { $aantal } parties
}
stroom-optelling = Whoever is in two parcels counts twice: { $aantal } times somebody in a parcel altogether.
stroom-tekst = Rows delivered: { $gelezen }. Accepted: { $aanvaard }, set aside: { $apart }. Persons classified: { $personen }. Sealed files with a parcel: { $bestanden }, { $partijen }.

aangeleverd-titel = What was delivered
aangeleverd-uitleg = Read is accepted plus set aside. A row that is set aside makes that fact about the person unknown.
aangeleverd-afgerond = Of files in which a row says something about a young person, read and accepted are rounded.
aangeleverd-bestand = File
aangeleverd-bron = Source
aangeleverd-stand = Data of
aangeleverd-gelezen = Read
aangeleverd-aanvaard = Accepted
aangeleverd-apart = Set aside
aangeleverd-verouderd = outdated
aangeleverd-geweigerd = refused: nothing used
aangeleverd-onbeveiligd = unsecured
aangeleverd-wijzigingen = changes only

partijen-titel = Who received what, and on which article
partijen-uitleg = Each parcel rests on an article and has one fixed list of fields. Only what is listed here left. A party may also get a file `intrekking`, with marks only.
partijen-overzicht = All parcels
partijen-partij = Party
partijen-pakket = Parcel
partijen-personen = Persons
partijen-artikel = Article
partijen-sinds = Since
partijen-nooit = Never receives a parcel.
partijen-geen_pakket = Received no parcel now.
partijen-niets_geleverd = This run released nothing. No party got a parcel.
partijen-over = counts about { $aantal } persons
partijen-meer = and { $aantal } more
partijen-geteld = counted only
partijen-niet_gemaakt = not made
partijen-doel = Purpose
partijen-grondslag = Rests on
partijen-velden = Fields
partijen-velden_som = { $aantal ->
    [one] 1 field, with its article
   *[other] { $aantal } fields, each with its article
}
partijen-veld = Field
partijen-regel = Rule
partijen-bewaren_maanden = { $aantal ->
    [one] A parcel may be kept for 1 month.
   *[other] A parcel may be kept for { $aantal } months.
}
partijen-waarvan_geheim = of whom with a secret address, in a parcel of their own: { $aantal }
partijen-sinds_dag = { $dag }, for the first time in this chain
partijen-bestanden = { $aantal ->
    [one] 1 file
   *[other] { $aantal } files
}
partijen-gesloten = Nobody: { $reden }
partijen-geweigerd = Who is not in it, and why
partijen-geweigerd_uitleg = Everyone stands under the first reason that failed.
partijen-reden = Reason
partijen-redenen = What the reasons mean
partijen-redenen_som = { $aantal ->
    [one] 1 reason, with what can be done
   *[other] { $aantal } reasons, with what can be done
}

jongeren-titel = How the young people are doing
jongeren-uitleg = Everyone is classified as of the reference date. Bars of one figure share a scale.
jongeren-figuur = Age, duty and target group
jongeren-doelgroep_uitleg = The target group is whom the Doorstroompunt may help: young, no longer under a duty, without a startkwalificatie and not at school.
jongeren-beide_onbekend = duty and target group unknown
jongeren-doelgroep_ja = in the target group
jongeren-doelgroep_onbekend = target group unknown
jongeren-iedereen = Everyone
jongeren-doelgroep_kort = Target group of the Doorstroompunt
jongeren-cijfers = The figures behind these charts
jongeren-leeftijd = Age
jongeren-plicht_kop = Duty
jongeren-startkwalificatie = Startkwalificatie
jongeren-doelgroep_kop = Target group
jongeren-personen = Persons
jongeren-geen = Nobody was classified.

jib-titel = Jongeren in Beeld
jib-uitleg = Is who is on the list rightly on it? The conditions were worked out again with our own data.
jib-op_lijst = On the list
jib-waarom = Why not rightly
jib-waarom_uitleg = Everybody stands under exactly one reason. These persons do not go on to Participatie; there is nothing you have to do.
jib-waarom_onbekend = Why unknown
jib-waarom_onbekend_uitleg = Mend these facts at the source; then it is known next time.
jib-niemand = Nobody is on the list.

verloop-titel = How the runs went
verloop-uitleg = As those reports showed it themselves, so rounded. The last one is this run. Of long ago, the last run of each month is shown.
verloop-eerste = This is the first run of this chain. There is nothing to compare with yet.
verloop-niet = did not happen
verloop-controle = A check is no part of the series of runs.
verloop-personen = Persons classified
verloop-doelgroep = In the target group
verloop-apart = Rows set aside
verloop-geleverd = Times somebody is in a parcel
verloop-deze = this run
verloop-hoogste = highest: { $aantal }
verloop-nu = now: { $aantal }
verloop-run = Run of

resultaten-titel = What became of those who were supported
resultaten-uitleg = For the results in the effectrapportage (WEB 9.2.10): everyone who was ever in a parcel of the Doorstroompunt for support, with what is so now. Each counts once, under the first that holds. The targets and the explanation are the contactgemeente's own.
resultaten-nu = Now
resultaten-geen = From earlier runs nobody is known who was delivered for support.
code-resultaat-startkwalificatie = has a startkwalificatie
code-resultaat-school = is back at school
code-resultaat-vertrokken = moved, died or deregistered
code-resultaat-te_oud = is 27 or older
code-resultaat-werk = earns enough to live on
code-resultaat-doelgroep = still belongs to the target group
code-resultaat-niet_in_brp = is no longer in the BRP delivery: why is not known
code-resultaat-anders = something else, or unknown

veranderingen-titel = New, changed and gone
veranderingen-uitleg = Compared with the run before. Gone means: was in it then, and is not now. Whoever is gone need not be erased: a party may keep a parcel until its retention period is over. Only what stands below under “What parties must erase” must be erased. Nothing is remembered of a parcel with counts only.
veranderingen-geen = In a first run, and after a run without state, there is nothing to compare with.
veranderingen-niets = This run released nothing, and so changed nothing.
veranderingen-gelijk = Nothing changed, or zero when rounded, in:
veranderingen-nieuw = New
veranderingen-gewijzigd = Changed
veranderingen-weg = Gone
veranderingen-intrekkingen = What parties must erase
veranderingen-intrekkingen_uitleg = These parties received a file `intrekking`: about these young people they may no longer hold data.
veranderingen-intrekkingen_geen = No party needs to erase anything.
veranderingen-intrekkingen_niet = One or more recalls could not be delivered, since the recipient cannot be reached (`jib explain R-STA-003`).
veranderingen-intrekkingen_onbepaald = This run released nothing, so what parties must erase was not determined.
veranderingen-aantal = Number

bevindingen-titel = Findings
bevindingen-uitleg = Each finding stands with its line and column in `bevindingen.ndjson`. The rows set aside lie sealed in `intern/quarantaine`.
bevindingen-geen = Nothing was found.
bevindingen-keer = { $aantal ->
    [one] once
   *[other] { $aantal } times
}
bevindingen-in = in { $extract }
bevindingen-doen = Do

incidenten-titel = Possible data breaches
incidenten-geen = None found.
incidenten-wat = { $extract } from { $bron } came in over an unsecured channel.
incidenten-omvang = Rows: { $rijen }. Persons: { $personen }.

niet_te_weten-titel = What cannot be known
niet_te_weten-uitleg = No delivery holds this, however good it is. Behind each point stands for how many young people it may matter. A person can find it out.
niet_te_weten-aantal = { $aantal ->
    [one] For 1 young person.
   *[other] For { $aantal } young people.
}
niet_te_weten-sinds = Counted in every report since { $dag } at least.
niet_te_weten-pakket = Who they are stands in the parcel { $pakket }.
niet_te_weten-meer = `jib explain` says of one young person whether it matters. `jib explain { $code }` and `docs/beheer.md` explain it.
niet_te_weten-redenen = What is unknown because a fact is missing
niet_te_weten-redenen_uitleg = A better source can make this known. A person can have more than one reason.
niet_te_weten-redenen_geen = Of nobody.
niet_te_weten-reden = Why
niet_te_weten-minstens = Since at least
niet_te_weten-redenen_som = { $aantal ->
    [one] What this reason means, and what you can do
   *[other] What these { $aantal } reasons mean, and what you can do
}
niet_te_weten-TWAALF_SCHOOLJAREN-titel = Twelve school years
niet_te_weten-TWAALF_SCHOOLJAREN-betekenis = The duty to attend school also ends after twelve whole school years (article 3(1)(a), Leerplichtwet). How many school years somebody has had stands in no delivery. So jib counts up to and including the school year in which somebody turns 16.
niet_te_weten-TWAALF_SCHOOLJAREN-doen = If the young person or a parent says that there have been twelve, leerplicht asks the schools and takes it into account in the file.
niet_te_weten-TWEEDE_DIPLOMA-titel = A second diploma
niet_te_weten-TWEEDE_DIPLOMA-betekenis = DUO delivers the highest diploma only. A second, recent diploma or a statement of the school may stand behind it, such as practical education of less than two years ago behind an entree diploma. Then a talk with the school must come first all the same (article 9.2.5(5), WEB).
niet_te_weten-TWEEDE_DIPLOMA-doen = Whoever helps at the Doorstroompunt asks the young person which diplomas there are, before the help begins.
niet_te_weten-VERTEGENWOORDIGING-titel = Guardianship of an adult
niet_te_weten-VERTEGENWOORDIGING-betekenis = Whoever is under curatele, or has a bewindvoerder or mentor for this matter, cannot consent; the representative does (article 5(2), UAVG). No delivery says so.
niet_te_weten-VERTEGENWOORDIGING-doen = Whoever asks for the consent also asks whether there is a curator, bewindvoerder or mentor. If there is, that person signs.
niet_te_weten-VERKLARING-titel = The statement of practical education
niet_te_weten-VERKLARING-betekenis = Whoever has completed a part of practical education and leaves without a diploma gets a statement of the school (verklaring; article 2.59(2), WVO 2020), and with it the duty to qualify no longer holds. No register keeps who has one, and so no delivery does.
niet_te_weten-VERKLARING-doen = Leerplicht asks the school (article 18(3), Leerplichtwet) and records the answer in the file: verklaring DIPLOMA, VERKLARING or GEEN, and in verklaring_op the date.

onzeker-titel = What this run cannot know
onzeker-geen = No file is missing or outdated, and of each row set aside it is known whom it is about.
onzeker-vast = jib sees only what was delivered. Whether a source is right, and what a recipient does with a parcel, it cannot know.
onzeker-onleesbaar = { $aantal ->
    [one] { $extract }: of 1 row set aside the person number cannot be read; whom it is about is unknown.
   *[other] { $extract }: of { $aantal } rows set aside the person number cannot be read; whom they are about is unknown.
}
onzeker-verouderd = { $extract }: the delivery is outdated; what is not in it counts as unknown.
onzeker-ontbreekt = { $extract }: not delivered; what would follow from it is unknown.

lezen-titel = How to read this report
lezen-afgerond = Each number of persons is rounded to a multiple of { $veelvoud }, up or down. The nearer the multiple above, the likelier it goes up; on average it is right. Each number is rounded by itself, a total too: so do not add up. The same number is rounded alike every night.
lezen-precies = The numbers in this copy are not rounded. Do not pass it on: the rounded report in the folder `rapport` is for that.
lezen-nul = What is missing from a list is zero, or rounded to zero.
lezen-rijen = Numbers of files, and rows set aside, are exact, so that the source can find them. So are the rows of `brp`, of `duo` and of `inkomen`. In any other file a row says something about a young person, and counts as a person. So does a finding that states something about persons themselves.
lezen-onbekend = Unknown is not the same as no. What is unknown is not shared.
lezen-echt = The figures are also in `rapport.json`. `jib verify` tells whether anything was changed.

akkoord-titel = Assessment
akkoord-uitleg = Read and judged: the report of { $gemeente } ({ $code }), reference date { $peildatum }, release date { $verstrekdatum }. The number of the run is in the name of its folder.
akkoord-naam = Name
akkoord-rol = Role
akkoord-datum = Date
akkoord-handtekening = Signature
akkoord-opmerking = Remark

matrix-titel = Who may receive what, and on which article
matrix-kort = Who may have what, on { $dag }
matrix-boven = On { $dag } · rules of { $regelset } · { $velden } fields, { $partijen } parties
matrix-uitleg = A field that is not listed does not go to that party. For each parcel about persons it also holds that the BRP keeps the record, that there is no exclusion, and that who has a secret address is in a parcel apart as soon as it holds an address.
matrix-nooit = Never a parcel.
matrix-nooit_pakket = Never: { $pakket }.
matrix-wie = Who
matrix-of = or:
matrix-ook = Also needed
matrix-onbekend = Unknown counts
matrix-toestemming = with consent only
matrix-wetten = Laws in force on { $dag }

profielen-titel = Every profile that occurs, and what was decided for it
profielen-kort = Profiles { $gemeente }, { $dag }
profielen-vertrouwelijk = Confidential: for the municipality itself only. This page holds small numbers.
profielen-uitleg = { $personen } persons have { $profielen } profiles between them. Whoever has the same profile is eligible for the same parcels.
profielen-smaller = Eligible is not yet released. For a person it can become less, never more: by an exclusion, a recipient that cannot be reached, the lack of an absence record, of data or of a message that has gone before, or by what stands under “Also needed”. How many were released is in the report. A secret address changes the parcel: that person is then in the parcel with `-geheim`. Consent and handover are not here: they follow from what somebody or a school delivered, not from a profile.
profielen-zonder_ontvanger = No recipient is configured for these parties; nothing goes there, and their parcels are not here:
profielen-pakketten = The parcels
profielen-profielen = The profiles
profielen-groep_som = { $aantal ->
    [one] 1 profile, { $personen } persons
   *[other] { $aantal } profiles, { $personen } persons
}
profielen-profiel = Profile { $nummer }
profielen-recht = In this run
profielen-gesloten = closed: { $reden }
profielen-wel = Eligible
profielen-niet = Denied
profielen-niets = nothing
profielen-later = on the release date: { $waarde }
profielen-redenen = What the reasons mean

overzicht-titel = All municipalities: did it go well?
overzicht-kort = Overview, { $dag }
overzicht-boven = { $aantal ->
    [one] 1 municipality · reference date { $peildatum } · release date { $verstrekdatum }
   *[other] { $aantal } municipalities · reference date { $peildatum } · release date { $verstrekdatum }
}
overzicht-goed = { $aantal ->
    [one] It went well at this municipality.
   *[other] It went well at all { $aantal } municipalities.
}
overzicht-let_op = Everything ran. Have a look at { $aantal } of the { $alle } municipalities.
overzicht-let_op_uitleg = There is something to do there. Below: where, and what first.
overzicht-eerst = { $aantal ->
    [0] First: { $taak }
    [one] First: { $taak } Then 1 more task.
   *[other] First: { $taak } Then { $aantal } more tasks.
}
overzicht-niet_goed = It did not go well at { $aantal } of the { $alle } municipalities.
overzicht-niet_goed_uitleg = Nothing was released there. Below is at which, and why.
overzicht-tabel = Municipalities
overzicht-uitleg = Each municipality is a controller of its own, with its own keys and folder. There are no totals: nobody controls all of them.
overzicht-afgerond = Numbers of persons are rounded, each by itself, as in the report of the municipality itself.
overzicht-gemeente = Municipality
overzicht-oordeel = Verdict
overzicht-uitkomst = Outcome
overzicht-gelezen = Read
overzicht-apart = Set aside
overzicht-personen = Persons (BRP)
overzicht-pakketten = Parcels released
overzicht-waarschuwingen = Warnings
overzicht-exitcode = Exit code
overzicht-niet_gedraaid = did not run: { $fout }
overzicht-incidenten = { $aantal ->
    [one] possible data breach: 1
   *[other] possible data breaches: { $aantal }
}
overzicht-rapport = report
overzicht-exitcodes = Exit code 0 is done · 2 a fault in the configuration or a date · 4 a file refused · 5 too many rows set aside · 7 another run was busy · 1 a fault of program or computer.

samenvatting-goed = GOOD
samenvatting-let_op = LOOK
samenvatting-niet_goed = NOT GOOD
samenvatting-proefrun = dry run: nothing was written
samenvatting-geleverd = released
samenvatting-geleverd_met_quarantaine = released, although too many rows were set aside
samenvatting-extract_geweigerd = nothing was released, since an extract was refused
samenvatting-quarantaine_te_groot = nothing was released, since too many rows were set aside
samenvatting-gecontroleerd = checked; nothing was released
samenvatting-regel_gelezen = read
samenvatting-gelezen = { $gelezen } rows in { $extracten } extracts, { $apart } set aside
samenvatting-regel_beoordeeld = classified
samenvatting-beoordeeld = { $personen } persons
samenvatting-regel_geweigerd = refused
samenvatting-regel_geleverd = released
samenvatting-regel_bevindingen = findings
samenvatting-geen = none
samenvatting-regel_nu = do now
samenvatting-verzegeld = { $bestanden ->
    [one] 1 file
   *[other] { $bestanden } files
} in { $pakketten ->
    [one] 1 parcel
   *[other] { $pakketten } parcels
}, for { $partijen ->
    [one] 1 party
   *[other] { $partijen } parties
}
samenvatting-regel_ook = also
samenvatting-meer = { $aantal ->
    [one] 1 more task: see the report
   *[other] { $aantal } more tasks: see the report
}
samenvatting-regel_rapport = report

voortgang-lezen = reading
voortgang-beoordelen = classifying
voortgang-beslissen = deciding
voortgang-verzegelen = sealing
voortgang-nog = left

code-uitkomst-geleverd = released
code-uitkomst-geleverd_met_quarantaine = released, with too many rows set aside
code-uitkomst-extract_geweigerd = file refused, nothing released
code-uitkomst-quarantaine_te_groot = too many rows set aside, nothing released
code-uitkomst-gecontroleerd = only checked

code-ernst-BLOKKEREND = Blocking: the file was refused
code-ernst-QUARANTAINE = Quarantine: the row is set aside
code-ernst-WAARSCHUWING = Warning: take a look
code-ernst-INFO = For the record

code-afspraak-samenwerking = Cooperation
code-afspraak-doeloverlap = Overlap of purposes
code-afspraak-mandaat = Mandate
code-afspraak-verwerker = Processor agreement with school
code-afspraak-overeenkomst = Agreement with UWV
code-afspraak-ambtsinstructie = Ambtsinstructie of

code-intrekking-toestemming_ingetrokken = consent withdrawn
code-intrekking-niet_meer_in_groep = no longer in the group
code-intrekking-uitgesloten = objection, protection or court order
code-intrekking-gecorrigeerd = corrected by the source

code-kolom-leeftijdsgroep = age
code-kolom-plicht = duty
code-kolom-startkwalificatie = startkwalificatie
code-kolom-ingeschreven = enrolled at a school
code-kolom-verzuim = absence
code-kolom-doelgroep = target group Doorstroompunt
code-kolom-economisch_zelfstandig = lives off own work
code-kolom-jib = Jongeren in Beeld
code-kolom-overleg_school = consult the school first
code-kolom-bijhouding = BRP record
code-kolom-woonplaats = home
code-kolom-geheim = secret address
code-kolom-inkomen_bekend = income known
code-kolom-contactgemeente = we are the contactgemeente
code-kolom-bevraging_leeftijd = old enough to ask about
code-kolom-dossier_geen_contact = file says: no contact
code-kolom-dossier_pw7a = file on path Pw 7a
code-kolom-dossier_pw7a_na_overleg = file on path Pw 7a, school consulted
code-kolom-dossier_doorstroompunt = active file at the Doorstroompunt
code-kolom-plicht_na_te_gaan = duty to be checked with the school

code-leeftijdsgroep-onder_18 = under 18
code-leeftijdsgroep-18_tot_23 = 18 to 22
code-leeftijdsgroep-23_tot_27 = 23 to 26
code-leeftijdsgroep-vanaf_27 = 27 or older
code-leeftijdsgroep-onbepaald = age not certain

code-plicht-leerplichtig = school age (leerplichtig)
code-plicht-kwalificatieplichtig = kwalificatieplichtig
code-plicht-vrijgesteld = exempt
code-plicht-geen = no duty
code-plicht-onbekend = duty unknown

code-startkwalificatie-ja = yes
code-startkwalificatie-nee = no
code-startkwalificatie-onbekend = unknown

code-doelgroep-ja = in the target group
code-doelgroep-nee = not in the target group
code-doelgroep-onbekend = target group unknown

code-verzuim-geen = none
code-verzuim-relatief = relative
code-verzuim-relatief_onbevestigd = relative, not confirmed
code-verzuim-langdurig = long
code-verzuim-absoluut = absolute
code-verzuim-onbekend = unknown

code-jib-niet_op_lijst = not on the list
code-jib-terecht = rightly
code-jib-onterecht = not rightly
code-jib-onbekend = unknown

code-bijhouding-actueel = current
code-bijhouding-overleden = deceased
code-bijhouding-vertrokken = left the country
code-bijhouding-niet_ingezetene = non-resident
code-bijhouding-fout = no longer kept

code-woonplaats-gemeente = lives in our municipality
code-woonplaats-regio = lives in our region
code-woonplaats-elders = lives elsewhere

code-ja_nee-ja = yes
code-ja_nee-nee = no
code-ja_nee-onbekend = unknown

code-jib_onterecht-leeftijd = too young or too old
code-jib_onterecht-startkwalificatie = has a startkwalificatie
code-jib_onterecht-ingeschreven = is enrolled at a school
code-jib_onterecht-inkomen = earns enough from work
code-jib_onterecht-uitkering = has a benefit
code-jib_onterecht-meer_dan_een = more than one reason
code-jib_onterecht-anders = another reason

code-jib_onbekend-leeftijd = date of birth not certain
code-jib_onbekend-startkwalificatie = startkwalificatie not known
code-jib_onbekend-ingeschreven = enrolment not known
code-jib_onbekend-inkomen = income not known
code-jib_onbekend-lijst = the list is missing or outdated
code-jib_onbekend-meer_dan_een = more than one reason
code-jib_onbekend-anders = a row set aside, or another

code-reden-GEBOORTEDATUM_ONVOLLEDIG = date of birth not complete
code-reden-GEBOORTEDATUM_ONBEKEND = date of birth unknown
code-reden-RIJ_IN_QUARANTAINE = a row is set aside
code-reden-INSCHRIJVING_ONTBREEKT = no file of enrolments
code-reden-INSCHRIJVING_VEROUDERD = enrolments outdated
code-reden-INSCHRIJVING_ALLEEN_WIJZIGINGEN = changes of enrolments only
code-reden-ALLEEN_NIET_BEKOSTIGD = only at a school that the state does not fund
code-reden-ZOMEROVERGANG = summer: new school not reported yet
code-reden-STARTKWALIFICATIE_GEEN_RIJ = DUO says nothing about diplomas
code-reden-STARTKWALIFICATIE_ONTBREEKT = no file of diplomas
code-reden-STARTKWALIFICATIE_VEROUDERD = diplomas outdated
code-reden-STARTKWALIFICATIE_TEGENSTRIJDIG = diploma and startkwalificatie contradict each other
code-reden-VSO_PROFIEL = profile of special education not filled in
code-reden-VRIJSTELLING_ONTBREEKT = no file of exemptions
code-reden-VRIJSTELLING_VEROUDERD = exemptions outdated
code-reden-VERZUIM_ONTBREEKT = no file of absence
code-reden-VERZUIM_VEROUDERD = absence outdated
code-reden-VERZUIM_TEGENSTRIJDIG = reported as enrolled nowhere, and yet enrolled
code-reden-INKOMEN_ONTBREEKT = no file of income
code-reden-INKOMEN_VEROUDERD = income outdated
code-reden-INKOMEN_NIET_BEVRAAGD = not asked about income
code-reden-PARAMETER_ONTBREEKT = municipality has set no amount
code-reden-JIB_LIJST_ONTBREEKT = no list of Jongeren in Beeld
code-reden-JIB_LIJST_VEROUDERD = list of Jongeren in Beeld outdated
code-reden-LEVERING_ONTBREEKT = a file is missing
code-reden-LEVERING_VEROUDERD = a file is outdated
code-weigering-bijhouding = the BRP no longer keeps the record
code-weigering-uitgesloten = an exclusion is in force, or that is not certain
code-weigering-geen_regel_in_werking = no rule is in force on one of the days
code-weigering-verboden = this party may never hold this, or not together
code-weigering-leeftijdsgroep = another age, or not certain
code-weigering-plicht = not the duty that the article asks for, or unknown
code-weigering-startkwalificatie = startkwalificatie does not fit, or unknown
code-weigering-ingeschreven = enrolment does not fit, or unknown
code-weigering-verzuim = the absence does not fit this parcel, or is unknown
code-weigering-doelgroep = not in the target group, or unknown
code-weigering-economisch_zelfstandig = living off own work does not fit, or unknown
code-weigering-jib = not rightly on the list, or unknown
code-weigering-overleg_school = the law asks for no consultation with the school
code-weigering-woonplaats = does not live in the area of this parcel
code-weigering-inkomen_bekend = something about income is known already
code-weigering-geen_contactgemeente = we are not the contactgemeente
code-weigering-bevraging_leeftijd = not yet 16, or not certain
code-weigering-dossier_geen_contact = no file says that contact failed
code-weigering-dossier_pw7a = no file on the path to work (Pw 7a)
code-weigering-overleg_niet_gevoerd = the school has not been consulted yet
code-weigering-dossier_doorstroompunt = no active file at the Doorstroompunt
code-weigering-plicht_na_te_gaan = nothing to check with the school
code-weigering-geen_overeenkomst = no agreement with UWV
code-weigering-geen_mandaat = there is no valid mandate
code-weigering-geen_partner = the ambtsinstructie does not name this service
code-weigering-niet_in_pakket = is not in the parcel that this belongs to
code-weigering-geen_contactgegevens = no details that this recipient may use
code-weigering-geen_melding = there is no open report of absence
code-weigering-niet_van_duo = the report did not come from DUO
code-weigering-school_onbekend = it is not known which school
code-weigering-geen_toestemming = there is no consent
code-weigering-toestemming_telt_niet = the consent does not count now
code-weigering-niet_eerder_geleverd = was not in the parcel that this follows on
code-weigering-eerder_onbekend = what was released before is not known
code-weigering-al_geleverd = this message goes once, and has gone
code-weigering-al_bevraagd = was asked a short time ago
code-weigering-niet_eigen_gegevens = not from the school that the pupil leaves
code-weigering-geen_verwerker = no agreement with the school
code-weigering-levering_verouderd = the file is outdated
code-weigering-rij_in_quarantaine = a row about the person is set aside
code-weigering-niet_meer_op_verstrekdatum = held on the reference date, no longer on the release date
code-weigering-geheim_adres = has a secret address: is in the file of its own for that, if there is one
code-weigering-geen_geheim_adres = is in the ordinary parcel
code-weigering-geen_ontvanger = no recipient is configured
code-weigering-niet_gewenst = deliberately nothing goes to this party
code-weigering-kanaal_onbeveiligd = the way to the recipient is not secured

# What to ask of a supplier: `jib explain brp` and docs/leveringen.

aanlevering-bestand = A csv file (comma or semicolon, with a header, preferably UTF-8), the same as .csv.gz, or a workbook (.xlsx) with every cell as text. The columns may be in any order.
aanlevering-extract = File
aanlevering-titel = What it is
aanlevering-wie = Who belongs in it
aanlevering-nodig-voor = Needed for
aanlevering-nodig-altijd = every parcel: without this file a run delivers nothing
aanlevering-nodig-niet = no parcel
aanlevering-index-titel = What to ask of your suppliers
aanlevering-index-uitleg = One page per file, to print or to send on. `jib explain brp` shows the same. These pages are made from `schemas/`; change them there.
aanlevering-soort = Delivery
aanlevering-soort-snapshot = all there is on the day (SNAPSHOT)
aanlevering-soort-delta = only what changed (DELTA)
aanlevering-sleutel = One row per
aanlevering-sleutel-geen = no key: every row counts
aanlevering-indelingen = Layouts (`profiel` in jib.toml)
aanlevering-niet-leveren = Do not deliver
aanlevering-voorbeeld = An example, about nobody
aanlevering-kolommen = Columns
aanlevering-kolom = Column
aanlevering-betekenis = Meaning
aanlevering-vorm = Form
aanlevering-vullen = Filled
aanlevering-ster = \* Without this column the file is refused. Any other column may be missing; below stands what is lost then.
aanlevering-per-kolom = Codes, other headers and what happens without a column
aanlevering-code = Code
aanlevering-codes = codes
aanlevering-ook = also
aanlevering-zonder = without
aanlevering-ook-herkend = Also recognised as
aanlevering-vullen-altijd = always
aanlevering-vullen-mag-leeg = may be empty
aanlevering-vullen-delta = always in a DELTA, never in a SNAPSHOT
aanlevering-vullen-behalve = always, unless { $kolom } is: { $codes }
aanlevering-zonder-geweigerd = Without this column the file is refused.
aanlevering-zonder-leeg = Without this column it stays empty in: { $pakketten }.
aanlevering-zonder-onzeker = Without this column this is less certain: { $waarde }. It weighs in: { $pakketten }.
aanlevering-zonder-niets = Without this column no parcel loses anything.
aanlevering-alle-pakketten = every parcel
aanlevering-alle-personen = every parcel with persons
aanlevering-hoogstens = at most { $aantal } characters
aanlevering-open-eind = empty, 99991230 or 99991231 is without end
aanlevering-niet-na-peildatum = not after the peildatum
aanlevering-vorm-bsn = nine digits that pass the eleven-test
aanlevering-vorm-persoonsnummer = nine digits: a bsn or an onderwijsnummer
aanlevering-vorm-onderwijsnummer = nine digits that begin with 10
aanlevering-vorm-tekst = text
aanlevering-vorm-code = one of the codes below
aanlevering-vorm-datum = a whole date: YYYY-MM-DD, YYYYMMDD or DD-MM-YYYY
aanlevering-vorm-deeldatum = a date: YYYY-MM-DD, YYYYMMDD or DD-MM-YYYY, with 00 for what is unknown (YYYYMM00, YYYY0000, 00000000)
aanlevering-vorm-maand = YYYYMM
aanlevering-vorm-geheel = a whole number of 0 or more
aanlevering-vorm-getal = a number with a comma or a point
aanlevering-vorm-brin = two digits and two capitals
aanlevering-vorm-gemeente = four digits from the national table of municipalities

# What `--help` and the manual say. A command is named by its own name after those of the commands above it. An argument is named by
# its command where it means something else there than with the others, and else by itself alone.

hulp-gebruik = Usage
hulp-opdrachten = Commands
hulp-opdracht_naam = COMMAND
hulp-argumenten = Arguments
hulp-opties = Options
hulp-opties_naam = OPTIONS
hulp-opties_van_elke_opdracht = Common options
hulp-keuze = [possible values: { $waarden }]
hulp-standaard = [default: { $waarden }]
hulp-omgeving = [env: { $waarden }]
handleiding-naam = NAME
handleiding-overzicht = SYNOPSIS
handleiding-beschrijving = DESCRIPTION
handleiding-versie = VERSION

hulp-opdracht-jib = Validates, classifies and lawfully releases data about young people: the nightly batch of a Dutch municipality
hulp-opdracht-jib-run = The nightly batch: validate, classify, decide, minimise, seal, report
hulp-opdracht-jib-check = Validate and classify; release nothing
hulp-opdracht-jib-verify = Hold a finished run against its manifest, without trusting it
hulp-opdracht-jib-open = Decrypt a parcel to stdout, or every parcel in a folder
hulp-opdracht-jib-sample = Write synthetic extracts with a configuration and keys
hulp-opdracht-jib-keygen = Make a new set of keys
hulp-opdracht-jib-explain = Tell about one person, what a code means or what an extract holds
hulp-opdracht-jib-inzage = Tell what was done with the data of one person in past runs (AVG 15)
hulp-opdracht-jib-doctor = Look at keys, folders and retention
hulp-opdracht-jib-prune = Remove what may be kept no longer from old runs
hulp-opdracht-jib-register = The register of processing activities (AVG 30), from law and configuration
hulp-opdracht-jib-dpia = The factual part of a DPIA (Model DPIA Rijksdienst, section A), from law and configuration
hulp-opdracht-jib-policy = Prove and show what the law files do
hulp-opdracht-jib-policy-lint = Check that the policy holds on every day, over the whole space of profiles
hulp-opdracht-jib-policy-matrix = Every recipient, parcel and field with its basis, on a day
hulp-opdracht-jib-policy-diff = What changes between two days or two folders, and for how many persons
hulp-opdracht-jib-policy-coverage = Which rules no worked case exercises
hulp-opdracht-jib-policy-test = Try the worked cases beside the law
hulp-opdracht-jib-policy-sql = The law as tables and queries, to run where the data already lies
hulp-opdracht-jib-init = Write a commented configuration to start from; asks nothing
hulp-opdracht-jib-completions = Print a script that completes commands in your shell
hulp-opdracht-jib-man = Print the manual page, or write that of every command
hulp-opdracht-jib-help = Print this message or the help of a command

hulp-optie-help = Print help
hulp-optie-version = Print version
hulp-optie-format = How data on stdout is written: text for people and simple scripts, json for programs, html for `policy matrix` only
hulp-optie-lang = Language of help, findings and report
hulp-optie-quiet = Say nothing on stderr but errors
hulp-optie-color = Colour on stderr
hulp-optie-threads = Number of threads (default: every core)
hulp-optie-schemas = Folder with extracts, vocabulary, parties and law (default: what is built in)
hulp-optie-config = Configuration
hulp-optie-peildatum = Day on which facts are judged: YYYY-MM-DD, `vandaag` or `eerste-van-de-maand`
hulp-optie-verstrekdatum = Day on which data leaves: YYYY-MM-DD or `vandaag`
hulp-optie-out = Folder with run folders
hulp-optie-bsn = `-`: read the bsn from stdin, so that it is in no list of processes
hulp-optie-reden = What for: it is written beside the runs who looked, and the person can see it
hulp-optie-identity = Identity file (age); may be repeated
hulp-optie-datum = Day against which retention is held: YYYY-MM-DD or `vandaag`
hulp-optie-jib-run-config = Configuration; may be repeated: each is its own controller
hulp-optie-jib-run-out = Folder for run folders
hulp-optie-jib-run-dry_run = Everything but writing: counts per parcel and the reasons of refusal
hulp-optie-jib-run-sprong = Release although the verstrekdatum lies more than 31 days after that of the last run
hulp-optie-jib-run-accept_quarantine = Release although a quarantine threshold was passed (still exits 5)
hulp-optie-jib-check-config = Configuration; may be repeated: each is its own controller
hulp-optie-jib-check-out = Folder for run folders
hulp-optie-jib-verify-run = Run folder
hulp-optie-jib-verify-public = Public key of the signer that you trust (minisign)
hulp-optie-jib-verify-config = Configuration of the controller: also compare the keyed hashes
hulp-optie-jib-verify-identity = Identity file (age); may be repeated: also open what it can, and derive the parcels again
hulp-optie-jib-open-path = Sealed file, or a folder with sealed files
hulp-optie-jib-open-out = For a folder: where the opened files go (default: beside the sealed ones)
hulp-optie-jib-sample-personen = Number of persons
hulp-optie-jib-sample-seed = Seed: the same seed gives the same files
hulp-optie-jib-sample-vuil = Share of dirty rows, per thousand; up to 20 the run stays within its quarantine limit
hulp-optie-jib-sample-peildatum = Day of the data
hulp-optie-jib-sample-out = Folder to write; it may not hold these files yet
hulp-optie-jib-keygen-out = Folder to write; it may not hold these files yet
hulp-optie-jib-explain-code = Code of a finding, reason, refusal or rule, an article, or the name of an extract (brp)
hulp-optie-jib-explain-list = List every code and extract
hulp-optie-jib-explain-verstrekdatum = Day on which data leaves: YYYY-MM-DD or `vandaag` (default: the peildatum)
hulp-optie-jib-explain-out = Folder with run folders: what they delivered counts (absent: as in a first run)
hulp-optie-jib-explain-reden = What for: with --out it is written beside the runs who looked, and the person can see it
hulp-optie-jib-inzage-runs = Folder with run folders
hulp-optie-jib-doctor-dagen = Days that the last run may be old
hulp-optie-jib-prune-dry_run = Say what would go, and remove nothing
hulp-optie-jib-register-datum = Day of law and arrangements: YYYY-MM-DD or `vandaag`
hulp-optie-jib-dpia-datum = Day of law and arrangements: YYYY-MM-DD or `vandaag`
hulp-optie-jib-policy-matrix-date = Day of the law: YYYY-MM-DD or `vandaag` (default: the first day of the newest rule set)
hulp-optie-jib-policy-matrix-html = As a page to print
hulp-optie-jib-policy-diff-from = Day of the one law: YYYY-MM-DD or `vandaag`
hulp-optie-jib-policy-diff-to = Day of the other law: YYYY-MM-DD or `vandaag`
hulp-optie-jib-policy-diff-other = The other policy: a folder like `schemas`
hulp-optie-jib-policy-diff-config = Also count the persons of this configuration, per parcel
hulp-optie-jib-policy-diff-peildatum = With -c: the day on which facts are judged (default: that of the BRP delivery)
hulp-optie-jib-policy-sql-dialect = Engine that the queries are for
hulp-optie-jib-policy-sql-peildatum = Day on which facts are judged: YYYY-MM-DD or `vandaag`
hulp-optie-jib-policy-sql-out = Folder for tables and queries; must not hold any
hulp-optie-jib-policy-sql-rollen = Also a role per party that sees its own views only (PostgreSQL)
hulp-optie-jib-init-out = Folder to write `jib.toml` in; it may not hold one yet
hulp-optie-jib-completions-shell = Your shell
hulp-optie-jib-man-out = Folder to write the page of every command in (default: print that of `jib`)

# What is wrong with the arguments of a command, and what to do then.

gebruik-doen = { $doen }; `--help` after the command says what it can do
gebruik-bedoeld = do you mean { $wat }?
gebruik-kies = choose from { $wat }
gebruik-ontbreekt = missing: { $wat }
gebruik-ontbreekt_doen = add it to the command
gebruik-onbekend = this command has no { $wat }
gebruik-onbekend_doen = remove it
gebruik-opdracht_onbekend = there is no command { $wat }
gebruik-opdracht_onbekend_doen = `jib --help` names every command
gebruik-opdracht_ontbreekt = a command is missing
gebruik-waarde = { $wat } cannot be { $waarde }
gebruik-waarde_doen = write another value
gebruik-waarde_ontbreekt = { $wat } needs a value
gebruik-waarde_ontbreekt_doen = write the value after it
gebruik-dubbel = { $wat } is there more than once
gebruik-dubbel_doen = leave one
gebruik-samen = { $wat } does not go with { $ander }
gebruik-samen_doen = leave one of them out
gebruik-aantal = { $wat } needs another number of values
gebruik-aantal_doen = give one
gebruik-onleesbaar = an argument is not readable text
gebruik-onleesbaar_doen = write it again
gebruik-onbegrepen = the command cannot be understood
gebruik-onbegrepen_doen = begin with `jib --help`
gebruik-heel_getal_doen = write a whole number
gebruik-getal_mag_doen = write a number within bounds
gebruik-dag_doen = no such date; write yyyy-mm-dd or `vandaag`
gebruik-peildatum_doen = no such date; write yyyy-mm-dd, `vandaag` or `eerste-van-de-maand`
gebruik-dialect_doen = choose `duckdb`, `postgres` or `spark`

# What findings are called and what to do about them, by the codes of schemas/vocabulary/bevindingen.toml.

bevinding-R-LEV-001-titel = File is not what was announced
bevinding-R-LEV-001-advies = Ask the supplier for the file again, or take over the new sha256 once the supplier confirms it.
bevinding-R-LEV-002-titel = Another number of rows than announced
bevinding-R-LEV-002-advies = Fetch the file again; if the number is right, correct `regels`.
bevinding-R-LEV-003-titel = Delivery is stale
bevinding-R-LEV-003-advies = Ask for a new delivery, or check `peildatum` and `max_leeftijd_dagen` in jib.toml.
bevinding-R-LEV-004-titel = File cannot be read as text
bevinding-R-LEV-004-advies = Save the file in Excel as a workbook (.xlsx) without a password or as "CSV UTF-8" and deliver it again.
bevinding-R-LEV-005-titel = Header is missing or cannot be recognised
bevinding-R-LEV-005-advies = Open the file. If it is empty or something else, fetch it again. If it holds the data, see that the first line names the columns, separated by a comma, semicolon, tab or |; `jib explain` with the name of the extract shows them.
bevinding-R-LEV-006-titel = Indispensable column is missing
bevinding-R-LEV-006-advies = If the column is there under another name, write with the levering in jib.toml `kolommen = { "{" } "header in the file" = "our column" { "}" }`. If it is not there, ask the supplier for it; it may be empty where there is nothing.
bevinding-R-LEV-007-titel = Column stands twice
bevinding-R-LEV-007-advies = Remove one of the two columns and deliver again. If their names differ, say in jib.toml which one it is: kolommen = { "{" } "header in the file" = "column of jib" { "}" }.
bevinding-R-LEV-008-titel = Unneeded field delivered
bevinding-R-LEV-008-advies = Unneeded field delivered: ask the supplier to leave this column out.
bevinding-R-LEV-009-titel = Changes delivered as a snapshot
bevinding-R-LEV-009-advies = Set `soort = "DELTA"` in jib.toml, or deliver a full snapshot.
bevinding-R-LEV-010-titel = List of another municipality
bevinding-R-LEV-010-advies = First see whether `code` of [gemeente] in jib.toml is your own. If so, do not pass the list on, tell the Inlichtingenbureau and have the privacy officer assess whether this is a breach.
bevinding-R-LEV-011-titel = Received over an unsecured channel
bevinding-R-LEV-011-advies = Have the data protection officer (FG) or the privacy officer assess whether this is a breach. Do not reply with the content and ask for a secured channel.
bevinding-R-LEV-012-titel = Footer skipped
bevinding-R-LEV-012-advies = Nothing to do.
bevinding-R-LEV-013-titel = Blank lines skipped
bevinding-R-LEV-013-advies = Nothing to do.
bevinding-R-LEV-014-titel = Extract was not delivered
bevinding-R-LEV-014-advies = Add a [[levering]] if the municipality holds this extract.
bevinding-R-LEV-015-titel = Nobody from our municipality
bevinding-R-LEV-015-advies = Check that this is the file of your own municipality.
bevinding-R-LEV-016-titel = Column not delivered
bevinding-R-LEV-016-advies = Ask for the column if the data exists.
bevinding-R-LEV-017-titel = Delivery holds changes only
bevinding-R-LEV-017-advies = Deliver a snapshot if you want an answer for everyone.
bevinding-R-LEV-018-titel = File is too large
bevinding-R-LEV-018-advies = Check that this is the right file; split it by municipality if need be.
bevinding-R-LEV-019-titel = Indispensable extract is missing
bevinding-R-LEV-019-advies = Add a [[levering]] with extract = "brp".
bevinding-R-LEV-020-titel = Indispensable extract is not of these days
bevinding-R-LEV-020-advies = Look at `peildatum` of this delivery in jib.toml. If it is after the peildatum of the run, mend it or choose a later --peildatum. If it is too old, ask for a new delivery today. Then run again.
bevinding-R-RIJ-001-titel = Row is too short
bevinding-R-RIJ-001-advies = Repair the row at the source; often a separator is missing.
bevinding-R-RIJ-002-titel = Row is too long
bevinding-R-RIJ-002-advies = Put a cell with a separator in it between quotes.
bevinding-R-RIJ-003-titel = Quote not closed
bevinding-R-RIJ-003-advies = Close the quote, or double a quote that belongs to the text.
bevinding-R-RIJ-004-titel = Unreadable characters
bevinding-R-RIJ-004-advies = Deliver the file again as CSV UTF-8, so that accented letters survive. If it certainly is Windows-1252, put `codering = "windows-1252"` with the levering.
bevinding-R-RIJ-005-titel = Field is far too long
bevinding-R-RIJ-005-advies = See whether a quote or a line end is missing.
bevinding-R-RIJ-006-titel = Control character in the row
bevinding-R-RIJ-006-advies = Remove the character at the source; type the value again if need be.
bevinding-R-VLD-001-titel = Required cell is empty
bevinding-R-VLD-001-advies = Fill the cell at the source.
bevinding-R-VLD-002-titel = Code is unknown
bevinding-R-VLD-002-advies = Use a code from the schema of this extract; mind capitals.
bevinding-R-VLD-003-titel = Wrong form
bevinding-R-VLD-003-advies = Repair the value at the source. If Excel changed a number, make the column text first.
bevinding-R-VLD-004-titel = Number out of range
bevinding-R-VLD-004-advies = Repair the number at the source; amounts are in whole euro cents.
bevinding-R-VLD-005-titel = Text is too long
bevinding-R-VLD-005-advies = Shorten the text at the source; free text does not belong here.
bevinding-R-VLD-006-titel = Municipality code is unknown
bevinding-R-VLD-006-advies = Check the code; if it is a new municipality, add it to schemas/vocabulary/gemeenten.csv.
bevinding-R-VLD-007-titel = Unusual form
bevinding-R-VLD-007-advies = See whether the source has a typing error.
bevinding-R-VLD-008-titel = Secrecy indication is empty
bevinding-R-VLD-008-advies = Fill the indication at the source; 0 is not secret.
bevinding-R-BSN-001-titel = Number fails the eleven-test
bevinding-R-BSN-001-advies = Look up the right number at the source; mind swapped digits.
bevinding-R-BSN-002-titel = Leading zero restored
bevinding-R-BSN-002-advies = Make the column text in Excel before saving.
bevinding-R-BSN-003-titel = Number is all zeros
bevinding-R-BSN-003-advies = Fill in the real number at the source.
bevinding-R-BSN-004-titel = Number has the wrong form
bevinding-R-BSN-004-advies = Make the column text and deliver again; Excel may turn a number into 9.99E+08.
bevinding-R-BSN-005-titel = Onderwijsnummer in a bsn column
bevinding-R-BSN-005-advies = Look up this person's bsn at the source and put it in the column. A koppeling does not help here.
bevinding-R-DAT-001-titel = Not an existing date
bevinding-R-DAT-001-advies = Repair the date at the source. If Excel made it a number, set the column to text.
bevinding-R-DAT-002-titel = Date lies after the peildatum
bevinding-R-DAT-002-advies = Repair the date at the source.
bevinding-R-DAT-003-titel = End lies before the begin
bevinding-R-DAT-003-advies = Repair one of the two dates at the source.
bevinding-R-DUB-001-titel = The same row again
bevinding-R-DUB-001-advies = Leave the double row out at the source.
bevinding-R-DUB-002-titel = Rows contradict each other
bevinding-R-DUB-002-advies = Leave only the right row at the source.
bevinding-R-KPL-001-titel = Number is not in the BRP extract
bevinding-R-KPL-001-advies = Check whether the person moved, or whether the BRP extract is complete.
bevinding-R-KPL-002-titel = Onderwijsnummer without a bsn
bevinding-R-KPL-002-advies = Deliver the extract koppeling with the bsn and onderwijsnummer of this person.
bevinding-R-KPL-003-titel = Onderwijsnummer at two bsn's
bevinding-R-KPL-003-advies = Find out at the source whose onderwijsnummer it is and leave only that row.
bevinding-R-LEV-021-titel = Support needs or a dossier delivered
bevinding-R-LEV-021-advies = Unneeded field delivered: ask the school to leave this column out. After enrolment the institution discusses with the student what is needed; the school can then give more, outside this file.
bevinding-R-HST-001-titel = Repair sheet delivered as a whole delivery
bevinding-R-HST-001-advies = Leave the original delivery and put the mended sheet beside it: a second [[levering]] of the same extract and peildatum, with soort = "HERSTEL".
bevinding-R-HST-002-titel = Repair sheet of another delivery
bevinding-R-HST-002-advies = Nothing, if a new delivery has come since. Otherwise: take the repair sheet of the latest run, or put back the delivery that this sheet belongs to.
bevinding-R-HST-003-titel = Mended row without a place
bevinding-R-HST-003-advies = Put back the number of `regel` that the repair workbook had, or take the row out of the sheet. A new row belongs in the delivery itself.
bevinding-R-HST-004-titel = Two mended rows for one line
bevinding-R-HST-004-advies = Keep one row for each `regel`.
bevinding-R-HST-005-titel = No repair sheet
bevinding-R-HST-005-advies = Take the sheet from the repair workbook of the latest run with all its columns, or take this [[levering]] out of jib.toml.
bevinding-R-HST-006-titel = Column is missing in the repair sheet
bevinding-R-HST-006-advies = Put the column back in the sheet, with the cells that it had.
bevinding-R-HST-007-titel = A row of the repair sheet cannot be read
bevinding-R-HST-007-advies = Save the sheet as a workbook (.xlsx) again and deliver that.
bevinding-R-HST-008-titel = Repair sheet with rows of several deliveries
bevinding-R-HST-008-advies = Leave only the rows from the repair workbook of the latest run.
bevinding-R-HST-009-titel = Mended row that does not say of which delivery it is
bevinding-R-HST-009-advies = Copy the value of `levering` from the other rows into this row.
bevinding-R-TST-001-titel = Consent for a recipient that gets nothing this way
bevinding-R-TST-001-advies = Check the recipient's name. For care, youth care and Wmo: a person shares the data case by case, with explicit consent.
bevinding-R-TST-002-titel = Consent without a samenwerking
bevinding-R-TST-002-advies = Record the samenwerking in jib.toml (recipient, purpose, fields, validity), or correct recipient and purpose of the consent: they must be exactly equal.
bevinding-R-TST-003-titel = Consent is not valid yet, or no longer
bevinding-R-TST-003-advies = Ask the person again if sharing is still needed.
bevinding-R-TST-004-titel = Consent was withdrawn
bevinding-R-TST-004-advies = Nothing with this file: a withdrawal works at once. A party that had the data already got the person in its file `intrekking`: see to it that it erases them.
bevinding-R-TST-005-titel = Oral consent without confirmation
bevinding-R-TST-005-advies = After the conversation send an e-mail with what was discussed, and fill in `bevestigd_op` once it is confirmed.
bevinding-R-TST-006-titel = Consent by who could not give it
bevinding-R-TST-006-advies = Ask consent of who can give it now; check the date of birth if it is incomplete.
bevinding-R-TST-007-titel = Consent of which no field is left
bevinding-R-TST-007-advies = Compare the fields of the consent with those of the [[samenwerking]] in jib.toml. A bsn can never go by consent.
bevinding-R-TST-008-titel = Consent names more fields than are shared
bevinding-R-TST-008-advies = Nothing, or extend the samenwerking if the fields are needed and the recipient may have them.
bevinding-R-TST-009-titel = Two consents would make one parcel
bevinding-R-TST-009-advies = Rename one of the two purposes, in the [[samenwerking]] and in the consents.
bevinding-R-TST-010-titel = Oral consent for data on work and income
bevinding-R-TST-010-advies = Ask for consent in writing, and record it as SCHRIFTELIJK or EMAIL.
bevinding-R-OVS-001-titel = Handover delivered under another school
bevinding-R-OVS-001-advies = Let each school deliver its own handovers, or correct `verantwoordelijke` in jib.toml.
bevinding-R-OVS-002-titel = No processor agreement with this school
bevinding-R-OVS-002-advies = Conclude or extend the processor agreement and enter it as [[verwerker]] in jib.toml.
bevinding-R-CFG-001-titel = No ambtsinstructie
bevinding-R-CFG-001-advies = Enter the adopted instruction: vastgesteld_op, geldig_van and partners.
bevinding-R-CFG-002-titel = Ambtsinstructie is not in force
bevinding-R-CFG-002-advies = Check vastgesteld_op, geldig_van and geldig_tot, or have a new instruction adopted.
bevinding-R-CFG-003-titel = Recipient with an unsecured channel
bevinding-R-CFG-003-advies = Agree on a secured channel with the recipient (secure mail, portal or SFTP) and set kanaal to beveiligd.
bevinding-R-CFG-004-titel = Arrangement is not in force
bevinding-R-CFG-004-advies = Extend the arrangement if it still holds, or remove it.
bevinding-R-CFG-005-titel = Arrangement that opens nothing
bevinding-R-CFG-005-advies = Check party, parcel, purpose, task and ground. Care, youth care and Wmo never get a file; there a person shares case by case, with consent.
bevinding-R-CFG-006-titel = Cooperation names fields that the recipient may not have
bevinding-R-CFG-006-advies = Remove these fields from the [[samenwerking]] in jib.toml.
bevinding-R-LEV-080-titel = File lies behind a link
bevinding-R-LEV-080-advies = Find out who can write in this folder, put the file itself there, and run again.
bevinding-R-CFG-060-titel = Small counts are not rounded
bevinding-R-CFG-060-advies = Set `drempel_kleine_cellen` under [beheer] to 5, or remove the line. Do not pass on the report of this run.
bevinding-R-CFG-061-titel = Others can reach a secret key
bevinding-R-CFG-061-advies = Close the file with chmod 600 and its folder with chmod 700. If somebody can have read it, treat the key as leaked and make a new one (docs/keys.md).
bevinding-R-WET-070-titel = The law comes from another folder than the built-in one
bevinding-R-WET-070-advies = If this is not what you meant, leave out --schemas and JIB_SCHEMAS, run again, and do not send this run.
bevinding-R-WET-071-titel = The law or the schemas differ from the run before
bevinding-R-WET-071-advies = If no new version was installed, find out who changed the law before you send this run. `jib policy diff --other <folder>` shows what differs.
bevinding-R-STA-001-titel = The state of the run before is missing or was changed
bevinding-R-STA-001-advies = Put .staat back from a backup made after that run and run again. Without one, tell the parties yourself whom they must delete.
bevinding-R-STA-002-titel = The state was made with another pseudonym key
bevinding-R-STA-002-advies = If the key was replaced on purpose, tell the parties that every kenmerk has changed. If not, put the old key back and run again.
bevinding-R-STA-003-titel = A recall cannot be delivered
bevinding-R-STA-003-advies = Put the recipient back with a secured channel, or tell the party in another way what to delete.
bevinding-R-STA-004-titel = Far fewer rows than the last time
bevinding-R-STA-004-advies = Ask the source whether the file is complete, and deliver it again if not. If it is complete, nothing needs doing: the next file is compared with this one.
bevinding-R-STA-005-titel = A code that was common has vanished
bevinding-R-STA-005-advies = Compare `invoer.codes` in manifest.json of this run and the one before: it shows which code is missing. Ask the source whether the selection changed.
bevinding-R-STA-060-titel = The run before cannot be believed
bevinding-R-STA-060-advies = Find out who changed the folder of runs: run `jib verify` on the last run. Put the folder and .staat back from a backup and run again. If the signing key was replaced on purpose, begin a new folder of runs.
bevinding-R-RPT-060-titel = Something was changed or taken out of the lookups
bevinding-R-RPT-060-advies = Find out who changed the folder .raadplegingen, and put it back from a backup. Tell the privacy officer.
bevinding-R-STA-061-titel = The newest run is gone, or old runs were put back
bevinding-R-STA-061-advies = Find out who removed or restored runs. Put the whole folder of runs, with .staat, back from one backup and run again.
bevinding-R-STA-062-titel = An older run of the chain is gone or was changed
bevinding-R-STA-062-advies = Find out who removed or changed the run; jib inzage and jib verify name the place. Put it back from a backup. If there is none, begin a new folder of runs and keep this one.
bevinding-R-LOG-001-titel = The processing log is off
bevinding-R-LOG-001-advies = Turn it on, unless the log is kept elsewhere.
bevinding-R-LEV-031-titel = File is not in UTF-8
bevinding-R-LEV-031-advies = Set `codering` for this delivery in jib.toml if it is right, or ask the supplier for UTF-8, in which every letter survives.
bevinding-R-LEV-032-titel = Encoding is not the announced one, or not one that jib reads
bevinding-R-LEV-032-advies = Remove `codering` for this delivery so that jib recognises it, or enter the right one. If there is none, save the file as CSV UTF-8 and deliver it again.
bevinding-R-LEV-033-titel = File is damaged or cut off
bevinding-R-LEV-033-advies = Fetch the file again; open it yourself first to see whether it is whole.
bevinding-R-LEV-034-titel = Workbook has more than one filled sheet
bevinding-R-LEV-034-advies = Unhide hidden sheets and keep one sheet, or give the sheet the name of the extract (for instance brp).
bevinding-R-LEV-036-titel = Too many columns
bevinding-R-LEV-036-advies = Check that this is the right file; ask only for the columns that are needed.
bevinding-R-LEV-037-titel = This looks like another extract
bevinding-R-LEV-037-advies = Compare `extract`, `pad` and `profiel` in jib.toml; perhaps two files were swapped.
bevinding-R-LEV-038-titel = Continuation rows belong to the row above
bevinding-R-LEV-038-advies = Nothing to do.
bevinding-R-LEV-039-titel = Excel changed the header
bevinding-R-LEV-039-advies = Do not open the file in Excel before delivery, or import all columns as text.
bevinding-R-LEV-040-titel = One file under two deliveries
bevinding-R-LEV-040-advies = Check the paths in jib.toml and ask for the missing file.
bevinding-R-LEV-041-titel = Footer names another number of rows
bevinding-R-LEV-041-advies = Ask the supplier how many rows there should be; enter the number at `regels` in jib.toml.
bevinding-R-LEV-042-titel = File seems cut off
bevinding-R-LEV-042-advies = Fetch the file again; enter the number of rows at `regels` in jib.toml so that a cut file is refused.
bevinding-R-LEV-043-titel = File of another municipality
bevinding-R-LEV-043-advies = Check `pad` of this delivery and `code` and `regio` of [gemeente] in jib.toml; fetch the file of your own municipality.
bevinding-R-LEV-074-titel = Extract is no longer in jib.toml
bevinding-R-LEV-074-advies = Put the [[levering]] back. If this extract really comes no more, see in the report which parcels lack columns and tell their recipients.
bevinding-R-LEV-075-titel = Links between numbers are missing, and an exclusion may be about a resident
bevinding-R-LEV-075-advies = Deliver the links again, and then run again.
bevinding-R-LEV-076-titel = There are no exclusions any more
bevinding-R-LEV-076-advies = If that is not so, do not send the parcels of this run: ask for the file again, with all its rows, and run again.
bevinding-R-LEV-070-titel = A header looks like a column that is missing
bevinding-R-LEV-070-advies = If it is that column, say so with `kolommen` in jib.toml. If it is something else, the column is not needed and the supplier can leave it out.
bevinding-R-LEV-071-titel = A header from `kolommen` is not in the file
bevinding-R-LEV-071-advies = Compare the header of the file with `kolommen` in jib.toml: if the supplier changed the name, take over the new one.
bevinding-R-LEV-072-titel = File cannot be opened
bevinding-R-LEV-072-advies = Have the system administrator remove the cause (rights of the account that jib runs under, the disk, the network folder) and run again. Nobody has to change the file itself.
bevinding-R-LEV-073-titel = Headers are BRP element numbers
bevinding-R-LEV-073-advies = Write in jib.toml at this levering: profiel = "gba-v".
bevinding-R-LEV-050-titel = Encoding is not certain
bevinding-R-LEV-050-advies = See on this line which character is there. Ask the supplier for CSV UTF-8. If you are certain that the file is Windows-1252, put `codering = "windows-1252"` with the levering in jib.toml and run again.
bevinding-R-LEV-060-titel = A column that a parcel shows is missing
bevinding-R-LEV-060-advies = Ask the supplier for this column. If it is there under another name, write with the levering in jib.toml `kolommen = { "{" } "header in the file" = "our column" { "}" }`.
bevinding-R-LEV-061-titel = File is not there
bevinding-R-LEV-061-advies = Ask the supplier where the file is, and check `pad` and the folder. If this delivery comes no more, remove the whole [[levering]].
bevinding-R-LEV-062-titel = Indispensable file is not there
bevinding-R-LEV-062-advies = Ask the supplier where the file is, check `pad` and the folder, and then run again.
bevinding-R-LEV-063-titel = Exclusions are no longer in jib.toml
bevinding-R-LEV-063-advies = Put the [[levering]] with extract = "uitsluiting" back. If there are no exclusions any more, deliver a file with only its header.
bevinding-R-LEV-064-titel = No exclusions configured
bevinding-R-LEV-064-advies = Add a [[levering]] with extract = "uitsluiting". If there are no exclusions, deliver a file with only its header.
bevinding-R-LEV-065-titel = Most of the delivery is gone
bevinding-R-LEV-065-advies = Ask the supplier for the file again, see that it is not too small, and run again. If the low number is right, put a lower `min_rijen_promille` with this levering in jib.toml (0: never refuse), and remove that line after this run.
bevinding-R-LEV-066-titel = Too few residents of school age are enrolled
bevinding-R-LEV-066-advies = Ask the supplier for the file again, of all schools and for all residents, and run again. If it is right, put a lower `min_dekking_promille` with this levering in jib.toml (0: never refuse).
bevinding-R-LEV-067-titel = First run: look at the numbers of rows
bevinding-R-LEV-067-advies = Compare the rows of each file, in the report under What was delivered, with what you expect of its source. Open one parcel of each recipient before you send anything.
bevinding-R-LEV-068-titel = Delivery with only a header
bevinding-R-LEV-068-advies = Do not send the parcels of this run. Ask the supplier for the file again, with all its rows, and then run again.
bevinding-R-RIJ-007-titel = Header stands between the rows
bevinding-R-RIJ-007-advies = Remove the second header and check that the rows below it belong to this delivery.
bevinding-R-VLD-009-titel = Municipality no longer exists
bevinding-R-VLD-009-advies = Ask the source for the current code.
bevinding-R-VLD-010-titel = Amount is not in whole euro cents
bevinding-R-VLD-010-advies = Deliver the amount as a whole number of euro cents, without marks in it.
bevinding-R-VLD-011-titel = Code in other capitals
bevinding-R-VLD-011-advies = Write the code exactly as in the schema of this extract.
bevinding-R-VLD-012-titel = Yes or no in another coding
bevinding-R-VLD-012-advies = Set `profiel = "suwi"` for this delivery if the file comes from Suwinet; otherwise deliver J or N.
bevinding-R-VLD-013-titel = Error value of Excel
bevinding-R-VLD-013-advies = Repair the formula, or paste the column as values before saving.
bevinding-R-VLD-014-titel = Letters are probably damaged
bevinding-R-VLD-014-advies = Have the source make the file again in UTF-8; repairing afterwards is guessing.
bevinding-R-VLD-015-titel = Leading zero of a municipality code restored
bevinding-R-VLD-015-advies = Make the column text in Excel before saving.
bevinding-R-VLD-016-titel = Formula without a result
bevinding-R-VLD-016-advies = Open the workbook in Excel or LibreOffice, have it calculated (F9), copy the column and paste it as values. Save and deliver again.
bevinding-R-VLD-017-titel = TRUE or FALSE in a cell
bevinding-R-VLD-017-advies = Write the value that belongs in this column, for instance J or N, as text.
bevinding-R-VLD-018-titel = Cell cannot be determined
bevinding-R-VLD-018-advies = Open the workbook in Excel, see what belongs in the cell, fill it in and save. If this happens more often, tell the supplier of the program that makes the workbook.
bevinding-R-VLD-019-titel = Date or time where none belongs
bevinding-R-VLD-019-advies = Make the column text in Excel first, then fill in the cell again.
bevinding-R-VLD-020-titel = Word that means "no value"
bevinding-R-VLD-020-advies = Deliver the cell empty. If this supplier always means an empty cell by it, put for instance `leeg = ["NULL"]` with the levering in jib.toml.
bevinding-R-VLD-021-titel = Bsn within a text
bevinding-R-VLD-021-advies = Take the number out of the text at the source.
bevinding-R-VLD-022-titel = Character without width
bevinding-R-VLD-022-advies = Type the value again at the source; copying and pasting takes the character along.
bevinding-R-VLD-023-titel = Character that turns the reading direction
bevinding-R-VLD-023-advies = Type the value again at the source; copying and pasting takes the character along.
bevinding-R-VLD-024-titel = Soft hyphen
bevinding-R-VLD-024-advies = Remove the character at the source, or write a plain hyphen if it belongs to the name.
bevinding-R-VLD-025-titel = Character without a meaning
bevinding-R-VLD-025-advies = See at the source which letter belongs there, and type it again.
bevinding-R-BSN-006-titel = Excel turned the number into a power of ten
bevinding-R-BSN-006-advies = Deliver the file again from the source without opening it in Excel; otherwise make the column text first.
bevinding-R-BSN-007-titel = Number has decimals
bevinding-R-BSN-007-advies = Make the column text and remove the decimals.
bevinding-R-BSN-008-titel = Number has punctuation
bevinding-R-BSN-008-advies = Deliver the number as nine digits in a row.
bevinding-R-BSN-009-titel = Number has too few digits
bevinding-R-BSN-009-advies = Look the number up at the source and make the column text in Excel.
bevinding-R-BSN-010-titel = Number is a filler
bevinding-R-BSN-010-advies = Fill in the real number at the source.
bevinding-R-BSN-011-titel = Bsn in a column for onderwijsnummers
bevinding-R-BSN-011-advies = Look up the onderwijsnummer at the source. If this person has a bsn only, remove the row: no koppeling is needed.
bevinding-R-DAT-004-titel = Date is a number of Excel
bevinding-R-DAT-004-advies = Format the column as yyyy-mm-dd in Excel and save again.
bevinding-R-DAT-005-titel = Date is shortened
bevinding-R-DAT-005-advies = Deliver dates as YYYY-MM-DD, YYYYMMDD or DD-MM-YYYY.
bevinding-R-DAT-006-titel = Date with slashes
bevinding-R-DAT-006-advies = Deliver dates as YYYY-MM-DD, YYYYMMDD or DD-MM-YYYY.
bevinding-R-DAT-007-titel = Date looks like a filler
bevinding-R-DAT-007-advies = Check the date at the source; an unknown part is 00.
bevinding-R-KPL-004-titel = Deceased but still enrolled
bevinding-R-KPL-004-advies = Tell the school or DUO: the enrolment must be ended.
bevinding-R-KPL-005-titel = Startkwalificatie and diploma contradict each other
bevinding-R-KPL-005-advies = Ask DUO which of the two is right.
bevinding-R-KPL-006-titel = On the list but enrolled
bevinding-R-KPL-006-advies = Nothing to do: the person does not pass as rightly on the list.
bevinding-R-KPL-007-titel = On the list with a startkwalificatie
bevinding-R-KPL-007-advies = Nothing to do: the person does not pass as rightly on the list.
bevinding-R-KPL-008-titel = Onderwijsnummer looks like somebody with a bsn
bevinding-R-KPL-008-advies = Ask DUO for the link between onderwijsnummer and bsn and deliver it as the extract `koppeling`.
