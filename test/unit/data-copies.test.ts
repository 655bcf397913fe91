import { rfc3339 } from '@temkin/kernel';
import { FIELD_NAMES, READ_POLICY, type CopyDocument, type DataRequest } from '@temkin/subscriber/domain';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eachWrite } from '../support/each-write.ts';
import { completeRecord } from '../support/subscriber-records.ts';
import { numberOf, REGISTRAR, seedOf, TENANT } from './registry-world.ts';
import { OFFICER, refusalOf, rightsWorld, staff, type RightsWorld } from './rights-world.ts';

const COLLEAGUE = staff('privacy-2', 'privacy-officer');

let seeds = 12_000;
const seed = () => seedOf((seeds += 1));

/** A child with a guardian, papers of all kinds, and two numbers of which one has ended. */
const whole = async (world: RightsWorld) => {
  const { holder, subscription } = completeRecord({ kind: 'child' });
  const contract = { imageId: 'image-contract', sha256: 'ab'.repeat(32) };
  const first = { ...subscription, msisdn: numberOf(1), contract };
  await world.bringNamed({ holder, subscription: first });
  const standing = { state: 'active', holds: [] } as const;
  const { personId, subscriptionId = '' } = await world.registry.newPerson(
    REGISTRAR,
    { holder, number: { subscription: first, standing } },
    seed(),
  );
  const second = { msisdn: numberOf(2), use: 'person', payment: 'prepaid', ordinal: 2 } as const;
  const more = await world.registry.newSubscription(
    REGISTRAR,
    { personId, number: { subscription: second, standing } },
    seed(),
  );
  await world.registry.moveSubscription(REGISTRAR, {
    subscriptionId,
    move: { name: 'end', cause: 'holder-request' },
    by: 'registrar',
  });
  return { personId, ids: [subscriptionId, more.subscriptionId ?? ''], holder, contract };
};

/** A request that a colleague filed, and that was accepted. */
const asking = async ({ rights }: RightsWorld, personId: string, kind: DataRequest = 'copy') => {
  const { requestId, caseId } = await rights.fileDataRequest(
    COLLEAGUE,
    { personId, kind, needsProcessor: false },
    seed(),
  );
  await rights.answerDataRequest(OFFICER, requestId, { answer: 'accepted' });
  return { requestId, caseId };
};

