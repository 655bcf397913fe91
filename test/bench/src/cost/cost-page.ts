import { FUNCTIONS } from '../../../../cdk/functions.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import { usdAmong } from './bill.ts';
import { LOG_MONTHS } from './counted-logs.ts';
import { brandedCallUsd, figuresOf, GATE_LABELS, GOAL_USD, STRETCH_USD, type Figures } from './figures.ts';
import { billTable, count, monthlyTable, money, stepTable } from './page-tables.ts';
import { BRANDED_CALL_VND, PRICES_FROM, SIGN_IN_PRICES } from './prices.ts';
import type { RegistryCosts } from './registry-costs.ts';
import { registryStepTable, sweepTable } from './registry-tables.ts';
import type { Step } from './step.ts';

const percent = (part: number, { total }: Figures): string => `${Math.round((100 * part) / total)} %`;

const verdict = ({ total, requests, storage, calls }: Figures): string => {
  const met =
    total <= STRETCH_USD
      ? `within the stretch goal of US$ ${STRETCH_USD}`
      : total <= GOAL_USD
        ? `within the goal of US$ ${GOAL_USD}; the stretch goal of US$ ${STRETCH_USD} is not met`
        : `US$ ${money(total - GOAL_USD)} above the goal of US$ ${GOAL_USD} (stretch ${STRETCH_USD})`;
  return `**US$ ${money(total)} a million parcels**, ${met}. Requests make US$ ${money(requests)} of it, storage US$ ${money(storage)}; the call about each is US$ ${money(calls)}.`;
};

/** What the money goes to, and what would cut it. */
const account = (figures: Figures): string => {
  const { usage, checks, events, storage, logs, index, kept, regional, savedByGates } = figures;
  const writes = usdAmong(usage, ['writeUnit']);
  const edge = usdAmong(usage, [
    'edgeRequest',
    'edgeFunction',
    'edgeTransfer',
    'firewallRequest',
    'apiRequest',
  ]);
  return `
- **Writes**, ${percent(writes, figures)}. Every change is a transaction, and a transaction counts each item twice. Of the
  US$ ${money(writes)}, checks of what a decision relied on are US$ ${money(checks)} and events, into the outbox and out of it, US$ ${money(events)}: the price of
  "no event, no data" and of a revocation that wins.
- **Storage**, ${percent(storage, figures)}, with its recovery: what has no last day of its own is reckoned for as long as what leads to a
  person, nine months. What logs are made of is locked for five years and reckoned for those: US$ ${money(kept.logs)}.
- **The log**: US$ ${money(logs)} to move events into it and keep them, US$ ${money(index)} for its index. By far the most of the index is a row for
  each pseudonym that an event names, US$ ${money(kept.index)} to keep them for nine months; nobody deletes them, and anybody may: they are made
  again from the log.
- **The way in**, ${percent(edge, figures)}: edge, firewall and API, whatever is asked.

What would cut it, by the same counts:

- No rows of the index but where auditors ask, and bundles read instead: most of US$ ${money(index)}.
- ${GATE_LABELS} labels in a request at the three scans within facilities, as gates and belts send them (the API takes 500):
  US$ ${money(savedByGates)} less.

${percent(regional, figures)} of the total is at prices that differ from region to region; Singapore, the nearest region to Vietnam, is
dearer than us-east-1. CloudFront goes by the viewer's place, and is dearer in Asia too.`.trim();
};

