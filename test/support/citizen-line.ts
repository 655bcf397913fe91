import { citizenAnswers } from '@temkin/caller-id';
import type { CitizenChannel } from '@temkin/caller-id/domain';
import { keypadPhoneSimulator } from '@temkin/citizen-channel';
import { callerCheckPorts, groundwork } from '@temkin/composition';
import { systemRandom } from '@temkin/kernel';
import { instantWait } from './instant-wait.ts';
import type { TestSystem } from './system.ts';

/** Shared by the gateway and whoever answers its messages. */
const SECRET = 'a secret of the gateway of texts, of forty letters';

/** A company's gateway of texts and its voice menu, with keypad telephones, over the tables of a system; or `instead`, another one. */
export const citizenLine = ({ table, rootKeys, clock }: TestSystem, instead?: CitizenChannel) => {
  const phones = keypadPhoneSimulator({ clock, secret: SECRET });
  const channel = instead ?? phones;
  const ground = groundwork({ table, rootKey: rootKeys.main, clock, random: systemRandom });
  const findings: unknown[] = [];
  const answer = citizenAnswers({
    ...ground,
    ...callerCheckPorts({ table }),
    channel,
    findings: { report: (finding) => void findings.push(finding) },
    wait: instantWait().wait,
  });
  return { phone: (number: string) => phones.phone(number), channel, answer, findings };
};
