import type { Recorder } from '@temkin/audit-event';
import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Clock, RandomBytes } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { escrowCopies } from './store/escrow-copies.ts';
import { countOpening } from './store/escrow-openings.ts';
import { parcelReads } from './store/parcel-reads.ts';
import { shiftStore } from './store/shift-store.ts';
import { findCallContact } from './usecases/find-call-contact.ts';
import { loadVaults } from './usecases/open-load.ts';

/** What opening a contact for a call needs from outside. */
export interface CallContactDependencies {
  readonly table: Table;
  /** Purposes `digest` and `label`, which are only read by. */
  readonly keyRing: KeyRing;
  /** Purpose `escrow`, under a root key of its own; it is only read by. */
  readonly escrowRing: KeyRing;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Contacts of parcels that are with their shippers on the road, for whoever connects calls. */
export const callContacts = (dependencies: CallContactDependencies) => {
  const { table, keyRing, escrowRing, random, clock } = dependencies;
  const store = parcelReads(table);
  return {
    find: findCallContact({
      ...dependencies,
      store,
      keys: { ring: keyRing },
      shifts: shiftStore(table),
      vaults: loadVaults({
        escrowKeys: keyWrap(escrowRing, 'escrow', random),
        labelKeys: keyWrap(keyRing, 'label', random),
        copies: escrowCopies(table),
        store,
        clock,
      }),
      countOpening,
    }),
  };
};
