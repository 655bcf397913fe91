import { countText } from '../amounts.ts';
import { neededOption, UsageError, type Command } from '../command.ts';
import { apiAt } from '../registry/ask-api.ts';
import { importApi } from '../registry/import-api.ts';
import { writeRejects } from '../registry/reject-file.ts';
import { apiOption } from '../token-address.ts';
import { REGISTRY_REJECTS_USAGE } from '../usage-registry.ts';

/** `temkin registry rejects` */
export const registryRejects: Command = {
  usage: REGISTRY_REJECTS_USAGE,
  options: { api: { type: 'string' }, import: { type: 'string' }, out: { type: 'string' } },
  run: async (values, { environment, wait }) => {
    const [importId, out] = [neededOption(values, 'import'), neededOption(values, 'out')];
    if (!/^[0-9a-f]{32}$/.test(importId)) throw new UsageError('--import is no id of an import');
    const api = importApi(apiAt(apiOption(values), { token: environment.TEMKIN_TOKEN, wait }));
    const { kind } = await api.show(importId);
    const rows = await writeRejects(api, { importId, kind }, out);
    return { text: `${countText(rows, 'row')} did not come in: ${out}`, data: { importId, rows, out } };
  },
};
