/** Writes the page of costs from counted requests. Run from anywhere; needs no network. */
import { writeFileSync } from 'node:fs';
import { costPage } from '../test/bench/src/cost/cost-page.ts';
import { journey } from '../test/bench/src/cost/journey.ts';
import { registryCosts } from '../test/bench/src/cost/registry-costs.ts';

writeFileSync(new URL('../docs/cost.md', import.meta.url), costPage(await journey(), await registryCosts()));
