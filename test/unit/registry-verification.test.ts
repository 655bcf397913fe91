import {
  MATCHED_FIELDS,
  openFields,
  verificationRecord,
  type MatchedField,
  type PartyRecord,
} from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import type { AskedVerification } from '../../packages/capabilities/subscriber/src/usecases/asked-verification.ts';
import { askSource } from '../../packages/capabilities/subscriber/src/usecases/ask-source.ts';
import { beginWrongInformation } from '../../packages/capabilities/subscriber/src/usecases/rights/begin-wrong-information.ts';
import { eachWrite } from '../support/each-write.ts';
import { stagedTable } from '../support/staged-table.ts';
import { watchedKeyRing } from '../support/watched-key-ring.ts';
import { citizen, MINUTE, REGISTRAR, seedOf, TENANT } from './registry-world.ts';
import { FACE, verificationWorld, type VerificationWorld } from './verification-world.ts';

type Registered = Awaited<ReturnType<VerificationWorld['register']>>;

/** What is kept of a verification, opened. */
const openedOf = async (world: VerificationWorld, { personId, verification }: Registered) => {
  const kept = await verification();
  const key = await world.stores.personKeys.find(TENANT, personId);
  if (kept === undefined || key === undefined) throw new Error('nothing is kept');
  const place = { tenant: TENANT, personId, record: verificationRecord(kept.verificationId) };
  const { asked, evidence } = openFields(key, place, kept.sealed, ['asked', 'evidence']);
  return {
    kept,
    asked: JSON.parse(asked ?? '{}') as unknown,
    evidence: evidence === undefined ? undefined : (JSON.parse(evidence) as unknown),
  };
};

/** Confirms, as whoever decides a claim does, that a number is not its holder's. */
const confirmClaim = async (world: VerificationWorld, { personId, subscriptionId }: Registered) => {
  const found = await beginWrongInformation(world.stores).begin(
    TENANT,
    { personId, subscriptionId },
    world.clock.now(),
  );
  if (found === undefined) throw new Error('the subscription is gone');
  const { reliedOn, writes } = found;
  const event = {
    action: 'subscription.claim',
    outcome: 'allowed',
    change: 'confirmed',
    resources: [],
  } as const;
  return world.stores.recorder.commit(REGISTRAR, event, { reliedOn, writes });
};

