#!/bin/sh
# Prepare the parts as a job array, then publish in a job that waits for them:
#
#   array=$(sbatch --parsable slurm.sh)
#   sbatch --dependency="afterok:$array" --wrap "kisima index"
#
# A part that was lost is prepared again by its number alone: sbatch --array=3 slurm.sh
#SBATCH --job-name=kisima
#SBATCH --array=1-8
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
set -eu

parts=8 # not SLURM_ARRAY_TASK_COUNT, which is 1 where one part is run again
export KISIMA_WORKERS="$SLURM_CPUS_PER_TASK"
exec kisima index --shard "$SLURM_ARRAY_TASK_ID/$parts" --allow-failed
