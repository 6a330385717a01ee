/**
 * Draws what others drew: `npm run pocket:libraries -- --from DIR --out DIR [--libraries NAMES --turned]`. DIR holds Debian's packages dia-common, dia-shapes,
 * kicad-symbols, lepton-eda and qelectrotech-data, unpacked (or is `/`, where they are installed). Nothing of them comes with Fernglass.
 * Writes a folder for `npm run eval -- --photos DIR --labels DIR/labels.csv --classes DIR/classes.txt`, whose list is all component symbols,
 * as at home. Renderings of one class are one group: they are right or wrong together.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { components } from '../knowledge/components.ts';
import { classOf, type LibraryName, unmet } from './classes.ts';
import { readDia } from './dia.ts';
import { drawSymbol, type LibrarySymbol } from './drawing.ts';
import { readKicad } from './kicad.ts';
import { readLepton } from './lepton.ts';
import { readQElectroTech } from './qelectrotech.ts';

const SIDE = 320;

interface Library {
  readonly name: LibraryName;
  readonly folder: string;
  readonly ending: string;
  readonly read: (text: string, id: string) => readonly LibrarySymbol[];
  /** A symbol's id from its file's path in the folder. */
  readonly idOf: (path: string) => string;
}

const lastTwo = (path: string) => path.split('/').slice(-2).join('/');

const LIBRARIES: readonly Library[] = [
  {
    name: 'dia',
    folder: 'usr/share/dia/shapes',
    ending: '.shape',
    read: (text, id) => [readDia(text, id)],
    idOf: lastTwo,
  },
  {
    name: 'kicad',
    folder: 'usr/share/kicad/symbols',
    ending: '.kicad_sym',
    read: readKicad,
    idOf: (path) => path,
  },
  {
    name: 'lepton',
    folder: 'usr/share/lepton-eda/sym',
    ending: '.sym',
    read: (text, id) => [readLepton(text, id)],
    idOf: lastTwo,
  },
  {
    name: 'qelectrotech',
    folder: 'usr/share/qelectrotech/elements/10_electric/10_allpole',
    ending: '.elmt',
    read: (text, id) => [readQElectroTech(text, id)],
    idOf: lastTwo,
  },
];

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '/' },
    out: { type: 'string' },
    libraries: { type: 'string', default: 'dia,kicad,lepton,qelectrotech' },
    turned: { type: 'boolean', default: false },
  },
});
if (values.out === undefined) {
  console.error('Say where to write: --out DIR [--from DIR --libraries NAMES --turned].');
  process.exit(2);
}
const out = values.out;
rmSync(out, { recursive: true, force: true });
const asked = values.libraries.split(',');
const rows = ['file,class,group,library'];
for (const library of LIBRARIES.filter(({ name }) => asked.includes(name))) {
  const folder = join(values.from, library.folder);
  if (!existsSync(folder)) {
    console.error(`${folder} is not there: ${library.name} is left out.`);
    continue;
  }
  mkdirSync(join(out, library.name), { recursive: true });
  const met: string[] = [];
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!path.endsWith(library.ending)) continue;
    const id = library.idOf(path.slice(0, -library.ending.length));
    // A library's file holds many symbols, which are told apart once it is read.
    if (library.name !== 'kicad' && classOf(library.name, id) === null) continue;
    for (const symbol of library.read(readFileSync(join(folder, path), 'utf8'), id)) {
      const shown = classOf(library.name, symbol.id);
      if (shown === null || met.includes(symbol.id)) continue;
      const quarters = values.turned ? 1 + (met.length % 3) : 0;
      const png = drawSymbol(symbol, SIDE, quarters);
      if (png === null) continue;
      met.push(symbol.id);
      const file = join(out, library.name, `${symbol.id.replaceAll(/[^\w.-]/gu, '_')}.png`);
      writeFileSync(file, png);
      rows.push(`${relative(out, file)},${shown},${shown},${library.name}`);
    }
  }
  const classes = new Set(met.map((id) => classOf(library.name, id)));
  console.log(`${library.name}: ${met.length} symbols of ${classes.size} classes`);
  for (const pattern of unmet(library.name, met)) console.error(`  nothing matches ${pattern}`);
}
writeFileSync(join(out, 'labels.csv'), `${rows.join('\n')}\n`);
const names = components.classes.map(({ name, synonyms }) => [name, ...synonyms].join(' | '));
writeFileSync(join(out, 'classes.txt'), `${names.join('\n')}\n`);
