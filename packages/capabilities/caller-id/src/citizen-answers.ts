import type { KeyRing } from '@temkin/crypto';
import type { Clock, RandomBytes, Wait } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import type { CitizenChannel } from './domain/index.ts';
import { callIntents } from './store/call-intents.ts';
import { checkCounts } from './store/check-counts.ts';
import { poolNumbers } from './store/pool-numbers.ts';
import { answerCitizen } from './usecases/answer-citizen.ts';
import { checkCall } from './usecases/check-call.ts';
import type { CheckFindings, Companies, Shippers } from './usecases/check-ports.ts';

/** What answering texts and keys needs from outside. */
export interface CitizenAnswerDependencies {
  readonly table: Table;
  /** Purpose `call`. */
  readonly keyRing: KeyRing;
  readonly channel: CitizenChannel;
  readonly companies: Companies;
  readonly shippers: Shippers;
  readonly findings: CheckFindings;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly wait: Wait;
}

/** Wires what answers people without a data connection, by the checks and the counts of the page. */
export const citizenAnswers = (dependencies: CitizenAnswerDependencies) => {
  const { table, keyRing } = dependencies;
  const surroundings = {
    ...dependencies,
    ring: keyRing,
    calls: callIntents(table),
    numbers: poolNumbers(table),
    counts: checkCounts(table),
  };
  return answerCitizen({ ...surroundings, checkCall: checkCall(surroundings) });
};
