import { describe, expect, it } from 'vitest';
import { subscriptionItemKey } from '../../packages/capabilities/subscriber/src/store/record-item.ts';
import { codeOf } from '../support/answer-codes.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import {
  caseFor,
  holderOf,
  identityOf,
  msisdnOf,
  numberAt,
  openRegistry,
  registerHolder,
  registrationOf,
  transactionFor,
} from '../support/registrations.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
await openRegistry(system);

/** Known by an address of before July 2025, as old documents print it. */
const GO_VAP = { printed: 'Số 77 Quang Trung, Phường 12, Quận Gò Vấp, TP Hồ Chí Minh' };
const HOA = { name: 'Nguyễn Thị Hoà' };
const MAI = { name: 'Trần Lê Mai', birthDate: '1990-04-30', address: GO_VAP };

const transactionId = await transactionFor(system, 'registrar-giang', 'registration');
const hoa = await registerHolder(system, 1, registrationOf(1, { holder: HOA }));
const mai = await registerHolder(system, 2, registrationOf(2, { holder: MAI }));
const other = await registerHolder(system, 3, registrationOf(3, { holder: { name: 'Nguyễn Thị Hoa' } }));

interface Found {
  readonly matches?: readonly {
    readonly personId: string;
    readonly holder: Readonly<Record<string, unknown>>;
  }[];
  readonly count?: number;
}

