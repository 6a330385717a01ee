import { strToU8, zipSync } from 'fflate';

const field = (index: number, term: string) => `<field index="${index}" term="${term}"/>`;

/** `meta.xml` of an archive as TreatmentBank and GBIF write them: tab-separated, with a line of names, unquoted. */
const META = `<?xml version="1.0" encoding="UTF-8"?>
<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">
  <core encoding="UTF-8" linesTerminatedBy="\\n" fieldsTerminatedBy="\\t" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Taxon">
    <files><location>taxa.txt</location></files>
    <id index="0"/>
    ${field(0, 'http://rs.tdwg.org/dwc/terms/taxonID')}
    ${field(1, 'http://rs.tdwg.org/dwc/terms/scientificName')}
    ${field(2, 'http://rs.tdwg.org/dwc/terms/scientificNameAuthorship')}
  </core>
  <extension encoding="UTF-8" linesTerminatedBy="\\n" fieldsTerminatedBy="\\t" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="http://rs.gbif.org/terms/1.0/Description">
    <files><location>description.txt</location></files>
    <coreid index="0"/>
    ${field(1, 'http://purl.org/dc/terms/type')}
    ${field(2, 'http://purl.org/dc/terms/description')}
    ${field(3, 'http://purl.org/dc/terms/language')}
  </extension>
</archive>`;

const lines = (...rows: readonly (readonly string[])[]) => rows.map((row) => `${row.join('\t')}\n`).join('');

/** Files of a small archive of treatments of our own. */
export const TREATMENTS: Readonly<Record<string, string>> = {
  'meta.xml': META,
  'taxa.txt': lines(
    ['taxonID', 'scientificName', 'scientificNameAuthorship'],
    ['T1', 'Asplenium viride Huds.', 'Huds.'],
    ['T2', 'Asplenium ruta-muraria', ''],
  ),
  'description.txt': lines(
    ['coreid', 'type', 'description', 'language'],
    ['T1', 'description', '<p>Stipes green. Sori oblong.</p>', 'en'],
    ['T1', 'distribution', 'Alps and Pyrenees.', 'en'],
    ['T2', 'diagnosis', 'Pinnae rhombic with a "toothed" edge.', 'en'],
    ['T9', 'description', 'Of a taxon that the core lacks.', 'en'],
  ),
};

/** An archive of these files, as a ZIP. */
export const zipOf = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
