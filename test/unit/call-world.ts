import { createWriter, fromEntry, recorder, type OcsfEvent } from '@temkin/audit-event';
import { callReports, callSweeper, networkLines } from '@temkin/caller-id';
import { dueAtOf, type CallIntent, type CallNetwork, type LineReport } from '@temkin/caller-id/domain';
import { eventIds, systemRandom, toHex } from '@temkin/kernel';
import { operatorSimulator } from '@temkin/operator';
import { bytesOf, type Table, type Write } from '@temkin/storage';
import { createHash } from 'node:crypto';
import { callIntents } from '../../packages/capabilities/caller-id/src/store/call-intents.ts';
import { callKeys } from '../../packages/capabilities/caller-id/src/store/call-keys.ts';
import { memoryTable } from '../support/memory-table.ts';
import { stagedTable } from '../support/staged-table.ts';
import { testClock } from '../support/test-clock.ts';

export const TENANT = 'demo';

/** Sunday noon in Vietnam. */
export const NOON = Date.UTC(2026, 10, 22, 5);

/** Two numbers of the pool, the shipper's own, and two recipients’. */
export const [X, X2, A, B, C] = [
  '+842471000001',
  '+842471000002',
  '+84901000001',
  '+84912345678',
  '+84912345679',
] as const;

export const MINUTE = 60_000;

const NAMES = { brandName: 'DEMO', displayName: 'Bưu điện Demo', longName: 'Bưu điện Demo' };

const caller = (id: string) => ({ principal: { tenant: TENANT, id, client: id, roles: [] }, reliedOn: [] });

export const SHIPPER = caller('shipper-1');

export const OPERATOR = caller('operator');

/** Declared calls in memory, an operator's network beside them, and what acts for time. */
export const callWorld = ({
  network: wrapNetwork = (network: CallNetwork) => network,
  table: wrapTable = (table: Table) => table,
  line = (shipper: string): string | undefined => (shipper === 'shipper-1' ? A : undefined),
} = {}) => {
  const memory = memoryTable();
  const staged = stagedTable();
  const table: Table = wrapTable(staged.wrapTable(memory));
  const clock = testClock(NOON);
  const told: LineReport[] = [];
  const suspended = new Set<string>();
  const operator = operatorSimulator({ clock, report: (report) => told.push(report) });
  const network = wrapNetwork(operator);
  const recording = recorder({
    table,
    clock,
    newEventId: eventIds(clock, systemRandom),
    writer: createWriter(systemRandom, clock),
    actors: { of: async (tenant, actor) => `${tenant}/${actor}` },
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  });
  const ground = { table, recorder: recording, clock, network };
  const intents = callIntents(table);
  const keys = callKeys(memory);
  const lines = networkLines({ ...ground, staffNumbers: { numberOf: async (_, staff) => line(staff) } });
  const sweep = callSweeper({ ...ground, shippers: { mayCall: async (_, staff) => !suspended.has(staff) } });
  const { report } = callReports(ground);

  /** Writes a declared call past the use case, with its key. */
  const declare = async (changes: Partial<CallIntent> = {}): Promise<string> => {
    const createdAt = clock.now();
    const intentId = changes.intentId ?? crypto.randomUUID();
    const made: CallIntent = {
      intentId,
      state: 'created',
      mode: 'branded',
      declared: 'before',
      number: X,
      shipper: 'shipper-1',
      shiftId: 'shift',
      parcelId: 'parcel',
      hashKeyId: 'k',
      recipientHash: 'hash-of-b',
      spokenHash: new Uint8Array([1]),
      createdAt,
      ringBy: createdAt + 2 * MINUTE,
      endBy: createdAt + 30 * MINUTE,
      dueAt: 0,
      signatures: 0,
      eventId: 'event',
      version: 1,
      ...changes,
    };
    const writes: readonly Write[] = [
      ...intents.createWrites(TENANT, { ...made, dueAt: dueAtOf(made, 240) }, []),
      keys.putWrite(
        TENANT,
        intentId,
        {
          key: { keyId: 'k', nonce: new Uint8Array(24), wrapped: new Uint8Array(48) },
          contact: { nonce: new Uint8Array(24), ciphertext: new Uint8Array(28) },
        },
        Math.ceil(createdAt / 1_000) + 86_400,
      ),
    ];
    const { outcome } = await memory.transact(writes, toHex(systemRandom(16)));
    if (outcome !== 'committed') throw new Error('the world’s own declaration was refused');
    return intentId;
  };

  const intent = async (intentId: string) => {
    const found = await intents.intent(TENANT, intentId);
    if (found === undefined) throw new Error('there is no such call');
    return found;
  };

  return {
    memory,
    staged,
    clock,
    operator,
    told,
    suspended,
    intents,
    lines,
    declare,
    intent,
    open: async (intentId: string, recipientPhone: string = B) =>
      lines.open(SHIPPER, await intent(intentId), { recipientPhone, names: NAMES }),
    hear: (intentId: string, state: LineReport['state'], at: number = clock.now()) =>
      report(OPERATOR, { intentId, state, at }),
    sweep: () => sweep({ deadlineMilliseconds: clock.now() + 1_000_000 }),
    sweepUntil: (deadlineMilliseconds: number) => sweep({ deadlineMilliseconds }),
    hasKey: async (intentId: string) => (await keys.read(TENANT, intentId)) !== undefined,
    /** Calls that anybody is to look at. */
    due: (): number => memory.items().filter(({ key }) => key.partition.startsWith('CD#')).length,
    events: (): readonly OcsfEvent[] =>
      memory
        .items()
        .filter(({ key }) => key.table === 'outbox')
        .map(({ item }) => fromEntry(bytesOf(item, 'entry'))),
  };
};

/** What events say was done, in order: `call.report ringing`. */
export const acts = (events: readonly OcsfEvent[]): readonly string[] =>
  events
    .toSorted((a, b) => a.metadata.uid.localeCompare(b.metadata.uid))
    .map(({ api, unmapped }) => `${api.operation} ${unmapped.change ?? ''}`);
