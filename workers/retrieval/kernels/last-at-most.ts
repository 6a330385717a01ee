/** Index of the last item whose value is at most `limit`; items rise, and the first is at most `limit`. */
export function lastAtMost<T>(items: ArrayLike<T>, value: (item: T) => number, limit: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value(items[middle]!) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
