import * as z from 'zod';
import { text } from '../environment.ts';

const json = z.string().transform((value, context): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});

/** By what calls are signed and judged, as a deployment is configured (cdk/configuration.ts). */
export const callSigning = json.pipe(
  z.strictObject({
    /** Below which certificates are served: `https://api.example`. */
    origin: z.url({ protocol: /^https$/ }),
    certificates: z.array(z.strictObject({ tenant: text, pem: text })),
    anchors: z.array(z.strictObject({ pem: text, providers: z.array(text).exactOptional() })),
    revocations: z.array(text),
    hosts: z.array(text),
    providers: z.array(
      z.strictObject({ spc: text, numbers: z.array(text), names: z.array(text).exactOptional() }),
    ),
    clientCertificates: z.enum(['none', 'edge']),
    clients: z.array(z.strictObject({ tenant: text, client: text, certificates: z.array(text) })),
  }),
);
