#!/usr/bin/env bash
# Runs the night of every municipality in one call: 342 synthetic towns with sizes like those in the Netherlands, each its
# own controller.
# benches/gemeenten.sh JIB PERSONS [FOLDER]
# PERSONS is the total over all towns. An existing FOLDER is used as it is. MAKE_ONLY=1 makes the towns and runs nothing.
set -euo pipefail
jib=$(realpath "$1")
persons=$2
folder=${3:-target/gemeenten-$persons}
here=$(cd "$(dirname "$0")/.." && pwd)
towns=342

if [ ! -d "$folder" ]; then
  mkdir -p "$folder"
  # Codes without an end date: the municipalities that exist today. 1999 is the code for persons without a municipality.
  mapfile -t codes < <(awk -F, '$1 > 0 && $1 != 1999 && $4 == "" { print $1 }' "$here/schemas/vocabulary/gemeenten.csv" | head -n "$towns")
  test "${#codes[@]}" = "$towns"
  # A few large towns and many small ones: the size falls with the rank.
  mapfile -t sizes < <(awk -v n="$towns" -v all="$persons" 'BEGIN {
    for (i = 1; i <= n; i++) { w[i] = 1 / (i + 4) ^ 0.85; sum += w[i] }
    for (i = 1; i <= n; i++) { size = int(all * w[i] / sum); print (size < 60 ? 60 : size) } }')
  for at in "${!codes[@]}"; do
    code=${codes[$at]}
    town=$folder/$code
    "$jib" sample --personen "${sizes[$at]}" --seed "$at" --out "$town" --quiet >/dev/null 2>&1
    sed -i "s/^code = \"0599\"/code = \"$code\"/; s/^regio = \[\"0599\"/regio = [\"$code\"/; s/^naam = \"Voorbeeldstad (synthetisch)\"/naam = \"Voorbeeldstad $code (synthetisch)\"/" "$town/jib.toml"
    for file in "$town"/*.csv; do
      sed -i -E "s/(^|,)0599(,|\$)/\1$code\2/g; s/(^|,)0599(,|\$)/\1$code\2/g" "$file"
    done
  done
fi
[[ ${MAKE_ONLY:-0} == 0 ]] || exit 0
# Uses a new folder, because a file system that has just deleted many files is slow to create new ones.
out=$(mktemp -d "$folder/.runs.XXXXXX")
configs=()
for config in "$folder"/*/jib.toml; do configs+=(-c "$config"); done
code=0
/usr/bin/time -f "%e s wall, %U + %S s of processor, %M KiB at most" \
  "$jib" run "${configs[@]}" --peildatum 2026-11-01 --verstrekdatum 2026-11-23 --out "$out/runs" --quiet >/dev/null || code=$?
echo "exit code $code, $(find "$out/runs" -name manifest.json | wc -l) runs"
rm -rf "$out"
