import { Refusal } from '@temkin/kernel';
import type { DemoParcel } from './parcels.ts';

export interface IssuedParcel {
  readonly parcelId: string;
  readonly waybillNumber: string;
  readonly token: string;
}

/** An answer of the API with its receipt. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  /** Event id of the `Audit-Event` header. */
  readonly auditEvent?: string;
}

interface Scan {
  readonly waybillNumber: string;
  readonly event: string;
  readonly holder: { readonly type: 'facility' | 'shift'; readonly id: string };
}

/**
 * The demo talks to its own server as others would: over HTTP, with a token of the embedded issuer. All but `send` throw
 * a `Refusal` with the API's code where they are refused, be it in part.
 */
export interface DemoClient {
  as(persona: string): {
    send<Body>(method: string, path: string, body?: unknown, idempotencyKey?: string): Promise<Answer<Body>>;
    issueBatch(
      parcels: readonly DemoParcel[],
      idempotencyKey?: string,
    ): Promise<{ readonly results: readonly IssuedParcel[] }>;
    openShift(
      shipper: string,
      facility: string,
      idempotencyKey?: string,
    ): Promise<{ readonly shiftId: string }>;
    recordCustody(scans: readonly Scan[], idempotencyKey?: string): Promise<void>;
  };
}

const succeeded = <Body>(answer: Answer<Body>): Body => {
  if (answer.status < 300) return answer.body;
  const { code } = answer.body as { readonly code?: string };
  throw code === undefined ? new Error(`the API answered ${answer.status}`) : new Refusal(code);
};

/** A client over any `fetch`; `tokenOf` asks the issuer once per persona. */
export const demoClient = (origin: string, tokenOf: (persona: string) => Promise<string>): DemoClient => {
  const tokens = new Map<string, Promise<string>>();
  const tokenFor = (persona: string): Promise<string> => {
    const token = tokens.get(persona) ?? tokenOf(persona);
    tokens.set(persona, token);
    return token;
  };

  return {
    as: (persona) => {
      const send = async <Body>(
        method: string,
        path: string,
        body?: unknown,
        idempotencyKey?: string,
      ): Promise<Answer<Body>> => {
        const response = await fetch(origin + path, {
          method,
          headers: {
            authorization: `Bearer ${await tokenFor(persona)}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(60_000),
        });
        const auditEvent = response.headers.get('audit-event')?.split(';')[0];
        return {
          status: response.status,
          body: (await response.json()) as Body,
          ...(auditEvent !== undefined && { auditEvent }),
        };
      };

      return {
        send,
        issueBatch: async (parcels, idempotencyKey) => {
          const { results } = succeeded(
            await send<{ results: readonly { parcel?: IssuedParcel; problem?: { code: string } }[] }>(
              'POST',
              '/v1/parcels/batch',
              { parcels },
              idempotencyKey,
            ),
          );
          return {
            results: results.map(({ parcel, problem }) => {
              if (parcel === undefined) throw new Refusal(problem?.code ?? 'no code');
              return parcel;
            }),
          };
        },
        openShift: async (shipper, facility, idempotencyKey) =>
          succeeded(
            await send<{ shiftId: string }>('POST', '/v1/shifts', { shipper, facility }, idempotencyKey),
          ),
        recordCustody: async (events, idempotencyKey) => {
          const { results } = succeeded(
            await send<{ results: readonly { problem?: { code: string } }[] }>(
              'POST',
              '/v1/custody-events',
              { events },
              idempotencyKey,
            ),
          );
          const refused = results.find(({ problem }) => problem !== undefined);
          if (refused?.problem !== undefined) throw new Refusal(refused.problem.code);
        },
      };
    },
  };
};
