import { findUnrecordedChanges, type StoredChange } from '@temkin/audit';
import { daysAfter, inForce, monthsAfter, vietnamDay } from '@temkin/kernel';
import { shredDue } from '@temkin/parcel';
import { closedLabelDays, retentionFromAcceptanceMonths } from '@temkin/parcel/domain';
import { keyOf, numberOf, textOf } from '@temkin/storage';
import { webhookSender } from '@temkin/webhook';
import { ASSUMPTIONS, PARCELS } from './assumptions.ts';
import type { CostSystem } from './cost-system.ts';
import type { Followed, Step } from './step.ts';
import { shareOf } from './tally.ts';

const HOUR = 3_600_000;

/** The schedules run every hour and every minute, whatever there is to do. */
const SHREDDER_RUNS_A_DAY = 24;
const SENDER_RUNS_A_DAY = 1_440;

/** A step that the sweep takes. */
interface SweepStep extends Pick<Step, 'name' | 'how'> {
  readonly runsADay: number;
  readonly milliseconds: number;
  readonly done: (answer: Awaited<ReturnType<ReturnType<typeof shredDue>>>) => number;
}

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

/** Holds every change of so many parcels against its event, which is in the log by then. */
export const reconcile = async (
  { count, logs }: CostSystem,
  changes: readonly StoredChange[],
  parcels: number,
): Promise<Step> => {
  const unrecorded = findUnrecordedChanges({ events: logs.events });
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

/** What the sweep does once an instant has come: `done` says how many of its answer are meant. */
const sweep = async (
  { ground, uncounted, count, setClock, now }: CostSystem,
  dueAt: number,
  { name, how, runsADay, milliseconds, done }: SweepStep,
): Promise<Step> => {
  const run = shredDue(ground);
  const work = () => run({ deadlineMilliseconds: now() + HOUR });
  // It has been at work before: days without anything due are not what the step costs.
  const day = vietnamDay(dueAt - HOUR);
  await uncounted.write({ kind: 'put', key: keyOf('parcels', 'shredProgress', {}), item: { day } });
  setClock(dueAt - HOUR);
  await work();
  setClock(dueAt);
  let swept = 0;
  const tally = await count(async () => {
    swept = done(await work());
  });
  if (swept === 0) throw new Error(`nothing of the journey was due to ${name}`);
  return {
    name,
    how,
    httpRequests: 0,
    answerBytes: 0,
    store: shareOf(tally, swept),
    run: { function: 'parcel-shredder', times: runsADay / PARCELS, milliseconds },
  };
};

/** Destroys the label keys of parcels that were delivered on a day. */
export const shredLabels = (system: CostSystem, deliveredAt: number): Promise<Step> =>
  sweep(system, daysAfter(deliveredAt, inForce(closedLabelDays, deliveredAt).value), {
    name: 'shred label',
    how: 'schedule, on the last day of the label key, thirty keys in a transaction',
    runsADay: SHREDDER_RUNS_A_DAY,
    milliseconds: ASSUMPTIONS.shreddedKeyMilliseconds,
    done: ({ shredded }) => shredded,
  });

/** Destroys, when retention is over, all that is left of them. */
export const shredParcels = (system: CostSystem, deliveredAt: number): Promise<Step> =>
  sweep(
    system,
    monthsAfter(deliveredAt, inForce(retentionFromAcceptanceMonths.domestic, deliveredAt).value),
    {
      name: 'shred parcel',
      how: 'schedule, at the end of retention, a transaction for each parcel',
      // The same runs.
      runsADay: 0,
      milliseconds: ASSUMPTIONS.shreddedParcelMilliseconds,
      done: ({ ended }) => ended,
    },
  );

const nobody = (): never => {
  throw new Error('nobody is to be told');
};

/** Looks every minute whom to tell of changes, where no company wants to be told. */
export const lookWhomToTell = async ({ ground, count, now }: CostSystem): Promise<Step> => {
  const send = webhookSender({
    ...ground,
    receivers: { isAllowed: nobody, post: nobody },
    waybillNumberOf: nobody,
  });
  const tally = await count(() => send({ deadlineMilliseconds: now() + HOUR }));
  const runs = SENDER_RUNS_A_DAY / PARCELS;
  return {
    name: 'look whom to tell',
    how: 'schedule, every minute, where no company has a webhook',
    httpRequests: 0,
    answerBytes: 0,
    store: shareOf(tally, 1 / runs),
    run: {
      function: 'webhook-sender',
      times: runs,
      milliseconds: runs * ASSUMPTIONS.idleSenderMilliseconds,
    },
  };
};
