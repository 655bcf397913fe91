import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

/** A request in one of the JSON protocols of AWS. */
export interface RecordedRequest {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** Requests as they stand on the wire, each answered with this and none of them sent on. */
export const recordedRequests = async (
  answer: object,
  work: (endpoint: string) => Promise<unknown>,
): Promise<readonly RecordedRequest[]> => {
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    const { method, headers } = request;
    json(request).then(
      (body) => {
        const target = headers['x-amz-target']?.toString();
        requests.push({ method, target, contentType: headers['content-type'], body });
        response.end(JSON.stringify(answer));
      },
      (error: unknown) => response.destroy(error as Error),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  try {
    await work(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return requests;
};
