# What the benchmarks share; sourced, with bench_home set to the repository's root.
palimpsest=$bench_home/palimpsest
"$palimpsest" --version >/dev/null # builds, if need be, outside of what is measured
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

# documents FILE COUNT CHARACTERS: writes distinct documents as JSONL.
documents() {
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
    -cp "$bench_home/pipelines/target/palimpsest-pipelines.jar:$bench_home/pipelines/target/lib/*" \
    "$bench_home/bench/WriteDocuments.java" "$@"
}

# workflow NAME INPUT: prints the workflow from files to shuffled shards.
workflow() {
  cat <<YAML
name: $1
seed: 7
stages:
  corpus: {type: corpus, input: "$2", validation: 0}
  render: {type: render, from: corpus, max-patches: 128}
  shuffle: {type: shuffle, from: render, shards: 16}
YAML
}

# figure NAME STAGE KEY: a number of the workflow's last run.
figure() {
  awk -v stage="\"$2\"" -v key="\"$3\"" '
    /^    "/ { here = $1 == stage }
    here && $1 == key { gsub(/[",]/, "", $3); print $3; exit }
  ' "$temp/workspace/runs/$1/latest.json"
}

# calculate EXPRESSION [FORMAT]
calculate() {
  awk "BEGIN { printf \"${2:-%.6g}\", $1 }"
}

# median NUMBER...
median() {
  printf '%s\n' "$@" | sort -g | awk '{ x[NR] = $1 } END { print x[int((NR + 1) / 2)] }'
}
