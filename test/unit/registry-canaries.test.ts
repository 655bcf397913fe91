import { identitySimulator } from '@temkin/identity';
import { toHex } from '@temkin/kernel';
import { noticeSimulator } from '@temkin/notice';
import { publicCounts } from '@temkin/storage';
import { registryExporter, registryExports, registryImages, subscriptionLifecycle } from '@temkin/subscriber';
import { expect, it } from 'vitest';
import { provisioningSimulator } from '@temkin/provisioning';
import { INDEX_NAMES } from '@temkin/subscriber/domain';
import {
  registerSubscription,
  type NewRegistration,
} from '../../packages/capabilities/subscriber/src/usecases/register-subscription.ts';
import { numberCodes } from '../../packages/capabilities/subscriber/src/store/number-codes.ts';
import { amendSubscription } from '../../packages/capabilities/subscriber/src/usecases/amend-subscription.ts';
import { openRegistryCase } from '../../packages/capabilities/subscriber/src/usecases/open-registry-case.ts';
import { openTransaction } from '../../packages/capabilities/subscriber/src/usecases/open-transaction.ts';
import { searchSubscribers } from '../../packages/capabilities/subscriber/src/usecases/search-subscribers.ts';
import { sendNumberCode } from '../../packages/capabilities/subscriber/src/usecases/send-number-code.ts';
import { needlesOfBytes, needlesOfText, searchFor } from '../support/canaries.ts';
import { jpeg } from '../support/images.ts';
import { classified, kindsOf, REGISTRY_KINDS } from '../support/item-kinds.ts';
import { readableFields } from '../support/readable-fields.ts';
import { sha256 } from '../support/sha256.ts';
import { completeRecord } from '../support/subscriber-records.ts';
import { allBytesOf, type StoredItem } from '../support/stored-items.ts';
import { ndjson } from '../support/import-files.ts';
import { noTransfers } from '../support/no-transfers.ts';
import { IMPORTER, importWorld } from './import-world.ts';
import { beginning, MINUTE, readingOf, REGISTRAR, seedOf } from './registry-world.ts';
import { approvalsOf, OFFICER } from './rights-world.ts';

const PARTY = {
  name: 'Phạm Ngọc Thạch Thảo',
  birthDate: '1987-06-05',
  identity: { kind: 'personal', number: '079187004321' },
  address: { printed: 'Ngách 45 phố Hàng Chuối', communeCode: '00004' },
} as const;

const AMENDED = {
  name: 'Phạm Hoàng Mai Quyên',
  identity: { kind: 'personal', number: '079187009876' },
  address: { printed: 'Số 77 Quang Trung, P.13, Q. Gò Vấp, TP. HCM' },
} as const;

const POINT = { name: 'Cửa hàng Ngõ Trạm Huyền', address: 'Hẻm 61 phố Chả Cá Lã' } as const;

const USER = 'Lưu Thuỵ Thục Oanh';

/** Somebody else, with everything, upon a transaction. */
const registrationAt = (transactionId: string): NewRegistration => {
  const { holder, subscription } = completeRecord();
  const {
    ordinal: _ordinal,
    registeredAt: _at,
    serviceStart: _start,
    state: _state,
    ...number
  } = subscription;
  const portrait = { imageId: 'image-1', sha256: 'ab'.repeat(32), takenAt: 0 };
  return { holder: { ...holder, portrait }, subscription: number, method: 'electronic', transactionId };
};

const textsOf = (party: typeof PARTY | typeof AMENDED): readonly string[] => [
  party.name,
  party.identity.number,
  party.address.printed,
];

const IMAGE = jpeg(3_000);

const NUMBERS = ['+84987654321', '+84987650123'] as const;

/** Of a row that comes in; the others are somebody's. */
const IMPORTED = '+84987650456';

/** All that is said of people, for somebody whose name is nobody's business either. */
const EXPORTED = {
  fields: ['name', 'birthDate', 'identity', 'address', 'msisdn'],
  numbers: 'all',
  purpose: 'inspection',
  ground: 'order-of-authority',
  recipient: 'Thanh tra viên Đoàn Thị Hồng Gấm',
  reference: 'QĐ-4711/TTr',
  // A point of the curve (RFC 7748 section 6.1).
  recipientKey: Buffer.from('hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo', 'base64url'),
} as const;

