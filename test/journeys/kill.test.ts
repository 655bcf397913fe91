import { inFlight } from '@temkin/kernel';
import { textOf } from '@temkin/storage';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { DemoClient } from '../../packages/runtimes/local/src/demo/client.ts';
import { demoParcels, type DemoParcel } from '../../packages/runtimes/local/src/demo/parcels.ts';
import { serverHouse, storeOf, type ServerProcess } from '../support/server-process.ts';
import { readCopy, type StoredItem } from '../support/stored-items.ts';
import { halfMade } from '../support/whole-parcels.ts';
import { withLogged } from '../support/written-logs.ts';

const ROUNDS = 4;
const SINGLES = 200;
const BATCHES = 2;
const BATCH_SIZE = 20;
const PER_ROUND = SINGLES + BATCHES * BATCH_SIZE;
const SEEDED = 20;

const house = await serverHouse();
const home = house.home('killed');

/** A parcel as it was acknowledged. */
interface Acknowledged {
  readonly waybillNumber: string;
  readonly parcelId: string;
  readonly token: string;
  readonly auditEvent: string;
}

/** One request under its idempotency key. */
interface Issue {
  readonly key: string;
  readonly parcels: readonly DemoParcel[];
}

type Issued = Omit<Acknowledged, 'auditEvent'>;

const issuesOf = (round: number): readonly Issue[] => {
  const parcels = demoParcels(PER_ROUND, 1_000 + round * PER_ROUND);
  const singles = parcels.slice(0, SINGLES).map((parcel, i) => ({ key: `${round}-${i}`, parcels: [parcel] }));
  const batches = Array.from({ length: BATCHES }, (_, i) => ({
    key: `${round}-batch-${i}`,
    parcels: parcels.slice(SINGLES + i * BATCH_SIZE, SINGLES + (i + 1) * BATCH_SIZE),
  }));
  // Batches first, lest they come after every kill.
  return [...batches, ...singles];
};

/** Issues, and answers what was acknowledged; rejects where the answer does not come or is a refusal. */
const send = async (api: DemoClient, { key, parcels }: Issue): Promise<readonly Acknowledged[]> => {
  const [parcel] = parcels;
  const orders = api.as('order-system');
  if (parcels.length === 1) {
    const { status, body, auditEvent } = await orders.send<Issued>('POST', '/v1/parcels', parcel, key);
    if (status !== 201 || auditEvent === undefined) throw new Error(`answered ${status}`);
    return [{ ...body, auditEvent }];
  }
  const { status, body } = await orders.send<{
    readonly results: readonly { readonly parcel?: Issued; readonly auditEvent?: string }[];
  }>('POST', '/v1/parcels/batch', { parcels }, key);
  if (status !== 200) throw new Error(`answered ${status}`);
  return body.results.map(({ parcel: issued, auditEvent }) => {
    if (issued === undefined || auditEvent === undefined) throw new Error('a parcel of a batch was refused');
    return { ...issued, auditEvent };
  });
};

const sendAll = (api: DemoClient, issues: readonly Issue[]) =>
  inFlight(16, issues, (issue) => send(api, issue));

/** Sends everything at once and kills the server upon the so-manyth answer. */
const issueUntilKilled = async (server: ServerProcess, issues: readonly Issue[], killAfter: number) => {
  const api = await server.client();
  let answers = 0;
  const answered = await Promise.allSettled(
    issues.map(async (issue) => {
      const acknowledged = await send(api, issue);
      answers += 1;
      if (answers === killAfter) await server.kill9();
      return acknowledged;
    }),
  );
  await server.ended;
  return answered.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : undefined));
};

