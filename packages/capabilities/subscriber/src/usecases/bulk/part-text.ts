import { openPart, type ImportPart } from '../../domain/index.ts';
import type { ImportKeys, ImportName } from '../../store/imports.ts';
import type { ImportDesk } from './import-surroundings.ts';

/** Opens a part that was sent: its text, or why the import fails. */
export const partText =
  ({ blobs }: Pick<ImportDesk, 'blobs'>) =>
  async (
    { tenant, importId }: ImportName,
    { sealing }: Pick<ImportKeys, 'sealing'>,
    { part, sha256, isLast }: ImportPart,
  ): Promise<{ readonly text: string } | { readonly failure: 'part-missing' | 'part-unreadable' }> => {
    const sealed = await blobs.get({ of: 'import', tenant, id: importId }, part, sha256);
    if (sealed === undefined) return { failure: 'part-missing' };
    const bytes = openPart(sealing, { of: 'import', tenant, id: importId, part, isLast }, sealed);
    return bytes === undefined
      ? { failure: 'part-unreadable' }
      : { text: new TextDecoder('utf-8').decode(bytes) };
  };
