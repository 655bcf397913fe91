/** Does work for each, one after another, and answers what kept it from being done, and for which. One that fails stops no other. */
export const faultsOfEach = async <One>(
  ones: Iterable<One>,
  work: (one: One) => Promise<void>,
): Promise<ReadonlyMap<One, unknown>> => {
  const faults = new Map<One, unknown>();
  for (const one of ones) {
    try {
      await work(one);
    } catch (error) {
      faults.set(one, error);
    }
  }
  return faults;
};
