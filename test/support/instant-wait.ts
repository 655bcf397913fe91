import type { Wait } from '@temkin/kernel';

/** A wait that lets what is under way go on and takes no time, and remembers how long it should have been. */
export const instantWait = (): { readonly wait: Wait; readonly waited: readonly number[] } => {
  const waited: number[] = [];
  return {
    waited,
    wait: (milliseconds) => {
      waited.push(milliseconds);
      return new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
  };
};
