import { useId } from 'react';
import type { LabelColumns } from '../../../../core';
import type { LabelSheet, LabelSource } from '../../../../workers/protocol';
import { useEngine } from '../../engine-context';
import { chooseColumns } from './labels-state';

interface LabelColumnsFormProps {
  readonly sheet: LabelSheet;
  readonly source: LabelSource;
}

/** Which columns of a table hold file names, classes and groups, above the table's first rows. */
export function LabelColumnsForm({ sheet, source }: LabelColumnsFormProps) {
  const engine = useEngine();
  const columns = (source.kind === 'file' ? source.columns : null) ?? sheet.columns!;
  const oneHot = sheet.columns?.classes.kind === 'one-hot' ? sheet.columns.classes : null;
  const change = (part: Partial<LabelColumns>) => void chooseColumns(engine, { ...columns, ...part });
  const { classes } = columns;
  return (
    <div className="labels-columns">
      <div className="labels-fields">
        <ColumnField
          label="File names in"
          header={sheet.header}
          value={columns.file}
          onChange={(file) => file !== null && change({ file })}
        />
        <ColumnField
          label="Classes in"
          header={sheet.header}
          value={classes.kind === 'named' ? classes.at : null}
          none={oneHot === null ? null : `${oneHot.at.length} columns of 0 and 1`}
          onChange={(at) => {
            if (at !== null) change({ classes: { kind: 'named', at } });
            else if (oneHot !== null) change({ classes: oneHot });
          }}
        />
        <ColumnField
          label="Groups in"
          header={sheet.header}
          value={columns.group}
          none="no column"
          onChange={(group) => change({ group })}
        />
      </div>
      <Preview sheet={sheet} columns={columns} />
    </div>
  );
}

interface ColumnFieldProps {
  readonly label: string;
  readonly header: readonly string[];
  readonly value: number | null;
  /** What it is called where no column is meant; null where one must be. */
  readonly none?: string | null;
  readonly onChange: (at: number | null) => void;
}

function ColumnField({ label, header, value, none = null, onChange }: ColumnFieldProps) {
  const id = useId();
  return (
    <p className="labels-field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="field"
        value={value ?? -1}
        onChange={(event) => onChange(Number(event.target.value) < 0 ? null : Number(event.target.value))}
      >
        {none !== null && <option value={-1}>{none}</option>}
        {header.map((name, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name.
          <option key={at} value={at}>
            {name}
          </option>
        ))}
      </select>
    </p>
  );
}

/** Columns that are shown without being meant. */
const MORE = 3;

/** The table's first rows; the columns that are meant stand out. */
function Preview({ sheet, columns }: { readonly sheet: LabelSheet; readonly columns: LabelColumns }) {
  const { file, classes, group } = columns;
  const meant = new Set([file, ...(classes.kind === 'named' ? [classes.at] : classes.at), group]);
  const others = sheet.header.flatMap((_, at) => (meant.has(at) ? [] : [at]));
  const shown = sheet.header.flatMap((_, at) => (meant.has(at) || others.indexOf(at) < MORE ? [at] : []));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section className="labels-preview" tabIndex={0} aria-label="First rows">
      <table>
        <thead>
          <tr>
            {shown.map((at) => (
              <th key={at} scope="col" data-meant={meant.has(at) || undefined}>
                {sheet.header[at]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.sample.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows stay where they are.
            <tr key={i}>
              {shown.map((at) => (
                <td key={at} data-meant={meant.has(at) || undefined}>
                  {row[at]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
