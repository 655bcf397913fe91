import {
  CHANNELS,
  fieldOfStored,
  holderOfStored,
  HOLDER_KINDS,
  imagesOfStored,
  isImageField,
  namedImages,
  NUMBER_USES,
  searchedForms,
  searchedNumber,
  storedHolder,
  storedSubscription,
  subscriptionOfStored,
  type SubscriberRecord,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CITIZEN, completeRecord } from '../support/subscriber-records.ts';

/** A record that was kept, and read again. */
const again = ({ holder, subscription }: SubscriberRecord): SubscriberRecord => ({
  holder: holderOfStored(storedHolder(holder)),
  subscription: subscriptionOfStored(storedSubscription(subscription)),
});

describe('a record as it is kept', () => {
  it('is read as it was written, whoever holds the number', () => {
    for (const kind of HOLDER_KINDS)
      for (const use of NUMBER_USES)
        for (const channel of CHANNELS) {
          const record = completeRecord({ kind, use, channel });
          expect(again(record)).toStrictEqual(record);
        }
  });

  it('is read as it was written, whatever its texts are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (name, number) => {
        const record = completeRecord({ kind: 'child' });
        const odd = {
          holder: {
            ...record.holder,
            name,
            address: { printed: number },
            guardian: { name: number, document: { kind: 'passport' as const, other: { [number]: name } } },
          },
          subscription: { ...record.subscription, msisdn: number, user: { birthDate: name } },
        };
        expect(again(odd)).toEqual(odd);
      }),
    );
  });

  it('has nothing of a person in clear', () => {
    const record = completeRecord({ kind: 'organisation' });
    const person = storedHolder(record.holder);
    const subscription = storedSubscription(record.subscription);
    expect([...Object.keys(person.clear), ...Object.keys(subscription.clear)].toSorted()).toEqual([
      'channel',
      'kind',
      'ordinal',
      'payment',
      'registeredAt',
      'representedBy',
      'serviceStart',
      'state',
      'use',
    ]);
    expect(Object.keys(person.texts)).toEqual(
      expect.arrayContaining(['name', 'identity', 'representative.name']),
    );
    expect(Object.keys(subscription.texts)).toEqual(
      expect.arrayContaining(['msisdn', 'point', 'user.portrait']),
    );
  });

  it('has no field that the record has not', () => {
    expect(storedHolder({ kind: 'citizen' }).texts).toEqual({});
    expect(storedSubscription(completeRecord().subscription).texts).not.toHaveProperty('contract');
  });
});

describe('what indexes are made of', () => {
  it('is the same for a record and for a question that is written another way', () => {
    const asked = {
      name: 'HOA NGUYEN THI',
      birthDate: '31/01/1990',
      identity: { kind: 'personal', number: '001 190 012 345' },
      address: { printed: 'ba dinh, ha noi' },
    } as const;
    expect(searchedForms(asked)).toEqual(searchedForms(CITIZEN));
    expect(searchedForms(CITIZEN)).toEqual({
      identityNumber: 'personal:001190012345',
      identityLast4: '2345',
      name: 'hoa nguyen thi',
      birthDate: '1990-01-31',
      birthYear: '1990',
      communes: ['00004'],
    });
    expect(searchedNumber('0912 345 678', 'person')).toEqual(searchedNumber('+84912345678', 'person'));
    expect(searchedNumber('0912 345 678', 'person').msisdnLast4).toBe('5678');
  });

  it('is nothing where nothing is known or has a form', () => {
    expect(searchedForms({})).toEqual({ communes: [] });
    expect(searchedForms({ name: '...', birthDate: '?', address: { printed: '1' } })).toEqual({
      communes: [],
    });
    expect(searchedNumber('113', 'person')).toEqual({});
  });

  it('is of an organisation its name with digits', () => {
    expect(searchedForms({ name: 'Công ty TNHH 622' }, 'organisation').name).toBe('622 cong tnhh ty');
    expect(searchedForms({ name: 'Công ty TNHH 622' }).name).toBeUndefined();
  });
});

describe('keys of images', () => {
  const { holder, subscription } = completeRecord({ kind: 'organisation' });
  const whole = { holder, subscription: { ...subscription, user: CITIZEN } };
  const named = namedImages(whole);
  const keys = new Map(named.map(({ imageId }, n) => [imageId, new Uint8Array(32).fill(n + 1)]));

  it('lie beside every image that a record names, and show in no record that is read', () => {
    const texts = {
      ...storedHolder(whole.holder, keys).texts,
      ...storedSubscription(whole.subscription, keys).texts,
    };
    const kept = imagesOfStored(texts);
    expect([...kept.keys()].toSorted()).toEqual(named.map(({ imageId }) => imageId).toSorted());
    for (const { imageId, sha256 } of named)
      expect(kept.get(imageId)).toEqual({ sha256, key: keys.get(imageId) });
    expect(holderOfStored(storedHolder(whole.holder, keys))).toStrictEqual(whole.holder);
    expect(subscriptionOfStored(storedSubscription(whole.subscription, keys))).toStrictEqual(
      whole.subscription,
    );
  });

  it('are not taken from whoever writes a record: what it says beside an image is left out', () => {
    const forged = { ...holder, authorisation: { imageId: 'a', sha256: 'b', key: 'c' } };
    const { texts } = storedHolder(forged);
    expect(imagesOfStored(texts).get('a')).toEqual({ sha256: 'b' });
  });

  it('are of images alone: every field that may name one is known, whoever it is of', () => {
    for (const kind of HOLDER_KINDS) {
      const record = completeRecord({ kind });
      const { texts } = storedHolder(record.holder);
      const naming = Object.keys(texts).filter((name) => texts[name]?.includes('"imageId"') === true);
      expect(
        naming.every((name) => isImageField(fieldOfStored(name))),
        kind,
      ).toBe(true);
      expect(naming.length).toBeGreaterThan(0);
    }
  });
});
