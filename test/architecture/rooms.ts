/** One room of the house and what it may import beyond itself. Kept word for word beside docs/architecture.md. */
export interface Room {
  readonly name: string;
  /** Files of the room, relative to the root. The first room that matches a file is its room. */
  readonly files: RegExp;
  /** Names of other rooms. */
  readonly rooms: readonly string[];
  /** Packages of others, and `node:` for the platform. */
  readonly packages: readonly string[];
}

const layer = (capability: string, name: string): string => `${capability}/${name}`;

const capabilityRooms = (
  capability: string,
  packages: {
    readonly domain?: readonly string[];
    readonly store?: readonly string[];
    readonly usecases?: readonly string[];
  } = {},
  formats: readonly string[] = [],
): readonly Room[] => {
  const at = (path: string): RegExp => new RegExp(`^packages/capabilities/${capability}/src/${path}`);
  const [domain, store, usecases, http] = ['domain', 'store', 'usecases', 'http'].map((name) =>
    layer(capability, name),
  ) as [string, string, string, string];
  return [
    {
      name: domain,
      files: at('domain/'),
      rooms: ['kernel', 'crypto', 'administrative-units', 'phone-number', ...formats],
      packages: packages.domain ?? [],
    },
    {
      name: store,
      files: at('store/'),
      rooms: [domain, 'kernel', 'crypto', 'storage', 'audit-event', ...formats],
      packages: packages.store ?? [],
    },
    {
      name: usecases,
      files: at('usecases/'),
      rooms: [domain, store, 'kernel', 'crypto', 'audit-event', 'administrative-units', ...formats],
      packages: packages.usecases ?? [],
    },
    {
      name: http,
      files: at('http/'),
      rooms: [usecases, domain, 'kernel', 'http', 'administrative-units', 'phone-number', ...formats],
      packages: ['zod'],
    },
    {
      name: capability,
      files: at('[a-z-]+\\.ts$'),
      rooms: [domain, store, usecases, http, 'kernel', 'crypto', 'storage', 'audit-event', 'http'],
      packages: [],
    },
  ];
};

