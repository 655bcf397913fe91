import type { Recorder } from '@temkin/audit-event';
import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { endingStore } from './store/ending-store.ts';
import { shredFailureStore } from './store/shred-failures.ts';
import { shredDue as shredding } from './usecases/shred-due.ts';

/** What works off the clocks of labels and parcels, for a process that serves no parcels otherwise. */
export const shredDue = ({
  table,
  recorder,
  clock,
}: {
  readonly table: Table;
  readonly recorder: Recorder;
  readonly clock: Clock;
}) => shredding({ store: endingStore(table), failures: shredFailureStore(table), recorder, clock });