interface Problem {
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

const registration = { purpose: 'registration', transactionId };

const search = (question: object, by = 'registrar-giang', upon: object = registration): Promise<Response> =>
  system.as(by).post('/v1/subscribers/search', { ...upon, ...question });

const foundBy = async (question: object): Promise<readonly string[]> => {
  const answer = await search(question);
  const { matches = [], code } = (await answer.json()) as Found & { readonly code?: string };
  return code === undefined ? matches.map(({ personId }) => personId) : [code];
};

const read = (
  personId: string,
  fields: object,
  {
    by = 'registrar-giang',
    ...upon
  }: { readonly by?: string } & Readonly<Record<string, unknown>> = registration,
): Promise<Response> => system.as(by).post(`/v1/subscribers/${personId}/read`, { ...upon, fields });

const correctionOf = (personId: string): Promise<string> =>
  caseFor(system, 'registrar-giang', 'correction', personId);

const amend = (personId: string, caseId: string, holder: object, by = 'registrar-hoa'): Promise<Response> =>
  system.as(by).patch(`/v1/subscribers/${personId}`, { caseId, holder });

const amendNumber = (
  subscriptionId: string,
  caseId: string,
  subscription: object,
  by = 'registrar-hoa',
): Promise<Response> => system.as(by).patch(`/v1/subscriptions/${subscriptionId}`, { caseId, subscription });

describe('a search', () => {
  it.each([
    ['a number', { msisdn: msisdnOf(1) }],
    ['a number with its country code', { msisdn: `+84${msisdnOf(1).slice(1)}` }],
    ['an identity number', { identity: { kind: 'personal', number: identityOf(1) } }],
    [
      'last digits and a birth date of a number',
      { msisdnLast4: msisdnOf(1).slice(-4), birthDate: '1990-01-31' },
    ],
    ['last digits of both', { msisdnLast4: msisdnOf(1).slice(-4), identityLast4: identityOf(1).slice(-4) }],
  ])('by %s finds whose it is, and nobody else', async (_what, question) => {
    expect(await foundBy(question)).toEqual([hoa.personId]);
  });

  it('by name and birth date finds with the diacritics that were asked for, in any order, and without any', async () => {
    const born = { birthDate: '31/01/1990' };
    expect(await foundBy({ name: 'Nguyễn Thị Hoà', ...born })).toEqual([hoa.personId]);
    expect(await foundBy({ name: 'HÒA NGUYỄN THỊ', ...born })).toEqual([hoa.personId]);
    expect(await foundBy({ name: 'Nguyễn Thị Hoa', ...born })).toEqual([other.personId]);
    expect(new Set(await foundBy({ name: 'nguyen thi hoa', ...born }))).toEqual(
      new Set([hoa.personId, other.personId]),
    );
    expect(await foundBy({ name: 'Nguyễn Thị Hồng', ...born })).toEqual([]);
  });

  it('by name, year and commune finds by the commune of before July 2025 and of today', async () => {
    const named = { name: MAI.name, birthDate: '1990' };
    expect(await foundBy({ ...named, address: { printed: 'P.12, Q. Gò Vấp, TP. HCM' } })).toEqual([
      mai.personId,
    ]);
    const today = { printed: 'nơi khác', communeCode: '26882' };
    expect(await foundBy({ ...named, address: today })).toEqual([mai.personId]);
    expect(await foundBy({ ...named, address: { printed: 'nơi khác', communeCode: '00004' } })).toEqual([]);
  });

  it('shows who was found masked, and nothing of papers', async () => {
    const { matches } = (await (await search({ msisdn: msisdnOf(2) })).json()) as Found;
    expect(matches).toEqual([
      {
        personId: mai.personId,
        kind: 'citizen',
        holder: {
          name: expect.stringMatching(/\*/),
          birthDate: '1990-**-**',
          identity: expect.stringMatching(/^\*{3}\d{3}$/),
          address: expect.stringMatching(/Hồ Chí Minh/),
        },
        subscription: { subscriptionId: mai.subscriptionId, isLive: true },
      },
    ]);
  });

  it.each([
    ['a name alone', { name: 'Nguyễn Thị Hoà' }],
    ['last digits alone', { msisdnLast4: '0001' }],
    [
      'two things of which each is enough',
      { msisdn: msisdnOf(1), identity: { kind: 'personal', number: identityOf(1) } },
    ],
    ['a number that is none', { msisdn: '113' }],
  ])('by %s is refused', async (_what, question) => {
    expect(await foundBy(question)).toEqual(['SUBSCRIBER.SEARCH_INCOMPLETE']);
  });

  it('by words that are not asked together says which are', async () => {
    const { errors, detail } = (await (await search({ name: 'Nguyễn Thị Hoà' })).json()) as Problem;
    expect(detail).toMatch(/^Ask by exactly one of: msisdn; identity; birthDate and name; /);
    expect(errors).toBeUndefined();
  });

  it.each([
    ['a number that is none', { msisdn: '113' }, ['/msisdn malformed-msisdn']],
    [
      'a document that is none',
      { identity: { kind: 'personal', number: '12' } },
      ['/identity malformed-identity'],
    ],
    [
      'a name and a date that are none',
      { name: '...', birthDate: '31/02/1990' },
      ['/name malformed-name', '/birthDate malformed-birth-date'],
    ],
    [
      'an address that names no commune',
      { name: HOA.name, birthDate: '1990', address: { printed: 'Thôn Bình Yên, cuối làng' } },
      ['/address commune-unknown'],
    ],
    [
      'an address that is none',
      { name: HOA.name, birthDate: '1990', address: { printed: '12/3' } },
      ['/address malformed-address'],
    ],
    [
      'a name and a commune of no organisation',
      { name: HOA.name, address: GO_VAP },
      ['/birthDate missing-birth-date'],
    ],
  ])('by %s says where and what, and no value', async (_what, question, places) => {
    const { code, errors = [] } = (await (await search(question)).json()) as Problem;
    expect(code).toBe('SUBSCRIBER.SEARCH_INCOMPLETE');
    expect(errors.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual(places);
  });

  it.each([
    [
      'a purpose of another role',
      'support-phuc',
      { purpose: 'registration', transactionId },
      'SUBSCRIBER.PURPOSE_NOT_ALLOWED',
    ],
    ['a transaction of another registrar', 'registrar-hoa', registration, 'SUBSCRIBER.BASIS_REQUIRED'],
    [
      'a transaction for another purpose',
      'registrar-giang',
      { purpose: 'correction', transactionId },
      'SUBSCRIBER.BASIS_REQUIRED',
    ],
    [
      'no such transaction',
      'registrar-giang',
      { ...registration, transactionId: '0'.repeat(32) },
      'SUBSCRIBER.BASIS_REQUIRED',
    ],
  ])('upon %s is refused', async (_what, by, upon, code) => {
    expect(await codeOf(await search({ msisdn: msisdnOf(1) }, by, upon))).toBe(code);
  });

  it('is on record with its candidates before they are opened, then with its hits and what of them was shown', async () => {
    const before = (await recordedEvents(system.table)).length;
    await search({ msisdn: msisdnOf(1) });
    const events = (await recordedEvents(system.table)).slice(before);
    expect(events.map(({ resources }) => resources?.map(({ type }) => type))).toEqual([
      ['registry-index', 'registry-transaction', 'subscriber-candidate'],
      ['registry-index', 'registry-transaction', 'subscriber'],
    ]);
    expect(JSON.stringify(events)).not.toContain(msisdnOf(1).slice(1));
  });
});

describe('a read', () => {
  it('upon the transaction in which somebody was found shows what the purpose allows', async () => {
    await search({ msisdn: msisdnOf(1) });
    const answer = await read(hoa.personId, { name: 'full', birthDate: 'full', portrait: 'masked' });
    expect(await answer.json()).toEqual({
      personId: hoa.personId,
      kind: 'citizen',
      holder: { name: 'Nguyễn Thị Hoà', birthDate: '1990-01-31', portrait: true },
    });
  });

  it('shows a number and how many there are, where one is named', async () => {
    const answer = await system.as('registrar-giang').post(`/v1/subscribers/${hoa.personId}/read`, {
      ...registration,
      subscriptionId: hoa.subscriptionId,
      fields: { msisdn: 'full', state: 'full', numbersHeld: 'full', registeredAt: 'full' },
    });
    expect(await answer.json()).toMatchObject({
      holder: {},
      subscription: {
        msisdn: `+84${msisdnOf(1).slice(1)}`,
        state: 'pending',
        numbersHeld: 1,
        registeredAt: expect.stringMatching(/Z$/),
      },
    });
  });

  it('is refused of whom the transaction is not about, as of who is not there', async () => {
    const fresh = await transactionFor(system, 'registrar-giang', 'registration');
    for (const personId of [hoa.personId, crypto.randomUUID()])
      expect(
        await codeOf(
          await read(personId, { name: 'masked' }, { purpose: 'registration', transactionId: fresh }),
        ),
      ).toBe('SUBSCRIBER.BASIS_REQUIRED');
  });

  it('of a picture in full is refused for a registration, and no other field is shown instead', async () => {
    const refused = await read(hoa.personId, { name: 'full', portrait: 'full', documentImages: 'full' });
    expect(await refused.json()).toMatchObject({
      code: 'SUBSCRIBER.FIELD_NOT_ALLOWED',
      errors: [{ pointer: '/fields/documentImages' }, { pointer: '/fields/portrait' }],
    });
    expect(await codeOf(await read(hoa.personId, {}))).toBe('SUBSCRIBER.NOTHING_ASKED');
  });

  it('of fields of a number without the number is refused, and says what lacks', async () => {
    const refused = await read(hoa.personId, { name: 'masked', msisdn: 'masked' });
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      { code: 'REQUEST.INVALID', errors: [{ pointer: '/subscriptionId' }] },
    ]);
  });

  it('upon a case is somebody else’s than who opened it, and ends with it', async () => {
    const caseId = await correctionOf(hoa.personId);
    const upon = { purpose: 'correction', caseId };
    expect(await codeOf(await read(hoa.personId, { name: 'full' }, { ...upon }))).toBe(
      'SUBSCRIBER.BASIS_REQUIRED',
    );
    const byOther = { ...upon, by: 'registrar-hoa' };
    expect((await read(hoa.personId, { portrait: 'full' }, byOther)).status).toBe(200);
    expect(await codeOf(await read(mai.personId, { name: 'full' }, byOther))).toBe(
      'SUBSCRIBER.BASIS_REQUIRED',
    );
    await system.as('registrar-giang').post(`/v1/registry/cases/${caseId}/close`);
    expect(await codeOf(await read(hoa.personId, { name: 'full' }, byOther))).toBe(
      'SUBSCRIBER.BASIS_REQUIRED',
    );
  });

  it('of customer care is masked alone', async () => {
    const care = await transactionFor(system, 'support-phuc', 'customer-care');
    const upon = { purpose: 'customer-care', transactionId: care };
    await search({ msisdn: msisdnOf(1) }, 'support-phuc', upon);
    const byPhuc = { ...upon, by: 'support-phuc' };
    expect(await codeOf(await read(hoa.personId, { name: 'full' }, byPhuc))).toBe(
      'SUBSCRIBER.FIELD_NOT_ALLOWED',
    );
    expect(await (await read(hoa.personId, { name: 'masked' }, byPhuc)).json()).toMatchObject({
      holder: { name: expect.stringMatching(/\*/) },
    });
  });
});

