import { enrolPrincipal, principalStore } from '@temkin/access';
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
import { keyRing } from '@temkin/crypto';
import { inForce, systemRandom, toHex, type Clock } from '@temkin/kernel';
import { tableWrappedKeys, type Table, type Write } from '@temkin/storage';
import { callIntents } from '../../packages/capabilities/caller-id/src/store/call-intents.ts';
import { callsOfNumber } from '../../packages/capabilities/caller-id/src/store/calls-of-number.ts';
import { poolNumbers } from '../../packages/capabilities/caller-id/src/store/pool-numbers.ts';
import type { TestSystem } from './system.ts';

/** A number of the first tenant's pool, who is called by it, about what, and the code that is spoken. */
export const POOL_NUMBER = '+842439447788';
export const RECIPIENT = '+84912345678';
export const WAYBILL = 'EK000000017VN';
export const CODE = '4827';

/** Longer than a test takes. */
const KEPT_SECONDS = 90 * 86_400;

const token = (): string => toHex(systemRandom(16));

/** What is declared, beside what is so of every call here. */
export type Declaration = Partial<CallIntent> & {
  readonly phone?: string;
  readonly waybillNumber?: string;
  readonly code?: string;
};

/** Puts numbers and declared calls into the tables of a system, with all that they are found by, as declaring them would. */
export const declaredCalls = (
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
  const [intents, byNumber, numbers] = [callIntents(table), callsOfNumber(table), poolNumbers(table)];
  const enrol = enrolPrincipal({ principals: principalStore({ table }) });

  /** Calls that were declared here and not moved. */
  const live = new Set<CallIntent>();

  const write = async (writes: readonly Write[], what: string): Promise<void> => {
    const verdict = await table.transact(writes, token());
    if (verdict.outcome !== 'committed') throw new Error(`${what}: ${verdict.failed.join()}`);
  };

  /** A shipper whom nobody has had. */
  const newShipper = async (): Promise<string> => {
    const id = `shipper-${token()}`;
    await enrol({ id, subject: id, issuer: 'nobody', tenant, kind: 'staff', roles: ['shipper'] });
    return id;
  };

  const move = async (made: CallIntent, to: CallState): Promise<void> => {
    const call = await intents.intent(tenant, made.intentId);
    if (call === undefined) throw new Error('there is no such call');
    const moved = intents.moveWrites(tenant, call, { to, at: clock.now(), eventId: token() });
    await write(moved, `the call is not ${to}`);
    if (!LIVE_STATES.includes(to)) live.delete(made);
  };

  return {
    intents,
    move,

    addNumber: async (number = POOL_NUMBER): Promise<void> => {
      const names = { brandName: 'BUU DIEN', displayName: 'Bưu điện VN', longName: 'Bưu điện VN - Bưu tá' };
      const addReceipt = { eventId: token(), leaf: 'leaf' };
      const added = {
        number,
        numberId: token(),
        ...names,
        state: 'active',
        addedAt: clock.now(),
        addReceipt,
      } as const;
      await write(numbers.addWrites(tenant, added, undefined, undefined), 'the number is not added');
    },

    retireNumber: async (number = POOL_NUMBER): Promise<void> => {
      const found = await numbers.find(tenant, number);
      if (found === undefined) throw new Error('the number was not added');
      const retiredAt = clock.now();
      const retired = numbers.retireWrites(tenant, found, { retiredAt, heldUntil: retiredAt + 1_000 });
      await write(retired, 'the number is not retired');
    },

    /** A live call, by a shipper of its own, unless something of it is said to be otherwise. */
    declare: async ({
      phone = RECIPIENT,
      waybillNumber = WAYBILL,
      code = CODE,
      ...changed
    }: Declaration = {}): Promise<CallIntent> => {
      const { id: hashKeyId, key } = await ring.current(tenant, 'call');
      const createdAt = clock.now();
      const { ringSeconds, endMinutes, callBackMinutes } = inForce(callTimes, createdAt).value;
      const { intentId = crypto.randomUUID(), number = POOL_NUMBER, state = 'created' } = changed;
      const times = {
        state,
        ringBy: createdAt + ringSeconds * 1_000,
        endBy: createdAt + endMinutes * 60_000,
      };
      const made: CallIntent = {
        intentId,
        ...times,
        mode: 'masked',
        declared: 'before',
        number,
        shipper: changed.shipper ?? (await newShipper()),
        shiftId: token(),
        parcelId: token(),
        hashKeyId,
        recipientHash: recipientHash(key, phone),
        spokenHash: spokenHash(key, intentId, code),
        createdAt,
        dueAt: dueAtOf(times, callBackMinutes),
        signatures: 0,
        eventId: token(),
        version: 1,
        ...changed,
      };
      const shown = {
        intentId,
        numberHash: numberHash(key, number),
        lastFourHash: lastFourProof(key, number, phone.slice(-4)),
        createdAt,
      };
      const proofs = proofsOf(key, { number, phone, waybillNumber });
      await write(
        [
          ...intents.createWrites(tenant, made, proofs),
          byNumber.putWrite(tenant, hashKeyId, shown, Math.ceil(createdAt / 1_000) + KEPT_SECONDS),
        ],
        'the call is not declared',
      );
      if (LIVE_STATES.includes(state)) live.add(made);
      return made;
    },

    /** Expires what is live and was not moved otherwise, so that shippers and numbers are free. */
    expireAll: async (): Promise<void> => {
      for (const made of live) await move(made, 'expired');
    },
  };
};