describe('a copy of all that the registry has of somebody', () => {
  it('is one document with every field of the person and of all numbers, images by id and digest', async () => {
    const world = await rightsWorld();
    const { personId, ids, holder, contract } = await whole(world);
    const { requestId } = await asking(world, personId);
    const { document, sha256 } = await world.rights.copyData(OFFICER, requestId, seed());
    expect(createHash('sha256').update(document).digest('hex')).toBe(sha256);
    const copy = JSON.parse(document) as CopyDocument;
    const line = READ_POLICY.find(({ purpose }) => purpose === 'data-subject-request');
    expect(copy).toMatchObject({ format: 'temkin-registry-copy/1', company: TENANT, requestId });
    expect(copy.fields).toEqual(FIELD_NAMES.filter((field) => field in (line?.shown ?? {})));
    expect(copy.fields).toEqual(FIELD_NAMES);
    const { person } = copy;
    expect(person).toMatchObject({ personId, kind: 'child' });
    expect(person.holder).toMatchObject({
      name: holder.name,
      birthDate: holder.birthDate,
      portrait: { ...holder.portrait, takenAt: rfc3339(holder.portrait?.takenAt ?? 0) },
    });
    expect(person.guardian).toMatchObject({ name: holder.guardian?.name });
    expect(person.numbers.map(({ subscriptionId }) => subscriptionId).toSorted()).toEqual(ids.toSorted());
    const ended = person.numbers.find(({ subscriptionId }) => subscriptionId === ids[0]);
    expect(ended?.fields).toMatchObject({ msisdn: numberOf(1), state: 'terminated', contract });
    // Whoever reads it reads when: as the answers of the API and the rows of an export say it.
    for (const name of ['registeredAt', 'serviceEnd'] as const)
      expect(ended?.fields[name]).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
    expect(document).not.toMatch(/: \d{12,}/);
  });

  it('is on record with its digest before it is answered, and each read with the case before it is opened', async () => {
    const world = await rightsWorld();
    const { personId } = await whole(world);
    const { requestId, caseId } = await asking(world, personId);
    const before = world.events().length;
    const { sha256 } = await world.rights.copyData(OFFICER, requestId, seed());
    const [first, second, last, ...others] = world.events().slice(before);
    expect(others).toEqual([]);
    for (const read of [first, second])
      expect(read).toMatchObject({
        api: { operation: 'subscriber.read' },
        unmapped: { purpose: 'data-subject-request' },
        resources: expect.arrayContaining([expect.objectContaining({ type: 'registry-case', uid: caseId })]),
      });
    expect(last).toMatchObject({
      api: { operation: 'subscriber.request' },
      unmapped: { change: 'copied', purpose: 'data-subject-request' },
      resources: [
        { type: 'subscriber', uid: personId },
        { type: 'subscriber-request', uid: requestId },
        { type: 'sha-256', uid: sha256 },
      ],
    });
    // A salt of its own: the digest tells nothing to who tries what the document may say.
    const again = await world.rights.copyData(OFFICER, requestId, seed());
    expect(again.sha256).not.toBe(sha256);
  });

  it('is refused without an accepted request for one, and to whoever filed it', async () => {
    const world = await rightsWorld();
    const { personId } = await world.register(1);
    const copy = (requestId: string, caller = OFFICER) =>
      refusalOf(world.rights.copyData(caller, requestId, seed()));
    const { requestId } = await asking(world, personId);
    expect(await copy(requestId, COLLEAGUE)).toBe('SUBSCRIBER.BASIS_REQUIRED');
    expect(await copy((await asking(world, personId, 'view')).requestId)).toBe('DATA_REQUEST.NO_COPY');
    const filed = await world.rights.fileDataRequest(
      COLLEAGUE,
      { personId, kind: 'copy', needsProcessor: false },
      seed(),
    );
    expect(await copy(filed.requestId)).toBe('DATA_REQUEST.NOT_ANSWERED');
    expect(await copy('ab'.repeat(16))).toBe('DATA_REQUEST.UNKNOWN');
    expect(await copy(requestId, staff('privacy-9', 'privacy-officer', 'other'))).toBe(
      'DATA_REQUEST.UNKNOWN',
    );
    await world.rights.closeDataRequest(OFFICER, requestId, 'fulfilled');
    expect(await copy(requestId)).toBe('DATA_REQUEST.CLOSED');
  });

  it('is of a hundred numbers at most, and of nobody who is erased', async () => {
    const world = await rightsWorld();
    const many = await world.register(
      1,
      Array.from({ length: 100 }, (_, n) => n + 2),
    );
    const { requestId } = await asking(world, many.personId);
    expect(await refusalOf(world.rights.copyData(OFFICER, requestId, seed()))).toBe(
      'DATA_REQUEST.TOO_MANY_NUMBERS',
    );
    const gone = await world.register(200);
    const request = await asking(world, gone.personId);
    await world.memory.transact([world.stores.personKeys.destroyWrite(TENANT, gone.personId)], 'destroyed');
    expect(await refusalOf(world.rights.copyData(OFFICER, request.requestId, seed()))).toBe(
      'SUBSCRIBER.UNKNOWN',
    );
  });

  it('is answered by nothing that is not on record, whichever write of it fails', async () => {
    const failing = eachWrite();
    const world = await rightsWorld(failing.wrapTable);
    const { personId } = await world.register(1, [2]);
    const { requestId } = await asking(world, personId);
    const copy = () => world.rights.copyData(OFFICER, requestId, seed());
    const digests = () =>
      world
        .events()
        .filter(({ unmapped }) => unmapped.change === 'copied')
        .map(({ resources }) => resources.at(-1)?.uid);
    const writes = await failing.failsInTurn(async ({ during }) => {
      const first = await during(() => copy().catch(() => undefined));
      const second = await copy();
      const answered = [first, second].flatMap((one) => one?.sha256 ?? []);
      expect(digests()).toEqual(expect.arrayContaining(answered));
    });
    // A read of each number, and the copy.
    expect(writes).toBe(3);
  });
});
