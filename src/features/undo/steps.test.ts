import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Engine, parametersOf } from '../../engine';
import { silentEngine } from '../../engine/testing/silent-engine';
import { changeList } from '../classes/change-list';
import { BENCHMARKS } from '../classes/presets/benchmarks';
import { choosePreset } from '../classes/presets/choose-preset';
import {
  replaceTemplates,
  replaceThreshold,
  replaceValues,
  restartMemory,
} from '../controls/change-settings';
import { changeIndex } from '../library/change-index';
import { forgetSteps, redo, undo, useUndo } from './undo';

beforeEach(() => {
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('document', { baseURI: 'https://here.example/' });
  forgetSteps();
  return () => vi.unstubAllGlobals();
});

const POCKET = 'https://here.example/indexes/pocket/manifest.json';

/** Does something, takes it back and does it again; what the request is each time. */
function threeTimes(act: () => void, read: () => unknown) {
  const before = read();
  act();
  const after = read();
  expect(useUndo.getState().stack.done).toHaveLength(1);
  undo();
  const undone = read();
  redo();
  return { before, after, undone, again: read() };
}

const request = (engine: Engine) => engine.getState().request;

describe('what can be undone', () => {
  it('a list of thousands that took the place of another, with what was typed since', () => {
    const { engine } = silentEngine();
    engine.setClassesText('fern\nmoss');
    const many = Array.from({ length: 10_000 }, (_, i) => `class ${i}`).join('\n');
    changeList(engine, '10,000 names read', () => engine.setClassesText(many));
    engine.setClassesText(`${many}\none more`);
    undo();
    expect(request(engine).classesText).toBe('fern\nmoss');
    redo();
    expect(request(engine).classesText).toBe(`${many}\none more`);
    expect(useUndo.getState().stack.done.at(-1)!.bytes).toBeGreaterThan(2 * many.length);
  });

  it('a benchmark’s list with its prompts and settings, whichever method is chosen then', async () => {
    const { engine } = silentEngine();
    engine.setClassesText('fern\nmoss');
    engine.setParameters({ alpha: 0.35 });
    const { classesText, prompts, parameters } = request(engine);
    const circuits = BENCHMARKS[0]!;
    await choosePreset(engine, circuits);
    const chosen = request(engine);
    expect(chosen).toMatchObject({ prompts: circuits.prompts, method: 'core' });
    expect(parametersOf(chosen)).toMatchObject({ alpha: 0.2, beta: 0.5, tauImageToText: 100 });
    engine.setMethod('zero-shot');
    undo();
    expect(request(engine)).toMatchObject({ classesText, prompts, parameters, method: 'zero-shot' });
    redo();
    expect(request(engine)).toMatchObject({ classesText: chosen.classesText, parameters: chosen.parameters });
  });

  it('another index in the place of one that was chosen; the page’s own is one press away', () => {
    const { engine } = silentEngine();
    engine.setIndex(POCKET);
    changeIndex(engine, 'https://one.example/manifest.json', POCKET);
    expect(useUndo.getState().stack.done).toEqual([]);
    const { before, after, undone, again } = threeTimes(
      () => changeIndex(engine, 'https://two.example/manifest.json', POCKET),
      () => request(engine).manifestUrl,
    );
    expect([before, after]).toEqual([
      'https://one.example/manifest.json',
      'https://two.example/manifest.json',
    ]);
    expect([undone, again]).toEqual([before, after]);
    expect(useUndo.getState().notice?.words).toContain('two.example');
  });

  it('templates of the start in the place of one’s own', () => {
    const { engine } = silentEngine();
    engine.setTemplates('a drawing of a {}');
    const { before, after, undone, again } = threeTimes(
      () => replaceTemplates(engine, 'The templates are those of the start again', 'a photo of a {}'),
      () => request(engine).templates,
    );
    expect([before, after, undone, again]).toEqual([
      'a drawing of a {}',
      'a photo of a {}',
      'a drawing of a {}',
      'a photo of a {}',
    ]);
    replaceTemplates(engine, 'Again', 'a photo of a {}');
    expect(useUndo.getState().stack.done).toHaveLength(1);
  });

  it('values and thresholds, whichever method is chosen then', () => {
    const { engine } = silentEngine();
    const values = () => request(engine).parameters;
    engine.setParameters({ alpha: 0.3 });
    replaceValues(engine, 'The values are the paper’s', { alpha: 0.7 });
    const id = request(engine).method;
    engine.setMethod('zero-shot');
    undo();
    expect(values()[id]).toMatchObject({ alpha: 0.3 });
    redo();
    expect(values()[id]).toMatchObject({ alpha: 0.7 });

    engine.setThresholds({ likeness: 0.4 });
    replaceThreshold(engine, 'likeness', 'Likeness is back where it starts');
    expect(request(engine).thresholds.likeness).toBeNull();
    undo();
    expect(request(engine).thresholds.likeness).toBe(0.4);
  });

  it('a memory that begins again in another order', () => {
    const { engine } = silentEngine();
    const orders: (readonly string[])[] = [];
    let now: readonly string[] = ['a', 'b', 'c'];
    const remembering = {
      ...engine,
      restartMemory: (order: readonly string[]) => {
        const before = now;
        now = order;
        orders.push(order);
        return before;
      },
    };
    restartMemory(remembering, ['c', 'a', 'b']);
    undo();
    expect(now).toEqual(['a', 'b', 'c']);
    redo();
    expect(orders).toEqual([
      ['c', 'a', 'b'],
      ['a', 'b', 'c'],
      ['c', 'a', 'b'],
    ]);
  });
});
