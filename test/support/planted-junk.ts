import { laterDay, vietnamTime } from '@temkin/kernel';
import type { SweptPerson, SweptSubscription } from '@temkin/subscriber/domain';
import { REGISTRY_DAY, REGISTRY_NOW } from './generated-registry.ts';
import {
  HOUR,
  DAY,
  MARCH,
  number,
  onLine,
  ended,
  person,
  idsOf,
  one,
  none,
  contract,
  type Planted,
} from './planted-people.ts';

const ordinals = (): readonly Planted[] => {
  const ONLINE = ['online-beyond-limit', 'ONLINE_BEYOND_LIMIT'] as const;
  const FOURTH = ['fourth-without-contract', 'CONTRACT_MISSING'] as const;
  const shared = { documentKey: 'shared by one person twice', nameKey: 'one name', birthKey: 'one birth' };
  const [first, second] = [
    [onLine(1), onLine(3), onLine(5, contract())],
    [onLine(2), onLine(4, contract())],
  ];
  return [
    one('a fourth on line', ONLINE, [onLine(1), onLine(2), onLine(3), onLine(4, contract())], [3]),
    one(
      'a fourth on line after three in shops',
      ONLINE,
      [number(1), number(2), number(3), onLine(4, contract())],
      [3],
    ),
    {
      what: 'five on line on one document, of a person who is registered twice',
      persons: [person(first ?? [], shared), person(second ?? [], shared)],
      hits: [
        {
          rule: 'online-beyond-limit',
          code: 'ONLINE_BEYOND_LIMIT',
          subscriptionIds: idsOf([first?.[2], second?.[1]]),
        },
      ],
    },
    none('three on line', [onLine(1), onLine(2), onLine(3)]),
    none('three on line when one had ended', [ended(1, MARCH + 3 * DAY), onLine(2), onLine(3), onLine(4)]),
    none('three on line when one ended at that instant', [
      ended(1, MARCH + 4 * DAY),
      onLine(2),
      onLine(3),
      onLine(4),
    ]),
    none('a fourth on line that has ended', [
      number(1),
      number(2),
      number(3),
      ended(4, MARCH + 9 * DAY, { channel: 'app', ...contract() }),
    ]),
    none('a fourth in a shop, by contract', [onLine(1), onLine(2), onLine(3), number(4, contract())]),
    one('a fourth in a shop without contract', FOURTH, [onLine(1), number(2), onLine(3), number(4)], [3]),
    one(
      'a fifth without contract',
      FOURTH,
      [number(1), number(2), number(3), number(4, contract()), number(5)],
      [4],
    ),
    one(
      'a fourth registered while the first still lived, which has ended since',
      FOURTH,
      [ended(1, MARCH + 9 * DAY), number(2), number(3), number(4)],
      [3],
    ),
    none('three without contract', [number(1), number(2), number(3)]),
    none('a fourth that is paid afterwards', [
      number(1),
      number(2),
      number(3),
      number(4, { payment: 'postpaid' }),
    ]),
    none('a fourth without contract that has ended', [
      number(1),
      number(2),
      number(3),
      ended(4, MARCH + 9 * DAY),
    ]),
    none(
      'a fourth of the last day before the decree',
      [1, 2, 3, 4].map((nth) => number(nth, { registeredAt: vietnamTime('2024-12-23', 19 + nth) })),
    ),
  ];
};

const two = (
  what: string,
  different: Partial<SweptPerson>,
  codes: readonly string[],
  numbers = [[number()], [number()]],
): Planted => {
  const shared = { documentKey: `document of two: ${what}`, nameKey: 'one name', birthKey: 'one birth' };
  const [first = [], second = []] = numbers;
  return {
    what,
    persons: [person(first, shared), person(second, { ...shared, ...different })],
    hits: codes.map((code) => ({
      rule: 'document-of-many',
      code,
      subscriptionIds: idsOf([...first, ...second]),
    })),
  };
};

const documents = (): readonly Planted[] => {
  return [
    two('two names on one document', { nameKey: 'another name' }, ['SEVERAL_NAMES']),
    two('two births on one document', { birthKey: 'another birth' }, ['SEVERAL_BIRTHS']),
    two('two people on one document', { nameKey: 'another name', birthKey: 'another birth' }, [
      'SEVERAL_NAMES',
      'SEVERAL_BIRTHS',
    ]),
    two('one person twice on one document', {}, []),
    two(
      'another name without a live number',
      { nameKey: 'another name' },
      [],
      [[number()], [ended(1, MARCH + 9 * DAY)]],
    ),
  ];
};

const bornAt = (birthDate: string, identityNumber: string): Partial<SweptPerson> => ({
  birthDate,
  identityNumber,
});

