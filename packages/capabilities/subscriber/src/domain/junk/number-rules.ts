import { daysBetween, vietnamDay } from '@temkin/kernel';
import { timelineTerms } from '../lifecycle/index.ts';
import { recordAt } from '../record-at.ts';
import type { JunkHit } from './hits.ts';
import { hitUpon, type PersonRule, type SweepTerms } from './junk-rule.ts';
import { isHeld, type SweptPerson, type SweptSubscription } from './swept-person.ts';

/** What a rule says of one number. */
interface Finding {
  readonly code: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/** A rule that looks at one held number of a person at a time. */
const numberRule = (
  head: Omit<PersonRule, 'scope' | 'judge'>,
  judge: (subscription: SweptSubscription, terms: SweepTerms) => Finding | undefined,
): PersonRule => ({
  ...head,
  scope: 'person',
  judge: ({ personId, subscriptions }: SweptPerson, terms): readonly JunkHit[] =>
    subscriptions.filter(isHeld).flatMap((subscription) => {
      const { subscriptionId } = subscription;
      const finding = judge(subscription, terms);
      return finding === undefined
        ? []
        : [
            hitUpon(head, [{ personId, subscriptionId }], {
              ...finding,
              about: subscriptionId,
              limits: terms.limits,
            }),
          ];
    }),
});

const PORTRAIT_CODES = { 'without-time': 'PORTRAIT_WITHOUT_TIME', missing: 'PORTRAIT_MISSING' } as const;

export const portraitWithoutTime = numberRule(
  {
    id: 'portrait-without-time',
    severity: 'medium',
    source: 'Decree 163/2024 Art 19.4.c; Decree 174/2026 Art 34.5.d',
    needs: ['portrait'],
  },
  ({ portrait }) => (portrait === 'with-time' ? undefined : { code: PORTRAIT_CODES[portrait], numbers: {} }),
);

/** A number that lay about and is used again is another's, as long as nobody verified who has it now. */
export const dormantReactivated = numberRule(
  {
    id: 'dormant-reactivated',
    severity: 'medium',
    source:
      'Decree 163/2024 Art 24.2, 24.3: whose number it is uses it; Decree 174/2026 Art 34: SIM cards sold activated',
    needs: ['dormantFrom', 'resumedAt', 'verifiedAt'],
  },
  ({ dormantFrom, resumedAt, verifiedAt }, { limits }) => {
    if (dormantFrom === undefined || resumedAt === undefined) return undefined;
    const days = daysBetween(vietnamDay(dormantFrom), vietnamDay(resumedAt));
    if (days <= limits.dormantDays || (verifiedAt !== undefined && verifiedAt >= resumedAt)) return undefined;
    return { code: 'USED_AGAIN_UNVERIFIED', numbers: { days, limit: limits.dormantDays } };
  },
);

export const notMyNumber = numberRule(
  {
    id: 'not-my-number',
    severity: 'high',
    source: 'Decree 163/2024 Arts 24.5, 25.7',
    needs: ['claims'],
  },
  ({ claims }, { day }) => {
    const standing = claims.filter(({ state }) => state !== 'rejected');
    if (standing.length === 0) return undefined;
    const oldest = Math.min(...standing.map((claim) => claim.at));
    return {
      code: standing.some(({ state }) => state === 'confirmed') ? 'CLAIM_CONFIRMED' : 'CLAIM_OPEN',
      numbers: { claims: standing.length, days: daysBetween(vietnamDay(oldest), day) },
    };
  },
);

const HOUR_MILLISECONDS = 3_600_000;

/** A device was changed, the face was not seen since, and calls still go out after the hours that the law gives. */
export const deviceUnchecked = numberRule(
  {
    id: 'device-unchecked',
    severity: 'high',
    source: 'Circular 08/2026/TT-BKHCN Art 8',
    needs: ['state', 'deviceChangedAt', 'faceComparedAt'],
  },
  ({ state, deviceChangedAt, faceComparedAt }, { at }) => {
    if (state !== 'active' || deviceChangedAt === undefined) return undefined;
    const [first] = recordAt(timelineTerms['device-change'], deviceChangedAt)?.value.steps ?? [];
    if (first?.withinHours === undefined) return undefined;
    if (at <= deviceChangedAt + first.withinHours * HOUR_MILLISECONDS) return undefined;
    if (faceComparedAt !== undefined && faceComparedAt >= deviceChangedAt) return undefined;
    return {
      code: 'DEVICE_CHANGED_UNVERIFIED',
      numbers: { hours: Math.floor((at - deviceChangedAt) / HOUR_MILLISECONDS), limit: first.withinHours },
    };
  },
);

export const documentExpired = numberRule(
  {
    id: 'document-expired',
    severity: 'low',
    source:
      'Decree 163/2024 Arts 17.1, 24.4: a document is valid when a number is registered, and told again when it changes',
    needs: ['documentExpiresOn', 'registeredAt'],
  },
  ({ documentExpiresOn, registeredAt }, { day }) => {
    if (documentExpiresOn === undefined) return undefined;
    const days = daysBetween(documentExpiresOn, day);
    if (days <= 0) return undefined;
    const wasExpired = registeredAt !== undefined && documentExpiresOn < vietnamDay(registeredAt);
    return { code: wasExpired ? 'EXPIRED_AT_REGISTRATION' : 'EXPIRED_SINCE', numbers: { days } };
  },
);
