import { describe, expect, it } from 'vitest';
import { banner } from '../../packages/runtimes/local/src/banner.ts';
import { readConfiguration } from '../../packages/runtimes/local/src/configuration.ts';
import { clientOptions } from '../../packages/runtimes/local/src/open-table.ts';

const say = (variables: Readonly<Record<string, string>>, port = 8787, seeded = true): string =>
  banner({ origin: `http://127.0.0.1:${port}`, seeded }, readConfiguration(variables));

describe('the configuration', () => {
  it('is the default one where variables are absent or empty', () => {
    const files = ['KEY', 'LABELS', 'NOTICES', 'ISSUER', 'LOG'].flatMap((of) => [
      `TEMKIN_${of}_FILE`,
      `TEMKIN_${of}_DIR`,
    ]);
    const empty = Object.fromEntries(
      [
        'PORT',
        'TEMKIN_DATA_DIR',
        ...files,
        'TEMKIN_LOG_WITNESSES',
        'TEMKIN_CITIZEN_GATEWAYS',
        'DYNAMODB_ENDPOINT',
      ].map((name) => [name, '']),
    );
    expect(readConfiguration(empty)).toEqual(readConfiguration({}));
    expect(readConfiguration({})).toEqual({
      port: 8787,
      dataDirectory: '.temkin/data',
      logDirectory: '.temkin/log',
      keyFile: '.temkin/root.key',
      labelsDirectory: '.temkin/labels',
      noticesFile: '.temkin/notices.jsonl',
      issuerFile: '.temkin/issuer.json',
      logWitnesses: [],
      citizenGateways: new Map(),
      identitySources: new Map(),
    });
    expect(readConfiguration({ PORT: '0' }).port).toBe(0);
  });

  it('names the store that others run', () => {
    const endpoint = 'https://dynamodb.ap-southeast-1.amazonaws.com';
    const configuration = readConfiguration({ DYNAMODB_ENDPOINT: endpoint });
    expect(configuration.storeEndpoint).toBe(endpoint);
    expect(Object.isFrozen(configuration)).toBe(true);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['DYNAMODB_ENDPOINT', 'localhost:8000'],
    ['DYNAMODB_ENDPOINT', '8000'],
    ['TEMKIN_LOG_WITNESSES', 'https://witness.example'],
    ['TEMKIN_CITIZEN_GATEWAYS', 'https://texts.example'],
    ['TEMKIN_CITIZEN_GATEWAYS', '{"demo":{"url":"https://texts.example/","secret":"short"}}'],
    [
      'TEMKIN_CITIZEN_GATEWAYS',
      '{"demo":{"url":"http://texts.example/","secret":"0123456789012345678901234567890123"}}',
    ],
  ])('is refused, and the variable named, where %s is %s', (name, value) => {
    expect(() => readConfiguration({ [name]: value })).toThrow(
      `The environment variable ${name} has no usable value.`,
    );
  });
});

describe('how to sign in to a store', () => {
  it.each(['http://127.0.0.1:8000', 'http://127.8.15.47:40000', 'http://localhost:8000', 'http://[::1]:1'])(
    'is as emulators want it at %s',
    (endpoint) => {
      expect(clientOptions(endpoint)).toEqual({
        endpoint,
        region: 'local',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });
    },
  );

  it.each([
    'https://dynamodb.ap-southeast-1.amazonaws.com',
    'http://dynamodb-local:8000',
    'http://127.0.0.1.example.com',
    'http://10.127.0.1:8000',
  ])("is the environment's own affair at %s", (endpoint) => {
    expect(clientOptions(endpoint)).toEqual({ endpoint });
  });
});

describe('the banner', () => {
  it('says the shortest command where everything is as usual', () => {
    expect(say({})).toContain('$(npm run -s token -- --as shipper-an)');
    expect(say({})).toContain('$(head -n 1 .temkin/labels/tokens.tsv | cut -f 2)');
    expect(say({}).trim().split('\n').length).toBeLessThanOrEqual(16);
  });

  it('says what another terminal does not know, each as one word of the shell', () => {
    const words = say({ TEMKIN_ISSUER_FILE: "/my demo/it's.json", TEMKIN_LABELS_DIR: '$HOME' }, 9000);
    expect(words).toContain(String.raw`$(PORT=9000 TEMKIN_ISSUER_FILE='/my demo/it'\''s.json' npm run`);
    expect(words).toContain(`head -n 1 '$HOME/tokens.tsv'`);
  });

  it('speaks of labels out for delivery after the first start alone', () => {
    expect(say({})).toContain('20 demo labels, out for delivery');
    expect(say({}, 8787, false)).not.toContain('out for delivery');
    expect(say({}, 8787, false)).toContain('kept from the last start');
  });

  it('says where the audit log lies', () => {
    expect(say({ TEMKIN_LOG_DIR: '/elsewhere/log' })).toMatch(/^ {2}\/elsewhere\/log +the audit log/m);
  });

  it('tells of an external store its host and nothing more', () => {
    const words = say({ DYNAMODB_ENDPOINT: 'https://user:secret@store.example:8000/path?key=1' });
    expect(words).toContain('the store at store.example:8000');
    expect(words).not.toContain('secret');
  });
});
