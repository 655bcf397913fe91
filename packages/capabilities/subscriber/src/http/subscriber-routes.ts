import { route, type Route } from '@temkin/http';
import { shownView, type IndexQuestion } from '../domain/index.ts';
import type { amendSubscriber } from '../usecases/amend-subscriber.ts';
import type { readSubscriber } from '../usecases/read-subscriber.ts';
import type { searchSubscribers } from '../usecases/search-subscribers.ts';
import { amendSubscriberSpec, readSubscriberSpec, searchSubscribersSpec } from './subscriber-specs.ts';
import { basisIn } from './upon-one.ts';

export interface SubscriberUsecases {
  readonly searchSubscribers: ReturnType<typeof searchSubscribers>;
  readonly readSubscriber: ReturnType<typeof readSubscriber>;
  readonly amendSubscriber: ReturnType<typeof amendSubscriber>;
}

/** The routes of people. */
export const subscriberRoutes = (usecases: SubscriberUsecases): readonly Route[] => [
  route(searchSubscribersSpec, async ({ caller, body }) => {
    const { purpose, transactionId, caseId, ...question } = body;
    const basisId = basisIn({ transactionId, caseId });
    const asked: IndexQuestion = question;
    const { receipt, ...found } = await usecases.searchSubscribers(caller, {
      question: asked,
      purpose,
      basisId,
    });
    return {
      body:
        found.matches === undefined
          ? { count: found.count }
          : {
              matches: found.matches.map(({ personId, kind, holder, subscription }) => ({
                personId,
                kind,
                holder: shownView(holder),
                ...(subscription !== undefined && { subscription }),
              })),
            },
      receipt,
    };
  }),
  route(readSubscriberSpec, async ({ caller, params, body }) => {
    const { purpose, fields, subscriptionId } = body;
    const { receipt, holder, guardian, representative, user, subscription, personId, kind } =
      await usecases.readSubscriber(caller, {
        personId: params.personId,
        purpose,
        basisId: basisIn(body),
        fields,
        ...(subscriptionId !== undefined && { subscriptionId }),
      });
    return {
      body: {
        personId,
        kind,
        holder: shownView(holder),
        ...(guardian !== undefined && { guardian: shownView(guardian) }),
        ...(representative !== undefined && { representative: shownView(representative) }),
        ...(user !== undefined && { user: shownView(user) }),
        ...(subscription !== undefined && { subscription: shownView(subscription) }),
      },
      receipt,
    };
  }),
  route(amendSubscriberSpec, async ({ caller, params, body }) => {
    const { personId, version, receipt } = await usecases.amendSubscriber(caller, { ...params, ...body });
    return { body: { personId, version }, receipt };
  }),
];
