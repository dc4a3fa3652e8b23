#!/usr/bin/env bash
# A year of nights in one folder: what it takes, whether a night gets slower, and what housekeeping makes of it.
#   benches/jaar.sh target/release/jib [nights] [persons]
set -euo pipefail
jib=$(realpath "$1")
nights=${2:-365}
persons=${3:-500}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$jib" sample --personen "$persons" --seed 1 --out stad > /dev/null
# The same files all year, with another row changed each week.
sed -i 's/^max_leeftijd_dagen = .*/max_leeftijd_dagen = 4000/; s/^max_quarantaine_promille = .*/max_quarantaine_promille = 200/' stad/jib.toml
number=$(sed -n 8p stad/brp.csv | cut -d, -f1)

day() { date -d "2026-11-02 +$1 days" +%F; }
took() { /usr/bin/time -f '%e s, %U + %S s of processor, %M KiB' "$@" 2>&1 > /dev/null | tail -1; }
night() { took "$jib" run --quiet -c stad/jib.toml --peildatum 2026-11-01 --verstrekdatum "$1" --out "$2"; }
size() { du -sb "$1" | cut -f1 | numfmt --to=si; }
doctor() { "$jib" doctor -c stad/jib.toml --out runs --datum "$1" || true; }

for ((at = 0; at < nights; at++)); do
  if ((at % 7 == 0)); then sed -i "$((at / 7 * 3 % persons + 2))s/,3011/,3012/" stad/brp.csv; fi
  line=$(night "$(day "$at")" runs)
  if ((at == 0 || (at + 1) % 73 == 0)); then echo "night $((at + 1)): $line; the folder takes $(size runs)"; fi
done
# In turn, so that both meet the same machine.
for again in 1 2 3; do
  night "$(day "$nights")" "leeg-$again" | sed 's/^/a night in an empty folder: /'
  night "$(day "$nights")" runs | sed 's/^/a night after all of these: /'
done
today=$(day "$nights")
echo "doctor: $(took "$jib" doctor -c stad/jib.toml --out runs --datum "$today" || true)"
doctor "$today"
echo "inzage: $(printf %s "$number" | took "$jib" inzage --bsn - -c stad/jib.toml runs)"
echo "prune: $(took "$jib" prune -c stad/jib.toml --out runs --datum "$today")"
echo "after pruning the folder takes $(size runs)"
echo "prune again: $("$jib" prune -c stad/jib.toml --out runs --datum "$today")"
doctor "$today"
echo "inzage: $(printf %s "$number" | took "$jib" inzage --bsn - -c stad/jib.toml runs)"
started=$SECONDS
for run in runs/20*; do
  "$jib" verify "$run" -p stad/sleutels/ondertekening.pub -c stad/jib.toml > verified.txt || { echo "$run: exit $?"; cat verified.txt; }
done
echo "verify of $(ls -d runs/20* | wc -l) runs: $((SECONDS - started)) s"
