import { vietnamTime } from '@temkin/kernel';
import type { JunkRuleId, SweptPerson, SweptSubscription } from '@temkin/subscriber/domain';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** What a rule must find, and nothing else of those that were planted. */
export interface ExpectedHit {
  readonly rule: JunkRuleId;
  readonly code: string;
  readonly subscriptionIds: readonly string[];
}

/** Persons as a sweep reads them, and what it must find among them. A near miss is found by no rule. */
export interface Planted {
  readonly what: string;
  readonly persons: readonly SweptPerson[];
  readonly hits: readonly ExpectedHit[];
}

let planted = 0;

export const id = (): string => {
  planted += 1;
  return `00000000-0000-4000-8000-${String(planted).padStart(12, '0')}`;
};

export const MARCH = vietnamTime('2026-03-02', 10);

/** The n-th number of somebody, a day after the one before, with nothing wrong about it. */
export const number = (nth = 1, different: Partial<SweptSubscription> = {}): SweptSubscription => {
  const registeredAt = MARCH + nth * DAY;
  const subscriptionId = id();
  return {
    subscriptionId,
    state: 'active',
    use: 'person',
    payment: 'prepaid',
    channel: 'own-fixed',
    pointId: `point of ${subscriptionId}`,
    registeredAt,
    activatedAt: registeredAt,
    portrait: 'with-time',
    documentExpiresOn: '2031-01-01',
    verifiedAt: registeredAt,
    claims: [],
    ...different,
  };
};

/** The same registered in the app. */
export const onLine = (nth: number, different: Partial<SweptSubscription> = {}): SweptSubscription => {
  const { pointId: _point, ...rest } = number(nth, { channel: 'app', ...different });
  return rest;
};

export const ended = (
  nth: number,
  at: number,
  different: Partial<SweptSubscription> = {},
): SweptSubscription => number(nth, { state: 'terminated', endedAt: at, ...different });

export const person = (
  subscriptions: readonly SweptSubscription[],
  different: Partial<SweptPerson> = {},
): SweptPerson => {
  const personId = id();
  return {
    personId,
    kind: 'citizen',
    documentKey: `document of ${personId}`,
    nameKey: `name of ${personId}`,
    birthKey: `birth of ${personId}`,
    identityNumber: '001090123456',
    birthDate: '1990-05-06',
    sex: 'male',
    subscriptions,
    ...different,
  };
};

export const idsOf = (subscriptions: readonly (SweptSubscription | undefined)[]): readonly string[] =>
  subscriptions.flatMap((subscription) => subscription?.subscriptionId ?? []).toSorted();

/** One person whose numbers at these places are found. */
export const one = (
  what: string,
  [rule, ...codes]: readonly [JunkRuleId, ...string[]],
  subscriptions: readonly SweptSubscription[],
  places: readonly number[] = [0],
  different: Partial<SweptPerson> = {},
): Planted => ({
  what,
  persons: [person(subscriptions, different)],
  hits: codes.map((code) => ({
    rule,
    code,
    subscriptionIds: idsOf(places.map((place) => subscriptions[place])),
  })),
});

/** Somebody about whom nothing must be found. */
export const none = (
  what: string,
  subscriptions: readonly SweptSubscription[],
  different: Partial<SweptPerson> = {},
): Planted => ({ what, persons: [person(subscriptions, different)], hits: [] });

export const contract = (): Partial<SweptSubscription> => ({ contractKey: `contract ${id()}` });
