import type { Recorder } from '@temkin/audit-event';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Bases } from '../store/bases.ts';
import type { DropEntries } from '../store/drop-entries.ts';
import type { FillEntries } from '../store/fill-entries.ts';
import type { Findings } from '../store/findings.ts';
import type { HolderClaims } from '../store/holder-claims.ts';
import type { FreeEntries } from '../store/free-entries.ts';
import type { IndexedCompanies } from '../store/indexed-companies.ts';
import type { IndexEntries } from '../store/index-entries.ts';
import type { IndexKeys } from '../store/index-keys.ts';
import type { IndexStateStore } from '../store/index-states.ts';
import type { PendingImages } from '../store/pending-images.ts';
import type { People } from '../store/people.ts';
import type { PersonKeys } from '../store/person-keys.ts';
import type { Timelines } from '../store/timelines.ts';
import type { Verifications } from '../store/verifications.ts';
import type { WalkProgress } from '../store/walk-progress.ts';

/** What the use cases of the registry stand on. */
export interface Registry {
  readonly recorder: Recorder;
  readonly people: People;
  readonly personKeys: PersonKeys;
  readonly images: PendingImages;
  readonly entries: IndexEntries;
  readonly states: IndexStateStore;
  readonly indexed: IndexedCompanies;
  readonly indexKeys: IndexKeys;
  readonly fill: FillEntries;
  readonly drop: DropEntries;
  readonly free: FreeEntries;
  readonly progress: WalkProgress;
  readonly bases: Bases;
  readonly claims: HolderClaims;
  readonly timelines: Timelines;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** What verifying holders, and erasing them, stands on besides. */
export interface VerifyingRegistry extends Registry {
  /** All that was ever found of a number. */
  readonly foundOf: Findings['of'];
  readonly verifications: Verifications;
}
