import { findUnrecordedChanges, outboxEvents, type StoredChange } from '@temkin/audit';
import { inForce } from '@temkin/kernel';
import { shredDue } from '@temkin/parcel';
import { labelKeyMonths, monthsAfter } from '@temkin/parcel/domain';
import { keyOf, numberOf, textOf } from '@temkin/storage';
import { ASSUMPTIONS, PARCELS } from './assumptions.ts';
import type { CostSystem } from './cost-system.ts';
import type { Followed, Step } from './step.ts';
import { shareOf } from './tally.ts';

const HOUR = 3_600_000;

/** The schedule runs every hour, whatever there is to do. */
const RUNS_A_DAY = 24;

/** What the stream tells of each parcel's last change. */
export const changesOf = (
  { uncounted, tenant, now }: CostSystem,
  parcels: readonly Followed[],
): Promise<readonly StoredChange[]> =>
  Promise.all(
    parcels.map(async ({ parcelId }) => {
      const item = await uncounted.get(keyOf('parcels', 'parcel', { tenant, parcelId }));
      if (item === undefined) throw new Error('a parcel of the journey is gone');
      return {
        tenant,
        pseudonym: textOf(item, 'pseudonym'),
        eventId: textOf(item, 'eventId'),
        version: numberOf(item, 'version'),
        changedAt: now(),
      };
    }),
  );

/** Holds every change of so many parcels against its event. */
export const reconcile = async (
  { count, ground }: CostSystem,
  changes: readonly StoredChange[],
  parcels: number,
): Promise<Step> => {
  const unrecorded = findUnrecordedChanges({ events: outboxEvents(ground.table) });
  const tally = await count(async () => {
    if ((await unrecorded(changes)).length > 0) throw new Error('a change of the journey has no event');
  });
  const each = changes.length / parcels;
  return {
    name: 'reconcile',
    how: `stream, ${each} changes of the parcel against their events, ${ASSUMPTIONS.changesPerBatch} in a run`,
    httpRequests: 0,
    answerBytes: 0,
    store: shareOf(tally, parcels),
    run: {
      function: 'audit-reconciler',
      times: each / ASSUMPTIONS.changesPerBatch,
      milliseconds: each * ASSUMPTIONS.reconciledChangeMilliseconds,
    },
  };
};

/** Destroys the label keys of the parcels that were issued at an instant, on their last day. */
export const shred = async (system: CostSystem, issuedAt: number): Promise<Step> => {
  const { ground, count, setClock, now } = system;
  const run = shredDue(ground);
  const work = () => run({ deadlineMilliseconds: now() + HOUR });
  const dueAt = monthsAfter(issuedAt, inForce(labelKeyMonths, issuedAt).value);
  setClock(dueAt - HOUR);
  await work();
  setClock(dueAt);
  let shredded = 0;
  const tally = await count(async () => {
    shredded = (await work()).shredded;
  });
  if (shredded === 0) throw new Error('the label keys of the journey outlived their last day');
  return {
    name: 'shred',
    how: 'schedule, on the last day of the label key, thirty keys in a transaction',
    httpRequests: 0,
    answerBytes: 0,
    store: shareOf(tally, shredded),
    run: {
      function: 'parcel-shredder',
      times: RUNS_A_DAY / PARCELS,
      milliseconds: ASSUMPTIONS.shreddedKeyMilliseconds,
    },
  };
};
