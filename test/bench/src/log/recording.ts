import { TransactWriteItemsCommand, type TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import type { Caller } from '@temkin/kernel';
import { relyOn, type Key } from '@temkin/storage';
import type { Workload } from '../comparison.ts';
import { rateOf, type Rate } from '../measure.ts';
import { freshTransaction, recordRequests } from '../store/sent-request.ts';
import { benchSequencer } from './bench-sequencer.ts';
import type { LogSystem } from './log-system.ts';
import { reading, TENANT } from './made-events.ts';
import { runBeside } from './run-beside.ts';

/** Transactions under way at once. */
export const IN_FLIGHT = 8;

const RELIED_ON: readonly Key[] = ['principal', 'facility'].map((sort) => ({
  table: 'access',
  partition: TENANT,
  sort,
}));

const CALLER: Caller = {
  principal: { tenant: TENANT, id: 'an', client: 'scanner', roles: ['shipper'] },
  reliedOn: RELIED_ON.map((key) => relyOn(key, 1)),
};

/** Puts the records there that every event relies on. */
export const admitReader = async ({ table }: LogSystem): Promise<void> => {
  for (const key of RELIED_ON) await table.write({ kind: 'put', key, item: { version: 1 } });
};

/** Records one reading; answers the id of its event. */
export const recordOne = async ({ recorder }: LogSystem): Promise<string> => {
  const recorded = await recorder.commit(CALLER, reading());
  if (recorded.outcome !== 'committed') throw new Error('an event of the bench was not recorded');
  return recorded.receipt.eventId;
};

const inLanes = async (count: number, work: (i: number) => Promise<unknown>): Promise<void> => {
  const numbers = Array.from({ length: count }, (_, i) => i).values();
  const lane = async (): Promise<void> => {
    for (const i of numbers) await work(i);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
};

const recordedTransaction = async (system: LogSystem): Promise<TransactWriteItemsCommandInput> => {
  const [sent] = await recordRequests(system.client, () => recordOne(system));
  if (sent?.command !== 'TransactWriteItemsCommand') throw new Error('an event is written by a transaction');
  return sent.input;
};

/** Recording until all of it is in the log, by turns with the same transactions bare. */
export const recording = async (system: LogSystem, { quick, progress }: Workload) => {
  const [count, rounds] = quick ? [1_000, 2] : [5_000, 5];
  const transaction = await recordedTransaction(system);
  const run = benchSequencer(system.ports);
  const [ours, bare]: [Rate[], Rate[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    progress(`row 9: recording beside the sequencer, round ${round} of ${rounds}`);
    const ourRate = await rateOf(count, async () => {
      const beside = runBeside(run);
      await inLanes(count, () => recordOne(system));
      await beside.finish();
    });
    const again = Array.from({ length: count }, (_, i) => freshTransaction(transaction, `${round}-${i}`));
    const send = (i: number): Promise<unknown> => {
      const input = again[i];
      if (input === undefined) throw new RangeError('there are not as many transactions');
      return system.bareClient.send(new TransactWriteItemsCommand(input));
    };
    const bareRate = await rateOf(count, () => inLanes(count, send));
    if (round === 0) continue;
    ours.push(ourRate);
    bare.push(bareRate);
  }
  return { ours, bare, writes: transaction.TransactItems?.length ?? 0 };
};
