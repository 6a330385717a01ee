interface ProgressProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
}

/** A thin bar with a name; the number stands beside it, where the caller writes it. */
export function Progress({ label, value, max }: ProgressProps) {
  return (
    <progress className="progress" aria-label={label} value={Math.min(value, max)} max={max || 1}>
      {Math.round((value / (max || 1)) * 100)} %
    </progress>
  );
}
