/** Works through a list with at most `width` elements under way. */
export const inFlight = async <Element>(
  width: number,
  elements: Iterable<Element>,
  work: (element: Element) => Promise<void>,
): Promise<void> => {
  const underWay = new Set<Promise<void>>();
  for (const element of elements) {
    const one = work(element).finally(() => underWay.delete(one));
    underWay.add(one);
    if (underWay.size >= width) await Promise.race(underWay);
  }
  await Promise.all(underWay);
};