/** The text of docs/cost.md: what is counted, what is assumed, and what it costs. */
export const costPage = (steps: readonly Step[], registry: RegistryCosts): string => {
  const figures = figuresOf(steps);
  const { memoryMegabytes } = FUNCTIONS['parcel-api'];
  return `# What a parcel costs

<!-- Made by \`npm run cost\`, which counts; a test compares. Prices and assumptions are data in test/bench/src/cost. -->

${verdict(figures)}

Prices: ${PRICES_FROM}.

Requests, capacity units and bytes are counted, not estimated: a batch of a thousand parcels of a fixed seed is issued
through the composed application over the embedded store, some of them travel to their door, the shipper calls about each, and every request to DynamoDB
is measured by DynamoDB's published rules from the items it touches. The events of these steps, again under ids of their own,
are moved into a log in full batches, and requests to its bucket are counted. Processes are warm. \`test/unit/cost.test.ts\` holds this
page to what is counted.

## One parcel, step by step

Counts are one parcel's share; US$ are for a million. Write and read units are request units; checks and events are
parts of the write units; KB-months are bytes kept, each for as long as it stays.

${stepTable(steps, figures)}

${steps.map(({ name, how }) => `- *${name}*: ${how}.`).join('\n')}

No scan says that a parcel left a place, so its arrival at the next one stands for both. Each scan comes in a request of its
own, as from a hand-held scanner, with an idempotency key: the dearest way. A device signs each of them, which takes a read
and a check of the device and a write of the nonce.

## The bill

${billTable(figures)}

## What makes it so much

${account(figures)}

## A call

A call is counted as the shipper declares it on the way, connected by a line of the network, with what the network says of it and what the
sweeper does about it. Who signs it asks twice more at most, and citizens ask as they like: neither is counted. What the operator takes for
the call itself is not cloud, and outweighs it:

| mode | telecom, US$ for a million answered calls |
|---|---:|
| \`branded\` | ${count(brandedCallUsd(BRANDED_CALL_VND))} (${BRANDED_CALL_VND} dong a call, MobiFone's list price; ${count(ASSUMPTIONS.vndPerUsd)} dong to the dollar) |
| \`masked\` | by contract, two legs; no list price known |
| \`data\` | 0 |
| \`own-sim\` | 0 to the company: the shipper's own plan |

## The subscriber registry

What its use cases ask of the store, counted in the same way, of a holder with one number in all six indexes. Their events are in it; what an HTTP
request asks besides (who asks, idempotency, the transaction that it is upon) and the log are not. Nothing of a person goes to KMS: a warm process has
asked for the key of each month in which the people were registered, and for one of the indexes, once in a quarter of an hour at most.

${registryStepTable(registry)}

A **sweep** reads every person, number and key once, in pages of 400 items; a number has ${count(registry.swept.bytes)} bytes of them, its share of its holder's
among them. Step Functions' transitions, some three thousand executions, are not in it.

${sweepTable(registry)}

An import was not counted.

## Whether or not a parcel comes

${monthlyTable()}

Signing in goes by people and systems, not by parcels (Cognito): US$ ${SIGN_IN_PRICES.systemClient} a month for an order system and
US$ ${SIGN_IN_PRICES.tokenRequest} for each of its tokens, which live ten minutes (4,383 a month, US$ ${money(4_383 * SIGN_IN_PRICES.tokenRequest)}, where one is always at
hand); US$ ${SIGN_IN_PRICES.activePerson} for each person of a month.

## Assumed, not counted

Nothing was measured on AWS. These stand in test/bench/src/cost/assumptions.ts, on the high side:

- billed for a request about one parcel ${ASSUMPTIONS.requestMilliseconds} ms, for each parcel of a batch ${ASSUMPTIONS.issuedParcelMilliseconds} ms, both at ${count(memoryMegabytes)} MB; for each change
  that is reconciled ${ASSUMPTIONS.reconciledChangeMilliseconds} ms at ${FUNCTIONS['audit-reconciler'].memoryMegabytes} MB; for each key that is destroyed ${ASSUMPTIONS.shreddedKeyMilliseconds} ms, for each parcel that is shredded ${ASSUMPTIONS.shreddedParcelMilliseconds} ms at ${FUNCTIONS['parcel-shredder'].memoryMegabytes} MB;
  for each look whom to tell ${ASSUMPTIONS.idleSenderMilliseconds} ms at ${FUNCTIONS['webhook-sender'].memoryMegabytes} MB;
- billed for each look for calls ${ASSUMPTIONS.idleCallSweepMilliseconds} ms, for what is done about one ${ASSUMPTIONS.sweptCallMilliseconds} ms, both at ${FUNCTIONS['call-sweeper'].memoryMegabytes} MB;
- billed for a person of a sweep ${ASSUMPTIONS.sweptPersonMicroseconds} µs, for what is judged of a number across people ${ASSUMPTIONS.judgedNumberMicroseconds} µs, both at ${count(FUNCTIONS['subscriber-sweep'].memoryMegabytes)} MB;
- billed for each batch of the log ${ASSUMPTIONS.sequencedBatchMilliseconds} ms at ${FUNCTIONS['audit-sequencer'].memoryMegabytes} MB, for each event that is indexed ${ASSUMPTIONS.indexedEventMilliseconds} ms at ${FUNCTIONS['audit-indexer'].memoryMegabytes} MB;
- ${ASSUMPTIONS.eventsPerBatch} events in a batch of the log, as many as come within the second for which the stream gathers them on an even day
  of a million parcels of one company, and one batch in a run of the indexer, which gathers many. Ten companies that share such a
  day make ten times as many batches;
- what logs are made of for ${Math.round(LOG_MONTHS)} months, for which \`prod\` locks it (cdk/configuration/prod.json), and what was replaced or swept there for a
  week;
- ${ASSUMPTIONS.changesPerBatch} changes in a run of the reconciler, which a million parcels a day fill;
- ${ASSUMPTIONS.logBytesPerRun} bytes of log for a run and ${ASSUMPTIONS.logBytesPerRequest} for a request;
- ${ASSUMPTIONS.warmProcesses} processes for a million parcels a day, each with ${ASSUMPTIONS.keyRequestsPerProcess} root key calls (docs/benchmarks.md, row 4).

## Not in it

- runs of sequencer and indexer that find nothing, and batches that two sequencers make at once, of which one is in vain;
- what auditors ask, and what witnesses and auditors fetch of a log;
- cold starts, requests that are refused or repeated, and conflicts of transactions;
- a company's own record, which each process reads once a second, and whether it has webhooks and
  whether its log keeps up, once a minute;
- parcels that fail to be delivered and travel twice; reads by the desk, support and auditors;
- what CloudWatch keeps of the logs, and what KMS takes for encrypting tables at rest, which DynamoDB asks for every five
  minutes and not for every parcel;
- bytes that DynamoDB adds to an item for transactions, which it mentions and does not number;
- traffic from CloudFront to the API, backups beyond point-in-time recovery, support plans, taxes.
`;
};
