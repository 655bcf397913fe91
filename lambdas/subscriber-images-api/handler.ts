import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { rightsProblems, subscriberProblems } from '@temkin/subscriber';
import { httpFunction } from '../http-function.ts';
import { environment, ground, images } from './dependencies.ts';

await cryptoReady;

/** HTTP API: images of people who hold numbers, brought and looked at. */
export const handler = httpFunction(ground, environment, {
  routes: images.routes,
  problems: { ...generalProblems, ...subscriberProblems, ...rightsProblems },
});
