/**
 * What the browser's storage answers. Some browsers neither grant nor refuse some requests: after a while they are given
 * up.
 * @param within milliseconds
 * @param onLate takes an answer that comes after all, to give back what it holds
 * @throws DOMException `TimeoutError` where none came in time; what `answer` rejects with.
 */
export async function inTime<T>(
  answer: Promise<T>,
  within: number,
  onLate: (answer: T) => void = () => {},
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  answer.then(
    (late) => isOver && onLate(late),
    () => {},
  );
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isOver = true;
      reject(new DOMException('it does not answer', 'TimeoutError'));
    }, within);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
