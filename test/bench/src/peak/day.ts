import type { CostSystem, Subject } from '../cost/cost-system.ts';
import type { Followed } from '../cost/step.ts';
import { generateParcels } from '../parcels/generate-parcels.ts';

/** An event of a parcel's way: who sends what. */
interface Move {
  readonly by: Subject;
  readonly path: string;
  readonly body: (parcel: Followed) => unknown;
}

interface BatchAnswer {
  readonly results: readonly { readonly status: number; readonly parcel?: Followed }[];
}

const scan = (by: Subject, event: string, more: object = {}): Move => ({
  by,
  path: '/v1/custody-events',
  body: ({ token }) => ({ events: [{ token, event, ...more }] }),
});

const RESOLVE = '/v1/parcels/resolve';

const to = (id: string) => ({ holder: { type: 'facility', id } });

/** Ten events: the issue and these nine. */
const WAY: readonly Move[] = [
  scan('sorter-1', 'accepted'),
  scan('sorter-1', 'departed', to('HN-SORTING')),
  scan('sorter-2', 'arrived'),
  scan('sorter-2', 'departed', to('HN-BA-DINH')),
  scan('sorter-3', 'arrived'),
  scan('shipper-1', 'out-for-delivery'),
  {
    by: 'shipper-1',
    path: RESOLVE,
    body: ({ token }) => ({ token, purpose: 'delivery' }),
  },
  scan('shipper-1', 'attempted', { detail: { reason: 'no-answer' } }),
  scan('shipper-1', 'delivered'),
];

/** Parcels of one request of the order system. */
const BATCH = 1_000;

const requireDone = ({ body }: { readonly body: unknown }): BatchAnswer => {
  const answer = body as Partial<BatchAnswer>;
  const results = answer.results ?? [];
  if (results.some(({ status }) => status >= 400)) throw new Error('an event of the day was refused');
  return { results };
};

/** Issues so many parcels and takes each along its whole way, every scan a request of its own. Answers the requests. */
export const liveDay = async (
  system: CostSystem,
  parcels: number,
  progress: (done: number) => void,
): Promise<number> => {
  let requests = 0;
  const made = generateParcels(parcels, 15, system.now());
  for (let from = 0; from < parcels; from += BATCH) {
    const batch = { parcels: made.slice(from, from + BATCH) };
    const issued = requireDone(
      await system.post('order-system', '/v1/parcels/batch', batch, `batch-${from}`),
    );
    requests += 1;
    for (const [i, { parcel }] of issued.results.entries()) {
      if (parcel === undefined) throw new Error('a parcel of the day was not issued');
      for (const [step, { by, path, body }] of WAY.entries()) {
        const key = path === RESOLVE ? undefined : `scan-${step}-${parcel.parcelId}`;
        requireDone(await system.post(by, path, body(parcel), key));
        requests += 1;
      }
      if (i % 100 === 0) progress(from + i);
    }
  }
  return requests;
};