const identities = (): readonly Planted[] => {
  const RULE = 'identity-disagrees';
  return [
    one('a birth of another year than its number', [RULE, 'BIRTH_YEAR_DISAGREES'], [number()], [0], {
      birthDate: '1991-05-06',
    }),
    one('a woman with a man’s number', [RULE, 'SEX_DISAGREES'], [number(), number(2)], [0, 1], {
      sex: 'female',
    }),
    one(
      'a number of another century and sex',
      [RULE, 'BIRTH_YEAR_DISAGREES', 'SEX_DISAGREES'],
      [number()],
      [0],
      {
        identityNumber: '001390123456',
      },
    ),
    one(
      'somebody of 111 years',
      [RULE, 'BIRTH_UNLIKELY'],
      [number()],
      [0],
      bornAt('1915-11-22', '001015123456'),
    ),
    one('somebody born the day after the registration', [RULE, 'BIRTH_UNLIKELY'], [number()], [0], {
      ...bornAt('2026-03-04', '001226123456'),
      kind: 'child',
    }),
    none('somebody of 110 years, on the last day', [number()], bornAt('1915-11-23', '001015123456')),
    none('somebody born on the day of the registration', [number()], {
      ...bornAt('2026-03-03', '001226123456'),
      kind: 'child',
    }),
    none('somebody whose document prints a year alone', [number()], { birthDate: '1990' }),
    none('a passport of twelve digits', [number()], { kind: 'foreigner', birthDate: '1975-01-01' }),
    none('a disagreement without a live number', [ended(1, MARCH + 9 * DAY)], { sex: 'female' }),
    none('an organisation', [number(1, { use: 'machine' })], {
      kind: 'organisation',
      identityNumber: '0100109106',
    }),
  ];
};

/** Activations of one point, at these instants, each of a number and a person of its own. */
const point = (
  what: string,
  channel: 'own-fixed' | 'own-mobile' | 'authorised-fixed',
  instants: readonly number[],
  foundFrom = 0,
  foundTo = 0,
): Planted => {
  const numbers = instants.map((activatedAt) =>
    number(1, { channel, pointId: `point: ${what}`, activatedAt, ...contract() }),
  );
  return {
    what,
    persons: numbers.map((each) => person([each])),
    hits:
      foundTo === 0
        ? []
        : [
            {
              rule: 'point-too-fast',
              code: 'ACTIVATIONS_TOO_FAST',
              subscriptionIds: idsOf(numbers.slice(foundFrom, foundTo)),
            },
          ],
  };
};

const every = (count: number, milliseconds: number, from = MARCH): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + index * milliseconds);

const points = (): readonly Planted[] => [
  point('61 at an agent in less than an hour', 'authorised-fixed', every(61, HOUR / 60 - 1), 0, 61),
  point('41 from a car in a minute', 'own-mobile', every(41, 1_000), 0, 41),
  point(
    '121 in a shop in an hour, of 125',
    'own-fixed',
    [...every(4, HOUR, MARCH - 9 * HOUR), ...every(121, 29_000)],
    4,
    125,
  ),
  point('60 at an agent in an hour', 'authorised-fixed', every(60, HOUR / 60 - 1)),
  point('61 at an agent, the first an hour before the last', 'authorised-fixed', every(61, HOUR / 60)),
  point('40 from a car at once', 'own-mobile', every(40, 0)),
  point('120 in a shop at once', 'own-fixed', every(120, 0)),
];

const group = (
  what: string,
  others: readonly Partial<SweptSubscription>[],
  places: readonly number[],
): Planted => {
  const contractKey = `contract: ${what}`;
  const numbers = [{ foundWrongAt: MARCH + 30 * DAY }, ...others].map((different, index) =>
    number(index + 1, { contractKey, ...different }),
  );
  const hits = [
    {
      rule: 'contract-sibling',
      code: 'SIBLING_FOUND_WRONG',
      subscriptionIds: idsOf(places.map((place) => numbers[place])),
    },
  ] as const;
  return { what, persons: numbers.map((each) => person([each])), hits: places.length === 0 ? [] : hits };
};

const contracts = (): readonly Planted[] => {
  return [
    group('a sibling', [{}], [1]),
    group(
      'two siblings, and one that was verified since',
      [{}, { verifiedAt: MARCH + 31 * DAY }, {}],
      [1, 3],
    ),
    group('a sibling verified just before', [{ verifiedAt: MARCH + 30 * DAY - 1 }], [1]),
    group('a sibling verified at that instant', [{ verifiedAt: MARCH + 30 * DAY }], []),
    group('a sibling whose face alone was compared since', [{ faceComparedAt: MARCH + 31 * DAY }], [1]),
    group('nobody else', [], []),
    group('both found wrong', [{ foundWrongAt: MARCH + 31 * DAY }], []),
    group('a sibling that has ended', [{ state: 'terminated', endedAt: MARCH + 20 * DAY }], []),
    none('a contract of which nothing was found', [number(1, contract()), number(2, contract())]),
  ];
};

const dormant = (days: number, verifiedDaysLater?: number): SweptSubscription => {
  const dormantFrom = vietnamTime('2026-03-05', 23);
  const resumedAt = vietnamTime(laterDay('2026-03-05', days), 1);
  return number(1, {
    dormantFrom,
    resumedAt,
    ...(verifiedDaysLater !== undefined && { verifiedAt: resumedAt + verifiedDaysLater * DAY }),
  });
};

