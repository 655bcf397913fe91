import { cryptoReady } from '@temkin/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GroupName, ParcelFields } from '../../packages/capabilities/parcel/src/domain/field-groups.ts';
import {
  CURRENT_PAYLOAD_VERSION,
  encodeGroups,
  LABEL_KINDS,
  sealLabel,
  type LabelKind,
} from '../../packages/capabilities/parcel/src/domain/label/index.ts';
import { unseenParcels } from '../support/unseen-parcels.ts';
import { PARCEL } from './label-fields.ts';

beforeAll(() => cryptoReady);

const LABEL = {
  kind: 'opaque',
  labelId: '0123456789abcdef',
  random: (size: number) => new Uint8Array(size),
} as const;

/**
 * What the lengths on a label tell who has no key, in bits: the entropy of all of them together, and what they have in
 * common with something personal. The population is far more mixed than real ones: four notes of ten, none of them a
 * usual one, and every sixth text mistyped, in capitals or without diacritics.
 */
const POPULATION = unseenParcels(4_000, 2);

const ENCODED = POPULATION.map((fields) => {
  const groups = encodeGroups(fields, CURRENT_PAYLOAD_VERSION);
  if (groups === 'too-large') throw new Error('a parcel of the population is too large');
  return groups;
});

const lengthsOf = (groups: readonly GroupName[]): string[] =>
  ENCODED.map((encoded) => groups.map((group) => encoded[group].length).join(' '));

const onLabel = (kind: LabelKind): string[] => lengthsOf(LABEL_KINDS[kind].groups);

const entropy = (values: readonly string[]): number => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const shares = Array.from(counts.values(), (count) => count / values.length);
  return shares.reduce((sum, share) => sum - share * Math.log2(share), 0);
};

/** Mutual information. A finite population shows a little where there is none: here about 0.005 bits. */
const shared = (values: readonly string[], others: readonly string[]): number =>
  entropy(values) + entropy(others) - entropy(values.map((value, i) => `${value} | ${others[i]}`));

const property = (of: (fields: ParcelFields) => string | number | boolean): string[] =>
  POPULATION.map((fields) => String(of(fields)));

const HAS_COD = property(({ payment }) => payment.codAmountVnd !== undefined);
const HAS_NOTE = property(({ payment }) => payment.handlingNote !== undefined);
const NAME_LENGTH = property(({ delivery }) => Math.ceil(Array.from(delivery.recipientName).length / 4));
const HAS_SENDER_PHONE = property(({ contact }) => contact.senderPhone !== undefined);
const HAS_VALUE = property(({ contents }) => contents.declaredValueVnd !== undefined);

/** The share of labels that have the most frequent lengths. */
const shareAlike = (values: readonly string[]): number => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.max(...counts.values()) / values.length;
};

describe('the lengths on a sealed label', () => {
  const lengths = onLabel('sealed');

  it('tell less than 0.9 bits: five of six labels are alike', () => {
    expect(entropy(lengths)).toBeLessThan(0.9);
    expect(shareAlike(lengths)).toBeGreaterThan(0.82);
  });

  it('tell less than 0.005 bits of whether there is COD', () => {
    expect(shared(lengths, HAS_COD)).toBeLessThan(0.005);
  });

  it('tell less than 0.01 bits of how long the name is', () => {
    expect(shared(lengths, NAME_LENGTH)).toBeLessThan(0.01);
  });

  it('tell less than 0.15 bits of whether there is a note, though each is an unusual one', () => {
    expect(shared(lengths, HAS_NOTE)).toBeLessThan(0.15);
  });
});

describe('the lengths on a sealed-all label', () => {
  const lengths = onLabel('sealed-all');

  it('tell less than 1.3 bits: three of four labels are alike', () => {
    expect(entropy(lengths)).toBeLessThan(1.3);
    expect(shareAlike(lengths)).toBeGreaterThan(0.76);
  });

  it.each([
    ['there is COD', HAS_COD],
    ['there is a second phone', HAS_SENDER_PHONE],
    ['there is a declared value', HAS_VALUE],
  ])('tell less than 0.005 bits of whether %s', (_, answers) => {
    expect(shared(lengths, answers)).toBeLessThan(0.005);
  });

  it('tell less than 0.02 bits of how long the name is', () => {
    expect(shared(lengths, NAME_LENGTH)).toBeLessThan(0.02);
  });
});

it('an opaque label has one length', () => {
  const label = sealLabel({ ...LABEL, fields: PARCEL });
  const longer = sealLabel({ ...LABEL, fields: { ...PARCEL, payment: { handlingNote: 'ợ'.repeat(200) } } });
  if (label === 'too-large' || longer === 'too-large') throw new Error('the test parcel is too large');
  expect(label.bytes).toHaveLength(25);
  expect(longer.bytes).toHaveLength(25);
});
