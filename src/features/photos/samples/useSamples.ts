import { create } from 'zustand';
import type { Engine } from '../../../engine';
import { during } from '../../page-tasks';
import { fetchSampleList, fetchSamples, samplesOf } from './samples';

interface SampleState {
  /** What the sample photos truly show, by photo id. */
  readonly labels: Readonly<Record<string, string>>;
  readonly loading: boolean;
  readonly problem: string | null;
}

/** The samples in the light table and how their loading goes. */
export const useSampleLabels = create<SampleState>()(() => ({ labels: {}, loading: false, problem: null }));

/**
 * Adds the sample photos that are not in the light table yet, in order, as they arrive: those of the classes in the list, or all when
 * the list has none of theirs.
 */
export async function loadSamples(engine: Engine): Promise<void> {
  if (useSampleLabels.getState().loading) return;
  useSampleLabels.setState({ loading: true, problem: null });
  try {
    await during('Fetching samples', async (task) => {
      const { labels } = useSampleLabels.getState();
      const { classes } = engine.getState();
      const list = samplesOf(
        await fetchSampleList(),
        classes.map(({ name }) => name),
      );
      const present = new Set(Object.keys(labels).map((id) => engine.photo(id)?.file));
      const missing = list.filter(({ file }) => !present.has(file.slice(file.lastIndexOf('/') + 1)));
      let arrived = 0;
      for await (const { files, problem } of fetchSamples(missing)) {
        addLabelled(engine, files);
        arrived += files.length;
        task.say(`Fetching samples, ${arrived} of ${missing.length}`);
        if (problem !== null) useSampleLabels.setState({ problem });
      }
    });
  } catch (thrown) {
    useSampleLabels.setState({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  } finally {
    useSampleLabels.setState({ loading: false });
  }
}

function addLabelled(engine: Engine, files: readonly { readonly file: File; readonly class: string }[]) {
  const added = engine.addPhotos(files.map(({ file }) => file));
  useSampleLabels.setState(({ labels }) => ({
    labels: {
      ...labels,
      ...Object.fromEntries(added.map((id, i) => [id, files[i]?.class ?? ''])),
    },
  }));
}
