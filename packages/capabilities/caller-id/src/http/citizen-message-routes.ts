import { publicRoute, type PublicRoute } from '@temkin/http';
import type { answerCitizen } from '../usecases/answer-citizen.ts';
import { answerCitizenSpec } from './citizen-message-spec.ts';

export interface CitizenMessageUsecases {
  readonly answerCitizen: ReturnType<typeof answerCitizen>;
}

/** What was signed, as it was sent: a mark at its beginning is part of it. */
const contentOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** The route by which a company's gateway hands on texts and keys. The signature is the proof. */
export const citizenMessageRoutes = (usecases: CitizenMessageUsecases): readonly PublicRoute[] => [
  publicRoute(answerCitizenSpec, async ({ params, headers, bytes }) => ({
    body: await usecases.answerCitizen(params.company, {
      id: headers['webhook-id'] ?? '',
      timestamp: headers['webhook-timestamp'] ?? '',
      signature: headers['webhook-signature'] ?? '',
      content: contentOf(bytes),
    }),
  })),
];
