import { useId, useState } from 'react';
import { fold } from '../../common/text/fold';

/** Up to this many classes a menu holds them all; a longer one takes long to draw, and nobody reads it. */
const MOST_IN_MENU = 300;
/** Classes of a longer list that are offered at once. */
const OFFERED = 50;

/** A class to choose. */
export interface ClassOption {
  readonly value: string;
  /** Another one for every class. */
  readonly label: string;
}

interface ClassPickerProps {
  readonly id?: string;
  /** The accessible name, where no `label` element gives one. */
  readonly label?: string;
  readonly className: string;
  /** What is chosen; empty for nothing. */
  readonly value: string;
  /** What stands for nothing; null where there is always something chosen. */
  readonly nothing: string | null;
  /** How many classes there are to choose from. */
  readonly count: number;
  /** Those, and the one of a value: of thousands, all are made only while somebody seeks one. */
  options(): readonly ClassOption[];
  labelOf(value: string): string;
  onChoose(value: string): void;
}

/** Chooses a class: a menu, or of thousands of classes a field to type in that offers what fits. */
export function ClassPicker(props: ClassPickerProps) {
  return props.count > MOST_IN_MENU ? <FindClass {...props} /> : <ClassMenu {...props} />;
}

function ClassMenu({ id, label, className, value, nothing, options, onChoose }: ClassPickerProps) {
  return (
    <select
      id={id}
      aria-label={label}
      className={`select ${className}`}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      {nothing !== null && <option value="">{nothing}</option>}
      {options().map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function FindClass({ id, label, className, value, nothing, options, labelOf, onChoose }: ClassPickerProps) {
  const list = useId();
  /** Null while nobody types. */
  const [typed, setTyped] = useState<string | null>(null);
  const chosen = value === '' ? '' : labelOf(value);
  const take = (label: string) => {
    if (label === chosen) return;
    const exact = options().find((option) => option.label === label);
    if (exact !== undefined) onChoose(exact.value);
  };
  return (
    <>
      <input
        id={id}
        aria-label={label}
        className={`field ${className}`}
        type="text"
        list={list}
        autoComplete="off"
        spellCheck={false}
        placeholder={nothing === null ? 'Type to find a class' : `${nothing}: type to find a class`}
        value={typed ?? chosen}
        onFocus={(event) => {
          setTyped(event.target.value);
          event.target.select();
        }}
        onChange={({ target, nativeEvent }) => {
          setTyped(target.value);
          // “fern 1” is typed on the way to “fern 17”: only what was picked from the offers is meant at once.
          if (!(nativeEvent instanceof InputEvent) || nativeEvent.inputType === 'insertReplacementText')
            take(target.value);
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') take(currentTarget.value);
        }}
        onBlur={({ target }) => {
          take(target.value);
          setTyped(null);
        }}
      />
      <datalist id={list}>
        {typed !== null &&
          fitting(options(), typed === chosen ? '' : typed).map((option) => (
            <option key={option.value} value={option.label} />
          ))}
      </datalist>
    </>
  );
}

/** The first options that hold what is typed. */
function fitting(options: readonly ClassOption[], typed: string): readonly ClassOption[] {
  const wanted = fold(typed.trim());
  const found: ClassOption[] = [];
  for (const option of options) {
    if (found.length === OFFERED) break;
    if (fold(option.label).includes(wanted)) found.push(option);
  }
  return found;
}