describe('an amendment', () => {
  it('changes what it names, and the person is found by what they are now', async () => {
    const caseId = await correctionOf(other.personId);
    const answer = await amend(other.personId, caseId, { name: 'Nguyễn Thị Huệ' });
    expect(await answer.json()).toEqual({ personId: other.personId, version: 2 });
    const born = { birthDate: '1990-01-31' };
    expect(await foundBy({ name: 'Nguyễn Thị Huệ', ...born })).toEqual([other.personId]);
    expect(await foundBy({ name: 'Nguyễn Thị Hoa', ...born })).toEqual([]);
  });

  it('is judged as the whole record would be', async () => {
    const caseId = await correctionOf(hoa.personId);
    const refused = await amend(hoa.personId, caseId, { birthDate: '1991-01-31' });
    expect(await refused.json()).toMatchObject({
      code: 'SUBSCRIBER.RECORD_REFUSED',
      errors: [{ pointer: '/holder/identity', detail: 'birth-date-disagrees' }],
    });
    expect((await amend(hoa.personId, caseId, { birthDate: '1990-12-31' })).status).toBe(200);
  });

  it('is refused upon nothing, another’s case, or a case of one’s own', async () => {
    const caseId = await correctionOf(mai.personId);
    expect(await codeOf(await amend(mai.personId, caseId, { name: 'Lê Thị Mai' }, 'registrar-giang'))).toBe(
      'SUBSCRIBER.BASIS_REQUIRED',
    );
    expect(await codeOf(await amend(hoa.personId, caseId, { name: 'Lê Thị Mai' }))).toBe(
      'SUBSCRIBER.BASIS_REQUIRED',
    );
    expect(await codeOf(await amend(mai.personId, caseId, {}))).toBe('REQUEST.INVALID');
  });
});

