import {
  MAX_ANNOUNCEMENT_SECONDS,
  type AnnouncementVerdict,
  type Binding,
  type CallNetwork,
  type Msisdn,
  type NetworkVerdict,
  type RingBack,
} from '@temkin/caller-id/domain';
import { isGatewayUrl, type Clock } from '@temkin/kernel';
import * as z from 'zod';
import { boundedJson } from './bounded-json.ts';

/** A company's account with its operator, or with the gateway that speaks to several. */
export interface OperatorAccount {
  /** What paths are appended to: see `isGatewayUrl`. */
  readonly url: string;
  /** Bearer token; 32 characters at least. */
  readonly secret: string;
  /** Names the company's brand with the operator (CAMARA brand registration), where it has one there. */
  readonly registrationId?: string;
}

export interface HttpCallNetworkOptions {
  /** The account of a company; undefined where it has none, so that its calls go without a network. */
  readonly accountOf: (tenant: string) => OperatorAccount | undefined;
  readonly clock: Clock;
  /** How long one answer may take. */
  readonly timeoutMilliseconds?: number;
}

const TIMEOUT_MILLISECONDS = 2_000;

const MIN_SECRET_LENGTH = 32;

/** CAMARA's CallId, and short enough to be kept beside the call. */
const id = z.string().regex(/^[\w.~:-]{1,128}$/);

const bound = z.object({ subscriptionId: id });

const calling = z.object({ callId: id });

/** CAMARA's ErrorInfo, of which the code alone is looked at. */
const errorInfo = z.object({ code: z.string().max(100) });

/** What no repetition changes: there is no such service (RFC 9110, 15.5.5, 15.5.6 and 15.6.2). */
const NO_SUCH_SERVICE: ReadonlySet<number> = new Set([404, 405, 501]);

/** By which an operator says so in CAMARA's words, beside 422. */
const NOT_APPLICABLE: ReadonlySet<string> = new Set(['SERVICE_NOT_APPLICABLE', 'UNSUPPORTED_IDENTIFIER']);

/** A line's name says what it is: the two are released at different places. */
const LINE_PATHS = { binding: 'bindings', call: 'calls' } as const;

type LineKind = keyof typeof LINE_PATHS;

/**
 * What says that a line is over: it is not there, or was released before; 409 of ClickToDial that the call has ended. A binding that is
 * not released because somebody talks over it is there still.
 */
const OVER: Readonly<Record<LineKind, readonly number[]>> = { binding: [404, 410], call: [404, 409, 410] };

/** Whether an answer says that there is no such service for that company. Reads the answer. */
const isUnsupported = async (answer: Response): Promise<boolean> => {
  if (NO_SUCH_SERVICE.has(answer.status)) {
    await answer.body?.cancel();
    return true;
  }
  const { code } = (await boundedJson(answer, errorInfo)) ?? {};
  return answer.status === 422 && code !== undefined && NOT_APPLICABLE.has(code);
};

/** Digits at the end of a number by which it is known, however its beginning is written. */
const KNOWN_BY_DIGITS = 8;

/** Whether a line's name says whom it leads to: it is kept for as long as calls are, and the number is not. */
const quotes = (name: string, ends: readonly Msisdn[]): boolean => {
  const digits = name.replace(/\D/g, '');
  return ends.some((end) => digits.includes(end.slice(-KNOWN_BY_DIGITS)));
};

const failed = (answer: Response): Error => new Error(`the network answered ${answer.status}`);

/**
 * An operator's network over HTTP: pre-announcement by CAMARA VerifiedCaller r1.3, ring-back by CAMARA ClickToDial (with one
 * member more, `presentedNumber`, which that API leaves to the account), and masking by the words that AXB services have in common
 * (`relationNum`, `callerNum`, `calleeNum`, `duration`, `subscriptionId`). Every wish bears the intent's id as `x-correlator`,
 * by which the far side keeps it once. Follows no redirect, reads a few lines of each answer and believes only their shape.
 * What it throws quotes neither a number nor an answer.
 */
