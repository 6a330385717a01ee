import { SHARES, type Swept } from './sweep.ts';

const points = (part: number) => (part * 100).toFixed(1).padStart(6);
const tauAndK = ({ settings: { tauImageToText, tauTextToText, k } }: Swept) =>
  `τ image→text ${tauImageToText}, τ text→text ${tauTextToText}, k ${k}`;

/**
 * α × β for the τ and k that `like` has, then the best α and β of every τ and k, best first.
 * @param names of the domains, up to ten letters of which head their columns
 */
export function sweepLines(swept: readonly Swept[], like: Swept, names: readonly string[]): string[] {
  const lines: string[] = [];
  const same = swept.filter((one) => tauAndK(one) === tauAndK(like));
  for (const part of ['all', 'tail'] as const) {
    lines.push('', `Acc@1, mean over the domains, ${part}: ${tauAndK(like)}; α down, β across`);
    lines.push(`     ${SHARES.map((beta) => beta.toFixed(1).padStart(6)).join('')}`);
    for (const alpha of SHARES) {
      const cells = SHARES.map(
        (beta) => same.find(({ settings }) => settings.alpha === alpha && settings.beta === beta)!,
      );
      lines.push(`${alpha.toFixed(1).padStart(5)}${cells.map((cell) => points(cell[part])).join('')}`);
    }
  }
  const bestOf = new Map<string, Swept>();
  for (const one of swept) {
    const best = bestOf.get(tauAndK(one));
    if (best === undefined || one.all > best.all) bestOf.set(tauAndK(one), one);
  }
  const heading = names.map((name) => name.slice(0, 10).padStart(12)).join('');
  lines.push('', 'Best α and β of every τ and k', `   all  tail${heading}     α    β`);
  for (const one of [...bestOf.values()].sort((a, b) => b.all - a.all)) {
    const { alpha, beta } = one.settings;
    const domains = one.domains.map((accuracy) => points(accuracy).padStart(12)).join('');
    lines.push(
      `${points(one.all)}${points(one.tail)}${domains}   ${alpha.toFixed(1)}  ${beta.toFixed(1)}   ${tauAndK(one)}`,
    );
  }
  return lines;
}
