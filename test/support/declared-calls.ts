import { enrolPrincipal, principalStore } from '@temkin/access';
import { keyRing } from '@temkin/crypto';
import { systemRandom, type Clock } from '@temkin/kernel';
import { tableWrappedKeys, type Table } from '@temkin/storage';
import type { CallIntent } from '../../packages/capabilities/caller-id/src/domain/index.ts';
import { recipientHash } from '../../packages/capabilities/caller-id/src/domain/index.ts';
import { callIntents } from '../../packages/capabilities/caller-id/src/store/call-intents.ts';
import { poolNumbers } from '../../packages/capabilities/caller-id/src/store/pool-numbers.ts';
import type { TestSystem } from './system.ts';

export const POOL_NUMBER = '+842439447788';
export const RECIPIENT = '+84912345678';

const token = (): string => crypto.randomUUID();

/** Puts numbers and declared calls into the tables of a system, as declaring them would. */
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
  const intents = callIntents(table);
  const numbers = poolNumbers(table);
  const enrol = enrolPrincipal({ principals: principalStore({ table }) });

  /** A shipper whom nobody has had. */
  const newShipper = async (): Promise<string> => {
    const id = `shipper-${token()}`;
    await enrol({ id, subject: id, issuer: 'nobody', tenant, kind: 'staff', roles: ['shipper'] });
    return id;
  };

  return {
    intents,
    addNumber: async (number = POOL_NUMBER): Promise<void> => {
      const names = { brandName: 'BUU DIEN', displayName: 'Bưu điện VN', longName: 'Bưu điện VN - Bưu tá' };
      const addReceipt = { eventId: token(), leaf: 'leaf' };
      const made = {
        number,
        numberId: token(),
        ...names,
        state: 'active',
        addedAt: clock.now(),
        addReceipt,
      } as const;
      await table.transact(numbers.addWrites(tenant, made, undefined, undefined), token());
    },
    retireNumber: async (number = POOL_NUMBER): Promise<void> => {
      const found = await numbers.find(tenant, number);
      if (found === undefined) throw new Error('the number was not added');
      const retiredAt = clock.now();
      await table.transact(
        numbers.retireWrites(tenant, found, { retiredAt, heldUntil: retiredAt + 1_000 }),
        token(),
      );
    },
    /** A live call, unless something of it is said to be otherwise. */
    declare: async (change: Partial<CallIntent> & { readonly phone?: string } = {}): Promise<CallIntent> => {
      const { phone = RECIPIENT, ...changed } = change;
      const key = await ring.current(tenant, 'call');
      const createdAt = clock.now();
      const intent: CallIntent = {
        intentId: crypto.randomUUID(),
        state: 'created',
        mode: 'masked',
        declared: 'before',
        number: POOL_NUMBER,
        shipper: changed.shipper ?? (await newShipper()),
        shiftId: token(),
        parcelId: token(),
        hashKeyId: key.id,
        recipientHash: recipientHash(key.key, phone),
        spokenHash: new Uint8Array(16),
        createdAt,
        ringBy: createdAt + 120_000,
        endBy: createdAt + 1_800_000,
        dueAt: createdAt + 120_000,
        signatures: 0,
        eventId: token(),
        version: 1,
        ...changed,
      };
      await table.transact(intents.createWrites(tenant, intent, []), token());
      return intent;
    },
  };
};
