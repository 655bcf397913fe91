import type { Receipt } from '@temkin/kernel';
import {
  bytesOf,
  keyOf,
  numberOf,
  optional,
  textOf,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';

/** A code that was sent to an earlier number of whoever registers a further one. */
export interface NumberCode {
  /** UUID. */
  readonly codeId: string;
  readonly personId: string;
  /** The number that it is for. */
  readonly subscriptionId: string;
  /** The number that it was sent to. */
  readonly sentTo: string;
  /** The tenant key of the hash. */
  readonly hashKeyId: string;
  readonly codeHash: Uint8Array;
  /** Codes that were tried. */
  readonly tries: number;
  /** Until when it is good. */
  readonly endsAtSeconds: number;
  /** When the gateway had taken it, milliseconds since the epoch; absent while nobody knows that. */
  readonly takenAt?: number;
  readonly receipt: Receipt;
}

/** How long a code is remembered after its end: as long as whoever asked for it may ask for the same one again. */
const REMEMBERED_SECONDS = 86_400;

const keyFor = (tenant: string, codeId: string): Key => keyOf('requests', 'numberCode', { tenant, codeId });

const takenIn = (item: Item): Pick<NumberCode, 'takenAt'> => {
  const takenAt = optional(numberOf, item, 'takenAt');
  return takenAt === undefined ? {} : { takenAt };
};

const fromItem = (codeId: string, item: Item): NumberCode => ({
  codeId,
  personId: textOf(item, 'personId'),
  subscriptionId: textOf(item, 'subscriptionId'),
  sentTo: textOf(item, 'sentTo'),
  hashKeyId: textOf(item, 'hashKeyId'),
  codeHash: bytesOf(item, 'codeHash'),
  tries: numberOf(item, 'tries'),
  endsAtSeconds: numberOf(item, 'endsAtSeconds'),
  ...takenIn(item),
  receipt: { eventId: textOf(item, 'eventId'), leaf: textOf(item, 'leaf') },
});

/** Codes for further numbers. */
export const numberCodes = (table: Table) => ({
  /** Also one whose time is over. */
  find: async (tenant: string, codeId: string): Promise<NumberCode | undefined> => {
    const item = await table.get(keyFor(tenant, codeId));
    return item && fromItem(codeId, item);
  },

  putWrite: (tenant: string, { codeId, receipt, ...code }: NumberCode): Write => ({
    kind: 'put',
    key: keyFor(tenant, codeId),
    item: {
      ...code,
      eventId: receipt.eventId,
      leaf: receipt.leaf,
      expiresAtSeconds: code.endsAtSeconds + REMEMBERED_SECONDS,
    },
    condition: 'absent',
  }),

  /** Notes that the gateway has taken a code; nothing where it is forgotten by now. */
  noteTaken: async (tenant: string, { codeId }: NumberCode, takenAt: number): Promise<void> => {
    await table.write({
      kind: 'update',
      key: keyFor(tenant, codeId),
      set: { takenAt },
      condition: 'present',
    });
  },

  /** Counts a try before the code is looked at; answers false where another try was counted meanwhile. */
  countTry: async (tenant: string, { codeId, tries }: NumberCode): Promise<boolean> => {
    const verdict = await table.write({
      kind: 'update',
      key: keyFor(tenant, codeId),
      add: { tries: 1 },
      condition: [{ attribute: 'tries', is: 'equal', to: tries }],
    });
    return verdict.outcome === 'committed';
  },

  /** Ends a code that was right: so many tries that there is none left. Refused where another was tried since its own was counted. */
  spendWrite: (tenant: string, { codeId, tries }: NumberCode, spent: number): Write => ({
    kind: 'update',
    key: keyFor(tenant, codeId),
    set: { tries: spent },
    condition: [{ attribute: 'tries', is: 'equal', to: tries + 1 }],
  }),
});

export type NumberCodes = ReturnType<typeof numberCodes>;
