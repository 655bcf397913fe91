import { pendingAnswer, route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { PoolNumber } from '../domain/index.ts';
import type { addNumber } from '../usecases/add-number.ts';
import type { listNumbers } from '../usecases/list-numbers.ts';
import type { retireNumber } from '../usecases/retire-number.ts';
import { addNumberSpec, listNumbersSpec, retireNumberSpec } from './number-specs.ts';

export interface NumberUsecases {
  readonly addNumber: ReturnType<typeof addNumber>;
  readonly listNumbers: ReturnType<typeof listNumbers>;
  readonly retireNumber: ReturnType<typeof retireNumber>;
}

const numberView = ({ number, brandName, displayName, longName, state, addedAt, retiredAt }: PoolNumber) => ({
  number,
  brandName,
  displayName,
  longName,
  state,
  addedAt: rfc3339(addedAt),
  ...(retiredAt !== undefined && { retiredAt: rfc3339(retiredAt) }),
});

/** The routes of a company's pool of numbers. */
export const numberRoutes = (usecases: NumberUsecases): readonly Route[] => [
  route(addNumberSpec, async ({ caller, body, seed }) => {
    const added = await usecases.addNumber(caller, body, seed);
    if (added.state === 'pending') return pendingAnswer(added);
    const { number, receipt } = added;
    return { body: numberView(number), ...(receipt !== undefined && { receipt }) };
  }),
  route(listNumbersSpec, async ({ caller, query: { limit, cursor } }) => {
    const { entries, next } = await usecases.listNumbers(caller, {
      limit,
      ...(cursor !== undefined && { after: cursor }),
    });
    return { body: { numbers: entries.map(numberView), ...(next !== undefined && { cursor: next }) } };
  }),
  route(retireNumberSpec, async ({ caller, body }) => {
    const { number, receipt } = await usecases.retireNumber(caller, body.number);
    return { body: numberView(number), ...(receipt !== undefined && { receipt }) };
  }),
];
