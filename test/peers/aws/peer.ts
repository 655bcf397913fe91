/** The server that speaks the AWS protocols, as test/peers/run.mjs has started it; it verifies no signatures. */
export const peer = {
  endpoint: process.env.TEMKIN_AWS_PEER ?? '',
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

if (peer.endpoint === '') throw new Error('start these tests by npm run test:peers');