const claimed = (...states: readonly ('open' | 'confirmed' | 'rejected')[]): Partial<SweptSubscription> => ({
  claims: states.map((state) => ({ state, at: MARCH + 40 * DAY })),
});
const changed = (deviceChangedAt: number, different: Partial<SweptSubscription> = {}): SweptSubscription =>
  number(1, { deviceChangedAt, ...different });
const [PORTRAIT, DORMANT, CLAIM, DEVICE, EXPIRED] = [
  'portrait-without-time',
  'dormant-reactivated',
  'not-my-number',
  'device-unchecked',
  'document-expired',
] as const;

const numbers = (): readonly Planted[] => {
  return [
    one(
      'a portrait without time',
      [PORTRAIT, 'PORTRAIT_WITHOUT_TIME'],
      [number(1, { portrait: 'without-time' }), number(2)],
    ),
    one(
      'no portrait, of a number that is suspended',
      [PORTRAIT, 'PORTRAIT_MISSING'],
      [number(1, { portrait: 'missing', state: 'suspended-two-way' })],
    ),
    none('no portrait of what has ended', [ended(1, MARCH + 9 * DAY, { portrait: 'missing' })]),
    one('181 days of silence', [DORMANT, 'USED_AGAIN_UNVERIFIED'], [dormant(181)]),
    one('181 days, verified the day before', [DORMANT, 'USED_AGAIN_UNVERIFIED'], [dormant(181, -1)]),
    none('180 days of silence', [dormant(180)]),
    none('181 days, verified with the first call', [dormant(181, 0)]),
    one(
      '181 days, and only the face compared since',
      [DORMANT, 'USED_AGAIN_UNVERIFIED'],
      [{ ...dormant(181), faceComparedAt: REGISTRY_NOW - DAY }],
    ),
    none('silence that lasts', [number(1, { dormantFrom: MARCH })]),
    one('an open claim', [CLAIM, 'CLAIM_OPEN'], [number(1, claimed('open'))]),
    one(
      'a confirmed claim among others',
      [CLAIM, 'CLAIM_CONFIRMED'],
      [number(1, claimed('rejected', 'open', 'confirmed'))],
    ),
    none('a rejected claim', [number(1, claimed('rejected'))]),
    none('a confirmed claim on what has ended', [ended(1, MARCH + 50 * DAY, claimed('confirmed'))]),
    one(
      'a device changed two hours and a moment ago',
      [DEVICE, 'DEVICE_CHANGED_UNVERIFIED'],
      [changed(REGISTRY_NOW - 2 * HOUR - 1)],
    ),
    one(
      'a device changed on the first day of the article',
      [DEVICE, 'DEVICE_CHANGED_UNVERIFIED'],
      [changed(vietnamTime('2026-06-15'))],
    ),
    none('a device changed two hours ago', [changed(REGISTRY_NOW - 2 * HOUR)]),
    none('a device changed on the day before the article', [changed(vietnamTime('2026-06-15') - 1)]),
    none('a device changed and the face compared', [
      changed(REGISTRY_NOW - 9 * DAY, { faceComparedAt: REGISTRY_NOW - 9 * DAY }),
    ]),
    one(
      'a device changed, and the face compared just before',
      [DEVICE, 'DEVICE_CHANGED_UNVERIFIED'],
      [changed(REGISTRY_NOW - 9 * DAY, { faceComparedAt: REGISTRY_NOW - 9 * DAY - 1 })],
    ),
    one(
      'a device changed, and the holder verified by papers since',
      [DEVICE, 'DEVICE_CHANGED_UNVERIFIED'],
      [changed(REGISTRY_NOW - 9 * DAY, { verifiedAt: REGISTRY_NOW - 8 * DAY })],
    ),
    none('a device changed and suspended', [changed(REGISTRY_NOW - 9 * DAY, { state: 'suspended-one-way' })]),
    one(
      'a document that ended yesterday',
      [EXPIRED, 'EXPIRED_SINCE'],
      [number(1, { documentExpiresOn: laterDay(REGISTRY_DAY, -1) })],
    ),
    one(
      'a document that had ended when it was shown',
      [EXPIRED, 'EXPIRED_AT_REGISTRATION'],
      [number(1, { documentExpiresOn: '2026-03-02' })],
    ),
    none('a document on its last day', [number(1, { documentExpiresOn: REGISTRY_DAY })]),
    none('a document that ended after its number', [
      ended(1, MARCH + 9 * DAY, { documentExpiresOn: '2026-05-01' }),
    ]),
  ];
};

/** Every rule several times, and what it must not find: at its threshold, one below, a moment sooner. */
export const plantedJunk = (): readonly Planted[] => [
  ...ordinals(),
  ...documents(),
  ...identities(),
  ...points(),
  ...contracts(),
  ...numbers(),
];
