import type { ProjectsApi } from '../../../../workers/protocol';
import { type Linked, WorkerLink } from '../../../engine';

/** The worker that keeps projects; it starts at its first call. */
export const projects: Linked<ProjectsApi> = new WorkerLink<ProjectsApi>(
  () =>
    new Worker(new URL('../../../../workers/projects/worker.ts', import.meta.url), {
      type: 'module',
      name: 'projects',
    }),
  {
    stopped: 'Keeping the project stopped',
    remedy: 'It is tried again; what is on the page can be exported meanwhile.',
  },
).api;
