import { fromEntry } from '@temkin/audit-event';
import { fromBundle, parseVerifierKey, type Sha256, type VerifierKey } from '@temkin/tlog';
import type { LogName } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';

const keyNamedIn = (entry: Uint8Array): string | undefined => {
  try {
    const { api, resources } = fromEntry(entry);
    return api.operation === 'audit.open-log' ? resources[0]?.uid : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The key that a log itself names in the entry that opens it. It tells a log that is whole from one that was changed by
 * who has no key; whose it is, the log cannot tell. Throws `LogConflict` where it names none of its own.
 */
export const openingKey =
  ({ files, sha256 }: { readonly files: Pick<LogFiles, 'tile' | 'widestBundle'>; readonly sha256: Sha256 }) =>
  async (log: LogName): Promise<VerifierKey> => {
    const bundle = await files.widestBundle(log, 0);
    const [opening] = (bundle && fromBundle(await files.tile(log, bundle), bundle.width)) ?? [];
    const named = opening && keyNamedIn(opening);
    const key = named === undefined ? undefined : await parseVerifierKey(sha256, named);
    if (key?.type !== 'ed25519' || !key.name.endsWith(`/${log.tenant}/${log.year}`))
      throw new LogConflict('a log names no key of its own in its first entry');
    return key;
  };
