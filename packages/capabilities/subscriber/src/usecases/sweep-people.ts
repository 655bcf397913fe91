import {
  holderOfStored,
  openFields,
  subscriptionOfStored,
  subscriptionRecord,
  type ForeignNumberClaim,
  type HolderRecord,
  type SweepNames,
  type SweptPerson,
  type SweptSubscription,
  type TimelineRun,
} from '../domain/index.ts';
import type { SealedPerson, SealedSubscription } from '../store/record-item.ts';
import type { Claims } from '../store/claims.ts';
import type { SegmentItem, SegmentPages } from '../store/segment-pages.ts';
import { historyOf } from './number-history.ts';
import type { Registry } from './registry.ts';
import { sweptNumber, sweptPerson, SWEPT_FIELDS, type OpenedNumber } from './swept-person.ts';

/** What a walk of a segment goes by. */
export interface SegmentSweep {
  readonly tenant: string;
  readonly segment: string;
  /** What was taken in later is not looked at. */
  readonly at: number;
  readonly names: SweepNames;
}

/** Opens of a holder what a sweep reads. */
export const openHolder = (
  tenant: string,
  { personId, clear, sealed }: SealedPerson,
  key: Uint8Array,
): HolderRecord =>
  holderOfStored({
    clear,
    texts: openFields(key, { tenant, personId, record: 'person' }, sealed, SWEPT_FIELDS.person),
  });

/** Opens of a number what a sweep reads. */
export const openNumber = (
  tenant: string,
  { personId, subscriptionId, clear, standing, sealed }: SealedSubscription,
  key: Uint8Array,
): OpenedNumber['record'] => {
  const place = { tenant, personId, record: subscriptionRecord(subscriptionId) };
  const texts = openFields(key, place, sealed, SWEPT_FIELDS.subscription);
  return { ...subscriptionOfStored({ clear, texts }), state: standing.state };
};

/** Somebody of whom not all is read yet. */
interface Reading {
  readonly personId: string;
  readonly holder: HolderRecord;
  readonly key: Uint8Array;
  readonly numbers: Map<
    string,
    Omit<OpenedNumber, 'history'> & Pick<SealedSubscription, 'verifiedAt' | 'faceComparedAt' | 'reuse'>
  >;
  readonly runs: Map<string, TimelineRun[]>;
}

const keysOf = async (
  personKeys: Registry['personKeys'],
  tenant: string,
  items: readonly SegmentItem[],
): Promise<ReadonlyMap<string, Uint8Array>> => {
  const ids = [...new Set(items.map(({ personId }) => personId))];
  const [from, to] = [ids.at(0), ids.at(-1)];
  if (from === undefined || to === undefined) return new Map();
  return personKeys.range(tenant, { from, to, people: ids.length });
};

/**
 * The people of a segment who have or had a number, each once and whole, as a sweep reads them; who is erased is left out. A page of
 * records and its people's keys are two reads, and claims about the numbers of a segment one more, for there are few. In memory are a page
 * and, of whoever has more numbers than it, what was opened of them.
 */
export const sweepPeople = ({
  segmentPages,
  personKeys,
  claims,
}: {
  readonly segmentPages: SegmentPages;
  readonly personKeys: Registry['personKeys'];
  readonly claims: Pick<Claims, 'ofSegment'>;
}) =>
  async function* swept({ tenant, segment, at, names }: SegmentSweep): AsyncGenerator<SweptPerson, void> {
    let reading: Reading | undefined;
    const claimed = new Map<string, readonly ForeignNumberClaim[]>();
    for await (const { subscriptionId, claim } of claims.ofSegment(tenant, segment))
      claimed.set(subscriptionId, [...(claimed.get(subscriptionId) ?? []), claim]);

    const take = (item: SegmentItem, keys: ReadonlyMap<string, Uint8Array>): void => {
      if (item.is === 'person') {
        const key = keys.get(item.personId);
        reading = key && {
          personId: item.personId,
          holder: openHolder(tenant, item.person, key),
          key,
          numbers: new Map(),
          runs: new Map(),
        };
      }
      if (reading?.personId !== item.personId) return;
      if (item.is === 'subscription' && item.subscription.recordedAt <= at) {
        const { subscriptionId, endedAt, verifiedAt, faceComparedAt, reuse } = item.subscription;
        reading.numbers.set(subscriptionId, {
          subscriptionId,
          record: openNumber(tenant, item.subscription, reading.key),
          ...(endedAt !== undefined && { endedAt }),
          ...(verifiedAt !== undefined && { verifiedAt }),
          ...(faceComparedAt !== undefined && { faceComparedAt }),
          ...(reuse !== undefined && { reuse }),
        });
      }
      if (item.is === 'timeline') {
        const { subscriptionId, run } = item.timeline;
        reading.runs.set(subscriptionId, [...(reading.runs.get(subscriptionId) ?? []), run]);
      }
    };

    const whole = ({ personId, holder, numbers, runs }: Reading): SweptPerson => {
      const subscriptions = [...numbers.values()].map(
        ({ verifiedAt, faceComparedAt, reuse, ...opened }): SweptSubscription => {
          const ofNumber = claimed.get(opened.subscriptionId);
          const history = {
            ...historyOf(runs.get(opened.subscriptionId) ?? []),
            ...(verifiedAt !== undefined && { verifiedAt }),
            ...(faceComparedAt !== undefined && { faceComparedAt }),
            ...reuse,
            ...(ofNumber !== undefined && { claims: ofNumber }),
          };
          return sweptNumber(holder, { ...opened, history }, names, at);
        },
      );
      return sweptPerson(personId, holder, subscriptions, names);
    };

    for await (const items of segmentPages(tenant, segment)) {
      const keys = await keysOf(personKeys, tenant, items);
      for (const item of items) {
        if (item.is === 'person' && reading !== undefined && reading.numbers.size > 0) yield whole(reading);
        take(item, keys);
      }
    }
    if (reading !== undefined && reading.numbers.size > 0) yield whole(reading);
  };
