import {
  logFiles,
  openingEntry,
  sequenceLogs,
  type LogHeadStore,
  type Sequenced,
  type WaitingEvents,
} from '@temkin/audit';
import type { Signer } from '@temkin/crypto';
import { eventIds, systemClock, systemRandom } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import { verifierKey } from '@temkin/tlog';
import { sha256 } from '../../../support/sha256.ts';
import { TENANT } from './made-events.ts';

/** What a sequencer works with, and what differs between measurements. */
export interface SequencerPorts {
  readonly heads: LogHeadStore;
  readonly waiting: WaitingEvents;
  readonly blobs: Blobs;
  readonly signer: Signer;
}

/** Bytes of a public key, the last of its SubjectPublicKeyInfo (RFC 8410 §4). */
const PUBLIC_KEY_BYTES = 32;

/** One run of a sequencer. Throws where a checkpoint could not be published. */
export const benchSequencer = ({
  heads,
  waiting,
  blobs,
  signer,
}: SequencerPorts): (() => Promise<Sequenced>) => {
  const newEventId = eventIds(systemClock, systemRandom);
  const logKey = async ({ year }: { readonly year: string }) =>
    verifierKey(sha256, {
      name: `log.example/${TENANT}/${year}`,
      type: 'ed25519',
      publicKey: (await signer.publicKey()).slice(-PUBLIC_KEY_BYTES),
    });
  const files = logFiles(blobs);
  const sequence = sequenceLogs({
    heads,
    waiting,
    files,
    signer,
    sha256,
    logKey,
    newStageId: newEventId,
    openingEntry: openingEntry({ signer, logKey, files, clock: systemClock, random: systemRandom }),
  });
  return async () => {
    const sequenced = await sequence(TENANT);
    const [error] = sequenced.unpublished;
    if (error !== undefined) throw error;
    return sequenced;
  };
};
