import type { FunctionName } from '../../cdk/functions.ts';
import type { Deployment } from './deployment.ts';
import { presignatureOf } from './presigned-s3.ts';

/** A signed request, as an answer has it. */
export interface SignedTransfer {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** As whom functions sign. */
const SIGNATORY = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * Follows a signed address of the registry's bucket, whose name nobody on this machine resolves, to the simulator of the function that signed it: that
 * function's policy is what the address lends. What is signed is held against what is sent.
 */
export const followSigned = async (
  system: Pick<Deployment, 'functions'>,
  signer: FunctionName,
  { method, url, headers }: SignedTransfer,
  body?: Uint8Array,
): Promise<Response> => {
  const { host, pathname, search, searchParams } = new URL(url);
  const [bucket] = host.split('.s3.');
  const sent = new Headers(headers.map(({ name, value }): [string, string] => [name, value]));
  const signed = new Request(url, { method, headers: sent });
  if (body !== undefined) signed.headers.set('content-length', String(body.length));
  if (presignatureOf(signed, SIGNATORY) !== searchParams.get('X-Amz-Signature'))
    throw new Error('what is sent is not what was signed');
  const { endpoint } = system.functions[signer].gates.s3;
  return fetch(`${endpoint}/${bucket ?? ''}${pathname}${search}`, {
    method,
    headers: sent,
    ...(body !== undefined && { body: Uint8Array.from(body) }),
  });
};
