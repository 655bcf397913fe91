import {
  FORMS_VERSION,
  identityText,
  normalizeAddress,
  normalizeBirthDate,
  normalizeIdentityNumber,
  normalizeMsisdn,
  normalizeName,
  readPersonalNumber,
  type Address,
  type IdentityNumber,
} from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import addresses from './address.json' with { type: 'json' };
import dates from './birth-date.json' with { type: 'json' };
import identities from './identity-number.json' with { type: 'json' };
import numbers from './msisdn.json' with { type: 'json' };
import names from './person-name.json' with { type: 'json' };

/** The value of a verdict, or its fault: what a vector says in one word. */
const said = (
  verdict: { readonly ok: true; readonly value: string } | { readonly ok: false; readonly fault: string },
): string => (verdict.ok ? verdict.value : verdict.fault);

/** A form that changes makes blind indexes miss: another version, and indexes made anew. */
describe('the frozen forms of version 2', () => {
  it('are those that the vectors were written for', () => {
    for (const { version } of [addresses, dates, identities, numbers, names])
      expect(version).toBe(FORMS_VERSION);
  });

  it.each(numbers.person)("of a person's number: %j", (text = '', form = '') => {
    expect(said(normalizeMsisdn(text))).toBe(form);
  });

  it.each(numbers.machine)("of a machine's number: %j", (text = '', form = '') => {
    expect(said(normalizeMsisdn(text, 'machine'))).toBe(form);
  });

  it.each(identities.numbers as [IdentityNumber, string][])('of an identity number: %j', (identity, form) => {
    const verdict = normalizeIdentityNumber(identity);
    expect(verdict.ok ? identityText(verdict.value) : verdict.fault).toBe(form);
  });

  it.each(identities.readings as [string, object][])(
    'and what a personal number says: %s',
    (number, reading) => {
      expect(readPersonalNumber(number)).toStrictEqual(reading);
    },
  );

  it.each(names.names)('of a name: %j', (text = '', ...[printed, search, plain, anyOrder]) => {
    expect(normalizeName(text)).toStrictEqual({ ok: true, value: { printed, search, plain, anyOrder } });
  });

  it.each(names.faults)('of what is no name: %j', (text = '', fault = '') => {
    expect(normalizeName(text)).toStrictEqual({ ok: false, fault });
  });

  it.each(names.organisations)("of an organisation's name: %j", (text = '', search = '', plain = '') => {
    expect(normalizeName(text, 'organisation')).toMatchObject({
      ok: true,
      value: { printed: text, search, plain },
    });
  });

  it.each(dates.dates)('of a birth date: %j', (text = '', form = '') => {
    expect(said(normalizeBirthDate(text))).toBe(form);
  });

  it.each(addresses.addresses as [Address, string[]][])('of an address: %j', (address, communes) => {
    expect(normalizeAddress(address)).toStrictEqual({
      ok: true,
      value: { printed: address.printed, communes },
    });
  });

  it.each(addresses.faults as [Address, string][])('of what is no address: %j', (address, fault) => {
    expect(normalizeAddress(address)).toStrictEqual({ ok: false, fault });
  });
});
