import type { PhotoResult } from '../../protocol';
import { csvLine } from '../csv';
import type { Piece } from './format';

/** Photos that a form cannot take, each with the reason: nothing is made up to fit them in. */
export class LeftOut {
  readonly #reasons: (readonly [file: string, reason: string])[] = [];

  get count(): number {
    return this.#reasons.length;
  }

  /** Notes a photo; no piece comes of it. */
  note({ file }: Pick<PhotoResult, 'file'>, reason: string): readonly Piece[] {
    this.#reasons.push([file, reason]);
    return [];
  }

  /** The second file, where there is anything to say in it. */
  pieces(): readonly Piece[] {
    if (this.#reasons.length === 0) return [];
    const lines = [['file', 'reason'], ...this.#reasons].map(csvLine);
    return [{ path: 'left-out.csv', text: `\ufeff${lines.join('')}` }];
  }
}
