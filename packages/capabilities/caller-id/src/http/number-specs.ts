import { pageLimit, routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { NUMBER_STATES } from '../domain/index.ts';

const keeping = {
  tag: 'Verified calls',
  access: { scope: 'numbers:admin', roles: ['staff-admin'] },
} as const;

const limit = pageLimit(100, 50);

const sentNumber = z
  .string()
  .min(1)
  .max(32)
  .meta({ description: 'A Vietnamese telephone number, E.164 or with a leading 0.' });

/** Longer than any name that fits: what fits is told by its channel, with the name's own problem. */
const sentName = (description: string) => z.string().min(1).max(280).meta({ description });

const fields = {
  number: z.string().meta({ description: 'E.164.' }),
  brandName: z.string(),
  displayName: z.string(),
  longName: z.string(),
  state: z.enum(NUMBER_STATES),
  addedAt: z.iso.datetime(),
  retiredAt: z.iso.datetime().exactOptional(),
};

const poolNumber = once(() => z.strictObject(fields).meta({ id: 'PoolNumber' }));

export const addNumberSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/numbers',
  action: 'number.add',
  summary: 'Add a number to the pool',
  description:
    'With the names by which its calls are shown. A number belongs to one company. Two people must agree: ask again, in the ' +
    'same words, once somebody has.',
  body: () =>
    z
      .strictObject({
        number: sentNumber,
        brandName: sentName('Voice brand name: at most 11 Latin letters, digits and single blanks.'),
        displayName: sentName('At most 32 Latin letters (with diacritics), digits and single blanks.'),
        longName: sentName('The same, at most 35.'),
      })
      .meta({ id: 'NewPoolNumber' }),
  creates: true,
  twoPerson: true,
  success: { status: 201, description: 'The number is in the pool.', body: poolNumber },
  problems: [
    'CALL.NUMBER_INVALID',
    'CALL.NAME_INVALID',
    'CALL.NUMBER_EXISTS',
    'CALL.NUMBER_NOT_AVAILABLE',
    'CALL.CHANGED',
  ],
});

export const listNumbersSpec = routeSpec({
  ...keeping,
  method: 'GET',
  path: '/v1/numbers',
  action: 'number.list',
  summary: 'List the pool',
  description: 'Numbers of the own company in order, retired ones among them.',
  query: () =>
    z.strictObject({
      limit,
      cursor: z
        .string()
        .regex(/^\+\d{1,15}$/)
        .exactOptional(),
    }),
  success: {
    status: 200,
    description: 'A page of numbers.',
    body: () =>
      z.strictObject({ numbers: z.array(poolNumber()).readonly(), cursor: z.string().exactOptional() }),
  },
  problems: [],
});

export const retireNumberSpec = routeSpec({
  ...keeping,
  method: 'POST',
  path: '/v1/numbers/retire',
  action: 'number.retire',
  summary: 'Retire a number',
  description:
    'No call is declared by it any more, from now on and by the word of one person: somebody may be misusing it. Calls that it ' +
    'made can still be checked, and for 91 days it belongs to nobody else. What is retired stays so.',
  body: () => z.strictObject({ number: sentNumber }),
  success: { status: 200, description: 'The number as it is now.', body: poolNumber },
  problems: ['CALL.NUMBER_UNKNOWN', 'CALL.CHANGED'],
});

/** Specifications of the pool's routes. */
export const numberSpecs = [addNumberSpec, listNumbersSpec, retireNumberSpec];
