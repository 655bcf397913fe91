import type { PreTokenGenerationV2TriggerEvent, PreTokenGenerationV3TriggerEvent } from 'aws-lambda';
import { tenantOf, type TokenRequest } from './tenant-of.ts';

type Event = PreTokenGenerationV2TriggerEvent | PreTokenGenerationV3TriggerEvent;

/**
 * Cognito, before an access token is made: adds the claim `tenant`. A token without tenant is of no use here, so a person
 * or client that belongs to none gets no token at all.
 */
export const handler = async (event: Event): Promise<Event> => {
  const { request }: { request: TokenRequest } = event;
  const tenant = tenantOf(request);
  if (tenant === undefined) throw new Error('This client or person belongs to no tenant.');
  event.response = {
    claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { tenant } } },
  };
  return event;
};
