import { LogConflict, type AskDependencies, type Followed, type TenantsSequenced } from '@temkin/audit';
import { logLine } from './log-line.ts';

/** An event has waited too long. */
const LATE_SECONDS = 300;

const warn = (finding: string, count: number, errors?: readonly unknown[]): void => {
  const names = errors?.map((error) => (error instanceof Error ? error.name : 'unknown'));
  if (count > 0) logLine({ level: 'warn', finding, count, errors: names });
};

const isConflict = (error: unknown): boolean => error instanceof LogConflict;

/** How old the oldest event was that waited, in whole seconds. */
export const outboxAgeSeconds = ({ waitingSince }: TenantsSequenced, nowMilliseconds: number): number =>
  waitingSince === undefined ? 0 : Math.floor((nowMilliseconds - waitingSince) / 1_000);

/** One line for each thing that a run of the sequencer found wrong; none where all is well. */
export const reportLogFindings = (done: TenantsSequenced, nowMilliseconds: number): void => {
  const { foreign, unpublished, faults } = done;
  const ageSeconds = outboxAgeSeconds(done, nowMilliseconds);
  if (ageSeconds >= LATE_SECONDS) logLine({ level: 'warn', finding: 'outbox-age', ageSeconds });
  warn('foreign-outbox-item', foreign);
  warn('checkpoint-unpublished', unpublished.length, unpublished);
  warn('log-conflict', [...unpublished, ...faults].filter(isConflict).length);
};

/** The same of a run of the follower: entries that are no events, and events whose numbers are missing in the log. */
export const reportIndexFindings = ({ foreign, missing }: Pick<Followed, 'foreign' | 'missing'>): void => {
  warn('foreign-log-entry', foreign);
  warn('writer-gap', missing);
};

/** Says that a checkpoint goes without a witness, and, which is another thing, that a witness has seen another log. */
export const reportWitnessing: NonNullable<AskDependencies['onWitnessing']> = (_, witness, { outcome }) => {
  if (outcome === 'cosigned' || outcome === 'late') return;
  const finding = outcome === 'conflict' ? 'witness-conflict' : 'witness-absent';
  logLine({ level: 'warn', finding, witness, outcome });
};