/** Hands parcels to An's shift; answers what An reads of each, and what its event says. */
const deliver = async (api: DemoClient, parcels: readonly Acknowledged[]) => {
  const shift = await api.as('shipper-an').send<{ shiftId: string }>('GET', '/v1/shifts/current');
  const holder = { type: 'shift', id: shift.body.shiftId } as const;
  await api
    .as('order-system')
    .recordCustody(
      parcels.map(({ waybillNumber }) => ({ waybillNumber, event: 'out-for-delivery', holder })),
    );
  const [an, auditor] = [api.as('shipper-an'), api.as('auditor-khanh')];
  return inFlight(16, parcels, async ({ token, auditEvent }) => {
    const question = { token, purpose: 'delivery' };
    const { body: opened } = await an.send<{
      readonly waybillNumber?: string;
      readonly fields?: { readonly recipient?: { readonly name?: string } };
    }>('POST', '/v1/parcels/resolve', question);
    const { body: event } = await auditor.send<{ action?: string }>('GET', `/v1/audit/events/${auditEvent}`);
    return [opened.waybillNumber, opened.fields?.recipient?.name, event.action];
  });
};

let copies = 0;
/** While no server runs: one that does goes on with the log. */
const stored = async (): Promise<readonly StoredItem[]> =>
  withLogged(
    await readCopy(home.data, join(house.directory, `copy-${(copies += 1)}`), (_, items) => items),
    home.log,
  );

const parcelsIn = (items: readonly StoredItem[]) =>
  items.filter(({ partition, sort }) => partition.startsWith('P#demo#') && sort === 'parcel');

describe('kill -9', () => {
  it('during the first start is made up for by the next one', async () => {
    const first = house.start(home);
    while ((await storeOf(home)) === undefined) await sleep(5);
    // Somewhere between the first write of the seed and the last.
    await sleep(randomInt(1_200));
    await first.kill9();
    const second = house.start(home);
    await second.origin;
    const labels = await readFile(join(home.labels, 'tokens.tsv'), 'utf8');
    expect(labels.trimEnd().split('\n')).toHaveLength(SEEDED);
    await second.stop();
    const items = await stored();
    expect(halfMade(items)).toEqual([]);
    expect(parcelsIn(items)).toHaveLength(SEEDED);
  });

  it('amid 200 concurrent issues loses nothing acknowledged, leaves nothing half-made, and lets every request be repeated', async () => {
    let server = house.start(home);
    const lost: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const issues = issuesOf(round);
      const killAfter = 1 + round * 30 + randomInt(30);
      const when = `killed upon answer ${killAfter} of round ${round}`;
      await server.origin;
      const first = await issueUntilKilled(server, issues, killAfter);
      const acknowledged = first.flatMap((answer) => answer ?? []);
      lost.push(first.filter((answer) => answer === undefined).length);

      expect(halfMade(await stored()), when).toEqual([]);
      server = house.start(home);
      const api = await server.client();
      const names = new Map(
        issues.flatMap(({ parcels }) => parcels.map((sent) => [sent.waybillNumber, sent.recipient.name])),
      );
      expect(await deliver(api, acknowledged), when).toEqual(
        acknowledged.map(({ waybillNumber }) => [waybillNumber, names.get(waybillNumber), 'parcel.issue']),
      );

      const second = await sendAll(api, issues);
      expect(
        second.filter((_, i) => first[i] !== undefined),
        when,
      ).toEqual(first.filter((answer) => answer !== undefined));
    }
    expect(Math.min(...lost)).toBeGreaterThan(0);
    await server.stop();
    const items = await stored();
    expect(halfMade(items)).toEqual([]);
    expect(parcelsIn(items)).toHaveLength(SEEDED + ROUNDS * PER_ROUND);
  }, 300_000);

  it('would be found out: no item of a parcel could be missing', async () => {
    const items = await stored();
    const parcel = parcelsIn(items)[0]?.item ?? {};
    const ids = ['parcelId', 'labelId', 'issueEventId'].map((name) => textOf(parcel, name));
    const own = items.filter(({ partition, sort, item }) =>
      ids.some((id) => partition.endsWith(id) || sort.endsWith(id) || item.parcelId === id),
    );
    const needed = own.filter(({ table, sort }) => table !== 'log-index' && !sort.startsWith('custody#'));
    // Parcel, waybill, label, two keys, when the label and the parcel die, escrow copy, two phones, event.
    expect(needed).toHaveLength(11);
    for (const missing of needed) expect(halfMade(items.filter((one) => one !== missing))).not.toEqual([]);
  });
});
