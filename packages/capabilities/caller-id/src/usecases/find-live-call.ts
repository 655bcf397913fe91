import { epochOf, type KeyRing } from '@temkin/crypto';
import { inForce, type Clock } from '@temkin/kernel';
import { callTimes, recipientHash, type CallIntent, type Read } from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';

/** Purpose of the tenant key that calls are found by. */
const PURPOSE = 'call';

/**
 * The live call by which a number of the pool reaches a recipient, both canonical (digits alone). A call that was declared just
 * before the end of a month is found by the key of that month.
 */
export const findLiveCall = async (
  {
    keyRing,
    intents,
    clock,
  }: {
    readonly keyRing: KeyRing;
    readonly intents: Pick<CallIntents, 'intent' | 'liveBetween'>;
    readonly clock: Clock;
  },
  tenant: string,
  { calling, called }: { readonly calling: string; readonly called: string },
): Promise<Read<CallIntent> | undefined> => {
  const now = clock.now();
  const oldest = epochOf(now - inForce(callTimes, now).value.endMinutes * 60_000);
  const current = await keyRing.current(tenant, PURPOSE);
  const keys = [current, oldest === current.id ? undefined : await keyRing.byId(tenant, PURPOSE, oldest)];
  for (const key of keys) {
    if (key === undefined) continue;
    const hash = recipientHash(key.key, `+${called}`);
    const intentId = await intents.liveBetween(tenant, `+${calling}`, hash);
    if (intentId !== undefined) return intents.intent(tenant, intentId);
  }
  return undefined;
};
