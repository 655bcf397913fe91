import { maskName } from '@temkin/kernel';
import type { AmendedDelivery } from './amendments.ts';

/** A word that has a digit: the number of a house, a flat or an alley, or a telephone's. */
const NUMBERED = /\S*\p{N}\S*/gu;

/** The last part of an address line, street or hamlet, with a star for each word that has a digit. */
const maskStreet = (street: string): string => {
  const parts = street.normalize('NFKC').split(',');
  return (parts.at(-1) ?? '').trim().replaceAll(NUMBERED, '*');
};

/** Enough to recognise an address that somebody names on the telephone, and not enough to go there. */
export const maskedDelivery = ({
  recipientName,
  street,
  communeCode,
  deliveryWindow,
  substituteName,
}: AmendedDelivery): AmendedDelivery => ({
  recipientName: maskName(recipientName),
  street: maskStreet(street),
  communeCode,
  ...(deliveryWindow !== undefined && { deliveryWindow }),
  ...(substituteName !== undefined && { substituteName: maskName(substituteName) }),
});
