import type { NetworkVerdict } from '@temkin/caller-id/domain';
import type { OperatorSimulator } from '@temkin/operator';
import type { Clock } from '@temkin/kernel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { loopbackServer } from './loopback-server.ts';

/** What a company's operator was asked over HTTP. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly correlator: string;
  readonly body: unknown;
}

interface Wish {
  readonly callingParticipant: string;
  readonly calledParticipant: string;
  readonly timeToLive: number;
  readonly dynamicDisplayName: string;
  readonly callReason: string;
  readonly relationNum: string;
  readonly callerNum: string;
  readonly calleeNum: string;
  readonly duration: number;
  readonly caller: { readonly number: string };
  readonly callee: { readonly number: string };
  readonly presentedNumber: string;
}

const answerVerdict = (response: ServerResponse, verdict: NetworkVerdict, member: string): void => {
  if (verdict.outcome === 'conflict') response.writeHead(409).end(JSON.stringify({ code: 'CONFLICT' }));
  else if (verdict.outcome === 'unsupported')
    response.writeHead(422).end(JSON.stringify({ status: 422, code: 'SERVICE_NOT_APPLICABLE' }));
  else
    response
      .writeHead(201, { 'content-type': 'application/json' })
      .end(JSON.stringify({ [member]: verdict.lineId.replace(/^\w+\//, '') }));
};

/** An operator's API on this machine, of which a simulator is the network. A bearer token is its company's name, 32 characters long. */
export const operatorServer = async (simulator: OperatorSimulator, clock: Clock) => {
  const asked: Asked[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    const body = method === 'POST' ? ((await json(request)) as Wish) : undefined;
    const correlator = String(headers['x-correlator']);
    asked.push({ method, path: url, authorization: String(headers.authorization), correlator, body });
    const tenant = String(headers.authorization).replace(/^Bearer (.*?)-*$/, '$1');
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const named = { tenant, intentId: correlator };
    try {
      if (body === undefined) {
        const lineId = url.replace(/^.*\/(binding|call)s\//, '$1/');
        await simulator.release({ tenant, lineId }, gone.signal);
        response.writeHead(204).end();
      } else if (url.endsWith('/pre-announce')) {
        const verdict = await simulator.announce(
          {
            ...named,
            calling: body.callingParticipant,
            called: body.calledParticipant,
            displayName: body.dynamicDisplayName,
            reason: body.callReason,
            timeToLiveSeconds: body.timeToLive,
          },
          gone.signal,
        );
        response.writeHead(verdict.outcome === 'done' ? 204 : 404).end();
      } else if (url.endsWith('/bindings')) {
        const { relationNum: number, callerNum: caller, calleeNum: callee, duration } = body;
        const expiresAt = clock.now() + duration * 1_000;
        const verdict = await simulator.bind({ ...named, number, caller, callee, expiresAt }, gone.signal);
        answerVerdict(response, verdict, 'subscriptionId');
      } else {
        const { presentedNumber: number, caller, callee } = body;
        const ends = { caller: caller.number, callee: callee.number };
        answerVerdict(
          response,
          await simulator.ringBack({ ...named, number, ...ends }, gone.signal),
          'callId',
        );
      }
    } catch {
      // Quotes what it was asked, as an operator might.
      response.writeHead(503).end(JSON.stringify(body ?? ''));
    }
  };
  return { ...(await loopbackServer(serve)), asked };
};

/** The secret of a company's account with that operator. */
export const operatorSecret = (tenant: string): string => tenant.padEnd(32, '-');
