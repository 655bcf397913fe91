import { kmsClient } from '@temkin/aws';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  KmsFault,
  kmsOperations,
  type KmsKeySpec,
  type KmsOperation,
  type KmsRequest,
} from './kms-operations.ts';
import { loopbackServer, type LoopbackServer } from './loopback-server.ts';

/** A call as it reached the server, whatever became of it. */
export interface KmsCall {
  readonly operation: KmsOperation;
  /** As the request named it. */
  readonly keyId: string;
  /** The encryption context; empty where there is none. */
  readonly context: Readonly<Record<string, string>>;
}

/** What a key policy and a role's policies come to. */
export type KmsPolicy = (
  operation: KmsOperation,
  keyId: string,
  context: KmsCall['context'],
) => 'allow' | 'deny';

/**
 * What becomes of one call: `drop` closes the connection, `hang` never answers, `stall` answers half and then nothing,
 * `garble` answers what is no JSON.
 */
export type KmsTrouble =
  'throttle' | 'internal-error' | 'access-denied' | 'drop' | 'hang' | 'stall' | 'garble';

export interface KmsSimulator extends LoopbackServer {
  /** Calls since the start or the last `plan`, in order. */
  readonly calls: readonly KmsCall[];
  /** Makes a key and answers its ARN; calls may name it by that or by its id. */
  readonly createKey: (spec: KmsKeySpec, id?: string) => string;
  /** Forgets the calls; lets the next ones suffer these troubles in turn, and those after them `ever` or none. */
  readonly plan: (troubles: readonly KmsTrouble[], ever?: KmsTrouble) => void;
  /** From now on asks this before every operation; at first everything is allowed. */
  readonly govern: (policy: KmsPolicy) => void;
}

const AWS_JSON = 'application/x-amz-json-1.1';
const TARGET = /^TrentService\.(GenerateDataKey|Decrypt|Sign|GetPublicKey)$/;
const ARN = 'arn:aws:kms:local:000000000000:key/';

const TROUBLES = {
  throttle: new KmsFault('ThrottlingException'),
  'internal-error': new KmsFault('KMSInternalException', 500),
  'access-denied': new KmsFault('AccessDeniedException'),
} as const;

const answer = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { 'content-type': AWS_JSON }).end(body);
};

/**
 * A key service on a loopback port that speaks the protocol of KMS (AWS JSON 1.1) with real cryptography, counts what it
 * is asked, and fails as it is told to. It takes every signature for good.
 */
export const kmsSimulator = async (): Promise<KmsSimulator> => {
  const keys = new Map<string, ReturnType<typeof kmsOperations>>();
  const calls: KmsCall[] = [];
  let planned: KmsTrouble[] = [];
  let always: KmsTrouble | undefined;
  let policy: KmsPolicy | undefined;

  const perform = ({ operation, keyId, context }: KmsCall, request: KmsRequest): object => {
    if (policy?.(operation, keyId, context) === 'deny') throw new KmsFault('AccessDeniedException');
    const id = keyId.startsWith(ARN) ? keyId.slice(ARN.length) : keyId;
    const operations = keys.get(id);
    if (operations === undefined) throw new KmsFault('NotFoundException');
    const work = operations[operation];
    if (work === undefined) throw new KmsFault('InvalidKeyUsageException');
    return { KeyId: ARN + id, ...work(request) };
  };

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = JSON.parse(await text(message)) as KmsRequest;
    const [, operation] = TARGET.exec(String(message.headers['x-amz-target'])) ?? [];
    if (operation === undefined) throw new KmsFault('UnknownOperationException');
    const call: KmsCall = {
      operation: operation as KmsOperation,
      keyId: request.KeyId ?? '',
      context: request.EncryptionContext ?? {},
    };
    calls.push(call);
    const trouble = planned.shift() ?? always;
    if (trouble === 'hang') return;
    if (trouble === 'drop') {
      response.destroy();
      return;
    }
    if (trouble === 'stall') {
      response.writeHead(200, { 'content-type': AWS_JSON, 'content-length': 100 }).write('{');
      return;
    }
    if (trouble !== undefined && trouble !== 'garble') throw TROUBLES[trouble];
    const body = JSON.stringify(perform(call, request));
    answer(response, 200, trouble === 'garble' ? body.replaceAll(':"', ':x"') : body);
  };

  const server = await loopbackServer(async (message, response) => {
    try {
      await serve(message, response);
    } catch (error) {
      if (!(error instanceof KmsFault)) throw error;
      answer(response, error.status, JSON.stringify({ __type: error.type, message: 'told to' }));
    }
  });

  return {
    ...server,
    calls,
    createKey: (spec, id = randomUUID()) => {
      keys.set(id, kmsOperations(spec));
      return ARN + id;
    },
    plan: (troubles, ever) => {
      planned = [...troubles];
      always = ever;
      calls.length = 0;
    },
    govern: (chosen) => {
      policy = chosen;
    },
  };
};

/** A client of a key service that verifies no signatures, as the product makes its own. */
export const testKmsClient = (endpoint: string): ReturnType<typeof kmsClient> =>
  kmsClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
