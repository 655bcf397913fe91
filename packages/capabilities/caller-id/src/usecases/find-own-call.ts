import type { Caller } from '@temkin/kernel';
import type { CallIntent, Read } from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import { refuse } from './refuse.ts';

/** A call that the caller declared. Refuses `CALL.UNKNOWN`, also for another's. */
export const findOwnCall = async (
  intents: Pick<CallIntents, 'intent'>,
  { principal: { tenant, id } }: Caller,
  intentId: string,
): Promise<Read<CallIntent>> => {
  const call = await intents.intent(tenant, intentId);
  if (call?.shipper !== id) throw refuse('CALL.UNKNOWN');
  return call;
};
