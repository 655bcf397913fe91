import { verifyLog, type Witness } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { utf8 } from '@temkin/kernel';
import { formatVerifierKey, parseNote, type VerifierKey } from '@temkin/tlog';
import { httpWitnesses } from '@temkin/witness-client';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../support/command-line.ts';
import { logsOfYears, type LogsOfYears } from '../support/logs-of-years.ts';
import { sha256 } from '../support/sha256.ts';
import { asked, cosignatureOf, smallWitness, type SmallWitness } from '../support/small-witness.ts';

beforeAll(() => cryptoReady);

let logs: LogsOfYears;
let key: VerifierKey;
let witness: SmallWitness;
beforeEach(async () => {
  logs = logsOfYears();
  key = await logs.keyOf(logs.signers.inUse, '2026');
  witness = await smallWitness(memoryBlobs(), [key], 'witness.example');
});

/** A checkpoint's own signature line after the text, if any holds. */
const cosigned = async (checkpoint: string): Promise<boolean> =>
  (await cosignatureOf(witness.key, checkpoint.slice(checkpoint.indexOf('— ')), checkpoint)) !== undefined;

const outcome = async (keys: readonly VerifierKey[], quorum: number) =>
  verifyLog({ ...logs.log('2026', keys), quorum });

/** A witness that counts how often it is asked, and may be out of order. */
const counting = (of: Witness): Witness & { asks: number; isDown: boolean } => {
  const counted = {
    key: of.key,
    asks: 0,
    isDown: false,
    addCheckpoint: (request: Parameters<Witness['addCheckpoint']>[0]) => {
      counted.asks += 1;
      return counted.isDown ? Promise.reject(new Error('down')) : of.addCheckpoint(request);
    },
  };
  return counted;
};

