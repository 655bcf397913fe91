import { inFlight } from '@temkin/kernel';

/**
 * Works through a list with at most `width` elements under way, those of one lane one after another in the order of the
 * list; answers in the order of the list.
 */
export const inLanes = async <Element, Result>(
  width: number,
  elements: readonly Element[],
  laneOf: (element: Element) => string,
  work: (element: Element) => Promise<Result>,
): Promise<readonly Result[]> => {
  const lanes = new Map<string, [number, Element][]>();
  for (const [position, element] of elements.entries()) {
    const lane = lanes.get(laneOf(element)) ?? [];
    lane.push([position, element]);
    lanes.set(laneOf(element), lane);
  }
  const results: Result[] = [];
  await inFlight(width, [...lanes.values()], async (lane) => {
    for (const [position, element] of lane) results[position] = await work(element);
  });
  return results;
};
