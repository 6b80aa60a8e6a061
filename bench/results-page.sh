# What the commands share that make docs/results.md; sourced, with bench_home set to the repository's
# root. Each makes a part of the page and keeps it in the workspace beside its figures.
workspace=${RESULTS_WORKSPACE:-$bench_home/workspace}
figures=$workspace/results
mkdir -p "$figures"
"$bench_home/palimpsest" --version >/dev/null # builds, if need be

# page PART PROGRAM ARGUMENT...: writes a part by a program, and the page of all parts there are.
page() {
  local page=${RESULTS_PAGE:-$bench_home/docs/results.md}
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
    -cp "$bench_home/pipelines/target/palimpsest-pipelines.jar:$bench_home/pipelines/target/lib/*" \
    "$bench_home/bench/$2" "$figures" "${@:3}" >"$figures/$1.md"
  {
    echo '# Results at a small scale'
    echo
    echo 'Every figure is from a run of the command above its tables, on two cores of a small machine.'
    for part in pre-training influence; do
      if [[ -f $figures/$part.md ]]; then
        echo
        cat "$figures/$part.md"
      fi
    done
  } >"$page"
  echo "wrote $page"
}
