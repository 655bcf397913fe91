/**
 * Works through a list with at most `width` elements under way; answers in the order of the list. Where one fails no other is begun,
 * and those under way come to their end first: nothing is written any more once this fails.
 */
export const inFlight = async <Element, Result>(
  width: number,
  elements: readonly Element[],
  work: (element: Element) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  const queue = elements.entries();
  let hasFailed = false;
  const worker = async (): Promise<void> => {
    for (const [position, element] of queue) {
      if (hasFailed) return;
      results[position] = await work(element).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(width, elements.length) }, worker));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return results;
};
