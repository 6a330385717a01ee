import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Row } from './measure';
import { benchMethods } from './methods';
import { benchReweighting } from './reweighting';

/** `npm run bench [-- SUBJECT…] [--json FILE]`: each subject against its floor or peer, measured in the same run. */
const SUBJECTS: Record<string, () => Row[] | Promise<Row[]>> = {
  reweighting: benchReweighting,
  methods: benchMethods,
};

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !(name in SUBJECTS));
if (unknown.length > 0) {
  console.error(`Unknown subject: ${unknown.join(', ')}. There are: ${Object.keys(SUBJECTS).join(', ')}.`);
  process.exit(2);
}
const rows: Row[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(SUBJECTS))
  rows.push(...(await SUBJECTS[name]!()));
for (const { subject, candidate, median, p95, ratio } of rows)
  console.log(
    `${subject}  ${candidate.padEnd(24)} median ${median.toFixed(1)} ms  p95 ${p95.toFixed(1)} ms  × ${ratio.toFixed(3)}`,
  );
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 1)}\n`);
