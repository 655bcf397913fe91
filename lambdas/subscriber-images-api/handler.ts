import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { rightsProblems, subscriberProblems } from '@temkin/subscriber';
import { httpFunction } from '../http-function.ts';
import { comparisons, environment, ground, images } from './dependencies.ts';

await cryptoReady;

/** HTTP API: images of people who hold numbers, brought and looked at; and in what systems differ from the registry. */
export const handler = httpFunction(ground, environment, {
  routes: [...images.routes, ...comparisons.routes],
  problems: { ...generalProblems, ...subscriberProblems, ...rightsProblems },
});
