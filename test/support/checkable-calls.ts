import { keyRing } from '@temkin/crypto';
import { inForce, systemRandom, toHex, type Clock } from '@temkin/kernel';
import {
  callTimes,
  dueAtOf,
  lastFourProof,
  LIVE_STATES,
  numberHash,
  proofsOf,
  recipientHash,
  spokenHash,
  type CallIntent,
  type CallState,
} from '@temkin/caller-id/domain';
import { tableWrappedKeys, type Table } from '@temkin/storage';
import { callIntents } from '../../packages/capabilities/caller-id/src/store/call-intents.ts';
import { callsOfNumber } from '../../packages/capabilities/caller-id/src/store/calls-of-number.ts';
import { poolNumbers } from '../../packages/capabilities/caller-id/src/store/pool-numbers.ts';
import type { TestSystem } from './system.ts';

/** A number of the first tenant's pool, and who is called by it. */
export const POOL_NUMBER = '+842439447788';
export const RECIPIENT = '+84912345678';
export const WAYBILL = 'EK000000017VN';
export const CODE = '4827';

/** Longer than a test takes. */
const KEPT_SECONDS = 90 * 86_400;

const RECEIPT = { eventId: 'none', leaf: 'none' };

/** Puts declared calls where the system finds them, as declaring one would. */
export const checkableCalls = (
  {
    table,
    clock,
    rootKeys,
  }: {
    readonly table: Table;
    readonly clock: Clock;
    readonly rootKeys: Pick<TestSystem['rootKeys'], 'main'>;
  },
  tenant = 'demo',
) => {
  const ring = keyRing({
    rootKey: rootKeys.main,
    wrappedKeys: tableWrappedKeys(table, clock),
    clock,
    random: systemRandom,
    epochs: 'shared',
  });
  const calls = callIntents(table);
  const byNumber = callsOfNumber(table);
  const numbers = poolNumbers(table);

  /** Calls that were declared here and not moved. */
  const live = new Set<CallIntent>();

  const addNumber = async (number = POOL_NUMBER): Promise<void> => {
    const names = { brandName: 'BUU DIEN', displayName: 'Bưu điện - Bưu tá', longName: 'Bưu điện - Bưu tá' };
    const numberId = toHex(systemRandom(16));
    const made = {
      number,
      numberId,
      ...names,
      state: 'active' as const,
      addedAt: clock.now(),
      addReceipt: RECEIPT,
    };
    await table.transact(numbers.addWrites(tenant, made, undefined, undefined), toHex(systemRandom(16)));
  };

  const declare = async ({
    number = POOL_NUMBER,
    phone = RECIPIENT,
    waybillNumber = WAYBILL,
    shipper = 'shipper-an',
    state = 'announced',
    code = CODE,
    lineId,
  }: {
    readonly number?: string;
    readonly phone?: string;
    readonly waybillNumber?: string;
    readonly shipper?: string;
    readonly state?: CallState;
    readonly code?: string;
    readonly lineId?: string;
  } = {}): Promise<CallIntent> => {
    const { id: hashKeyId, key } = await ring.current(tenant, 'call');
    const now = clock.now();
    const { ringSeconds, endMinutes, callBackMinutes } = inForce(callTimes, now).value;
    const intentId = crypto.randomUUID();
    const times = { ringBy: now + ringSeconds * 1_000, endBy: now + endMinutes * 60_000 };
    const made: CallIntent = {
      intentId,
      state,
      mode: 'masked',
      declared: 'before',
      number,
      shipper,
      shiftId: 'shift',
      parcelId: 'parcel',
      hashKeyId,
      recipientHash: recipientHash(key, phone),
      spokenHash: spokenHash(key, intentId, code),
      createdAt: now,
      ...times,
      dueAt: dueAtOf({ state, ...times }, callBackMinutes),
      signatures: 0,
      ...(lineId !== undefined && { lineId }),
      eventId: 'none',
      version: 1,
    };
    const shown = {
      intentId,
      numberHash: numberHash(key, number),
      lastFourHash: lastFourProof(key, number, phone.slice(-4)),
      createdAt: now,
    };
    const writes = [
      ...calls.createWrites(tenant, made, proofsOf(key, { number, phone, waybillNumber })),
      byNumber.putWrite(tenant, hashKeyId, shown, Math.ceil(now / 1_000) + KEPT_SECONDS),
    ];
    const verdict = await table.transact(writes, toHex(systemRandom(16)));
    if (verdict.outcome !== 'committed')
      throw new Error(`the call is not declared: ${verdict.failed.join()}`);
    if (LIVE_STATES.includes(state)) live.add(made);
    return made;
  };

  const move = async (made: CallIntent, to: CallState): Promise<void> => {
    const { intentId } = made;
    const call = await calls.intent(tenant, intentId);
    if (call === undefined) throw new Error('there is no such call');
    const writes = calls.moveWrites(tenant, call, { to, at: clock.now(), eventId: 'none' });
    const verdict = await table.transact(writes, toHex(systemRandom(16)));
    if (verdict.outcome !== 'committed') throw new Error(`the call is not ${to}`);
    if (!LIVE_STATES.includes(to)) live.delete(made);
  };

  /** Expires what is live, so that shippers and numbers are free. */
  const expireAll = async (): Promise<void> => {
    for (const made of live) await move(made, 'expired');
  };

  return { addNumber, declare, move, expireAll };
};