describe('an amendment of a number', () => {
  const point = { name: 'Điểm số 9', address: 'Số 9, Phường Ba Đình, Thành phố Hà Nội' };
  it('changes the papers that it names, and leaves the others and where the number stands', async () => {
    const caseId = await correctionOf(mai.personId);
    const answer = await amendNumber(mai.subscriptionId, caseId, { point });
    expect(await answer.json()).toEqual({ subscriptionId: mai.subscriptionId, version: 2 });
    const shown = await system.as('registrar-hoa').post(`/v1/subscribers/${mai.personId}/read`, {
      purpose: 'correction',
      caseId,
      subscriptionId: mai.subscriptionId,
      fields: { point: 'full', confirmation: 'full', state: 'full' },
    });
    expect(await shown.json()).toMatchObject({
      subscription: { point, confirmation: numberAt('').confirmation, state: 'pending' },
    });
  });

  it('is refused where it is not such as may be registered, or names nothing that it may', async () => {
    const caseId = await correctionOf(mai.personId);
    const refused = await amendNumber(mai.subscriptionId, caseId, { user: { name: '1234' } });
    expect(await refused.json()).toMatchObject({
      code: 'SUBSCRIBER.RECORD_REFUSED',
      errors: [{ pointer: '/subscription/user/name', detail: expect.stringMatching(/^malformed-name/) }],
    });
    for (const papers of [{}, { msisdn: '0912345678' }, { state: 'active' }, { point: null }])
      expect(await codeOf(await amendNumber(mai.subscriptionId, caseId, papers))).toBe('REQUEST.INVALID');
  });

  it('is refused upon nothing, another’s case, or a case of one’s own', async () => {
    const caseId = await correctionOf(mai.personId);
    for (const answer of [
      await amendNumber(mai.subscriptionId, caseId, { point }, 'registrar-giang'),
      await amendNumber(hoa.subscriptionId, caseId, { point }),
      await amendNumber(mai.subscriptionId, '0'.repeat(32), { point }),
    ])
      expect(await codeOf(answer)).toBe('SUBSCRIBER.BASIS_REQUIRED');
  });
});