describe('a sequencer with a witness', () => {
  it('publishes no checkpoint without the cosignature, and keeps what the log alone has signed', async () => {
    logs.witnesses.push(asked(witness));
    const process = logs.sequencer();
    for (const count of [1, 300, 2]) {
      await logs.record('2026', count, process);
      expect(await cosigned(logs.checkpoint('2026'))).toBe(true);
    }
    expect(new Set(logs.witnessings)).toEqual(new Set(['witness.example cosigned']));
    const kept = new TextDecoder().decode(logs.blobs.stored.get('ems/2026/checkpoints/304'));
    expect(parseNote(kept)?.text).toBe(parseNote(logs.checkpoint('2026'))?.text);
    expect(parseNote(kept)?.signatures).toHaveLength(1);
    expect(await outcome([key, witness.key], 1)).toMatchObject({ outcome: 'verified' });
  });

  it('publishes without one that does not answer, asks it once a minute, and no event is needed for it to come', async () => {
    const counted = counting(asked(witness));
    counted.isDown = true;
    logs.witnesses.push(counted);
    const process = logs.sequencer();
    await logs.record('2026', 1, process);
    await logs.record('2026', 1, process);
    await logs.run(process);
    expect(await outcome([key], 0)).toMatchObject({ outcome: 'verified', checkpoint: { size: 3 } });
    expect(await outcome([key, witness.key], 1)).toEqual({
      outcome: 'refused',
      fault: 'unwitnessed',
      at: 'checkpoint',
    });
    expect(counted.asks).toBe(1);

    counted.isDown = false;
    logs.clock.advance(61_000);
    await logs.run(process);
    expect(await outcome([key, witness.key], 1)).toMatchObject({ outcome: 'verified' });
    const { asks } = counted;
    await logs.run(process);
    await logs.run();
    expect(counted.asks).toBe(asks);
  });

  it('asks one that said no again after five minutes, and holds it to that meanwhile', async () => {
    const stranger = await smallWitness(memoryBlobs(), [], 'witness.example');
    const counted = counting(asked({ ...stranger, key: witness.key }));
    logs.witnesses.push(counted);
    const process = logs.sequencer();
    for (const count of [1, 2]) await logs.record('2026', count, process);
    expect(counted.asks).toBe(1);
    expect(logs.witnessings.length).toBeGreaterThan(2);
    expect(new Set(logs.witnessings)).toEqual(new Set(['witness.example refused']));

    const willing = asked(witness);
    counted.addCheckpoint = (request) => willing.addCheckpoint(request);
    logs.clock.advance(299_000);
    await logs.run(process);
    expect(await cosigned(logs.checkpoint('2026'))).toBe(false);
    logs.clock.advance(1_000);
    await logs.run(process);
    expect(await cosigned(logs.checkpoint('2026'))).toBe(true);
  });

  it('takes the cosignature of one witness where another refuses', async () => {
    const other = await smallWitness(memoryBlobs(), [], 'other.example');
    logs.witnesses.push(asked(other), asked(witness));
    await logs.record('2026', 1);
    expect(await cosigned(logs.checkpoint('2026'))).toBe(true);
    expect(logs.witnessings).toContain('other.example refused');
    expect(await outcome([key, witness.key, other.key], 1)).toMatchObject({ outcome: 'verified' });
    expect(await outcome([key, witness.key, other.key], 2)).toMatchObject({ fault: 'unwitnessed' });
  });

  it('publishes and says so where the witness has seen another log of its name', async () => {
    const fork = logsOfYears();
    fork.signers.inUse = logs.signers.inUse;
    fork.witnesses.push(asked(witness));
    await fork.record('2026', 3);
    logs.witnesses.push(asked(witness));
    await logs.record('2026', 3);
    expect(logs.witnessings[0]).toBe('witness.example conflict');
    await logs.record('2026', 1);
    expect(logs.witnessings.at(-1)).toBe('witness.example conflict');
    expect(await outcome([key], 0)).toMatchObject({ outcome: 'verified', checkpoint: { size: 5 } });
  });

  it('says so where the witness has seen more than was ever committed to', async () => {
    const fork = logsOfYears();
    fork.signers.inUse = logs.signers.inUse;
    fork.witnesses.push(asked(witness));
    await fork.record('2026', 30);
    logs.witnesses.push(asked(witness));
    await logs.record('2026', 3);
    expect(logs.witnessings[0]).toBe('witness.example conflict');
  });

  it('is late and nothing is wrong where another has brought a larger checkpoint meanwhile', async () => {
    const direct = asked(witness);
    let overtaken = false;
    logs.witnesses.push({
      key: witness.key,
      addCheckpoint: async (request) => {
        if (overtaken) return direct.addCheckpoint(request);
        overtaken = true;
        await logs.record('2026', 2);
        return direct.addCheckpoint(request);
      },
    });
    await logs.record('2026', 1);
    expect(new Set(logs.witnessings)).toEqual(new Set(['witness.example cosigned', 'witness.example late']));
    expect(await outcome([key, witness.key], 1)).toMatchObject({
      outcome: 'verified',
      checkpoint: { size: 4 },
    });
  });

  it('believes that it has cosigned only where it has: a line in its name is made good', async () => {
    await logs.record('2026', 1);
    const note = logs.checkpoint('2026');
    const forged = `${note}— witness.example ${Buffer.concat([witness.key.keyId, new Uint8Array(72)]).toString('base64')}\n`;
    logs.blobs.stored.set('ems/2026/checkpoint', utf8(forged));
    logs.witnesses.push(asked(witness));
    await logs.run();
    expect(await cosigned(logs.checkpoint('2026'))).toBe(true);
  });
});

describe('the witnesses of a configuration', () => {
  it('are refused where a key is not that of a witness, which is not repeated', async () => {
    const url = 'https://witness.example';
    expect(await httpWitnesses([{ vkey: formatVerifierKey(witness.key), url }], sha256)).toMatchObject([
      { key: witness.key },
    ]);
    for (const vkey of [formatVerifierKey(key), 'secret'])
      await expect(httpWitnesses([{ vkey, url }], sha256)).rejects.toThrow(
        'the key of witness 0 is none of a witness',
      );
  });
});
