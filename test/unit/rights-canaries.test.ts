import { expect, it } from 'vitest';
import { needlesOfText, searchFor } from '../support/canaries.ts';
import { classified, kindsOf, RIGHTS_KINDS } from '../support/item-kinds.ts';
import { readableFields } from '../support/readable-fields.ts';
import { allBytesOf, type StoredItem } from '../support/stored-items.ts';
import { citizen, numberOf, seedOf, TENANT } from './registry-world.ts';
import { LEAD, OFFICER, rightsWorld } from './rights-world.ts';

const CONTENT = {
  authority: 'Phòng Cảnh sát hình sự Canary',
  officer: 'Thượng tá Hoàng Canary Minh',
  channel: 'electronic-document',
  documentNumber: '4711/CV-PC02-CANARY',
  documentDate: '2026-11-21',
  documentSha256: '5a'.repeat(32),
  verification: 'digitally-signed',
} as const;

const REASONS = 'Bên xử lý Canary chưa trả lời';
const MINUTES = {
  reference: 'BB-CANARY-99',
  receivedBy: 'Thiếu tá Canary Nhận',
  deliveredBy: 'by-hand',
} as const;

it('a dump of all tables has nothing of what people and authorities asked, proved or were told, and no kind or field that the schema does not know', async () => {
  const world = await rightsWorld();
  const { rights } = world;
  const { personId, ids } = await world.register(41, [42]);
  const { code = '', challengeId } = await world.ask(41);
  const { session } = await rights.openSelfCheck(TENANT, challengeId, code);
  const [, other = ''] = ids;
  const claim = await rights.fileClaim(TENANT, challengeId, { session, subscriptionId: other });
  await rights.decideClaim(LEAD, claim.claimId, 'confirmed');
  const own = await rights.fileOwnDataRequest(TENANT, challengeId, { session, kind: 'restrict' });
  await rights.answerDataRequest(OFFICER, own.requestId, { answer: 'accepted' });
  await rights.extendDataRequest(OFFICER, own.requestId, { days: 3, reasons: REASONS });
  await rights.closeDataRequest(OFFICER, own.requestId, 'fulfilled');
  const { requestId } = await rights.registerAuthorityRequest(
    OFFICER,
    {
      ...CONTENT,
      ground: 'criminal-case',
      urgency: 'ordinary',
      fields: ['name', 'identity', 'msisdn'],
      people: [{ msisdn: numberOf(41) }, { identity: citizen(41).identity }, { personId }],
      receivedAt: world.clock.now(),
    },
    seedOf(1),
  );
  await rights.releaseAuthorityRequest(OFFICER, requestId);
  world.two.agreeToAll();
  await rights.releaseAuthorityRequest(OFFICER, requestId);
  const { document } = await rights.handOver(OFFICER, requestId, seedOf(2));
  expect(document).toContain(citizen(41).name);
  const minutes = { ...MINUTES, signedAt: world.clock.now() };
  await rights.closeAuthorityRequest(OFFICER, requestId, { outcome: 'handed-over', minutes });

  const dump = world.memory.items().map(({ key, item }): StoredItem => ({ ...key, item }));
  const { authority, officer, documentNumber, documentSha256 } = CONTENT;
  const numbers = [41, 42].map(numberOf);
  const secrets = [
    authority,
    officer,
    documentNumber,
    documentSha256,
    REASONS,
    MINUTES.reference,
    MINUTES.receivedBy,
    code,
    session,
    citizen(41).name,
    citizen(41).identity.number,
    citizen(41).birthDate,
    ...numbers.flatMap((number) => [number, number.slice(1), number.slice(3), `0${number.slice(3)}`]),
  ];
  const search = searchFor(secrets.flatMap(needlesOfText));
  expect(search(Buffer.from(REASONS))).not.toEqual([]);
  expect(dump.filter((stored) => allBytesOf(stored).some((bytes) => search(bytes).length > 0))).toEqual([]);

  const ofRights = dump.filter((stored) => RIGHTS_KINDS.some((kind) => kindsOf(stored).includes(kind)));
  const kinds = new Set(ofRights.flatMap(kindsOf));
  expect(RIGHTS_KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
  expect(dump.filter((stored) => kindsOf(stored).length !== 1)).toEqual([]);
  const unknown = dump.flatMap((stored) =>
    classified(stored)
      .filter(({ class: is }) => is === undefined)
      .map(({ name }) => `${stored.table} ${name}`),
  );
  expect(unknown).toEqual([]);
  expect(readableFields(ofRights)).toEqual([]);
});
