import { useId } from 'react';

interface TableColumnsProps {
  /** Each name once. */
  readonly columns: readonly string[];
  readonly column: number;
  readonly nameColumn: number;
  readonly onChange: (change: { readonly column?: number; readonly nameColumn?: number }) => void;
}

/** Which columns of a table hold captions, and whom they are of. */
export function TableColumns({ columns, column, nameColumn, onChange }: TableColumnsProps) {
  const id = useId();
  const options = columns.map((name, i) => (
    <option key={name} value={i}>
      {name}
    </option>
  ));
  return (
    <div className="own-about">
      <p className="own-field">
        <label className="label" htmlFor={`${id}-text`}>
          Captions stand in
        </label>
        <select
          id={`${id}-text`}
          className="field"
          value={column}
          onChange={(event) => onChange({ column: Number(event.target.value) })}
        >
          {options}
        </select>
      </p>
      <p className="own-field">
        <label className="label" htmlFor={`${id}-name`}>
          They are of
        </label>
        <select
          id={`${id}-name`}
          className="field"
          value={nameColumn}
          onChange={(event) => onChange({ nameColumn: Number(event.target.value) })}
        >
          <option value={-1}>no column says</option>
          {options}
        </select>
      </p>
    </div>
  );
}
