#!/bin/bash
# Makes the index once all partitions are embedded, see slurm-array.sh.
#SBATCH --job-name=fernglass-merge
#SBATCH --cpus-per-task=8
#SBATCH --mem=16G
#SBATCH --requeue
#SBATCH --output=%x-%j.log
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:?must be run by sbatch}"
npm run wasm --silent
exec node --import tsx index-shards/builder/cli.ts merge "$@" --threads "${SLURM_CPUS_PER_TASK:-1}"
