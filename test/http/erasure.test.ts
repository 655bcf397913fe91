import { systemRandom, vietnamDay } from '@temkin/kernel';
import { shredDue } from '@temkin/parcel';
import { keyOf } from '@temkin/storage';
import { beforeAll, describe, expect, it } from 'vitest';
import { groundwork } from '../../packages/runtimes/composition/src/groundwork.ts';
import { decide, pendingIn } from '../support/approvals.ts';
import { needlesOfBytes, searchFor } from '../support/canaries.ts';
import { kindsOf } from '../support/item-kinds.ts';
import { askForCode, historyPath, postPublicly } from '../support/parcel-history.ts';
import { handTo, issue, openCase, openShift, scan } from '../support/parcels.ts';
import { eventBehind, recordedEvents } from '../support/recorded-events.ts';
import { released } from '../support/releases.ts';
import { enrolDevice, loadShift } from '../support/shift-loads.ts';
import { allBytesOf } from '../support/stored-items.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const { clock, table } = system;
const ground = groundwork({ table, clock, rootKey: system.rootKeys.main, random: systemRandom });

/** What the log is, and what is made of it alone: the only places that erasure leaves as they are. */
const OF_THE_LOG: ReadonlySet<string> = new Set(['outbox', 'log-heads', 'log-index']);

const parcel = await issue(system);
const { parcelId, token, waybillNumber } = parcel;

/** Who the parcel is in the log. */
const pseudonym = (await recordedEvents(table)).at(-1)?.resources[0]?.uid ?? '';

const kindsWith = async (texts: readonly string[]): Promise<readonly string[]> => {
  const search = searchFor(
    texts.flatMap((text) => [
      ...needlesOfBytes(Buffer.from(text), text),
      ...needlesOfBytes(Buffer.from(text, 'base64url'), text),
    ]),
  );
  const items = (await system.stored()).filter((stored) => !OF_THE_LOG.has(stored.table));
  const having = items.filter((stored) => allBytesOf(stored).some((bytes) => search(bytes).length > 0));
  return [...new Set(having.flatMap(kindsOf))].toSorted();
};

/** Everything that can happen to a parcel and is remembered beside it. */
const live = async (): Promise<void> => {
  const { shiftId } = await openShift(system, 'shipper-an');
  await handTo(system, parcel, shiftId);
  const { deviceId } = await enrolDevice(system);
  await loadShift(system, 'shipper-an', shiftId, { deviceId, tokens: [token] });
  await system.as('shipper-an').post('/v1/parcels/resolve', { token, purpose: 'delivery' });
  await system.as('shipper-binh').post('/v1/parcels/resolve', { token, purpose: 'delivery' });
  await system.as('order-system').post(`/v1/parcels/${parcelId}/amendments`, { handlingNote: 'Gọi hai lần' });
  const { caseId } = await openCase(system, { waybillNumber, kind: 'dispute', reason: 'not-delivered' });
  await system.as('support-phuc').post('/v1/parcels/open', { waybillNumber, purpose: 'dispute', caseId });
  const { releaseId } = await released(system, { parcelId });
  await system
    .as('privacy-nga')
    .post('/v1/parcels/open', { waybillNumber, purpose: 'authority', caseId: releaseId });
  const { challengeId, code } = await askForCode(system, { waybillNumber, phone: '0912345678' });
  const history = await postPublicly(system, historyPath('demo', challengeId), { code });
  const { followUp } = (await history.json()) as { readonly followUp: string };
  const kind = { followUp, kind: 'erasure' };
  await postPublicly(system, historyPath('demo', challengeId, 'requests'), kind);
  await scan(system, 'shipper-an', [{ token, event: 'delivered' }]);
};

const shred = () =>
  system.as('privacy-minh').post(`/v1/parcels/${parcelId}/shred`, { reason: 'erasure-requested' });

let before: readonly string[] = [];
let erased: Response;

beforeAll(async () => {
  await live();
  before = await kindsWith([pseudonym]);
  await decide(system, await pendingIn(await shred()));
  erased = await shred();
});

describe('the erasure of a parcel', () => {
  it('is an event: who erased, what, why, with whose agreement, and the pseudonym that was', async () => {
    expect(erased.status).toBe(200);
    const event = await eventBehind(table, erased);
    expect(event).toMatchObject({
      api: { operation: 'parcel.shred' },
      actor: { user: { uid: await ground.actors.of('demo', 'privacy-minh', clock.now()) } },
      resources: [{ type: 'parcel', uid: pseudonym }, { type: 'approval' }],
      unmapped: { outcome: 'allowed', change: 'parcel', grounds: 'erasure-requested' },
    });
  });

  it('leaves the pseudonym nowhere but in the log, in no encoding, nor the key that made it', async () => {
    expect(before).toEqual(['parcels.due', 'parcels.parcel']);
    expect(await kindsWith([pseudonym])).toEqual([]);
    expect(await table.get(keyOf('parcel-keys', 'subjectKey', { tenant: 'demo', parcelId }))).toBeUndefined();
  });

  it('leaves ids of events that name it in records of what was decided, and nowhere else', async () => {
    // Otherwise the shredder looks back four hundred days.
    const day = vietnamDay(clock.now());
    await table.write({ kind: 'put', key: keyOf('parcels', 'shredProgress', {}), item: { day } });
    clock.advance(3_600_000);
    await shredDue(ground)({ deadlineMilliseconds: clock.now() + 3_600_000 });
    const naming = (await recordedEvents(table)).filter(({ resources }) =>
      resources.some(({ uid }) => uid === pseudonym),
    );
    expect(naming.length).toBeGreaterThan(12);
    expect(await kindsWith([pseudonym])).toEqual([]);
    // docs/threat-model.md, "Destruction": what was decided about a parcel can be proved after it is gone.
    expect(await kindsWith(naming.map(({ metadata }) => metadata.uid))).toEqual([
      'access.approvalDecision',
      'parcels.case',
      'parcels.parcel',
      'releases.release',
      'subject-requests.subjectRequest',
    ]);
  });
});

describe('an auditor', () => {
  it('asks in vain for the events of an erased parcel, by its id or by its number', async () => {
    for (const name of [{ parcelId }, { waybillNumber }]) {
      const answer = await system.as('auditor-khanh').post('/v1/audit/queries', name);
      expect(await answer.json()).toMatchObject({ events: [] });
    }
    expect(system.faults).toEqual([]);
  });
});
