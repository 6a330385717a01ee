import { useCombobox } from 'downshift';
import { ChevronDown } from 'lucide-react';
import { type RefObject, useId, useMemo, useRef, useState } from 'react';
import { offeredClasses } from './label-options';

/** So many classes are chosen by a digit. */
export const DIGITS = 5;

interface LabelBoxProps {
  /** What the field is called. */
  readonly label?: string;
  /** What is said now; empty where nothing is. */
  readonly value: string;
  /** All classes to choose from, the method's best first; read only while one seeks. */
  names(): Iterable<string>;
  onChoose(name: string): void;
}

/** A field to type in that finds a class; once one is chosen, the keyboard is where it was before. */
export function LabelBox({ label = 'Label', value, names, onChoose }: LabelBoxProps) {
  const id = useId();
  const from = useRef<HTMLElement | null>(null);
  /** Null while the list is closed. */
  const [typed, setTyped] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names are those of the moment in which one types.
  const items = useMemo(() => (typed === null ? [] : [...offeredClasses(names(), typed)]), [typed]);
  const box = useCombobox<string>({
    id,
    items,
    itemToString: (name) => name ?? '',
    isOpen: typed !== null,
    inputValue: typed ?? value,
    // Every choice is news, the one that was made before too.
    selectedItem: null,
    defaultHighlightedIndex: 0,
    stateReducer: (_, { type, changes }) =>
      // Whoever leaves the field chose nothing.
      type === useCombobox.stateChangeTypes.InputBlur ? { ...changes, selectedItem: null } : changes,
    onStateChange({ type, isOpen, selectedItem }) {
      if (type === useCombobox.stateChangeTypes.InputChange) return;
      if (selectedItem != null) {
        onChoose(selectedItem);
        goBack(from);
      }
      if (isOpen !== undefined) setTyped(isOpen ? '' : null);
    },
  });
  const isNumbered = typed !== null && typed.trim() === '';
  return (
    <div className="label-box">
      <label {...box.getLabelProps()} className="small muted" htmlFor={box.getInputProps().id}>
        {label}
      </label>
      <div className="label-field">
        <input
          {...box.getInputProps({
            className: 'field',
            type: 'text',
            placeholder: value === '' ? 'Type to find a class' : value,
            spellCheck: false,
            onChange: ({ currentTarget }) => setTyped(currentTarget.value),
            onFocus(event) {
              from.current = event.relatedTarget instanceof HTMLElement ? event.relatedTarget : null;
              event.currentTarget.select();
            },
            onKeyDown(event) {
              // The sheet around it stays.
              if (event.key === 'Escape' && typed !== null) event.preventDefault();
            },
          })}
        />
        <button
          {...box.getToggleButtonProps({
            type: 'button',
            className: 'label-toggle',
            'aria-label': 'List of classes',
          })}
        >
          <ChevronDown size={14} aria-hidden />
        </button>
        <ul {...box.getMenuProps({ className: 'label-list' })} data-open={typed !== null || undefined}>
          {items.map((name, index) => (
            <li
              key={name}
              {...box.getItemProps({ item: name, index, className: 'label-option' })}
              data-highlighted={box.highlightedIndex === index || undefined}
            >
              <span className="label-option-name">{name}</span>
              {isNumbered && index < DIGITS && <kbd aria-hidden>{index + 1}</kbd>}
            </li>
          ))}
          {typed !== null && items.length === 0 && (
            <li className="label-none muted">No class of the list holds “{typed.trim()}”.</li>
          )}
        </ul>
      </div>
    </div>
  );
}

/** Keys act on the photo again, which they do not in a text field. */
function goBack({ current }: RefObject<HTMLElement | null>): void {
  const at = current?.isConnected ? current : document.getElementById('evidence');
  at?.focus({ preventScroll: true });
}
