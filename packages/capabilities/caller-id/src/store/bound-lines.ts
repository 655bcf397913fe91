import { keyOf, numberOf, textOf, type Key, type Table, type Write } from '@temkin/storage';
import type { CallIntent } from '../domain/index.ts';

type Ends = Pick<CallIntent, 'number' | 'shipper' | 'recipientHash'>;

const callerKey = (tenant: string, { number, shipper }: Ends): Key =>
  keyOf('calls', 'boundLine', { tenant, number, side: 'caller', end: shipper });

const keysOf = (tenant: string, { number, shipper, recipientHash }: Ends): readonly Key[] => [
  callerKey(tenant, { number, shipper, recipientHash }),
  keyOf('calls', 'boundLine', { tenant, number, side: 'callee', end: recipientHash }),
];

/**
 * For which call a number of the pool was bound last to a shipper, and to a recipient: a network binds it to each of them once. It is
 * a note to find whoever is in the way, and holds nothing by itself.
 */
export const boundLines = (table: Table) => ({
  /** The calls, live or over, for which a number may be bound to one of the two. One read. */
  holders: async (tenant: string, ends: Ends): Promise<readonly string[]> => {
    const items = await table.getMany(keysOf(tenant, ends));
    return [...new Set(items.flatMap((item) => (item === undefined ? [] : [textOf(item, 'intentId')])))];
  },

  /** The call for which a number may be bound to a shipper still, at an instant. One read. */
  heldBy: async (tenant: string, ends: Ends, nowMilliseconds: number): Promise<string | undefined> => {
    const item = await table.get(callerKey(tenant, ends));
    const isHeld = item !== undefined && nowMilliseconds < numberOf(item, 'expiresAtSeconds') * 1_000;
    return isHeld ? textOf(item, 'intentId') : undefined;
  },

  holdWrites: (tenant: string, intent: CallIntent, expiresAt: number): readonly Write[] =>
    keysOf(tenant, intent).map((key) => ({
      kind: 'put',
      key,
      item: { intentId: intent.intentId, expiresAtSeconds: Math.ceil(expiresAt / 1_000) },
    })),
});

export type BoundLines = ReturnType<typeof boundLines>;
