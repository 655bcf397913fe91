import type { S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import { StoreUnavailable, type Clock } from '@temkin/kernel';

export interface StartExecutionOptions {
  /** Whose credentials, region and hash are used: a client of its own would be half a megabyte for one request. */
  readonly client: S3Client;
  /** The ARN of the state machine. */
  readonly machine: string;
  /** Where Step Functions listen; the region's own host where absent. */
  readonly endpoint?: string;
  readonly clock: Clock;
}

const ATTEMPTS = 3;

const ATTEMPT_MILLISECONDS = 5_000;

/**
 * Begins executions of a state machine (AWS Step Functions API Reference, "StartExecution"), each under a name: one that was begun
 * before is not begun again. Throws `StoreUnavailable` where it was not, or nobody says so: then say it again.
 */
export const startExecution = ({ client, machine, endpoint, clock }: StartExecutionOptions) => {
  const { credentials, region, sha256 } = client.config;
  const signer = new SignatureV4({ service: 'states', region, credentials, sha256 });

  const attempt = async (body: string): Promise<boolean> => {
    const url = new URL(endpoint ?? `https://states.${await region()}.amazonaws.com/`);
    const { headers } = await signer.sign(
      {
        method: 'POST',
        protocol: url.protocol,
        hostname: url.hostname,
        path: '/',
        headers: {
          host: url.host,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'AWSStepFunctions.StartExecution',
        },
        body,
      },
      { signingDate: new Date(clock.now()) },
    );
    const { host: _host, ...sent } = headers;
    const answer = await fetch(url, {
      method: 'POST',
      headers: sent,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(ATTEMPT_MILLISECONDS),
    });
    return answer.ok || /ExecutionAlreadyExists/.test(await answer.text());
  };

  return async (name: string, input: Readonly<Record<string, string>>): Promise<void> => {
    const body = JSON.stringify({ stateMachineArn: machine, name, input: JSON.stringify(input) });
    for (let at = 0; at < ATTEMPTS; at++) if (await attempt(body).catch(() => false)) return;
    throw new StoreUnavailable('an execution did not begin');
  };
};
