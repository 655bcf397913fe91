import { s3Client, startExecution } from '@temkin/aws';
import { systemClock } from '@temkin/kernel';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { loopbackServer } from '../support/loopback-server.ts';

/** Step Functions that answer so, one request after the other, and what they were asked. */
const machines = async (answers: readonly (readonly [number, string])[]) => {
  const asked: { readonly headers: IncomingMessage['headers']; readonly body: unknown }[] = [];
  const server = await loopbackServer(async (request, response) => {
    const [status, body] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, ''];
    asked.push({ headers: request.headers, body: JSON.parse(await text(request)) });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
  onTestFinished(() => server.stop());
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const client = s3Client({ region: 'ap-southeast-1', credentials, endpoint: server.endpoint });
  onTestFinished(() => client.destroy());
  const begin = startExecution({
    client,
    machine: 'arn:machine',
    endpoint: server.endpoint,
    clock: systemClock,
  });
  return { asked, begin };
};

it('an execution begins under its name, by a request that is signed for Step Functions', async () => {
  const { asked, begin } = await machines([[200, '{}']]);
  await begin('sweep-1', { tenant: 'ems' });
  expect(asked.map(({ body }) => body)).toEqual([
    { stateMachineArn: 'arn:machine', name: 'sweep-1', input: '{"tenant":"ems"}' },
  ]);
  expect(asked[0]?.headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AWSStepFunctions.StartExecution',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=key\/\d{8}\/ap-southeast-1\/states\/aws4_request, SignedHeaders=.*x-amz-target/,
    ) as string,
  });
});

it('an execution that was begun before is no fault', async () => {
  const { asked, begin } = await machines([[400, '{"__type":"ExecutionAlreadyExists"}']]);
  await begin('sweep-1', {});
  expect(asked).toHaveLength(1);
});

it('an execution is asked for again where nobody takes it, and in the end it is said that there is none', async () => {
  const late = await machines([
    [500, ''],
    [200, '{}'],
  ]);
  await late.begin('sweep-1', {});
  expect(late.asked).toHaveLength(2);
  const never = await machines([[400, '{"__type":"AccessDeniedException"}']]);
  await expect(never.begin('sweep-1', {})).rejects.toMatchObject({ name: 'StoreUnavailable' });
  expect(never.asked).toHaveLength(3);
});