export const ROOMS: readonly Room[] = [
  { name: 'kernel', files: /^packages\/foundation\/kernel\//, rooms: [], packages: ['uuid'] },
  {
    name: 'administrative-units',
    files: /^packages\/foundation\/administrative-units\//,
    rooms: ['kernel'],
    packages: [],
  },
  {
    name: 'phone-number',
    files: /^packages\/foundation\/phone-number\//,
    rooms: [],
    packages: ['libphonenumber-js'],
  },
  {
    name: 'crypto',
    files: /^packages\/foundation\/crypto\//,
    rooms: ['kernel'],
    packages: ['libsodium-wrappers'],
  },
  { name: 'tlog', files: /^packages\/foundation\/tlog\//, rooms: ['kernel', 'crypto'], packages: [] },
  { name: 'storage', files: /^packages\/foundation\/storage\//, rooms: ['kernel'], packages: [] },
  {
    name: 'audit-event',
    files: /^packages\/foundation\/audit-event\//,
    rooms: ['kernel', 'storage', 'tlog'],
    packages: ['canonicalize'],
  },
  {
    name: 'http',
    files: /^packages\/foundation\/http\//,
    rooms: ['kernel', 'crypto', 'storage'],
    packages: ['hono', 'zod'],
  },
  ...capabilityRooms('parcel', { domain: ['canonicalize', 'hpke'] }),
  ...capabilityRooms('access', { domain: ['structured-headers'], usecases: ['jose'] }),
  // Anybody who can write to the outbox can put an entry of any shape into a log.
  ...capabilityRooms('audit', { store: ['zod'] }, ['tlog']),
  ...capabilityRooms('caller-id'),
  // Nobody asks for it over HTTP yet.
  ...capabilityRooms('subscriber').filter(({ name }) => name !== 'subscriber/http'),
  ...capabilityRooms('webhook'),
  ...capabilityRooms('witness', {}, ['tlog']),
  {
    name: 'notice',
    files: /^packages\/adapters\/notice\//,
    rooms: ['kernel', 'parcel/domain', 'caller-id/domain'],
    packages: ['node:'],
  },
  {
    name: 'route',
    files: /^packages\/adapters\/route\//,
    rooms: ['administrative-units', 'parcel/domain'],
    packages: [],
  },
  {
    name: 'witness-client',
    files: /^packages\/adapters\/witness-client\//,
    rooms: ['kernel', 'tlog', 'audit/domain'],
    packages: ['zod'],
  },
  {
    name: 'operator',
    files: /^packages\/adapters\/operator\//,
    rooms: ['kernel', 'caller-id/domain'],
    packages: ['node:', 'zod'],
  },
  {
    name: 'citizen-channel',
    files: /^packages\/adapters\/citizen-channel\//,
    rooms: ['kernel', 'caller-id/domain'],
    packages: ['node:', 'zod'],
  },
  {
    name: 'stir-certificates',
    files: /^packages\/adapters\/stir-certificates\//,
    rooms: ['kernel', 'crypto', 'caller-id/domain'],
    packages: ['node:', '@peculiar/asn1-rfc8226', '@peculiar/asn1-schema', '@peculiar/asn1-x509'],
  },
  { name: 'labels', files: /^packages\/labels\/render\//, rooms: ['kernel'], packages: ['qrcode'] },
  {
    name: 'dynamodb',
    files: /^packages\/runtimes\/dynamodb\//,
    rooms: ['kernel', 'storage'],
    packages: ['@aws-sdk/client-dynamodb', 'node:'],
  },
  {
    name: 'aws/lambda',
    files: /^packages\/runtimes\/aws\/src\/lambda\//,
    rooms: ['kernel', 'http'],
    packages: ['node:', 'aws-lambda'],
  },
  {
    name: 'aws',
    files: /^packages\/runtimes\/aws\//,
    rooms: ['kernel', 'crypto', 'storage'],
    packages: ['@aws-sdk/client-kms', '@aws-sdk/client-s3', '@smithy/signature-v4', 'node:'],
  },
  {
    name: 'composition',
    files: /^packages\/runtimes\/composition\//,
    rooms: [
      'kernel',
      'crypto',
      'storage',
      'audit-event',
      'http',
      'access',
      'access/domain',
      'audit',
      'audit/domain',
      'witness-client',
    ],
    packages: ['node:'],
  },
  {
    name: 'local/demo',
    files: /^packages\/runtimes\/local\/src\/demo\//,
    rooms: [
      'kernel',
      'administrative-units',
      'storage',
      'labels',
      'access',
      'caller-id',
      'caller-id/domain',
      'parcel',
      'parcel/domain',
      'local',
    ],
    packages: ['node:', 'zod'],
  },
  {
    name: 'local',
    files: /^packages\/runtimes\/local\//,
    rooms: [
      'kernel',
      'crypto',
      'storage',
      'http',
      'administrative-units',
      'composition',
      'dynamodb',
      'labels',
      'access',
      'access/domain',
      'audit',
      'webhook',
      'notice',
      'route',
      'caller-id',
      'caller-id/domain',
      'operator',
      'citizen-channel',
      'stir-certificates',
      'parcel',
      'parcel/domain',
      'subscriber/domain',
      'local/demo',
    ],
    packages: ['node:', '@hono/node-server', 'oidc-provider', 'zod'],
  },
  { name: 'client', files: /^packages\/surfaces\/client\//, rooms: [], packages: [] },
  {
    name: 'cli',
    files: /^packages\/surfaces\/cli\//,
    rooms: [
      'kernel',
      'storage',
      'audit',
      'audit/domain',
      'crypto',
      'tlog',
      'audit-event',
      'access',
      'access/domain',
      'webhook',
      'caller-id',
      'witness',
      'parcel',
      'parcel/domain',
      'labels',
      'aws',
      'dynamodb',
      'local',
    ],
    packages: ['node:', '@hono/node-server', 'zod'],
  },
  {
    name: 'lambdas',
    files: /^lambdas\//,
    rooms: [
      'kernel',
      'crypto',
      'storage',
      'http',
      'access',
      'access/domain',
      'audit',
      'webhook',
      'notice',
      'route',
      'caller-id',
      'operator',
      'citizen-channel',
      'stir-certificates',
      'parcel',
      'labels',
      'aws',
      'aws/lambda',
      'composition',
      'dynamodb',
    ],
    packages: ['@aws-sdk/credential-provider-env', 'aws-lambda', 'zod'],
  },
  {
    name: 'cdk',
    files: /^cdk\//,
    rooms: ['storage'],
    packages: ['aws-cdk-lib', 'cdk-nag', 'constructs', 'node:', 'zod'],
  },
];

/** The room of each workspace's exports. */
export const ROOM_OF_EXPORT: Readonly<Record<string, string>> = {
  '@temkin/kernel': 'kernel',
  '@temkin/administrative-units': 'administrative-units',
  '@temkin/administrative-units/former': 'administrative-units',
  '@temkin/phone-number': 'phone-number',
  '@temkin/crypto': 'crypto',
  '@temkin/crypto/seal-once': 'crypto',
  '@temkin/storage': 'storage',
  '@temkin/tlog': 'tlog',
  '@temkin/audit-event': 'audit-event',
  '@temkin/http': 'http',
  '@temkin/http/openapi': 'http',
  '@temkin/parcel': 'parcel',
  '@temkin/parcel/domain': 'parcel/domain',
  '@temkin/audit/domain': 'audit/domain',
  '@temkin/parcel/bundle': 'parcel/domain',
  '@temkin/access': 'access',
  '@temkin/access/domain': 'access/domain',
  '@temkin/audit': 'audit',
  '@temkin/webhook': 'webhook',
  '@temkin/witness': 'witness',
  '@temkin/witness-client': 'witness-client',
  '@temkin/labels': 'labels',
  '@temkin/caller-id': 'caller-id',
  '@temkin/caller-id/domain': 'caller-id/domain',
  '@temkin/subscriber': 'subscriber',
  '@temkin/subscriber/domain': 'subscriber/domain',
  '@temkin/operator': 'operator',
  '@temkin/citizen-channel': 'citizen-channel',
  '@temkin/stir-certificates': 'stir-certificates',
  '@temkin/notice': 'notice',
  '@temkin/route': 'route',
  '@temkin/dynamodb': 'dynamodb',
  '@temkin/aws': 'aws',
  '@temkin/aws/lambda': 'aws/lambda',
  '@temkin/composition': 'composition',
  '@temkin/local/backup': 'local',
  '@temkin/local/witness': 'local',
  '@temkin/client': 'client',
};
