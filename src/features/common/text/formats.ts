const whole = new Intl.NumberFormat('en');

/** 12431 → “12,431”. */
export const count = (value: number): string => whole.format(value);

/** “1 photo”, “24 photos”. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Bytes in the unit people read on disks (powers of 1000): “18 MB”. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let scaled = value / 1000;
  let unit = 0;
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1000;
    unit++;
  }
  return `${scaled < 9.95 ? scaled.toFixed(1) : Math.round(scaled)} ${units[unit]}`;
}

/** 0.347 → “35 %”; tiny shares stay visible as “<1 %”. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.5) return '<1 %';
  if (value >= 99.5 && value < 100) return '>99 %';
  return `${Math.round(value)} %`;
}

/** A cosine as people compare them: three decimals, a real minus sign. */
export const cosine = (value: number): string => value.toFixed(3).replace('-', '−');

/** A setting without trailing zeros: 0.2, 100, 0.001. */
export const setting = (value: number): string => String(Number(value.toPrecision(3)));

/** A logit: one decimal, a real minus sign. */
export const logit = (value: number): string => value.toFixed(1).replace('-', '−');
