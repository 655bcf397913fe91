import {
  keyOf,
  relyOn,
  numberOf,
  textOf,
  type Clause,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import {
  callHistoryDays,
  callTimes,
  CHECKABLE_AFTER_END_MILLISECONDS,
  dueAtOf,
  LIVE_STATES,
  type CallIntent,
  type CallMode,
  type CallState,
  type Read,
} from '../domain/index.ts';
import { callIntentKey, fromCallIntentItem, toCallIntentItem } from './call-intent-item.ts';
import { dueDelete, duePut } from './due-calls.ts';
import { inForce } from '@temkin/kernel';

const DAY_SECONDS = 86_400;

/** Proofs and history of one recipient: far more than a day of calls. */
const FOUND_AT_MOST = 100;

/** Digits of an instant in milliseconds, until the year 2286: texts of one length sort as their numbers do. */
const TIME_DIGITS = 13;

const liveShipperKey = (tenant: string, shipper: string): Key =>
  keyOf('calls', 'liveShipper', { tenant, shipper });

const livePairKey = (
  tenant: string,
  { number, recipientHash }: Pick<CallIntent, 'number' | 'recipientHash'>,
) => keyOf('calls', 'livePair', { tenant, number, recipientHash });

const timeOf = (createdAt: number): string => String(createdAt).padStart(TIME_DIGITS, '0');

const checkableKey = (
  tenant: string,
  keyId: string,
  proofHash: string,
  createdAt: number,
  intentId: string,
): Key => keyOf('calls', 'checkable', { tenant, keyId, proofHash, createdAt: timeOf(createdAt), intentId });

const historyKey = (
  tenant: string,
  keyId: string,
  recipientHash: string,
  createdAt: number,
  intentId: string,
) =>
  keyOf('calls', 'callHistory', {
    tenant,
    keyId,
    recipientHash,
    createdAt: timeOf(createdAt),
    intentId,
  });

const lastPart = (sort: string): string => decodeURIComponent(sort.slice(sort.lastIndexOf('#') + 1));

const asRead = ({ state, version }: CallIntent): readonly Clause[] => [
  { attribute: 'version', is: 'equal', to: version },
  { attribute: 'state', is: 'equal', to: state },
];

const ofThis = ({ intentId }: CallIntent): readonly Clause[] => [
  { attribute: 'intentId', is: 'equal', to: intentId },
];

/** Whether a call is to come or under way. */
const isLive = (state: CallState): boolean => LIVE_STATES.includes(state);

/** From one state to another. */
export interface Move {
  readonly to: CallState;
  /** Milliseconds since the epoch: what `endedAt` becomes where the call is no more live. */
  readonly at: number;
  readonly lineId?: string;
  /** Where the network could not do what was declared. */
  readonly mode?: CallMode;
  /** Of the event that records the move. */
  readonly eventId: string;
}

/** What happens to a call that stays in its state. */
export interface Note {
  readonly signatures?: number;
  readonly lineId?: string;
  readonly mode?: CallMode;
  /** Of the event that records it, where one does. */
  readonly eventId?: string;
}

/** Declared calls: what reads them, and the writes that make and move them. */
export const callIntents = (table: Table) => {
  const intent = async (tenant: string, intentId: string): Promise<Read<CallIntent> | undefined> => {
    const item = await table.get(callIntentKey(tenant, intentId));
    return item && fromCallIntentItem(tenant, item);
  };

  const named = async (key: Key): Promise<string | undefined> => {
    const item = await table.get(key);
    return item && textOf(item, 'intentId');
  };

  const idsIn = async (partition: string, nowMilliseconds: number): Promise<readonly string[]> => {
    const { items } = await table.query({
      table: 'calls',
      partition,
      order: 'descending',
      limit: FOUND_AT_MOST,
    });
    return items
      .filter(({ item }) => nowMilliseconds < numberOf(item, 'expiresAtSeconds') * 1_000)
      .map(({ sort }) => lastPart(sort));
  };

  return {
    /** One read. */
    intent,

    /** Several at once, in one read and in this order; left out is what is not there. */
    intents: async (tenant: string, intentIds: readonly string[]): Promise<readonly Read<CallIntent>[]> => {
      if (intentIds.length === 0) return [];
      const items = await table.getMany(intentIds.map((intentId) => callIntentKey(tenant, intentId)));
      return items.flatMap((item) => (item === undefined ? [] : [fromCallIntentItem(tenant, item)]));
    },

    /** The live call of a staff member. */
    liveOf: async (tenant: string, shipper: string): Promise<Read<CallIntent> | undefined> => {
      const intentId = await named(liveShipperKey(tenant, shipper));
      return intentId === undefined ? undefined : intent(tenant, intentId);
    },

    /** The id of the live call by which a number reaches a recipient, whoever makes it. One read. */
    liveBetween: (tenant: string, number: string, recipientHash: string): Promise<string | undefined> =>
      named(livePairKey(tenant, { number, recipientHash })),

    /**
     * Ids of the calls that a proof leads to (`proofsOf`), under the tenant key that made it, and that were to end not long ago, the
     * latest first: one query. Whether they can be checked, the calls themselves say.
     */
    byProof: (
      tenant: string,
      keyId: string,
      proofHash: string,
      nowMilliseconds: number,
    ): Promise<readonly string[]> =>
      idsIn(checkableKey(tenant, keyId, proofHash, 0, '').partition, nowMilliseconds),

    /** Ids of the calls to a recipient, the latest first: one query. */
    history: (
      tenant: string,
      keyId: string,
      recipientHash: string,
      nowMilliseconds: number,
    ): Promise<readonly string[]> =>
      idsIn(historyKey(tenant, keyId, recipientHash, 0, '').partition, nowMilliseconds),

    /** A call that was just made, as it can be read now. */
    asMade: (tenant: string, made: CallIntent): Read<CallIntent> => ({
      ...made,
      reliedOn: relyOn(callIntentKey(tenant, made.intentId), made.version),
    }),

    /**
     * Makes a call with all that it is found by. Refused at position 0 where the call exists; where it is live, at 1 where
     * its shipper has another live one and at 2 where its number reaches its recipient already. One that is over from the start has
     * neither key nor line, and nobody is to look at it.
     */
    createWrites: (tenant: string, made: CallIntent, proofs: readonly string[]): readonly Write[] => {
      const { intentId, createdAt, endBy, hashKeyId } = made;
      const keptSeconds = inForce(callHistoryDays, createdAt).value * DAY_SECONDS;
      const expiresAtSeconds = Math.ceil(createdAt / 1_000) + keptSeconds;
      const live = { item: { intentId }, condition: 'absent' } as const;
      const checkedUntil = Math.ceil((endBy + CHECKABLE_AFTER_END_MILLISECONDS) / 1_000);
      return [
        {
          kind: 'put',
          key: callIntentKey(tenant, intentId),
          item: toCallIntentItem(made, expiresAtSeconds),
          condition: 'absent',
        },
        ...(isLive(made.state)
          ? ([
              { kind: 'put', key: liveShipperKey(tenant, made.shipper), ...live },
              { kind: 'put', key: livePairKey(tenant, made), ...live },
              duePut({ tenant, intentId, dueAt: made.dueAt, isLive: true, shipper: made.shipper }),
            ] as const)
          : []),
        {
          kind: 'put',
          key: historyKey(tenant, hashKeyId, made.recipientHash, createdAt, intentId),
          item: { expiresAtSeconds },
        },
        ...proofs.map((proof): Write => ({
          kind: 'put',
          key: checkableKey(tenant, hashKeyId, proof, createdAt, intentId),
          item: { expiresAtSeconds: checkedUntil },
        })),
      ];
    },

    /**
     * Moves a call as it was read to another state (`mayMove` says which). Refused, mostly at position 0, where anything happened to it
     * meanwhile. A call that is no more live gets `endedAt` and leaves shipper and number free; it is due again when its key
     * has to die.
     */
    moveWrites: (tenant: string, from: Read<CallIntent>, move: Move): readonly Write[] => {
      const { intentId } = from;
      const ends = !isLive(move.to);
      const { callBackMinutes } = inForce(callTimes, move.at).value;
      const moved = { ...from, state: move.to, ...(ends && { endedAt: move.at }) };
      const dueAt = dueAtOf(moved, callBackMinutes);
      const due = { tenant, intentId };
      return [
        {
          kind: 'update',
          key: callIntentKey(tenant, intentId),
          set: {
            state: move.to,
            dueAt,
            eventId: move.eventId,
            ...(ends && { endedAt: move.at }),
            ...(move.lineId !== undefined && { lineId: move.lineId }),
            ...(move.mode !== undefined && { mode: move.mode }),
          },
          add: { version: 1 },
          condition: asRead(from),
        },
        ...(ends
          ? ([
              { kind: 'delete', key: liveShipperKey(tenant, from.shipper), condition: ofThis(from) },
              { kind: 'delete', key: livePairKey(tenant, from), condition: ofThis(from) },
            ] as const)
          : []),
        ...(dueAt === from.dueAt
          ? []
          : [
              dueDelete({ ...due, dueAt: from.dueAt }),
              duePut({ ...due, dueAt, isLive: !ends, shipper: from.shipper }),
            ]),
      ];
    },

    /** Has a call that is over looked at once more, when it was to be: also where all of it was seen to. */
    lookAgainWrite: (
      tenant: string,
      { intentId, dueAt, shipper }: Pick<CallIntent, 'intentId' | 'dueAt' | 'shipper'>,
    ): Write => duePut({ tenant, intentId, dueAt, isLive: false, shipper }),

    /** Notes something of a call as it was read, which stays in its state. Refused where anything happened to it meanwhile. */
    noteWrite: (
      tenant: string,
      from: Read<CallIntent>,
      { signatures, ...set }: Note,
    ): Exclude<Write, { kind: 'check' }> => ({
      kind: 'update',
      key: callIntentKey(tenant, from.intentId),
      ...(Object.keys(set).length > 0 && { set: set satisfies Item }),
      add: {
        version: 1,
        ...(signatures !== undefined && { signatures }),
      },
      condition: asRead(from),
    }),
  };
};

export type CallIntents = ReturnType<typeof callIntents>;