it('a dump of all tables has no value of a field in any form, and nothing of a kind or field that the schema does not know', async () => {
  const world = importWorld();
  await world.openIndexes();
  const { registry } = world;
  const { personId, subscriptionId } = await registry.newPerson(
    REGISTRAR,
    { holder: { kind: 'citizen', ...PARTY }, number: beginning(NUMBERS[0]) },
    seedOf(1),
  );
  const further = await registry.newSubscription(
    REGISTRAR,
    { personId, number: beginning(NUMBERS[1]) },
    seedOf(2),
  );
  const question = { ...PARTY, msisdn: NUMBERS[0] };
  for (const index of INDEX_NAMES) {
    const found = await registry.findByIndex(REGISTRAR, {
      index,
      question,
      purpose: 'support',
      reference: 'case-1',
    });
    expect([index, found.hits]).toEqual([index, 1]);
  }
  await registry.amendPerson(REGISTRAR, { personId, holder: AMENDED });
  const { opened: correcting } = await openRegistryCase(world.stores)(
    REGISTRAR,
    { purpose: 'correction', personId },
    seedOf(12),
  );
  const { principal } = REGISTRAR;
  await amendSubscription(world.stores)(
    { ...REGISTRAR, principal: { ...principal, id: 'registrar-2', client: 'registrar-2' } },
    {
      subscriptionId: subscriptionId ?? '',
      caseId: correcting.basisId,
      subscription: { point: POINT, user: { name: USER } },
    },
  );
  for (const shown of ['masked', 'full'] as const)
    await registry.readPerson(REGISTRAR, readingOf(personId, shown));
  if (subscriptionId === undefined) throw new Error('no number');
  const identity = identitySimulator({ clock: world.clock });
  const faces = { keep: async () => undefined, open: async () => new Uint8Array() };
  const lives = subscriptionLifecycle({ ...world.dependencies(), identity, faces });
  const wish = { subscriptionId, channel: 'own-fixed', measures: [], by: 'registrar' } as const;
  await expect(
    lives.verifySubscription(REGISTRAR, { ...wish, wants: 'identity' }, seedOf(4)),
  ).rejects.toMatchObject({ code: 'SUBSCRIPTION.VERIFICATION_NOT_OPEN' });
  await lives.moveSubscription(REGISTRAR, {
    subscriptionId,
    move: { name: 'verify' },
    by: 'registrar',
    isVerified: true,
    seed: seedOf(5),
  });
  const { opened: upon } = await openTransaction(world.stores)(REGISTRAR, 'registration', seedOf(10));
  const bound = world.stores.bases.bindWrite(REGISTRAR.principal.tenant, upon, personId);
  await world.memory.transact([bound], toHex(seedOf(10).subarray(0, 16)));
  const gateway = noticeSimulator();
  const codes = {
    ...world.stores,
    codes: world.dependencies().keyRing,
    numberCodes: numberCodes(world.memory),
    counts: publicCounts(world.memory),
    notify: gateway,
    findings: { report: () => undefined },
  };
  const about = { subscriptionId: further.subscriptionId ?? '', transactionId: upon.basisId };
  await sendNumberCode(codes)(REGISTRAR, about, seedOf(11));
  expect(gateway.sent).toMatchObject([{ phone: NUMBERS[0] }]);
  const found = { subscriptionId, timeline: 'wrong-information', grounds: 'document' } as const;
  await world.findings().recordFinding(REGISTRAR, found, seedOf(6));
  const notices = { send: () => Promise.reject(new Error('the gateway is down')) };
  const network = provisioningSimulator();
  const due = world.due({ notices, network, systems: network });
  await due.workOff({ deadlineMilliseconds: Number.MAX_SAFE_INTEGER });
  network.differ('billing', subscriptionId, undefined);
  await due.reconcile({ deadlineMilliseconds: Number.MAX_SAFE_INTEGER });
  expect(network.received.map(({ phone }) => phone)).toEqual([NUMBERS[0]]);
  const imported = await world.send(
    { form: { format: 'ndjson' }, mode: 'legacy', kind: 'full' },
    ndjson(
      [...NUMBERS, IMPORTED].map((msisdn) => ({
        record: {
          holder: { kind: 'citizen', ...PARTY },
          subscription: { msisdn, use: 'person', payment: 'prepaid', ordinal: 1 },
        },
      })),
    ),
  );
  const images = registryImages({ ...world.dependencies(), blobs: world.blobs, sha256 });
  await images.keepImage(REGISTRAR, { bytes: IMAGE, occasion: 'registration' });
  const sent = [...world.blobs.stored.values()];
  await world.imports.beginImport(IMPORTER, imported);
  const importing = [...world.memory.items()];
  await world.workOff();
  const compared = await world.send(
    { form: { format: 'ndjson' }, mode: 'legacy', kind: 'parity' },
    ndjson([
      {
        record: {
          holder: { kind: 'citizen', ...PARTY },
          subscription: { msisdn: NUMBERS[0], use: 'person', payment: 'prepaid', ordinal: 1 },
        },
      },
    ]),
    { seed: 12 },
  );
  await world.imports.beginImport(IMPORTER, compared);
  // What it remembers meanwhile is there while it is under way: the clock goes on by one whenever it is looked at.
  for (let ended = 0; ended === 0;) {
    ({ ended } = await world.imports.work({ deadlineMilliseconds: world.clock.now() + 40 }));
    importing.push(...world.memory.items());
  }
  expect((await world.imports.listUnmet(IMPORTER, compared)).subscriptionIds).toHaveLength(2);
  const two = approvalsOf();
  const exporting = { ...world.dependencies(), blobs: world.blobs, sha256 };
  const exported = registryExports({ ...exporting, approvals: two.approvals, door: noTransfers });
  const { exportId } = await exported.askExport(OFFICER, EXPORTED, seedOf(9));
  await exported.releaseExport(OFFICER, exportId);
  two.agreeToAll();
  await exported.releaseExport(OFFICER, exportId);
  importing.push(...world.memory.items());
  expect(await registryExporter(exporting)({ deadlineMilliseconds: Number.MAX_SAFE_INTEGER })).toMatchObject({
    done: 1,
  });
  sent.push(...world.blobs.stored.values());
  await lives.moveSubscription(REGISTRAR, {
    subscriptionId,
    move: { name: 'end', cause: 'holder-request' },
    by: 'registrar',
    seed: seedOf(6),
  });
  const { stores } = world;
  const { opened } = await openTransaction(stores)(REGISTRAR, 'registration', seedOf(7));
  const registration = registrationAt(opened.basisId);
  await world.bringNamed(registration);
  await registerSubscription(stores)(REGISTRAR, registration, seedOf(8));
  const findings = { report: () => undefined };
  const searching = searchSubscribers(stores, {
    actors: { of: async (tenant: string, actor: string) => `${tenant}/${actor}` },
    findings,
  });
  const sought = await searching(REGISTRAR, {
    question: { msisdn: NUMBERS[0] },
    purpose: 'registration',
    basisId: opened.basisId,
  });
  expect(sought.matches).toHaveLength(1);
  const before = [...importing, ...world.memory.items()];
  for (const index of INDEX_NAMES) {
    await registry.beginIndex(REGISTRAR, { index, generation: 2 });
    let pages = 0;
    await registry.backfillIndex(REGISTRAR, { index, isOver: () => (pages += 1) > 200 });
  }
  const building = world.memory.items();
  for (const index of INDEX_NAMES) {
    await registry.backfillIndex(REGISTRAR, { index });
    world.clock.advance(10 * MINUTE);
    await registry.purgeGeneration(REGISTRAR, { index });
  }

  const dump = [...before, ...building, ...world.memory.items()].map(({ key, item }): StoredItem => ({
    ...key,
    item,
  }));
  const { holder, subscription } = registrationAt('');
  const texts = [holder.name, holder.address?.printed, holder.identity?.number, subscription.msisdn];
  const secrets = [
    ...texts.flatMap((text) => text ?? []),
    ...textsOf(PARTY),
    ...textsOf(AMENDED),
    ...Object.values(POINT),
    USER,
    PARTY.birthDate,
    ...NUMBERS,
    IMPORTED,
    EXPORTED.recipient,
    EXPORTED.reference,
  ];
  const bare = [...NUMBERS, IMPORTED].flatMap((number) => [
    number.slice(1),
    number.slice(3),
    `0${number.slice(3)}`,
  ]);
  const ofImage = [IMAGE.subarray(0, 40), IMAGE.subarray(1_000, 1_040), sha256(IMAGE)];
  const search = searchFor([
    ...[...secrets, ...bare].flatMap(needlesOfText),
    ...ofImage.flatMap((bytes) => needlesOfBytes(bytes, 'image')),
  ]);
  expect(search(Buffer.from('pham ngoc thach thao'))).toHaveLength(1);
  expect(dump.filter((stored) => allBytesOf(stored).some((bytes) => search(bytes).length > 0))).toEqual([]);
  expect(sent.length).toBeGreaterThan(1);
  expect(sent.flatMap((bytes) => search(bytes))).toEqual([]);

  expect(dump.filter((stored) => kindsOf(stored).length !== 1)).toEqual([]);
  const kinds = new Set(dump.flatMap(kindsOf));
  expect(REGISTRY_KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
  const unknown = dump.flatMap((stored) =>
    classified(stored)
      .filter(({ class: is }) => is === undefined)
      .map(({ name }) => `${stored.table} ${name}`),
  );
  expect(unknown).toEqual([]);
  const ofRegistry = dump.filter(({ table }) => table.startsWith('subscriber') || table === 'registry-bulk');
  expect(readableFields(ofRegistry)).toEqual([]);
});
