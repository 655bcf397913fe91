import { clientCredentials, temkinClient, type TemkinClient } from '@temkin/client';

/** One client for the whole process: it keeps the token, and asks for the next when it must. */
export const connect = (origin: string, tokenUrl: string, clientSecret: string): TemkinClient =>
  temkinClient({
    origin,
    accessTokens: clientCredentials({
      tokenUrl,
      clientId: 'order-system',
      clientSecret,
      scopes: ['parcels:issue', 'parcels:read'],
    }),
  });
