import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readInstallation, requestToken } from '../issuer/index.ts';
import { start, type RunningSystem } from '../start.ts';
import { demoClient } from './client.ts';
import { demoParcels } from './parcels.ts';
import { PERSONAS } from './personas.ts';
import { AFTERWARDS } from './story/afterwards.ts';
import { AT_THE_DOOR } from './story/at-the-door.ts';
import type { Stage } from './story/stage.ts';
import { aside, head, say } from './story/telling.ts';
import { TO_THE_DEPOT } from './story/to-the-depot.ts';

const USAGE = `Tells the story of one parcel, on a system of its own that is thrown away afterwards.

  npm run demo
`;

/** Serial numbers that the seed does not use. */
const FIRST_SERIAL = 500;

const DAY_MILLISECONDS = 86_400_000;

/** Puts one parcel on the stage. */
const setStage = async (system: RunningSystem, issuerFile: string): Promise<Stage> => {
  const { origin } = system;
  const installation = await readInstallation(issuerFile);
  if (installation === undefined) throw new Error('a running system has an issuer');
  const api = demoClient(origin, (subject) => {
    const persona = PERSONAS.find((candidate) => candidate.subject === subject);
    if (persona === undefined) throw new Error(`nobody is called ${subject}`);
    return requestToken({ origin, installation, persona });
  });
  const [parcel] = demoParcels(1, FIRST_SERIAL);
  if (parcel === undefined) throw new Error('the demo makes a parcel');
  const [issued] = (await api.as('order-system').issueBatch([parcel])).results;
  if (issued === undefined) throw new Error('the parcel was issued');
  const passDays = (days: number): Promise<void> => {
    aside(`… ${days} days later …`);
    return system.workOffDue(Date.now() + days * DAY_MILLISECONDS);
  };
  return { api, parcel, issued, passDays };
};

const tell = async (): Promise<void> => {
  const home = await mkdtemp(join(tmpdir(), 'temkin-demo-'));
  const issuerFile = join(home, 'issuer.json');
  let system: RunningSystem | undefined;
  try {
    aside('Starting a system of its own for this story …');
    system = await start({
      port: 0,
      dataDirectory: join(home, 'data'),
      logDirectory: join(home, 'log'),
      keyFile: join(home, 'root.key'),
      labelsDirectory: join(home, 'labels'),
      noticesFile: join(home, 'notices.jsonl'),
      issuerFile,
      logWitnesses: [],
      citizenGateways: new Map(),
      identitySources: new Map(),
    });
    const stage = await setStage(system, issuerFile);
    const chapters = [...TO_THE_DEPOT, ...AT_THE_DOOR, ...AFTERWARDS];
    for (const [index, chapter] of chapters.entries()) {
      head(index + 1, chapter.title);
      await chapter.tell(stage);
    }
  } finally {
    await system?.stop();
    await rm(home, { recursive: true, force: true });
  }
};

const run = async (): Promise<void> => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  await (values.help === true ? say(USAGE) : tell());
};

run().catch((error: unknown) => {
  process.stderr.write(`The story broke off. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
