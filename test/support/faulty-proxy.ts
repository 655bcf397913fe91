import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { loopbackServer, type LoopbackServer } from './loopback-server.ts';

/** What becomes of one request: whether the store sees it, and what the sender sees. */
export interface Fault {
  readonly forwarded: boolean;
  /** `drop` closes the connection, `hang` never answers, `stall` answers half and then nothing. */
  readonly answer: 'drop' | 'hang' | 'stall' | { readonly status: number; readonly body: object };
}

export interface FaultyProxy extends LoopbackServer {
  /** The bodies of the requests seen since the last plan. */
  readonly bodies: readonly string[];
  /** Forgets what was seen; lets the next requests suffer these faults in turn, and those after them `ever` or none. */
  readonly plan: (faults: readonly Fault[], ever?: Fault) => void;
}

const AWS_JSON = 'application/x-amz-json-1.0';

/** An error in the form of DynamoDB's protocol. */
export const errorAnswer = (status: number, type: string, more: object = {}): Fault['answer'] => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'told to', ...more },
});

const forward = async (target: string, { headers }: IncomingMessage, body: string) => {
  const kept = Object.entries(headers).filter(
    ([name]) => name === 'authorization' || name.startsWith('x-amz-'),
  );
  const answer = await fetch(target, {
    method: 'POST',
    headers: {
      ...Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      'content-type': AWS_JSON,
    },
    body,
  });
  return { status: answer.status, text: await answer.text() };
};

const suffer = (response: ServerResponse, answer: Fault['answer']): void => {
  if (answer === 'hang') return;
  if (answer === 'drop') {
    response.destroy();
  } else if (answer === 'stall') {
    response.writeHead(200, { 'content-type': AWS_JSON, 'content-length': 100 }).write('{');
  } else {
    response.writeHead(answer.status, { 'content-type': AWS_JSON }).end(JSON.stringify(answer.body));
  }
};

/** Stands between a client and the store on a loopback port and spoils, request by request, what it is told to. */
export const faultyProxy = async (target: string): Promise<FaultyProxy> => {
  let planned: Fault[] = [];
  let always: Fault | undefined;
  const bodies: string[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    bodies.push(body);
    const fault = planned.shift() ?? always;
    const answered = fault?.forwarded === false ? undefined : await forward(target, request, body);
    if (fault !== undefined) suffer(response, fault.answer);
    else response.writeHead(answered?.status ?? 500, { 'content-type': AWS_JSON }).end(answered?.text);
  };

  const server = await loopbackServer(serve);
  return {
    ...server,
    bodies,
    plan: (faults, ever) => {
      planned = [...faults];
      always = ever;
      bodies.length = 0;
    },
  };
};
