/**
 * Puts names on the clipboard, one a line.
 * @throws Error saying what to do where the browser refuses
 */
export async function copyNames(names: readonly string[]): Promise<void> {
  const text = names.join('\n');
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https there is no such clipboard; the older way needs a selected field.
    if (!copyFromField(text))
      throw new Error('The browser did not let the names be copied. Export CSV has them too.');
  }
}

function copyFromField(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
