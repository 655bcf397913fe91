import { idleKey, isOwn, signingKeys, verifyGrowth, type GrowthVerdict } from '@temkin/audit/domain';
import { formatVerifierKey } from '@temkin/tlog';
import { noteCheckpoint } from './auditor-state.ts';
import type { Trust } from './auditor-trust.ts';
import { askedForAt, openLogOnce } from './open-log.ts';
import { sha256 } from './verifier-keys.ts';

/**
 * Looks how a log has come on since the checkpoint that was kept of it, and keeps the newest. Which key leads to which, only
 * entries tell, which are not read: where the state has keys of this log, one of them must have signed, and all are kept.
 */
export const lookAtLog = async (
  { keys, pinned, demanded, kept, keep }: Trust,
  place: string,
  token: string | undefined,
): Promise<GrowthVerdict> => {
  const read = await openLogOnce(place, token);
  const newest = await read('checkpoint');
  const origin = newest && noteCheckpoint(new TextDecoder().decode(newest))?.origin;
  const { former = [], mustStand = {} } = demanded;
  const verdict = await verifyGrowth(
    { sha256, read, ...demanded, keys: [...keys, ...former], ...askedForAt(place, keys) },
    kept(origin),
  );
  if (verdict.outcome === 'refused')
    return verdict.fault === 'unsigned' ? { ...verdict, remedy: 'unread-change' } : verdict;
  const { checkpoint, signatures } = verdict;
  // A former key has signed what was kept, and has no say in what is new.
  const signing = new Set(signingKeys({ keys, former }, checkpoint.origin).map(formatVerifierKey));
  const signers = signatures.map(({ key }) => key).filter((key) => signing.has(formatVerifierKey(key)));
  if (!signers.some((key) => isOwn(key, checkpoint.origin)))
    return { outcome: 'refused', fault: 'unsigned', at: 'checkpoint', remedy: 'unread-change' };
  const idle = idleKey(checkpoint.origin, signers, { some: mustStand.some ?? [] });
  if (idle !== undefined) return { outcome: 'refused', fault: 'idle-key', at: idle, remedy: 'unread-change' };
  if (verdict.outcome === 'unchanged') return verdict;
  const own = pinned.filter((key) => isOwn(key, checkpoint.origin));
  return (await keep({ ...verdict, standing: [...own, ...signers] }, read)) ?? verdict;
};