describe('an image that nobody brought', () => {
  const contract = { imageId: '0'.repeat(32), sha256: 'ab'.repeat(32) };

  it('is named by no amendment, and by nobody to whom a number is handed over', async () => {
    const caseId = await correctionOf(mai.personId);
    const portrait = { ...contract, takenAt: '2026-11-23T00:30:00Z' };
    const papers = { caseId, subscription: { contract } };
    const [{ msisdn: _msisdn, use: _use, ...number }, upon] = [numberAt('', { contract }), { transactionId }];
    await search({ msisdn: msisdnOf(2) });
    await system.table.write({
      kind: 'update',
      key: subscriptionItemKey('demo', mai.personId, mai.subscriptionId),
      set: { state: 'active' },
    });
    const handing = { ...upon, holder: holderOf(9), subscription: number, method: 'electronic' };
    for (const answer of [
      await amend(mai.personId, caseId, { portrait }),
      await system.as('registrar-hoa').patch(`/v1/subscriptions/${mai.subscriptionId}`, papers),
      await system.as('registrar-giang').post(`/v1/subscriptions/${mai.subscriptionId}/transfer`, handing),
    ])
      expect(await codeOf(answer)).toBe('SUBSCRIBER.IMAGE_UNKNOWN');
    // Each route says that it may answer so.
    expect(system.faults).toEqual([]);
  });
});

describe('searches of an hour', () => {
  it('end at the ceiling, which nobody else feels, and begin again with the next', async () => {
    const care = await transactionFor(system, 'support-lead-quynh', 'customer-care');
    const upon = { purpose: 'customer-care', transactionId: care };
    const ask = (by = 'support-lead-quynh', what: object = upon) =>
      search({ msisdn: '0912999999' }, by, what);
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await ask();
    expect([await codeOf(refused), refused.headers.get('retry-after')]).toEqual([
      'SUBSCRIBER.QUOTA_EXCEEDED',
      expect.stringMatching(/^\d+$/),
    ]);
    expect((await ask('registrar-giang', registration)).status).toBe(200);
    system.clock.advance(3_600_000);
    expect((await ask()).status).toBe(200);
  });
});

describe('many of one name and birth date', () => {
  it('are counted and not shown, and none of them may be read', async () => {
    const transaction = await transactionFor(system, 'registrar-hoa', 'registration');
    for (let n = 20; n < 31; n += 1)
      await registerHolder(system, n, {
        ...registrationOf(n, { holder: { name: 'Phạm Thị Lan' } }),
        subscription: numberAt(msisdnOf(n)),
      });
    const upon = { purpose: 'registration', transactionId: transaction };
    const answer = await search({ name: 'Phạm Thị Lan', birthDate: '1990-01-31' }, 'registrar-hoa', upon);
    expect(await answer.json()).toEqual({ count: 11 });
    const bound = (await system.stored()).filter(
      ({ partition, sort }) => partition.endsWith(transaction) && sort.startsWith('person#'),
    );
    expect(bound).toEqual([]);
  });

  it('leave no fault', () => {
    expect(system.faults).toEqual([]);
  });
});
