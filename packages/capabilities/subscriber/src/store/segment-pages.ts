import { keyOf, partsOf, type Item, type Table } from '@temkin/storage';
import type { Timeline } from '../domain/index.ts';
import { personIn, subscriptionIn, type SealedPerson, type SealedSubscription } from './record-item.ts';
import { toTimeline, type ReadTimeline } from './timelines.ts';

/** What lies in a segment of somebody: the person, then the numbers, then the timelines of those. */
export type SegmentItem =
  | { readonly is: 'person'; readonly personId: string; readonly person: SealedPerson }
  | {
      readonly is: 'subscription';
      readonly personId: string;
      readonly subscription: SealedSubscription;
    }
  | { readonly is: 'timeline'; readonly personId: string; readonly timeline: ReadTimeline };

interface Stored {
  readonly partition: string;
  readonly sort: string;
  readonly item: Item;
}

const itemAt = (tenant: string, { item, ...key }: Stored): readonly SegmentItem[] => {
  const ofPerson = partsOf('subscribers', 'person', key);
  if (ofPerson !== undefined) {
    const { personId } = ofPerson;
    return [{ is: 'person', personId, person: personIn(personId, item) }];
  }
  const ofNumber = partsOf('subscribers', 'subscription', key);
  if (ofNumber !== undefined)
    return [
      {
        is: 'subscription',
        personId: ofNumber.personId,
        subscription: subscriptionIn(ofNumber, item),
      },
    ];
  const ofTimeline = partsOf('subscribers', 'timeline', key);
  if (ofTimeline === undefined) return [];
  const timeline = toTimeline(tenant, ofTimeline, ofTimeline.timeline as Timeline, item);
  return [{ is: 'timeline', personId: ofTimeline.personId, timeline }];
};

/** About a megabyte, which is what one read answers at most. */
const PAGE_ITEMS = 400;

/** All that lies in a segment, in order, page by page. */
export const segmentPages = (table: Table) =>
  async function* pages(tenant: string, segment: string): AsyncGenerator<readonly SegmentItem[], void> {
    const { partition } = keyOf('subscribers', 'person', { tenant, segment, personId: '' });
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'subscribers',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      yield page.items.flatMap(({ sort, item }) => itemAt(tenant, { partition, sort, item }));
      after = page.next;
    } while (after !== undefined);
  };

export type SegmentPages = ReturnType<typeof segmentPages>;
