import { cryptoReady } from '@temkin/crypto';
import { neededOption, type Command } from '../command.ts';
import { makeRecipientKey } from '../registry/recipient-key.ts';
import { REGISTRY_KEY_USAGE } from '../usage-registry.ts';

/** `temkin registry key` */
export const registryKey: Command = {
  usage: REGISTRY_KEY_USAGE,
  options: { out: { type: 'string' } },
  run: async (values, { random }) => {
    await cryptoReady;
    const out = neededOption(values, 'out');
    const recipientKey = await makeRecipientKey(out, random);
    return {
      text: `The private half is in ${out}. Whoever asks for an export names the public one:\n${recipientKey}`,
      data: { recipientKey, out },
    };
  },
};
