#!/bin/sh
# Starts the browser on a core of its own for each of Playwright's workers: onnxruntime's threads wait busily, and those
# of two pages on the same cores would take each other's time. FERNGLASS_CORES lists the cores, divided by spaces.
set -- $FERNGLASS_CORES -- "$@"
index=${TEST_PARALLEL_INDEX:-0}
while [ "$index" -gt 0 ]; do
  shift
  index=$((index - 1))
done
core=$1
while [ "$1" != -- ]; do shift; done
shift
exec taskset -c "$core" "$FERNGLASS_BROWSER" "$@"
