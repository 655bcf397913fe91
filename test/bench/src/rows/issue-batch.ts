import { TransactWriteItemsCommand, type TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import { BATCH_LIMIT } from '@temkin/parcel/domain';
import type { Row, Workload } from '../comparison.ts';
import { durationFigure } from '../figure.ts';
import { elapsed, pairedRatio } from '../measure.ts';
import type { ParcelBody } from '../parcels/generate-parcels.ts';
import { startBenchSystem, type BenchSystem } from '../store/bench-system.ts';
import { freshTransaction, recordRequests } from '../store/sent-request.ts';

/** Transactions under way at once, as issuing does it. */
const IN_FLIGHT = 4;

const GOAL = 1.5;

/** A commune code that no commune has: such a parcel is refused, and no other. */
const NO_COMMUNE = '99999';

interface BatchAnswer {
  readonly results: readonly { readonly status: number }[];
}

/** The same parcels under waybill numbers of their own. */
const batchOf = (parcels: readonly ParcelBody[], mark: string) => ({
  parcels: parcels.map((parcel, index) => ({ ...parcel, waybillNumber: `${mark}-${index}` })),
});

const sendBare = async (
  { bareClient }: BenchSystem,
  transactions: readonly TransactWriteItemsCommandInput[],
): Promise<void> => {
  const queue = transactions.values();
  const lane = async (): Promise<void> => {
    for (const input of queue) await bareClient.send(new TransactWriteItemsCommand(input));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
};

/** Issues a batch with a bad parcel among every hundred; answers how many were issued. */
const issueWithBadParcels = async (system: BenchSystem, parcels: readonly ParcelBody[]): Promise<number> => {
  const spoilt = parcels.map((parcel, index) =>
    index % 100 === 50
      ? { ...parcel, recipient: { ...parcel.recipient, address: { street: 'X', communeCode: NO_COMMUNE } } }
      : parcel,
  );
  const prepare = (await system.as('order-system'))('/v1/parcels/batch');
  const { results } = (await prepare(batchOf(spoilt, 'SPOILT'))()) as BatchAnswer;
  return results.filter(({ status }) => status === 201).length;
};

const measure = async (system: BenchSystem, { parcels, quick, progress }: Workload) => {
  const size = quick ? 200 : BATCH_LIMIT;
  const batch = Array.from({ length: size }, (_, i) => parcels[i % parcels.length]).filter(
    (parcel) => parcel !== undefined,
  );
  const issuedOfSpoilt = await issueWithBadParcels(system, batch);
  const prepare = (await system.as('order-system'))('/v1/parcels/batch');
  const sent = await recordRequests(system.client, prepare(batchOf(batch, 'RECORDED')));
  const transactions = sent.flatMap((request) =>
    request.command === 'TransactWriteItemsCommand' ? [request.input] : [],
  );
  const rounds = quick ? 2 : 9;
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 1; round <= rounds; round += 1) {
    progress(`row 6: issue ${size} parcels, round ${round} of ${rounds}`);
    const issue = prepare(batchOf(batch, `ROUND-${round}`));
    ours.push(await elapsed(issue));
    const again = transactions.map((input) => freshTransaction(input, String(round)));
    bare.push(await elapsed(() => sendBare(system, again)));
  }
  return { size, issuedOfSpoilt, transactions: transactions.length, ours, bare };
};

/**
 * Row 6: a batch of a thousand parcels through the HTTP application beside the transactions that it makes, recorded once
 * and sent again bare, four in flight, as if for other parcels.
 */
export const issueBatch: Row = async (workload) => {
  const system = await startBenchSystem();
  try {
    const { size, issuedOfSpoilt, transactions, ours, bare } = await measure(system, workload);
    const ratio = pairedRatio(ours, bare);
    const wanted = size - size / 100;
    return [
      {
        row: 6,
        what: `issue a batch of ${size}`,
        ours: durationFigure(ours),
        limit: {
          name: `bare SDK, ${transactions} transactions, ${IN_FLIGHT} in flight`,
          ...durationFigure(bare),
        },
        ratio,
        goal: { text: `≤ ${GOAL} ×`, met: ratio <= GOAL },
      },
      {
        row: 6,
        what: `the same with ${size / 100} bad parcels`,
        ours: { text: `${issuedOfSpoilt} issued`, value: issuedOfSpoilt },
        goal: { text: `${wanted} issued`, met: issuedOfSpoilt === wanted },
      },
    ];
  } finally {
    await system.stop();
  }
};
