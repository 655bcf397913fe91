import { EXIT, JSON_LINE } from './usage.ts';

export const REGISTRY_SWEEP_USAGE = `Sweeps the registry for junk SIMs, follows a sweep, and saves what it found.

  temkin registry sweep start --api <url> [--json]
  temkin registry sweep show --api <url> --sweep <id> [--watch] [--json]
  temkin registry sweep report --api <url> --sweep <id> --out <file.json | file.csv | file.html> [--format <format>]
                               [--json]

  start       begins a sweep, says its id, and watches until it is finished. Cut off, the sweep goes on by itself, and
              show --watch watches it again.
  show        says how far it is and what it found so far, by rule
  report      saves what it found: each rule with its count, and the first hundred hits in words

  --api       where the API is; the access token, of a security officer, stands in $TEMKIN_TOKEN
  --sweep     the id of the sweep
  --watch     until it is finished
  --out       the file. One that is cut off does not get its name.
  --format    by the name of the file where absent: json, csv or html
${JSON_LINE}

Nothing in a report is personal: people and numbers are named by ids.

Examples
  npm run -s temkin -- registry sweep start --api https://api.example
  npm run -s temkin -- registry sweep report --api https://api.example --sweep <id> --out junk.html

${EXIT}
`;
