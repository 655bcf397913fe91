import { cryptoReady } from '@temkin/crypto';
import { fromBase64 } from '@temkin/kernel';
import { exportDigestText, openExportKey, openPart } from '@temkin/subscriber/domain';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { countText } from '../amounts.ts';
import { neededOption, type Command } from '../command.ts';
import { partFile, readManifest, readPart } from '../registry/export-directory.ts';
import { readRecipientKey } from '../registry/recipient-key.ts';
import { REGISTRY_OPEN_USAGE } from '../usage-registry.ts';

/** A terminal is closed: of other signals the program ends by itself. */
const hangUp = (): void => process.exit(1);

/** `temkin registry open` */
export const registryOpen: Command = {
  usage: REGISTRY_OPEN_USAGE,
  operand: 'directory',
  options: { key: { type: 'string' }, out: { type: 'string' } },
  run: async (values, { progress }) => {
    await cryptoReady;
    const directory = neededOption(values, 'directory');
    const [keyFile, out] = [neededOption(values, 'key'), neededOption(values, 'out')];
    const manifest = await readManifest(directory);
    if (manifest?.whole === undefined) throw new Error(`${directory} has no whole export.`);
    const { exportId, whole } = manifest;
    const { tenant, parts, digest } = whole;
    const actual = createHash('sha256').update(exportDigestText(parts)).digest('hex');
    if (actual !== digest) throw new Error('The parts that are named are not those that were handed over.');
    const sealedKey = fromBase64(whole.sealedKey) ?? new Uint8Array();
    const key = openExportKey(await readRecipientKey(keyFile), { tenant, exportId }, sealedKey);
    if (key === undefined) throw new Error(`The export was not sealed to the key in ${keyFile}.`);

    const draft = `${out}.draft`;
    const removeDraft = (): void => rmSync(draft, { force: true });
    // What an earlier run left when it was killed is in clear: it goes first, and nobody's file or link is written into.
    removeDraft();
    // Whoever ends the process by a signal leaves nothing in clear behind either.
    process.on('exit', removeDraft);
    process.on('SIGHUP', hangUp);
    const handle = await open(draft, 'wx', 0o600);
    let rows = 0;
    progress.begin('opening parts', parts.length);
    try {
      for (const part of parts) {
        const sealed = await readPart(directory, part);
        if (sealed === undefined) throw new Error(`${partFile(directory, part.part)} is not there whole.`);
        const place = { of: 'export', tenant, id: exportId, part: part.part, isLast: part.isLast } as const;
        const bytes = openPart(key, place, sealed);
        if (bytes === undefined) throw new Error(`${partFile(directory, part.part)} does not open.`);
        await handle.writeFile(bytes);
        rows += part.rows;
        progress.advance({ items: 1, bytes: bytes.length });
      }
      await handle.sync();
      await handle.close();
      await rename(draft, out);
    } catch (error) {
      await handle.close();
      removeDraft();
      throw error;
    } finally {
      process.off('exit', removeDraft);
      process.off('SIGHUP', hangUp);
    }
    progress.end();
    return { text: `${countText(rows, 'row')}: ${out}`, data: { exportId, rows, out } };
  },
};
