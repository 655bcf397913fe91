import { numberOf, optional, partsOf, textOf, type StoredItem } from '@temkin/storage';
import type { Timeline } from '../domain/index.ts';
import { duePut, type DueWork } from './due-work.ts';

/** What must be looked at because an item says so: the next step of a timeline, a question that waits, an order that is not answered. */
const wantedBy = ({ key, item }: StoredItem): DueWork | undefined => {
  const timeline = partsOf('subscribers', 'timeline', key);
  const verification = partsOf('subscribers', 'verification', key);
  const dueAt = optional(numberOf, item, 'nextAt');
  if (timeline !== undefined && dueAt !== undefined) {
    const { tenant, personId, subscriptionId } = timeline;
    return { what: timeline.timeline as Timeline, tenant, id: subscriptionId, personId, dueAt };
  }
  if (verification !== undefined && dueAt !== undefined) {
    const { tenant, personId, verificationId } = verification;
    return { what: 'verification', tenant, id: verificationId, personId, dueAt };
  }
  const order = partsOf('subscribers', 'order', key);
  if (order === undefined || !['waiting', 'begun'].includes(textOf(item, 'status'))) return undefined;
  const { tenant, personId, subscriptionId } = order;
  return { what: 'order', tenant, id: subscriptionId, personId, dueAt: numberOf(item, 'orderedAt') };
};

const nameOf = ({ partition, sort }: StoredItem['key']): string => `${partition} ${sort}`;

/**
 * What a backup lacks of what is due. It is copied while workers go on: of a timeline the copy may have the next step, and of what is due
 * the one before, upon which nothing is done. So each is put where its record says that it is due. What is due twice is done once.
 */
export const missingDueWork = () => {
  const present = new Set<string>();
  const wanted: DueWork[] = [];
  return {
    /** Shows an item that comes back. */
    study: (stored: StoredItem): void => {
      const due = partsOf('subscribers', 'dueWork', stored.key);
      // Erasures are by far the most, and wanted by none of these.
      if (due !== undefined && due.what !== 'erasure') present.add(nameOf(stored.key));
      const one = wantedBy(stored);
      if (one !== undefined) wanted.push(one);
    },

    /** What is due of all that comes back and is not there; `isOver` says of what no more. */
    missing: (isOver: (due: DueWork) => boolean): readonly StoredItem[] =>
      wanted
        .filter((due) => !isOver(due))
        .map(duePut)
        .filter(({ key }) => !present.has(nameOf(key)))
        .map(({ key, item }) => ({ key, item })),
  };
};
