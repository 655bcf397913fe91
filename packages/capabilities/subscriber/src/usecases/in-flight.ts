/** Works through a list with at most `width` elements under way; answers in the order of the list. */
export const inFlight = async <Element, Result>(
  width: number,
  elements: readonly Element[],
  work: (element: Element) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  const queue = elements.entries();
  const worker = async (): Promise<void> => {
    for (const [position, element] of queue) results[position] = await work(element);
  };
  await Promise.all(Array.from({ length: Math.min(width, elements.length) }, worker));
  return results;
};
