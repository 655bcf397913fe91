import { FUNCTIONS } from '../../../../cdk/functions.ts';
import { bucketsFor, SEGMENTS } from '@temkin/subscriber/domain';
import { ASSUMPTIONS } from './assumptions.ts';
import { count, money, table } from './page-tables.ts';
import { PRICES } from './prices.ts';
import type { RegistryCosts } from './registry-costs.ts';

const MILLION = 1_000_000;

/** Numbers of a large operator. */
const NUMBERS = 120 * MILLION;

const READ_UNIT_BYTES = 4_096;

/** Items of a page of a segment (store/segment-pages.ts), and requests for one: the items, and the keys beside them. */
const [PAGE_ITEMS, PAGE_REQUESTS] = [400, 2];

/** Parts that are at work at a time (cdk/constructs/registry-sweep.ts). */
const AT_A_TIME = 16;

const { writeUnit, readUnit } = PRICES;

/** What each use case asks of the store, and what the store takes for a million. */
export const registryStepTable = ({ steps }: RegistryCosts): string =>
  table(
    ['use case', 'store requests', 'write units', 'read units', 'US$ a million'],
    steps.map(({ name, store }) => [
      name,
      ...[store.requests, store.writeUnits, store.readUnits].map(count),
      money((store.writeUnits * writeUnit.usd + store.readUnits * readUnit.usd) * MILLION),
    ]),
  );

/** A line of what has a price. */
const priced = (what: string, amount: number, each: number): readonly string[] => [
  what,
  count(amount),
  money(each),
];

/** A sweep of so many numbers, from what one of them asks. */
export const sweepTable = ({ swept }: RegistryCosts): string => {
  const people = NUMBERS * swept.people;
  const units = (NUMBERS * swept.bytes) / READ_UNIT_BYTES;
  const requests = ((NUMBERS * swept.items) / PAGE_ITEMS) * PAGE_REQUESTS;
  const buckets = bucketsFor(people);
  const blobs = SEGMENTS.length * buckets;
  const seconds =
    (people * ASSUMPTIONS.sweptPersonMicroseconds + NUMBERS * ASSUMPTIONS.judgedNumberMicroseconds) / MILLION;
  const gigabyteSeconds = seconds * (FUNCTIONS['subscriber-sweep'].memoryMegabytes / 1_024);
  const usd = [
    units * readUnit.usd,
    blobs * PRICES.objectWrite.usd,
    blobs * PRICES.objectRead.usd,
    gigabyteSeconds * PRICES.functionGigabyteSecond.usd,
  ] as const;
  return table(
    ['of 120 million numbers', 'so many', 'US$'],
    [
      ['people', count(people), ''],
      ['requests to the store', count(requests), ''],
      priced('read units', units, usd[0]),
      priced(`blobs of facts, ${SEGMENTS.length} segments by ${count(buckets)} buckets, put`, blobs, usd[1]),
      priced('the same, got', blobs, usd[2]),
      priced('GB-seconds', gigabyteSeconds, usd[3]),
      [`hours, ${AT_A_TIME} parts at a time`, count(seconds / AT_A_TIME / 3_600), ''],
      ['**together**', '', `**${money(usd.reduce((sum, one) => sum + one, 0))}**`],
    ],
  );
};
