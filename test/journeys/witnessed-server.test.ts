import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temkin } from '../support/command-line.ts';
import { runningWitness } from '../support/running-witness.ts';
import { serverHouse } from '../support/server-process.ts';
import { settledLogs } from '../support/written-logs.ts';

const house = await serverHouse();

it(
  'is cosigned by a witness that others run, once both have each other’s keys',
  { timeout: 120_000 },
  async () => {
    const home = house.home('witnessed');
    const [keyFile, witnessFile] = ['log.vkey', 'witness.vkey'].map((name) => join(house.directory, name));
    const witnessState = [
      '--key',
      join(house.directory, 'witness.key'),
      '--state',
      join(house.directory, 'seen'),
    ];
    const year = new Date().getUTCFullYear();

    const first = house.start(home);
    const address = `${await first.origin}/v1/audit/log/demo/${year}/vkey`;
    const authorization = `Bearer ${await first.tokenFor('auditor-khanh')}`;
    await settledLogs(home.log);
    await writeFile(keyFile ?? '', await (await fetch(address, { headers: { authorization } })).text());
    await first.stop();

    const { output } = await temkin([
      'audit',
      'witness',
      '--new-key',
      '--name',
      'witness.example',
      ...witnessState,
    ]);
    await writeFile(witnessFile ?? '', output);
    const verify = ['audit', 'verify', join(home.log, 'demo', String(year)), '--vkey', keyFile ?? ''];
    const demanding = [...verify, '--witness', witnessFile ?? ''];
    expect((await temkin(demanding)).exitCode).toBe(1);

    const witness = await runningWitness([...witnessState, '--log', keyFile ?? '']);
    const logWitnesses = JSON.stringify([{ vkey: output.trim(), url: witness.address }]);
    const second = house.start({ ...home, logWitnesses });
    await second.origin;
    await settledLogs(home.log);
    await second.stop();
    expect((await temkin(demanding)).exitCode).toBe(0);
    expect(await witness.stop()).toBe(0);
  },
);
