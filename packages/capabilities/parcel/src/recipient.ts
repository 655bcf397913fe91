import type { Recorder } from '@temkin/audit-event';
import type { KeyRing } from '@temkin/crypto';
import type { PublicRoute } from '@temkin/http';
import type { Clock, RandomBytes, Wait } from '@temkin/kernel';
import { publicCounts, type Table } from '@temkin/storage';
import type { Notify } from './domain/index.ts';
import { historyRoutes } from './http/history-routes.ts';
import { historyChallenges } from './store/history-challenges.ts';
import { parcelReads } from './store/parcel-reads.ts';
import { phoneIndex } from './store/phone-index.ts';
import { subjectRequestStore } from './store/subject-requests.ts';
import { fileSubjectRequest } from './usecases/file-subject-request.ts';
import { openHistory } from './usecases/open-history.ts';
import type { Companies, Directory, Findings, ParcelEvents } from './usecases/ports.ts';
import { requestHistoryCode } from './usecases/request-history-code.ts';

/** What the public page needs from outside. */
export interface RecipientDependencies {
  readonly table: Table;
  /** Purpose `history`; of `phone-index`, by the ids of keys alone. */
  readonly keyRing: KeyRing;
  readonly recorder: Recorder;
  readonly companies: Companies;
  readonly directory: Pick<Directory, 'facility'>;
  readonly events: ParcelEvents;
  readonly notify: Notify;
  readonly findings: Findings;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly wait: Wait;
}

/** Wires what the people of parcels see, who have no account: apart from the rest, and able to open nothing of a parcel. */
export const recipientCapability = (dependencies: RecipientDependencies) => {
  const { table, keyRing } = dependencies;
  const surroundings = {
    ...dependencies,
    ring: keyRing,
    store: parcelReads(table),
    index: phoneIndex(table),
    challenges: historyChallenges(table),
    counts: publicCounts(table),
    requests: subjectRequestStore(table),
  };
  const usecases = {
    requestHistoryCode: requestHistoryCode(surroundings),
    openHistory: openHistory(surroundings),
    fileSubjectRequest: fileSubjectRequest(surroundings),
  };
  return { routes: historyRoutes(usecases) satisfies readonly PublicRoute[] };
};
