import { openFields, subscriptionRecord, type OpenPerson } from '../domain/index.ts';
import type { ReliedOn } from '@temkin/kernel';
import type { SegmentRecord } from '../store/people.ts';
import { isLive } from '../store/record-item.ts';
import type { Walk } from '../store/walk-progress.ts';
import type { Holder } from './index-holder.ts';
import { INDEXED_FIELDS } from './indexed-fields.ts';
import type { Registry } from './registry.ts';

/** A holder of a page, and the records that say what it is. */
export interface WalkedHolder {
  readonly holder: Holder;
  readonly reliedOn: readonly ReliedOn[];
}

/** Whether a walk goes on, or has nothing to do any more. */
export type Onward = 'on' | 'stop';

/** `done`: every segment is walked to its end. `unfinished`: time is over. `stopped`: what was to be done is no more. */
export type Walked = 'done' | 'unfinished' | 'stopped';

const idOf = (record: SegmentRecord): string => (record.person ?? record.subscription).personId;

/** Holders of records in clear, as far as indexes are made of them; who is erased is left out. */
export const openRecords =
  ({ people, personKeys }: Pick<Registry, 'people' | 'personKeys'>) =>
  async (tenant: string, records: readonly SegmentRecord[]): Promise<readonly WalkedHolder[]> => {
    const [first, last] = [records.at(0), records.at(-1)];
    if (first === undefined || last === undefined) return [];
    const ids = [...new Set(records.map(idOf))];
    const keys = await personKeys.range(tenant, { from: idOf(first), to: idOf(last), people: ids.length });
    const here = new Map(
      records.flatMap(({ person }) => (person === undefined ? [] : [[person.personId, person]])),
    );
    // Of the first subscriptions of a page the holder may be on the one before.
    const lacking = ids.filter((personId) => !here.has(personId));
    const elsewhere = lacking.length === 0 ? [] : await people.findMany(tenant, lacking);
    for (const person of elsewhere) if (person !== undefined) here.set(person.personId, person);

    return records.flatMap((record): readonly WalkedHolder[] => {
      const personId = idOf(record);
      const [person, key] = [here.get(personId), keys.get(personId)];
      if (person === undefined || key === undefined) return [];
      const open: OpenPerson = {
        personId,
        kind: person.kind,
        fields: openFields(key, { tenant, personId, record: 'person' }, person.sealed, INDEXED_FIELDS.person),
      };
      const { subscription } = record;
      if (subscription === undefined) return [{ holder: { person: open }, reliedOn: [person.reliedOn] }];
      const { subscriptionId, sealed } = subscription;
      const place = { tenant, personId, record: subscriptionRecord(subscriptionId) };
      const fields = openFields(key, place, sealed, INDEXED_FIELDS.subscription);
      return [
        {
          holder: {
            person: open,
            subscription: { subscriptionId, isLive: isLive(subscription), fields },
          },
          reliedOn: [person.reliedOn, subscription.reliedOn],
        },
      ];
    });
  };

/**
 * Walks the segments that are not done, page by page, and says after each page how far it has come: cut off, it goes on there, and
 * sees the last page again at most. Any number of walkers may be at it, each beginning somewhere else.
 */
export const walkSegments =
  ({ people, progress, random }: Pick<Registry, 'people' | 'progress' | 'random'>) =>
  async (
    walk: Walk,
    visit: (records: readonly SegmentRecord[]) => Promise<Onward>,
    isOver: () => boolean,
  ): Promise<Walked> => {
    for (;;) {
      const left = (await progress.read(walk)).filter(({ isDone }) => !isDone);
      if (left.length === 0) return 'done';
      const begin = (random(1)[0] ?? 0) % left.length;
      for (const segment of [...left.slice(begin), ...left.slice(0, begin)]) {
        let at = segment;
        while (!at.isDone) {
          if (isOver()) return 'unfinished';
          const page = await people.page(walk.tenant, at.segment, at.after);
          if ((await visit(page.records)) === 'stop') return 'stopped';
          const to = {
            ...(page.next !== undefined && { after: page.next }),
            isDone: page.next === undefined,
          };
          // Somebody else is at it: another segment first.
          if (!(await progress.advance(walk, at, to))) break;
          at = { segment: at.segment, ...to, version: at.version + 1 };
        }
      }
    }
  };