export const httpCallNetwork = ({
  accountOf,
  clock,
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
}: HttpCallNetworkOptions): CallNetwork => {
  const accountFor = (tenant: string): OperatorAccount | undefined => {
    const account = accountOf(tenant);
    if (account === undefined) return undefined;
    if (!isGatewayUrl(account.url))
      throw new Error('an operator is spoken to at an HTTPS address of a public name');
    if (account.secret.length < MIN_SECRET_LENGTH)
      throw new Error(`the secret of an operator's account has at least ${MIN_SECRET_LENGTH} characters`);
    return account;
  };

  const send = (
    { url, secret }: OperatorAccount,
    request: {
      readonly method: string;
      readonly path: string;
      readonly name: string;
      readonly body?: unknown;
    },
    signal: AbortSignal,
  ): Promise<Response> =>
    fetch(`${url.replace(/\/+$/, '')}/${request.path}`, {
      method: request.method,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds)]),
      headers: {
        authorization: `Bearer ${secret}`,
        'x-correlator': request.name,
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    });

  const open = async <Shape>(
    kind: LineKind,
    wish: Pick<RingBack, 'tenant' | 'intentId' | 'caller' | 'callee'> & { readonly body: unknown },
    { schema, idOf }: { readonly schema: z.ZodType<Shape>; readonly idOf: (shape: Shape) => string },
    signal: AbortSignal,
  ): Promise<NetworkVerdict> => {
    signal.throwIfAborted();
    const account = accountFor(wish.tenant);
    if (account === undefined) return { outcome: 'unsupported' };
    const request = { method: 'POST', path: LINE_PATHS[kind], name: wish.intentId, body: wish.body };
    const answer = await send(account, request, signal);
    if (answer.ok) {
      const shape = await boundedJson(answer, schema);
      if (shape === undefined) throw new Error('the network names no line');
      const name = idOf(shape);
      if (quotes(name, [wish.caller, wish.callee])) throw new Error('the network names a line by a number');
      return { outcome: 'done', lineId: `${kind}/${name}` };
    }
    if (answer.status === 409) {
      await answer.body?.cancel();
      return { outcome: 'conflict' };
    }
    if (await isUnsupported(answer)) return { outcome: 'unsupported' };
    throw failed(answer);
  };

  return {
    announce: async (announcement, signal): Promise<AnnouncementVerdict> => {
      signal.throwIfAborted();
      const account = accountFor(announcement.tenant);
      if (account === undefined) return { outcome: 'unsupported' };
      const body = {
        callingParticipant: announcement.calling,
        calledParticipant: announcement.called,
        strategy: 'BRAND_DISPLAY',
        timeToLive: Math.min(announcement.timeToLiveSeconds, MAX_ANNOUNCEMENT_SECONDS),
        ...(account.registrationId !== undefined && { registrationId: account.registrationId }),
        dynamicDisplayName: announcement.displayName,
        callReason: announcement.reason,
      };
      const request = { method: 'POST', path: 'pre-announce', name: announcement.intentId, body };
      const answer = await send(account, request, signal);
      // 201 has a body that is "reserved for future use", 204 none; 409 says that it was announced already.
      if (answer.ok || answer.status === 409) {
        await answer.body?.cancel();
        return { outcome: 'done' };
      }
      if (await isUnsupported(answer)) return { outcome: 'unsupported' };
      throw failed(answer);
    },

    bind: ({ tenant, intentId, number, caller, callee, expiresAt }: Binding, signal) => {
      const duration = Math.max(1, Math.ceil((expiresAt - clock.now()) / 1_000));
      const body = { relationNum: number, callerNum: caller, calleeNum: callee, duration };
      const read = { schema: bound, idOf: ({ subscriptionId }: z.infer<typeof bound>) => subscriptionId };
      return open('binding', { tenant, intentId, caller, callee, body }, read, signal);
    },

    ringBack: ({ tenant, intentId, number, caller, callee }, signal) => {
      const body = {
        caller: { number: caller },
        callee: { number: callee },
        presentedNumber: number,
        recordingEnabled: false,
      };
      const read = { schema: calling, idOf: ({ callId }: z.infer<typeof calling>) => callId };
      return open('call', { tenant, intentId, caller, callee, body }, read, signal);
    },

    release: async ({ tenant, lineId }, signal) => {
      signal.throwIfAborted();
      const account = accountFor(tenant);
      const [, found, name] = /^(binding|call)\/([\w.~:-]{1,128})$/.exec(lineId) ?? [];
      if (account === undefined || found === undefined || name === undefined) return;
      const kind = found as LineKind;
      const path = `${LINE_PATHS[kind]}/${encodeURIComponent(name)}`;
      const answer = await send(account, { method: 'DELETE', path, name }, signal);
      await answer.body?.cancel();
      if (!answer.ok && !OVER[kind].includes(answer.status)) throw failed(answer);
    },
  };
};
