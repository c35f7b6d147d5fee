#!/bin/sh
# Prepare all parts at once, each in a process of its own, then publish: processes.sh N [OPTION...]
# The options are those of the last command, such as --engine opensearch.
# On several machines: give each machine one part, and run the last command when all have ended.
set -eu

parts=${1:?how many parts}
shift
running=
part=1
while [ "$part" -le "$parts" ]; do
    KISIMA_WORKERS=1 kisima index --shard "$part/$parts" --allow-failed &
    running="$running $!"
    part=$((part + 1))
done
for process in $running; do
    wait "$process"
done
kisima index --allow-failed "$@"
