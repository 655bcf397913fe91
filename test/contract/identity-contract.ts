import type { KnownPerson, SourceBehaviour } from '@temkin/identity';
import type { IdentityQuestion, IdentityVerification } from '@temkin/subscriber/domain';
import { expect, it } from 'vitest';

/** A source of identities, and what whoever stands behind it knows and was asked. */
export interface IdentityUnderTest {
  readonly identity: IdentityVerification;
  readonly know: (person: KnownPerson) => void;
  readonly behave: (as: SourceBehaviour) => void;
  readonly asked: () => readonly IdentityQuestion[];
}

const FACE = new Uint8Array([0xff, 0xd8, 0xff, 1]);

export const KNOWN = {
  identity: { kind: 'personal', number: '001190000007' },
  name: 'Nguyễn Thị Bình',
  birthDate: '1990-03-17',
  face: FACE,
} as const satisfies KnownPerson;

export const QUESTION: IdentityQuestion = {
  verificationId: '6f1c1a52-7d3b-4c1a-9b52-2f4f8e1d6a90',
  tenant: 'demo',
  source: 'population',
  ...KNOWN,
};

export const soon = (): AbortSignal => AbortSignal.timeout(5_000);

const ALL = { identityNumber: 'match', name: 'match', birthDate: 'match', face: 'match' } as const;

/** What holds for every adapter of `IdentityVerification`, and for its simulator. */
export const identityContract = (open: () => IdentityUnderTest): void => {
  it.each([
    ['all of it', {}, {}],
    ['the name in another spelling', { name: 'NGUYỄN THỊ BÌNH' }, {}],
    ['another name', { name: 'Trần Văn Bé' }, { name: 'mismatch' }],
    ['another birth date', { birthDate: '1991-03-17' }, { birthDate: 'mismatch' }],
    ['another face', { face: new Uint8Array([0xff, 0xd8, 0xff, 2]) }, { face: 'mismatch' }],
  ] as const)('tells field by field what it knows, asked with %s', async (_, asked, not) => {
    const { identity, know } = open();
    know(KNOWN);
    const answer = await identity.ask({ ...QUESTION, ...asked }, soon());
    expect(answer).toMatchObject({ is: 'answered', fields: { ...ALL, ...not } });
    if (answer.is !== 'answered') throw new Error('no answer');
    expect([answer.reference.length > 0, Number.isSafeInteger(answer.answeredAt)]).toEqual([true, true]);
  });

  it('says nothing of a face that it was not shown', async () => {
    const { identity, know, asked } = open();
    know(KNOWN);
    const { face: _, ...faceless } = QUESTION;
    expect(await identity.ask(faceless, soon())).toMatchObject({ fields: { ...ALL, face: 'not-told' } });
    expect(asked()[0]?.face).toBeUndefined();
  });

  it('says of whom it does not know that it does not', async () => {
    const { identity } = open();
    expect(await identity.ask(QUESTION, soon())).toMatchObject({ is: 'unknown' });
  });

  it('knows a passport by its issuer too', async () => {
    const { identity, know } = open();
    const passport = { kind: 'passport', number: 'C01234567', issuer: 'FRA' } as const;
    know({ ...KNOWN, identity: passport });
    const of = (issuer: string): IdentityQuestion => ({
      ...QUESTION,
      verificationId: `6f1c1a52-7d3b-4c1a-9b52-00000000${issuer.charCodeAt(0)}00`,
      source: 'immigration',
      identity: { ...passport, issuer },
    });
    expect(await identity.ask(of('FRA'), soon())).toMatchObject({ is: 'answered' });
    expect(await identity.ask(of('DEU'), soon())).toMatchObject({ is: 'unknown' });
  });

  it('answers a question that is asked again as it did, and counts it once', async () => {
    const { identity, know, behave, asked } = open();
    know(KNOWN);
    behave('answers-late');
    expect(await identity.ask(QUESTION, AbortSignal.timeout(200))).toEqual({ is: 'timeout' });
    behave('works');
    const answer = await identity.ask(QUESTION, soon());
    expect(await identity.ask(QUESTION, soon())).toEqual(answer);
    expect(asked()).toEqual([QUESTION]);
  });

  it.each(['timeout', 'outage'] as const)('says by an answer that there is none: %s', async (behaviour) => {
    const { identity, know, behave, asked } = open();
    know(KNOWN);
    behave(behaviour);
    expect(await identity.ask(QUESTION, AbortSignal.timeout(200))).toEqual({ is: behaviour });
    expect(asked()).toEqual([]);
  });

  it('asks nobody once it is too late', async () => {
    const { identity, asked } = open();
    expect(await identity.ask(QUESTION, AbortSignal.abort())).toEqual({ is: 'outage' });
    expect(asked()).toEqual([]);
  });
};
