import type { RootKey } from '@temkin/crypto';
import { vi } from 'vitest';
import type { SystemRootKeys } from '../../packages/runtimes/local/src/compose.ts';
import type { Stage } from './staged-table.ts';

/** Longer than a key ring keeps a key in memory: the next use unwraps. */
export const KEYS_FORGOTTEN_MILLISECONDS = 16 * 60_000;

/** The company's keys by which a label is known and an actor named. */
const NAMING = new Set(['digest', 'pseudonym']);

/**
 * What happens from now on, in order: `unwrap <purpose>` for each key that a root key unwraps, besides those that the
 * decision and its record need and that open nothing. `vi.restoreAllMocks` ends it.
 */
export const unwrapOrder = (rootKeys: SystemRootKeys): string[] => {
  const order: string[] = [];
  for (const rootKey of Object.values<RootKey>({ ...rootKeys })) {
    const unwrap = rootKey.unwrap.bind(rootKey);
    vi.spyOn(rootKey, 'unwrap').mockImplementation((wrapped, context) => {
      if (!NAMING.has(context.purpose)) order.push(`unwrap ${context.purpose}`);
      return unwrap(wrapped, context);
    });
  }
  return order;
};

/** Adds what the store says of each transaction: `event committed`. */
export const eventsInto =
  (order: string[]): Stage =>
  async (commit) => {
    const verdict = await commit();
    order.push(`event ${verdict.outcome}`);
    return verdict;
  };
