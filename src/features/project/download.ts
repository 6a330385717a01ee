/** Offers a file to the user under a name. */
export function offer(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the URL after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** `fernglass-2025-01-31-1405.json`, in local time. @param kind what stands after the name, where several have one ending */
export const fileName = (extension: string, now: Date, kind = ''): string =>
  `${nameNow(kind, now)}.${extension}`;

/** The same without an ending. */
export function nameNow(kind: string, now = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `fernglass-${kind === '' ? '' : `${kind}-`}${day}-${two(now.getHours())}${two(now.getMinutes())}`;
}
