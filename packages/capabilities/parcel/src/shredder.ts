import type { Recorder } from '@temkin/audit-event';
import type { Clock } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { dueLabelKeyStore } from './store/due-label-keys.ts';
import { shredFailureStore } from './store/shred-failures.ts';
import { shredLabelKeys as shredding } from './usecases/shred-label-keys.ts';

/** What destroys label keys on their last day, for a process that serves no parcels otherwise. */
export const shredLabelKeys = ({
  table,
  recorder,
  clock,
}: {
  readonly table: Table;
  readonly recorder: Recorder;
  readonly clock: Clock;
}) => shredding({ store: dueLabelKeyStore(table), failures: shredFailureStore(table), recorder, clock });
