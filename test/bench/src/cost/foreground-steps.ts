import { BATCH_LIMIT } from '@temkin/parcel/domain';
import { generateParcels } from '../parcels/generate-parcels.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import type { Answered, CostSystem, Subject } from './cost-system.ts';
import type { Followed, Step } from './step.ts';
import { shareOf } from './tally.ts';

const SEED = 20_261_121;

interface BatchAnswer {
  readonly results: readonly { readonly status: number; readonly parcel?: Followed }[];
}

const requireDone = ({ body }: Answered): void => {
  const { results = [] } = body as Partial<BatchAnswer>;
  if (results.some(({ status }) => status >= 400)) throw new Error('an item of the journey was refused');
};

/** Issues a full batch; answers so many of its parcels. One parcel is issued ahead, so that keys and names are in memory. */
export const issueBatch = async (
  system: CostSystem,
  parcelsWanted: number,
): Promise<{ readonly step: Step; readonly parcels: readonly Followed[] }> => {
  const made = generateParcels(BATCH_LIMIT + 1, SEED, system.now());
  const send = (parcels: typeof made, key: string): Promise<Answered> =>
    system.post('order-system', '/v1/parcels/batch', { parcels }, key);
  await send(made.slice(BATCH_LIMIT), 'ahead');
  let answer: Answered = { body: {}, byteLength: 0 };
  const tally = await system.count(async () => {
    answer = await send(made.slice(0, BATCH_LIMIT), 'batch');
  });
  requireDone(answer);
  const issued = (answer.body as BatchAnswer).results.flatMap(({ parcel }) => parcel ?? []);
  return {
    parcels: issued.slice(0, parcelsWanted),
    step: {
      name: 'issue',
      how: `the order system, ${BATCH_LIMIT.toLocaleString('en-US')} parcels in a request`,
      httpRequests: 1 / BATCH_LIMIT,
      answerBytes: answer.byteLength / BATCH_LIMIT,
      store: shareOf(tally, BATCH_LIMIT),
      run: {
        function: 'parcel-api',
        times: 1 / BATCH_LIMIT,
        milliseconds: ASSUMPTIONS.issuedParcelMilliseconds,
      },
    },
  };
};

/** A request about one parcel, and how it is sent. */
export interface Scan {
  readonly name: string;
  readonly how: string;
  readonly by: Subject;
  readonly path: string;
  readonly body: (parcel: Followed) => unknown;
  /**
   * Whether it moves the parcel; then it has an idempotency key, as every request that creates something, and is answered
   * by the function of custody.
   */
  readonly moves: boolean;
}

const custody = (name: string, by: Subject, event: string): Scan => ({
  name,
  how: `${by.replace(/-\d$/, '').replaceAll('-', ' ')}, \`${event}\`, one label in a request`,
  by,
  path: '/v1/custody-events',
  body: ({ token }) => ({ events: [{ token, event }] }),
  moves: true,
});

export const OUT_FOR_DELIVERY = custody('go out for delivery', 'shipper-1', 'out-for-delivery');

/** The way of a parcel. No event says that it left: its arrival at the next place does. */
export const SCANS: readonly Scan[] = [
  custody('accept', 'sorter-1', 'accepted'),
  custody('arrive at the sorting centre', 'sorter-2', 'arrived'),
  custody('arrive at the delivery office', 'sorter-3', 'arrived'),
  OUT_FOR_DELIVERY,
  {
    name: 'open at the door',
    how: 'shipper, `delivery`, one label in a request',
    by: 'shipper-1',
    path: '/v1/parcels/resolve',
    body: ({ token }) => ({ token, purpose: 'delivery' }),
    moves: false,
  },
  custody('deliver', 'shipper-1', 'delivered'),
];

/** Sends one scan of each parcel. The first goes ahead and is not counted. */
export const scanEach = async (
  system: CostSystem,
  parcels: readonly Followed[],
  one: Scan,
): Promise<Step> => {
  const { name, how, by, path, body, moves } = one;
  const send = async (parcel: Followed): Promise<number> => {
    const key = moves ? `${name} ${parcel.parcelId}`.replaceAll(' ', '-') : undefined;
    const answer = await system.post(by, path, body(parcel), key);
    requireDone(answer);
    return answer.byteLength;
  };
  const [ahead, ...followed] = parcels;
  if (ahead === undefined) throw new Error('a journey has parcels');
  await send(ahead);
  let answerBytes = 0;
  const tally = await system.count(async () => {
    for (const parcel of followed) answerBytes += await send(parcel);
  });
  return {
    name,
    how,
    httpRequests: 1,
    answerBytes: answerBytes / followed.length,
    store: shareOf(tally, followed.length),
    run: {
      function: moves ? 'custody-api' : 'parcel-api',
      times: 1,
      milliseconds: ASSUMPTIONS.requestMilliseconds,
    },
  };
};
