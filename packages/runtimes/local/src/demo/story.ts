import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { qrTerminal } from '@temkin/labels';
import { readInstallation, requestToken } from '../issuer/index.ts';
import { start, type RunningSystem } from '../start.ts';
import { demoClient, type DemoClient, type IssuedParcel } from './client.ts';
import { demoParcels } from './parcels.ts';
import { PERSONAS } from './personas.ts';

const USAGE = `Tells the story of one parcel, on a system of its own that is thrown away afterwards.

  npm run demo
`;

/** Serial numbers that the seed does not use. */
const FIRST_SERIAL = 500;

const say = (text = ''): void => void process.stdout.write(`${text}\n`);
const chapter = (title: string): void => say(`\n${styleText('bold', title)}\n`);
const aside = (text: string): void => say(styleText('dim', text));
const show = (value: unknown): void =>
  say(
    JSON.stringify(value, null, 2)
      .split('\n')
      .map((line) => `  ${line}`)
      .join('\n'),
  );

interface AuditEvent {
  readonly time: string;
  readonly action: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly actor: { readonly pseudonym: string; readonly role: string };
  readonly purpose?: string;
  readonly groups?: readonly string[];
}

const tell = async (api: DemoClient): Promise<void> => {
  const [parcel] = demoParcels(1, FIRST_SERIAL);
  if (parcel === undefined) throw new Error('the demo makes a parcel');

  chapter('1. A company issues a parcel');
  aside('Its order system sends what it knows of the recipient, once:');
  show(parcel);
  const {
    results: [issued],
  } = await api.as('order-system').issueBatch([parcel]);
  if (issued === undefined) throw new Error('the parcel was issued');

  chapter('2. The label says nothing to a stranger');
  aside('All it carries is this token. The key is not on the paper.');
  say(qrTerminal(issued.token));
  say(`  ${issued.token}`);

  chapter('3. The parcel reaches the depot and goes out with An');
  const shift = await api.as('shipper-an').send<{ shiftId: string }>('GET', '/v1/shifts/current');
  const { waybillNumber } = parcel;
  const atDepot = { type: 'facility', id: 'HN-BA-DINH' } as const;
  const withAn = { type: 'shift', id: shift.body.shiftId } as const;
  await api.as('order-system').recordCustody([{ waybillNumber, event: 'accepted', holder: atDepot }]);
  await api.as('order-system').recordCustody([{ waybillNumber, event: 'arrived', holder: atDepot }]);
  await api.as('order-system').recordCustody([{ waybillNumber, event: 'out-for-delivery', holder: withAn }]);
  aside('accepted, arrived at HN-BA-DINH, out for delivery on the shift of shipper-an');

  const resolve = (persona: string) =>
    api.as(persona).send<{ fields?: unknown; code?: string; title?: string }>('POST', '/v1/parcels/resolve', {
      token: issued.token,
      purpose: 'delivery',
    });

  chapter('4. At the door, An scans the label');
  const opened = await resolve('shipper-an');
  show(opened.body.fields);
  aside('Name, street, commune and what to collect. No phone, no goods, no sender.');

  chapter('5. Binh, of the same depot, scans it too');
  const refused = await resolve('shipper-binh');
  show({ status: refused.status, code: refused.body.code, title: refused.body.title });
  aside('He does not hold the parcel. The refusal says so, and nothing else.');

  await showEvents(api, issued);
};

const showEvents = async (api: DemoClient, { parcelId }: IssuedParcel): Promise<void> => {
  chapter('6. Both are on record before anything left the system');
  const asked = await api
    .as('auditor-khanh')
    .send<{ events: readonly AuditEvent[] }>('POST', '/v1/audit/queries', {
      parcelId,
      action: 'parcel.resolve',
    });
  for (const { time, action, outcome, reason, actor, purpose, groups } of asked.body.events) {
    const what = outcome === 'allowed' ? `opened ${(groups ?? []).join(' and ')}` : (reason ?? '');
    const mark = outcome === 'allowed' ? styleText('green', 'allowed') : styleText('red', 'refused');
    say(`  ${time}  ${action}  ${mark}  ${what}`);
    aside(`    purpose ${purpose ?? '-'}, by ${actor.role} ${actor.pseudonym}`);
  }
  aside('\nPeople and parcels are pseudonyms here. The auditor who asked is on record as well.');
};

const run = async (): Promise<void> => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    say(USAGE);
    return;
  }
  const home = await mkdtemp(join(tmpdir(), 'temkin-demo-'));
  const issuerFile = join(home, 'issuer.json');
  let system: RunningSystem | undefined;
  try {
    aside('Starting a system of its own for this story …');
    system = await start({
      port: 0,
      dataDirectory: join(home, 'data'),
      keyFile: join(home, 'root.key'),
      labelsDirectory: join(home, 'labels'),
      noticesFile: join(home, 'notices.jsonl'),
      issuerFile,
    });
    const { origin } = system;
    const installation = await readInstallation(issuerFile);
    if (installation === undefined) throw new Error('a running system has an issuer');
    const tokenOf = (subject: string): Promise<string> => {
      const persona = PERSONAS.find((candidate) => candidate.subject === subject);
      if (persona === undefined) throw new Error(`nobody is called ${subject}`);
      return requestToken({ origin, installation, persona });
    };
    await tell(demoClient(origin, tokenOf));
  } finally {
    await system?.stop();
    await rm(home, { recursive: true, force: true });
  }
};

run().catch((error: unknown) => {
  process.stderr.write(`The story broke off. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
