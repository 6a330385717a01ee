#!/bin/bash
# Embeds the captions of an index on many machines: one task of the array for each partition.
#
#   cd the repository, on a file system that all nodes share, after npm ci
#   array=$(sbatch --parsable --array=0-15 index-shards/builder/jobs/slurm-array.sh \
#     --captions /data/captions.tsv --model /data/siglip --out /data/my-index --id mine --title "Mine")
#   sbatch --dependency=afterok:$array index-shards/builder/jobs/slurm-merge.sh \
#     --model /data/siglip --out /data/my-index --id mine --title "Mine"
#
# A task that is stopped and queued again goes on where it was.
#SBATCH --job-name=fernglass-embed
#SBATCH --array=0-15
#SBATCH --cpus-per-task=8
#SBATCH --mem=8G
#SBATCH --requeue
#SBATCH --output=%x-%A_%a.log
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:?must be run by sbatch}"
if [ "$SLURM_ARRAY_TASK_MIN" != 0 ] || [ "$((SLURM_ARRAY_TASK_MAX + 1))" != "$SLURM_ARRAY_TASK_COUNT" ]; then
  echo "The array must be 0-N, without gaps: its tasks are the partitions." >&2
  exit 1
fi
exec node --import tsx index-shards/builder/cli.ts build "$@" \
  --partition "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --threads "${SLURM_CPUS_PER_TASK:-1}"
