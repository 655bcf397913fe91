import { inFlight, inForce } from '@temkin/kernel';
import { imageBytes, imageType } from '@temkin/subscriber/domain';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { countText } from '../amounts.ts';
import { neededOption, type Command } from '../command.ts';
import { apiAt } from '../registry/ask-api.ts';
import { openImageList } from '../registry/image-list.ts';
import { apiOption } from '../token-address.ts';
import { REGISTRY_IMAGES_USAGE } from '../usage-registry.ts';

/** Images that are sent at a time. */
const LANES = 8;

const kept = z.object({ imageId: z.string(), sha256: z.string(), endsAt: z.iso.datetime() });

/** `temkin registry images` */
export const registryImages: Command = {
  usage: REGISTRY_IMAGES_USAGE,
  operand: 'directory',
  options: { api: { type: 'string' }, out: { type: 'string' } },
  run: async (values, { environment, wait, clock, progress }) => {
    const [directory, out] = [neededOption(values, 'directory'), neededOption(values, 'out')];
    const ask = apiAt(apiOption(values), { token: environment.TEMKIN_TOKEN, wait });
    const limit = inForce(imageBytes, clock.now()).value;
    const entries = await readdir(directory, { withFileTypes: true });
    const files = entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).toSorted();
    const list = await openImageList(out, clock.now());
    const left = files.filter((file) => !list.files.has(file));
    const refused: string[] = [];

    const bring = async (file: string): Promise<void> => {
      const path = join(directory, file);
      const bytes = (await stat(path)).size > limit ? new Uint8Array() : await readFile(path);
      const mediaType = imageType(bytes);
      // A name that does not fit into a line could not be told.
      if (mediaType === undefined || /[\r\n]/.test(file)) return void refused.push(file);
      const raw = { mediaType, bytes };
      const told = await ask({ method: 'POST', path: '/v1/registry/import-images', raw, answer: kept });
      if (told.sha256 !== createHash('sha256').update(bytes).digest('hex'))
        throw new Error(`${file} came to the registry as another.`);
      await list.add({ file, ...told });
      progress.advance({ items: 1, bytes: bytes.length });
    };

    progress.begin('bringing images', left.length);
    await inFlight(LANES, left, bring);
    progress.end();
    const brought = left.length - refused.length;
    const before = files.length - left.length;
    return {
      text: [
        `${countText(brought, 'image')} brought, ${before.toLocaleString('en-US')} before: ${out}`,
        ...(refused.length === 0
          ? []
          : [`No JPEG or PNG of at most ${limit.toLocaleString('en-US')} bytes:`, ...refused.toSorted()]),
      ].join('\n'),
      data: { brought, before, refused: refused.toSorted(), out },
      ...(refused.length > 0 && { exitCode: 1 as const }),
    };
  },
};
