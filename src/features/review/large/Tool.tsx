import type { ReactNode } from 'react';

interface ToolProps {
  readonly name: string;
  readonly keys: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  onPress(): void;
  readonly children: ReactNode;
}

/** A button of the large view that says its key. */
export function Tool({ name, keys, disabled, pressed, onPress, children }: ToolProps) {
  return (
    <button
      type="button"
      className="button"
      data-kind="quiet"
      data-size={name === '100 %' ? undefined : 'icon'}
      aria-label={name}
      title={`${name} (${keys})`}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
