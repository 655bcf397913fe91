import type { IdentitySimulator, SourceBehaviour } from '@temkin/identity';
import { fromBase64 } from '@temkin/kernel';
import type { IdentityAnswer, IdentityQuestion } from '@temkin/subscriber/domain';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { loopbackServer } from './loopback-server.ts';

/** What a source was asked over HTTP. */
export interface AskedSource {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type Body = Pick<IdentityQuestion, 'source' | 'identity' | 'name' | 'birthDate'> & { readonly face?: string };

const statusOf = (answer: IdentityAnswer): number => {
  if (answer.is === 'answered') return 200;
  return answer.is === 'unknown' ? 404 : 503;
};

/** A source of identities on this machine, of which a simulator has the list. */
export const identityServer = async (simulator: IdentitySimulator) => {
  const asked: AskedSource[] = [];
  let behaviour: SourceBehaviour = 'works';
  /** What is answered instead, whatever is asked. */
  let instead: { readonly status: number; readonly body: string } | undefined;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', headers } = request;
    const { face, ...body } = (await json(request)) as Body;
    asked.push({ method, path, authorization: String(headers.authorization), body });
    const send = (status: number, text: string): void => {
      response
        .writeHead(status, { 'content-type': 'application/json', location: 'https://elsewhere.example/' })
        .end(text);
    };
    if (instead !== undefined) {
      send(instead.status, instead.body);
      return;
    }
    if (behaviour === 'timeout') return;
    if (behaviour === 'outage') {
      send(503, body.name);
      return;
    }
    const question: IdentityQuestion = {
      ...body,
      verificationId: String(headers['idempotency-key']),
      tenant: 'demo',
      ...(face !== undefined && { face: fromBase64(face) ?? new Uint8Array() }),
    };
    const answer = await simulator.ask(question, new AbortController().signal);
    if (behaviour === 'answers-late') return;
    const { is: _, ...said } = answer;
    const code = answer.is === 'unknown' && { code: 'IDENTITY_UNKNOWN' };
    const at = 'answeredAt' in answer && { answeredAt: new Date(answer.answeredAt).toISOString() };
    send(statusOf(answer), JSON.stringify({ ...said, ...code, ...at }));
  };

  const server = await loopbackServer(serve);
  return {
    endpoint: server.endpoint,
    stop: server.stop,
    asked: (): readonly AskedSource[] => asked,
    behave: (as: SourceBehaviour): void => {
      behaviour = as;
    },
    insteadSay: (answer: { readonly status: number; readonly body: string } | undefined): void => {
      instead = answer;
    },
    reset: (): void => {
      asked.length = 0;
      [behaviour, instead] = ['works', undefined];
    },
  };
};
