import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

interface ProblemProps {
  readonly tone: 'error' | 'warn' | 'note';
  readonly id?: string;
  readonly children: ReactNode;
  /** Whether screen readers are told at once; an error is, unless it is said elsewhere too. */
  readonly announced?: boolean;
  /** What can be done about it, as buttons. */
  readonly actions?: ReactNode;
}

const icons = { error: CircleAlert, warn: TriangleAlert, note: Info };

/** A message at the place where it matters. */
export function Problem({ tone, id, announced = tone === 'error', children, actions }: ProblemProps) {
  const Icon = icons[tone];
  return (
    <div className="problem" data-tone={tone} id={id} role={announced ? 'alert' : undefined}>
      <Icon size={16} aria-hidden />
      <div className="problem-text">{children}</div>
      {actions && <div className="problem-actions">{actions}</div>}
    </div>
  );
}
