import { FernglassError } from '../../../../core';
import type { MethodJudged, MethodsQuestion } from '../../../../workers/protocol';
import { countsOfClass, extrasOfClass, prototypeOf } from '../../state/basis';
import type { EngineData } from '../../state/engine-data';
import type { ClassRecord } from '../../state/records';
import { parametersOf } from '../../state/request/parameters';
import { LOGIT_SCALE } from '../../state/thresholds';
import type { MethodsJudged, MethodsRequest } from '../../state/types';

/** A question with what its answer is to be read by. */
interface Asked {
  readonly question: MethodsQuestion;
  readonly photos: readonly string[];
  readonly classes: readonly string[];
  readonly left: number;
}

/**
 * What the worker is asked about methods.
 * @param there ids of all photos that it keeps, in the order in which methods with a memory see them
 * @throws FernglassError `input-invalid` where no labelled photo is among them
 */
export function methodsQuestion(
  { methods, labels, groups }: MethodsRequest,
  there: readonly string[],
  classes: readonly ClassRecord[],
  data: Pick<EngineData, 'store' | 'basis'>,
): Asked {
  const { request, model, index } = data.store.getState();
  const basis = data.basis();
  const labelOf = new Map(labels.map(({ photo, label }) => [photo, label]));
  const photos = there.filter((id) => labelOf.has(id));
  if (photos.length === 0)
    throw new FernglassError(
      'input-invalid',
      'None of the labelled photos has an embedding yet. Wait until they are ready, and ask again.',
    );
  const question: MethodsQuestion = {
    methods: methods.map((id) => ({ id, parameters: parametersOf({ ...request, method: id }) })),
    photos: there,
    labels: Int32Array.from(there, (id) => labelOf.get(id) ?? -1),
    groups: numbered(there.map((id) => groups?.get(id))),
    logitScale: model.info?.logitScale ?? LOGIT_SCALE,
    scales: index.status === 'unfit' ? null : (index.info?.manifest.scales ?? null),
    classes: classes.map((record) => {
      const extras = extrasOfClass(record, basis);
      return {
        names: prototypeOf(record, basis)!.names,
        templates: extras?.templates ?? [],
        descriptions: extras?.descriptions ?? [],
        counts: countsOfClass(record, basis),
      };
    }),
  };
  const names = classes.map((record) => record.names.name);
  return { question, photos, classes: names, left: labelOf.size - photos.length };
}

/** A number for each group, and one of its own for what has none. */
function numbered(groups: readonly (string | undefined)[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(groups, (group, i) => {
    if (group === undefined) return i;
    if (!known.has(group)) known.set(group, groups.length + known.size);
    return known.get(group)!;
  });
}

/** The worker's answer with what it was asked. */
export function judgedOf(
  { question, photos, classes, left }: Asked,
  judged: readonly MethodJudged[],
): MethodsJudged {
  const { methods, labels, groups } = question;
  const counted = new Set(groups.filter((_, at) => labels[at]! >= 0));
  return {
    methods: judged.map((one, m) => ({ ...one, parameters: methods[m]!.parameters })),
    photos,
    classes,
    groups: counted.size,
    left,
  };
}
