#!/usr/bin/env bash
# Runs the night of all 342 municipalities, each its own controller, in one process of jib and one of DuckDB. Measures each as a
# whole process, then compares the results of each municipality row for row.
#
#   benches/engines/gemeenten.sh JIB PERSONS [ROUNDS] [FOLDER]
#
#   JIB      the program, built with `cargo build --release`
#   PERSONS  in all towns together, such as 3500000
#   ROUNDS   how often each engine runs, A B A B ... (default 1)
#   FOLDER   for the towns, results and measurements (default target/gemeenten-PERSONS)
#
# Settings, from the environment: as in run.sh; COMPARED limits how many municipalities are compared (342).
# Results of earlier rounds stay until the end: a file system that has just deleted many files is slow to create new ones.

set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
jib=$(realpath "${1:?which jib}")
persons=${2:?how many persons}
rounds=${3:-1}
folder=${4:-$here/../../target/gemeenten-$persons}
threads=${THREADS:-2}
engines=${ENGINES:-jib duckdb}
days=(--peildatum 2026-11-01 --verstrekdatum 2026-11-23)

mkdir -p "$folder"
folder=$(realpath "$folder")
towns=$folder/towns
if [[ -z ${PYTHON:-} ]]; then
    PYTHON=$folder/venv/bin/python
    [[ -x $PYTHON ]] || { python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" install --quiet -r "$here/requirements.txt"; }
fi
MAKE_ONLY=1 "$here/../gemeenten.sh" "$jib" "$persons" "$towns" > "$folder/towns.log" 2>&1

hold=()
if command -v taskset > /dev/null && (($(nproc) > threads)); then hold=(taskset -c "0-$((threads - 1))"); fi

# Prints the command of an engine; its results go to an empty folder.
command_of() {
    local town
    case $1 in
        jib)
            echo "$jib run ${days[*]} --out $2 --threads $threads --quiet"
            for town in "$towns"/*/; do echo "-c ${town}jib.toml"; done
            ;;
        duckdb) echo "$PYTHON $here/duckdb_engine.py" "$towns"/* "$2 ${days[*]} --threads $threads --memory ${MEMORY:-12GB}" ;;
        *) echo "no such engine: $1" >&2 && return 1 ;;
    esac
}

echo "engine,round,wall_s,user_s,system_s,peak_kib" > "$folder/measured.csv"
for ((round = 1; round <= rounds; round++)); do
    for engine in $engines; do
        sync
        cat "$towns"/*/*.csv > /dev/null
        log=$folder/$engine-$round.log
        # shellcheck disable=SC2046 # the command is meant to be split
        "${hold[@]}" /usr/bin/time -f "$engine,$round,%e,%U,%S,%M" -o "$log.time" \
            $(command_of "$engine" "$folder/out-$engine-$round") > "$log" 2>&1 || { cat "$log" >&2 && exit 1; }
        tail -n 1 "$log.time" | tee -a "$folder/measured.csv"
    done
done
rows=0 files=0 compared=0
for town in "$towns"/*/; do
    ((compared < ${COMPARED:-342})) || break
    code=$(basename "$town")
    for engine in $engines; do
        [[ $engine != jib ]] || continue
        said=$("$PYTHON" "$here/compare.py" "$jib" "$town" "$folder/out-jib-1/$code"/2026-* "$folder/out-$engine-1/$code") \
            || { echo "$engine, $code: $said" && exit 1; }
        rows=$((rows + ${said%% rows*}))
        said=${said#*the same in }
        files=$((files + ${said%% files*}))
    done
    compared=$((compared + 1))
done
echo "$compared municipalities, $rows rows the same in $files files, no difference"
"$PYTHON" "$here/table.py" "$folder/measured.csv" "$towns" "$("$jib" --version)"
rm -rf "$folder"/out-*