describe('a number that was found not to be its holder’s before its first verification', () => {
  it('is not verified by the same document, and nobody takes that back', async () => {
    const world = await verificationWorld();
    world.know(1);
    const one = await world.register(1);
    await confirmClaim(world, one);
    await expect(one.verify()).rejects.toMatchObject({ code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' });
    expect([world.identity.asked, (await one.read()).standing.state]).toEqual([[], 'pending']);
    const { subscriptionId } = one;
    const finding = world.items('subscribers').find(({ item }) => item['grounds'] === 'claim');
    const findingId = finding?.key.sort.split('#').at(-1) ?? '';
    await expect(
      world.findings().withdrawFinding(REGISTRAR, { subscriptionId, findingId }),
    ).rejects.toMatchObject({ code: 'FINDING.NOT_WITHDRAWABLE' });
    await expect(one.verify()).rejects.toMatchObject({ code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' });
  });

  it('nor by an answer that was under way, nor by one that waited', async () => {
    const world = await verificationWorld();
    world.know(1);
    world.know(2);
    const [one, two] = [await world.register(1), await world.register(2)];
    world.whileAsked({ after: () => confirmClaim(world, one) });
    await expect(one.verify()).rejects.toMatchObject({ code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' });
    world.identity.behave('outage');
    await two.verify();
    await confirmClaim(world, two);
    world.identity.behave('works');
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['done']);
    for (const number of [one, two])
      expect([(await number.read()).standing.state, (await number.verification())?.state]).toEqual([
        'pending',
        'over',
      ]);
  });

  it('ends as one that was never verified', async () => {
    const world = await verificationWorld();
    const one = await world.register(1);
    await confirmClaim(world, one);
    world.clock.advance(31 * 24 * 60 * MINUTE);
    await world.workOff();
    expect(await one.read()).toMatchObject({
      standing: { state: 'terminated' },
      endCause: 'never-verified',
    });
  });
});

describe('a verification', () => {
  it('that matches begins the service, and keeps how it was made', async () => {
    const world = await verificationWorld();
    world.know(1);
    const one = await world.register(1);
    const verified = await one.verify();
    expect(verified).toMatchObject({ is: 'verified', standing: { state: 'active', holds: [] }, version: 2 });
    const { clear, verifiedAt } = await one.read();
    expect([clear.serviceStart, verifiedAt].every((at) => at !== undefined)).toBe(true);
    const { kept, asked, evidence } = await openedOf(world, one);
    expect(kept).toMatchObject({ state: 'verified', tries: 0, subscriptionId: one.subscriptionId });
    expect(asked).toMatchObject({ wants: 'identity', face: JSON.stringify({ imageId: 'face' }) });
    expect(evidence).toMatchObject({
      method: 'electronic',
      source: 'population',
      fields: { identityNumber: 'match', name: 'match', birthDate: 'match', face: 'match' },
      reference: 'simulated-1',
    });
    expect(world.dueOfVerifications()).toEqual([]);
    expect(world.said()).toEqual([
      ['allowed', 'begun'],
      ['allowed', 'asked'],
      ['allowed', 'active'],
    ]);
    expect(await one.verify()).toEqual(verified);
    expect(world.identity.asked).toHaveLength(1);
  });

  it('asks with what is registered and with the face, and is on record before', async () => {
    const world = await verificationWorld();
    const one = await world.register(1);
    let before: unknown;
    world.whileAsked({ before: async () => void (before = world.said()) });
    await expect(one.verify()).rejects.toMatchObject({ code: 'SUBSCRIPTION.IDENTITY_MISMATCH' });
    expect(before).toEqual([
      ['allowed', 'begun'],
      ['allowed', 'asked'],
    ]);
    const { identity, name, birthDate } = citizen(1);
    expect(world.identity.asked).toEqual([
      expect.objectContaining({
        tenant: TENANT,
        source: 'population',
        identity,
        name,
        birthDate,
        face: FACE,
      }),
    ]);
  });

  it.each([
    ['of whom the source does not know', {}, undefined, 'IDENTITY_MISMATCH', ['identityNumber']],
    ['of another name', {}, { name: 'Trần Văn Bé' }, 'IDENTITY_MISMATCH', ['name']],
    ['of another face', { faceImageId: 'other-face' }, {}, 'IDENTITY_MISMATCH', ['face']],
    ['by papers that do not say all', { method: 'face-to-face' }, {}, 'VERIFICATION_NOT_OPEN', []],
    ['by a way that is not open to the document', { method: 'immigration' }, {}, 'VERIFICATION_NOT_OPEN', []],
  ] as const)('%s is refused on record, and there is no service', async (_, wish, known, code, failing) => {
    const world = await verificationWorld();
    const one = await world.register(1);
    if (known !== undefined) world.identity.know({ ...citizen(1), face: FACE, ...known });
    const refusal = { code: `SUBSCRIPTION.${code}` };
    await expect(one.verify(wish)).rejects.toMatchObject(refusal);
    await expect(one.verify(wish)).rejects.toMatchObject(refusal);
    expect((await one.read()).standing.state).toBe('pending');
    expect((await one.verification())?.failing).toEqual(failing);
    expect(world.said()).toEqual([
      ['allowed', 'begun'],
      ['allowed', 'asked'],
      ['refused', refusal.code],
    ]);
    expect(world.dueOfVerifications()).toEqual([]);
  });

  it('without a face is incomplete for the face alone, and nobody is asked', async () => {
    const world = await verificationWorld();
    world.know(1);
    const one = await world.register(1);
    const { faceImageId: _, ...faceless } = one.wish;
    await expect(world.lives.verifySubscription(REGISTRAR, faceless, seedOf(950))).rejects.toMatchObject({
      code: 'SUBSCRIPTION.VERIFICATION_INCOMPLETE',
      details: { detail: 'Concerned: face.' },
    });
    expect(world.identity.asked).toEqual([]);
    await expect(one.verify({ faceImageId: 'nobody' })).rejects.toMatchObject({
      code: 'SUBSCRIPTION.FACE_UNKNOWN',
    });
  });

  it.each<[string, PartyRecord, Pick<AskedVerification, 'face'>, readonly MatchedField[] | undefined]>([
    ['nothing', citizen(1), { face: 'kept' }, undefined],
    ['a face', citizen(1), {}, ['face']],
    ['a day', { ...citizen(1), birthDate: '1990-01' }, { face: 'kept' }, ['birthDate']],
    [
      'a number that can be one',
      { ...citizen(1), identity: { kind: 'personal', number: '1' } },
      { face: 'kept' },
      ['identityNumber'],
    ],
    ['all', {}, {}, MATCHED_FIELDS],
  ])('of a record that lacks %s names what it lacks', async (_, party, face, lacking) => {
    const world = await verificationWorld();
    const ask = askSource({
      clock: world.clock,
      identity: world.identity,
      faces: { keep: async () => undefined, open: async () => FACE },
    });
    const answer = await ask(TENANT, 'question', {
      asked: { wants: 'identity', channel: 'own-fixed', measures: [], ...face },
      way: { method: 'electronic', source: 'population', fields: MATCHED_FIELDS, measures: [] },
      party,
    });
    expect('lacking' in answer ? answer.lacking : undefined).toEqual(lacking);
    expect(world.identity.asked).toHaveLength(lacking === undefined ? 1 : 0);
  });

  it('waits while its source is silent, is asked again by the same id later and later, and is counted once', async () => {
    const world = await verificationWorld();
    world.know(1);
    const one = await world.register(1);
    world.identity.behave('outage');
    const waiting = await one.verify();
    if (waiting.is !== 'waiting') throw new Error('the source was heard');
    expect((await one.read()).standing.state).toBe('pending');
    expect(await one.verify()).toEqual(waiting);

    expect(await world.askWaiting(waiting.askAgainAt - 1)).toEqual([]);
    world.identity.behave('answers-late');
    world.clock.advance(MINUTE);
    expect(await world.askWaiting(waiting.askAgainAt)).toEqual(['nothing']);
    const again = await one.verification();
    expect(again?.tries).toBe(2);
    world.identity.behave('works');
    world.clock.advance(5 * MINUTE);
    expect(await world.askWaiting(again?.nextAt ?? 0)).toEqual(['done']);
    expect((await one.read()).standing.state).toBe('active');
    expect(world.identity.asked).toHaveLength(1);
    expect(await one.verify()).toMatchObject({ is: 'verified', version: 2 });
    expect([world.dueOfVerifications(), await world.askWaiting(Number.MAX_SAFE_INTEGER)]).toEqual([[], []]);
  });

  it('that waited does not match in the end, and the number stays without service', async () => {
    const world = await verificationWorld();
    const one = await world.register(1);
    world.identity.behave('timeout');
    expect((await one.verify()).is).toBe('waiting');
    world.identity.behave('works');
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['done']);
    await expect(one.verify()).rejects.toMatchObject({ code: 'SUBSCRIPTION.IDENTITY_MISMATCH' });
    expect((await one.read()).standing.state).toBe('pending');
  });

  it('is over where the number ended meanwhile', async () => {
    const world = await verificationWorld();
    world.know(1);
    const one = await world.register(1);
    world.identity.behave('outage');
    await one.verify();
    await one.move({ name: 'end', cause: 'holder-request' }, 'registrar');
    world.identity.behave('works');
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['done']);
    expect([world.identity.asked, (await one.verification())?.state]).toEqual([[], 'over']);
    await expect(one.verify()).rejects.toMatchObject({ code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' });
    await expect(one.verify({}, seedOf(950))).rejects.toMatchObject({
      code: 'SUBSCRIPTION.STATE_NOT_ALLOWED',
    });
  });

  it('is not asked again of who is erased', async () => {
    const world = await verificationWorld();
    const one = await world.register(1);
    world.identity.behave('outage');
    await one.verify();
    await world.memory.transact([world.stores.personKeys.destroyWrite(TENANT, one.personId)], 'destroyed');
    world.identity.behave('works');
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['nothing']);
    expect([world.identity.asked, world.dueOfVerifications()]).toEqual([[], []]);
  });

  it('is not opened by who finds that another asks for it', async () => {
    const world = await verificationWorld();
    const one = await world.register(1);
    world.identity.behave('outage');
    await one.verify();
    const opened: string[] = [];
    const staged = stagedTable();
    const { table, keyRing } = world.dependencies();
    staged.inBetween(() => world.askWaiting(Number.MAX_SAFE_INTEGER));
    const [late, ring] = [staged.wrapTable(table), watchedKeyRing(keyRing, opened)];
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER, late, ring)).toEqual(['nothing']);
    expect(opened).toEqual([]);
  });

  it('of a holder who is amended while the source looks counts for nothing, and is asked about the new values', async () => {
    const world = await verificationWorld();
    world.know(1);
    const one = await world.register(1);
    world.whileAsked({
      after: () =>
        world.registry.amendPerson(REGISTRAR, { personId: one.personId, holder: { name: 'Trần Văn Bé' } }),
    });
    expect((await one.verify()).is).toBe('waiting');
    expect((await one.read()).standing.state).toBe('pending');
    world.identity.know({ ...citizen(1), name: 'Trần Văn Bé', face: FACE });
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['done']);
    expect((await one.read()).standing.state).toBe('active');
    expect(world.identity.asked.map(({ name }) => name)).toEqual([citizen(1).name, 'Trần Văn Bé']);
  });

  it('that waits is asked again by whoever works off what is due', async () => {
    const world = await verificationWorld();
    world.know(1);
    const one = await world.register(1);
    world.identity.behave('outage');
    await one.verify();
    world.identity.behave('works');
    world.clock.advance(MINUTE);
    await world.workOff();
    expect((await one.read()).standing.state).toBe('active');
  });

  it('that two workers wake for is asked by one of them', async () => {
    const staged = stagedTable();
    const world = await verificationWorld(staged.wrapTable);
    world.know(1);
    const one = await world.register(1);
    world.identity.behave('outage');
    await one.verify();
    world.identity.behave('works');
    staged.inBetween(() => world.askWaiting(Number.MAX_SAFE_INTEGER, world.memory));
    expect(await world.askWaiting(Number.MAX_SAFE_INTEGER)).toEqual(['nothing']);
    expect((await one.read()).version).toBe(2);
    expect(world.said()).toHaveLength(4);
  });
});

describe('a mismatch', () => {
  it('of a number that begins its service at that moment is a finding, as of any that is served', async () => {
    const staged = stagedTable();
    const world = await verificationWorld(staged.wrapTable);
    const one = await world.register(1);
    world.identity.know({ ...citizen(1), face: FACE, name: 'Trần Văn Bé' });
    const elsewhere = async () => {
      world.know(1);
      await world.lifecycle(world.memory).verifySubscription(REGISTRAR, one.wish, seedOf(951));
    };
    world.whileAsked({ after: async () => staged.inBetween(elsewhere) });
    await expect(one.verify()).rejects.toMatchObject({ code: 'SUBSCRIPTION.IDENTITY_MISMATCH' });
    expect((await one.read()).standing.state).toBe('active');
    expect(await world.stores.timelines.find(TENANT, one, 'wrong-information')).toMatchObject({
      nextAt: expect.any(Number) as number,
    });
  });
});

describe('where one of its writes fails', () => {
  it.each([
    ['matches', true, 'active'],
    ['does not match', false, 'pending'],
  ])('a verification that %s is made once, by the same seed or by the worker', async (_, isKnown, state) => {
    const writes = eachWrite();
    const made = await writes.failsInTurn(async ({ during }) => {
      const world = await verificationWorld(writes.wrapTable);
      if (isKnown) world.know(1);
      const one = await world.register(1);
      await during(() => one.verify().catch(() => undefined));
      await one.verify().catch(() => undefined);
      world.clock.advance(5 * MINUTE);
      await world.askWaiting(Number.MAX_SAFE_INTEGER, world.memory);
      expect([(await one.read()).standing.state, (await one.read()).version]).toEqual([
        state,
        isKnown ? 2 : 1,
      ]);
      expect([world.identity.asked.length, world.dueOfVerifications()]).toEqual([1, []]);
      expect((await one.verification())?.state).toBe(isKnown ? 'verified' : 'mismatch');
    });
    expect(made).toBe(3);
  });

  it('a question that waits is settled by the next worker', async () => {
    const writes = eachWrite();
    const made = await writes.failsInTurn(async ({ during }) => {
      const world = await verificationWorld(writes.wrapTable);
      world.know(1);
      const one = await world.register(1);
      world.identity.behave('outage');
      await one.verify();
      world.identity.behave('works');
      await during(() => world.askWaiting(Number.MAX_SAFE_INTEGER).catch(() => undefined));
      await world.askWaiting(Number.MAX_SAFE_INTEGER);
      expect([(await one.read()).standing.state, (await one.read()).version]).toEqual(['active', 2]);
      expect([world.identity.asked.length, world.dueOfVerifications()]).toEqual([1, []]);
    });
    expect(made).toBe(2);
  });
});
