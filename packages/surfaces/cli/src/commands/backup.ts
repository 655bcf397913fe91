import { bytesText, countText } from '../amounts.ts';
import { backUp } from '../backup/back-up.ts';
import { neededOption, type Command } from '../command.ts';
import { IMAGES_OPTIONS, openImages } from '../images-at.ts';
import { LOGS_OPTIONS, openLogs } from '../logs-at.ts';
import { chooseStore, openStore, STORE_OPTIONS, storeName, usualLogs } from '../open-store.ts';
import { storeLogs } from '../store-logs.ts';
import { BACKUP_USAGE } from '../usage.ts';

/** `temkin backup` */
export const backup: Command = {
  usage: BACKUP_USAGE,
  options: { ...STORE_OPTIONS, ...LOGS_OPTIONS, ...IMAGES_OPTIONS, to: { type: 'string' } },
  run: async (values, surroundings) => {
    const to = neededOption(values, 'to');
    const choice = chooseStore(values, surroundings.environment);
    const store = await openStore(choice);
    try {
      const hasLogs = (await storeLogs(store)).length > 0;
      const usual = hasLogs ? usualLogs(choice, surroundings.environment) : undefined;
      const logsAt = await openLogs(values, surroundings, usual);
      const blobs = await surroundings.openPlace(to, 'write');
      const at = await openImages(values, surroundings, choice, 'read');
      const manifest = await backUp(store, { blobs, logsAt, images: at }, surroundings);
      const { id, began, ended, logs, tables, images } = manifest;
      const entries = Object.values(tables);
      const items = entries.reduce((sum, entry) => sum + entry.items, 0);
      const bytes = entries.flatMap(({ chunks }) => chunks).reduce((sum, chunk) => sum + chunk.bytes, 0);
      const copied = images === undefined ? '' : `, ${countText(images.count, 'image')}`;
      return {
        text: `Backup ${id} of ${storeName(choice)} is complete: ${countText(items, 'item')}, ${bytesText(bytes)}${copied}.`,
        data: {
          backup: id,
          began,
          ended,
          items,
          bytes,
          logs,
          ...(images !== undefined && { images: images.count }),
        },
      };
    } finally {
      await store.close();
    }
  },
};
