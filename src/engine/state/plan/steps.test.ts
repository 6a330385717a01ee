import { describe, expect, it } from 'vitest';
import { defaultRequest } from '../request/request';
import type { Request } from '../types';
import { type RequestSteps, stepsFor } from './steps';

const request = defaultRequest('https://here.example/');

describe('steps for a request', () => {
  const steps = (change: Partial<Request>) =>
    Object.entries(stepsFor({ ...request, ...change }, request))
      .filter(([, isNeeded]) => isNeeded)
      .map(([name]) => name as keyof RequestSteps);

  it('are none while it is the same, and at the start whatever nothing else leads to', () => {
    expect(steps({})).toEqual([]);
    const first = Object.entries(stepsFor(request, null)).filter(([, isNeeded]) => isNeeded);
    expect(first.map(([name]) => name)).toEqual(['readClasses', 'loadModel', 'openIndex', 'chooseMethod']);
  });

  const cases: readonly [keyof Request, Partial<Request>, readonly (keyof RequestSteps)[]][] = [
    ['classesText', { classesText: 'fern' }, ['readClasses', 'awaitTyping']],
    ['prompts', { prompts: { ...request.prompts, zeroShot: 'a {}' } }, ['readClasses', 'awaitTyping']],
    ['templates', { templates: 'the {}' }, ['awaitTyping']],
    ['searchMode', { searchMode: 'name' }, ['retrySpaces']],
    ['method', { method: 'x-more' }, ['retrySpaces', 'chooseMethod']],
    ['parameters', { parameters: { core: { k: 4 } } }, ['weigh']],
    ['model', { model: { ...request.model } }, ['loadModel', 'weigh']],
    ['manifestUrl', { manifestUrl: 'https://other.example/' }, ['openIndex']],
    ['furtherIndexes', { furtherIndexes: ['https://other.example/'] }, ['openIndex']],
    // Workers are told of hosts whenever these change.
    ['sentOn', { sentOn: [{ from: 'https://a.example', to: 'https://b.example' }] }, []],
    // What was found is merged anew: its key is another.
    ['indexUse', { indexUse: { 'https://other.example/': { weight: 1, photos: true, classes: false } } }, []],
    ['indexMemory', { indexMemory: 17 }, ['limitMemory']],
    ['thresholds', { thresholds: { margin: 0.4, likeness: null } }, []],
    ['indexRecall', { indexRecall: 51 }, ['aimAtRecall']],
    ['thresholds', { thresholds: { ...request.thresholds } }, []],
    ['captionChoices', { captionChoices: [] }, ['chooseCaptions']],
    ['detections', { detections: { classify: 'animal', from: 0.2 } }, ['chooseParts']],
    // Figures are asked for anew whenever the panel sees that these changed; answers do not follow them.
    ['trainingCounts', { trainingCounts: { of: 'counts.csv', classes: [] } }, []],
    ['tuned', { tuned: { method: 'core', parameters: {}, photos: [] } }, []],
    ['captionRules', { captionRules: { ...request.captionRules } }, ['awaitRules']],
  ];

  it.each(cases)('follow from another %s', (_, change, expected) => {
    expect(steps(change)).toEqual(expected);
  });

  it('are known for every part of a request', () => {
    expect(new Set(cases.map(([name]) => name))).toEqual(new Set(Object.keys(request)));
  });
});
