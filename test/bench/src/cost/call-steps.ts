import { callSweeper } from '@temkin/caller-id';
import { callTimes } from '@temkin/caller-id/domain';
import { inForce } from '@temkin/kernel';
import { operatorSimulator } from '@temkin/operator';
import { ASSUMPTIONS, PARCELS } from './assumptions.ts';
import type { Answered, CostSystem } from './cost-system.ts';
import type { Followed, Step } from './step.ts';
import { lessOf, NOTHING, shareOf, sumOf, type Tally } from './tally.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The sweeper runs every minute, whatever there is to do. */
const SWEEPS_A_DAY = 1_440;

/** What the network says of a call that is answered, and how many seconds after its declaration. */
const REPORTS = [
  ['ringing', 10],
  ['answered', 20],
  ['ended', 80],
] as const;

/** When the sweeper comes by while the call is live. */
const SWEPT_AFTER_SECONDS = 50;

/** Counts what the sweeper does in a run. */
const countedSweep = ({ ground, count, now }: CostSystem) => {
  const sweep = callSweeper({
    ...ground,
    network: operatorSimulator({ clock: ground.clock }),
    shippers: { mayCall: () => Promise.resolve(true) },
  });
  return async (forgottenCalls: number): Promise<Tally> => {
    let forgotten = 0;
    const tally = await count(async () => {
      ({ forgotten } = await sweep({ deadlineMilliseconds: now() + MINUTE }));
    });
    if (forgotten !== forgottenCalls) throw new Error(`the sweeper forgot ${forgotten} calls of the journey`);
    return tally;
  };
};

/** Requests about calls: what those that are counted asked of the store, and how many bytes they were answered. */
const countedRequests = (system: CostSystem) => {
  const tallies: Tally[] = [];
  let answerBytes = 0;
  return {
    post: async (isCounted: boolean, ...request: Parameters<CostSystem['post']>): Promise<unknown> => {
      let answered: Answered = { body: undefined, byteLength: 0 };
      const tally = await system.count(async () => {
        answered = await system.post(...request);
      });
      if (isCounted) {
        tallies.push(tally);
        answerBytes += answered.byteLength;
      }
      return answered.body;
    },
    step: (calls: number, requests: number, named: Pick<Step, 'name' | 'how'>): Step => ({
      ...named,
      httpRequests: requests,
      answerBytes: answerBytes / calls,
      store: shareOf(sumOf(tallies), calls),
      run: {
        function: 'caller-id-api',
        times: requests,
        milliseconds: requests * ASSUMPTIONS.requestMilliseconds,
      },
    }),
  };
};

/**
 * Calls about each parcel, one after another as a shipper does: the call is declared, connected, seen by the sweeper, reported, and
 * forgotten when nobody can call back any more. The first goes ahead and is not counted.
 */
export const callEach = async (
  system: CostSystem,
  parcels: readonly Followed[],
): Promise<readonly Step[]> => {
  const { setClock, now } = system;
  const sweep = countedSweep(system);
  const [declarations, reports] = [countedRequests(system), countedRequests(system)];
  // Ahead of the first call, and of everything that a process keeps in memory.
  await sweep(0);
  const idle = await sweep(0);
  const looks: Tally[] = [];

  const call = async ({ token, parcelId }: Followed, isCounted: boolean): Promise<void> => {
    const declaredAt = now();
    const key = `call-${parcelId}`;
    const declared = await declarations.post(isCounted, 'shipper-1', '/v1/call-intents', { token }, key);
    const { intentId, mode } = declared as { readonly intentId: string; readonly mode: string };
    if (mode !== 'masked' && mode !== 'branded') throw new Error('a call of the journey has no line');
    for (const [state, seconds] of REPORTS) {
      if (state === 'ended') {
        setClock(declaredAt + SWEPT_AFTER_SECONDS * SECOND);
        const look = await sweep(0);
        if (isCounted) looks.push(lessOf(look, idle));
      }
      setClock(declaredAt + seconds * SECOND);
      const report = { intentId, state, at: new Date(now()).toISOString() };
      await reports.post(isCounted, 'operator-1', '/v1/call-reports', report);
    }
    setClock(declaredAt + 2 * MINUTE);
  };

  for (const [at, parcel] of parcels.entries()) await call(parcel, at > 0);
  setClock(now() + inForce(callTimes, now()).value.callBackMinutes * MINUTE);
  const forgetting = lessOf(await sweep(parcels.length), idle);

  const calls = parcels.length - 1;
  const runs = SWEEPS_A_DAY / PARCELS;
  return [
    declarations.step(calls, 1, {
      name: 'declare a call',
      how: 'shipper, about one label, over a line of the network',
    }),
    reports.step(calls, REPORTS.length, {
      name: 'hear of the call',
      how: 'the network, `ringing`, `answered` and `ended`, each in a request of its own',
    }),
    {
      name: 'look after the call',
      how: 'schedule, every minute: looks at the call while it is live, and forgets it when nobody can call back any more',
      httpRequests: 0,
      answerBytes: 0,
      store: sumOf([
        shareOf(sumOf([NOTHING, ...looks]), calls),
        shareOf(forgetting, parcels.length),
        shareOf(idle, 1 / runs),
      ]),
      run: {
        function: 'call-sweeper',
        times: runs,
        milliseconds: runs * ASSUMPTIONS.idleCallSweepMilliseconds + ASSUMPTIONS.sweptCallMilliseconds,
      },
    },
  ];
};
