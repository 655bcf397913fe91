import type { Recorder } from '@temkin/audit-event';
import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import type { CallNetwork } from './domain/index.ts';
import { callIntents } from './store/call-intents.ts';
import { callKeys } from './store/call-keys.ts';
import { dueCalls } from './store/due-calls.ts';
import type { Shippers } from './usecases/check-ports.ts';
import { sweepCalls } from './usecases/sweep-calls.ts';

/** What looking after declared calls needs from outside. */
export interface SweeperDependencies {
  readonly table: Table;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly network: CallNetwork;
  readonly shippers: Shippers;
}

/** Wires what ends calls by the clock and by their shippers' suspension. It has no key that opens a number, and destroys them. */
export const callSweeper = (dependencies: SweeperDependencies) => {
  const { table } = dependencies;
  return sweepCalls({
    ...dependencies,
    intents: callIntents(table),
    keys: callKeys(table),
    due: dueCalls(table),
  });
};
