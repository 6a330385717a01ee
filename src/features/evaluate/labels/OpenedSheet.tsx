import type { LabelSheet, SheetUse } from '../../../../workers/protocol';
import { counted } from '../../common/text/formats';
import { useEngine } from '../../engine-context';
import { chooseUse } from './labels-state';

const USES: Readonly<Record<SheetUse, string>> = {
  labels: 'labels of photos',
  codes: 'names of codes',
  counts: 'counts of training photos',
};

/** A file that was opened, and what it is taken for, which the user may know better. */
export function OpenedSheet({ sheet }: { readonly sheet: LabelSheet }) {
  const engine = useEngine();
  const { name, kind, count, encoding, use, codes } = sheet;
  return (
    <p className="row small">
      <span className="muted grow">
        {name}, {counted(count, kind === 'table' ? 'row' : 'image')}
        {encoding !== null && `, read as ${encoding}`}
        {use === 'codes' && `, names ${counted(codes, 'code')} of classes`}
      </span>
      <select
        className="select"
        aria-label={`What ${name} holds`}
        value={use}
        onChange={(event) => void chooseUse(engine, name, event.target.value as SheetUse)}
      >
        {(Object.keys(USES) as SheetUse[])
          .filter((one) => kind === 'table' || one !== 'codes')
          .map((one) => (
            <option key={one} value={one}>
              {USES[one]}
            </option>
          ))}
      </select>
    </p>
  );
}
