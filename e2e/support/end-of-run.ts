import { rm } from 'node:fs/promises';

/** Removes what the workers of a run shared. */
export default async function endOfRun(): Promise<void> {
  await rm(process.env.FERNGLASS_E2E_FOLDER!, { recursive: true, force: true, maxRetries: 5 });
}
