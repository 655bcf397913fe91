/** An auditor's page in as few lines as it takes: a log that is fetched and verified here, by nothing else. The test calls it by `temkin`. */
import { verifyLog, type LogVerdict, type OlderCheckpoint } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { parseVerifierKey } from '@temkin/tlog';

const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));

const app = {
  /** Verifies the log below an address by a key, against older checkpoints; answers the outcome, or the fault and where it is. */
  verify: async (address: string, vkey: string, older: readonly OlderCheckpoint[]): Promise<string> => {
    await cryptoReady;
    const key = await parseVerifierKey(sha256, vkey);
    if (key === undefined) throw new Error('that is no key');
    const verdict: LogVerdict = await verifyLog({
      sha256,
      keys: [key],
      older,
      read: async (path) => {
        const answer = await fetch(`${address}/${path}`);
        return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
      },
    });
    return verdict.outcome === 'refused' ? `${verdict.fault} ${verdict.at}` : verdict.outcome;
  },
};

export type AuditorApp = typeof app;

Object.assign(globalThis, { temkin: app });
